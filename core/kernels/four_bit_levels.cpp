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
using Floats = hn::Vec<FloatTag>;
using Ints = hn::Vec<IntTag>;

constexpr std::array<float, 7> fp4Thresholds{0.00260417F, 0.0859375F, 0.20833333F, 0.29166667F,
                                             0.4166667F,  0.583333F,  0.8333333F};
constexpr std::array<std::int32_t, 8> fp4CodeOfRank{0, 1, 6, 7, 4, 5, 2, 3};

#if HWY_TARGET == HWY_AVX3
#include "kernels/four_bit_avx3-inl.h"
#endif

/// −1 where s > threshold.
HWY_INLINE Ints isAbove(Floats s, Floats threshold) {
    return hn::BitCast(IntTag(), hn::VecFromMask(FloatTag(), hn::Gt(s, threshold)));
}

#if HWY_TARGET != HWY_SCALAR
/// One of two values, by a mask: bit operations are cheaper than a look-up and a blend.
class Choice {
public:
    HWY_INLINE Choice(float no, float yes)
        : no_(std::bit_cast<std::int32_t>(no)), change_(no_ ^ std::bit_cast<std::int32_t>(yes)) {}
    HWY_INLINE Floats operator[](Ints mask) const {
        const IntTag i;
        return hn::BitCast(FloatTag(), hn::Xor(hn::Set(i, no_), hn::And(mask, hn::Set(i, change_))));
    }

private:
    std::int32_t no_;
    std::int32_t change_;
};

/// A table of 4 or 8 values, found by the negative of the index: so that sums of comparisons need no change of sign.
template <std::size_t size>
class Table {
public:
    HWY_INLINE explicit Table(const std::array<float, size>& inOrder) {
        for (std::size_t i = 0; i < 2 * hn::MaxLanes(FloatTag()); ++i) {
            values_[i] = inOrder[(size - i % size) % size]; // by the low bits of a negative number
        }
    }
    HWY_INLINE Floats operator[](Ints minusIndex) const {
        const FloatTag f;
        const Floats table = hn::Load(f, values_);
#if HWY_TARGET == HWY_AVX2
        // Inside halves where that is enough: cheaper than across.
        return size == 4 ? Floats{_mm256_permutevar_ps(table.raw, minusIndex.raw)}
                         : Floats{_mm256_permutevar8x32_ps(table.raw, minusIndex.raw)};
#else
        const IntTag i;
        if constexpr (size > hn::MaxLanes(f)) { // four lanes
            const auto index = hn::IndicesFromVec(f, hn::And(minusIndex, hn::Set(i, 3)));
            const auto isUpper = hn::Ne(hn::And(minusIndex, hn::Set(i, 4)), hn::Zero(i));
            return hn::IfThenElse(hn::RebindMask(f, isUpper), hn::TableLookupLanes(hn::Load(f, values_ + 4), index),
                                  hn::TableLookupLanes(table, index));
        } else {
            return hn::TableLookupLanes(table, hn::IndicesFromVec(f, hn::And(minusIndex, hn::Set(i, size - 1))));
        }
#endif
    }

private:
    HWY_ALIGN float values_[2 * hn::MaxLanes(FloatTag())];
};
#endif

/// The negative code of a scaled value: of how many of the fifteen thresholds are smaller.
class Nf4Coder {
public:
    static constexpr int sign = -1;

    HWY_INLINE explicit Nf4Coder(const Nf4Thresholds& t)
        : t_(t)
#if HWY_TARGET != HWY_SCALAR
          ,
          second_(t[3], t[11]), third_({t[1], t[5], t[9], t[13]}), fourth_({t[0], t[2], t[4], t[6], t[8], t[10], t[12], t[14]})
#endif
    {
    }
    HWY_INLINE Ints operator()(Floats s) const {
        const FloatTag f;
#if HWY_TARGET == HWY_SCALAR
        Ints code = hn::Zero(IntTag());
        for (const float threshold : t_) {
            code = hn::Add(code, isAbove(s, hn::Set(f, threshold)));
        }
        return code;
#else
        const Ints first = isAbove(s, hn::Set(f, t_[7]));
        const Ints two = hn::Add(hn::Add(first, first), isAbove(s, second_[first]));
        const Ints three = hn::Add(hn::Add(two, two), isAbove(s, third_[two]));
        return hn::Add(hn::Add(three, three), isAbove(s, fourth_[three]));
#endif
    }

private:
    const Nf4Thresholds& t_;
#if HWY_TARGET != HWY_SCALAR
    Choice second_;
    Table<4> third_;
    Table<8> fourth_;
#endif
};

