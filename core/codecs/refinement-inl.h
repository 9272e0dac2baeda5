// SPDX-License-Identifier: GPL-3.0-or-later
// Effort::high of the K-quants: from the codes of the reference search on, downhill in the weighted square error of the decoded
// values, one block a lane. docs/conversion.md, "Effort", has the equations. Compiled once per instruction set.

#include "codecs/searches-inl.h"

#if defined(QUANTLATHE_CODECS_REFINEMENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_REFINEMENT_INL_H_
#undef QUANTLATHE_CODECS_REFINEMENT_INL_H_
#else
#define QUANTLATHE_CODECS_REFINEMENT_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// What a code of one weight may be, and whether a minimum is subtracted: decoded = scale · code − minimum.
template <int low, int high, bool withMinimum = false>
struct WholeCode {
    static constexpr bool hasMinimum = withMinimum;
    /// The nearest code, as a float; beyond the promise of nearestWithin() it is clamped all the same.
    static HWY_INLINE Floats nearest(Floats value) { return nearestWithin<true>(value, low, high); }
};

/// Errors are sums of at most 256 terms that are not negative, so a sum in binary32 is off by less than 2^-15: what is smaller
/// by this factor is smaller.
inline constexpr float surelySmaller = 1.0F - 0x1p-14F;
/// Below this, terms may have lost their digits to underflow.
inline constexpr float smallestRefinedError = 1e-25F;
/// Squares of larger weights could overflow; such blocks keep the bytes of the normal search.
inline constexpr float largestRefined = 1e15F;

/// Lanes whose `count` values can be refined.
HWY_INLINE FloatMask refinableLanes(const float* x, std::size_t count) {
    Floats isBad = hn::Zero(FloatTag());
    for (std::size_t i = 0; i < count; ++i) {
        const FloatMask isGood = hn::Le(hn::Abs(load(x + i * lanes())), set(largestRefined)); // not of NaN
        isBad = hn::IfThenElse(isGood, isBad, set(1));
    }
    return hn::Eq(isBad, hn::Zero(FloatTag()));
}

/// Lanes whose error is surely smaller than that of the normal search.
HWY_INLINE FloatMask surelyBetter(Floats error, Floats normalError) {
    return hn::And(hn::Gt(normalError, set(smallestRefinedError)), hn::Lt(error, hn::Mul(set(surelySmaller), normalError)));
}

HWY_INLINE Floats square(Floats value) {
    return hn::Mul(value, value);
}
template <bool weighted>
HWY_INLINE Floats weightedBy(const float* w, Floats value) {
    if constexpr (weighted) {
        return hn::Mul(load(w), value);
    } else {
        return value;
    }
}

template <class Code>
HWY_INLINE Floats shiftedBy(Floats value, Floats minimum) {
    if constexpr (Code::hasMinimum) {
        return hn::Add(value, minimum);
    } else {
        return value;
    }
}

/// Σ w·(x − decoded)² of `n` weights with their best codes.
template <std::size_t n, class Code, bool weighted>
HWY_INLINE Floats errorWith(const float* x, const float* w, Floats scale, Floats minimum) {
    const Floats inverse = inverseOrZero(scale);
    Floats error = hn::Zero(FloatTag());
    for (std::size_t i = 0; i < n; ++i) {
        const Floats shifted = shiftedBy<Code>(load(x + i * lanes()), minimum);
        const Floats difference = hn::Sub(shifted, hn::Mul(scale, Code::nearest(hn::Mul(shifted, inverse))));
        error = hn::Add(error, weightedBy<weighted>(w + i * lanes(), square(difference)));
    }
    return error;
}

struct ThreeFloats {
    Floats a;
    Floats b;
    Floats c;
};

