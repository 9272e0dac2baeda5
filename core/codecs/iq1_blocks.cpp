// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of IQ1_S and IQ1_M: three levels, moved a little up or down, in groups of eight that are points of a code book.
// Weights are sorted, and every way to split them into low, middle and high ones is tried; docs/formats/gguf-types.md.
#include "codecs/codec.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/iq1_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"
#include "codecs/lattice-inl.h"
#include "codecs/searches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

// Levels 0, 1, 2 are -1, 0, 1 plus the shift, or minus it.
inline constexpr float shift = 0.125F;
inline constexpr float valuesUp[3] = {-1 + shift, shift, 1 + shift};
inline constexpr float valuesDown[3] = {-1 - shift, -shift, 1 - shift};
inline constexpr LevelValues plusValues{valuesUp[0], valuesUp[1], valuesUp[2], 0, valuesUp[0], valuesUp[1], valuesUp[2], 0};
inline constexpr LevelValues minusValues{valuesDown[0], valuesDown[1], valuesDown[2], 0,
                                         valuesDown[0], valuesDown[1], valuesDown[2], 0};

/// The best split of each lane so far: `first` sorted weights have level 0, those before `second` level 1.
struct Split {
    Floats best;
    Floats scale;
    Ints first;
    Ints second;
    Ints kind; // which levels are shifted up and which down; negative: no split has a scale

    HWY_INLINE Split()
        : best(set(-FLT_MAX)), scale(hn::Zero(FloatTag())), first(setInt(0)), second(setInt(0)), kind(setInt(-1)) {}

    HWY_INLINE FloatMask isBeatenBy(Floats sumQX, Floats sumQ2) const {
        return hn::Gt(hn::Mul(sumQX, sumQX), hn::Mul(best, sumQ2));
    }
    HWY_INLINE void take(Floats sumQX, Floats sumQ2, std::size_t i1, std::size_t i2, int kindOfTry) {
        const FloatMask better = hn::And(hn::Gt(sumQ2, hn::Zero(FloatTag())), isBeatenBy(sumQX, sumQ2));
        scale = hn::IfThenElse(better, hn::Div(sumQX, sumQ2), scale);
        best = hn::IfThenElse(better, hn::Mul(scale, sumQX), best);
        first = select(better, setInt(static_cast<int>(i1)), first);
        second = select(better, setInt(static_cast<int>(i2)), second);
        kind = select(better, setInt(kindOfTry), kind);
    }
};

/// The places of `n` weights in ascending order; equal ones stay in theirs, NaN comes last.
template <std::size_t n>
HWY_INLINE void rank(const float* x, Rows<std::int32_t, n>& ranks) {
    Rows<std::int32_t, n> keys; // ordered as whole numbers; the addition makes -0 equal to +0
    for (std::size_t i = 0; i < n; ++i) {
        const Ints bits = hn::BitCast(IntTag(), hn::Add(load(x + i * lanes()), hn::Zero(FloatTag())));
        store(hn::Xor(bits, hn::And(hn::ShiftRight<31>(bits), setInt(0x7FFFFFFF))), keys + i);
    }
    store(hn::Zero(IntTag()), ranks + 0);
    for (std::size_t i = 1; i < n; ++i) {
        const Ints key = load(keys + i);
        Ints place = setInt(static_cast<int>(i));
        for (std::size_t j = 0; j < i; ++j) {
            const Ints isLarger = hn::VecFromMask(IntTag(), hn::Gt(load(keys + j), key)); // counts as -1
            place = hn::Add(place, isLarger);
            store(hn::Sub(load(ranks + j), isLarger), ranks + j);
        }
        store(place, ranks + i);
    }
}

/// sorted[rank of weight i] = values[i]
template <std::size_t n, class T>
HWY_INLINE void sortBy(const Rows<std::int32_t, n>& ranks, const T* values, T* sorted) {
    for (std::size_t i = 0; i < n * lanes(); i += lanes()) {
        for (std::size_t lane = 0; lane < lanes(); ++lane) {
            sorted[static_cast<std::size_t>(ranks.values[i + lane]) * lanes() + lane] = values[i + lane];
        }
    }
}

/// A sub-block of `n` weights a lane.
template <std::size_t n>
struct TernaryFit {
    static constexpr std::size_t groups = n / 8;

