// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of Q4_0, Q4_1, Q5_0, Q5_1 and Q8_0: 32 weights, one scale, perhaps one minimum.
#include "codecs/codec.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/simple_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"
#include "codecs/searches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

using Block = Group<32>;
using Codes = Rows<std::int32_t, 32>;

/// Towards zero; what is not finite becomes 0.
HWY_INLINE Ints truncated(Floats value) {
    return intOf(hn::IfThenElseZero(hn::IsFinite(value), value));
}

/// Mean square of each of `used` rows, summed in column order.
HWY_INLINE void meanSquares(const float* weights, std::size_t columns, std::size_t used, float* means) {
    LanePointers row{};
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
        row[lane] = weights + std::min(lane, used - 1) * columns;
    }
    Rows<float, 32> x;
    Floats sum = hn::Zero(FloatTag());
    for (std::size_t column = 0; column < columns; column += 32) {
        gather(row, 32, x.values);
        sum = addSquares(sum, x.values, 32);
        for (const float*& pointer : row) {
            pointer += 32;
        }
    }
    store(hn::Div(sum, set(static_cast<float>(columns))), means);
}

/// Calls encodeGroup(block, mean squares of the lanes' rows, first block, used lanes) for all blocks. The mean squares are only
/// there with importance.
template <class EncodeGroup>
HWY_INLINE void forEachGroupOfRows(const EncodeTask& task, EncodeGroup encodeGroup) {
    if (task.importance == nullptr) {
        forEachGroup<32>(task, [&](const Block& block, std::size_t first, std::size_t used)
                                   HWY_ATTR { encodeGroup(block, hn::Zero(FloatTag()), first, used); });
        return;
    }
    const std::size_t blocksPerRow = task.columns / 32;
    alignas(64) float means[maxLanes];
    for (std::size_t row = 0; row < task.rows; row += lanes()) {
        EncodeTask part = task;
        part.weights += row * task.columns;
        part.rows = std::min(lanes(), task.rows - row);
        meanSquares(part.weights, part.columns, part.rows, means);
        forEachGroup<32>(part, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
            alignas(64) float sigma2[maxLanes];
            for (std::size_t lane = 0; lane < lanes(); ++lane) {
                sigma2[lane] = means[(first + std::min(lane, used - 1)) / blocksPerRow];
            }
            encodeGroup(block, load(sigma2), first + row * blocksPerRow, used);
        });
    }
}

/// Codes 0 … 2 * levels - 1; returns the scale.
template <int levels>
HWY_INLINE Floats encodeSymmetric(const Block& block, bool weighted, Floats sigma2, Codes& codes) {
    if (weighted) {
        Rows<float, 32> w;
        importanceWeights<32>(block.x.values, block.importance.values, sigma2, w.values);
        return searchSymmetric<32, levels>(block.x.values, w.values, block.isFinite, codes.values);
    }
    const Floats scale = hn::Div(firstLargest(block.x.values, 32), set(static_cast<float>(-levels)));
    const Floats inverse = inverseOrZero(scale);
    const Floats middle = set(static_cast<float>(levels) + 0.5F);
    for (std::size_t i = 0; i < 32; ++i) {
        const Ints code = truncated(hn::Add(hn::Mul(load(block.x + i), inverse), middle));
        store(hn::Min(setInt(2 * levels - 1), code), codes + i);
    }
    return scale;
}

struct ScaleAndOffset {
    Floats scale;
    Floats offset; // added
};

/// Codes 0 … top.
template <int top>
HWY_INLINE ScaleAndOffset encodeAsymmetric(const Block& block, bool weighted, Floats sigma2, Codes& codes) {
    if (weighted) {
        constexpr AsymmetricRange range{-0.9F, 0.05F, 36};
        Rows<float, 32> w;
        importanceWeights<32>(block.x.values, block.importance.values, sigma2, w.values);
        const ScaleAndMinimum fit =
            searchAsymmetric<32, top, ErrorKind::square>(block.x.values, w.values, range, block.isFinite, codes.values);
        return {fit.scale, hn::Neg(fit.minimum)};
    }
    Floats lowest = load(block.x.values);
    Floats highest = lowest;
    for (std::size_t i = 1; i < 32; ++i) { // the first of equal values stays: +0 and -0 are equal but stored differently
        const Floats value = load(block.x + i);
        lowest = hn::IfThenElse(hn::Lt(value, lowest), value, lowest);
        highest = hn::IfThenElse(hn::Gt(value, highest), value, highest);
    }
    const Floats scale = hn::Div(hn::Sub(highest, lowest), set(static_cast<float>(top)));
    const Floats inverse = inverseOrZero(scale);
    for (std::size_t i = 0; i < 32; ++i) {
        const Floats steps = hn::Mul(hn::Sub(load(block.x + i), lowest), inverse);
        store(hn::Min(setInt(top), truncated(hn::Add(steps, set(0.5F)))), codes + i);
    }
    return {scale, lowest};
}

