// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/bpe.h"

#include "model/utf8.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

namespace quantlathe {
namespace {

constexpr std::size_t planeSize = 0x10000;
constexpr std::size_t cacheEntries = 1U << 14U;
constexpr std::size_t cachedBytes = 23;
constexpr std::size_t fewSymbols = 24; // up to here looking at all pairs again is faster than a heap
constexpr std::uint32_t noLink = std::numeric_limits<std::uint32_t>::max();

} // namespace

MergeTable::MergeTable(std::size_t count)
    : mask_(std::bit_ceil(2 * count + 2) - 1), keys_(mask_ + 1, emptyKey), merges_(mask_ + 1) {}

void MergeTable::add(Symbol left, Symbol right, Merge merge, bool replaces) {
    const std::uint64_t key = keyOf(left, right);
    std::size_t slot = slotOf(key);
    while (keys_[slot] != emptyKey && keys_[slot] != key) {
        slot = (slot + 1) & mask_;
    }
    if (keys_[slot] == emptyKey || replaces) {
        keys_[slot] = key;
        merges_[slot] = merge;
    }
}

Bpe::Bpe(std::vector<std::string> tokens, bool byteLevel)
    : byteLevel_(byteLevel), tokenCount_(tokens.size()),
      texts_(std::make_move_iterator(tokens.begin()), std::make_move_iterator(tokens.end())) {
    byText_.reserve(texts_.size());
    for (std::size_t id = 0; id < texts_.size(); ++id) {
        if (!texts_[id].empty()) {
            byText_.emplace(texts_[id], static_cast<Symbol>(id));
        }
    }
}

Symbol Bpe::symbolFor(std::string_view text) {
    if (const auto known = find(text)) {
        return *known;
    }
    const auto symbol = static_cast<Symbol>(texts_.size());
    byText_.emplace(texts_.emplace_back(text), symbol);
    return symbol;
}

std::optional<Symbol> Bpe::find(std::string_view text) const {
    const auto found = byText_.find(text);
    return found == byText_.end() ? std::nullopt : std::optional(found->second);
}

void Bpe::finish() {
    if (byteLevel_) {
        for (std::size_t byte = 0; byte < byteSymbols_.size(); ++byte) {
            byteSymbols_[byte] = symbolFor(std::string(1, static_cast<char>(byte)));
        }
        return;
    }
    planeSymbols_.assign(planeSize, noSymbol);
    for (std::size_t symbol = 0; symbol < texts_.size(); ++symbol) {
        const std::string& text = texts_[symbol];
        if (text.empty() || characterBytes(text.front()) != text.size()) {
            continue;
        }
        const char32_t character = firstCharacter(text);
        const Symbol found = *find(text); // of two tokens with the same text the first
        if (character < planeSize) {
            planeSymbols_[character] = found;
        } else {
            otherSymbols_[character] = found;
        }
    }
}

Symbol Bpe::symbolOf(char32_t character) const {
    if (character < planeSize) {
        return planeSymbols_[character];
    }
    const auto found = otherSymbols_.find(character);
    return found == otherSymbols_.end() ? noSymbol : found->second;
}

Bpe::Scratch::Scratch(bool caches) : cache_(caches ? cacheEntries : 0) {}

void Bpe::encode(std::string_view word, Scratch& scratch, std::vector<TokenId>& ids) const {
    if (word.size() > cachedBytes || scratch.cache_.empty()) {
        encodeUncached(word, scratch, ids);
        return;
    }
    Scratch::Key key{};
    std::memcpy(key.data(), word.data(), word.size());
    key[2] |= std::uint64_t{word.size() + 1} << 56U; // never zero: an entry that was not used yet is no empty word
    const std::uint64_t hash =
        (key[0] * 0x9E3779B97F4A7C15ULL) ^ (std::rotl(key[1], 23) * 0xC2B2AE3D27D4EB4FULL) ^ (key[2] * 0x165667B19E3779F9ULL);
    Scratch::Entry& entry = scratch.cache_[(hash ^ hash >> 29U) >> 16U & (cacheEntries - 1)];
    if (entry.key == key) {
        ids.insert(ids.end(), entry.ids.begin(), entry.ids.begin() + entry.count);
        return;
    }
    const std::size_t before = ids.size();
    encodeUncached(word, scratch, ids);
    const std::size_t count = ids.size() - before;
    if (count <= entry.ids.size()) {
        entry.key = key;
        entry.count = static_cast<std::uint32_t>(count);
        std::copy(ids.begin() + static_cast<std::ptrdiff_t>(before), ids.end(), entry.ids.begin());
    }
}

void Bpe::encodeUncached(std::string_view word, Scratch& scratch, std::vector<TokenId>& ids) const {
    if (ignoresMerges) {
        if (const auto whole = find(word); whole && *whole < tokenCount_) {
            ids.push_back(*whole);
            return;
        }
    }
    start(word, scratch);
    scratch.parts_.clear();
    if (scratch.symbols_.size() <= fewSymbols) {
        mergeFew(scratch);
    } else {
        mergeMany(scratch);
    }
    give(word, scratch, ids);
}

void Bpe::start(std::string_view word, Scratch& scratch) const {
    scratch.symbols_.clear();
    scratch.offsets_.clear();
    if (byteLevel_) {
        for (const char byte : word) {
            scratch.symbols_.push_back(byteSymbols_[static_cast<unsigned char>(byte)]);
        }
        return;
    }
    for (std::size_t at = 0; at < word.size(); at += characterBytes(word[at])) {
        scratch.symbols_.push_back(symbolOf(firstCharacter(word.substr(at))));
        scratch.offsets_.push_back(static_cast<std::uint32_t>(at));
    }
}

void Bpe::noteParts(MergeTable::Merge merge, Symbol left, Symbol right, Scratch& scratch) const {
    if (merge.result < isUnused.size() && isUnused[merge.result]) {
        scratch.parts_.push_back({merge.result, left, right});
    }
}

void Bpe::mergeFew(Scratch& scratch) const {
    auto& symbols = scratch.symbols_;
    auto& pairs = scratch.pairs_;
    pairs.clear();
    for (std::size_t i = 0; i + 1 < symbols.size(); ++i) {
        pairs.push_back(merges.find(symbols[i], symbols[i + 1]));
    }
    while (!pairs.empty()) {
        const auto best =
            std::min_element(pairs.begin(), pairs.end(), [](const auto& a, const auto& b) { return a.rank < b.rank; });
        if (best->rank == MergeTable::noRank) {
            return;
        }
        const auto at = static_cast<std::size_t>(best - pairs.begin());
        const auto step = static_cast<std::ptrdiff_t>(at);
        noteParts(*best, symbols[at], symbols[at + 1], scratch);
        symbols[at] = best->result;
        symbols.erase(symbols.begin() + step + 1);
        if (!scratch.offsets_.empty()) {
            scratch.offsets_.erase(scratch.offsets_.begin() + step + 1);
        }
        pairs.erase(best);
        if (at < pairs.size()) {
            pairs[at] = merges.find(symbols[at], symbols[at + 1]);
        }
        if (at > 0) {
            pairs[at - 1] = merges.find(symbols[at - 1], symbols[at]);
        }
    }
}

void Bpe::mergeMany(Scratch& scratch) const {
    auto& links = scratch.links_;
    auto& heap = scratch.heap_;
    const auto count = static_cast<std::uint32_t>(scratch.symbols_.size());
    links.resize(count);
    heap.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
        Scratch::Link& link = links[i];
        link.symbol = scratch.symbols_[i];
        link.offset = byteLevel_ ? i : scratch.offsets_[i];
        link.former = i == 0 ? noLink : i - 1;
        link.next = i + 1 == count ? noLink : i + 1;
        link.merge = link.next == noLink ? MergeTable::Merge() : merges.find(link.symbol, scratch.symbols_[i + 1]);
        if (link.merge.rank != MergeTable::noRank) {
            heap.push_back(std::uint64_t{link.merge.rank} << 32U | i);
        }
    }
    // The smallest on top. An entry whose pair has changed since is known by its rank.
    std::make_heap(heap.begin(), heap.end(), std::greater<>());
    const auto look = [&](std::uint32_t at) {
        Scratch::Link& link = links[at];
        link.merge = link.next == noLink ? MergeTable::Merge() : merges.find(link.symbol, links[link.next].symbol);
        if (link.merge.rank != MergeTable::noRank) {
            heap.push_back(std::uint64_t{link.merge.rank} << 32U | at);
            std::push_heap(heap.begin(), heap.end(), std::greater<>());
        }
    };
    while (!heap.empty()) {
        std::pop_heap(heap.begin(), heap.end(), std::greater<>());
        const auto at = static_cast<std::uint32_t>(heap.back());
        const auto rank = static_cast<std::uint32_t>(heap.back() >> 32U);
        heap.pop_back();
        Scratch::Link& link = links[at];
        if (link.merge.rank != rank) {
            continue;
        }
        Scratch::Link& gone = links[link.next];
        noteParts(link.merge, link.symbol, gone.symbol, scratch);
        link.symbol = link.merge.result;
        gone.merge = {};
        link.next = gone.next;
        if (link.next != noLink) {
            links[link.next].former = at;
        }
        look(at);
        if (link.former != noLink) {
            look(link.former);
        }
    }
    scratch.symbols_.clear();
    scratch.offsets_.clear();
    for (std::uint32_t at = 0; at != noLink; at = links[at].next) {
        scratch.symbols_.push_back(links[at].symbol);
        if (!byteLevel_) {
            scratch.offsets_.push_back(links[at].offset);
        }
    }
}