/// The same for three scales at once, which shares loads and keeps more additions in flight.
template <std::size_t n, class Code, bool weighted>
HWY_NOINLINE ThreeFloats errorsWith(const float* x, const float* w, const ThreeFloats& scale, Floats minimum) {
    const Floats scaleA = scale.a;
    const Floats scaleB = scale.b;
    const Floats scaleC = scale.c;
    const Floats inverseA = inverseOrZero(scaleA);
    const Floats inverseB = inverseOrZero(scaleB);
    const Floats inverseC = inverseOrZero(scaleC);
    Floats errorA = hn::Zero(FloatTag());
    Floats errorB = errorA;
    Floats errorC = errorA;
    for (std::size_t i = 0; i < n; ++i) {
        const Floats shifted = shiftedBy<Code>(load(x + i * lanes()), minimum);
        const float* const weight = w + i * lanes();
        const Floats differenceA = hn::Sub(shifted, hn::Mul(scaleA, Code::nearest(hn::Mul(shifted, inverseA))));
        const Floats differenceB = hn::Sub(shifted, hn::Mul(scaleB, Code::nearest(hn::Mul(shifted, inverseB))));
        const Floats differenceC = hn::Sub(shifted, hn::Mul(scaleC, Code::nearest(hn::Mul(shifted, inverseC))));
        errorA = hn::Add(errorA, weightedBy<weighted>(weight, square(differenceA)));
        errorB = hn::Add(errorB, weightedBy<weighted>(weight, square(differenceB)));
        errorC = hn::Add(errorC, weightedBy<weighted>(weight, square(differenceC)));
    }
    return {errorA, errorB, errorC};
}

/// Sums of one sub-block with its best codes q and residuals r = x − decoded.
struct ResidualSums {
    Floats w;   // Σ w
    Floats wq;  // Σ w·q
    Floats wqq; // Σ w·q²
    Floats wr;  // Σ w·r
    Floats wqr; // Σ w·q·r
};
template <std::size_t n, class Code, bool weighted>
HWY_NOINLINE ResidualSums residualSums(const float* x, const float* w, Floats scale, Floats minimum) {
    const Floats zero = hn::Zero(FloatTag());
    const Floats inverse = inverseOrZero(scale);
    ResidualSums sums{zero, zero, zero, zero, zero};
    for (std::size_t i = 0; i < n; ++i) {
        const Floats shifted = shiftedBy<Code>(load(x + i * lanes()), minimum);
        const Floats code = Code::nearest(hn::Mul(shifted, inverse));
        const Floats residual = hn::Sub(shifted, hn::Mul(scale, code));
        const Floats weightedCode = weightedBy<weighted>(w + i * lanes(), code);
        sums.wqq = hn::Add(sums.wqq, hn::Mul(weightedCode, code));
        sums.wqr = hn::Add(sums.wqr, hn::Mul(weightedCode, residual));
        if constexpr (Code::hasMinimum) {
            sums.w = hn::Add(sums.w, weightedBy<weighted>(w + i * lanes(), set(1)));
            sums.wq = hn::Add(sums.wq, weightedCode);
            sums.wr = hn::Add(sums.wr, weightedBy<weighted>(w + i * lanes(), residual));
        }
    }
    return sums;
}

/// Σ w·(x − decoded)² for codes as they are stored, operation for operation as the decoder; `offset` is added to a code.
template <std::size_t n, class Code, bool weighted>
HWY_INLINE Floats addStoredError(Floats error, const float* x, const float* w, const std::int32_t* codes, int offset,
                                 Floats scale, Floats minimum) {
    for (std::size_t i = 0; i < n; ++i) {
        Floats decoded = hn::Mul(floatOf(hn::Add(load(codes + i * lanes()), setInt(offset))), scale);
        if constexpr (Code::hasMinimum) {
            decoded = hn::Sub(decoded, minimum);
        }
        const Floats difference = hn::Sub(load(x + i * lanes()), decoded);
        error = hn::Add(error, weightedBy<weighted>(w + i * lanes(), square(difference)));
    }
    return error;
}

