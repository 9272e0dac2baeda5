// SPDX-License-Identifier: GPL-3.0-or-later
// Where the shipped files lie: hardware tables, sample model.
#pragma once

#include <filesystem>

namespace quantlathe {

/// A shipped file or folder, for example "hardware/gpus.json". Looked for in $QUANTLATHE_RESOURCES, beside the installed
/// program (../share/quantlathe) and, for a program run from its build folder, in the resources/ folder above it.
/// Throws Error(failed) that names the places when it is nowhere.
[[nodiscard]] std::filesystem::path resourcePath(const std::filesystem::path& relative);

} // namespace quantlathe
