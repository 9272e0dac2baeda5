// SPDX-License-Identifier: GPL-3.0-or-later
// FP8 checkpoints that others wrote: E4M3 weights with one scale for the tensor, for every row, or for every block
// (docs/formats/fp8.md). For reading only.
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

/// Names: "FP8-TENSOR", "FP8-ROW", "FP8-BLOCK128" (or the size that weight_block_size of the configuration says). What FBGEMM
/// writes (a column of F32 scales) is its own family's.
[[nodiscard]] const MatrixFamily& scaledFp8Family();

} // namespace quantlathe
