// SPDX-License-Identifier: GPL-3.0-or-later
// Four bits with a scale and an offset for every group of a row, as torchao's plain Int4Tensor (docs/formats/fbgemm.md,
// part 4).
#pragma once

#include "codecs/matrix_encoding.h"

#include <cstdint>

namespace quantlathe::fbgemm {

/// Groups of `groupSize` values, an even number; lives until the program ends. Scales and offsets are stored in the type that
/// the model computes in; BF16 models round the weights to it first. Any thread.
[[nodiscard]] const MatrixEncoding& int4Encoding(std::uint64_t groupSize);

} // namespace quantlathe::fbgemm
