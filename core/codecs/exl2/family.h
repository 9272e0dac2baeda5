// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2: mixed widths inside a matrix, the form of ExLlamaV2 (docs/formats/exl2.md).
#pragma once

#include "codecs/exl2/exl2_encoding.h"

namespace quantlathe {

[[nodiscard]] const MatrixFamily& exl2Family();

namespace exl2 {
/// What may be written, from many bits to few.
[[nodiscard]] std::span<const Exl2Encoding* const> offeredEncodings();
/// What a matrix of this encoding is read back as: for few input features several settings may come to the same groups, and
/// the first of them has the name.
[[nodiscard]] const Exl2Encoding& asRead(const Exl2Encoding& encoding, std::uint64_t inputs);
} // namespace exl2

} // namespace quantlathe
