// SPDX-License-Identifier: GPL-3.0-or-later
// Scales of groups for weights that do not count alike: for each group the numbers that make Σ a (w − ŵ)² small, a being the
// importance of a weight's column and ŵ what its nearest code stands for. Codes and scales take turns, as in Lloyd's algorithm
// (S. Lloyd, "Least squares quantization in PCM", 1982): each weight goes to its nearest code, then the scale is the weighted
// least-squares solution for these codes. That only finds the next valley, so it starts from many ranges and keeps the best.
// Single precision, one rounding an operation, one order of sums: the same bits on every machine.
#pragma once

#include "codecs/strips.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// Groups side by side. Those that are not there hold zeros.
struct StripSearch {
    const float* values = nullptr;     // rows · stripGroups
    const float* importance = nullptr; // as many, of the values' columns
    std::size_t rows = 0;
    std::size_t groups = stripGroups; // from here on lanes may be left out
};

/// Memory of a search. Not thread-safe.
class StripBuffers {
public:
    /// Groups of `rows` values, at most stripGroups of them, one behind the other. Valid until the next call.
    [[nodiscard]] StripSearch of(std::span<const float> values, std::span<const float> importance, std::size_t rows);

private:
    std::vector<float> values_;
    std::vector<float> importance_;
};

/// Sixteen values in ascending order and what lies half-way between neighbours.
struct ScaledLevels {
    std::array<float, 16> values{};
    std::array<float, 15> thresholds{};
};

/// ŵ = scale · nearest level. `scales`: receives a scale a group, the largest magnitude where none is found.
void searchScales(const StripSearch& search, const ScaledLevels& levels, float* scales);
/// Σ a (w − ŵ)² for given scales, not 0.
void errorsOfScales(const StripSearch& search, const ScaledLevels& levels, const float* scales, float* errors);

/// ŵ = scale · code + offset with codes 0 … maxCode. `scales`, `offsets`: stripGroups each; on entry a start that others are
/// tried beside, on return the best. No numbers come out for what is not there.
void searchGrids(const StripSearch& search, float maxCode, float* scales, float* offsets);

/// Σ a (w − ŵ)² in double precision.
[[nodiscard]] double weightedSquares(std::span<const float> values, std::span<const float> decoded,
                                     std::span<const float> importance);

} // namespace quantlathe
