// SPDX-License-Identifier: GPL-3.0-or-later
// Several files that make up one model, with or without an index, whatever container each of them is.
#pragma once

#include "checkpoint/checkpoint.h"
#include "checkpoint/header_source.h"

#include <functional>

namespace quantlathe {

/// What one file holds. `tensors` and `aliases` without a file number.
struct FileContents {
    std::vector<TensorInfo> tensors;
    std::vector<std::pair<std::string, std::string>> aliases; // second name, listed name
    Metadata metadata;
    std::uint64_t headerHash = 0;
};
/// Parses the header of one mapped file. Called for the first file before all others, which several threads read at once, and
/// by readIndexed() once more if the index turns out to name other files than it seems to.
using ReadFile = std::function<FileContents(const HeaderSource& source)>;

/// Reads all files; tensor names must be unique over all of them. `contents` says kind and path. Throws Error(badInput).
[[nodiscard]] CheckpointContents readFiles(CheckpointContents contents, std::span<const std::filesystem::path> files,
                                           const ReadFile& readFile);

/// Reads the files that the index names, which lie beside it; every tensor must be where the index says, nothing else may be
/// there, and no file may be missing. Throws Error(badInput).
[[nodiscard]] CheckpointContents readIndexed(CheckpointContents contents, const std::filesystem::path& index,
                                             const ReadFile& readFile);

} // namespace quantlathe
