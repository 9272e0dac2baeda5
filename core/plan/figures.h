// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of a plan or a preset: its size, how much it changes the weights, what it is predicted to lose.
#pragma once

#include "base/figures.h"
#include "plan/explanation.h"
#include "plan/quality.h"
#include "plan/sensitivity.h"

namespace quantlathe {

struct PlanSize {
    std::uint64_t fileBytes = 0;
    double bitsPerWeight = 0;
};

[[nodiscard]] Figures<PlanSize> sizeFigures();
[[nodiscard]] Figures<PlanQuality> qualityFigures();
[[nodiscard]] Figures<Prediction> predictionFigures();
/// Of another encoding of a weight.
[[nodiscard]] Figures<Alternative> alternativeFigures();

} // namespace quantlathe
