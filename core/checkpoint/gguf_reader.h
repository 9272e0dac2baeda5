// SPDX-License-Identifier: GPL-3.0-or-later
// GGUF v2 and v3, single or split (docs/formats/gguf.md).
#pragma once

#include "checkpoint/checkpoint.h"

namespace quantlathe {

/// True if the first bytes are GGUF's magic (in either byte order).
[[nodiscard]] bool looksLikeGguf(std::span<const std::byte> firstBytes);

/// Reads one file's header and checks it as docs/formats/gguf.md lists. A member of a split set (split.count > 1 in the
/// metadata or -00001-of-0000N.gguf in the name) opens the whole set. Throws Error(badInput).
[[nodiscard]] CheckpointContents readGguf(const std::filesystem::path& path);

} // namespace quantlathe
