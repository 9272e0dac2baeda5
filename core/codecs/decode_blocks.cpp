// SPDX-License-Identifier: GPL-3.0-or-later
// Decoders of the block types, 16 or 32 weights at a time. Every product is exact in binary32, so their order does not matter;
// the layouts are in docs/formats/gguf-types.md.
#include "codecs/codec.h"
#include "codecs/iq4_levels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/decode_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/decode-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE void addFifthBits(Stored in, std::int8_t* HWY_RESTRICT codes) {
    for (int i = 0; i < 32; ++i) {
        codes[i] = static_cast<std::int8_t>(codes[i] | (((in[i / 8] >> (i % 8)) & 1) << 4));
    }
}

#else

/// Adds 16 to the codes whose bit is set: bit i % 8 of byte i / 8.
HWY_INLINE void addFifthBits(Stored in, std::int8_t* HWY_RESTRICT codes) {
    const ByteTag bytes;
    alignas(16) constexpr std::uint8_t sources[16] = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
    alignas(16) constexpr std::uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const auto bit = hn::Load(bytes, bits);
    std::uint32_t word = 0;
    std::memcpy(&word, in, sizeof word);
    const auto packed = hn::BitCast(bytes, hn::Set(hn::FixedTag<std::uint32_t, 4>(), word));
    for (int half = 0; half < 2; ++half) {
        const auto from = hn::Add(hn::Load(bytes, sources), hn::Set(bytes, static_cast<std::uint8_t>(2 * half)));
        const auto isSet = hn::Eq(hn::And(hn::TableLookupBytes(packed, from), bit), bit);
        std::uint8_t* const target = bytesOf(codes + 16 * half);
        hn::StoreU(hn::Or(hn::LoadU(bytes, target), hn::IfThenElseZero(isSet, hn::Set(bytes, 16))), bytes, target);
    }
}

#endif

/// 64 nibbles in 32 bytes: code j low, code j + 32 high.
HWY_INLINE void splitNibbles64(Stored in, std::int8_t* HWY_RESTRICT codes) {
    for (int j = 0; j < 32; ++j) {
        codes[j] = static_cast<std::int8_t>(in[j] & 15);
        codes[j + 32] = static_cast<std::int8_t>(in[j] >> 4);
    }
}

HWY_INLINE void subtract(int count, int value, std::int8_t* HWY_RESTRICT codes) {
    const hn::CappedTag<std::int8_t, 16> bytes;
    for (int i = 0; i < count; i += static_cast<int>(hn::Lanes(bytes))) {
        hn::StoreU(hn::Sub(hn::LoadU(bytes, codes + i), hn::Set(bytes, static_cast<std::int8_t>(value))), bytes, codes + i);
    }
}

void decodeQ4_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 18>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[32];
        splitNibbles(in + 2, codes);
        subtract(32, 8, codes);
        scaleCodes(32, codes, halfAt(in), out);
    });
}

void decodeQ4_1Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 20>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[32];
        splitNibbles(in + 4, codes);
        scaleCodes(32, codes, halfAt(in), halfAt(in + 2), out);
    });
}

void decodeQ5_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 22>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[32];
        splitNibbles(in + 6, codes);
        addFifthBits(in + 2, codes);
        subtract(32, 16, codes);
        scaleCodes(32, codes, halfAt(in), out);
    });
}

void decodeQ5_1Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 24>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[32];
        splitNibbles(in + 8, codes);
        addFifthBits(in + 4, codes);
        scaleCodes(32, codes, halfAt(in), halfAt(in + 2), out);
    });
}

void decodeQ8_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 34>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[32];
        std::memcpy(codes, in + 2, sizeof codes);
        scaleCodes(32, codes, halfAt(in), out);
    });
}

void decodeQ2_KBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 84>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in + 80);
        const float minimumUnit = halfAt(in + 82);
        for (int group = 0; group < 8; ++group) { // 32 weights each: two bits of 32 bytes
            std::int8_t codes[32];
            for (int r = 0; r < 32; ++r) {
                codes[r] = static_cast<std::int8_t>((in[16 + 32 * (group / 4) + r] >> (2 * (group % 4))) & 3);
            }
            for (int half = 0; half < 2; ++half) {
                const int scale = in[2 * group + half];
                scaleCodes(16, codes + 16 * half, unit * static_cast<float>(scale & 15),
                           -(minimumUnit * static_cast<float>(scale >> 4)), out + 32 * group + 16 * half);
            }
        }
    });
}

void decodeQ3_KBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 110>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in + 108);
        Stored scales = in + 96; // low nibbles of all sixteen, then the upper two bits
        for (int group = 0; group < 8; ++group) {
            std::int8_t codes[32];
            for (int r = 0; r < 32; ++r) {
                const int low = (in[32 + 32 * (group / 4) + r] >> (2 * (group % 4))) & 3;
                codes[r] = static_cast<std::int8_t>((low | (((in[r] >> group) & 1) << 2)) - 4);
            }
            for (int j = 2 * group; j < 2 * group + 2; ++j) {
                const int low = (scales[j % 8] >> (j < 8 ? 0 : 4)) & 15;
                const int scale = (low | (((scales[8 + j % 4] >> (2 * (j / 4))) & 3) << 4)) - 32;
                scaleCodes(16, codes + 16 * (j % 2), unit * static_cast<float>(scale), out + 16 * j);
            }
        }
    });
}

