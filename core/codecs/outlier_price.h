// SPDX-License-Identifier: GPL-3.0-or-later
// Outliers for a room of fixed size: how large an error must be for its weight to become one. No value costs more than the
// price of an exact one.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

namespace quantlathe {

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

inline constexpr int priceRounds = 6;

struct OutlierPrices {
    float meeting = std::numeric_limits<float>::infinity(); // about so many weights are worth it as there is room for
    float best = std::numeric_limits<float>::infinity();    // of those tried, with which all others err least
};

/// Prices at which a share of the weights become outliers. `errorsAt`: errors of the same weights under scales that were chosen
/// for a price; it is called priceRounds times, or less often when there is nothing that errs.
[[nodiscard]] OutlierPrices pricesFor(double share, const std::function<std::vector<float>(float price)>& errorsAt);

} // namespace quantlathe
