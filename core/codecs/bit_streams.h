// SPDX-License-Identifier: GPL-3.0-or-later
// Codes as streams of bits, the first code in the lowest bits, cut into words of 32: how GPTQ and EXL2 files pack them. Sixteen
// streams lie side by side, those of neighbouring rows of a matrix.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace quantlathe {

inline constexpr std::size_t streamLanes = 16;
/// Codes that begin and end on a word, whatever their width: `bits` words hold them.
inline constexpr std::uint32_t codesTogether = 32;
inline constexpr std::uint32_t widestCode = 8; // bits

/// Word i of every stream side by side; one more than is needed, so that "the next word" is always there.
using StreamWords = std::array<std::array<std::uint32_t, streamLanes>, widestCode + 1>;

/// Where a code lies: the lower part from `word` on at `shift`, the rest, if it is split, at the start of the next word.
struct CodePlace {
    std::uint32_t word, shift;
    bool isSplit;
};
[[nodiscard]] constexpr CodePlace placeOfCode(std::uint32_t index, std::uint32_t bits) {
    const std::uint32_t at = index * bits;
    return {at / 32, at % 32, at % 32 + bits > 32};
}

/// codesTogether × streamLanes codes into words that are zero.
inline void joinCodes(const std::uint8_t* codes, std::uint32_t bits, StreamWords& words) {
    for (std::uint32_t index = 0; index < codesTogether; ++index) {
        const CodePlace place = placeOfCode(index, bits);
        const std::uint8_t* const from = codes + index * streamLanes;
        auto& to = words[place.word];
        for (std::size_t lane = 0; lane < streamLanes; ++lane) {
            to[lane] |= std::uint32_t{from[lane]} << place.shift;
        }
        if (place.isSplit) {
            auto& next = words[place.word + 1];
            for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                next[lane] |= std::uint32_t{from[lane]} >> (32 - place.shift);
            }
        }
    }
}

/// Code `index` of every stream.
inline void codesAt(const StreamWords& words, std::uint32_t index, std::uint32_t bits,
                    std::array<std::int32_t, streamLanes>& codes) {
    const CodePlace place = placeOfCode(index, bits);
    const auto& first = words[place.word];
    const auto& second = words[place.word + 1];
    const std::uint32_t mask = (1U << bits) - 1;
    if (place.isSplit) {
        for (std::size_t lane = 0; lane < streamLanes; ++lane) {
            codes[lane] = static_cast<std::int32_t>((first[lane] >> place.shift | second[lane] << (32 - place.shift)) & mask);
        }
    } else {
        for (std::size_t lane = 0; lane < streamLanes; ++lane) {
            codes[lane] = static_cast<std::int32_t>(first[lane] >> place.shift & mask);
        }
    }
}

} // namespace quantlathe
