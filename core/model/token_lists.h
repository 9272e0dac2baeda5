// SPDX-License-Identifier: GPL-3.0-or-later
// From what a folder's tokenizer files say to the list of tokens with scores, types and merges, in three ways: SentencePiece,
// BPE with bytes as a fallback, byte-level BPE. Which of them, the family's style says.
#pragma once

#include "model/sentencepiece_model.h"
#include "model/tokenizer_data.h"
#include "model/tokenizer_json.h"
#include "model/tokenizer_style.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

namespace quantlathe {

/// The contents of a folder's tokenizer files.
struct TokenizerSources {
    std::filesystem::path folder;                     // named in errors
    std::optional<std::vector<SentencePiece>> pieces; // tokenizer.model, sentencepiece.bpe.model, spiece.model
    std::filesystem::path piecesFile;                 // where they stand
    std::optional<std::vector<std::string>> ranks;    // tiktoken.model: bytes of the tokens by rank
    std::optional<TokenizerJson> tokenizer;           // tokenizer.json, or vocab.json and merges.txt
    std::optional<nlohmann::json> tokenizerConfig;    // tokenizer_config.json, an object
    std::vector<AddedToken> addedTokensDecoder;       // its member of that name, by id
    std::vector<AddedToken> oldAddedTokens;           // added_tokens.json

    [[nodiscard]] bool isEmpty() const { return !pieces && !tokenizer && !ranks; }
};

/// Fills model, preTokenizer (left empty when the files do not tell), tokens, scores, types and merges. `vocabularySize` is the
/// number of tokens wanted, 0 for as many as there are; holes become unused "[PAD7]". `sources` is not empty. Throws
/// Error(badInput) for ids that are given twice or lie beyond the vocabulary, and for files of a kind that the style does not
/// know.
[[nodiscard]] TokenizerData makeTokenList(const TokenizerSources& sources, TokenizerStyle style, std::uint64_t vocabularySize);

} // namespace quantlathe
