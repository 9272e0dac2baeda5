// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/utf8.h"

#include "base/text.h"

#include <algorithm>

namespace quantlathe {
namespace {

constexpr char32_t replacement = 0xFFFD;

/// Length of the well-formed character at the start of `text`; 0 if there is none.
std::size_t wellFormedLength(std::string_view text) {
    const std::size_t length = std::min(characterBytes(text.front()), text.size());
    return isValidUtf8(text.substr(0, length)) ? length : 0;
}

} // namespace

char32_t firstCharacter(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<char32_t>(static_cast<unsigned char>(text[i])); };
    const auto tail = [&](std::size_t i) { return byte(i) & 0x3FU; };
    switch (characterBytes(text.front())) {
    case 1: return byte(0);
    case 2: return (byte(0) & 0x1FU) << 6U | tail(1);
    case 3: return (byte(0) & 0x0FU) << 12U | tail(1) << 6U | tail(2);
    default: return (byte(0) & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3);
    }
}

void appendCharacter(std::string& text, char32_t character) {
    const auto add = [&](char32_t bits) { text += static_cast<char>(static_cast<unsigned char>(bits)); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0U | character >> 6U);
        add(0x80U | (character & 0x3FU));
    } else if (character < 0x10000) {
        add(0xE0U | character >> 12U);
        add(0x80U | (character >> 6U & 0x3FU));
        add(0x80U | (character & 0x3FU));
    } else {
        add(0xF0U | character >> 18U);
        add(0x80U | (character >> 12U & 0x3FU));
        add(0x80U | (character >> 6U & 0x3FU));
        add(0x80U | (character & 0x3FU));
    }
}

std::string_view wellFormed(std::string_view text, std::string& storage) {
    if (isValidUtf8(text)) {
        return text;
    }
    storage.clear();
    storage.reserve(text.size() + text.size() / 8);
    while (!text.empty()) {
        const std::size_t length = wellFormedLength(text);
        if (length == 0) {
            appendCharacter(storage, replacement);
            text.remove_prefix(1);
        } else {
            storage += text.substr(0, length);
            text.remove_prefix(length);
        }
    }
    return storage;
}

} // namespace quantlathe
