// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration statistics as importance matrices that llama.cpp reads (docs/formats/imatrix.md).
#pragma once

#include "runtime/calibration_file.h"

#include <filesystem>

namespace quantlathe {

enum class ImportanceForm { gguf, legacy };

/// Written next to `destination` and renamed. An existing file is an Error(badInput) unless it may be replaced.
void writeImportanceMatrix(const CalibrationStatistics& statistics, ImportanceForm form,
                           const std::filesystem::path& destination, bool replace);

} // namespace quantlathe
