// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/grid.h"

#include "codecs/stored_numbers.h"

#include <array>
#include <limits>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/gptq/grid.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::gptq::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A lane is a row: sums run along the columns in one order, whatever the width of vectors.
using Tag = hn::CappedTag<float, stripRows>;
using Floats = hn::Vec<Tag>;

/// Steps that are tried: as shares of the step with which the codes just reach the outermost weight, …
constexpr std::array symmetricReach{0.9F, 0.97F, 1.04F, 1.12F, 1.22F, 1.35F};
constexpr std::array asymmetricReach{0.93F, 1.0F, 1.07F, 1.15F, 1.26F, 1.4F};
constexpr std::array fineReach{0.99F, 0.996F, 1.0F, 1.0039F, 1.008F, 1.016F}; // of 8 bits, which hardly cut anything off
/// … and around the best step of a uniform quantizer for normal values of deviation 1 (J. Max, "Quantizing for minimum
/// distortion", 1960, table II; 8 bits by the same condition), for groups with outliers.
constexpr std::array normalShares{0.85F, 1.0F, 1.2F};
constexpr float normalStep(std::uint32_t bits) {
    constexpr std::array<float, 9> steps{0, 0, 0.9957F, 0.5860F, 0.3352F, 0.1881F, 0.1041F, 0, 0.0308F};
    return steps[bits];
}
/// The step found is the best one for its codes; these rounds choose codes for it and a better step for those.
constexpr int refinements = 2;
/// Below it a weight is as good as zero: the least scale of F16 is far above.
constexpr float leastMagnitude = 1e-30F;

struct Statistics {
    Floats low, high;       // zero included
    Floats largest;         // magnitude
    Floats mean, deviation; // weighed; of symmetric grids the deviation is that from zero
    bool isFinite;
};

template <bool isWeighted>
Statistics statistics(const StripTask& task, std::size_t lane) {
    const Tag f;
    const hn::RebindToSigned<Tag> i32;
    const auto zero = hn::Zero(f);
    Floats low = zero, high = zero, sum = zero, squares = zero, weights = zero;
    auto bits = hn::Zero(i32);
    for (std::size_t i = 0; i < task.columns; ++i) {
        const auto value = hn::LoadU(f, task.strip + i * stripRows + lane);
        low = hn::Min(low, value);
        high = hn::Max(high, value);
        bits = hn::Max(bits, hn::And(hn::BitCast(i32, value), hn::Set(i32, 0x7FFFFFFF)));
        if constexpr (isWeighted) {
            const auto weight = hn::Set(f, task.columnWeights[i]);
            const auto weighed = hn::Mul(weight, value);
            weights = hn::Add(weights, weight);
            sum = hn::Add(sum, weighed);
            squares = hn::Add(squares, hn::Mul(weighed, value));
        } else {
            sum = hn::Add(sum, value);
            squares = hn::Add(squares, hn::Mul(value, value));
        }
    }
    const auto count = isWeighted ? weights : hn::Set(f, static_cast<float>(task.columns));
    const auto mean = hn::Div(sum, count);
    const auto offset = task.isSymmetric ? zero : hn::Mul(mean, mean);
    const auto variance = hn::Max(hn::Sub(hn::Div(squares, count), offset), zero);
    return {.low = low,
            .high = high,
            .largest = hn::Max(high, hn::Neg(low)),
            .mean = mean,
            .deviation = hn::Sqrt(variance),
            .isFinite = hn::AllTrue(i32, hn::Lt(bits, hn::Set(i32, 0x7F800000)))};
}

/// The best grid so far: weight ≈ step · u, u = low … low + maxCode.
struct Best {
    Floats score, step, low;
};

