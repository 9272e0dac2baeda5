// SPDX-License-Identifier: GPL-3.0-or-later
// The importance of columns, as calibration statistics know it.
#pragma once

#include "formats/importance.h"
#include "runtime/calibration_file.h"

#include <filesystem>

namespace quantlathe {

/// What readImportanceMatrix() makes of the file that writeImportanceMatrix() makes of the statistics.
[[nodiscard]] ImportanceMatrix importanceOf(const CalibrationStatistics& statistics, const std::filesystem::path& file);

} // namespace quantlathe
