// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/moments.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/moments.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef QUANTLATHE_KERNELS_MOMENTS_ONCE
#define QUANTLATHE_KERNELS_MOMENTS_ONCE
namespace quantlathe {

// Value i always goes to lane i mod 8, whatever the width of the machine's vectors; lanes are added in one fixed order.
constexpr std::size_t momentLanes = 8;
using LaneSums = std::array<double, momentLanes>;

struct MomentPass1 {
    LaneSums sum{};
    LaneSums count{};
    LaneSums zeros{};
    LaneSums minimum{};
    LaneSums maximum{};
};
struct MomentPass2 {
    LaneSums m2{};
    LaneSums m3{};
    LaneSums m4{};
};

} // namespace quantlathe
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using DoubleTag = hn::CappedTag<double, momentLanes>;
using Doubles = hn::Vec<DoubleTag>;
constexpr std::size_t doublesPerVector = hn::MaxLanes(DoubleTag());
constexpr std::size_t vectors = momentLanes / doublesPerVector;

inline Doubles loadPromoted(const float* values) {
    return hn::PromoteTo(DoubleTag(), hn::LoadU(hn::Rebind<float, DoubleTag>(), values));
}

inline hn::Mask<DoubleTag> isFinite(Doubles x) {
    return hn::Le(hn::Abs(x), hn::Set(DoubleTag(), static_cast<double>(std::numeric_limits<float>::max())));
}

// Both passes do whole groups of eight; the caller does the rest in scalar code, lane by lane.
void momentPass1(const float* values, std::size_t groups, MomentPass1& result) {
    const DoubleTag d;
    const auto one = hn::Set(d, 1.0);
    const auto infinity = hn::Set(d, std::numeric_limits<double>::infinity());
    Doubles sum[vectors];
    Doubles count[vectors];
    Doubles zeros[vectors];
    Doubles minimum[vectors];
    Doubles maximum[vectors];
    for (std::size_t v = 0; v < vectors; ++v) {
        sum[v] = count[v] = zeros[v] = hn::Zero(d);
        minimum[v] = infinity;
        maximum[v] = hn::Neg(infinity);
    }
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t v = 0; v < vectors; ++v) {
            const auto x = loadPromoted(values + g * momentLanes + v * doublesPerVector);
            const auto finite = isFinite(x);
            sum[v] = hn::Add(sum[v], hn::IfThenElseZero(finite, x));
            count[v] = hn::Add(count[v], hn::IfThenElseZero(finite, one));
            zeros[v] = hn::Add(zeros[v], hn::IfThenElseZero(hn::Eq(x, hn::Zero(d)), one));
            minimum[v] = hn::Min(minimum[v], hn::IfThenElse(finite, x, infinity));
            maximum[v] = hn::Max(maximum[v], hn::IfThenElse(finite, x, hn::Neg(infinity)));
        }
    }
    for (std::size_t v = 0; v < vectors; ++v) {
        const std::size_t lane = v * doublesPerVector;
        hn::StoreU(sum[v], d, result.sum.data() + lane);
        hn::StoreU(count[v], d, result.count.data() + lane);
        hn::StoreU(zeros[v], d, result.zeros.data() + lane);
        hn::StoreU(minimum[v], d, result.minimum.data() + lane);
        hn::StoreU(maximum[v], d, result.maximum.data() + lane);
    }
}

