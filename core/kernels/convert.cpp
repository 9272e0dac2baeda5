// SPDX-License-Identifier: GPL-3.0-or-later
// All conversions work on the bits as integers: what the F16C and BF16 instructions do with NaN is not what a file needs.
#include "kernels/convert.h"

#include "base/numeric.h"

#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/convert.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using WordTag = hn::RebindToUnsigned<FloatTag>;
using IntTag = hn::RebindToSigned<FloatTag>;
using HalfTag = hn::Rebind<std::uint16_t, FloatTag>;
using ByteTag = hn::Rebind<std::uint8_t, FloatTag>;
using Words = hn::Vec<WordTag>;

// Stored values may start at any byte, so they are loaded and stored as bytes.
inline Words loadHalves(const std::byte* stored) {
    const HalfTag half;
#if HWY_TARGET == HWY_SCALAR
    std::uint16_t value = 0;
    std::memcpy(&value, stored, sizeof value);
    return hn::PromoteTo(WordTag(), hn::Set(half, value));
#else
    const hn::Repartition<std::uint8_t, HalfTag> bytes;
    return hn::PromoteTo(WordTag(), hn::BitCast(half, hn::LoadU(bytes, reinterpret_cast<const std::uint8_t*>(stored))));
#endif
}

inline Words loadBytes(const std::byte* stored) {
    const auto bytes = hn::LoadU(ByteTag(), reinterpret_cast<const std::uint8_t*>(stored));
    return hn::BitCast(WordTag(), hn::PromoteTo(IntTag(), bytes));
}

inline void storeHalves(Words halves, std::byte* stored) {
    const auto packed = hn::DemoteTo(HalfTag(), hn::BitCast(IntTag(), halves));
#if HWY_TARGET == HWY_SCALAR
    const std::uint16_t value = hn::GetLane(packed);
    std::memcpy(stored, &value, sizeof value);
#else
    const hn::Repartition<std::uint8_t, HalfTag> bytes;
    hn::StoreU(hn::BitCast(bytes, packed), bytes, reinterpret_cast<std::uint8_t*>(stored));
#endif
}

// The magnitude of a denormal, exact: so many times `unit`.
inline Words denormalBits(Words magnitude, float unit) {
    const FloatTag f;
    const auto value = hn::Mul(hn::ConvertTo(f, hn::BitCast(IntTag(), magnitude)), hn::Set(f, unit));
    return hn::BitCast(WordTag(), value);
}

inline Words floatBitsFromF16(Words half) {
    const WordTag w;
    const auto sign = hn::ShiftLeft<16>(hn::And(half, hn::Set(w, 0x8000U)));
    const auto magnitude = hn::And(half, hn::Set(w, 0x7FFFU));
    const auto shifted = hn::ShiftLeft<13>(magnitude);
    const auto rebias = hn::Set(w, 112U << 23);
    const auto normal = hn::Add(shifted, rebias);
    const auto isDenormal = hn::Lt(magnitude, hn::Set(w, 0x0400U));
    const auto isSpecial = hn::Gt(magnitude, hn::Set(w, 0x7BFFU));
    auto bits = hn::IfThenElse(isDenormal, denormalBits(magnitude, 0x1p-24F), normal);
    bits = hn::IfThenElse(isSpecial, hn::Add(normal, rebias), bits);
    return hn::Or(sign, bits);
}

inline Words floatBitsFromE4M3(Words byte) {
    const WordTag w;
    const auto sign = hn::ShiftLeft<24>(hn::And(byte, hn::Set(w, 0x80U)));
    const auto magnitude = hn::And(byte, hn::Set(w, 0x7FU));
    const auto normal = hn::Add(hn::ShiftLeft<20>(magnitude), hn::Set(w, 120U << 23));
    auto bits = hn::IfThenElse(hn::Lt(magnitude, hn::Set(w, 8U)), denormalBits(magnitude, 0x1p-9F), normal);
    bits = hn::IfThenElse(hn::Eq(magnitude, hn::Set(w, 0x7FU)), hn::Set(w, 0x7FC00000U), bits);
    return hn::Or(sign, bits);
}

