// SPDX-License-Identifier: GPL-3.0-or-later
// Four-bit floats (E2M1) in groups: "nvfp4-pack-quantized" and "mxfp4-pack-quantized" (docs/formats/compressed-tensors.md).
#pragma once

#include "codecs/matrix_encoding.h"

#include <cstdint>
#include <span>

namespace quantlathe::compressed {

/// "NVFP4A16": groups of 16 with scales of E4M3, and one scale of the matrix, which joined matrices share.
[[nodiscard]] const MatrixEncoding& nvfp4Encoding();
/// "NVFP4A4": the same matrices; inputs are rounded to groups of 16 as well, by a stored multiplier of their scales, which is
/// no part of the matrix.
[[nodiscard]] const MatrixEncoding& nvfp4InputsEncoding();
/// "MXFP4A16": groups of 32 whose scales are powers of two.
[[nodiscard]] const MatrixEncoding& mxfp4Encoding();

/// Stacks of experts as gpt-oss stores them, for reading only.
[[nodiscard]] const MatrixFamily& mxfp4StackFamily();

// ---- For tests ----------------------------------------------------------------------------------------------------------

/// The codes of the values nearest to x ÷ scale, ties to even, two a byte, the first in the low nibble. An even number of
/// finite values; scale > 0.
void e2m1Codes(std::span<const float> x, float scale, std::span<std::byte> packed);

} // namespace quantlathe::compressed
