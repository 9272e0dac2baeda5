// SPDX-License-Identifier: GPL-3.0-or-later
// Names in folders: made and removed. What stands under a name: base/file_kind.h.
#pragma once

#include <filesystem>
#include <system_error>

namespace quantlathe {

/// Makes one folder in a folder that is there; EEXIST when the name is taken.
[[nodiscard]] std::error_code makeFolder(const std::filesystem::path& folder);

/// Makes the folder and those above it; those that are there stay. Throws Error(failed) that names the one that cannot be made.
void makeFolders(const std::filesystem::path& folder);

/// Removes a file, a link or an empty folder. Nothing under the name is no error.
std::error_code removeEntry(const std::filesystem::path& path);

/// Removes it with all that is below. Links are removed and not followed, not even those that appear meanwhile.
std::error_code removeAll(const std::filesystem::path& path);

/// Notes in the file's times that it was used now, where that can be noted.
void noteUse(const std::filesystem::path& file);

} // namespace quantlathe
