// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/distributions.h"

#include <algorithm>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/distributions.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>
// After highway.h: compiled once for each target as well.
#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Doubles = hn::ScalableTag<double>;
using Floats = hn::Rebind<float, Doubles>; // as many lanes

hn::Vec<Doubles> loadDoubles(const float* x) {
    return hn::PromoteTo(Doubles(), hn::LoadU(Floats(), x));
}

float largestOf(const float* x, std::size_t count) {
    const hn::ScalableTag<float> d;
    const std::size_t lanes = hn::Lanes(d);
    auto largest = hn::Set(d, x[0]);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        largest = hn::Max(largest, hn::LoadU(d, x + i));
    }
    float result = hn::GetLane(hn::MaxOfLanes(d, largest));
    for (; i < count; ++i) {
        result = std::max(result, x[i]);
    }
    return result;
}

double sumOfExp(const float* x, std::size_t count, double shift) {
    const Doubles d;
    const std::size_t lanes = hn::Lanes(d);
    const auto by = hn::Set(d, shift);
    auto total = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        total = hn::Add(total, hn::Exp(d, hn::Sub(loadDoubles(x + i), by)));
    }
    double sum = hn::GetLane(hn::SumOfLanes(d, total));
    for (; i < count; ++i) {
        sum += std::exp(static_cast<double>(x[i]) - shift);
    }
    return sum;
}

double divergenceOf(const float* p, double logSumP, const float* q, double logSumQ, std::size_t count) {
    const Doubles d;
    const std::size_t lanes = hn::Lanes(d);
    const auto sumP = hn::Set(d, logSumP);
    const auto sumQ = hn::Set(d, logSumQ);
    auto total = hn::Zero(d);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        const auto logP = hn::Sub(loadDoubles(p + i), sumP);
        const auto logQ = hn::Sub(loadDoubles(q + i), sumQ);
        total = hn::MulAdd(hn::Exp(d, logP), hn::Sub(logP, logQ), total);
    }
    double sum = hn::GetLane(hn::SumOfLanes(d, total));
    for (; i < count; ++i) {
        const double logP = static_cast<double>(p[i]) - logSumP;
        sum += std::exp(logP) * (logP - (static_cast<double>(q[i]) - logSumQ));
    }
    return sum;
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {

HWY_EXPORT(largestOf);
HWY_EXPORT(sumOfExp);
HWY_EXPORT(divergenceOf);

double logSumExp(std::span<const float> x) {
    const double shift = HWY_DYNAMIC_DISPATCH(largestOf)(x.data(), x.size());
    return shift + std::log(HWY_DYNAMIC_DISPATCH(sumOfExp)(x.data(), x.size(), shift));
}

double klDivergence(std::span<const float> p, double logSumP, std::span<const float> q, double logSumQ) {
    return HWY_DYNAMIC_DISPATCH(divergenceOf)(p.data(), logSumP, q.data(), logSumQ, p.size());
}

std::size_t indexOfLargest(std::span<const float> x) {
    const float largest = HWY_DYNAMIC_DISPATCH(largestOf)(x.data(), x.size());
    return static_cast<std::size_t>(std::ranges::find(x, largest) - x.begin());
}

} // namespace quantlathe
#endif
