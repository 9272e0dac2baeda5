// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/added_tokens.h"

#include "model/utf8.h"

#include <algorithm>
#include <unicode/uchar.h>

namespace quantlathe {
namespace {

bool isContinuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Where the last character of `text` (not empty) begins.
std::size_t lastCharacter(std::string_view text) {
    std::size_t at = text.size() - 1;
    while (at > 0 && isContinuation(text[at])) {
        --at;
    }
    return at;
}

bool isSpace(char32_t character) {
    return u_isUWhiteSpace(static_cast<UChar32>(character)) != 0;
}

bool isOfWords(char32_t character) {
    const auto c = static_cast<UChar32>(character);
    const auto kinds = U_GET_GC_MASK(c);
    return u_isUAlphabetic(c) != 0 || (kinds & (U_GC_M_MASK | U_GC_ND_MASK | U_GC_PC_MASK)) != 0 || c == 0x200C || c == 0x200D;
}

bool standsInAWord(std::string_view before, std::string_view behind) {
    return (!before.empty() && isOfWords(firstCharacter(before.substr(lastCharacter(before))))) ||
           (!behind.empty() && isOfWords(firstCharacter(behind)));
}

} // namespace

AddedTokens::AddedTokens(std::vector<AddedTokenRule> rules) : rules_(std::move(rules)), ends_(1) {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        std::uint32_t node = 0;
        for (const char byte : rules_[i].text) {
            const auto [place, isNew] = edges_.try_emplace(edge(node, byte), static_cast<std::uint32_t>(ends_.size()));
            if (isNew) {
                ends_.push_back(0);
            }
            node = place->second;
        }
        if (node != 0) {
            firstBytes_.set(static_cast<unsigned char>(rules_[i].text.front()));
            ends_[node] = static_cast<std::uint32_t>(i + 1);
        }
    }
}

const AddedTokenRule* AddedTokens::longestAt(std::string_view text, bool special) const {
    const AddedTokenRule* longest = nullptr;
    std::uint32_t node = 0;
    for (const char byte : text) {
        const auto next = edges_.find(edge(node, byte));
        if (next == edges_.end()) {
            break;
        }
        node = next->second;
        if (ends_[node] != 0 && (special || !rules_[ends_[node] - 1].isSpecial)) {
            longest = &rules_[ends_[node] - 1];
        }
    }
    return longest;
}

std::vector<AddedTokens::Part> AddedTokens::cut(std::string_view text, bool special) const {
    std::vector<Part> parts;
    std::size_t begin = 0; // of what was not yet given out
    for (std::size_t at = 0; at < text.size() && !isEmpty();) {
        if (!firstBytes_[static_cast<unsigned char>(text[at])]) {
            ++at;
            continue;
        }
        const AddedTokenRule* token = longestAt(text.substr(at), special);
        if (token == nullptr) {
            ++at;
            continue;
        }
        std::size_t start = at;
        std::size_t end = at + token->text.size();
        at = end;
        if (token->wholeWordOnly && standsInAWord(text.substr(0, start), text.substr(end))) {
            continue;
        }
        while (token->takesSpacesBefore && start > begin) {
            const std::size_t former = lastCharacter(text.substr(0, start));
            if (!isSpace(firstCharacter(text.substr(former)))) {
                break;
            }
            start = former;
        }
        while (token->takesSpacesBehind && end < text.size() && isSpace(firstCharacter(text.substr(end)))) {
            end += characterBytes(text[end]);
        }
        if (start > begin) {
            parts.push_back({text.substr(begin, start - begin), nullptr});
        }
        parts.push_back({text.substr(start, end - start), token});
        begin = at = end;
    }
    if (begin < text.size()) {
        parts.push_back({text.substr(begin), nullptr});
    }
    return parts;
}

} // namespace quantlathe
