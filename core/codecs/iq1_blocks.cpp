// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of IQ1_S and IQ1_M: three levels, moved a little up or down, in groups of eight that are points of a code book.
// splits-inl.h has the search.
#include "codecs/codec.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/iq1_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"
#include "codecs/searches-inl.h"
#include "codecs/splits-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// What a fit leaves of a sub-block.
struct TernaryResult {
    Floats scale; // 0 where nothing could be fitted
    Ints kind;
};

/// Fits one sub-block. `x`: rows, fit.w is set. Packed levels go to `codes`, one row for eight weights.
template <std::size_t n>
HWY_INLINE TernaryResult fitTernary(TernaryFit<n>& fit, const float* x, float zeroBelow, std::int32_t* codes) {
    constexpr int topKind = n == 32 ? 1 : 3;
    const Floats zero = hn::Zero(FloatTag());
    rank<n>(x, fit.ranks);
    Split split;
    if constexpr (n == 32) {
        split = splitAll32(x, fit);
    } else {
        split = splitAll16(x, fit);
    }
    const FloatMask hasScale = hn::RebindMask(FloatTag(), hn::Gt(split.kind, setInt(-1)));
    const FloatMask isFitted = hn::AndNot(hn::Lt(largestOf<n>(x), set(zeroBelow)), hasScale);
    const FloatMask isTurned = hn::Lt(split.scale, zero);
    fit.combine(split, isTurned);
    Ints kind = select(isTurned, hn::Sub(setInt(topKind), split.kind), split.kind);
    kind = select(isFitted, kind, setInt(0));
    for (std::size_t group = 0; group < TernaryFit<n>::groups; ++group) {
        const int bit = n == 32 || group == 1 ? 1 : 2;
        store(hn::VecFromMask(IntTag(), hn::Eq(hn::And(kind, setInt(bit)), setInt(bit))), fit.minus + group);
    }
    const Floats scale = fit.snap(x, hn::IfThenElse(isTurned, hn::Neg(split.scale), split.scale), isFitted, codes);
    return {.scale = hn::IfThenElse(isFitted, scale, zero), .kind = kind};
}

/// The numbers of points, from their packed levels.
HWY_INLINE void lookUpIndices(const Lattice& lattice, std::size_t count, std::int32_t* codes) {
    for (std::size_t i = 0; i < count * lanes(); ++i) {
        codes[i] = lattice.indexOf(static_cast<std::size_t>(codes[i]));
    }
}

HWY_INLINE Floats twiceMeanSquare(const Group<256>& group) {
    return hn::Div(hn::Mul(set(2), sumOfSquares(group.x.values, 256)), set(256));
}

HWY_INLINE Floats larger(Floats a, Floats b) {
    return hn::IfThenElse(hn::Gt(a, b), a, b);
}

HWY_INLINE Ints scaleCode(Floats scale, Floats inverseUnit) {
    return nearestAnyWithin(hn::Mul(set(0.5F), hn::Sub(hn::Mul(inverseUnit, scale), set(1))), 0, 7);
}

void encodeIQ1_SBlocks(const EncodeTask& task) {
    TernaryFit<32> fit;
    forEachGroup<256>(task, [&](const Group<256>& group, std::size_t first, std::size_t used) HWY_ATTR {
        fit.used = used;
        const Floats sigma2 = twiceMeanSquare(group);
        Rows<std::int32_t, 32> indices;
        Rows<std::int32_t, 8> kinds8;
        Rows<float, 8> scales;
        Floats largest = hn::Zero(FloatTag());
        for (std::size_t j = 0; j < 8; ++j) {
            const float* const x = group.x + 32 * j;
            importanceWeights<32>(x, group.importance + 32 * j, sigma2, fit.w.values);
            const TernaryResult result = fitTernary<32>(fit, x, 1e-12F, indices + 4 * j);
            store(result.scale, scales + j);
            store(result.kind, kinds8 + j);
            largest = larger(largest, result.scale);
        }
        lookUpIndices(fit.lattice, 32, indices.values);
        const auto isZero = hn::RebindMask(IntTag(), hn::Eq(largest, hn::Zero(FloatTag())));
        const Floats unit = hn::Div(largest, set(15));
        const Floats inverse = hn::Div(set(1), unit);
        BlockWords<50, 2> words;
        words.set(0, hn::ShiftLeft<16>(hn::IfThenZeroElse(isZero, halfOf(hn::Mul(unit, set(1.125F))))));
        words.setBytes(1, 32, [&](std::size_t i) HWY_ATTR { return hn::And(load(indices + i), setInt(0xFF)); });
        const auto high = [&](std::size_t j) HWY_ATTR {
            const Ints scale = hn::Or(scaleCode(load(scales + j), inverse), hn::ShiftLeft<3>(load(kinds8 + j)));
            Ints bits = hn::IfThenZeroElse(isZero, scale);
            for (std::size_t i = 4; i-- > 0;) {
                bits = hn::Or(hn::ShiftLeft<3>(bits), hn::ShiftRight<8>(load(indices + (4 * j + i))));
            }
            return bits;
        };
        for (std::size_t j = 0; j < 8; j += 2) {
            words.set(9 + j / 2, hn::Or(high(j), hn::ShiftLeft<16>(high(j + 1))));
        }
        words.write(used, task.out + first * 50);
    });
}

