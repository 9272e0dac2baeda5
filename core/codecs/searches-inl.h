// SPDX-License-Identifier: GPL-3.0-or-later
// The scale searches of the block formats, one block a lane: the same operations in the same order as a scalar search, with
// masks instead of branches. docs/formats/gguf-types.md describes them. Compiled once per instruction set.

#include "codecs/lanes-inl.h"

#if defined(QUANTLATHE_CODECS_SEARCHES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_SEARCHES_INL_H_
#undef QUANTLATHE_CODECS_SEARCHES_INL_H_
#else
#define QUANTLATHE_CODECS_SEARCHES_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

inline constexpr float tiny = 1e-15F; // groups whose largest magnitude is below this count as all zero

/// The numerators of the symmetric search after the first: -(levels + 0.1 k), k = -9 … 9 without 0.
template <int levels>
constexpr std::array<float, 18> symmetricNumerators() {
    std::array<float, 18> numerators{};
    std::size_t at = 0;
    for (int k = -9; k <= 9; ++k) {
        if (k != 0) {
            numerators[at++] = -(static_cast<float>(levels) + 0.1F * static_cast<float>(k));
        }
    }
    return numerators;
}

struct Projection {
    Floats sumLX;
    Floats sumL2;
};

/// Σ w·x·l and Σ w·l·l for the codes l of two scales at once, which keeps more additions in flight.
template <std::size_t n, int levels, bool usual>
HWY_INLINE void projectTwo(const float* x, const float* w, const float* wx, Floats inverseA, Floats inverseB, Projection& a,
                           Projection& b) {
    const Floats zero = hn::Zero(FloatTag());
    a = {zero, zero};
    b = {zero, zero};
    for (std::size_t i = 0; i < n; ++i) {
        const Floats value = load(x + i * lanes());
        const Floats weight = load(w + i * lanes());
        const Floats weighted = load(wx + i * lanes());
        const Floats codeA = nearestWithin<usual>(hn::Mul(inverseA, value), -levels, levels - 1);
        const Floats codeB = nearestWithin<usual>(hn::Mul(inverseB, value), -levels, levels - 1);
        a.sumLX = hn::Add(a.sumLX, hn::Mul(weighted, codeA));
        b.sumLX = hn::Add(b.sumLX, hn::Mul(weighted, codeB));
        a.sumL2 = hn::Add(a.sumL2, hn::Mul(hn::Mul(weight, codeA), codeA));
        b.sumL2 = hn::Add(b.sumL2, hn::Mul(hn::Mul(weight, codeB), codeB));
    }
}

template <std::size_t n, int levels, bool usual>
HWY_NOINLINE Floats searchSymmetricImpl(const float* x, const float* w, std::int32_t* codes) {
    const Floats zero = hn::Zero(FloatTag());
    const Floats largest = firstLargest(x, n);
    const FloatMask isZero = hn::Lt(hn::Abs(largest), set(tiny));
    Rows<float, n> wx;
    for (std::size_t i = 0; i < n; ++i) {
        store(hn::Mul(load(w + i * lanes()), load(x + i * lanes())), wx + i);
    }
    static constexpr std::array<float, 18> numerators = symmetricNumerators<levels>();

    Floats bestInverse = hn::Div(set(static_cast<float>(-levels)), largest);
    Floats nextInverse = hn::Div(set(numerators[0]), largest);
    Projection first;
    Projection next;
    projectTwo<n, levels, usual>(x, w, wx.values, bestInverse, nextInverse, first, next);
    Floats scale = hn::IfThenElse(hn::Eq(first.sumL2, zero), zero, hn::Div(first.sumLX, first.sumL2));
    Floats best = hn::Mul(scale, first.sumLX);
    const auto accept = [&](const Projection& sums, Floats inverse) HWY_ATTR {
        const FloatMask better =
            hn::And(hn::Gt(sums.sumL2, zero), hn::Gt(hn::Mul(sums.sumLX, sums.sumLX), hn::Mul(best, sums.sumL2)));
        scale = hn::IfThenElse(better, hn::Div(sums.sumLX, sums.sumL2), scale);
        best = hn::IfThenElse(better, hn::Mul(scale, sums.sumLX), best);
        bestInverse = hn::IfThenElse(better, inverse, bestInverse);
    };
    accept(next, nextInverse);
    for (std::size_t k = 1; k < numerators.size(); k += 2) {
        // 17 are left: the last one is tried twice, which changes nothing, since a try must be strictly better.
        const std::size_t second = std::min(k + 1, numerators.size() - 1);
        const Floats inverseA = hn::Div(set(numerators[k]), largest);
        const Floats inverseB = hn::Div(set(numerators[second]), largest);
        Projection a;
        Projection b;
        projectTwo<n, levels, usual>(x, w, wx.values, inverseA, inverseB, a, b);
        accept(a, inverseA);
        accept(b, inverseB);
    }
    for (std::size_t i = 0; i < n; ++i) {
        const Floats code = nearestWithin<usual>(hn::Mul(bestInverse, load(x + i * lanes())), -levels, levels - 1);
        store(select(isZero, hn::Zero(IntTag()), hn::Add(intOf(code), setInt(levels))), codes + i * lanes());
    }
    return hn::IfThenElse(isZero, zero, scale);
}

