// SPDX-License-Identifier: GPL-3.0-or-later
// Scalar conversions between binary32 and the small float types, bit-exact. Rounding rules as in docs/formats/gguf.md
// (F16, BF16) and the OCP 8-bit floating point specification (E4M3, E5M2). The vectorised forms are in kernels/.
#pragma once

#include <bit>
#include <cstdint>

namespace quantlathe {

/// Exact; denormals kept.
[[nodiscard]] float floatFromF16(std::uint16_t bits);
/// Nearest, ties to even; |x| >= 65520 becomes infinity; NaN becomes 0x7E00 with the sign of the input.
[[nodiscard]] std::uint16_t f16FromFloat(float value);

[[nodiscard]] inline float floatFromBf16(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}
/// Nearest, ties to even; a NaN keeps its upper bits and becomes quiet.
[[nodiscard]] inline std::uint16_t bf16FromFloat(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    if ((bits & 0x7FFFFFFFU) > 0x7F800000U) {
        return static_cast<std::uint16_t>((bits >> 16) | 0x40U);
    }
    return static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

/// E4M3 "fn": no infinity, 0x7F and 0xFF are NaN, largest 448.
[[nodiscard]] float floatFromF8E4M3(std::uint8_t bits);
/// E5M2: IEEE-like with infinities, largest 57344.
[[nodiscard]] float floatFromF8E5M2(std::uint8_t bits);

} // namespace quantlathe
