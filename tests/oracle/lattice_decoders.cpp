// SPDX-License-Identifier: GPL-3.0-or-later
// Decoding of the lattice types, weight by weight as docs/formats/gguf-types.md writes the layouts down.
#include "oracle/block_types.h"

#include "base/numeric.h"
#include "codecs/codebooks/grids.h"

#include <bit>

namespace quantlathe::oracle {
namespace {

std::uint32_t wordAt(StoredBytes in) {
    std::uint32_t word = 0;
    std::memcpy(&word, in, sizeof word);
    return word;
}
unsigned nibble(StoredBytes in, int i) {
    return (in[i / 2] >> (4 * (i % 2))) & 15U;
}
/// Sign i of seven stored ones and a parity.
float signOf7(unsigned stored, int i) {
    const bool isMinus = i < 7 ? ((stored >> i) & 1U) != 0 : std::popcount(stored & 127U) % 2 != 0;
    return isMinus ? -1.0F : 1.0F;
}
float signOf8(unsigned stored, int i) {
    return ((stored >> i) & 1U) != 0 ? -1.0F : 1.0F;
}
float value(const codec::Grid& grid, unsigned index, int i) {
    return grid.points[index * grid.coordinates + static_cast<unsigned>(i)];
}

} // namespace

void decodeIQ2_XXS(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        StoredBytes part = in + 2 + 8 * (i / 32);
        const std::uint32_t signs = wordAt(part + 4);
        const int l = i % 32 / 8;
        x[i] = d * (0.5F + static_cast<float>(signs >> 28)) * 0.25F * value(codec::iq2xxsGrid, part[l], i % 8) *
               signOf7(signs >> (7 * l), i % 8);
    }
}

void decodeIQ2_XS(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        const unsigned code = halfAt(in + 2 + 2 * (i / 8));
        x[i] = d * (0.5F + static_cast<float>(nibble(in + 66, i / 16))) * 0.25F * value(codec::iq2xsGrid, code & 511U, i % 8) *
               signOf7(code >> 9, i % 8);
    }
}

void decodeIQ2_S(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        const int g = i / 8;
        const unsigned index = in[2 + g] | (((in[66 + g / 4] >> (2 * (g % 4))) & 3U) << 8);
        x[i] = d * (0.5F + static_cast<float>(nibble(in + 74, i / 16))) * 0.25F * value(codec::iq2sGrid, index, i % 8) *
               signOf8(in[34 + g], i % 8);
    }
}

void decodeIQ3_XXS(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        const std::uint32_t signs = wordAt(in + 66 + 4 * (i / 32));
        x[i] = d * (0.5F + static_cast<float>(signs >> 28)) * 0.5F * value(codec::iq3xxsGrid, in[2 + i / 4], i % 4) *
               signOf7(signs >> (7 * (i % 32 / 8)), i % 8);
    }
}

void decodeIQ3_S(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        const int p = i / 4;
        const unsigned index = in[2 + p] | (((in[66 + p / 8] >> (p % 8)) & 1U) << 8);
        x[i] = d * static_cast<float>(1 + 2 * nibble(in + 106, i / 32)) * value(codec::iq3sGrid, index, i % 4) *
               signOf8(in[74 + i / 8], i % 8);
    }
}

void decodeIQ1_S(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        const unsigned high = halfAt(in + 34 + 2 * (i / 32));
        const unsigned index = in[2 + i / 8] | (((high >> (3 * (i % 32 / 8))) & 7U) << 8);
        const float delta = (high >> 15) != 0 ? -0.125F : 0.125F;
        x[i] = d * static_cast<float>(2 * ((high >> 12) & 7U) + 1) * (value(codec::iq1sGrid, index, i % 8) + delta);
    }
}

void decodeIQ1_M(StoredBytes in, float* x) {
    unsigned half = 0;
    for (int word = 0; word < 4; ++word) {
        half |= static_cast<unsigned>(halfAt(in + 48 + 2 * word) >> 12) << (4 * word);
    }
    const float d = floatFromF16(static_cast<std::uint16_t>(half));
    for (int i = 0; i < 256; ++i) {
        const int j = i / 16;
        const unsigned scale = (static_cast<unsigned>(halfAt(in + 48 + 2 * (j / 4))) >> (3 * (j % 4))) & 7U;
        const unsigned high = nibble(in + 32, i / 8);
        const float delta = (high & 8U) != 0 ? -0.125F : 0.125F;
        x[i] = d * static_cast<float>(2 * scale + 1) * (value(codec::iq1sGrid, in[i / 8] | ((high & 7U) << 8), i % 8) + delta);
    }
}

} // namespace quantlathe::oracle
