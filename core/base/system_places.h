// SPDX-License-Identifier: GPL-3.0-or-later
// Where the system keeps things.
#pragma once

#include <filesystem>

namespace quantlathe {

/// The file of the running program; empty where the system does not tell.
[[nodiscard]] std::filesystem::path programFile();

/// Where programs keep what can be made again: $XDG_CACHE_HOME or ~/.cache, on Windows %LOCALAPPDATA%; else the folder of
/// temporary files. It need not be there.
[[nodiscard]] std::filesystem::path userCacheFolder();

} // namespace quantlathe
