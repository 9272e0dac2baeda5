// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of Q2_K, Q4_K and Q5_K: 256 weights whose sub-blocks have a small integer scale and a small integer minimum.
#include "codecs/codec.h"
#include "codecs/encoding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/k_quants_asymmetric.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"
#include "codecs/refinement-inl.h"
#include "codecs/searches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

using Block = Group<256>;
using Codes = Rows<std::int32_t, 256>;

inline constexpr AsymmetricRange weightedRange{-0.9F, 0.05F, 36};

/// A super-block's scales and minima, still floats.
template <std::size_t subBlocks>
struct SubBlockFits {
    Rows<float, subBlocks> scales;
    Rows<float, subBlocks> minima;
    Rows<float, subBlocks> weightSums; // set when the task has importance
};

/// Integer scales and minima of a super-block, as bytes, with the F16 bits of their units.
template <std::size_t subBlocks>
struct SubBlockCodes {
    Rows<std::int32_t, subBlocks> scales;
    Rows<std::int32_t, subBlocks> minima;
    Rows<std::int32_t, 1> unit;
    Rows<std::int32_t, 1> minimumUnit;
};

/// With importance: weighted search for the integers too.
template <std::size_t subBlocks, int top>
HWY_INLINE void searchUnits(const SubBlockFits<subBlocks>& fits, SubBlockCodes<subBlocks>& codes) {
    const float* const sums = fits.weightSums.values;
    const Floats unit = searchPositive<subBlocks, top>(fits.scales.values, sums, codes.scales.values);
    const Floats minimumUnit = searchPositive<subBlocks, top>(fits.minima.values, sums, codes.minima.values);
    store(halfOf(unit), codes.unit.values);
    store(halfOf(minimumUnit), codes.minimumUnit.values);
}

/// Rounds to multiples of largest / top; returns the unit. Q4_K and Q5_K cap the byte, Q2_K does not.
template <std::size_t subBlocks, int top, bool capped>
HWY_INLINE Floats roundToUnits(const float* values, std::int32_t* codes) {
    const Floats largest = largestPositive(values, subBlocks);
    const FloatMask isPositive = hn::Gt(largest, hn::Zero(FloatTag()));
    const Floats topValue = set(static_cast<float>(top));
    const Floats inverse = hn::IfThenElseZero(isPositive, hn::Div(topValue, largest));
    for (std::size_t j = 0; j < subBlocks; ++j) {
        const Ints code = hn::And(nearestAny(hn::Mul(inverse, load(values + j * lanes()))), setInt(0xFF));
        store(capped ? hn::Min(code, setInt(top)) : select(isPositive, code, hn::Zero(IntTag())), codes + j * lanes());
    }
    return hn::Div(largest, topValue);
}

template <std::size_t subBlocks, int top, bool capped>
HWY_INLINE void roundUnits(const SubBlockFits<subBlocks>& fits, SubBlockCodes<subBlocks>& codes) {
    store(halfOf(roundToUnits<subBlocks, top, capped>(fits.scales.values, codes.scales.values)), codes.unit.values);
    store(halfOf(roundToUnits<subBlocks, top, capped>(fits.minima.values, codes.minima.values)), codes.minimumUnit.values);
}

/// Codes of one sub-block for the scale and minimum that are really stored. Where that scale is 0 the codes stay.
template <std::size_t n, int top>
HWY_INLINE void roundAgain(const float* x, Floats scale, Floats minimum, std::int32_t* codes) {
    const FloatMask keeps = hn::Eq(scale, hn::Zero(FloatTag()));
    for (std::size_t i = 0; i < n; ++i) {
        const Floats quotient = hn::Div(hn::Add(load(x + i * lanes()), minimum), scale);
        store(select(keeps, load(codes + i * lanes()), nearestAnyWithin(quotient, 0, top)), codes + i * lanes());
    }
}