inline Words f16BitsFromFloat(Words bits) {
    const WordTag w;
    const FloatTag f;
    const auto sign = hn::And(hn::ShiftRight<16>(bits), hn::Set(w, 0x8000U));
    const auto magnitude = hn::And(bits, hn::Set(w, 0x7FFFFFFFU));
    // Adding 0.5 lets the addition round to multiples of 2^-24, the denormal step.
    const auto shifted = hn::Add(hn::BitCast(f, magnitude), hn::Set(f, 0.5F));
    const auto denormal = hn::And(hn::BitCast(w, shifted), hn::Set(w, 0x7FFU));
    const auto odd = hn::And(hn::ShiftRight<13>(magnitude), hn::Set(w, 1U));
    const auto rounded = hn::Add(hn::Add(magnitude, hn::Set(w, 0xFFFU)), odd);
    auto half = hn::ShiftRight<13>(hn::Sub(rounded, hn::Set(w, 0x38000000U)));
    half = hn::IfThenElse(hn::Lt(magnitude, hn::Set(w, 0x38800000U)), denormal, half);
    half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(w, 0x477FEFFFU)), hn::Set(w, 0x7C00U), half);
    half = hn::IfThenElse(hn::Gt(magnitude, hn::Set(w, 0x7F800000U)), hn::Set(w, 0x7E00U), half);
    return hn::Or(sign, half);
}

inline Words bf16BitsFromFloat(Words bits) {
    const WordTag w;
    const auto upper = hn::ShiftRight<16>(bits);
    const auto odd = hn::And(upper, hn::Set(w, 1U));
    const auto rounded = hn::ShiftRight<16>(hn::Add(hn::Add(bits, hn::Set(w, 0x7FFFU)), odd));
    const auto magnitude = hn::And(bits, hn::Set(w, 0x7FFFFFFFU));
    return hn::IfThenElse(hn::Gt(magnitude, hn::Set(w, 0x7F800000U)), hn::Or(upper, hn::Set(w, 0x40U)), rounded);
}

// Whole vectors only; returns how many values were done. The caller does the rest with the scalar functions.
template <std::size_t storedBytes, class Load, class Convert>
std::size_t widen(const std::byte* stored, std::size_t count, float* values, Load load, Convert convert) {
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        hn::StoreU(hn::BitCast(f, convert(load(stored + i * storedBytes))), f, values + i);
    }
    return i;
}

template <class Convert>
std::size_t narrow(const float* values, std::size_t count, std::byte* stored, Convert convert) {
    const FloatTag f;
    const std::size_t lanes = hn::Lanes(f);
    std::size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
        storeHalves(convert(hn::BitCast(WordTag(), hn::LoadU(f, values + i))), stored + i * 2);
    }
    return i;
}

// mayChange(bits): not zero where rounding could change a value. Most sources have few such values, or none.
template <class MayChange, class Round>
std::size_t roundInPlace(float* values, std::size_t count, MayChange mayChange, Round round) {
    const FloatTag f;
    const WordTag w;
    const std::size_t lanes = hn::Lanes(f);
    std::size_t i = 0;
    for (; i + 4 * lanes <= count; i += 4 * lanes) {
        float* const at = values + i;
        const auto a = hn::BitCast(w, hn::LoadU(f, at));
        const auto b = hn::BitCast(w, hn::LoadU(f, at + lanes));
        const auto c = hn::BitCast(w, hn::LoadU(f, at + 2 * lanes));
        const auto d = hn::BitCast(w, hn::LoadU(f, at + 3 * lanes));
        const auto any = hn::Or(hn::Or(mayChange(a), mayChange(b)), hn::Or(mayChange(c), mayChange(d)));
        if (!hn::AllTrue(w, hn::Eq(any, hn::Zero(w)))) {
            hn::StoreU(hn::BitCast(f, round(a)), f, at);
            hn::StoreU(hn::BitCast(f, round(b)), f, at + lanes);
            hn::StoreU(hn::BitCast(f, round(c)), f, at + 2 * lanes);
            hn::StoreU(hn::BitCast(f, round(d)), f, at + 3 * lanes);
        }
    }
    return i;
}