/// Codes 0 … 2 * levels - 1 with zero at `levels`; returns the scales. `isFinite`: see Group.
template <std::size_t n, int levels>
HWY_INLINE Floats searchSymmetric(const float* x, const float* w, bool isFinite, std::int32_t* codes) {
    // Codes of finite values are at most levels + 0.9 before clamping.
    return isFinite ? searchSymmetricImpl<n, levels, true>(x, w, codes) : searchSymmetricImpl<n, levels, false>(x, w, codes);
}

/// One coordinate-descent sub-block: the running sums of the codes in `l`.
struct Descent {
    Floats sumLX;
    Floats sumL2;

    /// Moves the code of `value` if that improves the fit; returns the lanes that moved.
    template <int levels>
    HWY_INLINE FloatMask improve(Floats value, float* l) {
        const Floats zero = hn::Zero(FloatTag());
        const Floats weight = hn::Mul(value, value);
        const Floats weighted = hn::Mul(weight, value);
        const Floats code = load(l);
        const Floats withoutLX = hn::Sub(sumLX, hn::Mul(weighted, code));
        const Floats withoutL2 = hn::Sub(sumL2, hn::Mul(hn::Mul(weight, code), code));
        const Floats next = nearestWithin<false>(hn::Div(hn::Mul(value, withoutL2), withoutLX), -levels, levels - 1);
        const Floats nextLX = hn::Add(withoutLX, hn::Mul(weighted, next));
        const Floats nextL2 = hn::Add(withoutL2, hn::Mul(hn::Mul(weight, next), next));
        const FloatMask moves = hn::And(hn::Gt(withoutLX, zero), hn::Ne(next, code));
        const FloatMask better = hn::Gt(hn::Mul(hn::Mul(nextLX, nextLX), sumL2), hn::Mul(hn::Mul(sumLX, sumLX), nextL2));
        const FloatMask accepted = hn::And(hn::And(moves, hn::Gt(nextL2, zero)), better);
        store(hn::IfThenElse(accepted, next, code), l);
        sumLX = hn::IfThenElse(accepted, nextLX, sumLX);
        sumL2 = hn::IfThenElse(accepted, nextL2, sumL2);
        return accepted;
    }
};

