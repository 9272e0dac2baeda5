// SPDX-License-Identifier: GPL-3.0-or-later
// Plain scalar forms of the encodings of matrices, one value after the other as docs/formats/bitsandbytes.md and
// docs/formats/fbgemm.md write them down: second opinion of the tests. Shares only base/numeric.h with core.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::oracle {

struct FourBitBlocks {
    std::vector<std::byte> packed;
    std::vector<float> absmax;
};
/// `levels`: the 16 values of the codes.
[[nodiscard]] FourBitBlocks encodeNf4(std::span<const float> values, std::size_t blockSize, std::span<const float> levels);
[[nodiscard]] FourBitBlocks encodeFp4(std::span<const float> values, std::size_t blockSize);

struct NestedScales {
    std::vector<std::byte> codes;
    std::vector<float> absmax;
    float offset = 0;
};
/// `map`: the 256 values of the codes.
[[nodiscard]] NestedScales encodeNested(std::span<const float> scales, std::span<const float> map);

struct CodedRows {
    std::vector<std::byte> codes;
    std::vector<float> scales;
};
[[nodiscard]] CodedRows encodeInt8(std::span<const float> values, std::size_t columns);
/// Through BF16 if `bf16`.
[[nodiscard]] CodedRows encodeFp8(std::span<const float> values, std::size_t columns, bool bf16);

struct Int4Groups {
    std::vector<std::byte> codes;
    std::vector<std::uint16_t> scales; // BF16, [groups, rows]
    std::vector<std::uint16_t> zeros;
};
/// In a BF16 model.
[[nodiscard]] Int4Groups encodeInt4(std::span<const float> values, std::size_t columns, std::size_t groupSize);

} // namespace quantlathe::oracle
