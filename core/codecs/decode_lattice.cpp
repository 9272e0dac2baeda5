// SPDX-License-Identifier: GPL-3.0-or-later
// Decoders of the lattice types: groups of weights are points of a code book, with signs. Every product is exact in binary32;
// the layouts are in docs/formats/gguf-types.md.
#include "codecs/codebooks/grids.h"
#include "codecs/codec.h"

#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/decode_lattice.cpp"
#include <hwy/foreach_target.h>

#include "codecs/decode-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

template <class Word>
HWY_INLINE Word wordAt(Stored in) {
    Word word = 0;
    std::memcpy(&word, in, sizeof word);
    return word;
}

/// 0xFF in byte i where bit i is set.
HWY_INLINE std::uint64_t byteMask(std::uint32_t bits) {
    const std::uint64_t separate = (bits * 0x0101010101010101U) & 0x8040201008040201U;
    return ((separate + 0x7F7F7F7F7F7F7F7FU) >> 7 & 0x0101010101010101U) * 0xFF;
}

/// Eight values with the signs of a byte; none of them is zero, so no addition carries into the next byte.
HWY_INLINE void putSigned(std::uint64_t values, std::uint32_t signs, std::int8_t* HWY_RESTRICT out) {
    const std::uint64_t mask = byteMask(signs);
    const std::uint64_t negated = (values ^ mask) + (mask & 0x0101010101010101U);
    std::memcpy(out, &negated, sizeof negated);
}

/// Seven stored signs; the eighth makes the number of minus signs even.
HWY_INLINE std::uint32_t withParity(std::uint32_t signs) {
    return signs | (static_cast<std::uint32_t>(std::popcount(signs) & 1) << 7);
}

template <const Grid& grid>
HWY_INLINE std::uint64_t pointOf8(std::size_t index) {
    return wordAt<std::uint64_t>(reinterpret_cast<Stored>(grid.points.data() + 8 * index));
}

/// Two points of four.
template <const Grid& grid>
HWY_INLINE std::uint64_t pointsOf4(std::size_t first, std::size_t second) {
    const std::uint64_t low = wordAt<std::uint32_t>(reinterpret_cast<Stored>(grid.points.data() + 4 * first));
    const std::uint64_t high = wordAt<std::uint32_t>(reinterpret_cast<Stored>(grid.points.data() + 4 * second));
    return low | high << 32;
}

/// The factor of IQ2 and IQ3_XXS: d · (½ + s) · `step`.
HWY_INLINE float scaleOf(float unit, std::uint32_t code, float step) {
    return unit * (0.5F + static_cast<float>(code)) * step;
}

void decodeIQ2_XXSBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 66>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        for (std::size_t j = 0; j < 8; ++j) {
            Stored indices = in + 2 + 8 * j;
            const auto signs = wordAt<std::uint32_t>(indices + 4);
            std::int8_t values[32];
            for (std::size_t l = 0; l < 4; ++l) {
                putSigned(pointOf8<iq2xxsGrid>(indices[l]), withParity((signs >> (7 * l)) & 127), values + 8 * l);
            }
            scaleCodes(32, values, scaleOf(unit, signs >> 28, 0.25F), out + 32 * j);
        }
    });
}

void decodeIQ2_XSBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 74>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        for (std::size_t j = 0; j < 16; ++j) {
            std::int8_t values[16];
            for (std::size_t l = 0; l < 2; ++l) {
                const std::uint32_t code = wordAt<std::uint16_t>(in + 2 + 4 * j + 2 * l);
                putSigned(pointOf8<iq2xsGrid>(code & 511), withParity(code >> 9), values + 8 * l);
            }
            const std::uint32_t scale = (in[66 + j / 2] >> (4 * (j % 2))) & 15U;
            scaleCodes(16, values, scaleOf(unit, scale, 0.25F), out + 16 * j);
        }
    });
}

void decodeIQ2_SBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 82>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        for (std::size_t j = 0; j < 16; ++j) {
            std::int8_t values[16];
            for (std::size_t group = 2 * j; group < 2 * j + 2; ++group) {
                const std::size_t high = (in[66 + group / 4] >> (2 * (group % 4))) & 3U;
                putSigned(pointOf8<iq2sGrid>(in[2 + group] | high << 8), in[34 + group], values + 8 * (group % 2));
            }
            const std::uint32_t scale = (in[74 + j / 2] >> (4 * (j % 2))) & 15U;
            scaleCodes(16, values, scaleOf(unit, scale, 0.25F), out + 16 * j);
        }
    });
}

