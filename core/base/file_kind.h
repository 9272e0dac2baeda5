// SPDX-License-Identifier: GPL-3.0-or-later
// What stands under a name: the one place that asks. Only "no such file" and "not a folder" mean that nothing does; a disk that
// does not answer is an Error(failed), for what is taken to be missing changes results without a word.
#pragma once

#include <filesystem>
#include <vector>

namespace quantlathe {

enum class FileKind { none, file, folder, link, other };

/// Of what a link leads to; `none` where it leads nowhere.
[[nodiscard]] FileKind fileKind(const std::filesystem::path& path);
/// Of the name itself: `link` for a link, wherever it leads.
[[nodiscard]] FileKind fileKindOfEntry(const std::filesystem::path& path);
/// fileKind() is not none.
[[nodiscard]] bool isThere(const std::filesystem::path& path);

/// All that lies in a folder, sorted. Throws Error(badInput) when it cannot be read or holds more than 100 000 entries, and
/// Error(failed) when the disk does not answer.
[[nodiscard]] std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder);

} // namespace quantlathe
