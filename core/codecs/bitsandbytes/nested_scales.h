// SPDX-License-Identifier: GPL-3.0-or-later
// Double quantization: the scales of four-bit blocks as codes of eight bits (docs/formats/bitsandbytes.md, part 4).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::bitsandbytes {

/// Codes for one block of `scales` around `offset`; returns the block's own scale. The code of a value is that of the nearest
/// entry of the dynamic map, the lower one of two.
[[nodiscard]] float encodeNestedBlock(std::span<const float> scales, float offset, std::span<std::byte> codes);

} // namespace quantlathe::bitsandbytes
