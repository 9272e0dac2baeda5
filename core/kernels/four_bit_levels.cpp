// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/four_bit_levels.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/four_bit_levels.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using IntTag = hn::RebindToSigned<FloatTag>;
using CodeTag = hn::Rebind<std::uint8_t, FloatTag>;
using Floats = hn::Vec<FloatTag>;
using Ints = hn::Vec<IntTag>;
using FloatMask = hn::Mask<FloatTag>;

/// Whether a vector holds a table of eight values.
constexpr bool hasWideTables = HWY_TARGET != HWY_SCALAR && hn::MaxLanes(FloatTag()) >= 8;

/// 2 · index + (1 where `isAbove`).
HWY_INLINE Ints next(Ints index, FloatMask isAbove) {
    return hn::Sub(hn::Add(index, index), hn::BitCast(IntTag(), hn::VecFromMask(FloatTag(), isAbove)));
}

/// A table of at most eight values, repeated to the width of a vector.
struct Table {
    HWY_ALIGN float values[hn::MaxLanes(FloatTag())];
    template <std::size_t size, class Source>
    HWY_INLINE void fill(Source source) {
        for (std::size_t i = 0; i < hn::Lanes(FloatTag()); ++i) {
            values[i] = source(i % size);
        }
    }
    HWY_INLINE Floats operator[](Ints index) const {
        return hn::TableLookupLanes(hn::Load(FloatTag(), values), hn::IndicesFromVec(FloatTag(), index));
    }
};

/// Code of a scaled value: how many of the fifteen thresholds are smaller.
class Nf4Coder {
public:
    HWY_INLINE explicit Nf4Coder(const Nf4Thresholds& thresholds) : t_(thresholds) {
        quarters_.fill<4>([&](std::size_t i) { return t_[4 * i + 1]; });
        eighths_.fill<8>([&](std::size_t i) { return t_[2 * i]; });
    }
    HWY_INLINE Ints operator()(Floats s) const {
        const FloatTag f;
        Ints code = hn::Zero(IntTag());
        if constexpr (hasWideTables) { // four comparisons instead of fifteen
            const FloatMask isUpper = hn::Gt(s, hn::Set(f, t_[7]));
            code = next(code, isUpper);
            code = next(code, hn::Gt(s, hn::IfThenElse(isUpper, hn::Set(f, t_[11]), hn::Set(f, t_[3]))));
            code = next(code, hn::Gt(s, quarters_[code]));
            code = next(code, hn::Gt(s, eighths_[code]));
        } else {
            for (const float threshold : t_) {
                code = hn::Sub(code, hn::BitCast(IntTag(), hn::VecFromMask(f, hn::Gt(s, hn::Set(f, threshold)))));
            }
        }
        return code;
    }

private:
    const Nf4Thresholds& t_;
    Table quarters_;
    Table eighths_;
};

/// Sign in bit 3; the magnitudes' ascending order is that of the codes 0 1 6 7 4 5 2 3.
class Fp4Coder {
public:
    HWY_INLINE Fp4Coder() {
        quarters_.fill<4>([&](std::size_t i) { return t_[2 * i]; });
    }
    HWY_INLINE Ints operator()(Floats s) const {
        const FloatTag f;
        const IntTag i;
        const Floats a = hn::Abs(s);
        Ints rank = hn::Zero(i);
        if constexpr (hasWideTables) {
            const FloatMask isUpper = hn::Gt(a, hn::Set(f, t_[3]));
            rank = next(rank, isUpper);
            rank = next(rank, hn::Gt(a, hn::IfThenElse(isUpper, hn::Set(f, t_[5]), hn::Set(f, t_[1]))));
            rank = next(rank, hn::Gt(a, quarters_[rank]));
        } else {
            for (const float threshold : t_) {
                rank = hn::Sub(rank, hn::BitCast(i, hn::VecFromMask(f, hn::Gt(a, hn::Set(f, threshold)))));
            }
        }
        const Ints code = hn::Xor(rank, hn::And(hn::ShiftLeft<1>(rank), hn::Set(i, 4)));
        const Ints isNegative = hn::BitCast(i, hn::VecFromMask(f, hn::Lt(s, hn::Zero(f))));
        return hn::Or(code, hn::And(isNegative, hn::Set(i, 8)));
    }

private:
    static constexpr std::array<float, 7> t_{0.00260417F, 0.0859375F, 0.20833333F, 0.29166667F,
                                             0.4166667F,  0.583333F,  0.8333333F};
    Table quarters_;
};

