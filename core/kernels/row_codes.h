// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of floats → one byte a value, or four bits in groups, as bitsandbytes' LLM.int8() and FBGEMM's FP8 and INT4 do it
// (docs/formats/bitsandbytes.md, docs/formats/fbgemm.md). Single precision, one rounding an operation: the same bytes on every
// machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe {

/// The largest |x|; NaN if there is one. 0 for no values.
[[nodiscard]] float largestMagnitude(std::span<const float> x);

/// round(x · factor), ties to even, for |x · factor| <= 127. `codes` has as many bytes.
void int8Codes(std::span<const float> x, float factor, std::span<std::byte> codes);

/// x ÷ divisor as E4M3 "fn": ties to even, saturating at ±448, the sign of what becomes zero is kept. x is finite.
void e4m3Codes(std::span<const float> x, float divisor, std::span<std::byte> codes);

/// One group of x, finite: scale = max(largest − smallest, 1e-6) ÷ 15, zero = smallest + 8 · scale, codes
/// round((x − smallest) ÷ scale) limited to 0 … 15, minus 8, as two's-complement nibbles: the first of two in the low one.
/// x.size() is even.
struct Int4Group {
    float scale;
    float zero;
};
[[nodiscard]] Int4Group int4Codes(std::span<const float> x, std::span<std::byte> packed);

/// The codes, packed in the same way, whose values code · scale + zero are nearest to a finite x, for codes -8 … 7; scale > 0.
void int4CodesOn(Int4Group grid, std::span<const float> x, std::span<std::byte> packed);

} // namespace quantlathe