/// Codes for one step and several places of zero. For given codes u the weighted error is Σcw² − 2·step·Σcwu + step²·Σcu²:
/// least for step = Σcwu / Σcu², where it is (Σcwu)² / Σcu² below Σcw².
template <bool isWeighted, std::size_t count>
HWY_INLINE void tryStep(const StripTask& task, std::size_t lane, Floats inverse, const std::array<Floats, count>& lows,
                        Best& best) {
    const Tag f;
    const auto zero = hn::Zero(f);
    const auto reach = hn::Set(f, static_cast<float>((1U << task.bits) - 1));
    std::array<Floats, count> highs, products, squares;
    for (std::size_t k = 0; k < count; ++k) {
        highs[k] = hn::Add(lows[k], reach);
        products[k] = zero;
        squares[k] = zero;
    }
    for (std::size_t i = 0; i < task.columns; ++i) {
        const auto value = hn::LoadU(f, task.strip + i * stripRows + lane);
        const auto place = hn::Round(hn::Mul(value, inverse));
        for (std::size_t k = 0; k < count; ++k) {
            const auto code = hn::Min(hn::Max(place, lows[k]), highs[k]);
            auto weighed = code;
            if constexpr (isWeighted) {
                weighed = hn::Mul(code, hn::Set(f, task.columnWeights[i]));
            }
            products[k] = hn::Add(products[k], hn::Mul(weighed, value));
            squares[k] = hn::Add(squares[k], hn::Mul(weighed, code));
        }
    }
    for (std::size_t k = 0; k < count; ++k) {
        const auto hasCodes = hn::Gt(squares[k], zero);
        const auto step = hn::IfThenElseZero(hasCodes, hn::Div(products[k], squares[k]));
        const auto score = hn::Mul(step, products[k]);
        const auto isBetter = hn::Gt(score, best.score);
        best.score = hn::IfThenElse(isBetter, score, best.score);
        best.step = hn::IfThenElse(isBetter, step, best.step);
        best.low = hn::IfThenElse(isBetter, lows[k], best.low);
    }
}

HWY_INLINE Floats inverseOf(Floats numerator, Floats step) {
    return hn::Div(numerator, hn::Max(step, hn::Set(Tag(), leastMagnitude)));
}

template <bool isWeighted>
Best searchSymmetric(const StripTask& task, std::size_t lane, const Statistics& found) {
    const Tag f;
    const auto middle = static_cast<float>(1U << (task.bits - 1));
    // One code more below zero, or above it (a negative scale).
    const std::array lows{hn::Set(f, -middle), hn::Set(f, task.isPositive ? -middle : 1 - middle)};
    Best best{hn::Set(f, -1.0F), hn::Zero(f), lows[0]};
    for (const float reach : task.bits == 8 ? fineReach : symmetricReach) {
        tryStep<isWeighted>(task, lane, inverseOf(hn::Set(f, middle * reach), found.largest), lows, best);
    }
    for (const float share : normalShares) {
        tryStep<isWeighted>(task, lane, inverseOf(hn::Set(f, 1 / (share * normalStep(task.bits))), found.deviation), lows,
                            best);
    }
    for (int i = 0; i < refinements; ++i) {
        tryStep<isWeighted>(task, lane, inverseOf(hn::Set(f, 1.0F), best.step), lows, best);
    }
    return best;
}

/// The zero point of codes low … low + maxCode, kept where files can hold it.
HWY_INLINE Floats lowFor(Floats zeroPoint, Floats least, Floats maxCode) {
    return hn::Neg(hn::Min(hn::Max(hn::Round(zeroPoint), least), maxCode));
}

template <bool isWeighted>
Best searchAsymmetric(const StripTask& task, std::size_t lane, const Statistics& found) {
    const Tag f;
    const auto maxCode = hn::Set(f, static_cast<float>((1U << task.bits) - 1));
    const auto least = hn::Set(f, static_cast<float>(task.leastZero));
    const auto range = hn::Sub(found.high, found.low);
    const auto proportional = hn::Neg(hn::Mul(found.low, inverseOf(maxCode, range)));
    Best best{hn::Set(f, -1.0F), hn::Zero(f), lowFor(proportional, least, maxCode)};
    // Codes that begin with the least weight, that end with the greatest, or lie between.
    const auto tryAround = [&](Floats inverse, Floats between) HWY_ATTR {
        const std::array lows{lowFor(hn::Neg(hn::Mul(found.low, inverse)), least, maxCode), lowFor(between, least, maxCode),
                              lowFor(hn::Sub(maxCode, hn::Mul(found.high, inverse)), least, maxCode)};
        tryStep<isWeighted>(task, lane, inverse, lows, best);
    };
    for (const float reach : task.bits == 8 ? fineReach : asymmetricReach) {
        tryAround(inverseOf(hn::Mul(maxCode, hn::Set(f, reach)), range), proportional);
    }
    for (const float share : normalShares) {
        const auto inverse = inverseOf(hn::Set(f, 1 / (share * normalStep(task.bits))), found.deviation);
        tryAround(inverse, hn::Sub(hn::Mul(maxCode, hn::Set(f, 0.5F)), hn::Mul(found.mean, inverse)));
    }
    for (int i = 0; i < refinements; ++i) {
        const auto zeroPoint = hn::Neg(best.low);
        const auto one = hn::Set(f, 1.0F);
        const std::array lows{lowFor(hn::Sub(zeroPoint, one), least, maxCode), best.low,
                              lowFor(hn::Add(zeroPoint, one), least, maxCode)};
        tryStep<isWeighted>(task, lane, inverseOf(one, best.step), lows, best);
    }
    return best;
}

