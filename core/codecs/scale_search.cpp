// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/scale_search.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/scale_search.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, stripGroups>;
using IntTag = hn::RebindToSigned<FloatTag>;
using Floats = hn::Vec<FloatTag>;
using Ints = hn::Vec<IntTag>;

HWY_INLINE Floats set(float value) {
    return hn::Set(FloatTag(), value);
}

/// One vector of groups of a strip.
struct Lanes {
    const float* HWY_RESTRICT values;
    const float* HWY_RESTRICT importance;
    std::size_t rows;

    HWY_INLINE Lanes(const StripSearch& search, std::size_t lane)
        : values(search.values + lane), importance(search.importance + lane), rows(search.rows) {}
    HWY_INLINE Floats value(std::size_t row) const { return hn::LoadU(FloatTag(), values + row * stripGroups); }
    HWY_INLINE Floats weight(std::size_t row) const { return hn::LoadU(FloatTag(), importance + row * stripGroups); }
};

/// So many starts go through the values together: sums that do not wait for each other.
constexpr std::size_t together = 2;
/// How often the best start is improved.
constexpr int improvements = 3;

// ---- Levels -------------------------------------------------------------------------------------------------------------

/// A table of sixteen floats.
class Sixteen {
public:
    template <std::size_t size>
    HWY_INLINE explicit Sixteen(const std::array<float, size>& values) {
        std::copy(values.begin(), values.end(), values_);
    }
    HWY_INLINE Floats operator[](Ints index) const {
        const FloatTag f;
#if HWY_TARGET == HWY_AVX2
        const __m256 low = _mm256_permutevar8x32_ps(_mm256_load_ps(values_), index.raw);
        const __m256 high = _mm256_permutevar8x32_ps(_mm256_load_ps(values_ + 8), index.raw);
        return Floats{_mm256_blendv_ps(low, high, _mm256_castsi256_ps(_mm256_slli_epi32(index.raw, 28)))};
#else
        if constexpr (hn::MaxLanes(f) == 16) {
            return hn::TableLookupLanes(hn::Load(f, values_), hn::IndicesFromVec(f, index));
        } else {
            return hn::GatherIndex(f, values_, index);
        }
#endif
    }

private:
    HWY_ALIGN float values_[16] = {};
};

class Levels {
public:
    HWY_INLINE explicit Levels(const ScaledLevels& levels) : values_(levels.values), thresholds_(levels.thresholds) {}
    HWY_INLINE Floats nearest(Floats place) const {
        const IntTag i;
        Ints code = hn::Zero(i);
        for (const std::int32_t step : {8, 4, 2, 1}) {
            const Floats threshold = thresholds_[hn::Add(code, hn::Set(i, step - 1))];
            const auto above = hn::BitCast(i, hn::VecFromMask(FloatTag(), hn::Gt(place, threshold)));
            code = hn::Add(code, hn::And(above, hn::Set(i, step)));
        }
        return values_[code];
    }

private:
    Sixteen values_;
    Sixteen thresholds_;
};

/// Shares of the largest magnitude: steps of 7 % around 1 and below.
constexpr std::array<float, 12> scaleStarts{1.04F,  0.967F, 0.9F,   0.837F, 0.778F, 0.724F,
                                            0.673F, 0.626F, 0.582F, 0.541F, 0.5F,   0.42F};
static_assert(scaleStarts.size() % together == 0);

struct ScaleFit {
    Floats scale;
    Floats gain; // by how much the error is below Σ a w²
    HWY_INLINE void keepBetter(const ScaleFit& other) {
        const auto isBetter = hn::Gt(other.gain, gain);
        scale = hn::IfThenElse(isBetter, other.scale, scale);
        gain = hn::IfThenElse(isBetter, other.gain, gain);
    }
};

