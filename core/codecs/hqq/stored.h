// SPDX-License-Identifier: GPL-3.0-or-later
// Codes, scales and zero points between memory and the tensors of HQQ. Private to codecs/hqq.
#pragma once

#include "codecs/hqq/layout.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::hqq {

/// Numbers as F16, BF16 or F32 tensors have them.
void floatsToStored(ElementType type, std::span<const float> values, std::span<std::byte> stored);

/// Words of joined codes into the tensor, cut to its type.
void putWords(const Packing& packing, std::span<std::byte> stored, std::uint64_t firstWord,
              std::span<const std::uint32_t> words);

/// Codes of consecutive places of one row of codes.
void unpack(const Packing& packing, std::span<const std::byte> stored, std::uint64_t firstWord, std::uint64_t place,
            std::span<std::uint8_t> codes);

} // namespace quantlathe::hqq
