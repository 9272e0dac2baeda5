// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces of a SentencePiece model file (tokenizer.model). Only the list is read, straight from the protocol buffer's wire
// format: the library that trains and runs these models builds indexes, and does not expect hostile files.
#pragma once

#include "model/tokenizer_data.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct SentencePiece {
    std::string text; // valid UTF-8
    float score = 0;
    TokenType type = TokenType::normal;
};

/// In the order of the ids, at least one. Throws Error(badInput) naming `file`, the offset and what was expected.
[[nodiscard]] std::vector<SentencePiece> parseSentencePieces(std::span<const std::byte> bytes,
                                                             const std::filesystem::path& file);
[[nodiscard]] std::vector<SentencePiece> readSentencePieces(const std::filesystem::path& file);

} // namespace quantlathe
