// SPDX-License-Identifier: GPL-3.0-or-later
// One byte a weight and one scale a row, for activations of eight bits too: "int-quantized".
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe::compressed {

/// "W8A8": codes −128 … 127, scale = largest magnitude ÷ 127.5 in the type that the model computes in.
[[nodiscard]] const MatrixEncoding& int8RowsEncoding();

} // namespace quantlathe::compressed
