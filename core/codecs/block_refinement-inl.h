// SPDX-License-Identifier: GPL-3.0-or-later
// Effort::high of blocks that have one scale in F16 and perhaps one minimum: as refinement-inl.h, without integers. Compiled
// once per instruction set.

#include "codecs/refinement-inl.h"

#if defined(QUANTLATHE_CODECS_BLOCK_REFINEMENT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_BLOCK_REFINEMENT_INL_H_
#undef QUANTLATHE_CODECS_BLOCK_REFINEMENT_INL_H_
#else
#define QUANTLATHE_CODECS_BLOCK_REFINEMENT_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// Scales that put the largest value between `narrow` and `wide` codes from zero: `count` of them (a multiple of 3) evenly from
/// the smallest on, of both signs if asked for.
struct ScaleFan {
    float narrow;
    float wide;
    int count;
    bool bothSigns;
};

template <std::size_t n, class Code, bool weighted>
struct BlockRefinement : Refinement<n, 1, Code, 0, 1, weighted> {
    using Base = Refinement<n, 1, Code, 0, 1, weighted>;
    using typename Base::Best;

    /// `scale` and `minimum` are F16 bits.
    HWY_INLINE void begin(const float* values, const float* weights, Ints scale, Ints minimum) {
        this->x = values;
        this->w = weights;
        this->unit = floatOfHalf(scale);
        this->minimumUnit = floatOfHalf(minimum);
        store(set(1), this->scales + 0);
        store(set(1), this->minima + 0);
        this->start();
    }
    HWY_INLINE void tryThreeUnits(const ThreeFloats& units, Floats minimum, Best& best) const {
        const ThreeFloats found = errorsWith<n, Code, weighted>(this->x, this->w, units, minimum);
        best.accept(found.a, units.a, minimum);
        best.accept(found.b, units.b, minimum);
        best.accept(found.c, units.c, minimum);
    }
    /// Moves to what F16 holds of the best.
    HWY_INLINE void take(const Best& best) {
        this->unit = floatOfHalf(halfOf(best.scale));
        if constexpr (Code::hasMinimum) {
            this->minimumUnit = floatOfHalf(halfOf(best.minimum));
        }
        this->start();
    }
    HWY_INLINE void searchFan(const ScaleFan& fan) {
        const Floats zero = hn::Zero(FloatTag());
        Best best{load(this->errors + 0), this->unit, zero};
        const Floats largest = hn::Abs(firstLargest(this->x, n));
        const Floats first = hn::Mul(largest, set(1 / fan.wide));
        const Floats step = hn::Mul(largest, set((1 / fan.narrow - 1 / fan.wide) / static_cast<float>(fan.count - 1)));
        for (int k = 0; k < fan.count; k += 3) {
            const auto at = [&](int steps) HWY_ATTR { return hn::Add(first, hn::Mul(set(static_cast<float>(steps)), step)); };
            const ThreeFloats up{at(k), at(k + 1), at(k + 2)};
            tryThreeUnits(up, zero, best);
            if (fan.bothSigns) {
                tryThreeUnits({hn::Neg(up.a), hn::Neg(up.b), hn::Neg(up.c)}, zero, best);
            }
        }
        take(best);
    }
    /// A grid around the present scale and minimum, the steps of both as shares of the scale.
    HWY_INLINE void searchAroundUnits(const PairGrid& grid) {
        Best best{load(this->errors + 0), this->unit, this->minimumUnit};
        const Best center = best;
        for (int m = -grid.minimumRadius; m <= grid.minimumRadius; ++m) {
            const Floats moved = hn::Mul(set(grid.minimumStep * static_cast<float>(m)), center.scale);
            const Floats minimum = hn::Add(center.minimum, moved);
            for (int k = -grid.scaleRadius; k <= grid.scaleRadius; k += 3) {
                const auto at = [&](int steps) HWY_ATTR {
                    return hn::Mul(set(1 + grid.scaleStep * static_cast<float>(steps)), center.scale);
                };
                tryThreeUnits({at(k), at(k + 1), at(k + 2)}, minimum, best);
            }
        }
        take(best);
    }
    /// Refits, and replaces `codes` (stored minus `codeOffset`), scale and minimum in the lanes where that is surely better;
    /// returns those lanes.
    HWY_INLINE FloatMask finish(int codeOffset, std::int32_t* codes, Ints& scale, Ints& minimum, Floats normalError) {
        this->refitUnits();
        this->refitUnits();
        Rows<std::int32_t, n> refined;
        this->roundAll(refined.values, codeOffset);
        const FloatMask better =
            hn::And(refinableLanes(this->x, n), surelyBetter(this->storedError(refined.values, codeOffset), normalError));
        for (std::size_t i = 0; i < n; ++i) {
            store(select(better, load(refined + i), load(codes + i * lanes())), codes + i * lanes());
        }
        scale = select(better, halfOf(this->unit), scale);
        minimum = select(better, halfOf(this->minimumUnit), minimum);
        return better;
    }
};

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
