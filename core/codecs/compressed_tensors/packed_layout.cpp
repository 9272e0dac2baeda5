// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/compressed_tensors/packed_layout.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace quantlathe::compressed {
namespace {

std::uint32_t wordAt(std::span<const std::byte> words, std::uint64_t index) {
    std::uint32_t word = 0;
    assert((index + 1) * sizeof word <= words.size());
    std::memcpy(&word, words.data() + index * sizeof word, sizeof word);
    return word;
}

} // namespace

void packRow(const PackedLayout& layout, std::span<const std::uint8_t> codes, std::span<std::byte> words) {
    assert(!layout.isLoose && words.size() == layout.words(codes.size()) * sizeof(std::uint32_t));
    std::ranges::fill(words, std::byte{0});
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const std::size_t bit = i * layout.bits;
        const std::uint32_t shifted = std::uint32_t{codes[i]} << (bit % 8);
        words[bit / 8] |= static_cast<std::byte>(shifted & 0xFFU);
        if (shifted > 0xFFU) {
            words[bit / 8 + 1] |= static_cast<std::byte>(shifted >> 8U);
        }
    }
}

std::uint32_t codeAt(const PackedLayout& layout, std::span<const std::byte> words, std::uint64_t index, std::uint64_t stride) {
    if (layout.isLoose) {
        const std::uint64_t inWord = wordBits / layout.bits;
        return wordAt(words, index / inWord * stride) >> (index % inWord * layout.bits) & layout.maxCode();
    }
    const std::uint64_t bit = index * layout.bits;
    std::uint64_t both = wordAt(words, bit / wordBits * stride);
    if (bit % wordBits + layout.bits > wordBits) {
        both |= std::uint64_t{wordAt(words, (bit / wordBits + 1) * stride)} << wordBits;
    }
    return static_cast<std::uint32_t>(both >> (bit % wordBits)) & layout.maxCode();
}

} // namespace quantlathe::compressed
