// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of Q4_0, Q4_1, Q5_0, Q5_1 and Q8_0: 32 weights, one scale, perhaps one minimum.
#include "codecs/codec.h"
#include "codecs/encoding.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/simple_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/block_refinement-inl.h"
#include "codecs/lanes-inl.h"
#include "codecs/searches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

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

/// Calls encodeGroup(group, mean squares of the rows of its blocks, first block, used blocks) for all blocks. The mean
/// squares, as many vectors as there are groups, are only there with importance.
template <std::size_t groups, class EncodeGroup>
HWY_INLINE void forEachGroupOfRows(const EncodeTask& task, EncodeGroup encodeGroup) {
    using Blocks = Group<32, groups>;
    if (task.importance == nullptr) {
        forEachGroup<32, groups>(task, [&](const Blocks& blocks, std::size_t first, std::size_t used)
                                           HWY_ATTR { encodeGroup(blocks, static_cast<const float*>(nullptr), first, used); });
        return;
    }
    const std::size_t blocksPerRow = task.columns / 32;
    alignas(64) float means[maxLanes];
    Rows<float, groups> sigma2;
    for (std::size_t row = 0; row < task.rows; row += lanes()) {
        EncodeTask part = task;
        part.weights += row * task.columns;
        part.rows = std::min(lanes(), task.rows - row);
        meanSquares(part.weights, part.columns, part.rows, means);
        forEachGroup<32, groups>(part, [&](const Blocks& blocks, std::size_t first, std::size_t used) HWY_ATTR {
            for (std::size_t block = 0; block < groups * lanes(); ++block) {
                sigma2.values[block] = means[(first + std::min(block, used - 1)) / blocksPerRow];
            }
            encodeGroup(blocks, sigma2.values, first + row * blocksPerRow, used);
        });
    }
}