void encodeIQ1_MBlocks(const EncodeTask& task) {
    TernaryFit<16> fit;
    forEachGroup<256>(task, [&](const Group<256>& group, std::size_t first, std::size_t used) HWY_ATTR {
        fit.used = used;
        const Floats zero = hn::Zero(FloatTag());
        const Floats sigma2 = twiceMeanSquare(group);
        Rows<float, 256> w;
        Rows<std::int32_t, 32> indices;
        Rows<std::int32_t, 32> minuses;
        Rows<float, 16> scales;
        Floats largest = zero;
        for (std::size_t j = 0; j < 16; ++j) {
            const float* const x = group.x + 16 * j;
            if (task.importance != nullptr) {
                importanceWeights<16>(x, group.importance + 16 * j, sigma2, fit.w.values);
            } else {
                for (std::size_t i = 0; i < 16; ++i) {
                    store(hn::Mul(load(x + i * lanes()), load(x + i * lanes())), fit.w + i);
                }
            }
            const TernaryResult result = fitTernary<16>(fit, x, 1e-7F, indices + 2 * j);
            std::copy_n(fit.w.values, 16 * lanes(), w + 16 * j);
            std::copy_n(fit.minus.values, 2 * lanes(), minuses + 2 * j);
            store(result.scale, scales + j);
            largest = larger(largest, result.scale);
        }
        const auto isZero = hn::RebindMask(IntTag(), hn::Eq(largest, zero));
        Floats unit = hn::Div(largest, set(15));
        const Floats inverse = hn::Div(set(1), unit);
        Rows<std::int32_t, 16> scaleCodes;
        Floats sumQX = zero;
        Floats sumQ2 = zero;
        for (std::size_t j = 0; j < 16; ++j) { // the unit that suits the scales and points as they will be stored
            const Ints code = scaleCode(load(scales + j), inverse);
            store(code, scaleCodes + j);
            const Floats factor = floatOf(hn::Add(hn::Add(code, code), setInt(1)));
            for (std::size_t k = 2 * j; k < 2 * j + 2; ++k) {
                TernaryFit<16>::addProjection(group.x + 8 * k, w + 8 * k, load(indices + k), load(minuses + k), factor, sumQX,
                                              sumQ2);
            }
        }
        unit = hn::IfThenElse(hn::Gt(sumQ2, zero), hn::Div(sumQX, sumQ2), unit);
        const Ints half = hn::IfThenZeroElse(isZero, halfOf(hn::Mul(unit, set(1.1125F))));
        lookUpIndices(fit.lattice, 32, indices.values);

        BlockWords<56> words;
        words.setBytes(0, 32, [&](std::size_t i) HWY_ATTR { return hn::And(load(indices + i), setInt(0xFF)); });
        words.setBytes(8, 16, [&](std::size_t j) HWY_ATTR {
            const auto nibble = [&](std::size_t k) HWY_ATTR {
                const Ints down = hn::And(hn::IfThenZeroElse(isZero, load(minuses + k)), setInt(8));
                return hn::Or(hn::ShiftRight<8>(load(indices + k)), down);
            };
            return hn::Or(nibble(2 * j), hn::ShiftLeft<4>(nibble(2 * j + 1)));
        });
        const auto scaleWord = [&](std::size_t word, Ints unitNibble) HWY_ATTR {
            Ints bits = unitNibble;
            for (std::size_t j = 4; j-- > 0;) {
                bits = hn::Or(hn::ShiftLeft<3>(bits), hn::IfThenZeroElse(isZero, load(scaleCodes + (4 * word + j))));
            }
            return bits;
        };
        const Ints nibble = setInt(15);
        words.set(12, hn::Or(scaleWord(0, hn::And(half, nibble)),
                             hn::ShiftLeft<16>(scaleWord(1, hn::And(hn::ShiftRight<4>(half), nibble)))));
        words.set(13, hn::Or(scaleWord(2, hn::And(hn::ShiftRight<8>(half), nibble)),
                             hn::ShiftLeft<16>(scaleWord(3, hn::And(hn::ShiftRight<12>(half), nibble)))));
        words.write(used, task.out + first * 56);
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeIQ1_SBlocks);
HWY_EXPORT(encodeIQ1_MBlocks);

void encodeIQ1_S(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ1_SBlocks)(task);
}
void encodeIQ1_M(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ1_MBlocks)(task);
}

} // namespace quantlathe::codec
#endif
