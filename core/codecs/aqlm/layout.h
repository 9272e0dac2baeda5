// SPDX-License-Identifier: GPL-3.0-or-later
// How the weights of an AQLM matrix are cut into codes (docs/formats/aqlm.md). Pure.
#pragma once

#include "base/element_type.h"

#include <cstdint>
#include <string>

namespace quantlathe::aqlm {

/// Neighbouring weights of a row are the sum of a vector of each codebook, times the scale of the row.
struct Layout {
    std::uint32_t codebooks = 2;
    std::uint32_t bits = 8;  // of a code; a codebook has 2^bits vectors
    std::uint32_t group = 8; // weights of a vector

    [[nodiscard]] constexpr std::uint32_t vectors() const { return 1U << bits; }
    [[nodiscard]] constexpr ElementType codeType() const { return bits <= 8 ? ElementType::I8 : ElementType::I16; }
    [[nodiscard]] constexpr std::uint64_t codeBytes() const { return bits <= 8 ? 1 : 2; }
    friend bool operator==(const Layout&, const Layout&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Layout&, const Layout&) = default; // NOLINT(modernize-use-nullptr)
};

inline constexpr std::uint32_t mostCodebooks = 16;
inline constexpr std::uint32_t mostBits = 16;
inline constexpr std::uint32_t widestGroup = 64;
/// Lengths of vectors that codes can be searched for.
inline constexpr std::uint32_t shortVector = 8;
inline constexpr std::uint32_t longVector = 16;

/// Where the parts of a matrix stand in parts().
enum Part : std::uint8_t { codesPart, codebooksPart, scalesPart };

} // namespace quantlathe::aqlm