// Like a conversion and back, but the bits stay where they are.
inline Words roundedToF16(Words bits) {
    const WordTag w;
    const FloatTag f;
    const auto magnitude = hn::And(bits, hn::Set(w, 0x7FFFFFFFU));
    const auto odd = hn::And(hn::ShiftRight<13>(magnitude), hn::Set(w, 1U));
    const auto normal = hn::And(hn::Add(magnitude, hn::Add(odd, hn::Set(w, 0xFFFU))), hn::Set(w, ~0x1FFFU));
    // Adding 0.5 lets the addition round to multiples of 2^-24, the denormal step.
    const auto half = hn::Set(f, 0.5F);
    const auto denormal = hn::BitCast(w, hn::Sub(hn::Add(hn::BitCast(f, magnitude), half), half));
    const auto isSmall = hn::RebindMask(w, hn::Lt(hn::BitCast(f, magnitude), hn::Set(f, 0x1p-14F)));
    auto rounded = hn::IfThenElse(isSmall, denormal, normal);
    // Too large, infinite, or not a number: as integers, for the order of the bits is that of the magnitudes.
    const IntTag i;
    const auto isLarge = hn::RebindMask(w, hn::Gt(hn::BitCast(i, magnitude), hn::Set(i, 0x477FEFFF)));
    const auto isNan = hn::RebindMask(w, hn::Gt(hn::BitCast(i, magnitude), hn::Set(i, 0x7F800000)));
    rounded = hn::IfThenElse(isLarge, hn::Set(w, 0x7F800000U), rounded);
    rounded = hn::IfThenElse(isNan, hn::Set(w, 0x7FC00000U), rounded);
    return hn::Or(rounded, hn::AndNot(hn::Set(w, 0x7FFFFFFFU), bits));
}
inline Words roundedToBf16(Words bits) {
    const WordTag w;
    const IntTag i;
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(w, 1U));
    const auto rounded = hn::Add(bits, hn::Add(odd, hn::Set(w, 0x7FFFU)));
    const auto magnitude = hn::And(bits, hn::Set(w, 0x7FFFFFFFU));
    const auto isNan = hn::RebindMask(w, hn::Gt(hn::BitCast(i, magnitude), hn::Set(i, 0x7F800000)));
    return hn::And(hn::IfThenElse(isNan, hn::Or(bits, hn::Set(w, 0x400000U)), rounded), hn::Set(w, 0xFFFF0000U));
}

std::size_t roundF16(float* values, std::size_t count) {
    // Bits that F16 has not, and magnitudes outside of its normal numbers (found by the sign of a difference).
    const auto mayChange = [](Words bits) HWY_ATTR {
        const WordTag w;
        const auto magnitude = hn::And(bits, hn::Set(w, 0x7FFFFFFFU));
        const auto outside = hn::Or(hn::Sub(magnitude, hn::Set(w, 0x38800000U)), hn::Sub(hn::Set(w, 0x477FE000U), magnitude));
        return hn::Or(hn::And(bits, hn::Set(w, 0x1FFFU)), hn::And(outside, hn::Set(w, 0x80000000U)));
    };
    return roundInPlace(values, count, mayChange, [](Words bits) HWY_ATTR { return roundedToF16(bits); });
}
std::size_t roundBf16(float* values, std::size_t count) {
    const auto mayChange = [](Words bits) HWY_ATTR { return hn::And(bits, hn::Set(WordTag(), 0xFFFFU)); };
    return roundInPlace(values, count, mayChange, [](Words bits) HWY_ATTR { return roundedToBf16(bits); });
}

std::size_t widenF16(const std::byte* stored, std::size_t count, float* values) {
    return widen<2>(stored, count, values, loadHalves, floatBitsFromF16);
}
std::size_t widenBf16(const std::byte* stored, std::size_t count, float* values) {
    return widen<2>(stored, count, values, loadHalves, [](Words half) HWY_ATTR { return hn::ShiftLeft<16>(half); });
}
std::size_t widenE4M3(const std::byte* stored, std::size_t count, float* values) {
    return widen<1>(stored, count, values, loadBytes, floatBitsFromE4M3);
}
std::size_t widenE5M2(const std::byte* stored, std::size_t count, float* values) {
    return widen<1>(stored, count, values, loadBytes,
                    [](Words byte) HWY_ATTR { return floatBitsFromF16(hn::ShiftLeft<8>(byte)); });
}
std::size_t narrowF16(const float* values, std::size_t count, std::byte* stored) {
    return narrow(values, count, stored, f16BitsFromFloat);
}
std::size_t narrowBf16(const float* values, std::size_t count, std::byte* stored) {
    return narrow(values, count, stored, bf16BitsFromFloat);
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {
namespace {

HWY_EXPORT(widenF16);
HWY_EXPORT(widenBf16);
HWY_EXPORT(widenE4M3);
HWY_EXPORT(widenE5M2);
HWY_EXPORT(narrowF16);
HWY_EXPORT(narrowBf16);
HWY_EXPORT(roundF16);
HWY_EXPORT(roundBf16);

template <class Scalar>
Scalar loadScalar(const std::byte* stored) {
    Scalar value;
    std::memcpy(&value, stored, sizeof value);
    return value;
}

using WidenRow = void (*)(const std::byte* stored, std::size_t count, float* values);

template <class Scalar>
void widenPlain(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>(loadScalar<Scalar>(stored + i * sizeof(Scalar)));
    }
}

void widenF32(const std::byte* stored, std::size_t count, float* values) {
    if (count != 0) {
        std::memcpy(values, stored, count * sizeof(float));
    }
}

void widenBool(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = stored[i] != std::byte{0} ? 1.0F : 0.0F;
    }
}

// Powers of two from 2^-127 (a denormal float) to 2^127; 0xFF is NaN.
void widenE8M0(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = 0; i < count; ++i) {
        const auto exponent = std::to_integer<std::uint32_t>(stored[i]);
        values[i] = std::bit_cast<float>(exponent == 0 ? 0x00400000U : exponent == 0xFF ? 0x7FC00000U : exponent << 23);
    }
}

