// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/row_codes.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/row_codes.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using IntTag = hn::RebindToSigned<FloatTag>;
using CodeTag = hn::Rebind<std::int8_t, FloatTag>;
using ByteTag = hn::Rebind<std::uint8_t, FloatTag>;
using Floats = hn::Vec<FloatTag>;
using Ints = hn::Vec<IntTag>;

HWY_INLINE Ints bitsOfMagnitude(Floats x) {
    return hn::And(hn::BitCast(IntTag(), x), hn::Set(IntTag(), 0x7FFFFFFF));
}

// Compared as integers: the bits of a NaN are larger than those of infinity, which are larger than all others.
float largestMagnitudeOf(const float* x, std::size_t count) {
    const FloatTag f;
    const IntTag i;
    const std::size_t lanes = hn::Lanes(f);
    Ints a = hn::Zero(i);
    Ints b = hn::Zero(i);
    std::size_t at = 0;
    for (; at + 2 * lanes <= count; at += 2 * lanes) {
        a = hn::Max(a, bitsOfMagnitude(hn::LoadU(f, x + at)));
        b = hn::Max(b, bitsOfMagnitude(hn::LoadU(f, x + at + lanes)));
    }
    std::int32_t largest = hn::GetLane(hn::MaxOfLanes(i, hn::Max(a, b)));
    for (; at < count; ++at) {
        largest = std::max(largest, std::bit_cast<std::int32_t>(x[at]) & 0x7FFFFFFF);
    }
    return std::bit_cast<float>(largest);
}

