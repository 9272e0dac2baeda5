// SPDX-License-Identifier: GPL-3.0-or-later
#include "oracle/oracle.h"

#include "base/numeric.h"
#include "oracle/block_types.h"
#include "oracle/searches.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace quantlathe::oracle {
namespace {

template <class Stored, Stored (*convert)(float)>
void encodeScalars(std::span<const float> weights, Bytes out) {
    for (const float weight : weights) {
        const Stored stored = convert(weight);
        std::memcpy(out, &stored, sizeof stored);
        out += sizeof stored;
    }
}
template <class Stored, float (*convert)(Stored)>
void decodeScalars(StoredBytes in, std::span<float> weights) {
    for (float& weight : weights) {
        Stored stored;
        std::memcpy(&stored, in, sizeof stored);
        weight = convert(stored);
        in += sizeof stored;
    }
}
float same(float value) {
    return value;
}

struct ScalarType {
    ElementType type;
    void (*encode)(std::span<const float> weights, Bytes out);
    void (*decode)(StoredBytes in, std::span<float> weights);
};

using enum ElementType;
constexpr std::array scalars{
    ScalarType{F32, encodeScalars<float, same>, decodeScalars<float, same>},
    ScalarType{F16, encodeScalars<std::uint16_t, f16FromFloat>, decodeScalars<std::uint16_t, floatFromF16>},
    ScalarType{BF16, encodeScalars<std::uint16_t, bf16FromFloat>, decodeScalars<std::uint16_t, floatFromBf16>},
};

struct BlockType {
    ElementType type;
    BlockEncoder encode;
    BlockDecoder decode;
    bool needsRowSigma2 = false;
};

constexpr std::array blockTypes{
    BlockType{Q4_0, encodeQ4_0, decodeQ4_0, true},    BlockType{Q4_1, encodeQ4_1, decodeQ4_1, true},
    BlockType{Q5_0, encodeQ5_0, decodeQ5_0, true},    BlockType{Q5_1, encodeQ5_1, decodeQ5_1, true},
    BlockType{Q8_0, encodeQ8_0, decodeQ8_0},          BlockType{Q2_K, encodeQ2_K, decodeQ2_K},
    BlockType{Q3_K, encodeQ3_K, decodeQ3_K},          BlockType{Q4_K, encodeQ4_K, decodeQ4_K},
    BlockType{Q5_K, encodeQ5_K, decodeQ5_K},          BlockType{Q6_K, encodeQ6_K, decodeQ6_K},
    BlockType{IQ4_NL, encodeIQ4_NL, decodeIQ4_NL},    BlockType{IQ4_XS, encodeIQ4_XS, decodeIQ4_XS},
    BlockType{Q1_0, encodeQ1_0, decodeQ1_0},          BlockType{Q2_0, encodeQ2_0, decodeQ2_0},
    BlockType{TQ1_0, encodeTQ1_0, decodeTQ1_0},       BlockType{TQ2_0, encodeTQ2_0, decodeTQ2_0},
    BlockType{MXFP4, encodeMXFP4, decodeMXFP4},       BlockType{NVFP4, encodeNVFP4, decodeNVFP4},
    BlockType{IQ2_XXS, encodeIQ2_XXS, decodeIQ2_XXS}, BlockType{IQ2_XS, encodeIQ2_XS, decodeIQ2_XS},
    BlockType{IQ2_S, encodeIQ2_S, decodeIQ2_S},       BlockType{IQ3_XXS, encodeIQ3_XXS, decodeIQ3_XXS},
    BlockType{IQ3_S, encodeIQ3_S, decodeIQ3_S},       BlockType{IQ1_S, encodeIQ1_S, decodeIQ1_S},
    BlockType{IQ1_M, encodeIQ1_M, decodeIQ1_M},
};

template <class Table>
auto find(const Table& table, ElementType type) {
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.type == type; });
    return found == table.end() ? nullptr : &*found;
}

const BlockType& require(ElementType type) {
    const BlockType* const entry = find(blockTypes, type);
    if (entry == nullptr) {
        throw std::invalid_argument("the oracle does not know this type");
    }
    return *entry;
}

} // namespace

bool canDecode(ElementType type) {
    return find(scalars, type) != nullptr || find(blockTypes, type) != nullptr;
}

bool canEncode(ElementType type) {
    const BlockType* const entry = find(blockTypes, type);
    return entry != nullptr ? entry->encode != nullptr : canDecode(type);
}

void encode(ElementType type, std::span<const float> weights, std::uint64_t columns, std::span<const float> importance,
            std::span<std::byte> out) {
    if (const ScalarType* const scalar = find(scalars, type)) {
        scalar->encode(weights, reinterpret_cast<Bytes>(out.data()));
        return;
    }
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
    if (const ScalarType* const scalar = find(scalars, type)) {
        scalar->decode(reinterpret_cast<StoredBytes>(stored.data()), weights);
        return;
    }
    const BlockType& entry = require(type);
    const auto* source = reinterpret_cast<StoredBytes>(stored.data());
    for (std::size_t first = 0; first < weights.size(); first += info(type).weightsPerBlock) {
        entry.decode(source, &weights[first]);
        source += info(type).bytesPerBlock;
    }
}

} // namespace quantlathe::oracle
