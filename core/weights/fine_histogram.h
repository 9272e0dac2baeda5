// SPDX-License-Identifier: GPL-3.0-or-later
// A histogram with one bin for each BF16 pattern: 128 bins an octave over the whole range of floats, from which linear
// histograms, quantiles and tail shares are derived (docs/statistics.md).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Equal bins between `low` and `high`. Counts are fractions where a fine bin lies across a border.
struct LinearHistogram {
    double low = 0;
    double high = 0;
    std::vector<double> counts;
    double below = 0; // what lies outside
    double above = 0;
};

/// Finite values only. A value type; only bins that are not empty take memory (some thousand for a weight).
struct FineHistogram {
    /// `isExact`: the values are BF16 (or fit in it), a bin holds exactly its own value. Otherwise a bin holds the values
    /// from its own up to the next one away from zero, taken as evenly spread.
    bool isExact = true;
    std::vector<std::uint16_t> bins; // ascending in value: see fineBin()
    std::vector<std::uint64_t> counts;

    [[nodiscard]] std::uint64_t total() const;
    void merge(const FineHistogram& other);
    friend bool operator==(const FineHistogram&, const FineHistogram&) = default;
};

/// Order of a BF16 pattern among all, by value: −inf … −0, +0 … +inf.
[[nodiscard]] constexpr std::uint16_t fineBin(std::uint16_t pattern) {
    return static_cast<std::uint16_t>((pattern & 0x8000U) != 0 ? 0xFFFFU - pattern : pattern | 0x8000U);
}
[[nodiscard]] constexpr std::uint16_t fineBinPattern(std::uint16_t bin) {
    return static_cast<std::uint16_t>((bin & 0x8000U) != 0 ? bin & 0x7FFFU : 0xFFFFU - bin);
}

/// From counts by BF16 pattern (65536 numbers); NaN and infinite patterns are left out.
[[nodiscard]] FineHistogram fineHistogram(std::span<const std::uint64_t> patternCounts, bool isExact);

/// Smallest value v with share `p` of all values at or below v; 0 for an empty histogram.
[[nodiscard]] double quantile(const FineHistogram& histogram, double p);
/// Smallest r with share `p` of all |values| at or below r: the range ±r that a chart shows. 0 for an empty histogram.
[[nodiscard]] double symmetricRange(const FineHistogram& histogram, double p = 0.999);
/// Share of |value| > limit.
[[nodiscard]] double shareBeyond(const FineHistogram& histogram, double limit);

/// `bins` equal bins from `low` to `high` (low < high); a value on an inner border counts to the bin above, `high` itself
/// to the last. `smooth` spreads an exact value evenly over the numbers that round to it, which removes the comb that
/// BF16 steps wider than a bin would draw.
[[nodiscard]] LinearHistogram linearHistogram(const FineHistogram& histogram, std::size_t bins, double low, double high,
                                              bool smooth = false);

} // namespace quantlathe