/// The same codes by coordinate descent with weights x * x, for four consecutive sub-blocks of n weights: each step waits for
/// the one before it, so only the other sub-blocks keep the machine busy. Four vectors of scales into `scales`.
template <std::size_t n, int levels>
HWY_NOINLINE void descendSymmetric4(const float* x, std::int32_t* codes, float* scales) {
    constexpr std::size_t ways = 4;
    const Floats zero = hn::Zero(FloatTag());
    Rows<float, ways * n> l;
    Rows<float, ways> largest;
    Rows<float, ways> sumsLX;
    Rows<float, ways> sumsL2;
    for (std::size_t way = 0; way < ways; ++way) {
        const float* const sub = x + way * n * lanes();
        store(firstLargest(sub, n), largest + way);
        const Floats inverse = hn::Div(set(static_cast<float>(-levels)), load(largest + way));
        Floats sumLX = zero;
        Floats sumL2 = zero;
        for (std::size_t i = 0; i < n; ++i) {
            const Floats value = load(sub + i * lanes());
            const Floats code = nearestWithin<false>(hn::Mul(inverse, value), -levels, levels - 1);
            const Floats weight = hn::Mul(value, value);
            store(code, l + (way * n + i));
            sumLX = hn::Add(sumLX, hn::Mul(hn::Mul(weight, value), code));
            sumL2 = hn::Add(sumL2, hn::Mul(hn::Mul(weight, code), code));
        }
        store(sumLX, sumsLX + way);
        store(sumL2, sumsL2 + way);
    }
    Descent a{load(sumsLX + 0), load(sumsL2 + 0)};
    Descent b{load(sumsLX + 1), load(sumsL2 + 1)};
    Descent c{load(sumsLX + 2), load(sumsL2 + 2)};
    Descent d{load(sumsLX + 3), load(sumsL2 + 3)};
    const auto at = [&](std::size_t way, std::size_t i) HWY_ATTR { return load(x + (way * n + i) * lanes()); };
    // A lane that did not change in one pass would not change in the next one either, so lanes need not be told apart.
    bool changed = true;
    for (int pass = 0; pass < 5 && changed; ++pass) {
        FloatMask moved = noLane();
        for (std::size_t i = 0; i < n; ++i) {
            const FloatMask movedAB = hn::Or(a.improve<levels>(at(0, i), l + i), b.improve<levels>(at(1, i), l + (n + i)));
            const FloatMask movedCD =
                hn::Or(c.improve<levels>(at(2, i), l + (2 * n + i)), d.improve<levels>(at(3, i), l + (3 * n + i)));
            moved = hn::Or(moved, hn::Or(movedAB, movedCD));
        }
        changed = any(moved);
    }
    std::size_t way = 0;
    for (const Descent& descent : {a, b, c, d}) {
        const FloatMask isZero = hn::Lt(hn::Abs(load(largest + way)), set(tiny));
        for (std::size_t i = way * n; i < (way + 1) * n; ++i) {
            store(select(isZero, hn::Zero(IntTag()), hn::Add(intOf(load(l + i)), setInt(levels))), codes + i * lanes());
        }
        const FloatMask fitted = hn::AndNot(isZero, hn::Gt(descent.sumL2, zero));
        store(hn::IfThenElse(fitted, hn::Div(descent.sumLX, descent.sumL2), zero), scales + way * lanes());
        ++way;
    }
}

struct AsymmetricRange {
    float first;
    float step;
    int count; // tries beyond the first
};

struct ScaleAndMinimum {
    Floats scale;
    Floats minimum; // subtracted; not negative
};

enum class ErrorKind { square, absolute };

template <ErrorKind kind>
HWY_INLINE Floats deviation(Floats difference) {
    return kind == ErrorKind::absolute ? hn::Abs(difference) : hn::Mul(difference, difference);
}

struct AsymmetricSums {
    Floats sumL;
    Floats sumL2;
    Floats sumXL;
};

/// The search in one sub-block. The hot loops below run over one or two of these.
struct AsymmetricFit {
    const float* x;
    const float* w;
    float* l; // codes of the current try
    Floats sumW;
    Floats sumX;
    Floats smallest;
    Floats lowest; // the smallest value, at most 0
    Floats highest;
    FloatMask isFlat;
    // Of the best try so far. The offset that a try starts from is the minimum of the best one before it.
    Floats minimum;
    Floats scale;
    Floats error;
    Floats inverse;
    Floats startMinimum;
    // Of the current try.
    Floats tryInverse;
    Floats tryScale;
    Floats tryMinimum;
    FloatMask isSolvable;

