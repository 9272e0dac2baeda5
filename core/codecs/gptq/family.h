// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ among the families of matrix encodings (docs/formats/gptq.md).
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

/// Names: "GPTQ4-G128" (bits, group size), "GPTQ4-ROW" (one group a row), "-ASYM" with zero points of their own, "-V2" for
/// checkpoint_format "gptq_v2", "-ACT" for groups of the columns that count most, then of those that count less (desc_act).
[[nodiscard]] const MatrixFamily& gptqFamily();

} // namespace quantlathe
