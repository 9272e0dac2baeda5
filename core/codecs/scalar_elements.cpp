// SPDX-License-Identifier: GPL-3.0-or-later
// Element types that are plain numbers.
#include "base/numeric.h"
#include "codecs/codec.h"

#include <array>
#include <cstring>

namespace quantlathe::codec {
namespace {

// Stored numbers need not be aligned.
template <class Stored>
void convert(const std::uint8_t* stored, std::size_t count, float* weights) {
    for (std::size_t i = 0; i < count; ++i) {
        Stored value;
        std::memcpy(&value, stored + i * sizeof value, sizeof value);
        weights[i] = static_cast<float>(value);
    }
}

using ByteTable = std::array<float, 256>;

ByteTable tabulate(float (*decode)(std::uint8_t)) {
    ByteTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = decode(static_cast<std::uint8_t>(i));
    }
    return table;
}

void lookUp(const ByteTable& table, const std::uint8_t* stored, std::size_t count, float* weights) {
    for (std::size_t i = 0; i < count; ++i) {
        weights[i] = table[stored[i]];
    }
}

} // namespace

void encodeF32(const EncodeTask& task) {
    std::memcpy(task.out, task.weights, task.rows * task.columns * sizeof(float));
}

void decodeF32(const std::uint8_t* stored, std::size_t count, float* weights) {
    std::memcpy(weights, stored, count * sizeof(float));
}

void decodeF64(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<double>(stored, count, weights);
}

void decodeF8_E4M3(const std::uint8_t* stored, std::size_t count, float* weights) {
    static const ByteTable table = tabulate(floatFromF8E4M3);
    lookUp(table, stored, count, weights);
}

void decodeF8_E5M2(const std::uint8_t* stored, std::size_t count, float* weights) {
    static const ByteTable table = tabulate(floatFromF8E5M2);
    lookUp(table, stored, count, weights);
}

void decodeI8(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::int8_t>(stored, count, weights);
}

void decodeI16(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::int16_t>(stored, count, weights);
}

void decodeI32(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::int32_t>(stored, count, weights);
}

void decodeI64(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::int64_t>(stored, count, weights);
}

void decodeU8(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::uint8_t>(stored, count, weights);
}

void decodeU16(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::uint16_t>(stored, count, weights);
}

void decodeU32(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::uint32_t>(stored, count, weights);
}

void decodeU64(const std::uint8_t* stored, std::size_t count, float* weights) {
    convert<std::uint64_t>(stored, count, weights);
}

void decodeBool(const std::uint8_t* stored, std::size_t count, float* weights) {
    for (std::size_t i = 0; i < count; ++i) {
        weights[i] = stored[i] != 0 ? 1.0F : 0.0F;
    }
}

} // namespace quantlathe::codec
