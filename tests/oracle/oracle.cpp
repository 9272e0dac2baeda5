// SPDX-License-Identifier: GPL-3.0-or-later
#include "oracle/oracle.h"

#include "base/numeric.h"
#include "oracle/block_types.h"
#include "oracle/searches.h"

#include <array>
#include <stdexcept>

namespace quantlathe::oracle {
namespace {

void encodeF32(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    std::memcpy(out, x, sizeof *x);
}
void decodeF32(StoredBytes in, float* x) {
    std::memcpy(x, in, sizeof *x);
}
void encodeF16(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    putHalf(out, f16FromFloat(*x));
}
void decodeF16(StoredBytes in, float* x) {
    *x = floatFromF16(halfAt(in));
}
void encodeBF16(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    putHalf(out, bf16FromFloat(*x));
}
void decodeBF16(StoredBytes in, float* x) {
    *x = floatFromBf16(halfAt(in));
}

struct BlockType {
    ElementType type;
    BlockEncoder encode;
    BlockDecoder decode;
    bool needsRowSigma2 = false;
};

using enum ElementType;
constexpr std::array types{
    BlockType{F32, encodeF32, decodeF32},          BlockType{F16, encodeF16, decodeF16},
    BlockType{BF16, encodeBF16, decodeBF16},       BlockType{Q4_0, encodeQ4_0, decodeQ4_0, true},
    BlockType{Q4_1, encodeQ4_1, decodeQ4_1, true}, BlockType{Q5_0, encodeQ5_0, decodeQ5_0, true},
    BlockType{Q5_1, encodeQ5_1, decodeQ5_1, true}, BlockType{Q8_0, encodeQ8_0, decodeQ8_0},
    BlockType{Q2_K, encodeQ2_K, decodeQ2_K},       BlockType{Q3_K, encodeQ3_K, decodeQ3_K},
    BlockType{Q4_K, encodeQ4_K, decodeQ4_K},       BlockType{Q5_K, encodeQ5_K, decodeQ5_K},
    BlockType{Q6_K, encodeQ6_K, decodeQ6_K},       BlockType{IQ4_NL, encodeIQ4_NL, decodeIQ4_NL},
    BlockType{IQ4_XS, encodeIQ4_XS, decodeIQ4_XS},
};

const BlockType* find(ElementType type) {
    for (const BlockType& entry : types) {
        if (entry.type == type) {
            return &entry;
        }
    }
    return nullptr;
}

const BlockType& require(ElementType type) {
    const BlockType* const entry = find(type);
    if (entry == nullptr) {
        throw std::invalid_argument("the oracle does not know this type");
    }
    return *entry;
}

} // namespace

bool knows(ElementType type) {
    return find(type) != nullptr;
}

void encode(ElementType type, std::span<const float> weights, std::uint64_t columns, std::span<const float> importance,
            std::span<std::byte> out) {
    const BlockType& entry = require(type);
    const std::size_t block = info(type).weightsPerBlock;
    auto* target = reinterpret_cast<Bytes>(out.data());
    for (std::size_t row = 0; row < weights.size(); row += columns) {
        const bool weighted = !importance.empty();
        const float sigma2 = weighted && entry.needsRowSigma2
                                 ? sumOfSquares(static_cast<int>(columns), &weights[row]) / static_cast<float>(columns)
                                 : 0;
        for (std::size_t column = 0; column < columns; column += block) {
            entry.encode(&weights[row + column], weighted ? &importance[column] : nullptr, sigma2, target);
            target += info(type).bytesPerBlock;
        }
    }
}

void decode(ElementType type, std::span<const std::byte> stored, std::span<float> weights) {
    const BlockType& entry = require(type);
    const auto* source = reinterpret_cast<StoredBytes>(stored.data());
    for (std::size_t first = 0; first < weights.size(); first += info(type).weightsPerBlock) {
        entry.decode(source, &weights[first]);
        source += info(type).bytesPerBlock;
    }
}

} // namespace quantlathe::oracle