/// The low nibbles: weights j and j + 16 share byte j.
template <class Words>
HWY_INLINE void setNibbles(const Codes& codes, std::size_t word, Words& words) {
    words.setBytes(word, 16, [&](std::size_t j) HWY_ATTR {
        const Ints nibble = setInt(15);
        const Ints low = hn::And(load(codes + j), nibble);
        return hn::Or(low, hn::ShiftLeft<4>(hn::And(load(codes + (j + 16)), nibble)));
    });
}

/// The fifth bits, bit i for weight i.
HWY_INLINE Ints fifthBits(const Codes& codes) {
    Ints bits = hn::Zero(IntTag());
    for (std::size_t i = 32; i-- > 0;) {
        bits = hn::Or(hn::Add(bits, bits), hn::And(hn::ShiftRight<4>(load(codes + i)), setInt(1)));
    }
    return bits;
}

HWY_INLINE Ints bothHalves(const ScaleAndOffset& fit) {
    return hn::Or(halfOf(fit.scale), hn::ShiftLeft<16>(halfOf(fit.offset)));
}

void encodeQ4_0Blocks(const EncodeTask& task) {
    forEachGroupOfRows(task, [&](const Block& block, Floats sigma2, std::size_t first, std::size_t used) HWY_ATTR {
        Codes codes;
        BlockWords<18, 2> words;
        const Floats scale = encodeSymmetric<8>(block, task.importance != nullptr, sigma2, codes);
        words.set(0, hn::ShiftLeft<16>(halfOf(scale)));
        setNibbles(codes, 1, words);
        words.write(used, task.out + first * 18);
    });
}

void encodeQ4_1Blocks(const EncodeTask& task) {
    forEachGroupOfRows(task, [&](const Block& block, Floats sigma2, std::size_t first, std::size_t used) HWY_ATTR {
        Codes codes;
        BlockWords<20> words;
        words.set(0, bothHalves(encodeAsymmetric<15>(block, task.importance != nullptr, sigma2, codes)));
        setNibbles(codes, 1, words);
        words.write(used, task.out + first * 20);
    });
}

void encodeQ5_0Blocks(const EncodeTask& task) {
    forEachGroupOfRows(task, [&](const Block& block, Floats sigma2, std::size_t first, std::size_t used) HWY_ATTR {
        Codes codes;
        BlockWords<22, 2> words;
        const Floats scale = encodeSymmetric<16>(block, task.importance != nullptr, sigma2, codes);
        words.set(0, hn::ShiftLeft<16>(halfOf(scale)));
        words.set(1, fifthBits(codes));
        setNibbles(codes, 2, words);
        words.write(used, task.out + first * 22);
    });
}

void encodeQ5_1Blocks(const EncodeTask& task) {
    forEachGroupOfRows(task, [&](const Block& block, Floats sigma2, std::size_t first, std::size_t used) HWY_ATTR {
        Codes codes;
        BlockWords<24> words;
        words.set(0, bothHalves(encodeAsymmetric<31>(block, task.importance != nullptr, sigma2, codes)));
        words.set(1, fifthBits(codes));
        setNibbles(codes, 2, words);
        words.write(used, task.out + first * 24);
    });
}

void encodeQ8_0Blocks(const EncodeTask& task) {
    forEachGroup<32>(task, [&](const Block& block, std::size_t first, std::size_t used) HWY_ATTR {
        const Floats scale = hn::Div(hn::Abs(firstLargest(block.x.values, 32)), set(127));
        const Floats inverse = inverseOrZero(scale);
        // Half away from zero. Adding the float before 0.5 keeps 0.49999997 from being rounded up by the addition.
        const Floats almostHalf = set(0x1.FFFFFEp-2F);
        BlockWords<34, 2> words;
        words.set(0, hn::ShiftLeft<16>(halfOf(scale)));
        words.setBytes(1, 32, [&](std::size_t i) HWY_ATTR {
            const Floats steps = hn::Mul(load(block.x + i), inverse);
            return hn::And(truncated(hn::Add(steps, hn::CopySign(almostHalf, steps))), setInt(0xFF));
        });
        words.write(used, task.out + first * 34);
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeQ4_0Blocks);
HWY_EXPORT(encodeQ4_1Blocks);
HWY_EXPORT(encodeQ5_0Blocks);
HWY_EXPORT(encodeQ5_1Blocks);
HWY_EXPORT(encodeQ8_0Blocks);

void encodeQ4_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_0Blocks)(task);
}
void encodeQ4_1(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_1Blocks)(task);
}
void encodeQ5_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_0Blocks)(task);
}
void encodeQ5_1(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_1Blocks)(task);
}
void encodeQ8_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ8_0Blocks)(task);
}

} // namespace quantlathe::codec
#endif
