// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of Q3_K and Q6_K: 256 weights in 16 sub-blocks that have a small signed integer scale.
#include "codecs/codec.h"
#include "codecs/encoding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/k_quants_symmetric.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"
#include "codecs/refinement-inl.h"
#include "codecs/searches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

using Block = Group<256>;
using Codes = Rows<std::int32_t, 256>;
using ScaleCodes = Rows<std::int32_t, 16>;

/// Codes of one sub-block for the scale that is really stored. Where that is 0 the codes stay.
template <int levels>
HWY_INLINE void roundAgain(const float* x, Floats scale, std::int32_t* codes) {
    const FloatMask keeps = hn::Eq(scale, hn::Zero(FloatTag()));
    for (std::size_t i = 0; i < 16; ++i) {
        const Ints code = nearestAnyWithin(hn::Div(load(x + i * lanes()), scale), -levels, levels - 1);
        store(select(keeps, load(codes + i * lanes()), hn::Add(code, setInt(levels))), codes + i * lanes());
    }
}

/// Sign-extends the low byte.
HWY_INLINE Ints signedByte(Ints value) {
    return hn::ShiftRight<24>(hn::ShiftLeft<24>(value));
}

/// Scale codes 0 … 63 (32 is zero) of Q3_K; returns the F16 bits of their unit.
HWY_INLINE Ints roundQ3Scales(const Rows<float, 16>& scales, ScaleCodes& codes) {
    const Floats zero = hn::Zero(FloatTag());
    const Floats largest = firstLargest(scales.values, 16);
    const FloatMask isZero = hn::Eq(largest, zero);
    const Floats inverse = hn::Div(set(-32), largest);
    for (std::size_t j = 0; j < 16; ++j) {
        const Ints code = signedByte(nearestAny(hn::Mul(inverse, load(scales + j))));
        const Ints clamped = hn::Add(hn::Max(setInt(-32), hn::Min(setInt(31), code)), setInt(32));
        store(select(isZero, hn::Zero(IntTag()), clamped), codes + j);
    }
    return halfOf(hn::IfThenZeroElse(isZero, hn::Div(set(1), inverse)));
}

/// Effort::high: another unit, integers and codes for the lanes that get a smaller weighted error by them. Scales are stored
/// with `scaleOffset` added.
template <int levels, int scaleLow, int scaleHigh, int scaleOffset, bool weighted>
HWY_NOINLINE void refine(const Block& block, Ints& unit, ScaleCodes& scaleCodes, Codes& codes) {
    Refinement<16, 16, WholeCode<-levels, levels - 1>, scaleLow, scaleHigh, weighted> search;
    search.x = block.x.values;
    search.w = block.importance.values;
    search.unit = floatOfHalf(unit);
    search.minimumUnit = hn::Zero(FloatTag());
    for (std::size_t j = 0; j < 16; ++j) {
        store(floatOf(hn::Sub(load(scaleCodes + j), setInt(scaleOffset))), search.scales + j);
    }
    const Floats normalError = search.storedError(codes.values, -levels);
    search.start();
    if constexpr (levels == 4) { // few levels: quite other scales, or the other sign, may be better
        search.searchSigned(0.6F * levels, levels + 4.0F, 12);
        search.refitUnits();
        search.searchAround({0, 0, 1, 0});
    } else {
        search.searchAround({0, 0, 10, 0});
        search.refitUnits();
        search.searchAround({0, 0, 4, 0});
    }
    search.refitUnits();
    Codes refined;
    search.roundAll(refined.values, -levels);
    const Floats error = search.storedError(refined.values, -levels);
    const FloatMask better = hn::And(refinableLanes(block.x.values, 256), surelyBetter(error, normalError));
    for (std::size_t i = 0; i < 256; ++i) {
        store(select(better, load(refined + i), load(codes + i)), codes + i);
    }
    for (std::size_t j = 0; j < 16; ++j) {
        const Ints code = hn::Add(intOf(load(search.scales + j)), setInt(scaleOffset));
        store(select(better, code, load(scaleCodes + j)), scaleCodes + j);
    }
    unit = select(better, halfOf(search.unit), unit);
}
template <int levels, int scaleLow, int scaleHigh, int scaleOffset>
HWY_INLINE void refine(const Block& block, bool weighted, Ints& unit, ScaleCodes& scaleCodes, Codes& codes) {
    if (weighted) {
        refine<levels, scaleLow, scaleHigh, scaleOffset, true>(block, unit, scaleCodes, codes);
    } else {
        refine<levels, scaleLow, scaleHigh, scaleOffset, false>(block, unit, scaleCodes, codes);
    }
}