template <std::size_t count>
HWY_INLINE void refitScales(const Lanes& lanes, const Levels& levels, ScaleFit (&fits)[count]) {
    Floats inverse[count];
    Floats products[count];
    Floats squares[count];
    for (std::size_t k = 0; k < count; ++k) {
        inverse[k] = hn::Div(set(1), fits[k].scale);
        products[k] = squares[k] = set(0);
    }
    for (std::size_t row = 0; row < lanes.rows; ++row) {
        const Floats value = lanes.value(row);
        const Floats weight = lanes.weight(row);
        for (std::size_t k = 0; k < count; ++k) {
            const Floats level = levels.nearest(hn::Mul(value, inverse[k]));
            const Floats weighted = hn::Mul(weight, level);
            products[k] = hn::Add(products[k], hn::Mul(weighted, value));
            squares[k] = hn::Add(squares[k], hn::Mul(weighted, level));
        }
    }
    for (std::size_t k = 0; k < count; ++k) {
        const auto isFit = hn::And(hn::Gt(products[k], set(0)), hn::Gt(squares[k], set(0)));
        const Floats scale = hn::Div(products[k], squares[k]);
        fits[k] = {hn::IfThenElse(isFit, scale, fits[k].scale), hn::IfThenElse(isFit, hn::Mul(scale, products[k]), set(-1))};
    }
}

HWY_INLINE Floats largestMagnitudes(const Lanes& lanes) {
    Floats largest = set(0);
    for (std::size_t row = 0; row < lanes.rows; ++row) {
        largest = hn::Max(largest, hn::Abs(lanes.value(row)));
    }
    return largest;
}

void searchScalesOf(const StripSearch& search, const ScaledLevels& table, float* scales) {
    const Levels levels(table);
    for (std::size_t lane = 0; lane < search.groups; lane += hn::Lanes(FloatTag())) {
        const Lanes lanes(search, lane);
        const Floats largest = largestMagnitudes(lanes);
        ScaleFit best{largest, set(0)};
        for (std::size_t start = 0; start < scaleStarts.size(); start += together) {
            ScaleFit fits[together];
            for (std::size_t k = 0; k < together; ++k) {
                fits[k].scale = hn::Mul(largest, set(scaleStarts[start + k]));
            }
            refitScales(lanes, levels, fits);
            for (const ScaleFit& fit : fits) {
                best.keepBetter(fit);
            }
        }
        for (int i = 0; i < improvements; ++i) {
            ScaleFit fits[1] = {best};
            refitScales(lanes, levels, fits);
            best.keepBetter(fits[0]);
        }
        hn::StoreU(best.scale, FloatTag(), scales + lane);
    }
}

void errorsOfScalesOf(const StripSearch& search, const ScaledLevels& table, const float* scales, float* errors) {
    const Levels levels(table);
    for (std::size_t lane = 0; lane < search.groups; lane += hn::Lanes(FloatTag())) {
        const Lanes lanes(search, lane);
        const Floats scale = hn::LoadU(FloatTag(), scales + lane);
        const Floats inverse = hn::Div(set(1), scale);
        Floats sum = set(0);
        for (std::size_t row = 0; row < lanes.rows; ++row) {
            const Floats value = lanes.value(row);
            const Floats difference = hn::Sub(value, hn::Mul(levels.nearest(hn::Mul(value, inverse)), scale));
            sum = hn::Add(sum, hn::Mul(hn::Mul(difference, difference), lanes.weight(row)));
        }
        hn::StoreU(sum, FloatTag(), errors + lane);
    }
}

// ---- Grids --------------------------------------------------------------------------------------------------------------

// Values count from the middle of their range, codes from the middle of theirs: sums of squares stay small then.
struct GridFit {
    Floats scale;
    Floats middle; // what a code in the middle stands for
    Floats gain;   // by how much the error is below Σ a w²
    HWY_INLINE void keepBetter(const GridFit& other) {
        const auto isBetter = hn::Gt(other.gain, gain);
        scale = hn::IfThenElse(isBetter, other.scale, scale);
        middle = hn::IfThenElse(isBetter, other.middle, middle);
        gain = hn::IfThenElse(isBetter, other.gain, gain);
    }
};

/// What does not depend on the codes.
struct GridSums {
    Floats centre;   // of the range
    Floats range;    // largest − smallest
    Floats weights;  // Σ a
    Floats weighted; // Σ a w, from the centre
};

HWY_INLINE GridSums gridSums(const Lanes& lanes) {
    Floats low = lanes.value(0);
    Floats high = low;
    for (std::size_t row = 1; row < lanes.rows; ++row) {
        low = hn::Min(low, lanes.value(row));
        high = hn::Max(high, lanes.value(row));
    }
    GridSums sums{hn::Mul(hn::Add(low, high), set(0.5F)), hn::Sub(high, low), set(0), set(0)};
    for (std::size_t row = 0; row < lanes.rows; ++row) {
        const Floats weight = lanes.weight(row);
        sums.weights = hn::Add(sums.weights, weight);
        sums.weighted = hn::Add(sums.weighted, hn::Mul(weight, hn::Sub(lanes.value(row), sums.centre)));
    }
    return sums;
}

