// SPDX-License-Identifier: GPL-3.0-or-later
// How pack-quantized files store a matrix of whole numbers (docs/formats/compressed-tensors.md).
#pragma once

#include "codecs/matrix_encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::compressed {

/// Those that are written: what the kernels of vLLM take.
inline constexpr std::array<std::uint32_t, 2> writtenWidths{8, 4};
inline constexpr std::array<std::uint64_t, 4> writtenGroups{32, 64, 128, 0};
inline constexpr std::uint32_t mostBits = 8;
inline constexpr std::uint64_t wordBits = 32;

struct PackedLayout {
    std::uint32_t bits = 4;
    std::uint64_t group = 128; // input features that share a scale; 0: a whole row
    bool isSymmetric = true;   // there are no zero points: they are all the middle code

    // Of files that others have written.
    bool isOrdered = false; // an index says which group a column belongs to
    bool isLoose = false;   // old packing of 3, 5, 6 and 7 bits: a word holds whole codes only
    bool isPadded = false;  // rows end inside a word
    ElementType shapeType = ElementType::I64;

    [[nodiscard]] constexpr std::uint32_t maxCode() const { return (1U << bits) - 1; }
    [[nodiscard]] constexpr std::uint32_t middle() const { return 1U << (bits - 1); }
    [[nodiscard]] constexpr std::uint64_t groups(std::uint64_t columns) const {
        return group == 0 ? 1 : (columns + group - 1) / group;
    }
    /// Words that hold so many codes.
    [[nodiscard]] constexpr std::uint64_t words(std::uint64_t codes) const {
        const std::uint64_t inWord = wordBits / bits;
        return isLoose ? (codes + inWord - 1) / inWord : (codes * bits + wordBits - 1) / wordBits;
    }
    friend bool operator==(const PackedLayout&, const PackedLayout&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const PackedLayout&, const PackedLayout&) = default; // NOLINT(modernize-use-nullptr)
};

/// Codes 0 … maxCode() of a row into its words; bits that are left over become zero. Dense packing only.
void packRow(const PackedLayout& layout, std::span<const std::uint8_t> codes, std::span<std::byte> words);
/// The `index`-th of the codes that begin with the first of `words`, words being `stride` words apart.
[[nodiscard]] std::uint32_t codeAt(const PackedLayout& layout, std::span<const std::byte> words, std::uint64_t index,
                                   std::uint64_t stride = 1);

} // namespace quantlathe::compressed
