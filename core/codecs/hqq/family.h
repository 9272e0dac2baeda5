// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ among the families of matrix encodings (docs/formats/hqq.md).
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

/// Names: "HQQ4-G64" (bits, group size), "HQQ4-ROW" and "HQQ4-COL-A0" (one group a row or column), "-A0" for groups along axis
/// 0,
/// "-RTN" without the solver.
extern const MatrixFamily hqqFamily;

} // namespace quantlathe
