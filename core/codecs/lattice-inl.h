// SPDX-License-Identifier: GPL-3.0-or-later
// The search of the lattice types IQ2 and IQ3, one block a lane; only the choice among neighbours looks at one lane at a time,
// with the neighbours side by side in a vector. docs/formats/gguf-types.md describes it. Compiled once per instruction set.

#include "codecs/lattice.h"
#include "codecs/searches-inl.h"

#include <cfloat>

#if defined(QUANTLATHE_CODECS_LATTICE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_LATTICE_INL_H_
#undef QUANTLATHE_CODECS_LATTICE_INL_H_
#else
#define QUANTLATHE_CODECS_LATTICE_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// The values of up to eight levels, those of two-bit levels twice; so vectors of eight can be looked up by three bits.
using LevelValues = std::array<float, 8>;

/// Picks among the neighbours of one group of weights the first with the smallest Σ (w_i · e_i) · e_i, e_i = scale ·
/// value(level i) - x_i, in binary32 and in the order of the coordinates; the first of all if no sum is below the largest
/// float.
///
/// A coordinate has few levels, so its terms are computed once a level and looked up. `x` and `w` are lane-minor rows, already
/// at the lane.
template <std::size_t coordinates, unsigned bits>
class NeighbourChoice {
public:
    static constexpr unsigned levelMask = (1U << bits) - 1;

#if HWY_MAX_BYTES >= 32
    HWY_INLINE NeighbourChoice(const LevelValues& values, float scale) {
        alignas(64) float repeated[width];
        for (std::size_t i = 0; i < width; ++i) {
            repeated[i] = values[i % values.size()];
        }
        scaled_ = hn::Mul(hn::Set(Sums(), scale), hn::Load(Sums(), repeated));
    }

    /// `count` > 0; returns the packed code of the chosen point.
    HWY_INLINE std::uint32_t operator()(const Lattice::Chunk* chunks, std::size_t count, const float* x, const float* w) const {
        const Sums f;
        hn::Vec<Sums> terms[coordinates];
        for (std::size_t i = 0; i < coordinates; ++i) {
            const auto difference = hn::Sub(scaled_, hn::Set(f, x[i * lanes()]));
            terms[i] = hn::Mul(hn::Mul(hn::Set(f, w[i * lanes()]), difference), difference);
        }
        const std::uint16_t* const codes = chunks->codes.data();
        auto best = sums(terms, codes);
        best = hn::IfThenElse(hn::Lt(best, hn::Set(f, FLT_MAX)), best, hn::Set(f, FLT_MAX));
        if (count <= width) {
            return codes[hn::FindKnownFirstTrue(f, hn::Eq(best, hn::MinOfLanes(f, best)))];
        }
        const Words u;
        auto start = hn::Zero(u);
        for (std::size_t first = width; first < count; first += width) {
            const auto sum = sums(terms, codes + first);
            const auto smaller = hn::Lt(sum, best);
            best = hn::IfThenElse(smaller, sum, best);
            start = hn::IfThenElse(hn::RebindMask(u, smaller), hn::Set(u, static_cast<std::uint32_t>(first)), start);
        }
        const auto smallest = hn::Eq(best, hn::MinOfLanes(f, best));
        alignas(64) std::uint32_t starts[width];
        hn::Store(start, u, starts);
        std::size_t position = hn::FindKnownFirstTrue(f, smallest);
        position += starts[position];
        if (hn::CountTrue(f, smallest) > 1) { // equal sums: the one that comes first
            const auto positions = hn::Add(start, hn::Iota(u, 0));
            hn::Store(hn::IfThenElse(hn::RebindMask(u, smallest), positions, hn::Set(u, ~0U)), u, starts);
            position = *std::min_element(starts, starts + width);
        }
        return codes[position];
    }

private:
    static constexpr std::size_t width = HWY_MAX_BYTES >= 64 ? 16 : 8;
    using Sums = hn::FixedTag<float, width>;
    using Words = hn::FixedTag<std::uint32_t, width>;

    /// Of as many neighbours as a vector holds.
    HWY_INLINE hn::Vec<Sums> sums(const hn::Vec<Sums>* terms, const std::uint16_t* codes) const {
        const Sums f;
        const Words u;
        auto levels = hn::PromoteTo(u, hn::Load(hn::FixedTag<std::uint16_t, width>(), codes));
        hn::Vec<Sums> sum;
        for (std::size_t i = 0; i < coordinates; ++i) {
            const auto index = hn::IndicesFromVec(f, hn::And(levels, hn::Set(u, levelMask)));
            const auto term = hn::TableLookupLanes(terms[i], index);
            sum = i == 0 ? term : hn::Add(sum, term);
            levels = hn::ShiftRight<static_cast<int>(bits)>(levels);
        }
        return sum;
    }

