// SPDX-License-Identifier: GPL-3.0-or-later
// E4M3 codes under scales that stay as they are, for codes that are chosen elsewhere.
#pragma once

#include "codecs/matrix_grid.h"

namespace quantlathe::fp8 {

/// Rows and columns of a matrix that share a scale; the scales lie block by block, a row of blocks after the other.
struct ScaleBlocks {
    std::uint64_t rows = 1;
    std::uint64_t columns = 0;
    ElementType type = ElementType::F32;
};

/// `parts`: codes, then scales. Precondition: blocks.columns divides the shape's columns.
[[nodiscard]] std::unique_ptr<MatrixGrid> e4m3Grid(const MatrixShape& shape, MatrixGrid::Parts parts,
                                                   const ScaleBlocks& blocks);

} // namespace quantlathe::fp8
