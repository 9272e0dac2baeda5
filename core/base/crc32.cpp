// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/crc32.h"

#include <array>
#include <cstring>

namespace quantlathe {
namespace {

constexpr std::uint32_t reflectedPolynomial = 0xEDB88320;
constexpr std::size_t bytesAtOnce = 8;
constexpr std::size_t byteValues = 256;
using Tables = std::array<std::array<std::uint32_t, byteValues>, bytesAtOnce>;

/// [k][b]: what a byte b does to the sum when k bytes follow it.
constexpr Tables tables = [] {
    Tables made{};
    for (std::uint32_t value = 0; value < byteValues; ++value) {
        std::uint32_t sum = value;
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1U) ^ ((sum & 1U) != 0 ? reflectedPolynomial : 0);
        }
        made[0][value] = sum;
    }
    for (std::size_t k = 1; k < bytesAtOnce; ++k) {
        for (std::size_t value = 0; value < byteValues; ++value) {
            const std::uint32_t sum = made[k - 1][value];
            made[k][value] = (sum >> 8U) ^ made[0][sum & 0xFFU];
        }
    }
    return made;
}();

} // namespace

std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t before) {
    std::uint32_t sum = ~before;
    for (; bytes.size() >= bytesAtOnce; bytes = bytes.subspan(bytesAtOnce)) {
        std::uint64_t word = 0; // little-endian, as all machines that this runs on
        std::memcpy(&word, bytes.data(), sizeof word);
        word ^= sum;
        sum = 0;
        for (std::size_t k = 0; k < bytesAtOnce; ++k) {
            sum ^= tables[bytesAtOnce - 1 - k][word >> 8 * k & 0xFFU];
        }
    }
    for (const std::byte byte : bytes) {
        sum = (sum >> 8U) ^ tables[0][(sum ^ std::to_integer<std::uint32_t>(byte)) & 0xFFU];
    }
    return ~sum;
}

} // namespace quantlathe
