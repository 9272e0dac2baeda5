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

#if HWY_TARGET == HWY_AVX2 || HWY_TARGET == HWY_AVX3
#define QUANTLATHE_PACKS_CODES
HWY_INLINE Ints bitsOf(Floats value) {
    return hn::BitCast(IntTag(), value);
}
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

/// The magnitude of x ÷ divisor; the sign is another matter.
struct E4m3Coder {
    Floats divisor;
    HWY_INLINE Floats quotient(Floats x) const { return hn::Div(x, divisor); }
    HWY_INLINE Ints magnitude(Floats value) const {
        const FloatTag f;
        const IntTag i;
        const Ints small = hn::Set(i, (127 + 14) << 23); // 2^14 as a float
        // With 2^20 times the power of two below the value, or 2^14 for what is below 2^-6, the addition rounds to steps of
        // E4M3; their number lands in the low bits of the sum. Eight of them make the next exponent.
        const Floats limited = hn::Min(hn::Abs(value), hn::Set(f, 448));
        const Ints power = hn::And(hn::BitCast(i, limited), hn::Set(i, 0x7F800000));
        const Ints unit = hn::Max(hn::Add(power, hn::Set(i, 20 << 23)), small);
        const Ints sum = hn::BitCast(i, hn::Add(limited, hn::BitCast(f, unit)));
        return hn::Add(hn::Sub(sum, unit), hn::ShiftRight<20>(hn::Sub(unit, small)));
    }
    HWY_INLINE Ints operator()(Floats x) const {
        const Floats value = quotient(x);
        return hn::Or(magnitude(value), hn::And(hn::ShiftRight<24>(hn::BitCast(IntTag(), value)), hn::Set(IntTag(), 0x80)));
    }
};

void int8CodesOf(const float* x, std::size_t count, float factor, std::uint8_t* codes) {
    storeCodes(CodeTag(), x, count, codes, Int8Coder{hn::Set(FloatTag(), factor)});
}

void e4m3CodesOf(const float* x, std::size_t count, float divisor, std::uint8_t* codes) {
    const E4m3Coder coder{hn::Set(FloatTag(), divisor)};
    std::size_t done = 0;
#ifdef QUANTLATHE_PACKS_CODES
    // Packing saturates: what is left of a negative float's bits has the sign of the code.
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    for (; done + 4 * lanes <= count; done += 4 * lanes) {
        const float* const v = x + done;
        const Floats a = coder.quotient(hn::LoadU(f, v));
        const Floats b = coder.quotient(hn::LoadU(f, v + lanes));
        const Floats c = coder.quotient(hn::LoadU(f, v + 2 * lanes));
        const Floats d = coder.quotient(hn::LoadU(f, v + 3 * lanes));
        const Packed signs = packed(packed(bitsOf(a), bitsOf(b)), packed(bitsOf(c), bitsOf(d)));
        const Packed code =
            packed(packed(coder.magnitude(a), coder.magnitude(b)), packed(coder.magnitude(c), coder.magnitude(d)));
        storeInOrder(withSigns(code, signs), codes + done);
    }
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

Int4Group int4CodesOf(const float* x, std::size_t count, std::uint8_t* packed) {
    const Range range = rangeOf(x, count);
    const float scale = std::max(range.largest - range.smallest, 1e-6F) / 15;
    const Int4Coder coder{hn::Set(FloatTag(), range.smallest), hn::Set(FloatTag(), scale)};
    constexpr std::size_t pieceSize = 256;
    HWY_ALIGN std::uint8_t codes[pieceSize];
    for (std::size_t first = 0; first < count; first += pieceSize) {
        const std::size_t piece = std::min(pieceSize, count - first);
        storeCodes(ByteTag(), x + first, piece, codes, coder);
        packNibbles(codes, piece, packed + first / 2);
    }
    return {scale, range.smallest + 8 * scale};
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

} // namespace quantlathe
#endif
