// SPDX-License-Identifier: GPL-3.0-or-later
// One lane, one block: the byte-exact encoders fix the order of every sum inside a block, so vectors run across blocks. A
// group is as many consecutive blocks as a vector has lanes, kept in scratch arrays "lane-minor": value i of all blocks is
// one vector, at index i * lanes(). Compiled once per instruction set (see Highway's foreach_target.h).

#include "codecs/codec.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <cstring>

#include <hwy/highway.h>

#if defined(QUANTLATHE_CODECS_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_LANES_INL_H_
#undef QUANTLATHE_CODECS_LANES_INL_H_
#else
#define QUANTLATHE_CODECS_LANES_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::CappedTag<float, 16>;
using IntTag = hn::RebindToSigned<FloatTag>;
using WordTag = hn::RebindToUnsigned<FloatTag>;
using Floats = hn::Vec<FloatTag>;
using Ints = hn::Vec<IntTag>;
using FloatMask = hn::Mask<FloatTag>;

inline constexpr std::size_t maxLanes = hn::MaxLanes(FloatTag());

HWY_INLINE std::size_t lanes() {
    return hn::Lanes(FloatTag());
}

/// `count` vectors of scratch, on the stack of one encode() call.
template <class T, std::size_t count>
struct alignas(64) Rows {
    T values[count * maxLanes];

    HWY_INLINE T* operator+(std::size_t row) { return values + row * lanes(); }
    HWY_INLINE const T* operator+(std::size_t row) const { return values + row * lanes(); }
};

HWY_INLINE Floats set(float value) {
    return hn::Set(FloatTag(), value);
}
HWY_INLINE Ints setInt(int value) {
    return hn::Set(IntTag(), value);
}
HWY_INLINE Floats load(const float* at) {
    return hn::Load(FloatTag(), at);
}
HWY_INLINE Ints load(const std::int32_t* at) {
    return hn::Load(IntTag(), at);
}
HWY_INLINE void store(Floats value, float* at) {
    hn::Store(value, FloatTag(), at);
}
HWY_INLINE void store(Ints value, std::int32_t* at) {
    hn::Store(value, IntTag(), at);
}
HWY_INLINE Floats floatOf(Ints value) {
    return hn::ConvertTo(FloatTag(), value);
}
/// Exact for whole numbers, towards zero otherwise.
HWY_INLINE Ints intOf(Floats value) {
    return hn::ConvertTo(IntTag(), value);
}
HWY_INLINE Ints select(FloatMask mask, Ints yes, Ints no) {
    return hn::IfThenElse(hn::RebindMask(IntTag(), mask), yes, no);
}
HWY_INLINE FloatMask noLane() {
    return hn::Gt(hn::Zero(FloatTag()), hn::Zero(FloatTag()));
}
HWY_INLINE bool any(FloatMask mask) {
    return !hn::AllFalse(FloatTag(), mask);
}
HWY_INLINE bool all(FloatMask mask) {
    return hn::AllTrue(FloatTag(), mask);
}

/// The reciprocal, or 0 of zero.
HWY_INLINE Floats inverseOrZero(Floats value) {
    const Floats zero = hn::Zero(FloatTag());
    return hn::IfThenElse(hn::Eq(value, zero), zero, hn::Div(set(1), value));
}

inline constexpr float roundingShift = 12582912.0F; // 1.5 * 2^23: adding it leaves the nearest integer in the low bits

/// What the format's nearest_int gives for every float: nearest, ties to even, up to 4194303; 0 for NaN, -4194304 for
/// infinities.
HWY_INLINE Ints nearestAny(Floats value) {
    const Ints bits = hn::BitCast(IntTag(), hn::Add(value, set(roundingShift)));
    return hn::Sub(hn::And(bits, setInt(0x7FFFFF)), setInt(0x400000));
}
HWY_INLINE Ints nearestAnyWithin(Floats value, int low, int high) {
    return hn::Max(setInt(low), hn::Min(setInt(high), nearestAny(value)));
}

/// Nearest integer as a float, clamped to low … high; `usual` promises |value| <= 4194303, which saves two operations.
template <bool usual>
HWY_INLINE Floats nearestWithin(Floats value, int low, int high) {
    if constexpr (usual) {
        const Floats shifted = hn::Add(value, set(roundingShift));
        const Floats clamped = hn::Max(set(roundingShift + static_cast<float>(low)),
                                       hn::Min(set(roundingShift + static_cast<float>(high)), shifted));
        return hn::Sub(clamped, set(roundingShift));
    } else {
        return floatOf(nearestAnyWithin(value, low, high));
    }
}

/// The first value with the largest magnitude of each lane; +0 when all are zero.
HWY_INLINE Floats firstLargest(const float* rows, std::size_t count) {
    Floats magnitude = hn::Zero(FloatTag());
    Floats value = hn::Zero(FloatTag());
    for (std::size_t i = 0; i < count; ++i) {
        const Floats x = load(rows + i * lanes());
        const FloatMask larger = hn::Gt(hn::Abs(x), magnitude);
        magnitude = hn::IfThenElse(larger, hn::Abs(x), magnitude);
        value = hn::IfThenElse(larger, x, value);
    }
    return value;
}

