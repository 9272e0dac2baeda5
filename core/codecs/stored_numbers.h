// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of F32, F16 or BF16 in stored bytes, and rows of bytes with such scales.
#pragma once

#include "codecs/matrix_pieces.h"

namespace quantlathe {

/// The `index`-th number of stored bytes, aligned or not.
[[nodiscard]] float storedNumber(ElementType type, std::span<const std::byte> bytes, std::uint64_t index);
/// Rounds to nearest, ties to even.
void storeNumber(ElementType type, std::span<std::byte> bytes, std::uint64_t index, float value);
/// What storedNumber() gives after storeNumber().
[[nodiscard]] float roundedTo(ElementType type, float value);

/// encodeRowwise() with scales of another type: they are rounded before the codes are chosen, and never 0.
void encodeRowwise(const MatrixTask& task, const RowwiseCodes& form, ElementType scaleType, std::span<std::byte> codes,
                   std::span<std::byte> scales);

} // namespace quantlathe