/// Of the power of two that E4m3Coder adds to what is below 2^-6.
constexpr int smallE4m3Exponent = 127 + 14;

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
#define QUANTLATHE_PACKS_CODES
HWY_INLINE Ints bitsOf(Floats value) {
    return hn::BitCast(IntTag(), value);
}
constexpr std::int16_t smallestSum = smallE4m3Exponent << 7;
/// Saturating; quarters of vectors (halves of shorter ones) take turns in each quarter, until storeInOrder().
#if HWY_TARGET == HWY_AVX2
using Packed = __m256i;
HWY_INLINE Packed packed(Ints a, Ints b) {
    return _mm256_packs_epi32(a.raw, b.raw);
}
HWY_INLINE Packed packed(Packed a, Packed b) {
    return _mm256_packs_epi16(a, b);
}
HWY_INLINE Packed packedUnsigned(Packed a, Packed b) {
    return _mm256_packus_epi16(a, b);
}
/// E4m3Coder's sums → codes without sign, in 16 bits each: 16 times the low half and the high half, which is 128 times the
/// exponent, together are 16 times the code and a constant.
HWY_INLINE Packed magnitudes(Ints a, Ints b) {
    const __m256i weights = _mm256_set1_epi32(0x00010010);
    const __m256i both = _mm256_packs_epi32(_mm256_madd_epi16(a.raw, weights), _mm256_madd_epi16(b.raw, weights));
    return _mm256_srli_epi16(_mm256_sub_epi16(both, _mm256_set1_epi16(smallestSum)), 4);
}
/// The sign of each byte of `signs`, the rest of `codes`.
HWY_INLINE Packed withSigns(Packed codes, Packed signs) {
    return _mm256_or_si256(codes, _mm256_and_si256(signs, _mm256_set1_epi8(-128)));
}
HWY_INLINE void storeInOrder(Packed bytes, std::uint8_t* out) {
    const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_permutevar8x32_epi32(bytes, order));
}
#else
using Packed = __m512i;
HWY_INLINE Packed packed(Ints a, Ints b) {
    return _mm512_packs_epi32(a.raw, b.raw);
}
HWY_INLINE Packed packed(Packed a, Packed b) {
    return _mm512_packs_epi16(a, b);
}
HWY_INLINE Packed packedUnsigned(Packed a, Packed b) {
    return _mm512_packus_epi16(a, b);
}
HWY_INLINE Packed magnitudes(Ints a, Ints b) {
    const __m512i weights = _mm512_set1_epi32(0x00010010);
    const __m512i both = _mm512_packs_epi32(_mm512_madd_epi16(a.raw, weights), _mm512_madd_epi16(b.raw, weights));
    return _mm512_srli_epi16(_mm512_sub_epi16(both, _mm512_set1_epi16(smallestSum)), 4);
}
HWY_INLINE Packed withSigns(Packed codes, Packed signs) {
    return _mm512_ternarylogic_epi32(codes, signs, _mm512_set1_epi8(-128), 0xF8);
}
HWY_INLINE void storeInOrder(Packed bytes, std::uint8_t* out) {
    const __m512i order = _mm512_setr_epi32(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    _mm512_storeu_si512(out, _mm512_permutexvar_epi32(order, bytes));
}
#endif
#endif

/// Calls coder(vector) → Ints for all values, the last ones in a vector filled up with zeros, and stores the low bytes.
template <class Tag, class Coder>
HWY_INLINE void storeCodes(Tag tag, const float* x, std::size_t count, std::uint8_t* codes, const Coder& coder) {
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    auto* const out = reinterpret_cast<hn::TFromD<Tag>*>(codes);
    std::size_t at = 0;
#ifdef QUANTLATHE_PACKS_CODES
    for (; at + 4 * lanes <= count; at += 4 * lanes) {
        const float* const v = x + at;
        const Packed ab = packed(coder(hn::LoadU(f, v)), coder(hn::LoadU(f, v + lanes)));
        const Packed cd = packed(coder(hn::LoadU(f, v + 2 * lanes)), coder(hn::LoadU(f, v + 3 * lanes)));
        storeInOrder(std::is_signed_v<hn::TFromD<Tag>> ? packed(ab, cd) : packedUnsigned(ab, cd), codes + at);
    }
#endif
    for (; at + lanes <= count; at += lanes) {
        hn::StoreU(hn::DemoteTo(tag, coder(hn::LoadU(f, x + at))), tag, out + at);
    }
    if (at < count) {
        HWY_ALIGN float rest[hn::MaxLanes(f)] = {};
        HWY_ALIGN hn::TFromD<Tag> restCodes[hn::MaxLanes(f)];
        std::copy(x + at, x + count, rest);
        hn::StoreU(hn::DemoteTo(tag, coder(hn::Load(f, rest))), tag, restCodes);
        std::copy_n(restCodes, count - at, out + at);
    }
}

struct Int8Coder {
    Floats factor;
    HWY_INLINE Ints operator()(Floats x) const { return hn::NearestInt(hn::Mul(x, factor)); }
};

struct E4m3Coder {
    Floats divisor;
    HWY_INLINE Floats quotient(Floats magnitude) const { return hn::Div(magnitude, divisor); }

    /// A quotient and a power of two whose sum is rounded to steps of E4M3: 2^20 times the power of two below the quotient, or
    /// 2^14 for what is below 2^-6. The number of steps is in the low bits, 16 of them make the next exponent.
    static HWY_INLINE Ints sum(Floats quotient) {
        const FloatTag f;
        const IntTag i;
        const Floats limited = hn::Min(quotient, hn::Set(f, 448));
        const Ints power = hn::And(hn::BitCast(i, limited), hn::Set(i, 0x7F800000));
        const Ints unit = hn::Max(hn::Add(power, hn::Set(i, 20 << 23)), hn::Set(i, smallE4m3Exponent << 23));
        return hn::BitCast(i, hn::Add(limited, hn::BitCast(f, unit)));
    }
    HWY_INLINE Ints operator()(Floats x) const {
        const IntTag i;
        const Ints steps = sum(quotient(hn::Abs(x)));
        const Ints magnitude =
            hn::Add(hn::And(steps, hn::Set(i, 0x1F)), hn::Sub(hn::ShiftRight<20>(steps), hn::Set(i, smallE4m3Exponent << 3)));
        return hn::Or(magnitude, hn::And(hn::ShiftRight<24>(hn::BitCast(i, x)), hn::Set(i, 0x80)));
    }
};

#ifdef QUANTLATHE_PACKS_CODES
static_assert(HWY_NATIVE_FMA); // else the corrections would be rounded

/// What E4m3Coder::quotient() gives, without the divider: the first correction brings the product to within one unit, the
/// second rounds it as a division does (P. Markstein, IBM J. Res. Dev. 34, 1990). What is so small that a correction
/// underflows is far below the steps of E4M3; quotients above 2^10 come out as 2^10, whose code is theirs.
struct CorrectedProduct {
    Floats divisor, reciprocal, largest;

    /// For divisors whose reciprocal, and 2^10 times themselves, are ordinary numbers.
    static bool canStandFor(float divisor) { return divisor >= 0x1p-60F && divisor <= 0x1p60F; }
    explicit CorrectedProduct(float by)
        : divisor(hn::Set(FloatTag(), by)), reciprocal(hn::Set(FloatTag(), 1 / by)), largest(hn::Set(FloatTag(), 1024 * by)) {}

    HWY_INLINE Floats quotient(Floats magnitude) const {
        const Floats limited = hn::Min(magnitude, largest);
        return corrected(corrected(hn::Mul(limited, reciprocal), limited), limited);
    }
    HWY_INLINE Floats corrected(Floats quotient, Floats magnitude) const {
        return hn::MulAdd(hn::NegMulAdd(quotient, divisor, magnitude), reciprocal, quotient);
    }
};

/// Four vectors at a time; how many values are done. The divider takes longer than all else: one vector in four goes through
/// `other` meanwhile.
template <class Other>
std::size_t packE4m3(const float* x, std::size_t count, const E4m3Coder& coder, const Other& other, std::uint8_t* codes) {
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    std::size_t done = 0;
    for (; done + 4 * lanes <= count; done += 4 * lanes) {
        const Floats a = hn::LoadU(f, x + done);
        const Floats b = hn::LoadU(f, x + done + lanes);
        const Floats c = hn::LoadU(f, x + done + 2 * lanes);
        const Floats d = hn::LoadU(f, x + done + 3 * lanes);
        // Packing saturates: what is left of a negative float's bits has the sign of the code.
        const Packed signs = packed(packed(bitsOf(a), bitsOf(b)), packed(bitsOf(c), bitsOf(d)));
        const Packed ab = magnitudes(coder.sum(other.quotient(hn::Abs(a))), coder.sum(coder.quotient(hn::Abs(b))));
        const Packed cd = magnitudes(coder.sum(coder.quotient(hn::Abs(c))), coder.sum(coder.quotient(hn::Abs(d))));
        storeInOrder(withSigns(packed(ab, cd), signs), codes + done);
    }
    return done;
}
#endif

void int8CodesOf(const float* x, std::size_t count, float factor, std::uint8_t* codes) {
    storeCodes(CodeTag(), x, count, codes, Int8Coder{hn::Set(FloatTag(), factor)});
}

void e4m3CodesOf(const float* x, std::size_t count, float divisor, std::uint8_t* codes) {
    const E4m3Coder coder{hn::Set(FloatTag(), divisor)};
    std::size_t done = 0;
#ifdef QUANTLATHE_PACKS_CODES
    done = CorrectedProduct::canStandFor(divisor) ? packE4m3(x, count, coder, CorrectedProduct(divisor), codes)
                                                  : packE4m3(x, count, coder, coder, codes);
#endif
    storeCodes(ByteTag(), x + done, count - done, codes + done, coder);
}

struct Range {
    float smallest;
    float largest;
};

HWY_INLINE Range rangeOf(const float* x, std::size_t count) {
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    Range range{x[0], x[0]};
    std::size_t at = 0;
    if (count >= lanes) {
        Floats smallest = hn::LoadU(f, x);
        Floats largest = smallest;
        for (at = lanes; at + lanes <= count; at += lanes) {
            const Floats value = hn::LoadU(f, x + at);
            smallest = hn::Min(smallest, value);
            largest = hn::Max(largest, value);
        }
        range = {hn::GetLane(hn::MinOfLanes(f, smallest)), hn::GetLane(hn::MaxOfLanes(f, largest))};
    }
    for (; at < count; ++at) {
        range = {std::min(range.smallest, x[at]), std::max(range.largest, x[at])};
    }
    return range;
}

struct Int4Coder {
    Floats smallest;
    Floats scale;
    HWY_INLINE Ints operator()(Floats x) const {
        const IntTag i;
        const Ints steps = hn::NearestInt(hn::Div(hn::Sub(x, smallest), scale));
        return hn::Xor(hn::Min(steps, hn::Set(i, 15)), hn::Set(i, 8)); // minus 8, in four bits
    }
};

/// Two codes a byte, the first one in the low nibble.
void packNibbles(const std::uint8_t* codes, std::size_t count, std::uint8_t* packed) {
    std::size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
    const hn::CappedTag<std::uint16_t, 16> pairs;
    const hn::Repartition<std::uint8_t, decltype(pairs)> bytes;
    const hn::Rebind<std::uint8_t, decltype(pairs)> halfBytes;
    const auto mask = hn::Set(pairs, std::uint16_t{0xFF});
    for (; i + 2 * hn::Lanes(pairs) <= count; i += 2 * hn::Lanes(pairs)) {
        const auto pair = hn::BitCast(pairs, hn::LoadU(bytes, codes + i));
        const auto both = hn::And(hn::Or(pair, hn::ShiftRight<4>(pair)), mask);
        hn::StoreU(hn::DemoteTo(halfBytes, hn::BitCast(hn::RebindToSigned<decltype(pairs)>(), both)), halfBytes,
                   packed + i / 2);
    }
#endif
    for (; i + 2 <= count; i += 2) {
        packed[i / 2] = static_cast<std::uint8_t>(codes[i] | codes[i + 1] << 4);
    }
}

/// For a grid that need not reach the values.
struct Int4GridCoder {
    Floats smallest;
    Floats scale;
    HWY_INLINE Ints operator()(Floats x) const {
        const FloatTag f;
        const Floats place = hn::Div(hn::Sub(x, smallest), scale);
        const Ints steps = hn::NearestInt(hn::Min(hn::Max(place, hn::Zero(f)), hn::Set(f, 15)));
        return hn::Xor(steps, hn::Set(IntTag(), 8));
    }
};

template <class Coder>
HWY_INLINE void packInt4(const Coder& coder, const float* x, std::size_t count, std::uint8_t* packed) {
    constexpr std::size_t pieceSize = 256;
    HWY_ALIGN std::uint8_t codes[pieceSize];
    for (std::size_t first = 0; first < count; first += pieceSize) {
        const std::size_t piece = std::min(pieceSize, count - first);
        storeCodes(ByteTag(), x + first, piece, codes, coder);
        packNibbles(codes, piece, packed + first / 2);
    }
}

Int4Group int4CodesOf(const float* x, std::size_t count, std::uint8_t* packed) {
    const Range range = rangeOf(x, count);
    const float scale = std::max(range.largest - range.smallest, 1e-6F) / 15;
    packInt4(Int4Coder{hn::Set(FloatTag(), range.smallest), hn::Set(FloatTag(), scale)}, x, count, packed);
    return {scale, range.smallest + 8 * scale};
}

void int4CodesOnGrid(Int4Group grid, const float* x, std::size_t count, std::uint8_t* packed) {
    const float smallest = grid.zero - 8 * grid.scale;
    packInt4(Int4GridCoder{hn::Set(FloatTag(), smallest), hn::Set(FloatTag(), grid.scale)}, x, count, packed);
}

#undef QUANTLATHE_PACKS_CODES

} // namespace
} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {
HWY_EXPORT(largestMagnitudeOf);
HWY_EXPORT(int8CodesOf);
HWY_EXPORT(e4m3CodesOf);
HWY_EXPORT(int4CodesOf);
HWY_EXPORT(int4CodesOnGrid);

std::uint8_t* bytesOf(std::span<std::byte> bytes) {
    return reinterpret_cast<std::uint8_t*>(bytes.data());
}

} // namespace

