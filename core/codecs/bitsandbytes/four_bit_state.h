// SPDX-License-Identifier: GPL-3.0-or-later
// The small JSON text beside every four-bit weight of bitsandbytes (docs/formats/bitsandbytes.md, part 1).
#pragma once

#include "codecs/matrix_encoding.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe::bitsandbytes {

enum class FourBit : std::uint8_t { nf4, fp4 };
[[nodiscard]] std::string_view name(FourBit type); // as in tensor names and in the text: "nf4"

/// What the text says.
struct FourBitState {
    FourBit type = FourBit::nf4;
    std::uint32_t blockSize = 64;
    MatrixShape shape;
    std::uint32_t nestedBlockSize = 0; // 0: no double quantization
    float nestedOffset = 0;

    /// As Python's json.dumps() prints it.
    [[nodiscard]] std::string json() const;
    /// The length of json() for the longest offset.
    [[nodiscard]] std::uint32_t maxBytes() const;
};

/// Texts longer than this are refused.
inline constexpr std::size_t maxStateBytes = 4096;

/// Throws Error(badInput) that names `suffix` and what was expected.
[[nodiscard]] FourBitState parseState(std::span<const std::byte> text, std::string_view suffix);

/// Block sizes of bitsandbytes' kernels: powers of two from 32 to 4096.
[[nodiscard]] bool isBlockSize(std::uint64_t size);

} // namespace quantlathe::bitsandbytes