void momentPass2(const float* values, std::size_t groups, double mean, MomentPass2& result) {
    const DoubleTag d;
    const auto center = hn::Set(d, mean);
    Doubles m2[vectors];
    Doubles m3[vectors];
    Doubles m4[vectors];
    for (std::size_t v = 0; v < vectors; ++v) {
        m2[v] = m3[v] = m4[v] = hn::Zero(d);
    }
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t v = 0; v < vectors; ++v) {
            const auto x = loadPromoted(values + g * momentLanes + v * doublesPerVector);
            const auto deviation = hn::IfThenElseZero(isFinite(x), hn::Sub(x, center));
            const auto square = hn::Mul(deviation, deviation);
            m2[v] = hn::Add(m2[v], square);
            m3[v] = hn::Add(m3[v], hn::Mul(square, deviation));
            m4[v] = hn::Add(m4[v], hn::Mul(square, square));
        }
    }
    for (std::size_t v = 0; v < vectors; ++v) {
        const std::size_t lane = v * doublesPerVector;
        hn::StoreU(m2[v], d, result.m2.data() + lane);
        hn::StoreU(m3[v], d, result.m3.data() + lane);
        hn::StoreU(m4[v], d, result.m4.data() + lane);
    }
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {

HWY_EXPORT(momentPass1);
HWY_EXPORT(momentPass2);

double total(const LaneSums& lanes) {
    return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

// Neumaier (1974): the rounding errors of a sum, summed beside it.
class CompensatedSum {
public:
    void add(double value) {
        const double next = sum_ + value;
        error_ += std::abs(sum_) >= std::abs(value) ? (sum_ - next) + value : (value - next) + sum_;
        sum_ = next;
    }
    [[nodiscard]] double value() const { return sum_ + error_; }

private:
    double sum_ = 0;
    double error_ = 0;
};

void addScalar(MomentPass1& pass, std::size_t lane, float value) {
    if (std::isfinite(value)) {
        pass.sum[lane] += value;
        pass.count[lane] += 1;
        pass.zeros[lane] += value == 0 ? 1 : 0;
        pass.minimum[lane] = std::min(pass.minimum[lane], static_cast<double>(value));
        pass.maximum[lane] = std::max(pass.maximum[lane], static_cast<double>(value));
    }
}

void addScalar(MomentPass2& pass, std::size_t lane, float value, double mean) {
    if (std::isfinite(value)) {
        const double deviation = value - mean;
        const double square = deviation * deviation;
        pass.m2[lane] += square;
        pass.m3[lane] += square * deviation;
        pass.m4[lane] += square * square;
    }
}

} // namespace

void Moments::merge(const Moments& other) {
    zeros += other.zeros;
    nans += other.nans;
    infinities += other.infinities;
    if (other.count == 0) {
        return;
    }
    if (count == 0) {
        const Moments special = *this;
        *this = other;
        zeros = special.zeros;
        nans = special.nans;
        infinities = special.infinities;
        return;
    }
    const auto a = static_cast<double>(count);
    const auto b = static_cast<double>(other.count);
    const double n = a + b;
    const double delta = other.mean - mean;
    const double delta2 = delta * delta;
    m4 += other.m4 + delta2 * delta2 * (a * b * (a * a - a * b + b * b)) / (n * n * n) +
          6 * delta2 * (a * a * other.m2 + b * b * m2) / (n * n) + 4 * delta * (a * other.m3 - b * m3) / n;
    m3 += other.m3 + delta2 * delta * (a * b * (a - b)) / (n * n) + 3 * delta * (a * other.m2 - b * m2) / n;
    m2 += other.m2 + delta2 * a * b / n;
    mean += delta * b / n;
    count += other.count;
    minimum = std::min(minimum, other.minimum);
    maximum = std::max(maximum, other.maximum);
}

Moments momentsOf(std::span<const float> values) {
    Moments result;
    const std::size_t groups = values.size() / momentLanes;
    const std::size_t grouped = groups * momentLanes;

    MomentPass1 first;
    HWY_DYNAMIC_DISPATCH(momentPass1)(values.data(), groups, first);
    for (std::size_t i = grouped; i < values.size(); ++i) {
        addScalar(first, i - grouped, values[i]);
    }
    result.count = static_cast<std::uint64_t>(total(first.count));
    result.zeros = static_cast<std::uint64_t>(total(first.zeros));
    if (result.count != values.size()) { // rare: only now look which ones
        result.nans = static_cast<std::uint64_t>(std::ranges::count_if(values, [](float v) { return std::isnan(v); }));
        result.infinities = values.size() - result.count - result.nans;
    }
    if (result.count == 0) {
        return result;
    }
    result.minimum = std::ranges::min(first.minimum);
    result.maximum = std::ranges::max(first.maximum);
    result.mean = total(first.sum) / static_cast<double>(result.count);

    MomentPass2 second;
    HWY_DYNAMIC_DISPATCH(momentPass2)(values.data(), groups, result.mean, second);
    for (std::size_t i = grouped; i < values.size(); ++i) {
        addScalar(second, i - grouped, values[i], result.mean);
    }
    result.m2 = total(second.m2);
    result.m3 = total(second.m3);
    result.m4 = total(second.m4);
    return result;
}

Moments momentsOfCounts(std::span<const float> values, std::span<const std::uint64_t> counts) {
    Moments result;
    CompensatedSum sum;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (counts[i] == 0) {
            continue;
        }
        const double value = values[i];
        result.minimum = result.count == 0 ? value : std::min(result.minimum, value);
        result.maximum = result.count == 0 ? value : std::max(result.maximum, value);
        result.count += counts[i];
        result.zeros += value == 0 ? counts[i] : 0;
        sum.add(value * static_cast<double>(counts[i]));
    }
    if (result.count == 0) {
        return result;
    }
    result.mean = sum.value() / static_cast<double>(result.count);
    CompensatedSum m2;
    CompensatedSum m3;
    CompensatedSum m4;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (counts[i] == 0) { // the value may be anything, a NaN too
            continue;
        }
        const double deviation = values[i] - result.mean;
        const double weighted = deviation * deviation * static_cast<double>(counts[i]);
        m2.add(weighted);
        m3.add(weighted * deviation);
        m4.add(weighted * deviation * deviation);
    }
    result.m2 = m2.value();
    result.m3 = m3.value();
    result.m4 = m4.value();
    return result;
}

} // namespace quantlathe
#endif
