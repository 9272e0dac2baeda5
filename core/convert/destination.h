// SPDX-License-Identifier: GPL-3.0-or-later
// What can stand in the way of an output before any work, whatever job is going to write it.
#pragma once

#include "checkpoint/checkpoint.h"
#include "formats/format.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace quantlathe {

/// All names that a job of this layout writes to: the files in the end, the temporary one and the journal.
[[nodiscard]] std::vector<std::filesystem::path> writtenPaths(const OutputLayout& layout,
                                                              const std::filesystem::path& destination);

/// Refuses a destination that is part of the source, that exists (unless `replace`), whose folder cannot be written or whose
/// temporary names are taken by foreign files or by a conversion in shards (all badInput), and one without enough room on the
/// disk (failed). The journal that a run left which was killed after its result had its name is removed. `suffix` is
/// how files of the output's format end; empty for a folder. `isShared`: the job is such a conversion, whose room is looked for
/// by the shard that makes its files.
void checkOutputPlace(const Checkpoint& source, const OutputLayout& layout, std::string_view suffix,
                      const std::filesystem::path& destination, bool replace, bool isShared = false);

/// Throws Error(failed) for a disk without enough room; what an interrupted run holds counts as room.
void requireSpace(const OutputLayout& layout, const std::filesystem::path& destination);

/// Files that the layout copies and that are links out of the source's folder, to somewhere else than its hub cache.
[[nodiscard]] std::vector<std::filesystem::path> copiedFromElsewhere(const Checkpoint& source, const OutputLayout& layout);

} // namespace quantlathe