void Bpe::give(std::string_view word, Scratch& scratch, std::vector<TokenId>& ids) const {
    bool formerIsUnknown = false;
    for (std::size_t i = 0; i < scratch.symbols_.size(); ++i) {
        const Symbol symbol = scratch.symbols_[i];
        if (symbol != noSymbol) {
            giveSymbol(symbol, scratch, formerIsUnknown, ids);
        } else {
            const std::string_view rest = word.substr(scratch.offsets_[i]);
            giveCharacters(rest.substr(0, characterBytes(rest.front())), formerIsUnknown, ids);
        }
    }
}

void Bpe::giveSymbol(Symbol symbol, const Scratch& scratch, bool& formerIsUnknown, std::vector<TokenId>& ids) const {
    const bool isTakenApart = symbol < isUnused.size() && isUnused[symbol];
    if (isTakenApart) {
        const auto parts =
            std::find_if(scratch.parts_.rbegin(), scratch.parts_.rend(), [&](const auto& entry) { return entry[0] == symbol; });
        if (parts != scratch.parts_.rend()) { // parts are shorter than the whole, so this ends
            giveSymbol((*parts)[1], scratch, formerIsUnknown, ids);
            giveSymbol((*parts)[2], scratch, formerIsUnknown, ids);
            return;
        }
    }
    if (symbol < tokenCount_) {
        ids.push_back(symbol);
        formerIsUnknown = false;
    } else {
        giveCharacters(texts_[symbol], formerIsUnknown, ids);
    }
}

void Bpe::giveCharacters(std::string_view text, bool& formerIsUnknown, std::vector<TokenId>& ids) const {
    while (!text.empty()) {
        const std::size_t length = byteLevel_ ? 1 : characterBytes(text.front());
        const std::string_view character = text.substr(0, length);
        text.remove_prefix(length);
        const auto token = find(character);
        const auto byteToken = [&](char byte) { return byteTokens[static_cast<unsigned char>(byte)]; };
        if (token && *token < tokenCount_) {
            ids.push_back(*token);
            formerIsUnknown = false;
        } else if (std::all_of(character.begin(), character.end(), byteToken)) {
            std::transform(character.begin(), character.end(), std::back_inserter(ids),
                           [&](char byte) { return *byteToken(byte); });
            formerIsUnknown = false;
        } else {
            if (unknown && !(fusesUnknown && formerIsUnknown)) {
                ids.push_back(*unknown);
            }
            formerIsUnknown = true;
        }
    }
}

} // namespace quantlathe
