// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/kernels.h"

#include <algorithm>
#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/hqq/kernels.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::hqq::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using StripTag = hn::CappedTag<float, stripGroups>;
using RunTag = hn::CappedTag<float, 8>; // groups of eight are the shortest
using Floats = hn::Vec<StripTag>;
#if HWY_TARGET == HWY_SCALAR
using DoubleTag = hn::Rebind<double, StripTag>;
using Doubles = hn::Vec<DoubleTag>;

// One lane has no upper half.
HWY_INLINE Doubles lowerDoubles(Floats value) {
    return hn::PromoteTo(DoubleTag(), value);
}
HWY_INLINE Doubles upperDoubles(Floats /*value*/) {
    return hn::Zero(DoubleTag());
}
HWY_INLINE Floats floatsOf(Doubles lower, Doubles /*upper*/) {
    return hn::DemoteTo(StripTag(), lower);
}
HWY_INLINE void storeDoubles(Doubles lower, Doubles /*upper*/, double* to) {
    hn::StoreU(lower, DoubleTag(), to);
}
#else
using HalfTag = hn::Half<StripTag>;
using DoubleTag = hn::Rebind<double, HalfTag>;
using Doubles = hn::Vec<DoubleTag>;

HWY_INLINE Doubles lowerDoubles(Floats value) {
    return hn::PromoteTo(DoubleTag(), hn::LowerHalf(HalfTag(), value));
}
HWY_INLINE Doubles upperDoubles(Floats value) {
    return hn::PromoteTo(DoubleTag(), hn::UpperHalf(HalfTag(), value));
}
HWY_INLINE Floats floatsOf(Doubles lower, Doubles upper) {
    return hn::Combine(StripTag(), hn::DemoteTo(HalfTag(), upper), hn::DemoteTo(HalfTag(), lower));
}
HWY_INLINE void storeDoubles(Doubles lower, Doubles upper, double* to) {
    hn::StoreU(lower, DoubleTag(), to);
    hn::StoreU(upper, DoubleTag(), to + hn::Lanes(DoubleTag()));
}
#endif

/// The code at a place on the scale of codes. NaN does not occur, and a code of −0 is as good as 0.
template <class D>
HWY_INLINE hn::Vec<D> codeAt(D f, hn::Vec<D> place, hn::Vec<D> maxCode) {
    return hn::Min(hn::Max(hn::Round(place), hn::Zero(f)), maxCode);
}

// ---- Ranges -------------------------------------------------------------------------------------------------------------

/// Collects least, greatest and largest magnitude as bits, which shows NaN and infinities.
template <class D>
struct Ranges {
    using Ints = hn::RebindToSigned<D>;
    hn::Vec<D> low;
    hn::Vec<D> high;
    hn::Vec<Ints> bits;

    HWY_INLINE explicit Ranges(hn::Vec<D> first) : low(first), high(first), bits(hn::Zero(Ints())) {}
    HWY_INLINE void add(hn::Vec<D> value) {
        low = hn::Min(low, value);
        high = hn::Max(high, value);
        bits = hn::Max(bits, hn::And(hn::BitCast(Ints(), value), hn::Set(Ints(), 0x7FFFFFFF)));
    }
    [[nodiscard]] HWY_INLINE bool isFinite() const { return hn::AllTrue(Ints(), hn::Lt(bits, hn::Set(Ints(), 0x7F800000))); }
};

bool runRanges(const float* HWY_RESTRICT values, std::size_t length, std::size_t count, float* HWY_RESTRICT low,
               float* HWY_RESTRICT high) {
    const RunTag f;
    bool isFinite = true;
    for (std::size_t g = 0; g < count; ++g) {
        const float* HWY_RESTRICT const run = values + g * length;
        float least = run[0];
        float greatest = run[0];
        std::size_t i = 0;
        if (length >= hn::Lanes(f)) {
            Ranges<RunTag> ranges(hn::LoadU(f, run));
            for (; i + hn::Lanes(f) <= length; i += hn::Lanes(f)) {
                ranges.add(hn::LoadU(f, run + i));
            }
            least = hn::GetLane(hn::MinOfLanes(f, ranges.low));
            greatest = hn::GetLane(hn::MaxOfLanes(f, ranges.high));
            isFinite = isFinite && ranges.isFinite();
        }
        for (; i < length; ++i) {
            least = std::min(least, run[i]);
            greatest = std::max(greatest, run[i]);
            isFinite = isFinite && std::isfinite(run[i]);
        }
        low[g] = least;
        high[g] = greatest;
    }
    return isFinite;
}