/// Codes 0 … 2 * levels - 1; returns the scale. `sigma2` null: without importance.
template <int levels>
HWY_INLINE Floats encodeSymmetric(const Group<32>& block, const float* sigma2, Codes& codes) {
    if (sigma2 != nullptr) {
        Rows<float, 32> w;
        importanceWeights<32>(block.x.values, block.importance.values, load(sigma2), w.values);
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

/// Effort::high of a type without minimum: another scale (F16 bits) and other codes where the weighted error shrinks by them.
template <int low, int high, int codeOffset, bool weighted>
HWY_NOINLINE void refineSymmetric(const Group<32>& block, const ScaleFan& fan, Ints& scale, Codes& codes) {
    BlockRefinement<32, WholeCode<low, high>, weighted> search;
    Ints none = hn::Zero(IntTag());
    search.begin(block.x.values, block.importance.values, scale, none);
    const Floats normalError = search.storedError(codes.values, codeOffset);
    search.searchFan(fan);
    search.finish(codeOffset, codes.values, scale, none, normalError);
}
template <int levels>
HWY_INLINE void refineSymmetric(const Group<32>& block, bool weighted, Ints& scale, Codes& codes) {
    constexpr float top = levels;
    if (weighted) {
        refineSymmetric<-levels, levels - 1, -levels, true>(block, {0.85F * top, top + 4, 12, true}, scale, codes);
    } else {
        refineSymmetric<-levels, levels - 1, -levels, false>(block, {0.9F * top, 1.1F * top, 3, true}, scale, codes);
    }
}

/// Two groups of blocks of an asymmetric type.
struct AsymmetricBlocks {
    Codes codes[2];
    Rows<float, 2> scales;
    Rows<float, 2> offsets; // added
};

/// Codes 0 … top of one group, without importance.
template <int top>
HWY_INLINE void roundAsymmetric(const float* x, Codes& codes, float* scale, float* offset) {
    Floats lowest = load(x);
    Floats highest = lowest;
    for (std::size_t i = 1; i < 32; ++i) { // the first of equal values stays: +0 and -0 are equal but stored differently
        const Floats value = load(x + i * lanes());
        lowest = hn::IfThenElse(hn::Lt(value, lowest), value, lowest);
        highest = hn::IfThenElse(hn::Gt(value, highest), value, highest);
    }
    const Floats step = hn::Div(hn::Sub(highest, lowest), set(static_cast<float>(top)));
    const Floats inverse = inverseOrZero(step);
    for (std::size_t i = 0; i < 32; ++i) {
        const Floats steps = hn::Mul(hn::Sub(load(x + i * lanes()), lowest), inverse);
        store(hn::Min(setInt(top), truncated(hn::Add(steps, set(0.5F)))), codes + i);
    }
    store(step, scale);
    store(lowest, offset);
}

/// Codes 0 … top. `sigma2` null: without importance.
template <int top>
HWY_INLINE void encodeAsymmetric(const Group<32, 2>& blocks, const float* sigma2, AsymmetricBlocks& out) {
    if (sigma2 == nullptr) {
        for (std::size_t group = 0; group < 2; ++group) {
            roundAsymmetric<top>(blocks.x + 32 * group, out.codes[group], out.scales + group, out.offsets + group);
        }
        return;
    }
    constexpr AsymmetricRange range{-0.9F, 0.05F, 36};
    Rows<float, 64> w;
    Rows<std::int32_t, 64> codes;
    for (std::size_t group = 0; group < 2; ++group) {
        importanceWeights<32>(blocks.x + 32 * group, blocks.importance + 32 * group, load(sigma2 + group * lanes()),
                              w + 32 * group);
    }
    searchAsymmetric2<32, top, ErrorKind::square>(blocks.x.values, w.values, range, blocks.isFinite, codes.values,
                                                  out.scales.values, out.offsets.values);
    for (std::size_t group = 0; group < 2; ++group) {
        std::copy_n(codes + 32 * group, 32 * lanes(), out.codes[group].values);
        store(hn::Neg(load(out.offsets + group)), out.offsets + group);
    }
}

/// Effort::high of a type with minimum: another scale, offset (F16 bits) and other codes where the weighted error shrinks by
/// them.
template <int top, bool weighted>
HWY_NOINLINE void refineAsymmetric(const float* x, const float* importance, const PairGrid& grid, Ints& scale, Ints& offset,
                                   Codes& codes) {
    const Ints sign = setInt(0x8000);
    Ints minimum = hn::Xor(offset, sign); // of the search: what is subtracted
    BlockRefinement<32, WholeCode<0, top, true>, weighted> search;
    search.begin(x, importance, scale, minimum);
    const Floats normalError = search.storedError(codes.values, 0);
    search.searchAroundUnits(grid);
    search.finish(0, codes.values, scale, minimum, normalError);
    offset = hn::Xor(minimum, sign);
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

template <Effort effort>
HWY_INLINE void encodeQ4_0Task(const EncodeTask& task) {
    forEachGroupOfRows<1>(task, [&](const Group<32>& block, const float* sigma2, std::size_t first, std::size_t used) HWY_ATTR {
        Codes codes;
        BlockWords<18, 2> words;
        Ints scale = halfOf(encodeSymmetric<8>(block, sigma2, codes));
        if constexpr (effort == Effort::high) {
            refineSymmetric<8>(block, sigma2 != nullptr, scale, codes);
        }
        words.set(0, hn::ShiftLeft<16>(scale));
        setNibbles(codes, 1, words);
        words.write(used, task.out + first * 18);
    });
}

template <Effort effort>
HWY_INLINE void encodeQ5_0Task(const EncodeTask& task) {
    forEachGroupOfRows<1>(task, [&](const Group<32>& block, const float* sigma2, std::size_t first, std::size_t used) HWY_ATTR {
        Codes codes;
        BlockWords<22, 2> words;
        Ints scale = halfOf(encodeSymmetric<16>(block, sigma2, codes));
        if constexpr (effort == Effort::high) {
            refineSymmetric<16>(block, sigma2 != nullptr, scale, codes);
        }
        words.set(0, hn::ShiftLeft<16>(scale));
        words.set(1, fifthBits(codes));
        setNibbles(codes, 2, words);
        words.write(used, task.out + first * 22);
    });
}

/// Q4_1 and Q5_1: `fillCodes(codes, words)` sets all words but the first, which has scale and offset.
template <Effort effort, int top, std::size_t blockBytes, class FillCodes>
HWY_INLINE void encodeAsymmetricTask(const EncodeTask& task, FillCodes fillCodes) {
    forEachGroupOfRows<2>(
        task, [&](const Group<32, 2>& blocks, const float* sigma2, std::size_t first, std::size_t used) HWY_ATTR {
            AsymmetricBlocks encoded;
            encodeAsymmetric<top>(blocks, sigma2, encoded);
            for (std::size_t group = 0; group < 2 && used > group * lanes(); ++group) {
                BlockWords<blockBytes> words;
                Ints scale = halfOf(load(encoded.scales + group));
                Ints offset = halfOf(load(encoded.offsets + group));
                if constexpr (effort == Effort::high) {
                    const float* const x = blocks.x + 32 * group;
                    const float* const importance = blocks.importance + 32 * group;
                    if (sigma2 != nullptr) {
                        refineAsymmetric<top, true>(x, importance, {0.03F, 0.3F, 4, 4}, scale, offset, encoded.codes[group]);
                    } else {
                        refineAsymmetric<top, false>(x, importance, {0.04F, 0.3F, 1, 1}, scale, offset, encoded.codes[group]);
                    }
                }
                words.set(0, hn::Or(scale, hn::ShiftLeft<16>(offset)));
                fillCodes(encoded.codes[group], words);
                words.write(std::min(lanes(), used - group * lanes()), task.out + (first + group * lanes()) * blockBytes);
            }
        });
}

template <Effort effort>
HWY_INLINE void encodeQ4_1Task(const EncodeTask& task) {
    encodeAsymmetricTask<effort, 15, 20>(task, [](const Codes& codes, BlockWords<20>& words)
                                                   HWY_ATTR { setNibbles(codes, 1, words); });
}

template <Effort effort>
HWY_INLINE void encodeQ5_1Task(const EncodeTask& task) {
    encodeAsymmetricTask<effort, 31, 24>(task, [](const Codes& codes, BlockWords<24>& words) HWY_ATTR {
        words.set(1, fifthBits(codes));
        setNibbles(codes, 2, words);
    });
}

template <Effort effort>
HWY_INLINE void encodeQ8_0Task(const EncodeTask& task) {
    forEachGroup<32>(task, [&](const Group<32>& block, std::size_t first, std::size_t used) HWY_ATTR {
        const Floats scale = hn::Div(hn::Abs(firstLargest(block.x.values, 32)), set(127));
        const Floats inverse = inverseOrZero(scale);
        // Half away from zero. Adding the float before 0.5 keeps 0.49999997 from being rounded up by the addition.
        const Floats almostHalf = set(0x1.FFFFFEp-2F);
        const auto codeAt = [&](std::size_t i) HWY_ATTR {
            const Floats steps = hn::Mul(load(block.x + i), inverse);
            return truncated(hn::Add(steps, hn::CopySign(almostHalf, steps)));
        };
        Ints half = halfOf(scale);
        BlockWords<34, 2> words;
        if constexpr (effort == Effort::high) {
            Codes codes;
            for (std::size_t i = 0; i < 32; ++i) {
                store(codeAt(i), codes + i);
            }
            refineSymmetric<-127, 127, 0, false>(block, {118, 127.6F, 9, false}, half, codes);
            words.setBytes(1, 32, [&](std::size_t i) HWY_ATTR { return hn::And(load(codes + i), setInt(0xFF)); });
        } else {
            words.setBytes(1, 32, [&](std::size_t i) HWY_ATTR { return hn::And(codeAt(i), setInt(0xFF)); });
        }
        words.set(0, hn::ShiftLeft<16>(half));
        words.write(used, task.out + first * 34);
    });
}

void encodeQ4_0Blocks(const EncodeTask& task) {
    encodeQ4_0Task<Effort::normal>(task);
}
void encodeQ4_0BlocksCarefully(const EncodeTask& task) {
    encodeQ4_0Task<Effort::high>(task);
}
void encodeQ4_1Blocks(const EncodeTask& task) {
    encodeQ4_1Task<Effort::normal>(task);
}
void encodeQ4_1BlocksCarefully(const EncodeTask& task) {
    encodeQ4_1Task<Effort::high>(task);
}
void encodeQ5_0Blocks(const EncodeTask& task) {
    encodeQ5_0Task<Effort::normal>(task);
}
void encodeQ5_0BlocksCarefully(const EncodeTask& task) {
    encodeQ5_0Task<Effort::high>(task);
}
void encodeQ5_1Blocks(const EncodeTask& task) {
    encodeQ5_1Task<Effort::normal>(task);
}
void encodeQ5_1BlocksCarefully(const EncodeTask& task) {
    encodeQ5_1Task<Effort::high>(task);
}
void encodeQ8_0Blocks(const EncodeTask& task) {
    encodeQ8_0Task<Effort::normal>(task);
}
void encodeQ8_0BlocksCarefully(const EncodeTask& task) {
    encodeQ8_0Task<Effort::high>(task);
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeQ4_0Blocks);
HWY_EXPORT(encodeQ4_0BlocksCarefully);
HWY_EXPORT(encodeQ4_1Blocks);
HWY_EXPORT(encodeQ4_1BlocksCarefully);
HWY_EXPORT(encodeQ5_0Blocks);
HWY_EXPORT(encodeQ5_0BlocksCarefully);
HWY_EXPORT(encodeQ5_1Blocks);
HWY_EXPORT(encodeQ5_1BlocksCarefully);
HWY_EXPORT(encodeQ8_0Blocks);
HWY_EXPORT(encodeQ8_0BlocksCarefully);

void encodeQ4_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_0Blocks)(task);
}
void encodeQ4_0Carefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_0BlocksCarefully)(task);
}
void encodeQ4_1(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_1Blocks)(task);
}
void encodeQ4_1Carefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ4_1BlocksCarefully)(task);
}
void encodeQ5_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_0Blocks)(task);
}
void encodeQ5_0Carefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_0BlocksCarefully)(task);
}
void encodeQ5_1(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_1Blocks)(task);
}
void encodeQ5_1Carefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ5_1BlocksCarefully)(task);
}
void encodeQ8_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ8_0Blocks)(task);
}
void encodeQ8_0Carefully(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ8_0BlocksCarefully)(task);
}

} // namespace quantlathe::codec
#endif