    template <std::size_t n>
    HWY_INLINE void start(const float* values, const float* weights, float* codes) {
        x = values;
        w = weights;
        l = codes;
        smallest = load(x);
        highest = smallest;
        sumW = load(w);
        sumX = hn::Mul(sumW, smallest);
        for (std::size_t i = 1; i < n; ++i) {
            const Floats value = load(x + i * lanes());
            const Floats weight = load(w + i * lanes());
            smallest = hn::IfThenElse(hn::Lt(value, smallest), value, smallest);
            highest = hn::IfThenElse(hn::Gt(value, highest), value, highest);
            sumW = hn::Add(sumW, weight);
            sumX = hn::Add(sumX, hn::Mul(weight, value));
        }
        const Floats zero = hn::Zero(FloatTag());
        lowest = hn::IfThenElse(hn::Gt(smallest, zero), zero, smallest);
        isFlat = hn::Le(highest, lowest);
        minimum = lowest;
    }
    /// Flat lanes get 0, which keeps their codes out of the way of the others.
    HWY_INLINE void setNumerator(float numerator) {
        tryInverse = hn::IfThenZeroElse(isFlat, hn::Div(set(numerator), hn::Sub(highest, minimum)));
    }
    /// Whether all codes are small enough for the short form of rounding. x - minimum lies between the two differences, since
    /// rounding is monotonic.
    HWY_INLINE bool isUsual() const {
        const Floats reach = hn::Max(hn::Abs(hn::Sub(highest, minimum)), hn::Abs(hn::Sub(smallest, minimum)));
        return all(hn::Le(hn::Mul(hn::Abs(tryInverse), reach), set(4194303.0F)));
    }
    /// Code i of the current try, into `l`.
    template <int top, bool usual>
    HWY_INLINE Floats encode(std::size_t i) const {
        const Floats shifted = hn::Sub(load(x + i * lanes()), minimum);
        const Floats code = nearestWithin<usual>(hn::Mul(tryInverse, shifted), 0, top);
        store(code, l + i * lanes());
        return code;
    }
    template <int top, bool usual>
    HWY_INLINE void project(std::size_t i, AsymmetricSums& sums) const {
        const Floats code = encode<top, usual>(i);
        const Floats weighted = hn::Mul(load(w + i * lanes()), code);
        sums.sumL = hn::Add(sums.sumL, weighted);
        sums.sumL2 = hn::Add(sums.sumL2, hn::Mul(weighted, code));
        sums.sumXL = hn::Add(sums.sumXL, hn::Mul(weighted, load(x + i * lanes())));
    }
    /// Least squares for the codes of the current try.
    HWY_INLINE void solve(const AsymmetricSums& sums) {
        const Floats determinant = hn::Sub(hn::Mul(sumW, sums.sumL2), hn::Mul(sums.sumL, sums.sumL));
        const Floats fitScale = hn::Div(hn::Sub(hn::Mul(sumW, sums.sumXL), hn::Mul(sumX, sums.sumL)), determinant);
        const Floats fitMinimum = hn::Div(hn::Sub(hn::Mul(sums.sumL2, sumX), hn::Mul(sums.sumL, sums.sumXL)), determinant);
        const FloatMask aboveZero = hn::Gt(fitMinimum, hn::Zero(FloatTag()));
        tryMinimum = hn::IfThenZeroElse(aboveZero, fitMinimum);
        tryScale = hn::IfThenElse(aboveZero, hn::Div(sums.sumXL, sums.sumL2), fitScale);
        isSolvable = hn::Gt(determinant, hn::Zero(FloatTag()));
    }
    template <ErrorKind kind>
    HWY_INLINE void addError(std::size_t i, Floats& sum) const {
        const Floats decoded = hn::Add(hn::Mul(tryScale, load(l + i * lanes())), tryMinimum);
        const Floats difference = hn::Sub(decoded, load(x + i * lanes()));
        sum = hn::Add(sum, hn::Mul(load(w + i * lanes()), deviation<kind>(difference)));
    }
    HWY_INLINE void acceptFirst(Floats tryError) {
        error = tryError;
        scale = tryScale;
        inverse = tryInverse;
        startMinimum = minimum;
    }
    HWY_INLINE void acceptIfBetter(Floats tryError) {
        const FloatMask accepted = hn::And(isSolvable, hn::Lt(tryError, error));
        error = hn::IfThenElse(accepted, tryError, error);
        scale = hn::IfThenElse(accepted, tryScale, scale);
        inverse = hn::IfThenElse(accepted, tryInverse, inverse);
        startMinimum = hn::IfThenElse(accepted, minimum, startMinimum);
        minimum = hn::IfThenElse(accepted, tryMinimum, minimum);
    }
    /// Writes the codes of the best try and returns its fit.
    template <std::size_t n, int top>
    HWY_INLINE ScaleAndMinimum finish(bool isFinite, std::int32_t* codes) {
        const Floats bestMinimum = minimum;
        minimum = startMinimum;
        tryInverse = inverse;
        const bool usual = isFinite && isUsual();
        for (std::size_t i = 0; i < n; ++i) {
            const Floats code = usual ? encode<top, true>(i) : encode<top, false>(i);
            store(select(isFlat, hn::Zero(IntTag()), intOf(code)), codes + i * lanes());
        }
        return {hn::IfThenZeroElse(isFlat, scale), hn::Neg(hn::IfThenElse(isFlat, lowest, bestMinimum))};
    }
};