/// Of every row: the step, the lowest code less the zero point, the largest magnitude.
struct Found {
    std::array<float, stripRows> steps, lows, largest;
};

template <bool isWeighted>
bool search(const StripTask& task, Found& found) {
    const Tag f;
    bool isFinite = true;
    for (std::size_t lane = 0; lane < stripRows; lane += hn::Lanes(f)) {
        const Statistics seen = statistics<isWeighted>(task, lane);
        const Best best =
            task.isSymmetric ? searchSymmetric<isWeighted>(task, lane, seen) : searchAsymmetric<isWeighted>(task, lane, seen);
        hn::StoreU(best.step, f, found.steps.data() + lane);
        hn::StoreU(best.low, f, found.lows.data() + lane);
        hn::StoreU(seen.largest, f, found.largest.data() + lane);
        isFinite = isFinite && seen.isFinite;
    }
    return isFinite;
}

bool searchStrip(const StripTask& task, float* steps, float* lows, float* largest) {
    Found found;
    const bool isFinite = task.columnWeights != nullptr ? search<true>(task, found) : search<false>(task, found);
    std::ranges::copy(found.steps, steps);
    std::ranges::copy(found.lows, lows);
    std::ranges::copy(found.largest, largest);
    return isFinite;
}

void stripCodes(const float* HWY_RESTRICT strip, std::size_t columns, const float* HWY_RESTRICT scales,
                const float* HWY_RESTRICT zeros, float maxCode, std::uint8_t* HWY_RESTRICT codes) {
    const Tag f;
    const hn::RebindToSigned<Tag> i32;
    const hn::Rebind<std::uint8_t, Tag> u8;
    for (std::size_t lane = 0; lane < stripRows; lane += hn::Lanes(f)) {
        const auto scale = hn::LoadU(f, scales + lane);
        const auto zero = hn::LoadU(f, zeros + lane);
        for (std::size_t at = lane; at < columns * stripRows; at += stripRows) {
            const auto place = hn::Add(hn::Round(hn::Div(hn::LoadU(f, strip + at), scale)), zero);
            const auto code = hn::Min(hn::Max(place, hn::Zero(f)), hn::Set(f, maxCode));
            hn::StoreU(hn::DemoteTo(u8, hn::ConvertTo(i32, code)), u8, codes + at);
        }
    }
}

