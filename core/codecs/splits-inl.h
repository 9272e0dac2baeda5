// SPDX-License-Identifier: GPL-3.0-or-later
// The search of IQ1, one block a lane: all ways to split sorted weights into three levels, and the points of the code book near
// what comes out. docs/formats/gguf-types.md describes it. Compiled once per instruction set.

#include "codecs/lattice-inl.h"

#include <cfloat>

#if defined(QUANTLATHE_CODECS_SPLITS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_SPLITS_INL_H_
#undef QUANTLATHE_CODECS_SPLITS_INL_H_
#else
#define QUANTLATHE_CODECS_SPLITS_INL_H_
#endif

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
static HWY_NOINLINE Split splitAll32(const float* x, const TernaryFit<32>& fit) {
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

/// What the weights of one half of a sub-block add to the sums of a split. The three values of a shift lie 1 apart, so sums
/// from the start of the sorted weights tell all: as if every weight had level 2, less one step for those before i2 and another
/// for those before i1.
struct HalfSums {
    static constexpr float squareStep(const float* values, int level) {
        return values[level] * values[level] - values[level + 1] * values[level + 1];
    }

    Rows<float, 17> sumX;    // Σ w·x of the first i
    Rows<float, 17> firstUp; // Σ w of the first i, times what a step from level 1 to 0 adds to q·q
    Rows<float, 17> firstDown;
    Rows<float, 17> secondUp; // the same for a step from 2 to 1
    Rows<float, 17> secondDown;
    Floats topQXUp;
    Floats topQXDown;
    Floats topQ2Up;
    Floats topQ2Down;

    /// `wx`, `w` and `half`, the number of the half that a weight belongs to, in the order of the weights.
    HWY_INLINE void start(const float* wx, const float* w, const std::int32_t* half, int mine) {
        Floats x = hn::Zero(FloatTag());
        Floats weight = hn::Zero(FloatTag());
        for (std::size_t i = 0;; ++i) {
            store(x, sumX + i);
            store(hn::Mul(weight, set(squareStep(valuesUp, 0))), firstUp + i);
            store(hn::Mul(weight, set(squareStep(valuesDown, 0))), firstDown + i);
            store(hn::Mul(weight, set(squareStep(valuesUp, 1))), secondUp + i);
            store(hn::Mul(weight, set(squareStep(valuesDown, 1))), secondDown + i);
            if (i == 16) {
                break;
            }
            const FloatMask other = hn::RebindMask(FloatTag(), hn::Ne(load(half + i * lanes()), setInt(mine)));
            x = hn::Add(x, hn::IfThenZeroElse(other, load(wx + i * lanes())));
            weight = hn::Add(weight, hn::IfThenZeroElse(other, load(w + i * lanes())));
        }
        topQXUp = hn::Mul(x, set(valuesUp[2]));
        topQXDown = hn::Mul(x, set(valuesDown[2]));
        topQ2Up = hn::Mul(hn::Mul(weight, set(valuesUp[2])), set(valuesUp[2]));
        topQ2Down = hn::Mul(hn::Mul(weight, set(valuesDown[2])), set(valuesDown[2]));
    }

    struct Projections {
        Floats qxUp;
        Floats qxDown;
        Floats q2Up;
        Floats q2Down;
    };
    HWY_INLINE Projections at(std::size_t i1, std::size_t i2) const {
        const Floats steps = hn::Add(load(sumX + i1), load(sumX + i2));
        return {.qxUp = hn::Sub(topQXUp, steps),
                .qxDown = hn::Sub(topQXDown, steps),
                .q2Up = hn::Add(hn::Add(topQ2Up, load(firstUp + i1)), load(secondUp + i2)),
                .q2Down = hn::Add(hn::Add(topQ2Down, load(firstDown + i1)), load(secondDown + i2))};
    }
};

/// All splits of 16 weights in four kinds.
static HWY_NOINLINE Split splitAll16(const float* x, const TernaryFit<16>& fit) {
    Rows<float, 16> products;
    Rows<std::int32_t, 16> half;
    for (std::size_t i = 0; i < 16; ++i) {
        store(hn::Mul(load(fit.w + i), load(x + i * lanes())), products + i);
        store(setInt(i < 8 ? 0 : 1), half + i);
    }
    Rows<float, 16> sortedX;
    Rows<float, 16> sortedW;
    Rows<std::int32_t, 16> sortedHalf;
    sortBy<16>(fit.ranks, products.values, sortedX.values);
    sortBy<16>(fit.ranks, fit.w.values, sortedW.values);
    sortBy<16>(fit.ranks, half.values, sortedHalf.values);
    HalfSums first;
    HalfSums last;
    first.start(sortedX.values, sortedW.values, sortedHalf.values, 0);
    last.start(sortedX.values, sortedW.values, sortedHalf.values, 1);

    Split split;
    for (std::size_t i1 = 0; i1 <= 16; ++i1) {
        for (std::size_t i2 = i1; i2 <= 16; ++i2) {
            const HalfSums::Projections a = first.at(i1, i2);
            const HalfSums::Projections b = last.at(i1, i2);
            const Floats qx[kinds] = {hn::Add(a.qxUp, b.qxUp), hn::Add(a.qxUp, b.qxDown), hn::Add(a.qxDown, b.qxUp),
                                      hn::Add(a.qxDown, b.qxDown)};
            const Floats q2[kinds] = {hn::Add(a.q2Up, b.q2Up), hn::Add(a.q2Up, b.q2Down), hn::Add(a.q2Down, b.q2Up),
                                      hn::Add(a.q2Down, b.q2Down)};
            FloatMask beaten = split.isBeatenBy(qx[0], q2[0]);
            for (std::size_t kind = 1; kind < kinds; ++kind) {
                beaten = hn::Or(beaten, split.isBeatenBy(qx[kind], q2[kind]));
            }
            if (any(beaten)) {
                for (std::size_t kind = 0; kind < kinds; ++kind) {
                    split.take(qx[kind], q2[kind], i1, i2, static_cast<int>(kind));
                }
            }
        }
    }
    return split;
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
