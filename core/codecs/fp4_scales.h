// SPDX-License-Identifier: GPL-3.0-or-later
// The one-byte scales of MXFP4 (E8M0) and NVFP4 (UE4M3). Levels of the four-bit floats are kept doubled, 0 1 2 3 4 6 8 12, so
// all scales here are half of what the bytes say. Private to codecs/.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace quantlathe::codec {

inline constexpr std::array<std::int8_t, 16> fp4Levels{0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

/// 2^(code − 128).
constexpr float halfOfE8M0(std::uint32_t code) {
    return std::bit_cast<float>(code < 2 ? 0x00200000U << code : (code - 1) << 23);
}

/// The scale byte of MXFP4 for the bits of the largest magnitude: ⌊log2 largest⌋ + 125 modulo 256, where log2 is rounded to
/// binary32 before ⌊ ⌋. The rounding reaches the next whole number n for the last few floats below 2^n: where the error of the
/// logarithm, j·2^-24 / ln 2 for the j-th float below, is at most half a step of the floats just below n.
constexpr std::uint8_t e8m0Of(std::uint32_t largestBits) {
    constexpr std::array<std::uint32_t, 8> roundedUp{0, 1, 2, 5, 11, 22, 44, 88}; // ⌊2^k ln 2⌋
    if (largestBits == 0 || largestBits >= 0x7F800000U) {
        return 0;
    }
    int exponent = static_cast<int>(largestBits >> 23) - 127;
    std::uint32_t fraction = largestBits & 0x7FFFFFU;
    if (exponent == -127) { // denormal
        const int shift = std::countl_zero(fraction) - 8;
        fraction = (fraction << shift) & 0x7FFFFFU;
        exponent = -126 - shift;
    }
    const int next = exponent + 1;
    const auto distance = static_cast<std::uint32_t>(next > 0 ? next - 1 : -next); // with the exponent of that half step
    const std::uint32_t run = distance == 0 ? 0 : roundedUp[static_cast<std::size_t>(std::bit_width(distance)) - 1];
    return static_cast<std::uint8_t>((fraction + run >= 0x800000U ? next : exponent) + 125);
}

/// Half of an unsigned byte of four bits of exponent and three of mantissa; 0 and 127 stand for 0, bit 7 is no part of it.
constexpr float halfOfUE4M3(std::uint32_t code) {
    if (code == 0x7F) {
        return 0;
    }
    const std::uint32_t exponent = (code >> 3) & 15;
    const std::uint32_t mantissa = code & 7;
    return exponent == 0 ? static_cast<float>(mantissa) * 0x1p-10F
                         : std::bit_cast<float>((exponent + 119) << 23 | mantissa << 20);
}

/// Nearest, halves up; everything above 248 becomes 448.
constexpr std::uint8_t ue4m3Of(float value) {
    if (!(value > 0)) {
        return 0;
    }
    const auto bits = std::bit_cast<std::uint32_t>(std::min(value, 448.0F));
    const int exponent = static_cast<int>(bits >> 23) - 120;
    if (exponent <= 0) {
        const float raised = value * 512 + 0.5F; // in binary32: 0.49999997 becomes 1, too
        return static_cast<std::uint8_t>(std::min(static_cast<int>(raised), 7));
    }
    // The mantissa's carry runs into the exponent.
    const auto code = (static_cast<std::uint32_t>(exponent) << 3) + ((bits >> 20) & 7) + ((bits >> 19) & 1);
    return static_cast<std::uint8_t>(code >= 15 << 3 ? 0x7E : code);
}

} // namespace quantlathe::codec