template <std::size_t n, int top, bool usual>
HWY_INLINE void projectBoth(const AsymmetricFit& a, const AsymmetricFit& b, AsymmetricSums& sumsA, AsymmetricSums& sumsB) {
    const Floats zero = hn::Zero(FloatTag());
    sumsA = {zero, zero, zero};
    sumsB = sumsA;
    for (std::size_t i = 0; i < n; ++i) {
        a.project<top, usual>(i, sumsA);
        b.project<top, usual>(i, sumsB);
    }
}

/// Codes 0 … top of x = scale * code - minimum, for two sub-blocks of n weights each at `x` and `w`, as each sum waits for
/// its last addition. Two vectors each into `scales` and `minima`.
template <std::size_t n, int top, ErrorKind kind>
HWY_NOINLINE void searchAsymmetric2(const float* x, const float* w, const AsymmetricRange& range, bool isFinite,
                                    std::int32_t* codes, float* scales, float* minima) {
    Rows<float, 2 * n> l;
    AsymmetricFit a;
    AsymmetricFit b;
    a.start<n>(x, w, l.values);
    b.start<n>(x + n * lanes(), w + n * lanes(), l + n);
    const auto project = [&](AsymmetricSums& sumsA, AsymmetricSums& sumsB) HWY_ATTR {
        if (isFinite && a.isUsual() && b.isUsual()) {
            projectBoth<n, top, true>(a, b, sumsA, sumsB);
        } else {
            projectBoth<n, top, false>(a, b, sumsA, sumsB);
        }
    };
    const auto errors = [&](Floats& errorA, Floats& errorB) HWY_ATTR {
        errorA = hn::Zero(FloatTag());
        errorB = errorA;
        for (std::size_t i = 0; i < n; ++i) {
            a.addError<kind>(i, errorA);
            b.addError<kind>(i, errorB);
        }
    };
    AsymmetricSums sumsA;
    AsymmetricSums sumsB;
    Floats errorA;
    Floats errorB;
    for (AsymmetricFit* fit : {&a, &b}) {
        fit->setNumerator(static_cast<float>(top));
        fit->tryScale = hn::Div(set(1), fit->tryInverse);
        fit->tryMinimum = fit->minimum;
    }
    project(sumsA, sumsB);
    errors(errorA, errorB);
    a.acceptFirst(errorA);
    b.acceptFirst(errorB);
    for (int k = 0; k <= range.count; ++k) {
        const float numerator = range.first + range.step * static_cast<float>(k) + static_cast<float>(top);
        a.setNumerator(numerator);
        b.setNumerator(numerator);
        project(sumsA, sumsB);
        a.solve(sumsA);
        b.solve(sumsB);
        errors(errorA, errorB);
        a.acceptIfBetter(errorA);
        b.acceptIfBetter(errorB);
    }
    const ScaleAndMinimum fitA = a.finish<n, top>(isFinite, codes);
    const ScaleAndMinimum fitB = b.finish<n, top>(isFinite, codes + n * lanes());
    store(fitA.scale, scales);
    store(fitB.scale, scales + lanes());
    store(fitA.minimum, minima);
    store(fitB.minimum, minima + lanes());
}