    hn::Vec<Sums> scaled_;
#else
    HWY_INLINE NeighbourChoice(const LevelValues& values, float scale) {
        for (std::size_t level = 0; level < values.size(); ++level) {
            scaled_[level] = scale * values[level];
        }
    }

    HWY_INLINE std::uint32_t operator()(const Lattice::Chunk* chunks, std::size_t count, const float* x, const float* w) const {
        const hn::CappedTag<float, 4> f;
        alignas(16) float terms[coordinates][levelMask + 1];
        for (std::size_t i = 0; i < coordinates; ++i) {
            for (std::size_t level = 0; level <= levelMask; level += hn::Lanes(f)) {
                const auto difference = hn::Sub(hn::Load(f, scaled_ + level), hn::Set(f, x[i * lanes()]));
                hn::Store(hn::Mul(hn::Mul(hn::Set(f, w[i * lanes()]), difference), difference), f, terms[i] + level);
            }
        }
        const std::uint16_t* const codes = chunks->codes.data();
        float smallest = FLT_MAX;
        std::uint32_t chosen = codes[0];
        for (std::size_t k = 0; k < count; ++k) {
            unsigned levels = chunks[k / 16].codes[k % 16];
            float sum = terms[0][levels & levelMask];
            for (std::size_t i = 1; i < coordinates; ++i) {
                levels >>= bits;
                sum += terms[i][levels & levelMask];
            }
            if (sum < smallest) {
                smallest = sum;
                chosen = chunks[k / 16].codes[k % 16];
            }
        }
        return chosen;
    }

private:
    alignas(16) float scaled_[8];
#endif
};

/// Which groups of a sub-block are fitted again with the best scale of the tries.
enum class Refit {
    all,
    offGrid, // those whose combination was not a point
    allIfOffGrid,
};

inline constexpr std::int32_t offGrid = 1 << 16; // beside a code: it is that of a neighbour

/// One sub-block of `Type::weights` weights a lane.
template <class Type>
struct LatticeFit {
    static constexpr std::size_t weights = Type::weights;
    static constexpr std::size_t coordinates = Type::coordinates;
    static constexpr std::size_t groups = weights / coordinates;
    static constexpr std::size_t signGroups = weights / 8;
    static constexpr int bits = Type::bits;
    static constexpr int topLevel = Type::levels - 1;
    static constexpr float topValue = 2 * topLevel + 1;

    explicit LatticeFit(const Lattice& of) : lattice(of) {}

    const Lattice& lattice;
    std::size_t used = 0;   // lanes that count
    Rows<float, weights> x; // magnitudes, except for one that parity turned
    Rows<float, weights> w;
    Rows<float, weights> root;     // of w
    Rows<float, weights> weighted; // w · x
    Rows<std::int32_t, signGroups> signs;
    Rows<std::int32_t, groups> codes; // packed levels of the best try, with offGrid
    Rows<std::int32_t, groups> tryCodes;
    Rows<std::int32_t, groups> numbers; // of combinations

    struct Sums {
        Floats qx;
        Floats q2;
    };

    /// Magnitudes and signs; a set bit is a minus. With parity the number of minus signs becomes even by turning the weight
    /// with the smallest w · x · x.
    HWY_INLINE void splitSigns(const float* values) {
        const Floats zero = hn::Zero(FloatTag());
        for (std::size_t group = 0; group < signGroups; ++group) {
            Ints bitsOfGroup = hn::Zero(IntTag());
            Ints parity = bitsOfGroup;
            Floats smallest = zero;
            Ints bitOfSmallest = setInt(1);
            for (std::size_t i = 0; i < 8; ++i) {
                const std::size_t at = 8 * group + i;
                const Floats value = load(values + at * lanes());
                const FloatMask isPlus = hn::Ge(value, zero);
                store(hn::IfThenElse(isPlus, value, hn::Neg(value)), x + at);
                const Ints bit = setInt(1 << i);
                bitsOfGroup = hn::Or(bitsOfGroup, hn::IfThenZeroElse(hn::RebindMask(IntTag(), isPlus), bit));
                if constexpr (Type::hasParity) {
                    parity = hn::Xor(parity, hn::IfThenZeroElse(hn::RebindMask(IntTag(), isPlus), setInt(1)));
                    const Floats size = hn::Mul(hn::Mul(load(w + at), value), value);
                    const FloatMask isSmaller = hn::Lt(size, smallest);
                    smallest = i == 0 ? size : hn::IfThenElse(isSmaller, size, smallest);
                    bitOfSmallest = i == 0 ? bit : select(isSmaller, bit, bitOfSmallest);
                }
            }
            if constexpr (Type::hasParity) {
                const Ints turned = hn::IfThenZeroElse(hn::Eq(parity, hn::Zero(IntTag())), bitOfSmallest);
                for (std::size_t i = 0; i < 8; ++i) {
                    const Floats value = load(x + (8 * group + i));
                    const auto isTurned = hn::RebindMask(FloatTag(), hn::Eq(turned, setInt(1 << i)));
                    store(hn::IfThenElse(isTurned, hn::Neg(value), value), x + (8 * group + i));
                }
                bitsOfGroup = hn::And(hn::Xor(bitsOfGroup, turned), setInt(127));
            }
            store(bitsOfGroup, signs + group);
        }
    }