template <Effort effort>
HWY_INLINE void encodeQ3_KGroup(const Block& block, bool weighted, BlockWords<110>& words) {
    const Floats sigma2 = hn::Div(hn::Mul(set(2), sumOfSquares(block.x.values, 256)), set(256));
    Rows<float, 16> scales;
    Rows<float, 16> weightSums;
    Rows<float, 16> w;
    Codes codes;
    for (std::size_t j = 0; j < 16; ++j) {
        const float* const x = block.x + 16 * j;
        if (weighted) {
            store(importanceWeights<16>(x, block.importance + 16 * j, sigma2, w.values), weightSums + j);
            store(searchSymmetric<16, 4>(x, w.values, block.isFinite, codes + 16 * j), scales + j);
        } else if (j % 4 == 0) {
            descendSymmetric4<16, 4>(x, codes + 16 * j, scales + j);
        }
    }
    ScaleCodes scaleCodes;
    Ints unit = weighted ? halfOf(searchSymmetric<16, 32>(scales.values, weightSums.values, false, scaleCodes.values))
                         : roundQ3Scales(scales, scaleCodes);
    const Floats unitValue = floatOfHalf(unit);
    for (std::size_t j = 0; j < 16; ++j) {
        const Floats scale = hn::Mul(unitValue, floatOf(hn::Sub(load(scaleCodes + j), setInt(32))));
        roundAgain<4>(block.x + 16 * j, scale, codes + 16 * j);
    }
    if constexpr (effort == Effort::high) {
        refine<4, -32, 31, 32>(block, weighted, unit, scaleCodes, codes);
    }
    words.setBytes(0, 32, [&](std::size_t i) HWY_ATTR { // third bits: bit t of byte r belongs to weight 32 t + r
        Ints bits = hn::Zero(IntTag());
        for (std::size_t t = 8; t-- > 0;) {
            bits = hn::Or(hn::Add(bits, bits), hn::ShiftRight<2>(load(codes + (32 * t + i))));
        }
        return bits;
    });
    words.setBytes(8, 64, [&](std::size_t i) HWY_ATTR { // weights 128 k + 32 t + r: bits 2 t of byte 32 k + r
        Ints bits = hn::Zero(IntTag());
        for (std::size_t t = 4; t-- > 0;) {
            const Ints code = load(codes + (128 * (i / 32) + 32 * t + i % 32));
            bits = hn::Or(hn::ShiftLeft<2>(bits), hn::And(code, setInt(3)));
        }
        return bits;
    });
    words.setBytes(24, 8, [&](std::size_t i) HWY_ATTR {
        const Ints nibble = setInt(15);
        const Ints early = hn::And(load(scaleCodes + i), nibble);
        return hn::Or(early, hn::ShiftLeft<4>(hn::And(load(scaleCodes + (i + 8)), nibble)));
    });
    words.setBytes(26, 4, [&](std::size_t i) HWY_ATTR {
        Ints bits = hn::Zero(IntTag());
        for (std::size_t t = 4; t-- > 0;) {
            bits = hn::Or(hn::ShiftLeft<2>(bits), hn::ShiftRight<4>(load(scaleCodes + (i + 4 * t))));
        }
        return bits;
    });
    words.set(27, unit);
}

