// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/stored.h"

#include "kernels/convert.h"

#include <algorithm>
#include <cstring>

namespace quantlathe::hqq {

void floatsToStored(ElementType type, std::span<const float> values, std::span<std::byte> stored) {
    if (type == ElementType::F16) {
        f16FromFloats(values, stored);
    } else if (type == ElementType::BF16) {
        bf16FromFloats(values, stored);
    } else {
        std::memcpy(stored.data(), values.data(), stored.size());
    }
}

void putWords(const Packing& packing, std::span<std::byte> stored, std::uint64_t firstWord,
              std::span<const std::uint32_t> words) {
    if (packing.word == ElementType::I32) {
        std::memcpy(stored.data() + firstWord * sizeof(std::uint32_t), words.data(), words.size_bytes());
    } else {
        std::ranges::transform(words, stored.begin() + static_cast<std::ptrdiff_t>(firstWord),
                               [](std::uint32_t word) { return static_cast<std::byte>(word); });
    }
}

void unpack(const Packing& packing, std::span<const std::byte> stored, std::uint64_t firstWord, std::uint64_t place,
            std::span<std::uint8_t> codes) {
    const std::uint32_t shift = packing.shift(place);
    const auto mask = static_cast<std::uint8_t>((1U << packing.bits) - 1);
    if (packing.word == ElementType::I32) {
        for (std::size_t i = 0; i < codes.size(); ++i) {
            std::uint32_t word = 0;
            std::memcpy(&word, stored.data() + (firstWord + i) * sizeof word, sizeof word);
            codes[i] = static_cast<std::uint8_t>((word >> shift) & mask);
        }
    } else {
        const auto* const from = reinterpret_cast<const std::uint8_t*>(stored.data()) + firstWord;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            codes[i] = static_cast<std::uint8_t>((from[i] >> shift) & mask);
        }
    }
}

} // namespace quantlathe::hqq