void decodeIQ3_XXSBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 98>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        for (std::size_t j = 0; j < 8; ++j) {
            Stored indices = in + 2 + 8 * j;
            const auto signs = wordAt<std::uint32_t>(in + 66 + 4 * j);
            std::int8_t values[32];
            for (std::size_t l = 0; l < 4; ++l) {
                putSigned(pointsOf4<iq3xxsGrid>(indices[2 * l], indices[2 * l + 1]), withParity((signs >> (7 * l)) & 127),
                          values + 8 * l);
            }
            scaleCodes(32, values, scaleOf(unit, signs >> 28, 0.5F), out + 32 * j);
        }
    });
}

void decodeIQ3_SBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 110>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        for (std::size_t j = 0; j < 8; ++j) {
            Stored indices = in + 2 + 8 * j;
            const std::size_t high = in[66 + j];
            std::int8_t values[32];
            for (std::size_t l = 0; l < 4; ++l) {
                const std::size_t first = indices[2 * l] | ((high >> (2 * l)) & 1) << 8;
                const std::size_t second = indices[2 * l + 1] | ((high >> (2 * l + 1)) & 1) << 8;
                putSigned(pointsOf4<iq3sGrid>(first, second), in[74 + 4 * j + l], values + 8 * l);
            }
            const std::uint32_t scale = (in[106 + j / 2] >> (4 * (j % 2))) & 15U;
            scaleCodes(32, values, unit * static_cast<float>(1 + 2 * scale), out + 32 * j);
        }
    });
}

/// Eight times a point of the levels -1, 0, 1 with its shift of an eighth.
HWY_INLINE void putShifted(std::size_t index, bool isBelow, std::int8_t* HWY_RESTRICT out) {
    const std::int8_t* const point = iq1sGrid.points.data() + 8 * index;
    for (std::size_t i = 0; i < 8; ++i) {
        out[i] = static_cast<std::int8_t>(8 * point[i] + (isBelow ? -1 : 1));
    }
}
HWY_INLINE float scaleOfShifted(float unit, std::uint32_t code) {
    return unit * static_cast<float>(2 * code + 1) * 0.125F;
}

void decodeIQ1_SBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 50>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        for (std::size_t j = 0; j < 8; ++j) {
            const std::uint32_t high = wordAt<std::uint16_t>(in + 34 + 2 * j);
            std::int8_t values[32];
            for (std::size_t l = 0; l < 4; ++l) {
                putShifted(in[2 + 4 * j + l] | ((high >> (3 * l)) & 7) << 8, high >> 15 != 0, values + 8 * l);
            }
            scaleCodes(32, values, scaleOfShifted(unit, (high >> 12) & 7), out + 32 * j);
        }
    });
}

void decodeIQ1_MBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 56>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const auto scales = wordAt<std::uint64_t>(in + 48); // four words; their top nibbles are the F16
        const std::uint64_t half =
            (scales >> 12 & 0xFU) | (scales >> 24 & 0xF0U) | (scales >> 36 & 0xF00U) | (scales >> 48 & 0xF000U);
        const float unit = floatFromF16(static_cast<std::uint16_t>(half));
        for (std::size_t j = 0; j < 16; ++j) {
            const std::uint32_t high = in[32 + j];
            std::int8_t values[16];
            for (std::size_t l = 0; l < 2; ++l) {
                const std::uint32_t nibble = high >> (4 * l);
                putShifted(in[2 * j + l] | (nibble & 7) << 8, (nibble & 8) != 0, values + 8 * l);
            }
            const auto scale = static_cast<std::uint32_t>(scales >> (16 * (j / 4) + 3 * (j % 4))) & 7;
            scaleCodes(16, values, scaleOfShifted(unit, scale), out + 16 * j);
        }
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(decodeIQ2_XXSBlocks);
HWY_EXPORT(decodeIQ2_XSBlocks);
HWY_EXPORT(decodeIQ2_SBlocks);
HWY_EXPORT(decodeIQ3_XXSBlocks);
HWY_EXPORT(decodeIQ3_SBlocks);
HWY_EXPORT(decodeIQ1_SBlocks);
HWY_EXPORT(decodeIQ1_MBlocks);

void decodeIQ2_XXS(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ2_XXSBlocks)(stored, count, weights);
}
void decodeIQ2_XS(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ2_XSBlocks)(stored, count, weights);
}
void decodeIQ2_S(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ2_SBlocks)(stored, count, weights);
}
void decodeIQ3_XXS(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ3_XXSBlocks)(stored, count, weights);
}
void decodeIQ3_S(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ3_SBlocks)(stored, count, weights);
}
void decodeIQ1_S(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ1_SBlocks)(stored, count, weights);
}
void decodeIQ1_M(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ1_MBlocks)(stored, count, weights);
}

} // namespace quantlathe::codec
#endif
