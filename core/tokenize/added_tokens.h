// SPDX-License-Identifier: GPL-3.0-or-later
// Tokens that are found in text before all else: special ones ("<|im_end|>") and others that were added to a vocabulary.
#pragma once

#include "tokenize/bpe.h"

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

struct AddedTokenRule {
    std::string text; // not empty
    TokenId id = 0;
    bool isSpecial = false;
    bool takesSpacesBefore = false; // lstrip: the token swallows white space before it
    bool takesSpacesBehind = false; // rstrip
    bool wholeWordOnly = false;     // single_word: not inside a word
};

/// Finds them all at once: at every place the longest one. Immutable; safe to use from many threads.
class AddedTokens {
public:
    explicit AddedTokens(std::vector<AddedTokenRule> rules = {});

    struct Part {
        std::string_view text;
        const AddedTokenRule* token = nullptr; // nullptr: plain text
    };
    /// Cuts well-formed text into tokens and what lies between them (never empty). Special ones only with `special`.
    [[nodiscard]] std::vector<Part> cut(std::string_view text, bool special) const;

    [[nodiscard]] bool isEmpty() const { return rules_.empty(); }

private:
    static std::uint64_t edge(std::uint32_t node, char byte) {
        return std::uint64_t{node} << 8U | static_cast<unsigned char>(byte);
    }
    [[nodiscard]] const AddedTokenRule* longestAt(std::string_view text, bool special) const;

    std::vector<AddedTokenRule> rules_;
    std::unordered_map<std::uint64_t, std::uint32_t> edges_; // node and byte → node; 0 is the root
    std::vector<std::uint32_t> ends_;                        // by node: the rule that ends there plus one
    std::bitset<256> firstBytes_;
};

} // namespace quantlathe
