// SPDX-License-Identifier: GPL-3.0-or-later
// Recognises by its first bytes what people mistake for a checkpoint, so that the answer says what to do about it.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

/// As much as the recognition looks at.
inline constexpr std::size_t contentBytes = 512;
/// At most `contentBytes` from the start of a regular file. Throws Error(badInput) for what is missing or no file.
[[nodiscard]] std::vector<std::byte> firstBytes(const std::filesystem::path& file);

/// Why this file cannot be opened, if its first bytes are known to be something else (a zip, a Git LFS pointer,
/// a web page, nothing at all …).
[[nodiscard]] std::optional<Error> foreignContent(std::span<const std::byte> firstBytes, const std::filesystem::path& file);
[[nodiscard]] bool isLfsPointer(std::span<const std::byte> firstBytes);
/// Throws that error.
void refuseForeignContent(std::span<const std::byte> firstBytes, const std::filesystem::path& file);

} // namespace quantlathe
