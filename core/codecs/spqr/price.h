// SPDX-License-Identifier: GPL-3.0-or-later
// Outliers for a room of fixed size: how large an error must be for its weight to become one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace quantlathe::spqr {

/// How often errors of each size occur, to the 2048th part of them. add() may be called from many threads.
class ErrorCounts {
public:
    ErrorCounts();
    void add(std::span<const float> errors);
    /// The least limit that at most `room` of the errors reach.
    [[nodiscard]] float limitFor(std::uint64_t room) const;

private:
    std::vector<std::atomic<std::uint32_t>> counts_;
};

inline constexpr int priceRounds = 5;

/// The price (Tile) at which a share of the weights are worth it. `errorsAt`: errors of the same weights under scales that
/// were chosen for a price; it is called priceRounds times.
[[nodiscard]] float priceFor(double share, const std::function<std::vector<float>(float price)>& errorsAt);

} // namespace quantlathe::spqr
