// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of IQ4_NL and IQ4_XS: four-bit codes into sixteen uneven levels.
#include "codecs/codec.h"
#include "codecs/encoding.h"
#include "codecs/iq4_levels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/iq4_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/block_refinement-inl.h"
#include "codecs/lanes-inl.h"
#include "codecs/searches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// The border between levels k and k + 1. Level distances near a border are exact in binary32, so comparing with the border
/// is the same as comparing distances; a value on the border goes up, and so does NaN.
constexpr float border(std::size_t k) {
    return (static_cast<float>(iq4Levels[k]) + static_cast<float>(iq4Levels[k + 1])) / 2;
}

/// Tables of a binary search over the 15 borders, and the levels of even and odd codes; padded to the widest vector.
struct LevelTables {
    alignas(64) float third[16] = {};  // by the first two bits
    alignas(64) float fourth[16] = {}; // by the first three bits
    alignas(64) float even[16] = {};
    alignas(64) float odd[16] = {};

    constexpr LevelTables() {
        for (std::size_t i = 0; i < 8; ++i) {
            third[i] = border(4 * (i % 4) + 1);
            fourth[i] = border(2 * i);
            even[i] = iq4Levels[2 * i];
            odd[i] = iq4Levels[2 * i + 1];
        }
    }
};
inline constexpr LevelTables levelTables;

struct Level {
    Ints code;
    Floats value;
};

/// The nearest level of each lane.
HWY_INLINE Level nearestLevel(Floats value) {
    const FloatTag f;
    if constexpr (maxLanes >= 8) { // four steps of a binary search, thresholds and levels out of registers
        const Ints one = setInt(1);
        const auto bitOf = [&](FloatMask below) HWY_ATTR { return hn::IfThenZeroElse(hn::RebindMask(IntTag(), below), one); };
        const auto lookUp = [&](const float* table, Ints index)
                                HWY_ATTR { return hn::TableLookupLanes(hn::Load(f, table), hn::IndicesFromVec(f, index)); };
        const FloatMask below1 = hn::Lt(value, set(border(7)));
        const FloatMask below2 = hn::Lt(value, hn::IfThenElse(below1, set(border(3)), set(border(11))));
        const Ints two = hn::Or(hn::IfThenZeroElse(hn::RebindMask(IntTag(), below1), setInt(2)), bitOf(below2));
        const FloatMask below3 = hn::Lt(value, lookUp(levelTables.third, two));
        const Ints three = hn::Or(hn::Add(two, two), bitOf(below3));
        const FloatMask below4 = hn::Lt(value, lookUp(levelTables.fourth, three));
        return {hn::Or(hn::Add(three, three), bitOf(below4)),
                hn::IfThenElse(below4, lookUp(levelTables.even, three), lookUp(levelTables.odd, three))};
    } else { // one step a border
        Floats level = set(iq4Levels[0]);
        Ints code = hn::Zero(IntTag());
        for (std::size_t k = 0; k < 15; ++k) {
            const FloatMask below = hn::Lt(value, set(border(k)));
            level = hn::IfThenElse(below, level, set(iq4Levels[k + 1]));
            code = select(below, code, setInt(static_cast<int>(k) + 1));
        }
        return {code, level};
    }
}

/// Σ w·q·x and Σ w·q·q for two scales at once, which keeps more additions in flight.
struct LevelSums {
    Floats sumQX;
    Floats sumQ2;
};
HWY_INLINE void projectTwo(const float* x, const float* w, Floats inverseA, Floats inverseB, LevelSums& a, LevelSums& b) {
    const Floats zero = hn::Zero(FloatTag());
    a = {zero, zero};
    b = {zero, zero};
    for (std::size_t i = 0; i < 32; ++i) {
        const Floats value = load(x + i * lanes());
        const Floats weight = load(w + i * lanes());
        const Floats levelA = nearestLevel(hn::Mul(inverseA, value)).value;
        const Floats levelB = nearestLevel(hn::Mul(inverseB, value)).value;
        const Floats weightedA = hn::Mul(weight, levelA);
        const Floats weightedB = hn::Mul(weight, levelB);
        a.sumQX = hn::Add(a.sumQX, hn::Mul(weightedA, value));
        b.sumQX = hn::Add(b.sumQX, hn::Mul(weightedB, value));
        a.sumQ2 = hn::Add(a.sumQ2, hn::Mul(weightedA, levelA));
        b.sumQ2 = hn::Add(b.sumQ2, hn::Mul(weightedB, levelB));
    }
}

