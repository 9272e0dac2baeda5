// SPDX-License-Identifier: GPL-3.0-or-later
// The multiple-choice knapsack: one option of every item, the least loss within a number of bytes. Pure numbers
// (docs/planning.md; Sinha and Zoltners 1979 for the hull, Pisinger 1995 for the core around the break item).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

struct KnapsackOption {
    std::uint64_t bytes = 0;
    double loss = 0; // finite, not negative
};

/// One option a item, as indexes into the item's options as they were given.
struct Selection {
    std::vector<std::uint32_t> options;
    std::uint64_t bytes = 0;
    double loss = 0;
};

struct Solution : Selection {
    double lowerBound = 0; // no selection of that many bytes has a smaller loss
    /// How much better the best selection could be at most, as a share of the bound; 0: this is the best.
    [[nodiscard]] double gap() const;
};

/// How hard solve() tries to close the gap that hull and repair leave.
struct KnapsackEffort {
    std::size_t states = 20'000;         // kept after an item of the core
    std::size_t totalStates = 4'000'000; // looked at over all items
};

/// Immutable; safe to ask from many threads. Everything is deterministic: ties go to the item and option with the smaller
/// index.
class Knapsack {
public:
    /// A selection that the Lagrangian relaxation finds: the best of its size. The front is ascending in bytes, descending in
    /// loss, and convex.
    struct FrontPoint {
        std::uint64_t bytes = 0;
        double loss = 0;
        double lossPerByte = 0; // what the step to the next point gains; 0 at the last one
    };

    /// No item is without options. Sizes add up without overflow (below 2^62 bytes together).
    explicit Knapsack(std::vector<std::vector<KnapsackOption>> items);

    [[nodiscard]] std::size_t items() const { return items_.size(); }
    /// All vertices, from the smallest selection to the one with the least loss; never empty.
    [[nodiscard]] std::span<const FrontPoint> front() const { return front_; }
    [[nodiscard]] Selection atFront(std::size_t point) const;
    /// The last point of the front that is not larger; nothing if all are.
    [[nodiscard]] std::optional<std::size_t> frontWithin(std::uint64_t bytes) const;
    /// The best selection within `budget` bytes, or a good one with a bound; nothing if the smallest one is larger.
    [[nodiscard]] std::optional<Solution> solve(std::uint64_t budget, const KnapsackEffort& effort = {}) const;

private:
    struct Upgrade {
        std::uint32_t item = 0;
        std::uint32_t to = 0; // place on the item's hull
        double lossPerByte = 0;
    };
    struct Item {
        std::vector<KnapsackOption> options;
        std::vector<std::uint32_t> useful; // not dominated: ascending bytes, descending loss
        std::vector<std::uint32_t> hull;   // of them, the lower convex hull
    };
    [[nodiscard]] Selection selected(std::vector<std::uint32_t> options) const;
    void repair(std::vector<std::uint32_t>& options, std::uint64_t bytes, std::uint64_t budget) const;
    void closeGap(Solution& solution, std::size_t point, std::uint64_t budget, const KnapsackEffort& effort) const;

    std::vector<Item> items_;
    std::vector<Upgrade> upgrades_; // the best gain a byte first
    std::vector<FrontPoint> front_; // front_[k]: after the first k upgrades
};

} // namespace quantlathe
