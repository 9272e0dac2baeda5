// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/tile_search.h"

#include "base/numeric.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/spqr/tile_search.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef QUANTLATHE_SPQR_LANES
#define QUANTLATHE_SPQR_LANES
namespace quantlathe::spqr {

/// One value a row.
using Lanes = std::array<float, side>;
constexpr std::size_t extremes = 3;

/// The least and the greatest values of each row, the outermost first.
struct Ends {
    std::array<Lanes, extremes> least, greatest;
};

} // namespace quantlathe::spqr
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::spqr::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A lane is a row: sums run along the input features in one order, whatever the width of vectors.
using Tag = hn::CappedTag<float, side>;
using Floats = hn::Vec<Tag>;

HWY_INLINE Floats inverseOf(Floats scale) {
    const Tag f;
    const auto isUsable = hn::Gt(scale, hn::Set(f, 1e-30F));
    return hn::IfThenElseZero(isUsable, hn::Div(hn::Set(f, 1.0F), scale));
}

HWY_INLINE Floats codeOf(Floats value, Floats inverse, Floats zero) {
    const Tag f;
    const auto nearest = hn::Round(hn::Add(hn::Mul(value, inverse), zero));
    return hn::Min(hn::Max(nearest, hn::Zero(f)), hn::Set(f, static_cast<float>(levels - 1)));
}

HWY_INLINE Floats countOf(const Tile& tile, std::size_t input) {
    return hn::Set(Tag(), tile.counts != nullptr ? tile.counts[input] : 1.0F);
}

void rowErrors(const Tile& tile, const float* HWY_RESTRICT scales, const float* HWY_RESTRICT zeros,
               float* HWY_RESTRICT errors) {
    const Tag f;
    const auto price = hn::Set(f, tile.price);
    for (std::size_t lane = 0; lane < side; lane += hn::Lanes(f)) {
        const auto scale = hn::LoadU(f, scales + lane);
        const auto zero = hn::LoadU(f, zeros + lane);
        const auto inverse = inverseOf(scale);
        auto sum = hn::Zero(f);
        for (std::size_t i = 0; i < side; ++i) {
            const auto value = hn::LoadU(f, tile.values + i * side + lane);
            const auto error = hn::Sub(value, hn::Mul(scale, hn::Sub(codeOf(value, inverse, zero), zero)));
            sum = hn::Add(sum, hn::Min(hn::Mul(hn::Mul(error, error), countOf(tile, i)), price));
        }
        hn::StoreU(sum, f, errors + lane);
    }
}

/// The line of least squares through the values over their codes, outliers left out; scales and zero points stay where there is
/// none.
void fitLines(const Tile& tile, float* HWY_RESTRICT scales, float* HWY_RESTRICT zeros) {
    const Tag f;
    const auto price = hn::Set(f, tile.price);
    for (std::size_t lane = 0; lane < side; lane += hn::Lanes(f)) {
        const auto scale = hn::LoadU(f, scales + lane);
        const auto zero = hn::LoadU(f, zeros + lane);
        const auto inverse = inverseOf(scale);
        auto one = hn::Zero(f);
        auto codes = one;
        auto squares = one;
        auto values = one;
        auto products = one;
        for (std::size_t i = 0; i < side; ++i) {
            const auto value = hn::LoadU(f, tile.values + i * side + lane);
            const auto code = codeOf(value, inverse, zero);
            const auto error = hn::Sub(value, hn::Mul(scale, hn::Sub(code, zero)));
            const auto isInside = hn::Le(hn::Mul(hn::Mul(error, error), countOf(tile, i)), price);
            const auto count = hn::IfThenElseZero(isInside, countOf(tile, i));
            one = hn::Add(one, count);
            codes = hn::Add(codes, hn::Mul(count, code));
            squares = hn::Add(squares, hn::Mul(hn::Mul(count, code), code));
            values = hn::Add(values, hn::Mul(count, value));
            products = hn::Add(products, hn::Mul(hn::Mul(count, code), value));
        }
        const auto spread = hn::Sub(hn::Mul(one, squares), hn::Mul(codes, codes));
        const auto slope = hn::Div(hn::Sub(hn::Mul(one, products), hn::Mul(codes, values)), spread);
        const auto start = hn::Div(hn::Sub(values, hn::Mul(slope, codes)), one);
        const auto isSound = hn::And(hn::Gt(spread, hn::Mul(hn::Set(f, 1e-3F), hn::Mul(one, squares))),
                                     hn::Gt(slope, hn::Mul(scale, hn::Set(f, 0.25F))));
        hn::StoreU(hn::IfThenElse(isSound, slope, scale), f, scales + lane);
        hn::StoreU(hn::IfThenElse(isSound, hn::Neg(hn::Div(start, slope)), zero), f, zeros + lane);
    }
}

