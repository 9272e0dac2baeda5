// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/hash.h"

#include <array>
#include <bit>
#include <cstring>

namespace quantlathe {
namespace {

constexpr std::uint64_t goldenRatio = 0x9E3779B97F4A7C15ULL; // odd, so that multiplying by it is a bijection
constexpr std::size_t lanes = 4;
constexpr std::size_t stripeBytes = lanes * sizeof(std::uint64_t);

/// Xor with the word, rotate, multiply: a bijection of the lane for every word and of the word for every lane.
constexpr std::uint64_t step(std::uint64_t lane, std::uint64_t word) {
    return std::rotl(lane ^ word, 29) * goldenRatio;
}

/// Every input bit reaches every output bit: two rounds of xor-shift and multiply.
constexpr std::uint64_t avalanche(std::uint64_t value) {
    value = (value ^ (value >> 32U)) * 0xD6E8FEB86659FD93ULL;
    value = (value ^ (value >> 32U)) * 0xD6E8FEB86659FD93ULL;
    return value ^ (value >> 32U);
}

} // namespace

std::uint64_t contentHash(std::span<const std::byte> bytes, std::uint64_t seed) {
    std::array<std::uint64_t, lanes> lane{};
    for (std::size_t i = 0; i < lanes; ++i) {
        lane[i] = avalanche(seed + (i + 1) * goldenRatio);
    }
    const std::uint64_t length = bytes.size();
    std::array<std::uint64_t, lanes> words{};
    while (bytes.size() >= stripeBytes) {
        std::memcpy(words.data(), bytes.data(), stripeBytes);
        for (std::size_t i = 0; i < lanes; ++i) {
            lane[i] = step(lane[i], words[i]);
        }
        bytes = bytes.subspan(stripeBytes);
    }
    words = {};
    if (!bytes.empty()) {
        std::memcpy(words.data(), bytes.data(), bytes.size());
    }
    std::uint64_t hash = avalanche(length);
    for (std::size_t i = 0; i < lanes; ++i) {
        hash = step(hash, avalanche(step(lane[i], words[i])));
    }
    return avalanche(hash);
}

} // namespace quantlathe