    const Lattice& lattice = iq1sLattice();
    std::size_t used = 0; // lanes that count
    Rows<float, n> w;
    Rows<std::int32_t, n> ranks;
    Rows<std::int32_t, groups> numbers; // of combinations
    Rows<std::int32_t, groups> minus;   // -1 for groups that are shifted down, 0 for others

    /// The combinations of levels of a split into `numbers`; lanes of `isTurned` have 2 - level.
    HWY_INLINE void combine(const Split& split, FloatMask isTurned) {
        const Ints top = select(isTurned, setInt(0), setInt(2));
        const Ints turn = select(isTurned, setInt(-1), setInt(0));
        for (std::size_t group = 0; group < groups; ++group) {
            Ints number = hn::Zero(IntTag());
            for (std::size_t i = 8; i-- > 0;) {
                const Ints place = load(ranks + (8 * group + i));
                const Ints fall = hn::Add(hn::VecFromMask(IntTag(), hn::Gt(split.first, place)),
                                          hn::VecFromMask(IntTag(), hn::Gt(split.second, place)));
                const Ints level = hn::Add(top, hn::Sub(hn::Xor(fall, turn), turn));
                number = hn::Add(hn::Add(number, hn::Add(number, number)), level);
            }
            store(number, numbers + group);
        }
    }

    /// Replaces the combinations of lanes where `isFitted` by points, whose packed levels go to `codes`. Returns the scale that
    /// suits them. `x`: rows.
    HWY_INLINE Floats snap(const float* x, Floats scale, FloatMask isFitted, std::int32_t* codes) const {
        alignas(64) float scales[maxLanes];
        alignas(64) std::int32_t fitted[maxLanes];
        alignas(64) std::int32_t moved[maxLanes] = {};
        store(scale, scales);
        store(select(isFitted, setInt(1), setInt(0)), fitted);
        for (std::size_t lane = 0; lane < lanes(); ++lane) {
            for (std::size_t group = 0; group < groups; ++group) {
                std::int32_t& code = codes[group * lanes() + lane];
                if (lane >= used || fitted[lane] == 0) {
                    code = iq1sGrid.codes[0];
                    continue;
                }
                const Lattice::Combination& found = lattice[static_cast<std::size_t>(numbers.values[group * lanes() + lane])];
                code = found.code;
                if (found.neighbours != 0) {
                    const bool isMinus = minus.values[group * lanes() + lane] != 0;
                    const NeighbourChoice<8, 2> choice(isMinus ? minusValues : plusValues, scales[lane]);
                    code = static_cast<std::int32_t>(choice(lattice.neighboursOf(found), found.neighbours,
                                                            x + 8 * group * lanes() + lane, (w + 8 * group) + lane));
                    moved[lane] = 1;
                }
            }
        }
        Floats sumQX = hn::Zero(FloatTag());
        Floats sumQ2 = hn::Zero(FloatTag());
        for (std::size_t group = 0; group < groups; ++group) {
            addProjection(x + 8 * group * lanes(), (w + 8 * group), load(codes + group * lanes()), load(minus + group), set(1),
                          sumQX, sumQ2);
        }
        const Floats zero = hn::Zero(FloatTag());
        const auto isMoved = hn::RebindMask(FloatTag(), hn::Gt(load(moved), hn::Zero(IntTag())));
        const FloatMask isBetter = hn::And(isMoved, hn::And(hn::Gt(sumQX, zero), hn::Gt(sumQ2, zero)));
        return hn::IfThenElse(isBetter, hn::Div(sumQX, sumQ2), scale);
    }

    /// Adds Σ (w · q) · x and Σ (w · q) · q of eight weights, q = factor · value of the level.
    static HWY_INLINE void addProjection(const float* x, const float* w, Ints code, Ints minus, Floats factor, Floats& sumQX,
                                         Floats& sumQ2) {
        const auto isMinus = hn::RebindMask(FloatTag(), hn::Lt(minus, hn::Zero(IntTag())));
        const Floats lowest = hn::IfThenElse(isMinus, set(-1 - shift), set(-1 + shift)); // the value of level 0
        for (std::size_t i = 0; i < 8; ++i) {
            const Floats q = hn::Mul(hn::Add(floatOf(hn::And(code, setInt(3))), lowest), factor);
            const Floats wq = hn::Mul(load(w + i * lanes()), q);
            sumQX = hn::Add(sumQX, hn::Mul(wq, load(x + i * lanes())));
            sumQ2 = hn::Add(sumQ2, hn::Mul(wq, q));
            code = hn::ShiftRight<2>(code);
        }
    }
};

