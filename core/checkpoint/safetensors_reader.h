// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors: one file, several, or sharded with an index (docs/formats/safetensors.md).
#pragma once

#include "checkpoint/checkpoint.h"

namespace quantlathe {

/// True if the first bytes are a plausible header length followed by the start of a JSON object.
[[nodiscard]] bool looksLikeSafetensors(std::span<const std::byte> firstBytes);

/// Reads and checks the headers of all files; tensor names must be unique over all of them. Throws Error(badInput).
[[nodiscard]] CheckpointContents readSafetensorsFiles(const std::filesystem::path& opened,
                                                      std::span<const std::filesystem::path> files);

/// Reads model.safetensors.index.json; every tensor must be in the file that the map names and no shard may be missing.
[[nodiscard]] CheckpointContents readSafetensorsIndex(const std::filesystem::path& opened, const std::filesystem::path& index);

} // namespace quantlathe
