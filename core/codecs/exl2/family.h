// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2: mixed widths inside a matrix, the form of ExLlamaV2 (docs/formats/exl2.md).
#pragma once

#include "codecs/exl2/exl2_encoding.h"

namespace quantlathe {

[[nodiscard]] const MatrixFamily& exl2Family();

namespace exl2 {
/// What may be written, from many bits to few.
[[nodiscard]] std::span<const Exl2Encoding* const> offeredEncodings();
} // namespace exl2

} // namespace quantlathe
