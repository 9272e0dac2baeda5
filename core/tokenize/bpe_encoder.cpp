// SPDX-License-Identifier: GPL-3.0-or-later
// Plain text → normalised → added tokens in it → words → ids.
#include "model/utf8.h"
#include "tokenize/tokenizer_parts.h"

#include <algorithm>

namespace quantlathe {
namespace {

/// Last bytes of what stands before a blank's mark inside a token; nothing if blanks have no mark.
std::vector<bool> bytesBeforeMarks(const Bpe& bpe, std::size_t symbols) {
    if (bpe.isByteLevel() || bpe.symbolOf(firstCharacter(blankMark)) == noSymbol) {
        return {};
    }
    std::vector<bool> bytes(256);
    for (std::size_t symbol = 0; symbol < symbols; ++symbol) {
        const std::string& text = bpe.text(static_cast<Symbol>(symbol));
        for (std::size_t at = text.find(blankMark, 1); at != std::string::npos; at = text.find(blankMark, at + 1)) {
            bytes[static_cast<unsigned char>(text[at - 1])] = true;
        }
    }
    bytes[static_cast<unsigned char>(blankMark.back())] = true; // a run of marks stays whole
    return bytes;
}

} // namespace

BpeEncoder::BpeEncoder(Parts parts)
    : parts_(std::move(parts)), joinsMark_(bytesBeforeMarks(*parts_.bpe, parts_.bpe->symbols())) {}

void BpeEncoder::encode(std::string_view text, bool isFirst, Call& call, std::vector<TokenId>& ids) const {
    std::string storage;
    const std::string_view normalized = parts_.normalizer.apply(text, storage);
    bool isBeginning = isFirst;
    const auto take = [&](std::string_view word) { encodeWords(word, call, ids); };
    for (const AddedTokens::Part& part : parts_.added.cut(normalized, call.parsesSpecial)) {
        if (part.token != nullptr) {
            ids.push_back(part.token->id);
        } else {
            parts_.words.cut(part.text, isBeginning, take);
        }
        isBeginning = false;
    }
}

void BpeEncoder::encodeWords(std::string_view text, Call& call, std::vector<TokenId>& ids) const {
    if (joinsMark_.empty()) {
        parts_.bpe->encode(text, call.scratch, ids);
        return;
    }
    std::size_t begin = 0;
    for (std::size_t at = text.find(blankMark, 1); at != std::string_view::npos; at = text.find(blankMark, at + 1)) {
        if (!joinsMark_[static_cast<unsigned char>(text[at - 1])]) {
            parts_.bpe->encode(text.substr(begin, at - begin), call.scratch, ids);
            begin = at;
        }
    }
    if (begin < text.size()) {
        parts_.bpe->encode(text.substr(begin), call.scratch, ids);
    }
}

} // namespace quantlathe
