// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of stored scalars ↔ rows of floats, vectorised for the machine at hand. Bit-exact with base/numeric.h.
#pragma once

#include "base/element_type.h"

#include <cstddef>
#include <span>

namespace quantlathe {

/// True for the scalar types that have a float form: all but C64 (complex) and the block types.
[[nodiscard]] bool hasFloatForm(ElementType type);

/// `stored` holds `values.size()` little-endian scalars of `type`, aligned or not. Precondition: hasFloatForm(type) and
/// stored.size() == values.size() × bytes of a scalar. F64 and wide integers are rounded to nearest, BOOL becomes 0 or 1, a
/// NaN stays a NaN. Pure; the same bits on every machine.
void floatsFromStored(ElementType type, std::span<const std::byte> stored, std::span<float> values);

/// Nearest, ties to even, as f16FromFloat(). `stored` has 2 × values.size() bytes, aligned or not.
void f16FromFloats(std::span<const float> values, std::span<std::byte> stored);
/// Nearest, ties to even, as bf16FromFloat(). `stored` has 2 × values.size() bytes, aligned or not.
void bf16FromFloats(std::span<const float> values, std::span<std::byte> stored);

/// Every value becomes what `type` (F16 or BF16, nothing happens for F32) would store of it, rounded as above.
void roundFloats(ElementType type, std::span<float> values);

} // namespace quantlathe