/// The largest value above 0 of each lane, else 0.
HWY_INLINE Floats largestPositive(const float* rows, std::size_t count) {
    Floats largest = hn::Zero(FloatTag());
    for (std::size_t i = 0; i < count; ++i) {
        const Floats x = load(rows + i * lanes());
        largest = hn::IfThenElse(hn::Gt(x, largest), x, largest);
    }
    return largest;
}

HWY_INLINE Floats addSquares(Floats sum, const float* rows, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        const Floats x = load(rows + i * lanes());
        sum = hn::Add(sum, hn::Mul(x, x));
    }
    return sum;
}
HWY_INLINE Floats sumOfSquares(const float* rows, std::size_t count) {
    return addSquares(hn::Zero(FloatTag()), rows, count);
}

/// F16 bits of each lane. Which sign a computed NaN has differs between machines, so NaN is always stored positive.
HWY_INLINE Ints halfOf(Floats value) {
    alignas(64) float numbers[maxLanes];
    alignas(64) std::uint16_t halves[maxLanes];
    alignas(64) std::int32_t words[maxLanes];
    store(hn::IfThenElse(hn::IsNaN(value), hn::BitCast(FloatTag(), setInt(0x7FC00000)), value), numbers);
    f16FromFloats(std::span(numbers, lanes()), std::as_writable_bytes(std::span(halves, lanes())));
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
        words[lane] = halves[lane];
    }
    return load(words);
}

/// The floats of the F16 bits of each lane: what the decoder will see.
HWY_INLINE Floats floatOfHalf(Ints half) {
    alignas(64) std::int32_t words[maxLanes];
    alignas(64) std::uint16_t halves[maxLanes];
    alignas(64) float numbers[maxLanes];
    store(half, words);
    for (std::size_t lane = 0; lane < lanes(); ++lane) {
        halves[lane] = static_cast<std::uint16_t>(words[lane]);
    }
    floatsFromStored(ElementType::F16, std::as_bytes(std::span(halves, lanes())), std::span(numbers, lanes()));
    return load(numbers);
}

#if HWY_TARGET != HWY_SCALAR
/// Four rows of four 32-bit values each, turned.
template <class Vector>
HWY_INLINE void turn4x4(Vector& a, Vector& b, Vector& c, Vector& d) {
    const hn::FixedTag<float, 4> single;
    const hn::FixedTag<double, 2> pair;
    const auto ab01 = hn::BitCast(pair, hn::InterleaveLower(single, a, b));
    const auto cd01 = hn::BitCast(pair, hn::InterleaveLower(single, c, d));
    const auto ab23 = hn::BitCast(pair, hn::InterleaveUpper(single, a, b));
    const auto cd23 = hn::BitCast(pair, hn::InterleaveUpper(single, c, d));
    a = hn::BitCast(single, hn::InterleaveLower(pair, ab01, cd01));
    b = hn::BitCast(single, hn::InterleaveUpper(pair, ab01, cd01));
    c = hn::BitCast(single, hn::InterleaveLower(pair, ab23, cd23));
    d = hn::BitCast(single, hn::InterleaveUpper(pair, ab23, cd23));
}
#endif

using LanePointers = std::array<const float*, maxLanes>;

/// `count` floats (a multiple of 4) from each pointer into lane-minor rows.
HWY_INLINE void gather(const LanePointers& lane, std::size_t count, float* rows) {
#if HWY_TARGET == HWY_SCALAR
    std::copy_n(lane[0], count, rows);
#else
    const hn::FixedTag<float, 4> four;
    for (std::size_t l = 0; l < lanes(); l += 4) {
        for (std::size_t i = 0; i < count; i += 4) {
            auto a = hn::LoadU(four, lane[l] + i);
            auto b = hn::LoadU(four, lane[l + 1] + i);
            auto c = hn::LoadU(four, lane[l + 2] + i);
            auto d = hn::LoadU(four, lane[l + 3] + i);
            turn4x4(a, b, c, d);
            float* const to = rows + i * lanes() + l;
            hn::Store(a, four, to);
            hn::Store(b, four, to + lanes());
            hn::Store(c, four, to + 2 * lanes());
            hn::Store(d, four, to + 3 * lanes());
        }
    }
#endif
}

/// The stored blocks of a group, as lane-minor 32-bit words; `blockBytes` of them count, after `skip` bytes that only align the
/// first word.
template <std::size_t blockBytes, std::size_t skip = 0>
class BlockWords {
public:
    static constexpr std::size_t count = (skip + blockBytes + 3) / 4;

