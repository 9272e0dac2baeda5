// SPDX-License-Identifier: GPL-3.0-or-later
// Decoders of one-bit, ternary and four-bit float blocks, and of ggml's formats for activations (Q8_1, Q8_K). Every product
// but Q8_K's is exact in binary32; the layouts are in docs/formats/gguf-types.md.
#include "codecs/codec.h"
#include "codecs/fp4_scales.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/decode_low_bit.cpp"
#include <hwy/foreach_target.h>

#include "codecs/decode-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// 32 bits as one number.
HWY_INLINE std::uint32_t wordAt(Stored in) {
    std::uint32_t word = 0;
    std::memcpy(&word, in, sizeof word);
    return word;
}

/// `bits` of a word a lane, the lowest for lane 0, as a number of 0 … 2^bits − 1.
template <int bits>
HWY_INLINE hn::Vec<hn::RebindToUnsigned<FloatTag>> fields(std::uint32_t word) {
    const hn::RebindToUnsigned<FloatTag> u32;
    const auto shifts = hn::Mul(hn::Iota(u32, 0), hn::Set(u32, bits));
    return hn::And(hn::Shr(hn::Set(u32, word), shifts), hn::Set(u32, (1U << bits) - 1));
}

void decodeQ1_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<128, 18>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const FloatTag f;
        const hn::RebindToUnsigned<FloatTag> u32;
        const auto negative = hn::BitCast(u32, hn::Set(f, -halfAt(in)));
        for (std::size_t word = 0; word < 4; ++word) {
            const std::uint32_t bits = wordAt(in + 2 + 4 * word);
            for (std::size_t i = 0; i < 32; i += hn::Lanes(f)) { // a set bit turns −d into d
                const auto sign = hn::ShiftLeft<31>(fields<1>(bits >> i));
                hn::StoreU(hn::BitCast(f, hn::Xor(negative, sign)), f, out + 32 * word + i);
            }
        }
    });
}

void decodeQ2_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<64, 18>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        const FloatTag f;
        const hn::RebindToSigned<FloatTag> i32;
        const auto scale = hn::Set(f, halfAt(in));
        for (std::size_t word = 0; word < 4; ++word) {
            const std::uint32_t crumbs = wordAt(in + 2 + 4 * word);
            for (std::size_t i = 0; i < 16; i += hn::Lanes(f)) {
                const auto code = hn::Sub(hn::BitCast(i32, fields<2>(crumbs >> (2 * i))), hn::Set(i32, 1));
                hn::StoreU(hn::Mul(hn::ConvertTo(f, code), scale), f, out + 16 * word + i);
            }
        }
    });
}

/// `trits` times `bytes` weights: trit i of all bytes, then trit i + 1 of all bytes.
template <int bytes, int trits>
HWY_INLINE void splitTrits(Stored in, std::int8_t* HWY_RESTRICT codes) {
    std::uint8_t rest[bytes];
    std::memcpy(rest, in, sizeof rest);
    for (int i = 0; i < trits; ++i) {
        for (int r = 0; r < bytes; ++r) {
            const auto tripled = static_cast<std::uint16_t>(rest[r] * 3);
            codes[i * bytes + r] = static_cast<std::int8_t>((tripled >> 8) - 1); // the trit is what carries out of the byte
            rest[r] = static_cast<std::uint8_t>(tripled);
        }
    }
}

void decodeTQ1_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 54>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[256];
        splitTrits<32, 5>(in, codes);
        splitTrits<16, 5>(in + 32, codes + 160);
        splitTrits<4, 4>(in + 48, codes + 240);
        scaleCodes(256, codes, halfAt(in + 52), out);
    });
}

void decodeTQ2_0Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 66>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t codes[256];
        for (int half = 0; half < 2; ++half) {
            for (int quarter = 0; quarter < 4; ++quarter) {
                for (int r = 0; r < 32; ++r) {
                    codes[128 * half + 32 * quarter + r] =
                        static_cast<std::int8_t>((in[32 * half + r] >> (2 * quarter) & 3) - 1);
                }
            }
        }
        scaleCodes(256, codes, halfAt(in + 64), out);
    });
}

/// As scaleCodes() for eight.
HWY_INLINE void scaleCodes8(const std::int8_t* HWY_RESTRICT codes, float scale, Weights out) {
    const hn::CappedTag<float, 8> f;
    const hn::RebindToSigned<hn::CappedTag<float, 8>> wide;
    const hn::Rebind<std::int8_t, hn::CappedTag<float, 8>> narrow;
    for (std::size_t i = 0; i < 8; i += hn::Lanes(f)) {
        const auto values = hn::ConvertTo(f, hn::PromoteTo(wide, hn::LoadU(narrow, codes + i)));
        hn::StoreU(hn::Mul(values, hn::Set(f, scale)), f, out + i);
    }
}

void decodeMXFP4Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 17>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        std::int8_t values[32];
        splitNibbles(in + 1, values);
        lookUpLevels(fp4Levels.data(), values);
        scaleCodes(32, values, halfOfE8M0(in[0]), out);
    });
}

void decodeNVFP4Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<64, 36>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        for (int pair = 0; pair < 2; ++pair) {
            std::int8_t values[32];
            splitNibbles(in + 4 + 16 * pair, values); // a sub-block has eight low nibbles, then its eight high ones
            lookUpLevels(fp4Levels.data(), values);
            for (int part = 0; part < 2; ++part) {
                const float scale = halfOfUE4M3(in[2 * pair + part]);
                scaleCodes8(values + 8 * part, scale, out + 32 * pair + 16 * part);
                scaleCodes8(values + 16 + 8 * part, scale, out + 32 * pair + 16 * part + 8);
            }
        }
    });
}

void decodeQ8_1Blocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<32, 36>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        scaleCodes(32, reinterpret_cast<const std::int8_t*>(in + 4), halfAt(in), out);
    });
}

void decodeQ8_KBlocks(Stored stored, std::size_t count, Weights weights) {
    forEachBlock<256, 292>(stored, count, weights, [](Stored in, Weights out) HWY_ATTR {
        float scale = 0;
        std::memcpy(&scale, in, sizeof scale);
        scaleCodes(256, reinterpret_cast<const std::int8_t*>(in + 4), scale, out);
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(decodeQ1_0Blocks);
HWY_EXPORT(decodeQ2_0Blocks);
HWY_EXPORT(decodeTQ1_0Blocks);
HWY_EXPORT(decodeTQ2_0Blocks);
HWY_EXPORT(decodeMXFP4Blocks);
HWY_EXPORT(decodeNVFP4Blocks);
HWY_EXPORT(decodeQ8_1Blocks);
HWY_EXPORT(decodeQ8_KBlocks);

void decodeQ1_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ1_0Blocks)(stored, count, weights);
}
void decodeQ2_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ2_0Blocks)(stored, count, weights);
}
void decodeTQ1_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeTQ1_0Blocks)(stored, count, weights);
}
void decodeTQ2_0(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeTQ2_0Blocks)(stored, count, weights);
}
void decodeMXFP4(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeMXFP4Blocks)(stored, count, weights);
}
void decodeNVFP4(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeNVFP4Blocks)(stored, count, weights);
}
void decodeQ8_1(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ8_1Blocks)(stored, count, weights);
}
void decodeQ8_K(const std::uint8_t* stored, std::size_t count, float* weights) {
    HWY_DYNAMIC_DISPATCH(decodeQ8_KBlocks)(stored, count, weights);
}

} // namespace quantlathe::codec
#endif
