// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/scored_merges.h"

#include "base/error.h"
#include "base/words.h"
#include "model/utf8.h"

#include <algorithm>
#include <functional>

namespace quantlathe {
namespace {

constexpr std::uint64_t maxHashedBytes = 1ULL << 32U; // a second's work; the largest vocabularies need a hundredth of it

void checkWork(const Bpe& bpe, const std::filesystem::path& file) {
    std::uint64_t work = 0;
    for (std::size_t id = 0; id < bpe.tokens(); ++id) {
        const std::uint64_t length = bpe.text(static_cast<Symbol>(id)).size();
        work += length >= (1ULL << 31U) ? maxHashedBytes : length * length;
        if (work >= maxHashedBytes) {
            throw badInput(file, say("The tokens of this vocabulary are too long"),
                           say("Up to the token {} they are too long to be put together from others; this one has {} "
                               "bytes.",
                               id, length));
        }
    }
}

/// Equal scores have equal ranks: then the leftmost pair goes first.
std::vector<std::uint32_t> ranksOf(std::span<const float> scores) {
    std::vector<float> order(scores.begin(), scores.end());
    std::sort(order.begin(), order.end(), std::greater<>());
    order.erase(std::unique(order.begin(), order.end()), order.end());
    std::vector<std::uint32_t> ranks;
    ranks.reserve(scores.size());
    for (const float score : scores) {
        const auto place = std::lower_bound(order.begin(), order.end(), score, std::greater<>());
        ranks.push_back(static_cast<std::uint32_t>(place - order.begin()));
    }
    return ranks;
}

struct Pair {
    Symbol left;
    Symbol right;
    MergeTable::Merge merge;
};

} // namespace

void addScoredMerges(std::span<const float> scores, const std::filesystem::path& file, Bpe& bpe) {
    checkWork(bpe, file);
    const std::vector<std::uint32_t> ranks = ranksOf(scores);
    // A character that is no token itself can still be a part of one.
    for (std::size_t id = 0; id < bpe.tokens(); ++id) {
        const std::string text = bpe.text(static_cast<Symbol>(id));
        for (std::size_t at = 0; at < text.size(); at += characterBytes(text[at])) {
            static_cast<void>(bpe.symbolFor(std::string_view(text).substr(at, characterBytes(text[at]))));
        }
    }
    std::vector<Pair> pairs;
    for (std::size_t id = 0; id < bpe.tokens(); ++id) {
        const auto symbol = static_cast<Symbol>(id);
        const std::string_view text = bpe.text(symbol);
        if (text.empty() || *bpe.find(text) != symbol) {
            continue; // the same text again
        }
        for (std::size_t at = characterBytes(text.front()); at < text.size(); at += characterBytes(text[at])) {
            const auto left = bpe.find(text.substr(0, at));
            const auto right = left ? bpe.find(text.substr(at)) : std::nullopt;
            if (right) {
                pairs.push_back({*left, *right, {ranks[id], symbol}});
            }
        }
    }
    bpe.merges = MergeTable(pairs.size());
    for (const Pair& pair : pairs) {
        bpe.merges.add(pair.left, pair.right, pair.merge, false);
    }
}

} // namespace quantlathe
