// SPDX-License-Identifier: GPL-3.0-or-later
// Count, range and the first four moments of floats, mergeable without loss of accuracy (docs/statistics.md).
#pragma once

#include <cstdint>
#include <span>

namespace quantlathe {

/// Central moments, so that a large mean does not eat the digits of the deviation. NaN and infinities are counted and left
/// out of everything else. A value type.
struct Moments {
    std::uint64_t count = 0; // finite values
    std::uint64_t zeros = 0; // +0 and −0
    std::uint64_t nans = 0;
    std::uint64_t infinities = 0;
    double minimum = 0; // of the finite values; 0 when there are none
    double maximum = 0;
    double mean = 0;
    double m2 = 0; // Σ (w − mean)²
    double m3 = 0; // Σ (w − mean)³
    double m4 = 0; // Σ (w − mean)⁴

    /// Pairwise update of Chan, Golub, LeVeque (1979) for m2 and Pébay (2008), eq. 3.1, for m3 and m4.
    void merge(const Moments& other);
    friend bool operator==(const Moments&, const Moments&) = default;
};

/// Two passes over `values`, which should fit in a cache. Sums run in eight fixed double lanes without fused operations:
/// the same result on every machine.
[[nodiscard]] Moments momentsOf(std::span<const float> values);

/// The same of a multiset: `counts[i]` times the value `values[i]`, which is finite where the count is not 0. Compensated sums:
/// exact but for the last digits.
[[nodiscard]] Moments momentsOfCounts(std::span<const float> values, std::span<const std::uint64_t> counts);

} // namespace quantlathe
