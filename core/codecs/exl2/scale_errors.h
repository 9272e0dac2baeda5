// SPDX-License-Identifier: GPL-3.0-or-later
// What rounding to given scales costs. Pure; the same bits on every machine.
#pragma once

#include "codecs/bit_streams.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace quantlathe::exl2 {

/// Some input features of sixteen output features side by side.
struct StripOfGroup {
    const float* values = nullptr;  // inputs × streamLanes
    const float* weights = nullptr; // what each input counts; nullptr: all alike
    std::size_t inputs = 0;
    std::uint32_t bits = 0;
};

/// Σ weights · (value − scale · code)² of each output, with codes −2^(bits − 1) … 2^(bits − 1) − 1. Scales are above zero.
[[nodiscard]] std::array<float, streamLanes> errorsOfScales(const StripOfGroup& strip,
                                                            const std::array<float, streamLanes>& scales);

} // namespace quantlathe::exl2
