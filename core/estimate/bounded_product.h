// SPDX-License-Identifier: GPL-3.0-or-later
// Products of numbers that a file or a user may have made absurd.
#pragma once

#include "base/checked.h"

#include <algorithm>
#include <cstdint>

namespace quantlathe {

/// Far beyond any memory, and four of them add without overflow.
inline constexpr std::uint64_t mostEstimatedBytes = 1ULL << 60U;

template <class... Factors>
[[nodiscard]] std::uint64_t boundedProduct(Factors... factors) {
    std::uint64_t result = 1;
    for (const std::uint64_t factor : {static_cast<std::uint64_t>(factors)...}) {
        result = std::min(checkedMultiply(result, factor).value_or(mostEstimatedBytes), mostEstimatedBytes);
    }
    return result;
}

} // namespace quantlathe
