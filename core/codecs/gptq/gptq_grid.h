// SPDX-License-Identifier: GPL-3.0-or-later
// A GPTQ matrix as a grid for codes that are chosen elsewhere.
#pragma once

#include "codecs/gptq/layout.h"
#include "codecs/matrix_grid.h"

namespace quantlathe::gptq {

[[nodiscard]] std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts);

} // namespace quantlathe::gptq