/// Sign in bit 3; the magnitudes' ascending order is that of the codes 0 1 6 7 4 5 2 3.
class Fp4Coder {
public:
    static constexpr int sign = 1;

#if HWY_TARGET == HWY_SCALAR
    HWY_INLINE Fp4Coder() {}
#else
    HWY_INLINE Fp4Coder() : second_(t_[1], t_[5]), third_({t_[0], t_[2], t_[4], t_[6]}) {}
#endif
    HWY_INLINE Ints operator()(Floats s) const {
        const FloatTag f;
        const IntTag i;
        const Floats a = hn::Abs(s);
        Ints minusRank = hn::Zero(i);
#if HWY_TARGET == HWY_SCALAR
        for (const float threshold : t_) {
            minusRank = hn::Add(minusRank, isAbove(a, hn::Set(f, threshold)));
        }
#else
        const Ints first = isAbove(a, hn::Set(f, t_[3]));
        const Ints two = hn::Add(hn::Add(first, first), isAbove(a, second_[first]));
        minusRank = hn::Add(hn::Add(two, two), isAbove(a, third_[two]));
#endif
        const Ints rank = hn::Neg(minusRank);
        const Ints code = hn::Xor(rank, hn::And(hn::Add(rank, rank), hn::Set(i, 4)));
        return hn::Or(code, hn::And(isAbove(hn::Zero(f), s), hn::Set(i, 8)));
    }

private:
    static constexpr const std::array<float, 7>& t_ = fp4Thresholds;
#if HWY_TARGET != HWY_SCALAR
    Choice second_;
    Table<4> third_;
#endif
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

struct Multiplied {
    Floats factor;
    HWY_INLINE Floats operator()(Floats x) const { return hn::Mul(x, factor); }
};
struct Divided {
    Floats divisor;
    HWY_INLINE Floats operator()(Floats x) const { return hn::Div(x, divisor); }
};

/// Two codes a byte, the first one in the high nibble. `padded` is a multiple of 32.
template <class Coder, class Scaled>
HWY_INLINE void packCodes(const Coder& coder, const Scaled& scaled, const float* values, std::size_t padded,
                          std::uint8_t* packed) {
    const FloatTag f;
#if HWY_TARGET == HWY_SCALAR
    const auto codeAt = [&](std::size_t i) {
        return static_cast<unsigned>(Coder::sign * hn::GetLane(coder(scaled(hn::LoadU(f, values + i)))));
    };
    for (std::size_t i = 0; i < padded / 2; ++i) {
        packed[i] = static_cast<std::uint8_t>(codeAt(2 * i) << 4U | codeAt(2 * i + 1));
    }
#elif HWY_TARGET == HWY_AVX2
    // 32 codes at once; multiplying pairs by 16 and 1 and adding them puts two into a byte.
    const __m256i weights = _mm256_set1_epi32((Coder::sign * 16 & 0xFFFF) | (Coder::sign * 0x10000));
    const __m128i order = _mm_setr_epi8(0, 1, 8, 9, 2, 3, 10, 11, 4, 5, 12, 13, 6, 7, 14, 15);
    for (std::size_t at = 0; at < padded; at += 32) {
        const Ints a = coder(scaled(hn::LoadU(f, values + at)));
        const Ints b = coder(scaled(hn::LoadU(f, values + at + 8)));
        const Ints c = coder(scaled(hn::LoadU(f, values + at + 16)));
        const Ints d = coder(scaled(hn::LoadU(f, values + at + 24)));
        const __m256i ab = _mm256_madd_epi16(_mm256_packs_epi32(a.raw, b.raw), weights);
        const __m256i cd = _mm256_madd_epi16(_mm256_packs_epi32(c.raw, d.raw), weights);
        const __m256i all = _mm256_packs_epi32(ab, cd); // halves of vectors take turns in each half
        const __m128i bytes = _mm_packus_epi16(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
        _mm_storeu_si128(reinterpret_cast<__m128i*>(packed + at / 2), _mm_shuffle_epi8(bytes, order));
    }
#else
    const hn::Repartition<std::uint64_t, FloatTag> pairs;
    const hn::Rebind<std::uint8_t, decltype(pairs)> bytes;
    for (std::size_t at = 0; at < padded; at += hn::Lanes(f)) {
        Ints code = coder(scaled(hn::LoadU(f, values + at)));
        if constexpr (Coder::sign < 0) {
            code = hn::Neg(code);
        }
        const auto pair = hn::BitCast(pairs, code);
        const auto both = hn::Or(hn::ShiftLeft<4>(pair), hn::ShiftRight<32>(pair));
        hn::StoreU(hn::TruncateTo(bytes, both), bytes, packed + at / 2);
    }
#endif
}

template <class Coder>
HWY_INLINE void encodeBlock(const Coder& coder, const float* values, std::size_t padded, float absmax, std::uint8_t* packed) {
    const float inverse = absmax == 0 ? 0 : 1 / absmax;
    if (std::isinf(inverse)) { // a denormal: 0 · ∞ would be no number
        packCodes(coder, Divided{hn::Set(FloatTag(), absmax)}, values, padded, packed);
    } else {
        packCodes(coder, Multiplied{hn::Set(FloatTag(), inverse)}, values, padded, packed);
    }
}

template <class Coder>
HWY_INLINE void encodeChunk(const FourBitTask& task, const Coder& coder, std::size_t begin, std::size_t end) {
    const float* scale = task.absmax + begin / task.blockSize;
    for (std::size_t first = begin; first < end; first += task.blockSize) {
        const std::size_t count = std::min(task.blockSize, end - first);
        const std::size_t padded = (count + 31) / 32 * 32;
        const float absmax = *scale++;
        if (count == padded) {
            encodeBlock(coder, task.values + first, padded, absmax, task.packed + first / 2);
        } else {
            std::uint8_t packed[fourBitMaxBlock / 2];
            encodeBlock(coder, task.values + first, padded, absmax, packed);
            std::memcpy(task.packed + first / 2, packed, (count + 1) / 2);
        }
    }
}

/// In chunks that stay in the first-level cache: all scales, then all codes, so that no block waits for its own scale.
/// `done` values, whole blocks, are encoded already.
template <class Coder>
bool encodeBlocks(const FourBitTask& task, const Coder& coder, std::size_t done) {
    for (std::size_t begin = done; begin < task.count; begin += fourBitMaxBlock) {
        const std::size_t end = std::min(begin + fourBitMaxBlock, task.count);
        float* scale = task.absmax + begin / task.blockSize;
        for (std::size_t first = begin; first < end; first += task.blockSize) {
            const std::size_t count = std::min(task.blockSize, end - first);
            const auto absmax = std::bit_cast<float>(largestMagnitude(task.values + first, (count + 31) / 32 * 32));
            if (!std::isfinite(absmax)) {
                return false;
            }
            *scale++ = absmax;
        }
        encodeChunk(task, coder, begin, end);
    }
    return true;
}

bool encodeNf4Blocks(const FourBitTask& task, const Nf4Thresholds& thresholds) {
    std::size_t done = 0;
#if HWY_TARGET == HWY_AVX3
    done = encodeGroups(task, Nf4Buckets(thresholds));
#endif
    return done == task.count || encodeBlocks(task, Nf4Coder(thresholds), done);
}
bool encodeFp4Blocks(const FourBitTask& task) {
    std::size_t done = 0;
#if HWY_TARGET == HWY_AVX3
    done = encodeGroups(task, Fp4Buckets());
#endif
    return done == task.count || encodeBlocks(task, Fp4Coder(), done);
}

void encodeNf4ScaledBlocks(const FourBitTask& task, const Nf4Thresholds& thresholds) {
    encodeChunk(task, Nf4Coder(thresholds), 0, task.count);
}
void encodeFp4ScaledBlocks(const FourBitTask& task) {
    encodeChunk(task, Fp4Coder(), 0, task.count);
}

} // namespace
} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {
HWY_EXPORT(encodeNf4Blocks);
HWY_EXPORT(encodeFp4Blocks);
HWY_EXPORT(encodeNf4ScaledBlocks);
HWY_EXPORT(encodeFp4ScaledBlocks);
} // namespace

bool encodeNf4(const FourBitTask& task, const Nf4Thresholds& thresholds) {
    return HWY_DYNAMIC_DISPATCH(encodeNf4Blocks)(task, thresholds);
}
bool encodeFp4(const FourBitTask& task) {
    return HWY_DYNAMIC_DISPATCH(encodeFp4Blocks)(task);
}
void encodeNf4Scaled(const FourBitTask& task, const Nf4Thresholds& thresholds) {
    HWY_DYNAMIC_DISPATCH(encodeNf4ScaledBlocks)(task, thresholds);
}
void encodeFp4Scaled(const FourBitTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeFp4ScaledBlocks)(task);
}

} // namespace quantlathe
#endif