/// Bits of the largest magnitude; those of a NaN are larger than those of infinity, which are larger than all others.
HWY_INLINE std::uint32_t largestMagnitude(const float* values, std::size_t padded) {
    const IntTag i;
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    const Ints mask = hn::Set(i, 0x7FFFFFFF);
    Ints a = hn::Zero(i);
    Ints b = hn::Zero(i);
    for (std::size_t at = 0; at < padded; at += 2 * lanes) {
        a = hn::Max(a, hn::And(mask, hn::BitCast(i, hn::LoadU(f, values + at))));
        b = hn::Max(b, hn::And(mask, hn::BitCast(i, hn::LoadU(f, values + at + lanes))));
    }
    return static_cast<std::uint32_t>(hn::GetLane(hn::MaxOfLanes(i, hn::Max(a, b))));
}

template <class Coder>
HWY_INLINE void codesOf(const Coder& coder, const float* values, std::size_t padded, float absmax, std::uint8_t* codes) {
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    const float inverse = absmax == 0 ? 0 : 1 / absmax;
    if (std::isinf(inverse)) { // a denormal: 0 · ∞ would be no number
        const Floats divisor = hn::Set(f, absmax);
        for (std::size_t at = 0; at < padded; at += lanes) {
            const Ints code = coder(hn::Div(hn::LoadU(f, values + at), divisor));
            hn::StoreU(hn::DemoteTo(CodeTag(), code), CodeTag(), codes + at);
        }
        return;
    }
    const Floats factor = hn::Set(f, inverse);
    for (std::size_t at = 0; at < padded; at += lanes) {
        const Ints code = coder(hn::Mul(hn::LoadU(f, values + at), factor));
        hn::StoreU(hn::DemoteTo(CodeTag(), code), CodeTag(), codes + at);
    }
}

/// Two codes a byte, the first one in the high nibble. `padded` is a multiple of 32.
HWY_INLINE void pack(const std::uint8_t* codes, std::size_t padded, std::uint8_t* packed) {
#if HWY_TARGET == HWY_SCALAR
    for (std::size_t i = 0; i < padded / 2; ++i) {
        packed[i] = static_cast<std::uint8_t>(codes[2 * i] << 4 | codes[2 * i + 1]);
    }
#else
    const hn::CappedTag<std::uint16_t, 16> pairs;
    const hn::Repartition<std::uint8_t, decltype(pairs)> bytes;
    const hn::Rebind<std::uint8_t, decltype(pairs)> halfBytes;
    const std::size_t lanes = hn::Lanes(pairs);
    const auto mask = hn::Set(pairs, std::uint16_t{0xFF});
    for (std::size_t at = 0; at < padded; at += 2 * lanes) {
        const auto pair = hn::BitCast(pairs, hn::LoadU(bytes, codes + at));
        const auto both = hn::And(hn::Or(hn::ShiftLeft<4>(pair), hn::ShiftRight<8>(pair)), mask);
        hn::StoreU(hn::DemoteTo(halfBytes, hn::BitCast(hn::RebindToSigned<decltype(pairs)>(), both)), halfBytes,
                   packed + at / 2);
    }
#endif
}

template <class Coder>
bool encodeBlocks(const FourBitTask& task, const Coder& coder) {
    HWY_ALIGN std::uint8_t codes[fourBitMaxBlock];
    std::size_t block = 0;
    for (std::size_t first = 0; first < task.count; first += task.blockSize, ++block) {
        const float* const values = task.values + first;
        const std::size_t count = std::min(task.blockSize, task.count - first);
        const std::size_t padded = (count + 31) / 32 * 32;
        const auto absmax = std::bit_cast<float>(largestMagnitude(values, padded));
        if (!std::isfinite(absmax)) {
            return false;
        }
        task.absmax[block] = absmax;
        codesOf(coder, values, padded, absmax, codes);
        if (count == padded) {
            pack(codes, padded, task.packed + first / 2);
        } else {
            HWY_ALIGN std::uint8_t packed[fourBitMaxBlock / 2];
            pack(codes, padded, packed);
            std::memcpy(task.packed + first / 2, packed, (count + 1) / 2);
        }
    }
    return true;
}

bool encodeNf4Blocks(const FourBitTask& task, const Nf4Thresholds& thresholds) {
    return encodeBlocks(task, Nf4Coder(thresholds));
}
bool encodeFp4Blocks(const FourBitTask& task) {
    return encodeBlocks(task, Fp4Coder());
}

} // namespace
} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {
HWY_EXPORT(encodeNf4Blocks);
HWY_EXPORT(encodeFp4Blocks);
} // namespace

bool encodeNf4(const FourBitTask& task, const Nf4Thresholds& thresholds) {
    return HWY_DYNAMIC_DISPATCH(encodeNf4Blocks)(task, thresholds);
}
bool encodeFp4(const FourBitTask& task) {
    return HWY_DYNAMIC_DISPATCH(encodeFp4Blocks)(task);
}

} // namespace quantlathe
#endif
