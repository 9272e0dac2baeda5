// SPDX-License-Identifier: GPL-3.0-or-later
// The one place where a shape becomes a number of bytes.
#pragma once

#include "base/element_type.h"

#include <cstdint>
#include <optional>
#include <span>

namespace quantlathe {

/// Bytes of a tensor with contiguous rows; nothing when the row (the last dimension, 1 for a scalar) is no multiple of
/// the type's block or when the size, or the product of the dimensions with zeros taken as ones, is 2^63 or more. So
/// every product of dimensions of an accepted shape fits, in any order.
[[nodiscard]] std::optional<std::uint64_t> tensorBytes(ElementType type, std::span<const std::uint64_t> shape);

/// True if the last dimension (1 for a scalar) is a multiple of the type's block.
[[nodiscard]] bool rowsFitBlocks(ElementType type, std::span<const std::uint64_t> shape);

} // namespace quantlathe
