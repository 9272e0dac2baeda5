// SPDX-License-Identifier: GPL-3.0-or-later
// What FBGEMM computes with: FP8 with one scale a row, and INT4 in groups as torchao's plain Int4Tensor stores it.
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

[[nodiscard]] const MatrixFamily& fbgemmFamily();

} // namespace quantlathe
