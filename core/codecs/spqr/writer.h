// SPDX-License-Identifier: GPL-3.0-or-later
// One matrix on its way into the tensors of SpQR. Private to codecs/spqr.
#pragma once

#include "codecs/matrix_encoding.h"
#include "codecs/spqr/packing.h"

namespace quantlathe::spqr {

/// Codes by rounding. The order of the input features, scales and outliers are chosen for a small Σ importance · (weight −
/// decoded)² (docs/formats/spqr.md, "Choosing scales and outliers"). Rows that a tile lacks are stored as copies of its last.
void writeMatrix(const Layout& layout, const MatrixTask& task, Parts parts);

} // namespace quantlathe::spqr
