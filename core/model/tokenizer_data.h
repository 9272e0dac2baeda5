// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary as GGUF stores it (docs/formats/gguf.md, tokenizer keys), from tokenizer.model or tokenizer.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace quantlathe {

enum class TokenType : std::int32_t { normal = 1, unknown = 2, control = 3, userDefined = 4, unused = 5, byte = 6 };

struct TokenizerData {
    std::string model; // tokenizer.ggml.model: "llama" (SentencePiece), "gpt2" (bytes), "bert" (word pieces), "t5" (Unigram)
    std::string preTokenizer;        // tokenizer.ggml.pre
    std::vector<std::string> tokens; // by id
    std::vector<float> scores;       // SentencePiece only
    std::vector<TokenType> types;
    std::vector<std::string> merges;                               // BPE only
    std::vector<std::pair<std::string, std::uint32_t>> specialIds; // "bos" → 1, in the order in which they are written
    std::vector<std::pair<std::string, bool>> flags;               // "add_bos_token" → true
    std::optional<std::uint32_t> tokenTypes;                       // kinds of texts that an encoder tells apart
    std::vector<std::uint8_t> charsMap; // SentencePiece's table of replacements of characters, as it stands in its file
    std::optional<std::string> chatTemplate;
    std::vector<std::pair<std::string, std::string>> namedChatTemplates;
};

} // namespace quantlathe