/// How far the scale code and the minimum code of a sub-block are moved at once: in steps that are a share of the scale code,
/// and of the distance of two levels, at least one code.
struct PairGrid {
    float scaleStep;
    float minimumStep;
    int scaleRadius; // 3 k + 1: three scales are tried at once
    int minimumRadius;
};

/// A block of sub-blocks with an integer scale each and, if the code has one, an integer minimum, both times a unit of the
/// block. With one sub-block (BlockRefinement) the integers are 1 and the units are its scale and its minimum, of either sign.
/// `unitLow` … `unitHigh`: the integers of the scale; minima are 0 … unitHigh.
template <std::size_t n, std::size_t subBlocks, class Code, int unitLow, int unitHigh, bool weighted>
struct Refinement {
    static constexpr bool hasMinimum = Code::hasMinimum;
    static constexpr bool isSingle = subBlocks == 1;
    const float* x;
    const float* w;
    Floats unit;
    Floats minimumUnit;
    Rows<float, subBlocks> scales; // whole numbers
    Rows<float, subBlocks> minima; // whole numbers
    Rows<float, subBlocks> errors;

    HWY_INLINE const float* valuesOf(std::size_t j) const { return x + j * n * lanes(); }
    HWY_INLINE const float* weightsOf(std::size_t j) const { return weighted ? w + j * n * lanes() : nullptr; }
    HWY_INLINE Floats scaleOf(std::size_t j) const { return hn::Mul(unit, load(scales + j)); }
    HWY_INLINE Floats minimumOf(std::size_t j) const {
        return hasMinimum ? hn::Mul(minimumUnit, load(minima + j)) : hn::Zero(FloatTag());
    }

    HWY_INLINE Floats measure(Floats withUnit, Floats withMinimumUnit, float* into) const {
        Floats total = hn::Zero(FloatTag());
        for (std::size_t j = 0; j < subBlocks; ++j) {
            const Floats minimum = hasMinimum ? hn::Mul(withMinimumUnit, load(minima + j)) : total;
            const Floats error =
                errorWith<n, Code, weighted>(valuesOf(j), weightsOf(j), hn::Mul(withUnit, load(scales + j)), minimum);
            store(error, into + j * lanes());
            total = hn::Add(total, error);
        }
        return total;
    }
    HWY_INLINE void start() { measure(unit, minimumUnit, errors.values); }

    /// The best of one sub-block so far.
    struct Best {
        Floats error;
        Floats scale;
        Floats minimum;

        HWY_INLINE void accept(Floats tryError, Floats tryScale, Floats tryMinimum) {
            const FloatMask better = hn::Lt(tryError, error);
            error = hn::IfThenElse(better, tryError, error);
            scale = hn::IfThenElse(better, tryScale, scale);
            minimum = hn::IfThenElse(better, tryMinimum, minimum);
        }
    };
    HWY_INLINE Best bestOf(std::size_t j) const {
        return {load(errors + j), load(scales + j), hasMinimum ? load(minima + j) : hn::Zero(FloatTag())};
    }
    HWY_INLINE void setBest(std::size_t j, const Best& best) {
        store(best.error, errors + j);
        store(best.scale, scales + j);
        if constexpr (hasMinimum) {
            store(best.minimum, minima + j);
        }
    }
    HWY_INLINE static Floats scaleCode(Floats value) { return nearestWithin<true>(value, unitLow, unitHigh); }
    /// Three scale codes for one minimum code.
    HWY_INLINE void tryThree(std::size_t j, const ThreeFloats& codes, Floats minimumCode, Best& best) const {
        const ThreeFloats tried{hn::Mul(unit, codes.a), hn::Mul(unit, codes.b), hn::Mul(unit, codes.c)};
        const Floats minimum = hasMinimum ? hn::Mul(minimumUnit, minimumCode) : minimumCode;
        const ThreeFloats found = errorsWith<n, Code, weighted>(valuesOf(j), weightsOf(j), tried, minimum);
        best.accept(found.a, codes.a, minimumCode);
        best.accept(found.b, codes.b, minimumCode);
        best.accept(found.c, codes.c, minimumCode);
    }