void widenAllF16(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(widenF16)(stored, count, values); i < count; ++i) {
        values[i] = floatFromF16(loadScalar<std::uint16_t>(stored + i * 2));
    }
}
void widenAllBf16(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(widenBf16)(stored, count, values); i < count; ++i) {
        values[i] = floatFromBf16(loadScalar<std::uint16_t>(stored + i * 2));
    }
}
void widenAllE4M3(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(widenE4M3)(stored, count, values); i < count; ++i) {
        values[i] = floatFromF8E4M3(std::to_integer<std::uint8_t>(stored[i]));
    }
}
void widenAllE5M2(const std::byte* stored, std::size_t count, float* values) {
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(widenE5M2)(stored, count, values); i < count; ++i) {
        values[i] = floatFromF8E5M2(std::to_integer<std::uint8_t>(stored[i]));
    }
}

// In the order of ElementType; the block types behind have no entry.
constexpr std::array<WidenRow, 17> widenRow{
    widenPlain<double>,
    widenF32,
    widenAllF16,
    widenAllBf16,
    widenAllE4M3,
    widenAllE5M2,
    widenE8M0,
    nullptr, // C64
    widenPlain<std::int8_t>,
    widenPlain<std::int16_t>,
    widenPlain<std::int32_t>,
    widenPlain<std::int64_t>,
    widenPlain<std::uint8_t>,
    widenPlain<std::uint16_t>,
    widenPlain<std::uint32_t>,
    widenPlain<std::uint64_t>,
    widenBool,
};
static_assert(static_cast<std::size_t>(ElementType::BOOL) == widenRow.size() - 1);

} // namespace

bool hasFloatForm(ElementType type) {
    const auto index = static_cast<std::size_t>(type);
    return index < widenRow.size() && widenRow[index] != nullptr;
}

void floatsFromStored(ElementType type, std::span<const std::byte> stored, std::span<float> values) {
    assert(hasFloatForm(type) && stored.size() == values.size() * info(type).bytesPerBlock);
    widenRow[static_cast<std::size_t>(type)](stored.data(), values.size(), values.data());
}

void f16FromFloats(std::span<const float> values, std::span<std::byte> stored) {
    assert(stored.size() == values.size() * 2);
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(narrowF16)(values.data(), values.size(), stored.data()); i < values.size(); ++i) {
        const std::uint16_t bits = f16FromFloat(values[i]);
        std::memcpy(stored.data() + i * 2, &bits, sizeof bits);
    }
}

void bf16FromFloats(std::span<const float> values, std::span<std::byte> stored) {
    assert(stored.size() == values.size() * 2);
    for (std::size_t i = HWY_DYNAMIC_DISPATCH(narrowBf16)(values.data(), values.size(), stored.data()); i < values.size();
         ++i) {
        const std::uint16_t bits = bf16FromFloat(values[i]);
        std::memcpy(stored.data() + i * 2, &bits, sizeof bits);
    }
}

void roundFloats(ElementType type, std::span<float> values) {
    if (type == ElementType::F16) {
        for (std::size_t i = HWY_DYNAMIC_DISPATCH(roundF16)(values.data(), values.size()); i < values.size(); ++i) {
            values[i] = floatFromF16(f16FromFloat(values[i]));
        }
    } else if (type == ElementType::BF16) {
        for (std::size_t i = HWY_DYNAMIC_DISPATCH(roundBf16)(values.data(), values.size()); i < values.size(); ++i) {
            values[i] = floatFromBf16(bf16FromFloat(values[i]));
        }
    }
}

} // namespace quantlathe
#endif
