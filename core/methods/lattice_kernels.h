// SPDX-License-Identifier: GPL-3.0-or-later
// The best point of a code book for a few columns, by error feedback among them. Private to methods/.
#pragma once

#include "codecs/lattice_grid.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace quantlathe {

inline constexpr std::size_t mostPointColumns = 8;

/// Columns that get one point, and the points that they may get.
struct PointProblem {
    std::size_t columns = 8;            // 4 or 8
    const float* targets = nullptr;     // what the row wants
    const float* compensated = nullptr; // the same, with what the columns before these have left
    const float* energy = nullptr;      // D
    const float* upper = nullptr;       // U of these columns among themselves
    std::size_t upperStride = 0;
    float scale = 0;
    const LatticeBook* book = nullptr;
    std::size_t first = 0; // points first … first + count of it, a multiple of 16
    std::size_t count = 0;
    LatticeSigns signs = LatticeSigns::inPoints;
    bool isOdd = false; // of LatticeSigns::even: these columns have an odd number of minus signs
};

struct PointSolution {
    std::size_t point = 0; // in the book
    std::uint8_t signs = 0;
    float loss = 0; // Σ D (compensated − value)², with the feedback of these columns among themselves
    std::array<float, mostPointColumns> residuals{}; // targets − values
};

/// Each point gets the signs that follow from rounding column after column. Where their number has to be even or odd and is
/// not, the sign that costs least alone is turned: that is the one step that is not exact. The first of equals wins.
[[nodiscard]] PointSolution solvePoint(const PointProblem& problem);

} // namespace quantlathe
