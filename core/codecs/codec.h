// SPDX-License-Identifier: GPL-3.0-or-later
// What one number format brings to the table in encodings.cpp: two functions over flat arrays. Private to codecs/.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quantlathe::codec {

/// `weights`: rows × columns values; `importance`: null or `columns` values. Blocks are independent, except that some formats
/// with importance look at their whole row.
struct EncodeTask {
    const float* weights;
    std::size_t rows;
    std::size_t columns;
    const float* importance;
    std::uint8_t* out;
};
using Encode = void (*)(const EncodeTask& task);

/// `count` weights, a multiple of the block size; rows do not matter to decoders.
using Decode = void (*)(const std::uint8_t* stored, std::size_t count, float* weights);

void encodeF32(const EncodeTask& task);
void encodeF16(const EncodeTask& task);
void encodeBF16(const EncodeTask& task);
void encodeQ4_0(const EncodeTask& task);
void encodeQ4_1(const EncodeTask& task);
void encodeQ5_0(const EncodeTask& task);
void encodeQ5_1(const EncodeTask& task);
void encodeQ8_0(const EncodeTask& task);
void encodeQ2_K(const EncodeTask& task);
void encodeQ3_K(const EncodeTask& task);
void encodeQ4_K(const EncodeTask& task);
void encodeQ5_K(const EncodeTask& task);
void encodeQ6_K(const EncodeTask& task);
void encodeIQ4_NL(const EncodeTask& task);
void encodeIQ4_XS(const EncodeTask& task);
void encodeTQ1_0(const EncodeTask& task);
void encodeTQ2_0(const EncodeTask& task);
void encodeMXFP4(const EncodeTask& task);
void encodeNVFP4(const EncodeTask& task);
void encodeQ1_0(const EncodeTask& task);
void encodeQ2_0(const EncodeTask& task);
void encodeIQ2_XXS(const EncodeTask& task);
void encodeIQ2_XS(const EncodeTask& task);
void encodeIQ2_S(const EncodeTask& task);
void encodeIQ3_XXS(const EncodeTask& task);
void encodeIQ3_S(const EncodeTask& task);
void encodeIQ1_S(const EncodeTask& task);
void encodeIQ1_M(const EncodeTask& task);

// Effort::high of the same.
void encodeQ4_0Carefully(const EncodeTask& task);
void encodeQ4_1Carefully(const EncodeTask& task);
void encodeQ5_0Carefully(const EncodeTask& task);
void encodeQ5_1Carefully(const EncodeTask& task);
void encodeQ8_0Carefully(const EncodeTask& task);
void encodeQ2_KCarefully(const EncodeTask& task);
void encodeQ3_KCarefully(const EncodeTask& task);
void encodeQ4_KCarefully(const EncodeTask& task);
void encodeQ5_KCarefully(const EncodeTask& task);
void encodeQ6_KCarefully(const EncodeTask& task);
void encodeIQ4_NLCarefully(const EncodeTask& task);
void encodeIQ4_XSCarefully(const EncodeTask& task);

void decodeQ4_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ4_1(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ5_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ5_1(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ8_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ2_K(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ3_K(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ4_K(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ5_K(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ6_K(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ4_NL(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ4_XS(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ2_XXS(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ2_XS(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ2_S(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ3_XXS(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ3_S(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ1_S(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeIQ1_M(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeTQ1_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeTQ2_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeMXFP4(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeNVFP4(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ1_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ2_0(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ8_1(const std::uint8_t* stored, std::size_t count, float* weights);
void decodeQ8_K(const std::uint8_t* stored, std::size_t count, float* weights);

} // namespace quantlathe::codec
