// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-pair encoding of one word: of all neighbours that may be merged, those of the lowest rank go first, the leftmost of
// equals (R. Sennrich, B. Haddow, A. Birch, "Neural Machine Translation of Rare Words with Subword Units", 2016, algorithm 1).
// SentencePiece's variant, which merges by the score of the result, is the same with ranks made of scores.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace quantlathe {

using TokenId = std::uint32_t;

/// Tokens by id, then what else can stand in a word while it is merged. `noSymbol` is a character that never takes part.
using Symbol = std::uint32_t;
inline constexpr Symbol noSymbol = std::numeric_limits<Symbol>::max();

/// (left, right) → (rank, what they become): a hash table with open addressing. Immutable after finish().
class MergeTable {
public:
    static constexpr std::uint32_t noRank = std::numeric_limits<std::uint32_t>::max();
    struct Merge {
        std::uint32_t rank = noRank;
        Symbol result = noSymbol;
    };
    /// Makes room for so many merges.
    explicit MergeTable(std::size_t count = 0);
    /// Of two merges of the same pair the first stays, or with `replaces` the last.
    void add(Symbol left, Symbol right, Merge merge, bool replaces);
    [[nodiscard]] Merge find(Symbol left, Symbol right) const {
        const std::uint64_t key = keyOf(left, right);
        for (std::size_t slot = slotOf(key);; slot = (slot + 1) & mask_) {
            if (keys_[slot] == key) {
                return merges_[slot];
            }
            if (keys_[slot] == emptyKey) {
                return {};
            }
        }
    }

private:
    static constexpr std::uint64_t emptyKey = std::numeric_limits<std::uint64_t>::max(); // two times noSymbol
    static std::uint64_t keyOf(Symbol left, Symbol right) { return std::uint64_t{left} << 32U | right; }
    [[nodiscard]] std::size_t slotOf(std::uint64_t key) const {
        return static_cast<std::size_t>((key * 0x9E3779B97F4A7C15ULL) >> 20U) & mask_;
    }
    std::size_t mask_ = 0;
    std::vector<std::uint64_t> keys_;
    std::vector<Merge> merges_;
};

/// Everything a vocabulary says about words. Immutable while it is used; safe to read from many threads.
class Bpe {
public:
    /// `tokens`: by id, as they look in words (bytes, or UTF-8); an empty text is never found in one.
    Bpe(std::vector<std::string> tokens, bool byteLevel);

    /// The symbol with that text; a new one if there is none yet.
    [[nodiscard]] Symbol symbolFor(std::string_view text);
    [[nodiscard]] std::optional<Symbol> find(std::string_view text) const;
    [[nodiscard]] const std::string& text(Symbol symbol) const { return texts_[symbol]; }
    [[nodiscard]] std::size_t tokens() const { return tokenCount_; }
    [[nodiscard]] std::size_t symbols() const { return texts_.size(); }

    MergeTable merges;
    std::array<std::optional<TokenId>, 256> byteTokens{}; // what stands for a byte that no token has
    std::optional<TokenId> unknown;                       // what stands for all else; without it such characters are lost
    bool fusesUnknown = false;                            // one for a run of unknown characters
    bool ignoresMerges = false;                           // a word that is a token is not taken apart
    std::vector<bool> isUnused;                           // by id: tokens that are taken apart again; empty for none

    /// To be called when all symbols are known, before encode().
    void finish();
    [[nodiscard]] bool isByteLevel() const { return byteLevel_; }
    /// True if words may begin with that character: it is a symbol.
    [[nodiscard]] Symbol symbolOf(char32_t character) const;

    /// Memory for one thread, kept from word to word; a cache of short words as well.
    class Scratch;
    /// Appends the ids of the word; O(n log n) for n characters.
    void encode(std::string_view word, Scratch& scratch, std::vector<TokenId>& ids) const;

private:
    void encodeUncached(std::string_view word, Scratch& scratch, std::vector<TokenId>& ids) const;
    void start(std::string_view word, Scratch& scratch) const;
    void mergeFew(Scratch& scratch) const;
    void mergeMany(Scratch& scratch) const;
    void noteParts(MergeTable::Merge merge, Symbol left, Symbol right, Scratch& scratch) const;
    void give(std::string_view word, Scratch& scratch, std::vector<TokenId>& ids) const;
    void giveSymbol(Symbol symbol, const Scratch& scratch, bool& formerIsUnknown, std::vector<TokenId>& ids) const;
    void giveCharacters(std::string_view text, bool& formerIsUnknown, std::vector<TokenId>& ids) const;

    bool byteLevel_;
    std::size_t tokenCount_;
    std::deque<std::string> texts_; // by symbol; a deque, because the index points into it
    std::unordered_map<std::string_view, Symbol> byText_;
    std::array<Symbol, 256> byteSymbols_{};
    std::vector<Symbol> planeSymbols_; // by character below U+10000
    std::unordered_map<char32_t, Symbol> otherSymbols_;
};

class Bpe::Scratch {
public:
    /// With `caches`, ids of short words are remembered: worth its 1.2 MB for texts of more than some kilobytes.
    explicit Scratch(bool caches);

private:
    friend class Bpe;
    /// A word of up to 23 bytes, zero-padded, its length in the last byte.
    using Key = std::array<std::uint64_t, 3>;
    struct Entry {
        Key key{};
        std::uint32_t count = 0;
        std::array<TokenId, 8> ids{};
    };
    struct Link { // of the long way
        Symbol symbol = noSymbol;
        std::uint32_t offset = 0;
        std::uint32_t former = 0;
        std::uint32_t next = 0;
        MergeTable::Merge merge;
    };
    std::vector<Entry> cache_;
    std::vector<Symbol> symbols_;
    std::vector<std::uint32_t> offsets_; // in the word, by symbol: only of vocabularies of characters
    std::vector<MergeTable::Merge> pairs_;
    std::vector<Link> links_;
    std::vector<std::uint64_t> heap_;          // rank and place
    std::vector<std::array<Symbol, 3>> parts_; // an unused token and what it was merged from
};

} // namespace quantlathe
