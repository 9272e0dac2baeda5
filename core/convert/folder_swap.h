// SPDX-License-Identifier: GPL-3.0-or-later
// Putting a finished folder in the place of an older one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace quantlathe {

/// Why the folder may not be replaced, as a sentence; nothing for the folder of a model: a config.json, weights beside it, and
/// nothing that a model's folder would not hold. Folders in it, links and files of any other kind are somebody's, and stay.
[[nodiscard]] std::optional<std::string> whyNotReplaceable(const std::filesystem::path& folder);

/// Gives `part`, complete and on the disk, the name `destination`, and removes what stood there before. At every moment one of
/// the two is complete under that name; where the file system cannot exchange names, for an instant none is, and both are
/// complete beside it. Throws Error(failed), and the names are as before unless the disk refuses that as well. False
/// when something of the older folder could not be removed and lies under the temporary name.
[[nodiscard]] bool replaceFolder(const std::filesystem::path& part, const std::filesystem::path& destination);

} // namespace quantlathe
