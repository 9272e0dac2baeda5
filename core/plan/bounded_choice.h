// SPDX-License-Identifier: GPL-3.0-or-later
// One option of every item, the least loss under several bounds at once: bytes on a card, bytes in main memory, time a token.
// Pure numbers (docs/planning.md, "Several bounds"; Dantzig and Wolfe 1960 for the multipliers).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

struct BoundedOption {
    double loss = 0;          // finite, not negative
    std::vector<double> uses; // one a bound, none negative
};

struct BoundedSelection {
    std::vector<std::uint32_t> options; // one a item
    double loss = 0;
    std::vector<double> uses;        // one a bound
    std::vector<double> multipliers; // one a bound: what the loss falls by for a unit more of it
    double lowerBound = 0;           // no selection within the bounds has a smaller loss
    /// How much better the best selection could be at most, as a share of the bound; 0: this is the best.
    [[nodiscard]] double gap() const;
};

/// The best selection within the bounds, or a good one with a bound from below; nothing if none was found that keeps them and
/// loses less than `below`. No item is without options, no bound negative. `nodes`: how hard the search tries to close the gap
/// that the relaxation leaves. Deterministic: ties go to the item and option with the smaller index.
[[nodiscard]] std::optional<BoundedSelection> leastLoss(std::span<const std::vector<BoundedOption>> items,
                                                        std::span<const double> bounds,
                                                        double below = std::numeric_limits<double>::infinity(),
                                                        std::size_t nodes = 200'000);

} // namespace quantlathe