bool stripRanges(const float* HWY_RESTRICT strip, std::size_t rows, float* HWY_RESTRICT low, float* HWY_RESTRICT high) {
    const StripTag f;
    bool isFinite = true;
    for (std::size_t lane = 0; lane < stripGroups; lane += hn::Lanes(f)) {
        Ranges<StripTag> ranges(hn::LoadU(f, strip + lane));
        for (std::size_t row = 0; row < rows; ++row) {
            ranges.add(hn::LoadU(f, strip + row * stripGroups + lane));
        }
        hn::StoreU(ranges.low, f, low + lane);
        hn::StoreU(ranges.high, f, high + lane);
        isFinite = isFinite && ranges.isFinite();
    }
    return isFinite;
}

// ---- Solver -------------------------------------------------------------------------------------------------------------

/// Up to here the shrinking operator gives 0: |d| exceeds 0.1 · |d|^−0.3 from 0.1701 on, which leaves room for rounding.
constexpr float shrinksFrom = 0.17F;

HWY_INLINE Doubles power3(Doubles x) {
    return hn::Mul(hn::Mul(x, x), x);
}
/// One step of Newton towards the root of y^−10 = x^3.
HWY_INLINE Doubles newtonStep(Doubles y, Doubles x3) {
    const auto y2 = hn::Mul(y, y);
    const auto y4 = hn::Mul(y2, y2);
    const auto y10 = hn::Mul(hn::Mul(y4, y4), y2);
    return hn::Mul(hn::Mul(y, hn::Sub(hn::Set(DoubleTag(), 11.0), hn::Mul(x3, y10))), hn::Set(DoubleTag(), 0.1));
}

/// x^−0.3 for x ≥ shrinksFrom, to the last bit or its neighbour. The C library's pow() may differ from machine to machine;
/// these operations do not.
HWY_INLINE Floats power(Floats x) {
    const StripTag f;
    const hn::RebindToSigned<StripTag> i32;
    // The bits of a float are its logarithm, roughly: 4 % off at most, and every step squares that (times 5.5).
    const auto logarithm = hn::ConvertTo(f, hn::BitCast(i32, x));
    const auto guess = hn::Sub(hn::Set(f, 1.3F * 126.955F * 0x1p23F), hn::Mul(hn::Set(f, 0.3F), logarithm));
    const auto start = hn::BitCast(f, hn::ConvertTo(i32, guess));
    auto lower = lowerDoubles(start);
    auto upper = upperDoubles(start);
    const auto lower3 = power3(lowerDoubles(x));
    const auto upper3 = power3(upperDoubles(x));
    for (int step = 0; step < 4; ++step) {
        lower = newtonStep(lower, lower3);
        upper = newtonStep(upper, upper3);
    }
    return floatsOf(lower, upper);
}

/// sign(d) · max(|d| − |d|^−0.3 / 10, 0)
HWY_INLINE Floats shrunk(Floats difference) {
    const StripTag f;
    const auto magnitude = hn::Abs(difference);
    const auto rest = hn::Sub(magnitude, hn::Mul(hn::Set(f, 0.1F), power(hn::Max(magnitude, hn::Set(f, shrinksFrom)))));
    const auto kept = hn::IfThenElseZero(hn::Gt(magnitude, hn::Set(f, shrinksFrom)), hn::Max(rest, hn::Zero(f)));
    return hn::CopySign(kept, difference);
}

struct GroupSums {
    Doubles zerosLower; // of q − (w − e) · s
    Doubles zerosUpper;
    Doubles errorsLower; // of |d|
    Doubles errorsUpper;
};

struct GroupScales {
    Floats scale; // the inverse one, s
    Floats step;  // 1/s
    Floats limit; // distances from a code that may shrink, in steps
    Floats zero;
    Floats maxCode;
};

/// Adds a few rows of one vector of groups, taking e as 0; false, and nothing is added, if that is not right. Errors are summed
/// up in steps and then multiplied, which saves a division for every weight.
HWY_INLINE bool addCloseRows(const float* HWY_RESTRICT strip, std::size_t rows, const GroupScales& group, GroupSums& sums) {
    const StripTag f;
    GroupSums added = sums;
    auto distances = hn::Zero(f); // of so few values that a float holds their sum well enough
    auto largest = hn::Zero(f);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto scaled = hn::Mul(hn::LoadU(f, strip + row * stripGroups), group.scale);
        const auto place = hn::Add(scaled, group.zero);
        const auto code = codeAt(f, place, group.maxCode);
        const auto distance = hn::Abs(hn::Sub(place, code));
        const auto wanted = hn::Sub(code, scaled);
        distances = hn::Add(distances, distance);
        largest = hn::Max(largest, distance);
        added.zerosLower = hn::Add(added.zerosLower, lowerDoubles(wanted));
        added.zerosUpper = hn::Add(added.zerosUpper, upperDoubles(wanted));
    }
    if (!hn::AllTrue(f, hn::Le(largest, group.limit))) {
        return false;
    }
    const auto errors = hn::Mul(distances, group.step);
    added.errorsLower = hn::Add(added.errorsLower, lowerDoubles(errors));
    added.errorsUpper = hn::Add(added.errorsUpper, upperDoubles(errors));
    sums = added;
    return true;
}