void findEnds(const Tile& tile, Ends& ends) {
    const Tag f;
    const float most = std::numeric_limits<float>::infinity();
    for (std::size_t lane = 0; lane < side; lane += hn::Lanes(f)) {
        Floats least[extremes];
        Floats greatest[extremes];
        for (std::size_t k = 0; k < extremes; ++k) {
            least[k] = hn::Set(f, most);
            greatest[k] = hn::Set(f, -most);
        }
        for (std::size_t i = 0; i < side; ++i) {
            auto low = hn::LoadU(f, tile.values + i * side + lane);
            auto high = low;
            for (std::size_t k = 0; k < extremes; ++k) {
                const auto pushedUp = hn::Max(low, least[k]);
                least[k] = hn::Min(low, least[k]);
                low = pushedUp;
                const auto pushedDown = hn::Min(high, greatest[k]);
                greatest[k] = hn::Max(high, greatest[k]);
                high = pushedDown;
            }
        }
        for (std::size_t k = 0; k < extremes; ++k) {
            hn::StoreU(least[k], f, ends.least[k].data() + lane);
            hn::StoreU(greatest[k], f, ends.greatest[k].data() + lane);
        }
    }
}

void nearestCodes(const Tile& tile, const float* HWY_RESTRICT scales, const float* HWY_RESTRICT zeros,
                  std::uint8_t* HWY_RESTRICT codes, float* HWY_RESTRICT errors) {
    const Tag f;
    const hn::RebindToSigned<Tag> i32;
    const hn::Rebind<std::uint8_t, Tag> u8;
    for (std::size_t lane = 0; lane < side; lane += hn::Lanes(f)) {
        const auto scale = hn::LoadU(f, scales + lane);
        const auto zero = hn::LoadU(f, zeros + lane);
        const auto inverse = inverseOf(scale);
        for (std::size_t i = 0; i < side; ++i) {
            const auto value = hn::LoadU(f, tile.values + i * side + lane);
            const auto code = codeOf(value, inverse, zero);
            const auto error = hn::Sub(value, hn::Mul(scale, hn::Sub(code, zero)));
            hn::StoreU(hn::DemoteTo(u8, hn::ConvertTo(i32, code)), u8, codes + i * side + lane);
            hn::StoreU(hn::Mul(hn::Mul(error, error), countOf(tile, i)), f, errors + i * side + lane);
        }
    }
}

} // namespace quantlathe::spqr::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::spqr {
namespace {

HWY_EXPORT(rowErrors);
HWY_EXPORT(fitLines);
HWY_EXPORT(findEnds);
HWY_EXPORT(nearestCodes);

constexpr float topCode = levels - 1;
constexpr float middleCode = topCode / 2;
/// The finest step between levels, against the largest of them: F16 numbers tell no finer ones apart.
constexpr float finestStep = 1e-3F;

Lanes errorsOf(const Tile& tile, const Lanes& scales, const Lanes& zeros) {
    Lanes errors{};
    HWY_DYNAMIC_DISPATCH(rowErrors)(tile, scales.data(), zeros.data(), errors.data());
    return errors;
}

// ---- What each row would want for itself --------------------------------------------------------------------------------

/// Real scales and zero points.
struct Wanted {
    Lanes scales{}, zeros{}, errors{};