/// Effort::high: other units, integers and codes for the lanes that get a smaller weighted error by them.
template <std::size_t n, std::size_t subBlocks, int top, int unitTop, bool weighted>
HWY_NOINLINE void refine(const Block& block, const PairGrid& grid, SubBlockCodes<subBlocks>& units, Codes& codes) {
    Refinement<n, subBlocks, WholeCode<0, top, true>, 0, unitTop, weighted> search;
    search.x = block.x.values;
    search.w = block.importance.values;
    search.unit = floatOfHalf(load(units.unit.values));
    search.minimumUnit = floatOfHalf(load(units.minimumUnit.values));
    Ints integers = hn::Zero(IntTag());
    for (std::size_t j = 0; j < subBlocks; ++j) {
        integers = hn::Or(integers, hn::Or(load(units.scales + j), load(units.minima + j)));
        store(floatOf(load(units.scales + j)), search.scales + j);
        store(floatOf(load(units.minima + j)), search.minima + j);
    }
    const FloatMask inRange = hn::RebindMask(FloatTag(), hn::Eq(hn::And(integers, setInt(unitTop)), integers));
    const FloatMask refinable = hn::And(inRange, refinableLanes(block.x.values, 256));
    const Floats normalError = search.storedError(codes.values, 0);
    search.start();
    search.searchAround(grid);
    search.refitUnits();
    search.searchAround({0, 0, 1, 1});
    search.refitUnits();
    Codes refined;
    search.roundAll(refined.values, 0);
    const Floats error = search.storedError(refined.values, 0);
    const FloatMask better = hn::And(refinable, surelyBetter(error, normalError));
    for (std::size_t i = 0; i < 256; ++i) {
        store(select(better, load(refined + i), load(codes + i)), codes + i);
    }
    for (std::size_t j = 0; j < subBlocks; ++j) {
        store(select(better, intOf(load(search.scales + j)), load(units.scales + j)), units.scales + j);
        store(select(better, intOf(load(search.minima + j)), load(units.minima + j)), units.minima + j);
    }
    store(select(better, halfOf(search.unit), load(units.unit.values)), units.unit.values);
    store(select(better, halfOf(search.minimumUnit), load(units.minimumUnit.values)), units.minimumUnit.values);
}
/// The same with a grid for importance and one without: the normal search, which the time is compared with, differs too.
template <std::size_t n, std::size_t subBlocks, int top, int unitTop>
HWY_INLINE void refine(const Block& block, bool weighted, const PairGrid& weightedGrid, const PairGrid& plainGrid,
                       SubBlockCodes<subBlocks>& units, Codes& codes) {
    if (weighted) {
        refine<n, subBlocks, top, unitTop, true>(block, weightedGrid, units, codes);
    } else {
        refine<n, subBlocks, top, unitTop, false>(block, plainGrid, units, codes);
    }
}

/// The first stage of Q4_K and Q5_K.
template <int top>
HWY_INLINE void fitSubBlocks32(const Block& block, bool weighted, const AsymmetricRange& plainRange, SubBlockFits<8>& fits,
                               Codes& codes) {
    const Floats sigma2 = hn::Div(hn::Mul(set(2), sumOfSquares(block.x.values, 256)), set(256));
    Rows<float, 64> w;
    for (std::size_t j = 0; j < 8; ++j) {
        const float* const x = block.x + 32 * j;
        float* const subWeights = w + 32 * (j % 2);
        if (weighted) {
            store(importanceWeights<32>(x, block.importance + 32 * j, sigma2, subWeights), fits.weightSums + j);
        } else {
            const Floats mean = hn::Sqrt(hn::Div(sumOfSquares(x, 32), set(32)));
            for (std::size_t i = 0; i < 32; ++i) {
                store(hn::Add(mean, hn::Abs(load(x + i * lanes()))), subWeights + i * lanes());
            }
        }
        if (j % 2 == 1) {
            searchAsymmetric2<32, top, ErrorKind::square>(block.x + 32 * (j - 1), w.values,
                                                          weighted ? weightedRange : plainRange, block.isFinite,
                                                          codes + 32 * (j - 1), fits.scales + (j - 1), fits.minima + (j - 1));
        }
    }
}

/// Eight six-bit scales and minima as 12 bytes, three words: bytes 0–3 scales 0–3, 4–7 minima 0–3, 8–11 the low halves of
/// both of 4–7, whose upper bits fill the tops of the first eight bytes.
struct PackedScales {
    Ints words[3];

    explicit PackedScales(const SubBlockCodes<8>& codes) {
        const auto top = [](Ints value) HWY_ATTR { return hn::And(hn::ShiftLeft<2>(value), setInt(0xC0)); };
        const Ints nibble = setInt(15);
        for (Ints& word : words) {
            word = hn::Zero(IntTag());
        }
        for (std::size_t j = 4; j-- > 0;) {
            const Ints lateScale = load(codes.scales + (j + 4));
            const Ints lateMinimum = load(codes.minima + (j + 4));
            const Ints bytes[3] = {
                hn::Or(load(codes.scales + j), top(lateScale)),
                hn::Or(load(codes.minima + j), top(lateMinimum)),
                hn::Or(hn::And(lateScale, nibble), hn::ShiftLeft<4>(hn::And(lateMinimum, nibble))),
            };
            for (std::size_t k = 0; k < 3; ++k) {
                words[k] = hn::Or(hn::ShiftLeft<8>(words[k]), bytes[k]);
            }
        }
    }
};

