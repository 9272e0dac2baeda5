// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/byte_level.h"

#include "model/utf8.h"

#include <array>

namespace quantlathe {
namespace {

constexpr char32_t firstMoved = 0x100; // bytes that are no visible Latin-1 letters follow from here, in order
constexpr std::size_t movedBytes = 68;

constexpr bool standsForItself(unsigned byte) {
    return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
}

struct Tables {
    std::array<char32_t, 256> standIns{};
    std::array<std::uint8_t, movedBytes> moved{};
};

constexpr Tables makeTables() {
    Tables tables;
    std::size_t count = 0;
    for (unsigned byte = 0; byte < 256; ++byte) {
        if (standsForItself(byte)) {
            tables.standIns[byte] = byte;
        } else {
            tables.standIns[byte] = firstMoved + static_cast<char32_t>(count);
            tables.moved[count++] = static_cast<std::uint8_t>(byte);
        }
    }
    return tables;
}
constexpr Tables tables = makeTables();

} // namespace

char32_t standInFor(std::uint8_t byte) {
    return tables.standIns[byte];
}

std::optional<std::uint8_t> byteOf(char32_t standIn) {
    if (standIn < firstMoved) {
        const auto byte = static_cast<std::uint8_t>(standIn);
        return standsForItself(byte) ? std::optional(byte) : std::nullopt;
    }
    const char32_t index = standIn - firstMoved;
    return index < movedBytes ? std::optional(tables.moved[index]) : std::nullopt;
}

std::string withStandIns(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() + bytes.size() / 2);
    for (const char byte : bytes) {
        appendCharacter(text, standInFor(static_cast<std::uint8_t>(byte)));
    }
    return text;
}

std::optional<std::string> withoutStandIns(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    while (!text.empty()) {
        const auto byte = byteOf(firstCharacter(text));
        if (!byte) {
            return std::nullopt;
        }
        bytes += static_cast<char>(*byte);
        text.remove_prefix(characterBytes(text.front()));
    }
    return bytes;
}

} // namespace quantlathe
