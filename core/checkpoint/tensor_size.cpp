// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/tensor_size.h"

#include "base/checked.h"

#include <algorithm>
#include <limits>

namespace quantlathe {

bool rowsFitBlocks(ElementType type, std::span<const std::uint64_t> shape) {
    return (shape.empty() ? 1 : shape.back()) % info(type).weightsPerBlock == 0;
}

std::optional<std::uint64_t> tensorBytes(ElementType type, std::span<const std::uint64_t> shape) {
    constexpr std::uint64_t limit = std::numeric_limits<std::int64_t>::max();
    if (!rowsFitBlocks(type, shape)) {
        return std::nullopt;
    }
    std::uint64_t product = 1;
    bool isEmpty = false;
    for (const std::uint64_t dimension : shape) {
        isEmpty = isEmpty || dimension == 0;
        const auto larger = checkedMultiply(product, std::max<std::uint64_t>(dimension, 1));
        if (!larger || *larger > limit) {
            return std::nullopt;
        }
        product = *larger;
    }
    if (isEmpty) {
        return 0;
    }
    const auto bytes = checkedMultiply(product / info(type).weightsPerBlock, info(type).bytesPerBlock);
    return bytes && *bytes <= limit ? bytes : std::nullopt;
}

} // namespace quantlathe
