// SPDX-License-Identifier: GPL-3.0-or-later
// A choice of calibration by itself, as plan.json has it (docs/plan.md).
#pragma once

#include "plan/calibration_choice.h"

#include <string>
#include <string_view>

namespace quantlathe {

/// "{}" without a calibration.
[[nodiscard]] std::string calibrationJson(const CalibrationChoice& choice);
/// The same back. Throws Error(badInput) for anything else.
[[nodiscard]] CalibrationChoice parseCalibration(std::string_view json);

} // namespace quantlathe
