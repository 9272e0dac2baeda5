// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2's tensors as a grid. Private to codecs/exl2.
#pragma once

#include "codecs/exl2/layout.h"
#include "codecs/matrix_grid.h"

namespace quantlathe::exl2 {

/// Every input feature is a group of its own, with the width and the scale that it has: scales stay as they are, since the
/// unit of a group is that of all outputs, and input features may be taken in any order.
[[nodiscard]] std::unique_ptr<MatrixGrid> matrixGrid(std::span<const PlacedGroup> groups, const MatrixShape& shape,
                                                     MatrixGrid::Parts parts);

} // namespace quantlathe::exl2
