// SPDX-License-Identifier: GPL-3.0-or-later
// tiktoken.model: a byte-level vocabulary as the tiktoken library keeps it, a token a line (base64 of its bytes, a blank, its
// rank, which is its id). Merges are not listed: two neighbours are joined where the result is a token, lowest rank first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// Bytes of every token, by rank. Throws Error(badInput) naming `file`, the line and what was expected.
[[nodiscard]] std::vector<std::string> parseTiktokenRanks(std::string_view text, const std::filesystem::path& file);
[[nodiscard]] std::vector<std::string> readTiktokenRanks(const std::filesystem::path& file);

/// Nothing for letters that are none of base64's.
[[nodiscard]] std::optional<std::string> bytesOfBase64(std::string_view text);

/// The merges that GGUF lists, "left right" in GPT-2's printable stand-ins for bytes, in the order of the ranks: the last two
/// parts that a token is made of. Tokens that end in more or fewer parts have none.
[[nodiscard]] std::vector<std::string> mergesOfRanks(const std::vector<std::string>& tokens);

} // namespace quantlathe
