// SPDX-License-Identifier: GPL-3.0-or-later
// How GPTQ files store a matrix: groups, codes and their packing (docs/formats/gptq.md).
#pragma once

#include "base/element_type.h"
#include "codecs/matrix_encoding.h"

#include <array>
#include <cstdint>

namespace quantlathe::gptq {

/// Codes share words in runs of 32: `bits` words hold 32 codes as one little-endian stream of bits.
inline constexpr std::uint64_t packedTogether = 32;

inline constexpr std::array<std::uint32_t, 4> bitWidths{8, 4, 3, 2};
inline constexpr std::array<std::uint64_t, 8> groupSizes{16, 32, 64, 128, 256, 512, 1024, 0};

struct Layout {
    std::uint32_t bits = 4;
    std::uint64_t group = 128; // input features that share a scale and a zero point; 0: a whole row
    bool isSymmetric = true;   // every zero point is the middle code
    /// checkpoint_format "gptq" (v1): a zero point is stored less one. False: "gptq_v2".
    bool storesZeroLessOne = true;

    bool isOrdered = false; // g_idx says which group a column belongs to; else they follow each other

    // Of files that others have written.
    bool hasIndex = true; // there is a g_idx
    bool isLoose = false; // a shape that no consumer takes from us, such as a last group that is short
    ElementType scaleType = ElementType::F16;

    [[nodiscard]] constexpr std::uint32_t maxCode() const { return (1U << bits) - 1; }
    [[nodiscard]] constexpr std::uint64_t groups(std::uint64_t columns) const {
        return group == 0 ? 1 : (columns + group - 1) / group;
    }
    /// Words that hold so many codes or zero points.
    [[nodiscard]] constexpr std::uint64_t words(std::uint64_t fields) const {
        return (fields * bits + packedTogether - 1) / packedTogether;
    }
    friend bool operator==(const Layout&, const Layout&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Layout&, const Layout&) = default; // NOLINT(modernize-use-nullptr)
};

/// Where the parts of a matrix stand in parts().
enum Part : std::uint8_t { codesPart, zerosPart, scalesPart, indexPart };

} // namespace quantlathe::gptq
