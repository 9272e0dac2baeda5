// SPDX-License-Identifier: GPL-3.0-or-later
// How long to look for codebooks and codes (docs/formats/aqlm.md, "Effort"). Private to codecs/aqlm and its format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quantlathe::aqlm {

enum class Care : std::uint8_t { fast, normal, high };

/// What the option of the format calls it.
[[nodiscard]] constexpr std::string_view nameOf(Care care) {
    return care == Care::fast ? "fast" : care == Care::high ? "high" : "normal";
}

inline constexpr std::size_t widestBeam = 8;

/// Of one search for the codes of a vector.
struct SearchWidth {
    std::size_t beam = 4;   // hypotheses that are kept from codebook to codebook
    std::size_t cells = 16; // of a large codebook, the nearest ones, whose vectors are looked at
};

struct CareSettings {
    int meansRounds;      // of k-means for each codebook
    int jointRounds;      // of all codebooks together
    std::uint32_t refits; // passes over the whole matrix that move a codebook; one more chooses codes only
    SearchWidth width;
    int gramRounds; // of codebooks, scales and codes for the Gram matrix of the inputs
    int gramSteps;  // of conjugate gradients, for the codebooks of one round
};

[[nodiscard]] constexpr CareSettings settingsOf(Care care) {
    switch (care) {
    case Care::fast:
        return {
            .meansRounds = 6, .jointRounds = 3, .refits = 1, .width = {.beam = 2, .cells = 8}, .gramRounds = 0, .gramSteps = 3};
    case Care::high:
        return {.meansRounds = 16,
                .jointRounds = 12,
                .refits = 8,
                .width = {.beam = widestBeam, .cells = 48},
                .gramRounds = 8,
                .gramSteps = 6};
    case Care::normal: break;
    }
    return {
        .meansRounds = 10, .jointRounds = 8, .refits = 4, .width = {.beam = 4, .cells = 16}, .gramRounds = 3, .gramSteps = 4};
}

} // namespace quantlathe::aqlm