    HWY_INLINE Floats largest() const {
        Floats most = load(x + 0);
        for (std::size_t i = 1; i < weights; ++i) {
            const Floats value = load(x + i);
            most = hn::IfThenElse(hn::Gt(most, value), most, value);
        }
        return most;
    }

    /// The combinations of nearest levels into `numbers`.
    HWY_INLINE void roundAll(Floats inverse) {
        for (std::size_t group = 0; group < groups; ++group) {
            Ints number = hn::Zero(IntTag());
            for (std::size_t i = coordinates; i-- > 0;) {
                const Floats position =
                    hn::Mul(set(0.5F), hn::Sub(hn::Mul(inverse, load(x + (coordinates * group + i))), set(1)));
                const Ints level = nearestAnyWithin(position, 0, topLevel);
                const Ints shifted = topLevel == 2 ? hn::Add(number, hn::Add(number, number)) : hn::ShiftLeft<3>(number);
                number = hn::Add(shifted, level);
            }
            store(number, numbers + group);
        }
    }

    /// The points of `numbers` into `tryCodes`; for those whose `wanted` is 0 the entry stays.
    HWY_INLINE void snap(Floats scale, const Rows<std::int32_t, groups>* wanted) {
        alignas(64) float scales[maxLanes];
        store(scale, scales);
        for (std::size_t lane = 0; lane < used; ++lane) {
            const NeighbourChoice<coordinates, bits> choice(Type::values, scales[lane]);
            for (std::size_t group = 0; group < groups; ++group) {
                if (wanted != nullptr && *(*wanted + group + lane) == 0) {
                    continue;
                }
                const Lattice::Combination& found = lattice[static_cast<std::size_t>(*(numbers + group + lane))];
                std::int32_t code = found.code;
                if (found.neighbours != 0) {
                    const float* const first = x + coordinates * group;
                    const float* const firstRoot = root + coordinates * group;
                    code = offGrid | static_cast<std::int32_t>(
                                         choice(lattice.neighboursOf(found), found.neighbours, first + lane, firstRoot + lane));
                }
                *(tryCodes + group + lane) = code;
            }
        }
    }

    /// Σ w·x·q and Σ w·q·q of the points in `tryCodes`.
    HWY_INLINE Sums project() const {
        Sums sums{hn::Zero(FloatTag()), hn::Zero(FloatTag())};
        for (std::size_t group = 0; group < groups; ++group) {
            // Twice the levels, so that adding one bit makes 2 · level + 1.
            Ints levels = hn::ShiftLeft<1>(load(tryCodes + group));
            for (std::size_t i = coordinates * group; i < coordinates * (group + 1); ++i) {
                const Floats q = floatOf(hn::Or(hn::And(levels, setInt(2 * ((1 << bits) - 1))), setInt(1)));
                sums.qx = hn::Add(sums.qx, hn::Mul(load(weighted + i), q));
                sums.q2 = hn::Add(sums.q2, hn::Mul(hn::Mul(load(w + i), q), q));
                levels = hn::ShiftRight<bits>(levels);
            }
        }
        return sums;
    }
};

