// SPDX-License-Identifier: GPL-3.0-or-later
// Frequencies of rotary pairs under every kind of scaling.
#pragma once

#include "runtime/graph.h"

#include <cstdint>
#include <span>

namespace quantlathe {

/// What changes the plain frequencies base^(−2j/d). A kind that is not used keeps its default.
struct RopeSettings {
    double base = 10000.0;
    std::uint32_t dimensions = 0;        // d: even, rotated values of a head
    double factor = 1.0;                 // linear: positions are divided by it; yarn: at most by it
    std::span<const float> divisors;     // of each pair's frequency (llama3; longrope up to the original context); may be empty
    std::span<const float> longDivisors; // beyond the original context (longrope); may be empty
    std::uint64_t originalContext = 0;
    double magnitude = 1.0;
    // Yarn (Peng et al. 2023, "YaRN: Efficient Context Window Extension of Large Language Models", section 3.2).
    bool isYarn = false;
    double fastRotations = 32.0; // pairs that turn more often over the original context keep their frequency
    double slowRotations = 1.0;  // pairs that turn less often are divided by the factor; those between are blended
    double extrapolation = 1.0;
    bool isRounded = true; // blending begins and ends at whole pairs
};

[[nodiscard]] Rope ropeOf(const RopeSettings& settings, bool interleaved);

} // namespace quantlathe