/// Stages two and three of Q4_K and Q5_K: integer scales and codes.
template <int top>
HWY_INLINE void roundBlock32(const Block& block, bool weighted, const SubBlockFits<8>& fits, SubBlockCodes<8>& units,
                             Codes& codes) {
    if (weighted) {
        searchUnits<8, 63>(fits, units);
    } else {
        roundUnits<8, 63, true>(fits, units);
    }
    const Floats unit = floatOfHalf(load(units.unit.values));
    const Floats minimumUnit = floatOfHalf(load(units.minimumUnit.values));
    for (std::size_t j = 0; j < 8; ++j) {
        const Floats scale = hn::Mul(unit, floatOf(hn::And(load(units.scales + j), setInt(63))));
        const Floats minimum = hn::Mul(minimumUnit, floatOf(hn::And(load(units.minima + j), setInt(63))));
        roundAgain<32, top>(block.x + 32 * j, scale, minimum, codes + 32 * j);
    }
}

/// The first four words of Q4_K and Q5_K.
template <class Words>
HWY_INLINE void setUnits32(const SubBlockCodes<8>& units, Words& words) {
    words.set(0, hn::Or(load(units.unit.values), hn::ShiftLeft<16>(load(units.minimumUnit.values))));
    const PackedScales scales(units);
    for (std::size_t k = 0; k < 3; ++k) {
        words.set(1 + k, scales.words[k]);
    }
}

/// Byte i of the 4-bit field: weights 64 k + r and 64 k + 32 + r share byte 32 k + r.
HWY_INLINE Ints nibblePair(const Codes& codes, std::size_t i) {
    const std::size_t first = 64 * (i / 32) + i % 32;
    const Ints nibble = setInt(15);
    return hn::Or(hn::And(load(codes + first), nibble), hn::ShiftLeft<4>(hn::And(load(codes + (first + 32)), nibble)));
}

template <Effort effort>
HWY_INLINE void encodeQ4_KTask(const EncodeTask& task) {
    forEachGroup<256>(task, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
        const bool weighted = task.importance != nullptr;
        SubBlockFits<8> fits;
        SubBlockCodes<8> units;
        Codes codes;
        BlockWords<144> words;
        fitSubBlocks32<15>(block, weighted, {-1, 0.1F, 20}, fits, codes);
        roundBlock32<15>(block, weighted, fits, units, codes);
        if constexpr (effort == Effort::high) {
            refine<32, 8, 15, 63>(block, weighted, {0.04F, 0.25F, 4, 6}, {0.04F, 0.25F, 4, 4}, units, codes);
        }
        setUnits32(units, words);
        words.setBytes(4, 128, [&](std::size_t i) HWY_ATTR { return nibblePair(codes, i); });
        words.write(used, task.out + first * 144);
    });
}

template <Effort effort>
HWY_INLINE void encodeQ5_KTask(const EncodeTask& task) {
    forEachGroup<256>(task, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
        const bool weighted = task.importance != nullptr;
        SubBlockFits<8> fits;
        SubBlockCodes<8> units;
        Codes codes;
        BlockWords<176> words;
        fitSubBlocks32<31>(block, weighted, {-0.5F, 0.1F, 15}, fits, codes);
        roundBlock32<31>(block, weighted, fits, units, codes);
        if constexpr (effort == Effort::high) {
            refine<32, 8, 31, 63>(block, weighted, {0.03F, 0.25F, 4, 4}, {0.03F, 0.25F, 4, 2}, units, codes);
        }
        setUnits32(units, words);
        words.setBytes(4, 32, [&](std::size_t i) HWY_ATTR { // the fifth bits: bit j of byte r belongs to weight 32 j + r
            Ints bits = hn::Zero(IntTag());
            for (std::size_t j = 8; j-- > 0;) {
                bits = hn::Or(hn::Add(bits, bits), hn::ShiftRight<4>(load(codes + (32 * j + i))));
            }
            return bits;
        });
        words.setBytes(12, 128, [&](std::size_t i) HWY_ATTR { return nibblePair(codes, i); });
        words.write(used, task.out + first * 176);
    });
}

/// The first stage of Q2_K.
HWY_INLINE void fitSubBlocks16(const Block& block, bool weighted, SubBlockFits<16>& fits, Codes& codes) {
    const Floats sigma2 = hn::Div(sumOfSquares(block.x.values, 256), set(256));
    Rows<float, 32> w;
    for (std::size_t j = 0; j < 16; j += 2) {
        const float* const x = block.x + 16 * j;
        float* const scales = fits.scales + j;
        float* const minima = fits.minima + j;
        if (weighted) {
            store(importanceWeights<16>(x, block.importance + 16 * j, sigma2, w.values), fits.weightSums + j);
            store(importanceWeights<16>(block.x + 16 * (j + 1), block.importance + 16 * (j + 1), sigma2, w + 16),
                  fits.weightSums + (j + 1));
            searchAsymmetric2<16, 3, ErrorKind::square>(x, w.values, weightedRange, block.isFinite, codes + 16 * j, scales,
                                                        minima);
        } else {
            for (std::size_t i = 0; i < 32; ++i) {
                store(hn::Abs(load(x + i * lanes())), w + i);
            }
            searchAsymmetric2<16, 3, ErrorKind::absolute>(x, w.values, {-0.5F, 0.1F, 15}, block.isFinite, codes + 16 * j,
                                                          scales, minima);
        }
    }
}

