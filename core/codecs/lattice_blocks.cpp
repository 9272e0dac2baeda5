// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of IQ2_XXS, IQ2_XS, IQ2_S, IQ3_XXS and IQ3_S: groups of magnitudes out of a code book, signs beside them.
#include "codecs/codec.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/lattice_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lattice-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

/// What IQ2 types have in common. Level values of the search are odd numbers.
struct TwoBitLevels {
    static constexpr std::size_t coordinates = 8;
    static constexpr int bits = 2;
    static constexpr int levels = 3;
    static constexpr LevelValues values{1, 3, 5, 7, 1, 3, 5, 7};
    static constexpr float step = 0.1F;
};
struct ThreeBitLevels {
    static constexpr std::size_t coordinates = 4;
    static constexpr int bits = 3;
    static constexpr int levels = 8;
    static constexpr LevelValues values{1, 3, 5, 7, 9, 11, 13, 15};
    static constexpr float step = 0.2F;
    static constexpr std::size_t weights = 32;

    static HWY_INLINE void plainWeights(const float* x, Floats /*sigma2*/, float* w) {
        for (std::size_t i = 0; i < weights; ++i) {
            const Floats value = load(x + i * lanes());
            store(hn::Mul(value, value), w + i * lanes());
        }
    }
};

struct IQ2_XXS : TwoBitLevels {
    static constexpr std::size_t weights = 32;
    static constexpr bool hasParity = true;
    static constexpr bool startsFromPositiveSearch = true;
    static constexpr int tries = 6;
    static constexpr Refit refit = Refit::all;
    static constexpr float meanFactor = 1;
    static constexpr float stretch = 1; // of the stored unit

    static HWY_INLINE FloatMask isZero(Floats most) { return hn::Lt(most, set(1e-15F)); }
    static HWY_INLINE void plainWeights(const float*, Floats, float*) {} // importance is required
};
struct IQ2_XS : TwoBitLevels {
    static constexpr std::size_t weights = 16;
    static constexpr bool hasParity = true;
    static constexpr bool startsFromPositiveSearch = false;
    static constexpr int tries = 9;
    static constexpr Refit refit = Refit::offGrid;
    static constexpr float meanFactor = 1;
    static constexpr float stretch = 1;

    static HWY_INLINE FloatMask isZero(Floats most) { return hn::Lt(most, set(1e-15F)); }
    static HWY_INLINE void plainWeights(const float*, Floats, float*) {} // importance is required
};
struct IQ2_S : TwoBitLevels {
    static constexpr std::size_t weights = 16;
    static constexpr bool hasParity = false;
    static constexpr bool startsFromPositiveSearch = false;
    static constexpr int tries = 9;
    static constexpr Refit refit = Refit::offGrid;
    static constexpr float meanFactor = 2;
    static constexpr float stretch = 0.9875F;

    static HWY_INLINE FloatMask isZero(Floats most) { return hn::Lt(most, set(1e-8F)); }
    static HWY_INLINE void plainWeights(const float* x, Floats sigma2, float* w) {
        const Floats quarter = hn::Mul(set(0.25F), sigma2);
        for (std::size_t i = 0; i < weights; ++i) {
            const Floats value = load(x + i * lanes());
            store(hn::Add(quarter, hn::Mul(value, value)), w + i * lanes());
        }
    }
};
struct IQ3_XXS : ThreeBitLevels {
    static constexpr bool hasParity = true;
    static constexpr bool startsFromPositiveSearch = false;
    static constexpr int tries = 15;
    static constexpr Refit refit = Refit::offGrid;
    static constexpr float meanFactor = 2;
    static constexpr float stretch = 1.0125F;

    static HWY_INLINE FloatMask isZero(Floats most) { return hn::Lt(most, set(1e-8F)); }
};
struct IQ3_S : ThreeBitLevels {
    static constexpr bool hasParity = false;
    static constexpr bool startsFromPositiveSearch = false;
    static constexpr int tries = 9;
    static constexpr Refit refit = Refit::allIfOffGrid;
    static constexpr float meanFactor = 2;
    static constexpr float stretch = 1.033F;

    static HWY_INLINE FloatMask isZero(Floats most) { return hn::Eq(most, hn::Zero(FloatTag())); }
};

