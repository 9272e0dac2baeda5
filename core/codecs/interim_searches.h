// SPDX-License-Identifier: GPL-3.0-or-later
// The four scale searches that the block types share, and the arithmetic they agree on: binary32, one rounding per written
// operation, sums in index order. Codes come out in `codes`, one byte a weight.
#pragma once

#include <cstdint>

namespace quantlathe::interim {

inline constexpr float tiny = 1e-15F; // groups whose largest magnitude is below this count as all zero

/// Nearest, ties to even, for |value| <= 4194303; a fixed answer for everything else (0 for NaN, -4194304 for infinities).
int nearestInt(float value);
/// The first value with the largest magnitude; +0 when all are zero.
float firstLargest(int n, const float* x);
/// Sum of x * x in index order.
float sumOfSquares(int n, const float* x);
/// f16 bits with NaN made positive: which sign a NaN gets is the compiler's choice, so it is not stored.
std::uint16_t halfOf(float value);

struct ScaleAndMinimum {
    float scale = 0;
    float minimum = 0; // subtracted; not negative
};

/// Codes 0 … 2 * levels - 1, zero at `levels`. `w` null: x * x.
float searchSymmetric(int n, int levels, const float* x, const float* w, std::uint8_t* codes);
/// The same codes by coordinate descent, weights x * x.
float descendSymmetric(int n, int levels, const float* x, std::uint8_t* codes);
struct AsymmetricRange {
    float first;
    float step;
    int count; // tries beyond the first
    bool absoluteError;
};
/// Codes 0 … top of x = scale * code - minimum.
ScaleAndMinimum searchAsymmetric(int n, int top, const float* x, const float* w, AsymmetricRange range, std::uint8_t* codes);
/// Codes 0 … top of values that are not negative.
float searchPositive(int n, int top, const float* x, const float* w, std::uint8_t* codes);

} // namespace quantlathe::interim
