// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a plan is measured on the text that it was calibrated on, where it looks better than it is.
#pragma once

#include "measure/text_windows.h"
#include "plan/calibration_choice.h"

#include <filesystem>

namespace quantlathe {

/// For a text by its contents (isTextOf()), for statistics by the tokens that were run: those of `windows`, which were cut from
/// the text in `file`, begin in the same way. False for an importance matrix, which does not keep its text. Throws
/// Error(badInput) when the choice's statistics cannot be read.
[[nodiscard]] bool isCalibratedOn(const CalibrationChoice& choice, const std::filesystem::path& file,
                                  const TextWindows& windows);

} // namespace quantlathe