/// A fitted group of blocks.
template <class Type>
struct LatticeBlock {
    static constexpr std::size_t subBlocks = 256 / Type::weights;

    Rows<std::int32_t, 256 / Type::coordinates> indices;
    Rows<std::int32_t, 256 / 8> signs;
    Rows<std::int32_t, subBlocks> scaleCodes;
    Ints unit; // F16
    FloatMask isZero;

    HWY_INLINE Ints index(std::size_t i) const { return load(indices + i); }
    HWY_INLINE Ints sign(std::size_t i) const { return load(signs + i); }
    HWY_INLINE Ints scaleCode(std::size_t i) const { return load(scaleCodes + i); }
    /// For the types whose zero blocks have no other bits.
    HWY_INLINE Ints unlessZero(Ints value) const { return hn::IfThenZeroElse(hn::RebindMask(IntTag(), isZero), value); }
    /// Two scales.
    HWY_INLINE Ints scaleByte(std::size_t i) const { return hn::Or(scaleCode(2 * i), hn::ShiftLeft<4>(scaleCode(2 * i + 1))); }
};

template <class Type>
HWY_INLINE void fitBlocks(LatticeFit<Type>& fit, const Group<256>& group, bool weighted, LatticeBlock<Type>& block) {
    constexpr std::size_t subBlocks = LatticeBlock<Type>::subBlocks;
    const Floats zero = hn::Zero(FloatTag());
    const Floats sigma2 =
        hn::Mul(hn::Mul(set(Type::meanFactor), sumOfSquares(group.x.values, 256)), set(1.0F / 256)); // exact but for the first
    Rows<float, subBlocks> scales;
    Floats largest = zero;
    for (std::size_t j = 0; j < subBlocks; ++j) {
        const std::size_t first = j * Type::weights;
        const Floats scale = fitLattice<Type>(fit, group.x + first, weighted ? group.importance + first : nullptr, sigma2,
                                              block.indices + first / Type::coordinates, block.signs + first / 8);
        store(scale, scales + j);
        largest = hn::IfThenElse(hn::Gt(largest, scale), largest, scale);
    }
    block.isZero = hn::Eq(largest, zero);
    const Floats unit = hn::Div(largest, set(31));
    block.unit = block.unlessZero(halfOf(hn::Mul(unit, set(Type::stretch))));
    const Floats inverse = hn::Div(set(1), unit);
    for (std::size_t j = 0; j < subBlocks; ++j) {
        const Floats position = hn::Mul(set(0.5F), hn::Sub(hn::Mul(inverse, load(scales + j)), set(1)));
        store(block.unlessZero(nearestAnyWithin(position, 0, 15)), block.scaleCodes + j);
    }
}

/// Fits all blocks of the task; pack(block, words) writes them down.
template <class Type, std::size_t blockBytes, class Pack>
HWY_INLINE void encodeLattice(const EncodeTask& task, const Lattice& lattice, Pack pack) {
    LatticeFit<Type> fit(lattice);
    forEachGroup<256>(task, [&](const Group<256>& group, std::size_t first, std::size_t used) HWY_ATTR {
        fit.used = used;
        LatticeBlock<Type> block;
        fitBlocks<Type>(fit, group, task.importance != nullptr, block);
        BlockWords<blockBytes, 2> words;
        words.set(0, hn::ShiftLeft<16>(block.unit));
        pack(block, words);
        words.write(used, task.out + first * blockBytes);
    });
}

/// Four times seven signs and a scale.
template <class Type>
HWY_INLINE Ints signsAndScale(const LatticeBlock<Type>& block, std::size_t j) {
    const Ints low = hn::Or(block.sign(4 * j), hn::ShiftLeft<7>(block.sign(4 * j + 1)));
    const Ints high = hn::Or(hn::ShiftLeft<14>(block.sign(4 * j + 2)), hn::ShiftLeft<21>(block.sign(4 * j + 3)));
    return hn::Or(hn::Or(low, high), hn::ShiftLeft<28>(block.scaleCode(j)));
}

void encodeIQ2_XXSBlocks(const EncodeTask& task) {
    encodeLattice<IQ2_XXS, 66>(
        task, iq2xxsLattice(), [](const LatticeBlock<IQ2_XXS>& block, BlockWords<66, 2>& words) HWY_ATTR {
            for (std::size_t j = 0; j < 8; ++j) {
                words.setBytes(1 + 2 * j, 4, [&](std::size_t i) HWY_ATTR { return block.unlessZero(block.index(4 * j + i)); });
                words.set(2 + 2 * j, block.unlessZero(signsAndScale(block, j)));
            }
        });
}

