// SPDX-License-Identifier: GPL-3.0-or-later
// One matrix on its way into the tensors of EXL2. Private to codecs/exl2.
#pragma once

#include "codecs/exl2/layout.h"
#include "codecs/exl2/packing.h"
#include "codecs/matrix_encoding.h"

namespace quantlathe::exl2 {

/// Codes by rounding. The order of the input features, a unit for each group, a factor for each group of each output: each
/// is chosen for the least Σ importance · (weight − decoded)² (docs/formats/exl2.md, "Choosing scales and codes").
void writeMatrix(std::span<const PlacedGroup> groups, const MatrixTask& task, Parts parts);

} // namespace quantlathe::exl2
