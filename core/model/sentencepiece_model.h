// SPDX-License-Identifier: GPL-3.0-or-later
// The pieces of a SentencePiece model file (tokenizer.model) and how it treats text, straight from the protocol buffer's wire
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

/// How the model treats text, in so far as those who run it must know. Defaults are those of sentencepiece_model.proto.
struct SentencePieceSettings {
    enum class Algorithm : std::int32_t { unigram = 1, bpe = 2, word = 3, character = 4 };
    Algorithm algorithm = Algorithm::unigram;
    bool addsDummyPrefix = true;
    bool removesExtraSpaces = true;
    bool escapesSpaces = true;
    bool spacesAreSuffixes = false;
    std::string charsMap;        // the table of replacements of characters, as it stands in the file
    bool replacesSpaces = false; // the table of replacements has an entry with a blank in it
};

/// Also checks what the library would follow without looking: the table of replacements of characters (a double array trie,
/// whose every reachable step must stay inside). Throws Error(badInput) as above.
[[nodiscard]] SentencePieceSettings parseSentencePieceSettings(std::span<const std::byte> bytes,
                                                               const std::filesystem::path& file);
[[nodiscard]] SentencePieceSettings readSentencePieceSettings(const std::filesystem::path& file);

/// The way back: a file of the SentencePiece library. `fallsBackToBytes`: all 256 pieces for bytes are there. The pieces are
/// what that library wants: one unknown piece, no text twice.
[[nodiscard]] std::string sentencePieceModelText(std::span<const SentencePiece> pieces, const SentencePieceSettings& settings,
                                                 bool fallsBackToBytes);

} // namespace quantlathe
