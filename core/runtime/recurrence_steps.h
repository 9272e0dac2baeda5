// SPDX-License-Identifier: GPL-3.0-or-later
// What the recurrences share: gates and paces of single values.
#pragma once

#include <cmath>

namespace quantlathe {

/// log(1 + eˣ).
[[nodiscard]] inline float softPlus(float x) {
    constexpr float linearFrom = 20.0F; // eˣ alone reaches single precision there
    return x > linearFrom ? x : std::log1p(std::exp(x));
}

[[nodiscard]] inline float sigmoid(float x) {
    return 1.0F / (1.0F + std::exp(-x));
}

} // namespace quantlathe
