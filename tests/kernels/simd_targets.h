// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a check once for every instruction set of this machine that the kernels are compiled for.
#pragma once

#include <hwy/highway.h>

#include <cstdint>

namespace quantlathe::test {

template <class Check>
void onEachSimdTarget(Check&& check) {
    // The list of core/CMakeLists.txt: what every x86-64 has, then wider and wider.
    constexpr std::int64_t compiled[] = {HWY_STATIC_TARGET, HWY_SSE4, HWY_AVX2, HWY_AVX3, HWY_AVX3_DL, HWY_NEON};
    hwy::SetSupportedTargetsForTest(0);
    const std::int64_t supported = hwy::SupportedTargets();
    for (const std::int64_t target : compiled) {
        if ((target & (supported | HWY_STATIC_TARGET)) != 0) {
            hwy::SetSupportedTargetsForTest(target);
            hwy::GetChosenTarget().Update(target);
            check(hwy::TargetName(target));
        }
    }
    hwy::SetSupportedTargetsForTest(0);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

} // namespace quantlathe::test
