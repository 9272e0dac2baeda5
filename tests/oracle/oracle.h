// SPDX-License-Identifier: GPL-3.0-or-later
// Straightforward scalar forms of ggml's block types, one block after the other as docs/formats/gguf-types.md writes them
// down: the second opinion of the tests and the baseline of the benchmarks. Shares nothing with core/codecs but the scalar
// conversions of base/numeric.h and the code books.
#pragma once

#include "base/element_type.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::oracle {

[[nodiscard]] bool canEncode(ElementType type);
[[nodiscard]] bool canDecode(ElementType type);

/// `importance` is empty or holds `columns` values; `out` is as large as the rows take.
void encode(ElementType type, std::span<const float> weights, std::uint64_t columns, std::span<const float> importance,
            std::span<std::byte> out);
void decode(ElementType type, std::span<const std::byte> stored, std::span<float> weights);

} // namespace quantlathe::oracle
