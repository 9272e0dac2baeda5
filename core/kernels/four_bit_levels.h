// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of bitsandbytes' four-bit types (docs/formats/bitsandbytes.md, part 3), vectorised for the machine at hand.
// Single precision, one rounding an operation: the same bytes on every machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace quantlathe {

/// Blocks of `blockSize` values, one behind the other; the last one may be short.
struct FourBitTask {
    const float* values = nullptr; // readable, and zero, up to the next multiple of fourBitPadding
    std::size_t count = 0;
    std::size_t blockSize = 64;     // a multiple of 32, at most fourBitMaxBlock
    float* absmax = nullptr;        // one a block, written unless said otherwise
    std::uint8_t* packed = nullptr; // ⌈count / 2⌉ bytes: the first value of a pair in the high nibble, a missing one as zero
};
inline constexpr std::size_t fourBitPadding = 64;
inline constexpr std::size_t fourBitMaxBlock = 4096;

/// Code = how many of 15 ascending thresholds are smaller than the scaled value. False when a value is NaN or infinite; the
/// outputs are then undefined.
using Nf4Thresholds = std::array<float, 15>;
[[nodiscard]] bool encodeNf4(const FourBitTask& task, const Nf4Thresholds& thresholds);
/// Sign and magnitude: thresholds as in bitsandbytes' GPU kernel, in the file itself.
[[nodiscard]] bool encodeFp4(const FourBitTask& task);

/// The same codes for scales that stand in task.absmax already: finite, of any sign.
void encodeNf4Scaled(const FourBitTask& task, const Nf4Thresholds& thresholds);
void encodeFp4Scaled(const FourBitTask& task);

} // namespace quantlathe