template <std::size_t n>
HWY_INLINE Floats largestOf(const float* x) {
    Floats most = hn::Abs(load(x));
    for (std::size_t i = 1; i < n; ++i) {
        const Floats value = hn::Abs(load(x + i * lanes()));
        most = hn::IfThenElse(hn::Gt(most, value), most, value);
    }
    return most;
}

/// All splits of 32 weights; kind 0 is shifted up, kind 1 down. Sums over a range are differences of sums from the start.
HWY_NOINLINE Split splitAll32(const float* x, const TernaryFit<32>& fit) {
    Rows<float, 32> products;
    for (std::size_t i = 0; i < 32; ++i) {
        store(hn::Mul(load(fit.w + i), load(x + i * lanes())), products + i);
    }
    Rows<float, 32> sortedX;
    Rows<float, 32> sortedW;
    sortBy<32>(fit.ranks, products.values, sortedX.values);
    sortBy<32>(fit.ranks, fit.w.values, sortedW.values);
    Rows<float, 33> sumX;
    Rows<float, 33> sumW;
    store(hn::Zero(FloatTag()), sumX + 0);
    store(hn::Zero(FloatTag()), sumW + 0);
    for (std::size_t i = 0; i < 32; ++i) {
        store(hn::Add(load(sumX + i), load(sortedX + i)), sumX + (i + 1));
        store(hn::Add(load(sumW + i), load(sortedW + i)), sumW + (i + 1));
    }
    const auto square = [](Floats sum, float value) HWY_ATTR { return hn::Mul(hn::Mul(sum, set(value)), set(value)); };
    Rows<float, 4 * 33> tails; // what the weights from i2 on add, by i2
    for (std::size_t i2 = 0; i2 <= 32; ++i2) {
        const Floats tailX = hn::Sub(load(sumX + 32), load(sumX + i2));
        const Floats tailW = hn::Sub(load(sumW + 32), load(sumW + i2));
        store(hn::Mul(tailX, set(valuesUp[2])), tails + 4 * i2);
        store(square(tailW, valuesUp[2]), tails + (4 * i2 + 1));
        store(hn::Mul(tailX, set(valuesDown[2])), tails + (4 * i2 + 2));
        store(square(tailW, valuesDown[2]), tails + (4 * i2 + 3));
    }
    Split split;
    for (std::size_t i1 = 0; i1 <= 32; ++i1) {
        const Floats startX = load(sumX + i1);
        const Floats startW = load(sumW + i1);
        const Floats headX = hn::Sub(startX, load(sumX + 0));
        const Floats headW = hn::Sub(startW, load(sumW + 0));
        const Floats plusHeadX = hn::Mul(headX, set(valuesUp[0]));
        const Floats plusHeadW = square(headW, valuesUp[0]);
        const Floats minusHeadX = hn::Mul(headX, set(valuesDown[0]));
        const Floats minusHeadW = square(headW, valuesDown[0]);
        for (std::size_t i2 = i1; i2 <= 32; ++i2) {
            // The middle levels differ only in sign.
            const Floats middleX = hn::Mul(hn::Sub(load(sumX + i2), startX), set(shift));
            const Floats middleW = square(hn::Sub(load(sumW + i2), startW), shift);
            const Floats plusX = hn::Add(hn::Add(plusHeadX, middleX), load(tails + 4 * i2));
            const Floats plusW = hn::Add(hn::Add(plusHeadW, middleW), load(tails + (4 * i2 + 1)));
            const Floats minusX = hn::Add(hn::Sub(minusHeadX, middleX), load(tails + (4 * i2 + 2)));
            const Floats minusW = hn::Add(hn::Add(minusHeadW, middleW), load(tails + (4 * i2 + 3)));
            if (any(hn::Or(split.isBeatenBy(plusX, plusW), split.isBeatenBy(minusX, minusW)))) {
                split.take(plusX, plusW, i1, i2, 0);
                split.take(minusX, minusW, i1, i2, 1);
            }
        }
    }
    return split;
}