    BlockWords() {
        for (std::size_t row = count; row < paddedCount; ++row) {
            set(row, hn::Zero(IntTag()));
        }
    }
    HWY_INLINE void set(std::size_t word, Ints value) { store(value, words_ + word); }
    /// Words out of bytes: `byteAt(i)` is byte i of the field that starts at `word`, each in 0 … 255.
    template <class ByteAt>
    HWY_INLINE void setBytes(std::size_t word, std::size_t bytes, ByteAt byteAt) {
        for (std::size_t i = 0; i < bytes; i += 4) {
            const Ints low = hn::Or(byteAt(i), hn::ShiftLeft<8>(byteAt(i + 1)));
            const Ints high = hn::Or(hn::ShiftLeft<16>(byteAt(i + 2)), hn::ShiftLeft<24>(byteAt(i + 3)));
            set(word + i / 4, hn::Or(low, high));
        }
    }
    /// Writes the first `used` blocks one after the other.
    void write(std::size_t used, std::uint8_t* out) const {
        alignas(64) std::uint32_t packed[maxLanes][paddedCount];
#if HWY_TARGET == HWY_SCALAR
        std::memcpy(packed[0], words_.values, sizeof packed[0]);
#else
        const hn::FixedTag<float, 4> four;
        const auto* const words = reinterpret_cast<const float*>(words_.values);
        for (std::size_t l = 0; l < lanes(); l += 4) {
            for (std::size_t row = 0; row < paddedCount; row += 4) {
                const float* const from = words + row * lanes() + l;
                auto a = hn::Load(four, from);
                auto b = hn::Load(four, from + lanes());
                auto c = hn::Load(four, from + 2 * lanes());
                auto d = hn::Load(four, from + 3 * lanes());
                turn4x4(a, b, c, d);
                hn::Store(a, four, reinterpret_cast<float*>(&packed[l][row]));
                hn::Store(b, four, reinterpret_cast<float*>(&packed[l + 1][row]));
                hn::Store(c, four, reinterpret_cast<float*>(&packed[l + 2][row]));
                hn::Store(d, four, reinterpret_cast<float*>(&packed[l + 3][row]));
            }
        }
#endif
        for (std::size_t lane = 0; lane < used; ++lane) {
            std::memcpy(out + lane * blockBytes, reinterpret_cast<const std::uint8_t*>(packed[lane]) + skip, blockBytes);
        }
    }

private:
    static constexpr std::size_t paddedCount = (count + 3) / 4 * 4;
    Rows<std::int32_t, paddedCount> words_;
};

/// The input of one or two groups of blocks, one after the other.
template <std::size_t blockWeights, std::size_t groups = 1>
struct Group {
    Rows<float, groups * blockWeights> x;
    Rows<float, groups * blockWeights> importance; // set when the task has importance
    bool isFinite;                                 // no NaN or infinity in x
};

/// NaN of any kind becomes the one quiet NaN, so that what follows does not depend on the payload; returns whether all
/// `count` rows were finite.
HWY_INLINE bool tameNonFinite(std::size_t count, float* rows) {
    Ints largest = hn::Zero(IntTag());
    for (std::size_t i = 0; i < count; ++i) {
        largest = hn::Max(largest, hn::And(hn::BitCast(IntTag(), load(rows + i * lanes())), setInt(0x7FFFFFFF)));
    }
    if (hn::AllTrue(IntTag(), hn::Lt(largest, setInt(0x7F800000)))) {
        return true;
    }
    const Floats quiet = hn::BitCast(FloatTag(), setInt(0x7FC00000));
    for (std::size_t i = 0; i < count; ++i) {
        const Floats x = load(rows + i * lanes());
        store(hn::IfThenElse(hn::IsNaN(x), quiet, x), rows + i * lanes());
    }
    return false;
}

/// Calls encodeGroup(group, first block, used blocks) for all blocks of the task. Lanes beyond the last block repeat it.
template <std::size_t blockWeights, std::size_t groups = 1, class EncodeGroup>
HWY_INLINE void forEachGroup(const EncodeTask& task, EncodeGroup encodeGroup) {
    Group<blockWeights, groups> group;
    const std::size_t blocksPerRow = task.columns / blockWeights;
    const std::size_t blocks = task.rows * blocksPerRow;
    const std::size_t groupBlocks = groups * lanes();
    LanePointers x{};
    LanePointers importance{};
    for (std::size_t first = 0; first < blocks; first += groupBlocks) {
        const std::size_t used = std::min(groupBlocks, blocks - first);
        std::size_t column = first % blocksPerRow;
        for (std::size_t part = 0; part < groups; ++part) {
            for (std::size_t lane = 0; lane < lanes(); ++lane) {
                x[lane] = task.weights + (first + std::min(part * lanes() + lane, used - 1)) * blockWeights;
                if (task.importance != nullptr) {
                    importance[lane] = task.importance + column * blockWeights;
                    column = column + 1 == blocksPerRow ? 0 : column + 1;
                }
            }
            gather(x, blockWeights, group.x + part * blockWeights);
            if (task.importance != nullptr) {
                gather(importance, blockWeights, group.importance + part * blockWeights);
            }
        }
        group.isFinite = tameNonFinite(groups * blockWeights, group.x.values);
        encodeGroup(group, first, used);
    }
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
