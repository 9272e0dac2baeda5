// SPDX-License-Identifier: GPL-3.0-or-later
// The values behind the codes of bitsandbytes (docs/formats/bitsandbytes.md, part 2). They are written into every file, bit for
// bit as the library makes them.
#pragma once

#include <array>

namespace quantlathe::bitsandbytes {

/// Ascending; code 7 is 0.
extern const std::array<float, 16> nf4Values;
/// Half-way between neighbouring ones, as floats.
[[nodiscard]] const std::array<float, 15>& nf4Thresholds();
/// Codes 8 … 15 are the negatives of 0 … 7, both zeros are +0; not sorted.
extern const std::array<float, 16> fp4Values;
/// Ascending; code 127 is 0. The library's table, which differs in the last bit from what its formula gives in double.
extern const std::array<float, 256> dynamicMap;

} // namespace quantlathe::bitsandbytes
