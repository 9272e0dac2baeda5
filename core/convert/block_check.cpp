// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/block_check.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace quantlathe {
namespace {

using enum ElementType;

/// Reads a little-endian number at any address.
template <class Number>
Number load(const std::byte* at) {
    Number number;
    std::memcpy(&number, at, sizeof number);
    return number;
}

// NaN and infinity have all exponent bits set. Each predicate looks at one block.
template <std::size_t offset>
bool hasBadF16(const std::byte* block) {
    return (load<std::uint16_t>(block + offset) & 0x7C00U) == 0x7C00U;
}
template <std::size_t first, std::size_t second>
bool hasBadF16Pair(const std::byte* block) {
    return hasBadF16<first>(block) || hasBadF16<second>(block);
}
bool hasBadBf16(const std::byte* block) {
    return (load<std::uint16_t>(block) & 0x7F80U) == 0x7F80U;
}
bool hasBadF32(const std::byte* block) {
    return (load<std::uint32_t>(block) & 0x7F800000U) == 0x7F800000U;
}
bool hasBadF32Pair(const std::byte* block) {
    return hasBadF32(block) || hasBadF32(block + sizeof(float));
}
bool hasBadF64(const std::byte* block) {
    constexpr std::uint64_t exponent = 0x7FF0000000000000U;
    return (load<std::uint64_t>(block) & exponent) == exponent;
}
bool isF8E4M3Nan(const std::byte* block) { // this form has no infinity
    return (load<std::uint8_t>(block) & 0x7FU) == 0x7FU;
}
bool hasBadF8E5M2(const std::byte* block) {
    return (load<std::uint8_t>(block) & 0x7CU) == 0x7CU;
}
bool isE8M0Nan(const std::byte* block) {
    return load<std::uint8_t>(block) == 0xFFU;
}
/// The scale of IQ1_M is spread over the top nibbles of the four words at byte 48.
bool hasBadIq1mScale(const std::byte* block) {
    std::uint32_t bits = 0;
    for (std::size_t word = 0; word < 4; ++word) {
        bits |= static_cast<std::uint32_t>(load<std::uint16_t>(block + 48 + 2 * word) >> 12U) << (4 * word);
    }
    return (bits & 0x7C00U) == 0x7C00U;
}

/// Looks at runs of blocks without a branch, so that the compiler can use vectors for scalars.
template <std::size_t blockBytes, bool (*isBad)(const std::byte*)>
std::optional<std::uint64_t> firstBad(std::span<const std::byte> stored) {
    constexpr std::size_t run = 1024;
    const std::size_t blocks = stored.size() / blockBytes;
    for (std::size_t begin = 0; begin < blocks; begin += run) {
        const std::size_t end = std::min(begin + run, blocks);
        bool any = false;
        for (std::size_t block = begin; block < end; ++block) {
            any |= isBad(stored.data() + block * blockBytes);
        }
        for (std::size_t block = begin; any && block < end; ++block) {
            if (isBad(stored.data() + block * blockBytes)) {
                return block;
            }
        }
    }
    return std::nullopt;
}

struct Check {
    ElementType type;
    std::optional<std::uint64_t> (*firstBad)(std::span<const std::byte> stored);
};

// Offsets of the scales as in docs/formats/gguf.md. Types that are not listed have nothing to check.
constexpr std::array checks{
    Check{F64, firstBad<8, hasBadF64>},
    Check{F32, firstBad<4, hasBadF32>},
    Check{F16, firstBad<2, hasBadF16<0>>},
    Check{BF16, firstBad<2, hasBadBf16>},
    Check{F8_E4M3, firstBad<1, isF8E4M3Nan>},
    Check{F8_E5M2, firstBad<1, hasBadF8E5M2>},
    Check{F8_E8M0, firstBad<1, isE8M0Nan>},
    Check{C64, firstBad<8, hasBadF32Pair>},
    Check{Q4_0, firstBad<18, hasBadF16<0>>},
    Check{Q4_1, firstBad<20, hasBadF16Pair<0, 2>>},
    Check{Q5_0, firstBad<22, hasBadF16<0>>},
    Check{Q5_1, firstBad<24, hasBadF16Pair<0, 2>>},
    Check{Q8_0, firstBad<34, hasBadF16<0>>},
    Check{Q2_K, firstBad<84, hasBadF16Pair<80, 82>>},
    Check{Q3_K, firstBad<110, hasBadF16<108>>},
    Check{Q4_K, firstBad<144, hasBadF16Pair<0, 2>>},
    Check{Q5_K, firstBad<176, hasBadF16Pair<0, 2>>},
    Check{Q6_K, firstBad<210, hasBadF16<208>>},
    Check{Q8_K, firstBad<292, hasBadF32>},
    Check{IQ2_XXS, firstBad<66, hasBadF16<0>>},
    Check{IQ2_XS, firstBad<74, hasBadF16<0>>},
    Check{IQ3_XXS, firstBad<98, hasBadF16<0>>},
    Check{IQ1_S, firstBad<50, hasBadF16<0>>},
    Check{IQ4_NL, firstBad<18, hasBadF16<0>>},
    Check{IQ3_S, firstBad<110, hasBadF16<0>>},
    Check{IQ2_S, firstBad<82, hasBadF16<0>>},
    Check{IQ4_XS, firstBad<136, hasBadF16<0>>},
    Check{IQ1_M, firstBad<56, hasBadIq1mScale>},
    Check{TQ1_0, firstBad<54, hasBadF16<52>>},
    Check{TQ2_0, firstBad<66, hasBadF16<64>>},
    Check{MXFP4, firstBad<17, isE8M0Nan>},
    Check{Q1_0, firstBad<18, hasBadF16<0>>},
    Check{Q2_0, firstBad<18, hasBadF16<0>>},
};

} // namespace

std::optional<std::uint64_t> firstInvalidBlock(ElementType type, std::span<const std::byte> stored) {
    const auto* const check = std::ranges::find(checks, type, &Check::type);
    return check == checks.end() ? std::nullopt : check->firstBad(stored);
}

bool isWeightType(ElementType type) {
    return type != Q8_1;
}

} // namespace quantlathe
