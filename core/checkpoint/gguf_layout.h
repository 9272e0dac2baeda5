// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that GGUF's reader and writer share (docs/formats/gguf.md).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace quantlathe::gguf {

inline constexpr std::array magic{std::byte{'G'}, std::byte{'G'}, std::byte{'U'}, std::byte{'F'}};
inline constexpr std::uint32_t version = 3;
inline constexpr std::uint64_t defaultAlignment = 32;
inline constexpr std::string_view alignmentKey = "general.alignment";
inline constexpr std::size_t maxNameBytes = 63;
inline constexpr std::size_t maxKeyBytes = 65535;
inline constexpr std::uint32_t maxDimensions = 4;

inline constexpr std::uint32_t arrayType = 9;
/// As printed in messages, by type number.
inline constexpr std::array<std::string_view, 13> typeNames{"u8",   "i8",     "u16",   "i16", "u32", "i32", "f32",
                                                            "bool", "string", "array", "u64", "i64", "f64"};

/// MetadataArray has no alternative for arrays, so its index is one too low from there on.
inline constexpr std::uint32_t arrayElementType(std::size_t arrayIndex) {
    return static_cast<std::uint32_t>(arrayIndex < arrayType ? arrayIndex : arrayIndex + 1);
}

} // namespace quantlathe::gguf