/// The same for weights that may be far from their codes.
HWY_INLINE void addRows(const float* HWY_RESTRICT strip, std::size_t rows, const GroupScales& group, GroupSums& sums) {
    const StripTag f;
    auto errors = hn::Zero(f);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto weight = hn::LoadU(f, strip + row * stripGroups);
        const auto code = codeAt(f, hn::Add(hn::Mul(weight, group.scale), group.zero), group.maxCode);
        const auto difference = hn::Sub(weight, hn::Div(hn::Sub(code, group.zero), group.scale));
        const auto wanted = hn::Sub(code, hn::Mul(hn::Sub(weight, shrunk(difference)), group.scale));
        errors = hn::Add(errors, hn::Abs(difference));
        sums.zerosLower = hn::Add(sums.zerosLower, lowerDoubles(wanted));
        sums.zerosUpper = hn::Add(sums.zerosUpper, upperDoubles(wanted));
    }
    sums.errorsLower = hn::Add(sums.errorsLower, lowerDoubles(errors));
    sums.errorsUpper = hn::Add(sums.errorsUpper, upperDoubles(errors));
}

void refineStrip(const RefineTask& task) {
    constexpr std::size_t rowsAtOnce = 16;
    const StripTag f;
    const auto maxCode = hn::Set(f, task.maxCode);
    const auto rows = hn::Set(DoubleTag(), static_cast<double>(task.rows));
    std::array<double, stripGroups> errors{};
    std::array<Floats, stripGroups / hn::MaxLanes(f)> zeros;
    for (std::size_t lane = 0; lane < stripGroups; lane += hn::Lanes(f)) {
        zeros[lane / hn::MaxLanes(f)] = hn::LoadU(f, task.zeros + lane);
    }
    for (std::size_t iteration = 0; iteration < task.iterations; ++iteration) {
        for (std::size_t lane = 0; lane < stripGroups; lane += hn::Lanes(f)) {
            const auto scale = hn::LoadU(f, task.inverseScales + lane);
            Floats& zero = zeros[lane / hn::MaxLanes(f)];
            const GroupScales group{.scale = scale,
                                    .step = hn::Div(hn::Set(f, 1.0F), scale),
                                    .limit = hn::Mul(scale, hn::Set(f, shrinksFrom)),
                                    .zero = zero,
                                    .maxCode = maxCode};
            const auto none = hn::Zero(DoubleTag());
            GroupSums sums{none, none, none, none};
            for (std::size_t row = 0; row < task.rows; row += rowsAtOnce) {
                const std::size_t count = std::min(rowsAtOnce, task.rows - row);
                const float* const from = task.strip + row * stripGroups + lane;
                if (!addCloseRows(from, count, group, sums)) {
                    addRows(from, count, group, sums);
                }
            }
            zero = floatsOf(hn::Div(sums.zerosLower, rows), hn::Div(sums.zerosUpper, rows));
            hn::StoreU(zero, f, task.zerosAfter + iteration * stripGroups + lane);
            storeDoubles(sums.errorsLower, sums.errorsUpper, errors.data() + lane);
        }
        for (const double error : errors) {
            task.errors[iteration] += error;
        }
    }
}

// ---- Codes --------------------------------------------------------------------------------------------------------------

template <class D>
HWY_INLINE void storeCodes(D f, hn::Vec<D> codes, std::uint8_t* to) {
    const hn::RebindToSigned<D> i32;
    const hn::Rebind<std::uint8_t, D> u8;
    hn::StoreU(hn::DemoteTo(u8, hn::ConvertTo(i32, codes)), u8, to);
    (void)f;
}
template <class D>
HWY_INLINE hn::Vec<D> loadCodes(D f, const std::uint8_t* from) {
    const hn::RebindToSigned<D> i32;
    const hn::Rebind<std::uint8_t, D> u8;
    return hn::ConvertTo(f, hn::PromoteTo(i32, hn::LoadU(u8, from)));
}