    /// Every sub-block moves to the best pair of codes of a grid around its own.
    HWY_INLINE void searchAround(const PairGrid& grid) {
        const FloatMask hasUnit = hn::Gt(minimumUnit, hn::Zero(FloatTag()));
        for (std::size_t j = 0; j < subBlocks; ++j) {
            Best best = bestOf(j);
            const Best center = best;
            const Floats scaleStep = hn::Max(set(1), hn::Mul(set(grid.scaleStep), hn::Abs(center.scale)));
            Floats minimumStep = set(1);
            if constexpr (hasMinimum) {
                const Floats level = hn::Mul(set(grid.minimumStep), hn::Mul(unit, center.scale));
                const Floats codes = hn::Div(level, hn::IfThenElse(hasUnit, minimumUnit, set(1)));
                minimumStep = hn::IfThenElse(hasUnit, hn::Max(set(1), hn::Min(set(8), codes)), set(1));
            }
            for (int m = -grid.minimumRadius; m <= grid.minimumRadius; ++m) {
                const Floats moved = hn::Add(center.minimum, hn::Mul(set(static_cast<float>(m)), minimumStep));
                const Floats minimumCode = hasMinimum ? nearestWithin<true>(moved, 0, unitHigh) : moved;
                for (int k = -grid.scaleRadius; k <= grid.scaleRadius; k += 3) {
                    const auto at = [&](int steps) HWY_ATTR {
                        return scaleCode(hn::Add(center.scale, hn::Mul(set(static_cast<float>(steps)), scaleStep)));
                    };
                    tryThree(j, {at(k), at(k + 1), at(k + 2)}, minimumCode, best);
                }
            }
            setBest(j, best);
        }
    }

    /// Every sub-block without minimum moves to the best of `count` (a multiple of 3) scales of either sign that put its
    /// largest value between `narrow` and `wide` codes from zero.
    HWY_INLINE void searchSigned(float narrow, float wide, int count) {
        const Floats one = set(1);
        const Floats zero = hn::Zero(FloatTag());
        const Floats size = hn::Abs(unit);
        const FloatMask hasUnit = hn::Gt(size, zero);
        const Floats divisor = hn::IfThenElse(hasUnit, size, one);
        for (std::size_t j = 0; j < subBlocks; ++j) {
            Best best = bestOf(j);
            const Floats largest = hn::Div(hn::Abs(firstLargest(valuesOf(j), n)), divisor);
            const auto within = [&](Floats value, Floats low)
                                    HWY_ATTR { return hn::Max(low, hn::Min(set(unitHigh + 1.0F), value)); };
            const Floats first = within(hn::Div(largest, set(wide)), one);
            const Floats last = within(hn::Div(largest, set(narrow)), first);
            const Floats step = hn::Max(one, hn::Div(hn::Sub(last, first), set(static_cast<float>(count - 1))));
            for (int k = 0; k < count; k += 3) {
                const auto at = [&](int steps) HWY_ATTR {
                    return hn::Min(last, hn::Add(first, hn::Mul(set(static_cast<float>(steps)), step)));
                };
                const ThreeFloats codes{at(k), at(k + 1), at(k + 2)};
                tryThree(j, {scaleCode(codes.a), scaleCode(codes.b), scaleCode(codes.c)}, zero, best);
                tryThree(j, {scaleCode(hn::Neg(codes.a)), scaleCode(hn::Neg(codes.b)), scaleCode(hn::Neg(codes.c))}, zero,
                         best);
            }
            setBest(j, best);
        }
    }

