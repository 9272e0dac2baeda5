// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding of two four-bit codes a byte through a table of what every byte stands for.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe {

/// First and second value of every byte.
using NibblePairs = std::array<std::array<float, 2>, 256>;

/// Of sixteen values whose first code of a byte is in the high nibble.
[[nodiscard]] constexpr NibblePairs pairsHighFirst(const std::array<float, 16>& values) {
    NibblePairs pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte) {
        pairs[byte] = {values[byte >> 4U], values[byte & 15U]};
    }
    return pairs;
}
/// The same with the first code in the low nibble.
[[nodiscard]] constexpr NibblePairs pairsLowFirst(const std::array<float, 16>& values) {
    NibblePairs pairs{};
    for (std::size_t byte = 0; byte < pairs.size(); ++byte) {
        pairs[byte] = {values[byte & 15U], values[byte >> 4U]};
    }
    return pairs;
}

/// out[i] = finish(table value) for the codes first, first + 1, … of `packed`, which begins with code 0.
template <class Finish>
void decodeNibbles(const NibblePairs& pairs, std::span<const std::byte> packed, std::uint64_t first, std::span<float> out,
                   const Finish& finish) {
    if (out.empty()) {
        return;
    }
    const std::byte* bytes = packed.data() + first / 2;
    float* to = out.data();
    std::size_t count = out.size();
    if (first % 2 != 0) {
        *to++ = finish(pairs[std::to_integer<std::size_t>(*bytes++)][1]);
        --count;
    }
    for (std::size_t i = 0; i < count / 2; ++i) {
        const auto& pair = pairs[std::to_integer<std::size_t>(bytes[i])];
        to[2 * i] = finish(pair[0]);
        to[2 * i + 1] = finish(pair[1]);
    }
    if (count % 2 != 0) {
        to[count - 1] = finish(pairs[std::to_integer<std::size_t>(bytes[count / 2])][0]);
    }
}

} // namespace quantlathe
