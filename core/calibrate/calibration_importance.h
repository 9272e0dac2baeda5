// SPDX-License-Identifier: GPL-3.0-or-later
// The importance of columns, as calibration statistics know it.
#pragma once

#include "formats/importance.h"
#include "runtime/calibration_file.h"

namespace quantlathe {

/// What readImportanceMatrix() makes of the file that writeImportanceMatrix() makes of the statistics. Its `file` is the text's
/// name: files that are guided by it shall not depend on where statistics lay.
[[nodiscard]] ImportanceMatrix importanceOf(const CalibrationStatistics& statistics);

} // namespace quantlathe