template <Effort effort>
HWY_INLINE void encodeQ2_KGroup(const Block& block, bool weighted, BlockWords<84>& words) {
    SubBlockFits<16> fits;
    Codes codes;
    fitSubBlocks16(block, weighted, fits, codes);
    SubBlockCodes<16> units;
    if (weighted) {
        searchUnits<16, 15>(fits, units);
    } else {
        roundUnits<16, 15, false>(fits, units);
    }
    const Floats unit = floatOfHalf(load(units.unit.values));
    const Floats minimumUnit = floatOfHalf(load(units.minimumUnit.values));
    const auto scaleByte = [&](std::size_t j) HWY_ATTR {
        const Ints high = hn::And(hn::ShiftLeft<4>(load(units.minima + j)), setInt(0xFF));
        return hn::Or(load(units.scales + j), high);
    };
    for (std::size_t j = 0; j < 16; ++j) {
        const Ints byte = scaleByte(j);
        const Floats scale = hn::Mul(unit, floatOf(hn::And(byte, setInt(15))));
        const Floats minimum = hn::Mul(minimumUnit, floatOf(hn::ShiftRight<4>(byte)));
        roundAgain<16, 3>(block.x + 16 * j, scale, minimum, codes + 16 * j);
    }
    if constexpr (effort == Effort::high) {
        refine<16, 16, 3, 15>(block, weighted, {0.04F, 0.35F, 4, 4}, {0.04F, 0.35F, 4, 2}, units, codes);
    }
    words.setBytes(0, 16, scaleByte);
    words.setBytes(4, 64, [&](std::size_t i) HWY_ATTR { // weights 128 k + 32 t + r: bits 2 t of byte 32 k + r
        const std::size_t from = 128 * (i / 32) + i % 32;
        const Ints low = hn::Or(load(codes + from), hn::ShiftLeft<2>(load(codes + (from + 32))));
        const Ints high = hn::Or(hn::ShiftLeft<4>(load(codes + (from + 64))), hn::ShiftLeft<6>(load(codes + (from + 96))));
        return hn::Or(low, high);
    });
    words.set(20, hn::Or(load(units.unit.values), hn::ShiftLeft<16>(load(units.minimumUnit.values))));
}

template <Effort effort>
HWY_INLINE void encodeQ2_KTask(const EncodeTask& task) {
    forEachGroup<256>(task, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
        BlockWords<84> words;
        encodeQ2_KGroup<effort>(block, task.importance != nullptr, words);
        words.write(used, task.out + first * 84);
    });
}

void encodeQ2_KBlocks(const EncodeTask& task) {
    encodeQ2_KTask<Effort::normal>(task);
}
void encodeQ2_KBlocksCarefully(const EncodeTask& task) {
    encodeQ2_KTask<Effort::high>(task);
}
void encodeQ4_KBlocks(const EncodeTask& task) {
    encodeQ4_KTask<Effort::normal>(task);
}
void encodeQ4_KBlocksCarefully(const EncodeTask& task) {
    encodeQ4_KTask<Effort::high>(task);
}
void encodeQ5_KBlocks(const EncodeTask& task) {
    encodeQ5_KTask<Effort::normal>(task);
}
void encodeQ5_KBlocksCarefully(const EncodeTask& task) {
    encodeQ5_KTask<Effort::high>(task);
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeQ2_KBlocks);
HWY_EXPORT(encodeQ2_KBlocksCarefully);
HWY_EXPORT(encodeQ4_KBlocks);
HWY_EXPORT(encodeQ4_KBlocksCarefully);
HWY_EXPORT(encodeQ5_KBlocks);
HWY_EXPORT(encodeQ5_KBlocksCarefully);

void encodeQ2_K(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ2_KBlocks)(task);
}
void encodeQ2_KCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ2_KBlocksCarefully)(task);
}
void encodeQ4_K(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_KBlocks)(task);
}
void encodeQ4_KCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_KBlocksCarefully)(task);
}
void encodeQ5_K(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_KBlocks)(task);
}
void encodeQ5_KCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_KBlocksCarefully)(task);
}

} // namespace quantlathe::codec
#endif
