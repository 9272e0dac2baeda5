// SPDX-License-Identifier: GPL-3.0-or-later
// The groups of a matrix: read into tiles, given their starting scales and zero points, and the zero points improved by the
// solver. Private to codecs/hqq.
#pragma once

#include "codecs/hqq/layout.h"
#include "codecs/matrix_encoding.h"

#include <vector>

namespace quantlathe::hqq {

inline constexpr std::size_t solverIterations = 20; // at most; the library's default

/// Consecutive groups with their values.
struct GroupTile {
    std::vector<float> values; // axis 1: one run a group
    std::vector<float> strips; // axis 0, and axis 1 on demand: ⌈groups / stripGroups⌉ strips
    std::vector<float> low;    // by group, a multiple of stripGroups long
    std::vector<float> high;
    std::vector<float> inverseScales;
    std::vector<float> zeros; // where the solver starts
};

/// How many groups make a tile; a multiple of stripGroups.
[[nodiscard]] std::uint64_t groupsOfTile(const Geometry& geometry);

/// Reads groups [first, first + count) and computes ranges, scales and starting zero points. Axis 1: as runs; axis 0: as
/// strips. Throws Error(badInput) for values that are not finite and for ranges that a float cannot hold, naming row and
/// column.
void readGroups(const MatrixTask& task, const Layout& layout, const Geometry& geometry, std::uint64_t first,
                std::uint64_t count, GroupTile& tile);

/// Called with the number of values that one iteration is done for.
using IterationDone = std::function<void(std::uint64_t values)>;

/// The zero point of every group. Reads the matrix once every few iterations; memory: four floats a group for small matrices,
/// one for the largest. `iterations` receives how many were computed, perhaps a few
/// more than were needed.
[[nodiscard]] std::vector<float> solvedZeros(const MatrixTask& task, const Layout& layout, const Geometry& geometry,
                                             const IterationDone& done, std::size_t& iterations);

} // namespace quantlathe::hqq