/// The four ways to shift the first and the last eight of 16 weights: bit 1 of a kind shifts the first ones down, bit 0 the
/// last ones.
inline constexpr std::size_t kinds = 4;

/// One sum a kind, of w·q·x and of w·q·q.
struct KindSums {
    Floats qx[kinds];
    Floats q2[kinds];

    HWY_INLINE void add(const float* terms) {
        for (std::size_t kind = 0; kind < kinds; ++kind) {
            qx[kind] = hn::Add(qx[kind], load(terms + kind * lanes()));
            q2[kind] = hn::Add(q2[kind], load(terms + (kinds + kind) * lanes()));
        }
    }
};

/// All splits of 16 weights in four kinds. Every sum is that over all weights in ascending order of weights, added one by one;
/// sums up to i1 and i2 are shared by the splits that have them in common, as that does not change the order.
HWY_NOINLINE Split splitAll16(const float* x, const TernaryFit<16>& fit) {
    Rows<float, 16> sortedX;
    Rows<float, 16> sortedW;
    sortBy<16>(fit.ranks, x, sortedX.values);
    sortBy<16>(fit.ranks, fit.w.values, sortedW.values);
    Rows<std::int32_t, 16> isLast;
    Rows<std::int32_t, 16> sortedIsLast;
    for (std::size_t i = 0; i < 16; ++i) {
        store(setInt(i < 8 ? 0 : 1), isLast + i);
    }
    sortBy<16>(fit.ranks, isLast.values, sortedIsLast.values);
    Rows<float, 16 * 3 * 2 * kinds> terms; // by weight and level
    for (std::size_t i = 0; i < 16; ++i) {
        const Floats value = load(sortedX + i);
        const Floats w = load(sortedW + i);
        const FloatMask last = hn::RebindMask(FloatTag(), hn::Gt(load(sortedIsLast + i), hn::Zero(IntTag())));
        for (std::size_t level = 0; level < 3; ++level) {
            float* const to = terms + (3 * i + level) * 2 * kinds;
            const Floats wUp = hn::Mul(w, set(valuesUp[level]));
            const Floats wDown = hn::Mul(w, set(valuesDown[level]));
            const auto put = [&](Floats up, Floats down, float* at) HWY_ATTR {
                store(up, at);
                store(hn::IfThenElse(last, down, up), at + lanes());
                store(hn::IfThenElse(last, up, down), at + 2 * lanes());
                store(down, at + 3 * lanes());
            };
            put(hn::Mul(wUp, value), hn::Mul(wDown, value), to);
            put(hn::Mul(wUp, set(valuesUp[level])), hn::Mul(wDown, set(valuesDown[level])), to + kinds * lanes());
        }
    }
    const auto termsOf = [&](std::size_t i, std::size_t level) HWY_ATTR { return terms + (3 * i + level) * 2 * kinds; };

    Split split;
    KindSums low;
    for (std::size_t kind = 0; kind < kinds; ++kind) {
        low.qx[kind] = hn::Zero(FloatTag());
        low.q2[kind] = hn::Zero(FloatTag());
    }
    for (std::size_t i1 = 0; i1 <= 16; ++i1) {
        KindSums middle = low;
        for (std::size_t i2 = i1; i2 <= 16; ++i2) {
            KindSums sums = middle;
            for (std::size_t i = i2; i < 16; ++i) {
                sums.add(termsOf(i, 2));
            }
            FloatMask beaten = split.isBeatenBy(sums.qx[0], sums.q2[0]);
            for (std::size_t kind = 1; kind < kinds; ++kind) {
                beaten = hn::Or(beaten, split.isBeatenBy(sums.qx[kind], sums.q2[kind]));
            }
            if (any(beaten)) {
                for (std::size_t kind = 0; kind < kinds; ++kind) {
                    split.take(sums.qx[kind], sums.q2[kind], i1, i2, static_cast<int>(kind));
                }
            }
            if (i2 < 16) {
                middle.add(termsOf(i2, 1));
            }
        }
        if (i1 < 16) {
            low.add(termsOf(i1, 0));
        }
    }
    return split;
}

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