    void take(const Lanes& otherScales, const Lanes& otherZeros, const Lanes& otherErrors) {
        for (std::size_t row = 0; row < side; ++row) {
            if (otherErrors[row] < errors[row]) {
                scales[row] = otherScales[row];
                zeros[row] = otherZeros[row];
                errors[row] = otherErrors[row];
            }
        }
    }
};

/// Codes 0 … 7 from `low` to `high`; a row whose ends are one value has the other end at 0.
void rangeOf(float low, float high, float& scale, float& zero) {
    if (!(high - low > 1e-6F * std::max(std::fabs(low), std::fabs(high)))) {
        low = std::min(low, 0.0F);
        high = std::max(high, 0.0F);
    }
    scale = (high - low) / topCode;
    zero = scale > 0 ? -low / scale : 0;
}

Wanted wantedBy(const Tile& tile) {
    constexpr std::array reaches{1.0F, 0.92F, 0.84F};
    Ends ends{};
    HWY_DYNAMIC_DISPATCH(findEnds)(tile, ends);
    Wanted wanted;
    wanted.errors.fill(std::numeric_limits<float>::infinity());
    const bool hasOutliers = tile.price < std::numeric_limits<float>::infinity();
    const std::size_t tried = hasOutliers ? extremes : 1; // how many of the outermost values may stay outside
    Lanes scales{};
    Lanes zeros{};
    for (std::size_t below = 0; below < tried; ++below) {
        for (std::size_t above = 0; above + below < tried; ++above) {
            for (const float reach : reaches) {
                for (std::size_t row = 0; row < side; ++row) {
                    const float low = ends.least[below][row];
                    const float high = ends.greatest[above][row];
                    const float cut = (1 - reach) / 2 * (high - low);
                    rangeOf(low + cut, high - cut, scales[row], zeros[row]);
                }
                wanted.take(scales, zeros, errorsOf(tile, scales, zeros));
            }
        }
    }
    for (int round = 0; round < 2; ++round) {
        scales = wanted.scales;
        zeros = wanted.zeros;
        HWY_DYNAMIC_DISPATCH(fitLines)(tile, scales.data(), zeros.data());
        wanted.take(scales, zeros, errorsOf(tile, scales, zeros));
    }
    return wanted;
}

// ---- What sixteen rows get together -------------------------------------------------------------------------------------

struct Range {
    float low = 0, high = 0;
};

Unit unitOf(const Range& range) {
    const float largest = std::max(std::fabs(range.low), std::fabs(range.high));
    Unit unit{.step = f16FromFloat(std::max((range.high - range.low) / topCode, finestStep * largest))};
    const float step = floatFromF16(unit.step);
    unit.zero = step > 0 ? f16FromFloat(-range.low / step) : std::uint16_t{0};
    return unit;
}

std::uint8_t moved(std::size_t code, int by) {
    return static_cast<std::uint8_t>(std::clamp(static_cast<int>(code) + by, 0, static_cast<int>(topCode)));
}

/// Levels that a tile offers, and which of them its rows take.
class Assignment {
public:
    Assignment(const Tile& tile, const Range& scales, const Range& zeros)
        : tile_(tile), scaleLevels_(levelsOf(unitOf(scales))), zeroLevels_(levelsOf(unitOf(zeros))) {
        found_.scales = unitOf(scales);
        found_.zeros = unitOf(zeros);
        errors_.fill(std::numeric_limits<float>::infinity());
    }

    /// Levels near what the rows want. A zero point is best where it leaves the middle of the row in its place.
    void tryNear(const Wanted& wanted) {
        for (const int step : {0, 1, -1, 2}) {
            std::array<std::uint8_t, side> scaleCodes{};
            std::array<std::uint8_t, side> nearest{};
            for (std::size_t row = 0; row < side; ++row) {
                scaleCodes[row] = moved(nearestLevel(scaleLevels_, wanted.scales[row]), step);
                const float scale = scaleLevels_[scaleCodes[row]];
                const float middle = wanted.scales[row] * (middleCode - wanted.zeros[row]);
                nearest[row] = moved(nearestLevel(zeroLevels_, scale > 0 ? middleCode - middle / scale : wanted.zeros[row]), 0);
            }
            for (const int shift : {0, 1, -1}) {
                std::array<std::uint8_t, side> zeroCodes{};
                std::ranges::transform(nearest, zeroCodes.begin(), [&](std::uint8_t code) { return moved(code, shift); });
                attempt(scaleCodes, zeroCodes);
            }
        }
    }
    void tryAll() {
        for (std::uint8_t scale = 0; scale < levels; ++scale) {
            for (std::uint8_t zero = 0; zero < levels; ++zero) {
                std::array<std::uint8_t, side> scaleCodes{};
                std::array<std::uint8_t, side> zeroCodes{};
                scaleCodes.fill(scale);
                zeroCodes.fill(zero);
                attempt(scaleCodes, zeroCodes);
            }
        }
    }

