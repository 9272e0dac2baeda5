// SPDX-License-Identifier: GPL-3.0-or-later
// E4M3 with one scale a row (docs/formats/fbgemm.md, parts 1 and 2).
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe::fbgemm {

/// Rounds to BF16 first in a model that computes in BF16, as FBGEMM's kernel does. Decodes to unrounded floats.
[[nodiscard]] const MatrixEncoding& fp8RowsEncoding();

} // namespace quantlathe::fbgemm
