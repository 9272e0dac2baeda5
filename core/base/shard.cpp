// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/shard.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <numeric>
#include <optional>
#include <queue>
#include <utility>

namespace quantlathe {
namespace {

std::optional<std::uint32_t> shardNumber(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool isWhole = error == std::errc() && end == text.data() + text.size();
    return isWhole && number >= 1 && number <= mostShards ? std::optional(number) : std::nullopt;
}

} // namespace

Shard parseShard(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos) {
        const auto number = shardNumber(text.substr(0, slash));
        const auto count = shardNumber(text.substr(slash + 1));
        if (number && count && *number <= *count) {
            return {*number, *count};
        }
    }
    throw badInput({}, say("{} names no shard", escapeForDisplay(text)),
                   say("Write 2/3 for the second of three; there may be up to {}.", groupedDigits(mostShards)));
}

std::vector<std::uint32_t> shardsOfPieces(std::span<const std::uint64_t> sizes, std::uint32_t count) {
    std::vector<std::size_t> order(sizes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t piece) { return sizes[piece]; });
    using Load = std::pair<std::uint64_t, std::uint32_t>; // bytes, shard
    std::priority_queue<Load, std::vector<Load>, std::greater<>> loads;
    for (std::uint32_t shard = 1; shard <= count; ++shard) {
        loads.emplace(0, shard);
    }
    std::vector<std::uint32_t> shards(sizes.size());
    for (const std::size_t piece : order) {
        const auto [load, shard] = loads.top();
        loads.pop();
        shards[piece] = shard;
        loads.emplace(load + sizes[piece], shard);
    }
    return shards;
}

} // namespace quantlathe