template <std::size_t count>
HWY_INLINE void refitGrids(const Lanes& lanes, const GridSums& sums, float maxCode, GridFit (&fits)[count]) {
    const Floats most = set(maxCode / 2);
    const Floats greatest = set(maxCode);
    Floats inverse[count];
    Floats shift[count];
    Floats codes[count];
    Floats squares[count];
    Floats products[count];
    for (std::size_t k = 0; k < count; ++k) {
        inverse[k] = hn::Div(set(1), fits[k].scale);
        shift[k] = hn::Sub(most, hn::Mul(fits[k].middle, inverse[k]));
        codes[k] = squares[k] = products[k] = set(0);
    }
    for (std::size_t row = 0; row < lanes.rows; ++row) {
        const Floats value = hn::Sub(lanes.value(row), sums.centre);
        const Floats weight = lanes.weight(row);
        for (std::size_t k = 0; k < count; ++k) {
            const Floats place = hn::Round(hn::Add(hn::Mul(value, inverse[k]), shift[k]));
            const Floats code = hn::Sub(hn::Min(hn::Max(place, set(0)), greatest), most);
            const Floats weighted = hn::Mul(weight, code);
            codes[k] = hn::Add(codes[k], weighted);
            squares[k] = hn::Add(squares[k], hn::Mul(weighted, code));
            products[k] = hn::Add(products[k], hn::Mul(weighted, value));
        }
    }
    for (std::size_t k = 0; k < count; ++k) {
        // The normal equations of least squares in two unknowns.
        const Floats determinant = hn::Sub(hn::Mul(sums.weights, squares[k]), hn::Mul(codes[k], codes[k]));
        const Floats numerator = hn::Sub(hn::Mul(sums.weights, products[k]), hn::Mul(codes[k], sums.weighted));
        const auto isFit = hn::And(hn::Gt(determinant, set(0)), hn::Gt(numerator, set(0)));
        const Floats scale = hn::Div(numerator, determinant);
        const Floats middle = hn::Div(hn::Sub(sums.weighted, hn::Mul(scale, codes[k])), sums.weights);
        const Floats gain = hn::Add(hn::Mul(scale, products[k]), hn::Mul(middle, sums.weighted));
        fits[k] = {hn::IfThenElse(isFit, scale, fits[k].scale), hn::IfThenElse(isFit, middle, fits[k].middle),
                   hn::IfThenElse(isFit, gain, set(-1))};
    }
}

/// Ranges to start from: what is left of all the values' range when shares of it are cut off at both ends.
class GridStarts {
public:
    explicit GridStarts(float maxCode) {
        // The fewer the codes, the more may be cut off: a third at each end for four bits, a half for two.
        const auto bits = static_cast<float>(std::bit_width(static_cast<unsigned>(maxCode)));
        const float step = std::min(0.75F, 1.8F / bits) / 1.4F / (steps - 1);
        for (std::size_t low = 0; low < steps; ++low) {
            for (std::size_t high = 0; high < steps; ++high) {
                const Cut cut{step * static_cast<float>(low), step * static_cast<float>(high)};
                if (cut.low + cut.high < mostCut) {
                    cuts_[count_++] = cut;
                }
            }
        }
        for (; count_ % together != 0; ++count_) {
            cuts_[count_] = cuts_[0];
        }
    }
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] HWY_INLINE GridFit fit(std::size_t start, const GridSums& sums, float maxCode) const {
        const auto [low, high] = cuts_[start];
        return {hn::Mul(sums.range, set((1 - low - high) / maxCode)), hn::Mul(sums.range, set((low - high) / 2)), set(-1)};
    }

private:
    static constexpr std::size_t steps = 5;
    static constexpr float mostCut = 0.85F;
    struct Cut {
        float low = 0;
        float high = 0;
    };
    std::array<Cut, steps * steps + together> cuts_{};
    std::size_t count_ = 0;
};

/// Tried beside the best: a little wider or narrower, a quarter of a step up or down.
HWY_INLINE void disturb(const Lanes& lanes, const GridSums& sums, float maxCode, GridFit& best) {
    for (const float factor : {0.97F, 1.03F}) {
        const Floats quarter = hn::Mul(best.scale, set(0.25F));
        const Floats scale = hn::Mul(best.scale, set(factor));
        GridFit fits[together] = {{scale, hn::Sub(best.middle, quarter), set(-1)},
                                  {scale, hn::Add(best.middle, quarter), set(-1)}};
        refitGrids(lanes, sums, maxCode, fits);
        for (const GridFit& fit : fits) {
            best.keepBetter(fit);
        }
    }
}

