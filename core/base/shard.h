// SPDX-License-Identifier: GPL-3.0-or-later
// Work that is shared out among processes which know nothing of each other but their number.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

/// One of `count` processes that share a task; numbers count from 1.
struct Shard {
    std::uint32_t number = 1;
    std::uint32_t count = 1;
    friend bool operator==(const Shard&, const Shard&) = default;
};
inline constexpr std::uint32_t mostShards = 65'535;

/// "2/3". Throws Error(badInput) for anything else.
[[nodiscard]] Shard parseShard(std::string_view text);

/// The number of the shard that takes each of the pieces: the largest first (of equal ones the first), each to the shard that
/// has the least so far (of equal ones the first). Follows from the arguments alone. The fullest shard holds at most the mean
/// and one piece (Graham 1969: at most 4/3 − 1/(3 · count) of the best that any assignment could reach).
[[nodiscard]] std::vector<std::uint32_t> shardsOfPieces(std::span<const std::uint64_t> sizes, std::uint32_t count);

} // namespace quantlathe
