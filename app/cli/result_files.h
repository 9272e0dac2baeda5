// SPDX-License-Identifier: GPL-3.0-or-later
// The one look at every file that a command is going to write, before any work.
#pragma once

#include "checkpoint/checkpoint.h"

#include <filesystem>
#include <vector>

namespace quantlathe::cli {

/// Everything that belongs to an opened model and must not be overwritten: its files and, of a folder, what lies beside them
/// (config, tokenizer, licence), but no results of earlier commands.
[[nodiscard]] std::vector<std::filesystem::path> filesOf(const Checkpoint& model);

/// Refuses outputs that exist (unless `force`), that are no files, that the same command reads (the model, one of `inputs`),
/// and two of one name: Error(badInput). Empty paths are options that were not given.
void checkResultFiles(const Checkpoint& model, const std::vector<std::filesystem::path>& inputs,
                      const std::vector<std::filesystem::path>& outputs, bool force);

} // namespace quantlathe::cli
