// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that MLX quantized ("affine"): codes of 2 to 8 bits in 32-bit words, a scale and a bias for every group of columns
// (docs/formats/mlx.md). For reading only.
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

/// Names: "MLX-4-G64" is four bits in groups of 64.
[[nodiscard]] const MatrixFamily& mlxFamily();

} // namespace quantlathe