void turnRows(const float* HWY_RESTRICT values, std::size_t stride, std::size_t rows, std::size_t columns,
              float* HWY_RESTRICT strip) {
    std::size_t lane = 0;
#if HWY_TARGET != HWY_SCALAR
    const hn::FixedTag<float, 4> four;
    for (; lane + 4 <= rows && columns % 4 == 0; lane += 4) {
        const float* HWY_RESTRICT const from = values + lane * stride;
        for (std::size_t i = 0; i < columns; i += 4) {
            auto a = hn::LoadU(four, from + i);
            auto b = hn::LoadU(four, from + stride + i);
            auto c = hn::LoadU(four, from + 2 * stride + i);
            auto d = hn::LoadU(four, from + 3 * stride + i);
            codec::HWY_NAMESPACE::turn4x4(a, b, c, d);
            float* HWY_RESTRICT const to = strip + i * stripRows + lane;
            hn::StoreU(a, four, to);
            hn::StoreU(b, four, to + stripRows);
            hn::StoreU(c, four, to + 2 * stripRows);
            hn::StoreU(d, four, to + 3 * stripRows);
        }
    }
#endif
    for (; lane < stripRows; ++lane) {
        for (std::size_t i = 0; i < columns; ++i) {
            strip[i * stripRows + lane] = lane < rows ? values[lane * stride + i] : 0.0F;
        }
    }
}

} // namespace quantlathe::gptq::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::gptq {
namespace {

HWY_EXPORT(searchStrip);
HWY_EXPORT(stripCodes);
HWY_EXPORT(turnRows);

/// The step as it is stored, never zero: a group of zeros takes any, and one of tiny weights the least there is.
float storedScale(ElementType type, float step, float largest) {
    constexpr float leastOfF16 = 0x1.0p-24F;
    constexpr float leastOfOthers = 0x1.0p-126F;
    const float stored = roundedTo(type, step);
    return stored != 0 ? stored : largest == 0 ? 1.0F : type == ElementType::F16 ? leastOfF16 : leastOfOthers;
}

GroupGrid gridOf(const StripTask& task, float step, float low, float largest) {
    constexpr float beyondF16 = 65'504.0F * 256; // no code makes up for it
    constexpr float beyondSums = 0x1.0p50F;      // of squares
    if (!(largest < (task.scaleType == ElementType::F16 ? beyondF16 : beyondSums))) {
        return {std::numeric_limits<float>::infinity(), 1};
    }
    const float scale = storedScale(task.scaleType, step, largest);
    if (!task.isSymmetric) {
        return {scale, static_cast<int>(-low)};
    }
    const int middle = 1 << (task.bits - 1);
    return {static_cast<int>(-low) == middle ? scale : -scale, middle};
}

} // namespace

bool chooseGrids(const StripTask& task, std::span<GroupGrid, stripRows> grids) {
    std::array<float, stripRows> steps{};
    std::array<float, stripRows> lows{};
    std::array<float, stripRows> largest{};
    const bool isFinite = HWY_DYNAMIC_DISPATCH(searchStrip)(task, steps.data(), lows.data(), largest.data());
    for (std::size_t row = 0; row < stripRows; ++row) {
        grids[row] = gridOf(task, steps[row], lows[row], largest[row]);
    }
    return isFinite;
}

GroupGrid chooseGrid(std::span<const float> weights, std::span<const float> columnWeights, std::uint32_t bits, bool symmetric) {
    std::vector<float> strip(weights.size() * stripRows);
    stripOfRows(weights.data(), weights.size(), 1, weights.size(), strip.data());
    std::vector<float> even(columnWeights.begin(), columnWeights.end());
    evenOut(even, 0);
    std::array<GroupGrid, stripRows> grids{};
    static_cast<void>(chooseGrids({.strip = strip.data(),
                                   .columns = weights.size(),
                                   .columnWeights = even.empty() ? nullptr : even.data(),
                                   .bits = bits,
                                   .isSymmetric = symmetric},
                                  grids));
    return grids[0];
}

void codesOfStrip(const float* strip, std::size_t columns, std::span<const GroupGrid, stripRows> grids, std::uint32_t bits,
                  std::uint8_t* codes) {
    std::array<float, stripRows> scales{};
    std::array<float, stripRows> zeros{};
    for (std::size_t row = 0; row < stripRows; ++row) {
        scales[row] = grids[row].scale;
        zeros[row] = static_cast<float>(grids[row].zero);
    }
    HWY_DYNAMIC_DISPATCH(stripCodes)
    (strip, columns, scales.data(), zeros.data(), static_cast<float>((1U << bits) - 1), codes);
}

void stripOfRows(const float* values, std::size_t stride, std::size_t rows, std::size_t columns, float* strip) {
    HWY_DYNAMIC_DISPATCH(turnRows)(values, stride, rows, columns, strip);
}

void evenOut(std::span<float> columnWeights, std::uint64_t group) {
    const std::size_t length = group == 0 ? columnWeights.size() : static_cast<std::size_t>(group);
    for (std::size_t first = 0; first < columnWeights.size(); first += length) {
        const std::span<float> own = columnWeights.subspan(first, std::min(length, columnWeights.size() - first));
        const float largest = *std::ranges::max_element(own);
        for (float& weight : own) {
            weight = largest > 0 ? weight / largest : 1.0F;
        }
    }
}

} // namespace quantlathe::gptq
#endif
