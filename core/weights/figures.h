// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a weight's values and of what an encoding changes (docs/statistics.md).
#pragma once

#include "base/figures.h"
#include "weights/encoding_error.h"
#include "weights/statistics.h"

namespace quantlathe {

[[nodiscard]] Figures<WeightStatistics> statisticsFigures();
[[nodiscard]] Figures<EncodingError> errorFigures();
/// The one of errorFigures() with this key.
[[nodiscard]] const FigureRow<EncodingError>& errorFigure(std::string_view key);

} // namespace quantlathe
