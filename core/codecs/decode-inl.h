// SPDX-License-Identifier: GPL-3.0-or-later
// What the decoders share: splitting nibbles, scaling small whole numbers. Compiled once per instruction set.

#include "base/numeric.h"
#include "codecs/codec.h"

#include <cstring>

#include <hwy/highway.h>

#if defined(QUANTLATHE_CODECS_DECODE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_DECODE_INL_H_
#undef QUANTLATHE_CODECS_DECODE_INL_H_
#else
#define QUANTLATHE_CODECS_DECODE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Stored = const std::uint8_t* HWY_RESTRICT;
using Weights = float* HWY_RESTRICT;

HWY_INLINE float halfAt(Stored in) {
    std::uint16_t bits = 0;
    std::memcpy(&bits, in, sizeof bits);
    return floatFromF16(bits);
}

template <std::size_t blockWeights, std::size_t blockBytes, class DecodeBlock>
HWY_INLINE void forEachBlock(Stored stored, std::size_t count, Weights weights, DecodeBlock decodeBlock) {
    for (std::size_t i = 0; i < count; i += blockWeights, stored += blockBytes) {
        decodeBlock(stored, weights + i);
    }
}

using FloatTag = hn::CappedTag<float, 16>;
using CodeTag = hn::Rebind<std::int8_t, FloatTag>;

HWY_INLINE hn::Vec<FloatTag> floatsAt(const std::int8_t* HWY_RESTRICT codes) {
    const hn::RebindToSigned<FloatTag> wide;
    return hn::ConvertTo(FloatTag(), hn::PromoteTo(wide, hn::LoadU(CodeTag(), codes)));
}

/// out[i] = code[i] * scale + offset, two roundings; `count` is a multiple of 16.
HWY_INLINE void scaleCodes(int count, const std::int8_t* HWY_RESTRICT codes, float scale, float offset, Weights out) {
    const FloatTag f;
    for (int i = 0; i < count; i += static_cast<int>(hn::Lanes(f))) {
        hn::StoreU(hn::Add(hn::Mul(floatsAt(codes + i), hn::Set(f, scale)), hn::Set(f, offset)), f, out + i);
    }
}

/// out[i] = code[i] * scale: without an addition, so that a zero keeps its sign.
HWY_INLINE void scaleCodes(int count, const std::int8_t* HWY_RESTRICT codes, float scale, Weights out) {
    const FloatTag f;
    for (int i = 0; i < count; i += static_cast<int>(hn::Lanes(f))) {
        hn::StoreU(hn::Mul(floatsAt(codes + i), hn::Set(f, scale)), f, out + i);
    }
}

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE void splitNibbles(Stored in, std::int8_t* HWY_RESTRICT codes) {
    for (int j = 0; j < 16; ++j) {
        codes[j] = static_cast<std::int8_t>(in[j] & 15);
        codes[j + 16] = static_cast<std::int8_t>(in[j] >> 4);
    }
}

HWY_INLINE void lookUpLevels(const std::int8_t* HWY_RESTRICT levels, std::int8_t* HWY_RESTRICT codes) {
    for (int i = 0; i < 32; ++i) {
        codes[i] = levels[codes[i]];
    }
}

#else

using ByteTag = hn::FixedTag<std::uint8_t, 16>;

HWY_INLINE std::uint8_t* bytesOf(std::int8_t* codes) {
    return reinterpret_cast<std::uint8_t*>(codes);
}

/// 32 nibbles in 16 bytes: code j low, code j + 16 high.
HWY_INLINE void splitNibbles(Stored in, std::int8_t* HWY_RESTRICT codes) {
    const ByteTag bytes;
    const auto both = hn::LoadU(bytes, in);
    hn::StoreU(hn::And(both, hn::Set(bytes, 15)), bytes, bytesOf(codes));
    hn::StoreU(hn::ShiftRight<4>(both), bytes, bytesOf(codes + 16));
}

/// 32 codes into the sixteen levels that they stand for.
HWY_INLINE void lookUpLevels(const std::int8_t* HWY_RESTRICT levels, std::int8_t* HWY_RESTRICT codes) {
    const ByteTag bytes;
    const auto table = hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(levels));
    for (int half = 0; half < 2; ++half) {
        std::uint8_t* const target = bytesOf(codes + 16 * half);
        hn::StoreU(hn::TableLookupBytes(table, hn::LoadU(bytes, target)), bytes, target);
    }
}

#endif

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
