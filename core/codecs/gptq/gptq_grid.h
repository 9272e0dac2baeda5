// SPDX-License-Identifier: GPL-3.0-or-later
// A GPTQ matrix as a grid for codes that are chosen elsewhere, and what such grids of other families share with it.
#pragma once

#include "codecs/gptq/group_coder.h"
#include "codecs/gptq/layout.h"
#include "codecs/matrix_grid.h"

namespace quantlathe::gptq {

[[nodiscard]] std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts);

/// What a group of whole numbers may become. Of the form: bits, symmetry, the type of scales and the least zero point.
std::size_t candidatesOf(const GroupGrid& now, const GroupedForm& form, std::span<GridChoice, MatrixGrid::mostCandidates> out);
/// The same zero point under a scale that is `factor` times as large; as it was where no such scale can be stored.
[[nodiscard]] GridChoice scaledChoice(const GridChoice& choice, const GroupedForm& form, float factor);
/// The inverse of what candidatesOf() makes of a grid.
[[nodiscard]] GroupGrid groupGridOf(const GridChoice& choice);

} // namespace quantlathe::gptq
