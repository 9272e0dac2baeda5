// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/scale_errors.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/exl2/scale_errors.cpp"
#include <hwy/foreach_target.h>

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::exl2::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A lane is an output: sums run along the inputs in one order, whatever the width of vectors.
template <bool isWeighted>
void sumErrors(const StripOfGroup& strip, const float* HWY_RESTRICT scales, float* HWY_RESTRICT errors) {
    const hn::CappedTag<float, streamLanes> f;
    const auto half = static_cast<float>(1U << (strip.bits - 1));
    const auto low = hn::Set(f, -half);
    const auto high = hn::Set(f, half - 1);
    for (std::size_t lane = 0; lane < streamLanes; lane += hn::Lanes(f)) {
        const auto scale = hn::LoadU(f, scales + lane);
        const auto inverse = hn::Div(hn::Set(f, 1.0F), scale);
        auto sum = hn::Zero(f);
        for (std::size_t i = 0; i < strip.inputs; ++i) {
            const auto value = hn::LoadU(f, strip.values + i * streamLanes + lane);
            const auto code = hn::Min(hn::Max(hn::Round(hn::Mul(value, inverse)), low), high);
            const auto error = hn::Sub(value, hn::Mul(code, scale));
            auto weighed = error;
            if constexpr (isWeighted) {
                weighed = hn::Mul(error, hn::Set(f, strip.weights[i]));
            }
            sum = hn::Add(sum, hn::Mul(weighed, error));
        }
        hn::StoreU(sum, f, errors + lane);
    }
}

void errorsOfStrip(const StripOfGroup& strip, const float* HWY_RESTRICT scales, float* HWY_RESTRICT errors) {
    if (strip.weights != nullptr) {
        sumErrors<true>(strip, scales, errors);
    } else {
        sumErrors<false>(strip, scales, errors);
    }
}

} // namespace quantlathe::exl2::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::exl2 {
namespace {
HWY_EXPORT(errorsOfStrip);
}

std::array<float, streamLanes> errorsOfScales(const StripOfGroup& strip, const std::array<float, streamLanes>& scales) {
    std::array<float, streamLanes> errors{};
    HWY_DYNAMIC_DISPATCH(errorsOfStrip)(strip, scales.data(), errors.data());
    return errors;
}

} // namespace quantlathe::exl2
#endif
