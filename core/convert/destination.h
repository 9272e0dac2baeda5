// SPDX-License-Identifier: GPL-3.0-or-later
// What can stand in the way of an output before any work, whatever job is going to write it.
#pragma once

#include "checkpoint/checkpoint.h"
#include "formats/format.h"

#include <filesystem>
#include <string_view>

namespace quantlathe {

/// Refuses a destination that is part of the source, that exists (unless `replace`), whose folder cannot be written or whose
/// temporary name is taken by a foreign file (all badInput), and one without enough room on the disk (failed). `suffix` is
/// how files of the output's format end; empty for a folder.
void checkOutputPlace(const Checkpoint& source, const OutputLayout& layout, std::string_view suffix,
                      const std::filesystem::path& destination, bool replace);

} // namespace quantlathe
