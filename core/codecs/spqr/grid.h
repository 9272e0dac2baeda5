// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR's tensors as a grid. Private to codecs/spqr.
#pragma once

#include "codecs/spqr/layout.h"
#include "codecs/tiled_grid.h"

namespace quantlathe::spqr {

[[nodiscard]] std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts);

} // namespace quantlathe::spqr