/// The best scales of 32 weights: 16 candidates, the first of which has a start value to beat of its own.
HWY_NOINLINE Floats fitLevels(const float* x, const float* w) {
    const Floats zero = hn::Zero(FloatTag());
    const Floats largest = firstLargest(x, 32);
    const FloatMask isZero = hn::Lt(hn::Abs(largest), set(tiny));
    Floats scale = zero;
    Floats best = zero;
    const auto accept = [&](const LevelSums& sums) HWY_ATTR {
        const FloatMask better =
            hn::And(hn::Gt(sums.sumQ2, zero), hn::Gt(hn::Mul(sums.sumQX, sums.sumQX), hn::Mul(best, sums.sumQ2)));
        scale = hn::IfThenElse(better, hn::Div(sums.sumQX, sums.sumQ2), scale);
        best = hn::IfThenElse(better, hn::Mul(scale, sums.sumQX), best);
    };
    const float lowest = iq4Levels[0];
    for (int k = -8; k <= 7; k += 2) {
        const Floats inverseA = k == -8 ? hn::Div(set(1), hn::Div(hn::Neg(largest), set(lowest)))
                                        : hn::Div(set(static_cast<float>(k) + lowest), largest);
        const Floats inverseB = hn::Div(set(static_cast<float>(k + 1) + lowest), largest);
        LevelSums a;
        LevelSums b;
        projectTwo(x, w, inverseA, inverseB, a, b);
        if (k == -8) {
            scale = hn::IfThenElseZero(hn::Gt(a.sumQ2, zero), hn::Div(a.sumQX, a.sumQ2));
            best = hn::Mul(scale, a.sumQX);
        } else {
            accept(a);
        }
        accept(b);
    }
    return hn::IfThenZeroElse(isZero, scale);
}

/// Weights of the squared errors: by importance, or x * x.
template <class Block>
HWY_INLINE void fillWeights(const Block& block, std::size_t first, bool weighted, Floats sigma2, Rows<float, 32>& w) {
    if (weighted) {
        importanceWeights<32>(block.x + first, block.importance + first, sigma2, w.values);
        return;
    }
    for (std::size_t i = 0; i < 32; ++i) {
        const Floats value = load(block.x + (first + i));
        store(hn::Mul(value, value), w + i);
    }
}

/// 16 bytes of codes: weights j and j + 16 share byte j.
template <class Words>
HWY_INLINE void setLevels(const float* x, Floats scale, std::size_t word, Words& words) {
    const Floats inverse = inverseOrZero(scale);
    words.setBytes(word, 16, [&](std::size_t j) HWY_ATTR {
        const Ints low = nearestLevel(hn::Mul(inverse, load(x + j * lanes()))).code;
        const Ints high = nearestLevel(hn::Mul(inverse, load(x + (j + 16) * lanes()))).code;
        return hn::Or(low, hn::ShiftLeft<4>(high));
    });
}

/// A level as a code of the refinement.
struct LevelCode {
    static constexpr bool hasMinimum = false;
    static HWY_INLINE Floats nearest(Floats value) { return nearestLevel(value).value; }
};

/// The levels of `count` values for one scale.
HWY_INLINE void nearestLevels(const float* x, Floats scale, std::size_t count, std::int32_t* levels) {
    const Floats inverse = inverseOrZero(scale);
    for (std::size_t i = 0; i < count; ++i) {
        store(intOf(nearestLevel(hn::Mul(inverse, load(x + i * lanes()))).value), levels + i * lanes());
    }
}

/// Where the largest value of a block may lie, in levels.
inline constexpr float narrowest = 95;
inline constexpr float widest = 145;

/// Effort::high of IQ4_NL: another scale where the weighted error shrinks by it. Returns the lanes that
/// shall be coded with what F16 holds of the scale.
template <bool weighted>
HWY_NOINLINE FloatMask refineNL(const Group<32>& block, Floats normalScale, Ints& scale) {
    BlockRefinement<32, LevelCode, weighted> search;
    Rows<std::int32_t, 32> levels;
    Ints none = hn::Zero(IntTag());
    search.begin(block.x.values, block.importance.values, scale, none);
    nearestLevels(block.x.values, normalScale, 32, levels.values);
    const Floats normalError = search.storedError(levels.values, 0);
    search.searchFan({narrowest, widest, 12, true});
    return search.finish(0, levels.values, scale, none, normalError);
}

template <Effort effort>
HWY_INLINE void encodeIQ4_NLTask(const EncodeTask& task) {
    forEachGroup<32>(task, [&](const Group<32>& block, std::size_t first, std::size_t used) HWY_ATTR {
        const Floats sigma2 = hn::Mul(sumOfSquares(block.x.values, 32), set(2.0F / 32));
        const bool weighted = task.importance != nullptr;
        Rows<float, 32> w;
        fillWeights(block, 0, weighted, sigma2, w);
        Floats scale = fitLevels(block.x.values, w.values); // codes are for this one, not for what F16 holds of it
        Ints half = halfOf(scale);
        if constexpr (effort == Effort::high) {
            const FloatMask changed = weighted ? refineNL<true>(block, scale, half) : refineNL<false>(block, scale, half);
            scale = hn::IfThenElse(changed, floatOfHalf(half), scale);
        }
        BlockWords<18, 2> words;
        words.set(0, hn::ShiftLeft<16>(half));
        setLevels(block.x.values, scale, 1, words);
        words.write(used, task.out + first * 18);
    });
}

