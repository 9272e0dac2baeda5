// SPDX-License-Identifier: GPL-3.0-or-later
// Are stored weights numbers at all? The scales of block types and the values of float types must be finite; everything else
// in a block is an index or a small integer and cannot be wrong (docs/formats/gguf.md, block types).
#pragma once

#include "base/element_type.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace quantlathe {

/// Index of the first block (of the first value, for scalars) whose scale is NaN or infinite, or nothing. `stored` holds
/// whole blocks. Types without floats are always valid.
[[nodiscard]] std::optional<std::uint64_t> firstInvalidBlock(ElementType type, std::span<const std::byte> stored);

/// False for Q8_1, which serves inside computations only: a tensor that claims this type is damaged.
[[nodiscard]] bool isWeightType(ElementType type);

} // namespace quantlathe
