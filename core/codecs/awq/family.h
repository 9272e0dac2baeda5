// SPDX-License-Identifier: GPL-3.0-or-later
// AWQ among the families of matrix encodings (docs/formats/awq.md).
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

/// Names: "AWQ4-G128" (bits, group size); of files that were read also "AWQ4-ROW" and other groups.
[[nodiscard]] const MatrixFamily& awqFamily();

} // namespace quantlathe
