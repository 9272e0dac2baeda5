// SPDX-License-Identifier: GPL-3.0-or-later
// NF4 and FP4 matrices as grids for codes that are chosen elsewhere. Private to codecs/bitsandbytes.
#pragma once

#include "codecs/bitsandbytes/four_bit.h"
#include "codecs/matrix_grid.h"

namespace quantlathe::bitsandbytes {

/// With double quantization the scales of scales and their offset stay as encodeMatrix() has chosen them. Precondition: blocks
/// do not go over the ends of rows.
[[nodiscard]] std::unique_ptr<MatrixGrid> matrixGrid(const FourBitForm& form, const MatrixShape& shape,
                                                     MatrixGrid::Parts parts);

} // namespace quantlathe::bitsandbytes
