// SPDX-License-Identifier: GPL-3.0-or-later
// An HQQ matrix of groups along rows as a grid for codes that are chosen elsewhere. Private to codecs/hqq.
#pragma once

#include "codecs/hqq/layout.h"
#include "codecs/matrix_grid.h"

namespace quantlathe::hqq {

[[nodiscard]] std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts);

} // namespace quantlathe::hqq