    [[nodiscard]] const TileScales& found() const { return found_; }
    [[nodiscard]] float error() const {
        float sum = 0;
        for (const float error : errors_) {
            sum += error;
        }
        return sum;
    }

private:
    void attempt(const std::array<std::uint8_t, side>& scaleCodes, const std::array<std::uint8_t, side>& zeroCodes) {
        Lanes scales{};
        Lanes zeros{};
        for (std::size_t row = 0; row < side; ++row) {
            scales[row] = scaleLevels_[scaleCodes[row]];
            zeros[row] = zeroLevels_[zeroCodes[row]];
        }
        const Lanes errors = errorsOf(tile_, scales, zeros);
        for (std::size_t row = 0; row < side; ++row) {
            if (errors[row] < errors_[row]) {
                errors_[row] = errors[row];
                found_.scaleCodes[row] = scaleCodes[row];
                found_.zeroCodes[row] = zeroCodes[row];
            }
        }
    }

    const Tile& tile_;
    std::array<float, levels> scaleLevels_;
    std::array<float, levels> zeroLevels_;
    TileScales found_;
    Lanes errors_{};
};

/// Of the rows that have something to store; `hasZeros`: there are others.
Range spanOf(const Lanes& values, const Lanes& scales, bool& hasZeros) {
    Range range{std::numeric_limits<float>::infinity(), -std::numeric_limits<float>::infinity()};
    for (std::size_t row = 0; row < side; ++row) {
        if (scales[row] > 0) {
            range = {std::min(range.low, values[row]), std::max(range.high, values[row])};
        } else {
            hasZeros = true;
        }
    }
    return range.low <= range.high ? range : Range{};
}

/// Finer steps for most rows, while those at one end or the other do without.
Range narrowed(const Range& range, float below, float above) {
    const float width = range.high - range.low;
    return {range.low + below * width, range.high - above * width};
}

/// The best of a few ranges for scales, then for zero points.
class RangeSearch {
public:
    RangeSearch(const Tile& tile, const Wanted& wanted) : tile_(tile), wanted_(wanted) {
        bool hasZeros = false;
        const Range scales = spanOf(wanted.scales, wanted.scales, hasZeros);
        const Range zeros = spanOf(wanted.zeros, wanted.scales, hasZeros);
        consider(scales, zeros);
        if (hasZeros) {
            consider({0, scales.high}, zeros); // a scale of 0 keeps rows of zeros
        }
        constexpr std::array<Range, 4> cuts{{{0, 0.12F}, {0.12F, 0}, {0.1F, 0.1F}, {0, 0.25F}}};
        for (const Range& cut : cuts) {
            consider(narrowed(scales, cut.low, cut.high), zeros);
        }
        const Range best = scales_;
        for (const Range& cut : cuts) {
            consider(best, narrowed(zeros, cut.low, cut.high));
        }
    }
    [[nodiscard]] TileScales found() const {
        Assignment all(tile_, scales_, zeros_);
        all.tryAll();
        return all.found();
    }

private:
    void consider(const Range& scales, const Range& zeros) {
        Assignment near(tile_, scales, zeros);
        near.tryNear(wanted_);
        if (near.error() < error_) {
            error_ = near.error();
            scales_ = scales;
            zeros_ = zeros;
        }
    }

    const Tile& tile_;
    const Wanted& wanted_;
    Range scales_, zeros_;
    float error_ = std::numeric_limits<float>::infinity();
};

} // namespace

TileScales searchScales(const Tile& tile) {
    const Wanted wanted = wantedBy(tile);
    return RangeSearch(tile, wanted).found();
}

void codesOfTile(const Tile& tile, const TileScales& scales, std::span<std::uint8_t, tileValues> codes,
                 std::span<float> errors) {
    const std::array<float, levels> scaleLevels = levelsOf(scales.scales);
    const std::array<float, levels> zeroLevels = levelsOf(scales.zeros);
    Lanes ofRows{};
    Lanes zeros{};
    for (std::size_t row = 0; row < side; ++row) {
        ofRows[row] = scaleLevels[scales.scaleCodes[row]];
        zeros[row] = zeroLevels[scales.zeroCodes[row]];
    }
    std::array<float, tileValues> unread{};
    HWY_DYNAMIC_DISPATCH(nearestCodes)
    (tile, ofRows.data(), zeros.data(), codes.data(), errors.empty() ? unread.data() : errors.data());
}

} // namespace quantlathe::spqr
#endif
