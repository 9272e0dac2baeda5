// SPDX-License-Identifier: GPL-3.0-or-later
// The sums behind every error measure: original values w against decoded values q (docs/statistics.md).
#pragma once

#include <cstdint>
#include <span>

namespace quantlathe {

/// A value type; merging in a fixed order gives the same bits for any number of threads. Pairs with a NaN or an infinity
/// on either side are counted in `nonFinite` and left out of the sums.
struct ErrorSums {
    std::uint64_t weights = 0; // pairs in the sums
    std::uint64_t nonFinite = 0;
    double difference = 0;         // Σ (w − q)²
    double original = 0;           // Σ w²
    double decoded = 0;            // Σ q²
    double product = 0;            // Σ w·q
    double weightedDifference = 0; // Σ s·(w − q)², s: importance of the column; 0 without importance
    double weightedOriginal = 0;   // Σ s·w²
    double maxAbsolute = 0;        // max |w − q|

    void merge(const ErrorSums& other);
    friend bool operator==(const ErrorSums&, const ErrorSums&) = default;
};

/// Both spans have rows × columns values, row-major. `importance`: empty, or one value a column. Double accumulation in
/// eight fixed lanes without fused operations: the same result on every machine. Pure.
[[nodiscard]] ErrorSums errorSums(std::span<const float> original, std::span<const float> decoded, std::uint64_t columns,
                                  std::span<const float> importance = {});

/// columnMaxima[c] = max(columnMaxima[c], |values[r][c]|) and rowMaxima[r] likewise; NaN is left out. Sizes: rows × columns,
/// columns, rows.
void updateAbsoluteMaxima(std::span<const float> values, std::span<float> columnMaxima, std::span<float> rowMaxima);

} // namespace quantlathe