HWY_INLINE void improve(const Lanes& lanes, const GridSums& sums, float maxCode, GridFit& best) {
    GridFit fits[1] = {best};
    refitGrids(lanes, sums, maxCode, fits);
    best.keepBetter(fits[0]);
}

void searchGridsOf(const StripSearch& search, float maxCode, float* scales, float* offsets) {
    const GridStarts starts(maxCode);
    const Floats toMiddle = set(maxCode / 2);
    for (std::size_t lane = 0; lane < search.groups; lane += hn::Lanes(FloatTag())) {
        const Lanes lanes(search, lane);
        const GridSums sums = gridSums(lanes);
        const Floats scale = hn::LoadU(FloatTag(), scales + lane);
        const Floats offset = hn::LoadU(FloatTag(), offsets + lane);
        GridFit best{scale, hn::Sub(hn::Add(offset, hn::Mul(scale, toMiddle)), sums.centre), set(0)};
        improve(lanes, sums, maxCode, best);
        for (std::size_t start = 0; start < starts.count(); start += together) {
            GridFit fits[together];
            for (std::size_t k = 0; k < together; ++k) {
                fits[k] = starts.fit(start + k, sums, maxCode);
            }
            refitGrids(lanes, sums, maxCode, fits);
            for (const GridFit& fit : fits) {
                best.keepBetter(fit);
            }
        }
        improve(lanes, sums, maxCode, best);
        disturb(lanes, sums, maxCode, best);
        improve(lanes, sums, maxCode, best);
        improve(lanes, sums, maxCode, best);
        hn::StoreU(best.scale, FloatTag(), scales + lane);
        hn::StoreU(hn::Sub(hn::Add(best.middle, sums.centre), hn::Mul(best.scale, toMiddle)), FloatTag(), offsets + lane);
    }
}

} // namespace
} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {
HWY_EXPORT(searchScalesOf);
HWY_EXPORT(errorsOfScalesOf);
HWY_EXPORT(searchGridsOf);
} // namespace

StripSearch StripBuffers::of(std::span<const float> values, std::span<const float> importance, std::size_t rows) {
    const std::size_t groups = values.size() / rows;
    assert(groups <= stripGroups && groups * rows == values.size() && importance.size() == values.size());
    values_.resize(rows * stripGroups);
    importance_.resize(rows * stripGroups);
    stripOfRuns(values.data(), rows, groups, values_.data());
    stripOfRuns(importance.data(), rows, groups, importance_.data());
    return {values_.data(), importance_.data(), rows, groups};
}

void searchScales(const StripSearch& search, const ScaledLevels& levels, float* scales) {
    HWY_DYNAMIC_DISPATCH(searchScalesOf)(search, levels, scales);
}
void errorsOfScales(const StripSearch& search, const ScaledLevels& levels, const float* scales, float* errors) {
    HWY_DYNAMIC_DISPATCH(errorsOfScalesOf)(search, levels, scales, errors);
}
void searchGrids(const StripSearch& search, float maxCode, float* scales, float* offsets) {
    HWY_DYNAMIC_DISPATCH(searchGridsOf)(search, maxCode, scales, offsets);
}

double weightedSquares(std::span<const float> values, std::span<const float> decoded, std::span<const float> importance) {
    assert(decoded.size() == values.size() && importance.size() == values.size());
    constexpr std::size_t lanes = 8; // partial sums that a compiler makes vectors of
    std::array<double, lanes> sums{};
    std::size_t i = 0;
    for (; i + lanes <= values.size(); i += lanes) {
        for (std::size_t k = 0; k < lanes; ++k) {
            const double difference = static_cast<double>(values[i + k]) - static_cast<double>(decoded[i + k]);
            sums[k] += difference * difference * static_cast<double>(importance[i + k]);
        }
    }
    for (std::size_t k = 0; i < values.size(); ++i, ++k) {
        const double difference = static_cast<double>(values[i]) - static_cast<double>(decoded[i]);
        sums[k] += difference * difference * static_cast<double>(importance[i]);
    }
    double sum = 0;
    for (const double part : sums) {
        sum += part;
    }
    return sum;
}

} // namespace quantlathe
#endif
