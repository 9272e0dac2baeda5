// SPDX-License-Identifier: GPL-3.0-or-later
// compressed-tensors among the families of matrix encodings (docs/formats/compressed-tensors.md).
#pragma once

#include "codecs/compressed_tensors/scheme.h"
#include "codecs/matrix_encoding.h"

#include <optional>

namespace quantlathe {

/// Names: "W4A16-G128" (bits, group size), "W8A16-ROW" (one scale a row), "-ASYM" with zero points of their own; "W8A8",
/// "FP8-DYNAMIC", "FP8-BLOCK", "NVFP4A16", "NVFP4A4", "MXFP4A16". Of files that were read also other widths and groups, "-ACT"
/// for groups that an index assigns.
[[nodiscard]] const MatrixFamily& compressedTensorsFamily();

namespace compressed {

/// What config.json must say of it; nothing for encodings of other families.
[[nodiscard]] std::optional<Scheme> schemeOf(const Encoding& encoding);

} // namespace compressed
} // namespace quantlathe