/// Codes 0 … top of values that are not negative, as bytes: what would be negative wraps, as the format's writers do.
template <std::size_t n, int top>
HWY_NOINLINE Floats searchPositive(const float* x, const float* w, std::int32_t* codes) {
    const Floats zero = hn::Zero(FloatTag());
    const Floats topValue = set(static_cast<float>(top));
    const Floats highest = largestPositive(x, n);
    const FloatMask isZero = hn::Lt(highest, set(tiny));
    const auto byteOf = [](Ints value) HWY_ATTR { return hn::And(value, setInt(0xFF)); };
    const auto codeOf = [&](Floats value) HWY_ATTR { return hn::Min(setInt(top), nearestAny(value)); };
    const auto addError = [&](Floats error, std::size_t i, Floats decoded) HWY_ATTR {
        const Floats difference = hn::Sub(load(x + i * lanes()), decoded);
        return hn::Add(error, hn::Mul(hn::Mul(load(w + i * lanes()), difference), difference));
    };

    Floats inverse = hn::Div(topValue, highest);
    const Floats firstStep = hn::Div(set(1), inverse);
    Floats best = zero;
    for (std::size_t i = 0; i < n; ++i) {
        const Ints code = byteOf(nearestAny(hn::Mul(inverse, load(x + i * lanes()))));
        best = addError(best, i, hn::Mul(firstStep, floatOf(code)));
    }
    for (int k = -4; k <= 4; ++k) {
        if (k == 0) {
            continue;
        }
        const Floats tryInverse = hn::Div(set(0.1F * static_cast<float>(k) + static_cast<float>(top)), highest);
        const Floats step = hn::Div(set(1), tryInverse);
        Floats error = zero;
        for (std::size_t i = 0; i < n; ++i) {
            error = addError(error, i, hn::Mul(step, floatOf(codeOf(hn::Mul(tryInverse, load(x + i * lanes()))))));
        }
        const FloatMask better = hn::Lt(error, best);
        best = hn::IfThenElse(better, error, best);
        inverse = hn::IfThenElse(better, tryInverse, inverse);
    }

    Floats sumLX = zero;
    Floats sumL2 = zero;
    for (std::size_t i = 0; i < n; ++i) {
        const Floats value = load(x + i * lanes());
        const Floats weight = load(w + i * lanes());
        const Ints code = codeOf(hn::Mul(inverse, value));
        const Floats number = floatOf(code);
        store(byteOf(code), codes + i * lanes());
        sumLX = hn::Add(sumLX, hn::Mul(hn::Mul(weight, value), number));
        sumL2 = hn::Add(sumL2, hn::Mul(hn::Mul(weight, number), number));
    }
    for (int pass = 0; pass < 5; ++pass) {
        FloatMask changed = noLane();
        for (std::size_t i = 0; i < n; ++i) {
            const Floats value = load(x + i * lanes());
            const Floats weight = load(w + i * lanes());
            const Floats weighted = hn::Mul(weight, value);
            const Ints code = load(codes + i * lanes());
            const Floats number = floatOf(code);
            const Floats withoutLX = hn::Sub(sumLX, hn::Mul(weighted, number));
            const Floats withoutL2 = hn::Sub(sumL2, hn::Mul(hn::Mul(weight, number), number));
            const Ints next = codeOf(hn::Div(hn::Mul(value, withoutL2), withoutLX));
            const Floats nextNumber = floatOf(next);
            const Floats nextLX = hn::Add(withoutLX, hn::Mul(weighted, nextNumber));
            const Floats nextL2 = hn::Add(withoutL2, hn::Mul(hn::Mul(weight, nextNumber), nextNumber));
            const FloatMask moves =
                hn::And(hn::And(hn::Gt(withoutLX, zero), hn::Gt(withoutL2, zero)), hn::Ne(nextNumber, number));
            const FloatMask better = hn::Gt(hn::Mul(hn::Mul(nextLX, nextLX), sumL2), hn::Mul(hn::Mul(sumLX, sumLX), nextL2));
            const FloatMask accepted = hn::And(moves, better);
            store(select(accepted, byteOf(next), code), codes + i * lanes());
            sumLX = hn::IfThenElse(accepted, nextLX, sumLX);
            sumL2 = hn::IfThenElse(accepted, nextL2, sumL2);
            changed = hn::Or(changed, accepted);
        }
        if (!any(hn::AndNot(isZero, changed))) {
            break;
        }
    }
    for (std::size_t i = 0; i < n; ++i) {
        store(select(isZero, hn::Zero(IntTag()), load(codes + i * lanes())), codes + i * lanes());
    }
    return hn::IfThenElse(hn::AndNot(isZero, hn::Gt(sumL2, zero)), hn::Div(sumLX, sumL2), zero);
}

/// importance * sqrt(sigma2 + x * x) into `w`; returns the sums.
template <std::size_t n>
HWY_INLINE Floats importanceWeights(const float* x, const float* importance, Floats sigma2, float* w) {
    Floats sum = hn::Zero(FloatTag());
    for (std::size_t i = 0; i < n; ++i) {
        const Floats value = load(x + i * lanes());
        const Floats weight = hn::Mul(load(importance + i * lanes()), hn::Sqrt(hn::Add(sigma2, hn::Mul(value, value))));
        store(weight, w + i * lanes());
        sum = hn::Add(sum, weight);
    }
    return sum;
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