/// The 12 bytes of six-bit scales and minima of Q4_K and Q5_K.
HWY_INLINE void unpackScales(Stored s, std::uint8_t* scales, std::uint8_t* minima) {
    for (int j = 0; j < 4; ++j) {
        scales[j] = s[j] & 63;
        minima[j] = s[j + 4] & 63;
        scales[j + 4] = static_cast<std::uint8_t>((s[j + 8] & 15) | ((s[j] >> 6) << 4));
        minima[j + 4] = static_cast<std::uint8_t>((s[j + 8] >> 4) | ((s[j + 4] >> 6) << 4));
    }
}

/// Q4_K and Q5_K: groups of 64 weights in 32 bytes of nibbles; Q5_K has one more bit a weight at byte 16.
template <bool five>
HWY_INLINE void decodeFour(Stored in, Weights out) {
    const float unit = halfAt(in);
    const float minimumUnit = halfAt(in + 2);
    std::uint8_t scales[8];
    std::uint8_t minima[8];
    unpackScales(in + 4, scales, minima);
    for (int k = 0; k < 4; ++k) {
        std::int8_t codes[64];
        splitNibbles64(in + (five ? 48 : 16) + 32 * k, codes);
        for (int half = 0; half < 2; ++half) {
            const int j = 2 * k + half;
            if constexpr (five) {
                for (int r = 0; r < 32; ++r) {
                    codes[32 * half + r] = static_cast<std::int8_t>(codes[32 * half + r] | (((in[16 + r] >> j) & 1) << 4));
                }
            }
            scaleCodes(32, codes + 32 * half, unit * static_cast<float>(scales[j]),
                       -(minimumUnit * static_cast<float>(minima[j])), out + 32 * j);
        }
    }
}

void decodeQ4_KBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 144>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR { decodeFour<false>(in, out); });
}

void decodeQ5_KBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 176>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR { decodeFour<true>(in, out); });
}

void decodeQ6_KBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 210>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in + 208);
        for (int group = 0; group < 8; ++group) {
            const int quarter = group % 4; // of a half of 128 weights
            Stored low = in + 64 * (group / 4) + 32 * (quarter % 2);
            Stored high = in + 128 + 32 * (group / 4);
            std::int8_t codes[32];
            for (int r = 0; r < 32; ++r) {
                const int nibble = (low[r] >> (4 * (quarter / 2))) & 15;
                codes[r] = static_cast<std::int8_t>((nibble | (((high[r] >> (2 * quarter)) & 3) << 4)) - 32);
            }
            for (int j = 2 * group; j < 2 * group + 2; ++j) {
                const auto scale = static_cast<std::int8_t>(in[192 + j]);
                scaleCodes(16, codes + 16 * (j % 2), unit * static_cast<float>(scale), out + 16 * j);
            }
        }
    });
}

/// 32 codes in 16 bytes, looked up and scaled.
HWY_INLINE void decodeLevels(Stored in, float scale, Weights out) {
    std::int8_t values[32];
    splitNibbles(in, values);
    lookUpLevels(iq4Levels.data(), values);
    scaleCodes(32, values, scale, out);
}

void decodeIQ4_NLBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 18>(stored, count, weights,
                         [](Stored in, Weights out) HWY_ATTR { decodeLevels(in + 2, halfAt(in), out); });
}

void decodeIQ4_XSBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 136>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const float unit = halfAt(in);
        const int highBits = in[2] | (in[3] << 8);
        for (int j = 0; j < 8; ++j) {
            const int low = (in[4 + j / 2] >> (4 * (j % 2))) & 15;
            const int scale = (low | (((highBits >> (2 * j)) & 3) << 4)) - 32;
            decodeLevels(in + 8 + 16 * j, unit * static_cast<float>(scale), out + 32 * j);
        }
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(decodeQ4_0Blocks);
HWY_EXPORT(decodeQ4_1Blocks);
HWY_EXPORT(decodeQ5_0Blocks);
HWY_EXPORT(decodeQ5_1Blocks);
HWY_EXPORT(decodeQ8_0Blocks);
HWY_EXPORT(decodeQ2_KBlocks);
HWY_EXPORT(decodeQ3_KBlocks);
HWY_EXPORT(decodeQ4_KBlocks);
HWY_EXPORT(decodeQ5_KBlocks);
HWY_EXPORT(decodeQ6_KBlocks);
HWY_EXPORT(decodeIQ4_NLBlocks);
HWY_EXPORT(decodeIQ4_XSBlocks);

void decodeQ4_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ4_0Blocks)(stored, count, weights);
}
void decodeQ4_1(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ4_1Blocks)(stored, count, weights);
}
void decodeQ5_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ5_0Blocks)(stored, count, weights);
}
void decodeQ5_1(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ5_1Blocks)(stored, count, weights);
}
void decodeQ8_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ8_0Blocks)(stored, count, weights);
}
void decodeQ2_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ2_KBlocks)(stored, count, weights);
}
void decodeQ3_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ3_KBlocks)(stored, count, weights);
}
void decodeQ4_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ4_KBlocks)(stored, count, weights);
}
void decodeQ5_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ5_KBlocks)(stored, count, weights);
}
void decodeQ6_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ6_KBlocks)(stored, count, weights);
}
void decodeIQ4_NL(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ4_NLBlocks)(stored, count, weights);
}
void decodeIQ4_XS(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeIQ4_XSBlocks)(stored, count, weights);
}

} // namespace quantlathe::codec
#endif