float largestMagnitude(std::span<const float> x) {
    return HWY_DYNAMIC_DISPATCH(largestMagnitudeOf)(x.data(), x.size());
}

void int8Codes(std::span<const float> x, float factor, std::span<std::byte> codes) {
    assert(codes.size() == x.size());
    HWY_DYNAMIC_DISPATCH(int8CodesOf)(x.data(), x.size(), factor, bytesOf(codes));
}

void e4m3Codes(std::span<const float> x, float divisor, std::span<std::byte> codes) {
    assert(codes.size() == x.size());
    HWY_DYNAMIC_DISPATCH(e4m3CodesOf)(x.data(), x.size(), divisor, bytesOf(codes));
}

Int4Group int4Codes(std::span<const float> x, std::span<std::byte> packed) {
    assert(x.size() % 2 == 0 && packed.size() == x.size() / 2);
    return HWY_DYNAMIC_DISPATCH(int4CodesOf)(x.data(), x.size(), bytesOf(packed));
}

void int4CodesOn(Int4Group grid, std::span<const float> x, std::span<std::byte> packed) {
    assert(x.size() % 2 == 0 && packed.size() == x.size() / 2);
    HWY_DYNAMIC_DISPATCH(int4CodesOnGrid)(grid, x.data(), x.size(), bytesOf(packed));
}

} // namespace quantlathe
#endif
