// SPDX-License-Identifier: GPL-3.0-or-later
// GPT-2's printable stand-ins for bytes: byte-level vocabularies write every byte as one character, so that "Ġthe" is " the"
// (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, section 2.2, and its encoder.py).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {

/// The character that stands for the byte.
[[nodiscard]] char32_t standInFor(std::uint8_t byte);
/// The byte that the character stands for; nothing for all other characters.
[[nodiscard]] std::optional<std::uint8_t> byteOf(char32_t standIn);

/// Every byte as its character.
[[nodiscard]] std::string withStandIns(std::string_view bytes);
/// The way back; nothing if `text` has a character that stands for no byte. `text` is well-formed UTF-8.
[[nodiscard]] std::optional<std::string> withoutStandIns(std::string_view text);

} // namespace quantlathe