    /// Least squares of both units for the codes as they are, rounded to F16; taken by lanes where the error shrinks.
    HWY_INLINE void refitUnits() {
        const Floats zero = hn::Zero(FloatTag());
        Floats a = zero; // normal equations: a·Δunit − b·ΔminimumUnit = u, −b·Δunit + c·ΔminimumUnit = −v
        Floats b = zero;
        Floats c = zero;
        Floats u = zero;
        Floats v = zero;
        Floats before = zero;
        for (std::size_t j = 0; j < subBlocks; ++j) {
            const ResidualSums sums = residualSums<n, Code, weighted>(valuesOf(j), weightsOf(j), scaleOf(j), minimumOf(j));
            const Floats scale = load(scales + j);
            a = hn::Add(a, hn::Mul(square(scale), sums.wqq));
            u = hn::Add(u, hn::Mul(scale, sums.wqr));
            if constexpr (hasMinimum) {
                const Floats minimum = load(minima + j);
                b = hn::Add(b, hn::Mul(hn::Mul(scale, minimum), sums.wq));
                c = hn::Add(c, hn::Mul(square(minimum), sums.w));
                v = hn::Add(v, hn::Mul(minimum, sums.wr));
            }
            before = hn::Add(before, load(errors + j));
        }
        Floats change = hn::Div(u, a);
        Floats tryMinimumUnit = minimumUnit;
        if constexpr (hasMinimum) {
            const Floats determinant = hn::Sub(hn::Mul(a, c), square(b));
            const FloatMask isSolvable = hn::Gt(determinant, hn::Mul(set(1e-4F), hn::Mul(a, c)));
            const Floats both = hn::Div(hn::Sub(hn::Mul(u, c), hn::Mul(v, b)), determinant);
            const Floats minimumChange = hn::Div(hn::Sub(hn::Mul(u, b), hn::Mul(v, a)), determinant);
            change = hn::IfThenElse(isSolvable, both, change);
            const Floats moved = hn::Add(minimumUnit, hn::IfThenElseZero(isSolvable, minimumChange));
            tryMinimumUnit = floatOfHalf(halfOf(isSingle ? moved : hn::IfThenElseZero(hn::Gt(moved, zero), moved)));
        }
        const FloatMask isFitted = hn::Gt(a, zero);
        const Floats tryUnit = floatOfHalf(halfOf(hn::Add(unit, hn::IfThenElseZero(isFitted, change))));
        Rows<float, subBlocks> tryErrors;
        const Floats after = measure(tryUnit, tryMinimumUnit, tryErrors.values);
        const FloatMask better = hn::Lt(after, before);
        unit = hn::IfThenElse(better, tryUnit, unit);
        minimumUnit = hn::IfThenElse(better, tryMinimumUnit, minimumUnit);
        for (std::size_t j = 0; j < subBlocks; ++j) {
            store(hn::IfThenElse(better, load(tryErrors + j), load(errors + j)), errors + j);
        }
    }

    /// Error of what is stored: `codes` with `codeOffset` and the scales and minima of this.
    HWY_INLINE Floats storedError(const std::int32_t* codes, int codeOffset) const {
        Floats error = hn::Zero(FloatTag());
        for (std::size_t j = 0; j < subBlocks; ++j) {
            error = addStoredError<n, Code, weighted>(error, valuesOf(j), weightsOf(j), codes + j * n * lanes(), codeOffset,
                                                      scaleOf(j), minimumOf(j));
        }
        return error;
    }
    /// The best codes, minus `codeOffset`.
    HWY_INLINE void roundAll(std::int32_t* codes, int codeOffset) const {
        for (std::size_t j = 0; j < subBlocks; ++j) {
            const Floats inverse = inverseOrZero(scaleOf(j));
            const Floats minimum = minimumOf(j);
            for (std::size_t i = j * n; i < (j + 1) * n; ++i) {
                const Floats code = Code::nearest(hn::Mul(shiftedBy<Code>(load(x + i * lanes()), minimum), inverse));
                store(hn::Sub(intOf(code), setInt(codeOffset)), codes + i * lanes());
            }
        }
    }
};

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
