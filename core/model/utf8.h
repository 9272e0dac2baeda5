// SPDX-License-Identifier: GPL-3.0-or-later
// UTF-8 as tokenizers see it: text that is always well formed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace quantlathe {

/// Bytes of the character that begins with `lead`, in well-formed text.
[[nodiscard]] constexpr std::size_t characterBytes(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// The first character of well-formed text that is not empty.
[[nodiscard]] char32_t firstCharacter(std::string_view text);

void appendCharacter(std::string& text, char32_t character);

/// `text` itself if it is well formed. Otherwise a copy in `storage` in which every byte that belongs to no well-formed
/// character has become U+FFFD: the rule of SentencePiece and llama.cpp.
[[nodiscard]] std::string_view wellFormed(std::string_view text, std::string& storage);

} // namespace quantlathe
