// SPDX-License-Identifier: GPL-3.0-or-later
// Small triangular systems of many rows at once, vectorised across the rows. Private to methods/.
#pragma once

#include <cstddef>

namespace quantlathe {

inline constexpr std::size_t mostTriangleColumns = 64;

/// Rows of values: row r begins at data + r · stride.
struct ValueRows {
    float* data = nullptr;
    std::size_t stride = 0;
    std::size_t count = 0;
};

/// b becomes z with z·Uᵀ = b, row by row, sums in double precision. `upper`: U, width × width, row by row, with a diagonal of
/// ones that is not read, nor is what lies below. `width`: at most mostTriangleColumns.
void solveTransposedTriangle(const float* upper, std::size_t width, ValueRows rows);
/// b becomes x with x·U = b, in single precision.
void solveTriangle(const float* upper, std::size_t width, ValueRows rows);

} // namespace quantlathe
