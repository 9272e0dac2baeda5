// SPDX-License-Identifier: GPL-3.0-or-later
// One-pass counting of 16-bit patterns: the range of the values need not be known beforehand (docs/statistics.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

inline constexpr std::size_t patternCount = 65536;

/// How often each 16-bit pattern occurred. Four interleaved tables keep runs of equal values from waiting on their own
/// stores. Counts up to 2^64. One object a thread (1.5 MiB); counts add up in any order to the same result.
class PatternCounter {
public:
    PatternCounter();

    /// Little-endian 16-bit values (F16, BF16), aligned or not; an odd last byte is not looked at.
    void addPatterns(std::span<const std::byte> stored);
    /// The upper 16 bits of each float: sign, exponent and 7 bits of mantissa, cut off, not rounded.
    void addFloats(std::span<const float> values);

    /// Whether every float had an empty lower half, so that the counts say all about them (BF16 values stored as F32).
    [[nodiscard]] bool floatsWereExact() const { return lowerHalves_ == 0; }

    /// Adds all counts to `totals` (patternCount numbers).
    void addTo(std::span<std::uint64_t> totals);

private:
    void foldWhenFull(std::size_t upcoming);

    std::vector<std::uint32_t> tables_; // table × pattern
    std::vector<std::uint64_t> folded_; // by pattern; empty until the 32-bit counters would overflow
    std::uint64_t pending_ = 0;         // values in tables_
    std::uint64_t lowerHalves_ = 0;     // lower halves of all floats, ored
};

/// How often each byte occurred, added to `totals` (256 numbers).
void countBytes(std::span<const std::byte> stored, std::span<std::uint64_t> totals);

} // namespace quantlathe