/// Fits one sub-block: `values` and `importance` (rows or null) at its first weight, `sigma2` of its block. Returns the scales;
/// grid numbers go to `indices` (one row a group) and signs to `signs` (one row for eight weights). Lanes that count as zero
/// have zeros everywhere.
template <class Type>
HWY_NOINLINE Floats fitLattice(LatticeFit<Type>& fit, const float* values, const float* importance, Floats sigma2,
                               std::int32_t* indices, std::int32_t* signs) {
    using Fit = LatticeFit<Type>;
    const Floats zero = hn::Zero(FloatTag());
    if (importance != nullptr) {
        importanceWeights<Fit::weights>(values, importance, sigma2, fit.w.values);
    } else {
        Type::plainWeights(values, sigma2, fit.w.values);
    }
    fit.splitSigns(values);
    for (std::size_t i = 0; i < Fit::weights; ++i) {
        const Floats weight = load(fit.w + i);
        store(hn::Sqrt(weight), fit.root + i);
        store(hn::Mul(weight, load(fit.x + i)), fit.weighted + i);
    }
    const Floats most = fit.largest();
    FloatMask isZero = Type::isZero(most);
    Floats denominator = most;
    Floats scale = hn::Div(most, set(Fit::topValue));
    if constexpr (Type::startsFromPositiveSearch) {
        Rows<std::int32_t, Fit::weights> unusedCodes;
        scale = searchPositive<Fit::weights, Type::levels + 1>(fit.x.values, fit.w.values, unusedCodes.values);
        denominator = hn::Mul(scale, set(static_cast<float>(Type::levels)));
        isZero = hn::Or(isZero, hn::Le(denominator, zero));
    }

    constexpr std::int32_t start = Type::refit == Refit::offGrid ? 0 : offGrid;
    for (std::size_t group = 0; group < Fit::groups; ++group) {
        store(setInt(start), fit.codes + group);
        store(hn::Zero(IntTag()), fit.tryCodes + group);
    }
    Floats best = zero;
    for (int k = -Type::tries; k <= Type::tries; ++k) {
        const Floats inverse = hn::Div(set(Fit::topValue + static_cast<float>(k) * Type::step), denominator);
        fit.roundAll(inverse);
        fit.snap(hn::Div(set(1), inverse), nullptr);
        const auto [sumQX, sumQ2] = fit.project();
        const FloatMask better = hn::And(hn::Gt(sumQ2, zero), hn::Gt(hn::Mul(sumQX, sumQX), hn::Mul(best, sumQ2)));
        scale = hn::IfThenElse(better, hn::Div(sumQX, sumQ2), scale);
        best = hn::IfThenElse(better, hn::Mul(scale, sumQX), best);
        for (std::size_t group = 0; group < Fit::groups; ++group) {
            store(select(better, load(fit.tryCodes + group), load(fit.codes + group)), fit.codes + group);
        }
    }

    // Once more with the best scale.
    const auto isPositive = hn::RebindMask(IntTag(), hn::Gt(scale, zero));
    Rows<std::int32_t, Fit::groups> wanted;
    Ints anyWanted = hn::Zero(IntTag());
    for (std::size_t group = 0; group < Fit::groups; ++group) {
        const Ints code = load(fit.codes + group);
        store(code, fit.tryCodes + group);
        const Ints isOff = Type::refit == Refit::all ? setInt(offGrid) : hn::And(code, setInt(offGrid));
        store(hn::IfThenElseZero(isPositive, isOff), wanted + group);
        anyWanted = hn::Or(anyWanted, load(wanted + group));
    }
    if constexpr (Type::refit == Refit::allIfOffGrid) {
        for (std::size_t group = 0; group < Fit::groups; ++group) {
            store(anyWanted, wanted + group);
        }
    }
    fit.roundAll(hn::Div(set(1), scale));
    fit.snap(scale, &wanted);
    const auto [sumQX, sumQ2] = fit.project();
    const auto isRefitted = hn::RebindMask(FloatTag(), hn::Ne(anyWanted, hn::Zero(IntTag())));
    scale = hn::IfThenElse(hn::And(isRefitted, hn::Gt(sumQ2, zero)), hn::Div(sumQX, sumQ2), scale);

    const FloatMask isNegative = hn::Lt(scale, zero);
    scale = hn::IfThenElse(isNegative, hn::Neg(scale), scale);
    const auto isNothing = hn::RebindMask(IntTag(), isZero);
    for (std::size_t group = 0; group < Fit::signGroups; ++group) {
        const Ints bits = load(fit.signs + group);
        const Ints turned = hn::Xor(bits, setInt(Type::hasParity ? 127 : 255));
        store(hn::IfThenZeroElse(isNothing, select(isNegative, turned, bits)), signs + group * lanes());
    }
    for (std::size_t group = 0; group < Fit::groups; ++group) {
        alignas(64) std::int32_t found[maxLanes];
        store(hn::And(load(fit.tryCodes + group), setInt(offGrid - 1)), found);
        for (std::size_t lane = 0; lane < lanes(); ++lane) {
            found[lane] = fit.lattice.indexOf(static_cast<std::size_t>(found[lane]));
        }
        store(hn::IfThenZeroElse(isNothing, load(found)), indices + group * lanes());
    }
    return hn::IfThenZeroElse(isZero, scale);
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
