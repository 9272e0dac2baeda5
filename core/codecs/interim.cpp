// SPDX-License-Identifier: GPL-3.0-or-later
// Stand-in until the vectorised kernels land: block after block.
#include "base/numeric.h"
#include "codecs/codec.h"
#include "codecs/interim_block_types.h"
#include "codecs/interim_searches.h"

namespace quantlathe::codec {
namespace {

template <interim::BlockEncoder encode, std::size_t block, std::size_t bytes>
void encodeBlocks(const EncodeTask& task) {
    std::uint8_t* out = task.out;
    for (std::size_t row = 0; row < task.rows; ++row) {
        const float* x = task.weights + row * task.columns;
        const float sigma2 = interim::sumOfSquares(static_cast<int>(task.columns), x) / static_cast<float>(task.columns);
        for (std::size_t column = 0; column < task.columns; column += block, out += bytes) {
            encode(x + column, task.importance != nullptr ? task.importance + column : nullptr, sigma2, out);
        }
    }
}

template <interim::BlockDecoder decode, std::size_t block, std::size_t bytes>
void decodeBlocks(const std::uint8_t* stored, std::size_t count, float* weights) {
    for (std::size_t i = 0; i < count; i += block, stored += bytes) {
        decode(stored, weights + i);
    }
}

} // namespace

void encodeF16(const EncodeTask& task) {
    for (std::size_t i = 0; i < task.rows * task.columns; ++i) {
        interim::putHalf(task.out + 2 * i, f16FromFloat(task.weights[i]));
    }
}
void encodeBF16(const EncodeTask& task) {
    for (std::size_t i = 0; i < task.rows * task.columns; ++i) {
        interim::putHalf(task.out + 2 * i, bf16FromFloat(task.weights[i]));
    }
}
void decodeF16(const std::uint8_t* stored, std::size_t count, float* weights) {
    for (std::size_t i = 0; i < count; ++i) {
        weights[i] = floatFromF16(interim::halfAt(stored + 2 * i));
    }
}
void decodeBF16(const std::uint8_t* stored, std::size_t count, float* weights) {
    for (std::size_t i = 0; i < count; ++i) {
        weights[i] = floatFromBf16(interim::halfAt(stored + 2 * i));
    }
}
void encodeQ4_0(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ4_0, 32, 18>(task);
}
void decodeQ4_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ4_0, 32, 18>(stored, count, weights);
}
void encodeQ4_1(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ4_1, 32, 20>(task);
}
void decodeQ4_1(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ4_1, 32, 20>(stored, count, weights);
}
void encodeQ5_0(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ5_0, 32, 22>(task);
}
void decodeQ5_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ5_0, 32, 22>(stored, count, weights);
}
void encodeQ5_1(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ5_1, 32, 24>(task);
}
void decodeQ5_1(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ5_1, 32, 24>(stored, count, weights);
}
void encodeQ8_0(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ8_0, 32, 34>(task);
}
void decodeQ8_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ8_0, 32, 34>(stored, count, weights);
}
void encodeQ2_K(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ2_K, 256, 84>(task);
}
void decodeQ2_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ2_K, 256, 84>(stored, count, weights);
}
void encodeQ3_K(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ3_K, 256, 110>(task);
}
void decodeQ3_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ3_K, 256, 110>(stored, count, weights);
}
void encodeQ4_K(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ4_K, 256, 144>(task);
}
void decodeQ4_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ4_K, 256, 144>(stored, count, weights);
}
void encodeQ5_K(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ5_K, 256, 176>(task);
}
void decodeQ5_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ5_K, 256, 176>(stored, count, weights);
}
void encodeQ6_K(const EncodeTask& task) {
    encodeBlocks<interim::encodeQ6_K, 256, 210>(task);
}
void decodeQ6_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeQ6_K, 256, 210>(stored, count, weights);
}
void encodeIQ4_NL(const EncodeTask& task) {
    encodeBlocks<interim::encodeIQ4_NL, 32, 18>(task);
}
void decodeIQ4_NL(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeIQ4_NL, 32, 18>(stored, count, weights);
}
void encodeIQ4_XS(const EncodeTask& task) {
    encodeBlocks<interim::encodeIQ4_XS, 256, 136>(task);
}
void decodeIQ4_XS(const std::uint8_t* stored, std::size_t count, float* weights) {
    decodeBlocks<interim::decodeIQ4_XS, 256, 136>(stored, count, weights);
}

} // namespace quantlathe::codec
