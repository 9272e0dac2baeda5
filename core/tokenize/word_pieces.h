// SPDX-License-Identifier: GPL-3.0-or-later
// WordPiece as BERT has it: text is cleaned, cut at blanks and punctuation, and each word is covered from its front by the
// longest pieces there are (Y. Wu and others 2016, "Google's Neural Machine Translation System", section 4.1; Hugging Face's
// BertNormalizer and BertPreTokenizer).
#pragma once

#include "tokenize/normalizer.h"
#include "tokenize/tokenizer_parts.h"

#include <string>
#include <unordered_map>

namespace quantlathe {

class WordPieceEncoder : public TextEncoder {
public:
    struct Settings {
        bool lowercases = true;
        bool stripsAccents = true;
        TokenId unknown = 0; // of words that no pieces cover
    };
    /// `pieces` by id; those that begin a word have U+2581 in front, those with an empty text are never made.
    WordPieceEncoder(const std::vector<std::string>& pieces, Settings settings);
    void encode(std::string_view text, bool isFirst, Call& call, std::vector<TokenId>& ids) const override;

private:
    [[nodiscard]] std::string prepared(std::string_view text) const;
    void encodeWord(std::string_view word, std::vector<TokenId>& ids) const;

    Settings settings_;
    Normalizer normalizer_;
    std::unordered_map<std::string, TokenId> pieces_;
    std::size_t longest_ = 0; // bytes of a piece
};

} // namespace quantlathe