/// Effort::high of IQ4_XS: another unit and other integers where the weighted error shrinks by them. Returns the lanes that
/// shall be coded with what F16 holds of the unit.
template <bool weighted>
HWY_NOINLINE FloatMask refineXS(const Group<256>& block, Floats normalUnit, Rows<std::int32_t, 8>& scales, Ints& unit) {
    Refinement<32, 8, LevelCode, -32, 31, weighted> search;
    Rows<std::int32_t, 256> levels;
    search.x = block.x.values;
    search.w = block.importance.values;
    search.unit = floatOfHalf(unit);
    search.minimumUnit = hn::Zero(FloatTag());
    for (std::size_t j = 0; j < 8; ++j) {
        const Floats scale = floatOf(load(scales + j));
        store(scale, search.scales + j);
        nearestLevels(block.x + 32 * j, hn::Mul(normalUnit, scale), 32, levels + 32 * j);
    }
    const Floats normalError = search.storedError(levels.values, 0);
    search.start();
    search.searchSigned(narrowest, widest, 12);
    search.refitUnits();
    search.searchAround({0, 0, 1, 0});
    search.refitUnits();
    search.roundAll(levels.values, 0);
    const Floats error = search.storedError(levels.values, 0);
    const FloatMask better = hn::And(refinableLanes(block.x.values, 256), surelyBetter(error, normalError));
    for (std::size_t j = 0; j < 8; ++j) {
        store(select(better, intOf(load(search.scales + j)), load(scales + j)), scales + j);
    }
    unit = select(better, halfOf(search.unit), unit);
    return better;
}

template <Effort effort>
HWY_INLINE void encodeIQ4_XSGroup(const Group<256>& block, bool weighted, BlockWords<136>& words) {
    const Floats sigma2 = hn::Mul(sumOfSquares(block.x.values, 256), set(2.0F / 256));
    Rows<float, 8> scales;
    Rows<float, 32> w;
    for (std::size_t j = 0; j < 8; ++j) {
        fillWeights(block, 32 * j, weighted, sigma2, w);
        store(fitLevels(block.x + 32 * j, w.values), scales + j);
    }
    Floats unit = hn::Div(hn::Neg(firstLargest(scales.values, 8)), set(32)); // codes are for this one, not for its half
    const Floats inverse = inverseOrZero(unit);
    Rows<std::int32_t, 8> integers;
    for (std::size_t j = 0; j < 8; ++j) {
        store(nearestAnyWithin(hn::Mul(inverse, load(scales + j)), -32, 31), integers + j);
    }
    Ints half = halfOf(unit);
    if constexpr (effort == Effort::high) {
        const FloatMask changed =
            weighted ? refineXS<true>(block, unit, integers, half) : refineXS<false>(block, unit, integers, half);
        unit = hn::IfThenElse(changed, floatOfHalf(half), unit);
    }
    Ints lowBits = hn::Zero(IntTag());
    Ints highBits = hn::Zero(IntTag());
    for (std::size_t j = 8; j-- > 0;) {
        const Ints code = load(integers + j);
        setLevels(block.x + 32 * j, hn::Mul(unit, floatOf(code)), 2 + 4 * j, words);
        const Ints stored = hn::Add(code, setInt(32));
        lowBits = hn::Or(hn::ShiftLeft<4>(lowBits), hn::And(stored, setInt(15)));
        highBits = hn::Or(hn::ShiftLeft<2>(highBits), hn::ShiftRight<4>(stored));
    }
    words.set(0, hn::Or(half, hn::ShiftLeft<16>(highBits)));
    words.set(1, lowBits);
}

template <Effort effort>
HWY_INLINE void encodeIQ4_XSTask(const EncodeTask& task) {
    forEachGroup<256>(task, [&](const Group<256>& block, std::size_t first, std::size_t used) HWY_ATTR {
        BlockWords<136> words;
        encodeIQ4_XSGroup<effort>(block, task.importance != nullptr, words);
        words.write(used, task.out + first * 136);
    });
}

void encodeIQ4_NLBlocks(const EncodeTask& task) {
    encodeIQ4_NLTask<Effort::normal>(task);
}
void encodeIQ4_NLBlocksCarefully(const EncodeTask& task) {
    encodeIQ4_NLTask<Effort::high>(task);
}
void encodeIQ4_XSBlocks(const EncodeTask& task) {
    encodeIQ4_XSTask<Effort::normal>(task);
}
void encodeIQ4_XSBlocksCarefully(const EncodeTask& task) {
    encodeIQ4_XSTask<Effort::high>(task);
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeIQ4_NLBlocks);
HWY_EXPORT(encodeIQ4_NLBlocksCarefully);
HWY_EXPORT(encodeIQ4_XSBlocks);
HWY_EXPORT(encodeIQ4_XSBlocksCarefully);

void encodeIQ4_NL(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ4_NLBlocks)(task);
}
void encodeIQ4_NLCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ4_NLBlocksCarefully)(task);
}
void encodeIQ4_XS(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ4_XSBlocks)(task);
}
void encodeIQ4_XSCarefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ4_XSBlocksCarefully)(task);
}

} // namespace quantlathe::codec
#endif
