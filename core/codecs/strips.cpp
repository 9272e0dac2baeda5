// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/strips.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/strips.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

void turnRuns(const float* HWY_RESTRICT values, std::size_t length, std::size_t count, float* HWY_RESTRICT strip) {
    std::size_t lane = 0;
#if HWY_TARGET != HWY_SCALAR
    const hn::FixedTag<float, 4> four;
    for (; lane + 4 <= count; lane += 4) {
        const float* HWY_RESTRICT const run = values + lane * length;
        std::size_t i = 0;
        for (; i + 4 <= length; i += 4) {
            auto a = hn::LoadU(four, run + i);
            auto b = hn::LoadU(four, run + length + i);
            auto c = hn::LoadU(four, run + 2 * length + i);
            auto d = hn::LoadU(four, run + 3 * length + i);
            codec::HWY_NAMESPACE::turn4x4(a, b, c, d);
            float* HWY_RESTRICT const to = strip + i * stripGroups + lane;
            hn::StoreU(a, four, to);
            hn::StoreU(b, four, to + stripGroups);
            hn::StoreU(c, four, to + 2 * stripGroups);
            hn::StoreU(d, four, to + 3 * stripGroups);
        }
        for (; i < length; ++i) {
            for (std::size_t k = 0; k < 4; ++k) {
                strip[i * stripGroups + lane + k] = run[k * length + i];
            }
        }
    }
#endif
    for (; lane < stripGroups; ++lane) {
        for (std::size_t i = 0; i < length; ++i) {
            strip[i * stripGroups + lane] = lane < count ? values[lane * length + i] : 0.0F;
        }
    }
}

} // namespace
} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {
HWY_EXPORT(turnRuns);
}

void stripOfRuns(const float* values, std::size_t length, std::size_t count, float* strip) {
    HWY_DYNAMIC_DISPATCH(turnRuns)(values, length, count, strip);
}

} // namespace quantlathe
#endif