template <Effort effort>
HWY_INLINE void encodeQ6_KGroup(const Block& block, bool weighted, BlockWords<210>& words) {
    Rows<float, 16> scales;
    Rows<float, 16> squares;
    Codes codes;
    for (std::size_t j = 0; j < 16; ++j) {
        const float* const x = block.x + 16 * j;
        const float* w = block.importance + 16 * j;
        if (!weighted) {
            for (std::size_t i = 0; i < 16; ++i) {
                const Floats value = load(x + i * lanes());
                store(hn::Mul(value, value), squares + i);
            }
            w = squares.values;
        }
        store(searchSymmetric<16, 32>(x, w, block.isFinite, codes + 16 * j), scales + j);
    }
    const Floats largest = firstLargest(scales.values, 16);
    const FloatMask isZero = hn::Lt(hn::Abs(largest), set(tiny)); // the whole block is stored as zeros then
    const Floats inverse = hn::Div(set(-128), largest);
    Ints unit = halfOf(hn::Div(set(1), inverse));
    const Floats unitValue = floatOfHalf(unit);
    ScaleCodes scaleCodes;
    for (std::size_t j = 0; j < 16; ++j) {
        const Ints code = signedByte(hn::Min(setInt(127), nearestAny(hn::Mul(inverse, load(scales + j)))));
        store(code, scaleCodes + j);
        roundAgain<32>(block.x + 16 * j, hn::Mul(unitValue, floatOf(code)), codes + 16 * j);
    }
    if constexpr (effort == Effort::high) {
        refine<32, -128, 127, 0>(block, weighted, unit, scaleCodes, codes);
    }
    const auto unlessZero = [&](Ints value) HWY_ATTR { return select(isZero, hn::Zero(IntTag()), value); };
    words.setBytes(0, 128, [&](std::size_t i) HWY_ATTR { // low nibbles of weights 64 apart share a byte
        const std::size_t from = 128 * (i / 64) + i % 64;
        const Ints nibble = setInt(15);
        const Ints low = hn::And(load(codes + from), nibble);
        return unlessZero(hn::Or(low, hn::ShiftLeft<4>(hn::And(load(codes + (from + 64)), nibble))));
    });
    words.setBytes(32, 64, [&](std::size_t i) HWY_ATTR { // top bits of weights 128 k + 32 t + r: bits 2 t of byte 32 k + r
        Ints bits = hn::Zero(IntTag());
        for (std::size_t t = 4; t-- > 0;) {
            const Ints code = load(codes + (128 * (i / 32) + 32 * t + i % 32));
            bits = hn::Or(hn::ShiftLeft<2>(bits), hn::ShiftRight<4>(code));
        }
        return unlessZero(bits);
    });
    words.setBytes(48, 16, [&](std::size_t i) HWY_ATTR { return unlessZero(hn::And(load(scaleCodes + i), setInt(0xFF))); });
    words.set(52, unlessZero(unit));
}

template <Effort effort>
HWY_INLINE void encodeQ3_KTask(const EncodeTask& task) {
    forEachGroup<256>(task, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
        BlockWords<110> words;
        encodeQ3_KGroup<effort>(block, task.importance != nullptr, words);
        words.write(used, task.out + first * 110);
    });
}

template <Effort effort>
HWY_INLINE void encodeQ6_KTask(const EncodeTask& task) {
    forEachGroup<256>(task, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
        BlockWords<210> words;
        encodeQ6_KGroup<effort>(block, task.importance != nullptr, words);
        words.write(used, task.out + first * 210);
    });
}

void encodeQ3_KBlocks(const EncodeTask& task) {
    encodeQ3_KTask<Effort::normal>(task);
}
void encodeQ3_KBlocksCarefully(const EncodeTask& task) {
    encodeQ3_KTask<Effort::high>(task);
}
void encodeQ6_KBlocks(const EncodeTask& task) {
    encodeQ6_KTask<Effort::normal>(task);
}
void encodeQ6_KBlocksCarefully(const EncodeTask& task) {
    encodeQ6_KTask<Effort::high>(task);
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeQ3_KBlocks);
HWY_EXPORT(encodeQ3_KBlocksCarefully);
HWY_EXPORT(encodeQ6_KBlocks);
HWY_EXPORT(encodeQ6_KBlocksCarefully);

void encodeQ3_K(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ3_KBlocks)(task);
}
void encodeQ3_KCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ3_KBlocksCarefully)(task);
}
void encodeQ6_K(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ6_KBlocks)(task);
}
void encodeQ6_KCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ6_KBlocksCarefully)(task);
}

} // namespace quantlathe::codec
#endif