void encodeIQ2_XSBlocks(const EncodeTask& task) {
    encodeLattice<IQ2_XS, 74>(task, iq2xsLattice(), [](const LatticeBlock<IQ2_XS>& block, BlockWords<74, 2>& words) HWY_ATTR {
        const auto half = [&](std::size_t i) HWY_ATTR { return hn::Or(block.index(i), hn::ShiftLeft<9>(block.sign(i))); };
        for (std::size_t i = 0; i < 32; i += 2) {
            words.set(1 + i / 2, block.unlessZero(hn::Or(half(i), hn::ShiftLeft<16>(half(i + 1)))));
        }
        words.setBytes(17, 8, [&](std::size_t i) HWY_ATTR { return block.scaleByte(i); });
    });
}

void encodeIQ2_SBlocks(const EncodeTask& task) {
    encodeLattice<IQ2_S, 82>(task, iq2sLattice(), [](const LatticeBlock<IQ2_S>& block, BlockWords<82, 2>& words) HWY_ATTR {
        words.setBytes(1, 32, [&](std::size_t i) HWY_ATTR { return hn::And(block.index(i), setInt(0xFF)); });
        words.setBytes(9, 32, [&](std::size_t i) HWY_ATTR { return block.sign(i); });
        words.setBytes(17, 8, [&](std::size_t i) HWY_ATTR {
            Ints high = hn::ShiftRight<8>(block.index(4 * i + 3));
            for (std::size_t k = 3; k-- > 0;) {
                high = hn::Or(hn::ShiftLeft<2>(high), hn::ShiftRight<8>(block.index(4 * i + k)));
            }
            return high;
        });
        words.setBytes(19, 8, [&](std::size_t i) HWY_ATTR { return block.scaleByte(i); });
    });
}

void encodeIQ3_XXSBlocks(const EncodeTask& task) {
    encodeLattice<IQ3_XXS, 98>(
        task, iq3xxsLattice(), [](const LatticeBlock<IQ3_XXS>& block, BlockWords<98, 2>& words) HWY_ATTR {
            words.setBytes(1, 64, [&](std::size_t i) HWY_ATTR { return block.unlessZero(block.index(i)); });
            for (std::size_t j = 0; j < 8; ++j) {
                words.set(17 + j, block.unlessZero(signsAndScale(block, j)));
            }
        });
}

void encodeIQ3_SBlocks(const EncodeTask& task) {
    encodeLattice<IQ3_S, 110>(task, iq3sLattice(), [](const LatticeBlock<IQ3_S>& block, BlockWords<110, 2>& words) HWY_ATTR {
        words.setBytes(1, 64, [&](std::size_t i) HWY_ATTR { return hn::And(block.index(i), setInt(0xFF)); });
        words.setBytes(17, 8, [&](std::size_t i) HWY_ATTR {
            Ints high = hn::Zero(IntTag());
            for (std::size_t k = 8; k-- > 0;) {
                high = hn::Or(hn::ShiftLeft<1>(high), hn::ShiftRight<8>(block.index(8 * i + k)));
            }
            return high;
        });
        words.setBytes(19, 32, [&](std::size_t i) HWY_ATTR { return block.sign(i); });
        words.setBytes(27, 4, [&](std::size_t i) HWY_ATTR { return block.scaleByte(i); });
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeIQ2_XXSBlocks);
HWY_EXPORT(encodeIQ2_XSBlocks);
HWY_EXPORT(encodeIQ2_SBlocks);
HWY_EXPORT(encodeIQ3_XXSBlocks);
HWY_EXPORT(encodeIQ3_SBlocks);

void encodeIQ2_XXS(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ2_XXSBlocks)(task);
}
void encodeIQ2_XS(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ2_XSBlocks)(task);
}
void encodeIQ2_S(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ2_SBlocks)(task);
}
void encodeIQ3_XXS(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ3_XXSBlocks)(task);
}
void encodeIQ3_S(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeIQ3_SBlocks)(task);
}

} // namespace quantlathe::codec
#endif