void runCodes(const float* HWY_RESTRICT values, std::size_t count, float inverseScale, float zero, float maxCode,
              std::uint8_t* HWY_RESTRICT codes) {
    const RunTag f;
    const auto code = [&](const float* from) HWY_ATTR {
        const auto scaled = hn::Mul(hn::LoadU(f, from), hn::Set(f, inverseScale));
        return codeAt(f, hn::Add(scaled, hn::Set(f, zero)), hn::Set(f, maxCode));
    };
    std::size_t i = 0;
    for (; i + hn::Lanes(f) <= count; i += hn::Lanes(f)) {
        storeCodes(f, code(values + i), codes + i);
    }
    if (i < count) {
        std::array<float, hn::MaxLanes(f)> padded{};
        std::array<std::uint8_t, hn::MaxLanes(f)> last{};
        std::copy_n(values + i, count - i, padded.begin());
        storeCodes(f, code(padded.data()), last.data());
        std::copy_n(last.begin(), count - i, codes + i);
    }
}

void stripCodes(const float* HWY_RESTRICT strip, std::size_t rows, const float* HWY_RESTRICT inverseScales,
                const float* HWY_RESTRICT zeros, float maxCode, std::uint8_t* HWY_RESTRICT codes) {
    const StripTag f;
    for (std::size_t lane = 0; lane < stripGroups; lane += hn::Lanes(f)) {
        const auto scale = hn::LoadU(f, inverseScales + lane);
        const auto zero = hn::LoadU(f, zeros + lane);
        for (std::size_t at = lane; at < rows * stripGroups; at += stripGroups) {
            const auto place = hn::Add(hn::Mul(hn::LoadU(f, strip + at), scale), zero);
            storeCodes(f, codeAt(f, place, hn::Set(f, maxCode)), codes + at);
        }
    }
}

void runValues(const std::uint8_t* HWY_RESTRICT codes, std::size_t count, float scale, float zero, float* HWY_RESTRICT values) {
    const RunTag f;
    std::size_t i = 0;
    for (; i + hn::Lanes(f) <= count; i += hn::Lanes(f)) {
        hn::StoreU(hn::Mul(hn::Sub(loadCodes(f, codes + i), hn::Set(f, zero)), hn::Set(f, scale)), f, values + i);
    }
    for (; i < count; ++i) {
        values[i] = (static_cast<float>(codes[i]) - zero) * scale;
    }
}

void columnValues(const std::uint8_t* HWY_RESTRICT codes, std::size_t count, const float* HWY_RESTRICT scales,
                  const float* HWY_RESTRICT zeros, float* HWY_RESTRICT values) {
    const RunTag f;
    std::size_t i = 0;
    for (; i + hn::Lanes(f) <= count; i += hn::Lanes(f)) {
        const auto code = hn::Sub(loadCodes(f, codes + i), hn::LoadU(f, zeros + i));
        hn::StoreU(hn::Mul(code, hn::LoadU(f, scales + i)), f, values + i);
    }
    for (; i < count; ++i) {
        values[i] = (static_cast<float>(codes[i]) - zeros[i]) * scales[i];
    }
}

} // namespace quantlathe::hqq::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::hqq {

HWY_EXPORT(runRanges);
HWY_EXPORT(stripRanges);
HWY_EXPORT(refineStrip);
HWY_EXPORT(runCodes);
HWY_EXPORT(stripCodes);
HWY_EXPORT(runValues);
HWY_EXPORT(columnValues);

bool rangesOfRuns(const float* values, std::size_t length, std::size_t count, float* low, float* high) {
    return HWY_DYNAMIC_DISPATCH(runRanges)(values, length, count, low, high);
}
bool rangesOfStrip(const float* strip, std::size_t rows, float* low, float* high) {
    return HWY_DYNAMIC_DISPATCH(stripRanges)(strip, rows, low, high);
}
void refine(const RefineTask& task) {
    HWY_DYNAMIC_DISPATCH(refineStrip)(task);
}
void codesOfRun(const float* values, std::size_t count, float inverseScale, float zero, float maxCode, std::uint8_t* codes) {
    HWY_DYNAMIC_DISPATCH(runCodes)(values, count, inverseScale, zero, maxCode, codes);
}
void codesOfStrip(const float* strip, std::size_t rows, const float* inverseScales, const float* zeros, float maxCode,
                  std::uint8_t* codes) {
    HWY_DYNAMIC_DISPATCH(stripCodes)(strip, rows, inverseScales, zeros, maxCode, codes);
}
void valuesOfRun(const std::uint8_t* codes, std::size_t count, float scale, float zero, float* values) {
    HWY_DYNAMIC_DISPATCH(runValues)(codes, count, scale, zero, values);
}
void valuesOfColumns(const std::uint8_t* codes, std::size_t count, const float* scales, const float* zeros, float* values) {
    HWY_DYNAMIC_DISPATCH(columnValues)(codes, count, scales, zeros, values);
}

} // namespace quantlathe::hqq
#endif
