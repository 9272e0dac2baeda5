// SPDX-License-Identifier: GPL-3.0-or-later
// Plans whose output holds scales of inputs: only a text that is run through the model tells them. A plan is laid out without
// them, as only their values depend on the text, and gets them afterwards.
#pragma once

#include "plan/plan.h"
#include "runtime/calibration_file.h"

#include <map>

namespace quantlathe {

[[nodiscard]] bool storesInputScales(const Plan& plan);

/// Puts the scales of all weights that the statistics know into the layout; of one weight all matrices have one. Does nothing
/// for plans that store none.
void setInputScales(Plan& plan, const CalibrationStatistics& statistics);

/// By weight, those that were set.
[[nodiscard]] std::map<const Weight*, float> inputScalesOf(const Plan& plan);

/// Throws Error(badInput) when one that the output must hold was not set.
void requireInputScales(const Plan& plan);

} // namespace quantlathe
