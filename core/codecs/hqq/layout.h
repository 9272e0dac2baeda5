// SPDX-License-Identifier: GPL-3.0-or-later
// How HQQ stores a matrix: groups, codes and their packing (docs/formats/hqq.md). Private to codecs/hqq.
#pragma once

#include "base/element_type.h"
#include "codecs/matrix_encoding.h"

#include <array>
#include <cstdint>
#include <string_view>

namespace quantlathe::hqq {

/// Rows of codes that share a stored word: row i joins rows i, i + m, i + 2m, … of the code matrix, m being the number of
/// stored rows. The first of them sits in the uppermost used bits.
struct Packing {
    std::string_view name; // as in the tensor "packing"
    ElementType word;
    std::uint32_t rows; // joined in a word
    std::uint32_t bits; // of a code in the word

    [[nodiscard]] constexpr std::uint32_t shift(std::uint64_t place) const {
        return bits * (rows - 1 - static_cast<std::uint32_t>(place));
    }
};

inline constexpr std::array packings{
    Packing{"8bit_u8", ElementType::U8, 1, 8},   Packing{"4bit_u8", ElementType::U8, 2, 4},
    Packing{"3bit_32", ElementType::I32, 10, 3}, Packing{"2bit_u8", ElementType::U8, 4, 2},
    Packing{"1bit_u8", ElementType::U8, 8, 1},
};

/// Group sizes are stored in 32 bits; no matrix of a model comes near.
inline constexpr std::int64_t maxDimension = 0x7FFFFFFF;

/// A number of bits as the format counts them.
struct Precision {
    std::string_view name; // "4", "1.58"
    float bits;            // as in the tensor "nbits"
    float maxCode;
    const Packing* packing;
};

inline constexpr std::array precisions{
    Precision{"8", 8, 255, &packings[0]},      Precision{"6", 6, 63, &packings[0]}, Precision{"5", 5, 31, &packings[0]},
    Precision{"4", 4, 15, &packings[1]},       Precision{"3", 3, 7, &packings[2]},  Precision{"2", 2, 3, &packings[3]},
    Precision{"1.58", 1.58F, 2, &packings[3]}, Precision{"1", 1, 1, &packings[4]},
};

struct Layout {
    Precision precision{};
    std::uint64_t group = 64; // 0: a whole row (axis 1) or a whole column (axis 0)
    int axis = 1;
    bool optimizes = true;

    /// The starting zero point is a whole number for 4 bits only, by the library's default.
    [[nodiscard]] bool roundsZero() const { return precision.bits == 4; }
};

/// A layout laid over a matrix. Precondition: the group size divides the number of values.
struct Geometry {
    std::uint64_t group = 0;
    std::uint64_t groups = 0;
    std::uint64_t codeRows = 0; // the matrix of codes: groups × group (axis 1), group × groups (axis 0)
    std::uint64_t codeColumns = 0;
    std::uint64_t packedRows = 0;

    Geometry(const Layout& layout, const MatrixShape& shape)
        : group(layout.group != 0  ? layout.group
                : layout.axis == 1 ? shape.columns
                                   : shape.rows),
          groups(group == 0 ? 0 : shape.values() / group), codeRows(layout.axis == 1 ? groups : group),
          codeColumns(layout.axis == 1 ? group : groups),
          packedRows((codeRows + layout.precision.packing->rows - 1) / layout.precision.packing->rows) {}
};

} // namespace quantlathe::hqq
