// SPDX-License-Identifier: GPL-3.0-or-later
// Texts that are kept to save time. They stand behind a line with their length and hash (docs/formats/caches.md), so that one
// that was torn, cut or changed by a tired disk is no answer.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {

/// Replaces the file atomically. Throws as writeTextFileAtomically().
void writeCacheFile(const std::filesystem::path& path, std::string_view text);

/// What was written; nothing when the file is missing, damaged, none of ours, longer than `maxBytes` or cannot be read: then
/// the answer is to be computed anew.
[[nodiscard]] std::optional<std::string> readCacheFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// Hash of a whole file, for what is kept beside a text that names it. Throws Error when it cannot be read or shrinks
/// meanwhile.
[[nodiscard]] std::uint64_t fileHash(const std::filesystem::path& path);

} // namespace quantlathe
