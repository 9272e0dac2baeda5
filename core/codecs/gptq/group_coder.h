// SPDX-License-Identifier: GPL-3.0-or-later
// A whole matrix in groups: walks it, chooses the grid of each group and the codes on it, and hands both over for packing.
#pragma once

#include "codecs/gptq/grid.h"
#include "codecs/matrix_encoding.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace quantlathe::gptq {

struct GroupedForm {
    std::uint32_t bits = 4;
    std::uint64_t group = 128; // input features that share a scale; 0: a whole row
    bool isSymmetric = true;
    ElementType scaleType = ElementType::F16; // F16, BF16 or F32
    int leastZero = 1;                        // see StripTask
    std::size_t packedColumns = 32;           // codes of a row that are packed together
};

/// Rows that are handed over together.
inline constexpr std::size_t codedRows = 32;
static_assert(codedRows % stripRows == 0);

/// Some columns of `codedRows` rows, fewer at the end of the matrix. Valid during the call.
struct CodedBlock {
    std::uint64_t firstRow = 0; // a multiple of codedRows
    std::size_t rows = 0;
    std::uint64_t firstColumn = 0;
    std::size_t columns = 0;             // whole groups, and a multiple of packedColumns
    std::size_t group = 0;               // columns of a group
    std::span<const std::uint8_t> codes; // a strip of stripRows rows after the other, each columns × stripRows
    std::span<const GroupGrid> grids;    // groups × codedRows

    [[nodiscard]] const std::uint8_t* strip(std::size_t index) const { return &codes[index * columns * stripRows]; }
    /// Of the `index`-th group here, all its rows.
    [[nodiscard]] std::span<const GroupGrid> gridsOf(std::size_t index) const { return grids.subspan(index * codedRows, rows); }
};

/// Calls pack() for all blocks of the matrix, from several threads. Scales are those of least error, weighed by the task's
/// importance where there is one. Throws Error(badInput) for values that are not finite, and for groups whose scale the type
/// cannot hold. Precondition: columns are a multiple of the group and of packedColumns.
void codeInGroups(const MatrixTask& task, const GroupedForm& form, const std::function<void(const CodedBlock&)>& pack);

} // namespace quantlathe::gptq
