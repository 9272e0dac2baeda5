// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/simd_limit.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <hwy/highway.h>
#include <hwy/targets.h>
#include <oneapi/dnnl/dnnl.hpp>

namespace quantlathe {
namespace {

/// A bit each, the better the lower.
std::vector<std::int64_t> targets() {
    std::vector<std::int64_t> all;
    for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1) {
        all.push_back(left & -left);
    }
    return all;
}

bool isSameWord(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, {}, [](unsigned char c) { return std::tolower(c); }, [](unsigned char c) { return std::tolower(c); });
}

/// oneDNN has its own choice; below SSE4.1 it has no fast code at all.
dnnl::cpu_isa isaOf(std::int64_t target) {
    return target == HWY_AVX3_DL ? dnnl::cpu_isa::avx512_core_vnni
           : target == HWY_AVX3  ? dnnl::cpu_isa::avx512_core
           : target == HWY_AVX2  ? dnnl::cpu_isa::avx2
                                 : dnnl::cpu_isa::sse41;
}

} // namespace

std::vector<std::string> simdTargets() {
    std::vector<std::string> names;
    std::ranges::transform(targets(), std::back_inserter(names), hwy::TargetName);
    return names;
}

void limitSimd(std::string_view name) {
    const std::vector<std::int64_t> all = targets();
    const auto found =
        std::ranges::find_if(all, [&](std::int64_t target) { return isSameWord(hwy::TargetName(target), name); });
    if (found == all.end()) {
        throw badInput({}, say("There is no instruction set {} here", escapeForDisplay(name)),
                       say("There are: {}.", fmt::join(simdTargets(), ", ")));
    }
    hwy::DisableTargets(*found - 1);
    dnnl::set_max_cpu_isa(isaOf(*found));
}

} // namespace quantlathe
