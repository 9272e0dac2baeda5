// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/word_pieces.h"

#include "model/utf8.h"

#include <algorithm>
#include <array>
#include <unicode/uchar.h>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::size_t longestWord = 100; // characters; longer ones are unknown
constexpr UChar32 replacementCharacter = 0xFFFD;

bool isBlank(UChar32 character) {
    return u_isUWhiteSpace(character) != 0;
}

/// Left out of texts; unassigned characters are not.
bool isControl(UChar32 character) {
    const bool isLine = character == '\t' || character == '\n' || character == '\r';
    constexpr std::uint32_t control = U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK;
    return character == replacementCharacter || (!isLine && (U_GET_GC_MASK(character) & control) != 0);
}

bool isPunctuation(UChar32 character) {
    const bool isAscii = character < 0x80;
    return (isAscii && u_isgraph(character) != 0 && u_isalnum(character) == 0) || (U_GET_GC_MASK(character) & U_GC_P_MASK) != 0;
}

/// Each of them is a word.
bool isIdeograph(UChar32 character) {
    static constexpr std::array<std::pair<UChar32, UChar32>, 8> ranges{{{0x4E00, 0x9FFF},
                                                                        {0x3400, 0x4DBF},
                                                                        {0x20000, 0x2A6DF},
                                                                        {0x2A700, 0x2B73F},
                                                                        {0x2B740, 0x2B81F},
                                                                        {0x2B920, 0x2CEAF},
                                                                        {0xF900, 0xFAFF},
                                                                        {0x2F800, 0x2FA1F}}};
    return std::ranges::any_of(ranges,
                               [&](const auto& range) { return character >= range.first && character <= range.second; });
}

/// take(character, its bytes) for each.
template <class Take>
void forCharacters(std::string_view text, const Take& take) {
    while (!text.empty()) {
        const std::size_t length = characterBytes(text.front());
        take(static_cast<UChar32>(firstCharacter(text)), text.substr(0, length));
        text.remove_prefix(length);
    }
}

std::string cleaned(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    forCharacters(text, [&](UChar32 character, std::string_view bytes) {
        if (isControl(character)) {
            return;
        }
        if (isBlank(character)) {
            result += ' ';
        } else if (isIdeograph(character)) {
            result.append(" ").append(bytes).append(" ");
        } else {
            result += bytes;
        }
    });
    return result;
}

std::string withoutAccents(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    forCharacters(text, [&](UChar32 character, std::string_view bytes) {
        if (u_charType(character) != U_NON_SPACING_MARK) {
            result += bytes;
        }
    });
    return result;
}

} // namespace

WordPieceEncoder::WordPieceEncoder(const std::vector<std::string>& pieces, Settings settings) : settings_(settings) {
    for (std::size_t id = 0; id < pieces.size(); ++id) {
        if (!pieces[id].empty()) {
            pieces_.emplace(pieces[id], static_cast<TokenId>(id));
            longest_ = std::max(longest_, pieces[id].size());
        }
    }
    if (settings.lowercases) {
        normalizer_.add(Normalizer::Kind::lowercase);
    }
}

std::string WordPieceEncoder::prepared(std::string_view text) const {
    std::string now = cleaned(text);
    std::string storage;
    if (settings_.stripsAccents) {
        Normalizer decomposed;
        decomposed.add(Normalizer::Kind::nfd);
        now = withoutAccents(decomposed.apply(now, storage));
    }
    return std::string(normalizer_.apply(now, storage));
}

void WordPieceEncoder::encode(std::string_view text, bool, Call&, std::vector<TokenId>& ids) const {
    const std::string ready = prepared(text);
    const std::string_view all = ready;
    std::size_t begin = 0;
    std::size_t at = 0;
    const auto endWord = [&] {
        if (at > begin) {
            encodeWord(all.substr(begin, at - begin), ids);
        }
    };
    forCharacters(all, [&](UChar32 character, std::string_view bytes) {
        const bool isMark = isPunctuation(character);
        if (isMark || isBlank(character)) {
            endWord();
            begin = at + bytes.size();
            if (isMark) {
                encodeWord(bytes, ids);
            }
        }
        at += bytes.size();
    });
    endWord();
}

void WordPieceEncoder::encodeWord(std::string_view word, std::vector<TokenId>& ids) const {
    const std::size_t before = ids.size();
    const auto isInside = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; };
    const auto characters = word.size() - static_cast<std::size_t>(std::ranges::count_if(word, isInside));
    std::string piece;
    for (std::string_view rest = characters > longestWord ? std::string_view() : word; !rest.empty();) {
        const std::string_view mark = rest.size() == word.size() ? blankMark : std::string_view();
        std::size_t length = std::min(rest.size(), longest_);
        auto found = pieces_.end();
        for (; length > 0; --length) {
            if (length < rest.size() && isInside(rest[length])) {
                continue; // in the middle of a character
            }
            piece.assign(mark).append(rest.substr(0, length));
            found = pieces_.find(piece);
            if (found != pieces_.end()) {
                break;
            }
        }
        if (found == pieces_.end()) {
            ids.resize(before);
            break;
        }
        ids.push_back(found->second);
        rest.remove_prefix(length);
    }
    if (ids.size() == before) {
        ids.push_back(settings_.unknown);
    }
}

} // namespace quantlathe
