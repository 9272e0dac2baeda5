// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of Q1_0, Q2_0, TQ1_0 and TQ2_0: signs or three levels, and a scale that no search refines.
#include "base/numeric.h"
#include "codecs/codec.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/low_bit_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/lanes-inl.h"
#include "codecs/within-block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

HWY_INLINE void putHalf(float value, std::uint8_t* out) {
    const std::uint16_t bits = f16FromFloat(value);
    std::memcpy(out, &bits, sizeof bits);
}

/// x/largest, rounded to −1, 0 or 1 with halves away from zero, plus 1. A quotient that is not a number gives 1.
template <class D>
HWY_INLINE IntsOf<D> trits(D f, const float* HWY_RESTRICT x, float inverse) {
    const hn::RebindToSigned<D> i32;
    const auto quotient = hn::Mul(hn::LoadU(f, x), hn::Set(f, inverse));
    const auto up = hn::VecFromMask(i32, hn::RebindMask(i32, hn::Ge(quotient, hn::Set(f, 0.5F))));
    const auto down = hn::VecFromMask(i32, hn::RebindMask(i32, hn::Le(quotient, hn::Set(f, -0.5F))));
    return hn::Add(hn::Sub(hn::Set(i32, 1), up), down); // a mask counts as −1
}

/// What trits() multiplies with: 0, which makes every weight the middle level, when the quotient would not be finite.
HWY_INLINE float inverseForTrits(float largest) {
    const float inverse = 1 / largest;
    return std::isfinite(inverse) ? inverse : 0;
}

/// `count` trits a byte, those of x, x + stride, … for each lane: the digits of a fraction with `count` places of base three,
/// times 256 and rounded up. The decoder multiplies by 3 and reads what carries out of the byte.
template <std::size_t stride, std::size_t count, class D>
HWY_INLINE IntsOf<D> tritBytes(D f, const float* HWY_RESTRICT x, float inverse) {
    const hn::RebindToSigned<D> i32;
    const auto times3 = [](auto value) HWY_ATTR { return hn::Add(hn::Add(value, value), value); };
    auto digits = trits(f, x, inverse);
    for (std::size_t i = 1; i < count; ++i) {
        digits = hn::Add(times3(digits), trits(f, x + i * stride, inverse));
    }
    for (std::size_t i = count; i < 5; ++i) {
        digits = times3(digits);
    }
    // ⌈256·digits / 243⌉ = digits + ⌈13·digits / 243⌉; 270 / 2^16 divides by 243 exactly for these numbers.
    const auto rest = hn::Add(hn::Mul(digits, hn::Set(i32, 13)), hn::Set(i32, 242));
    return hn::Add(digits, hn::ShiftRight<16>(hn::Mul(rest, hn::Set(i32, 270))));
}

void encodeTQ1_0Blocks(const EncodeTask& task) {
    forEachBlockOf<256, 54>(task, [](const float* HWY_RESTRICT x, std::uint8_t* HWY_RESTRICT out) HWY_ATTR {
        const BlockTag<16> f;
        const BlockTag<4> last;
        const float largest = largestMagnitude<256>(x);
        const float inverse = inverseForTrits(largest);
        for (std::size_t r = 0; r < 32; r += hn::Lanes(f)) {
            storeBytes(f, tritBytes<32, 5>(f, x + r, inverse), out + r);
        }
        for (std::size_t r = 0; r < 16; r += hn::Lanes(f)) {
            storeBytes(f, tritBytes<16, 5>(f, x + 160 + r, inverse), out + 32 + r);
        }
        for (std::size_t r = 0; r < 4; r += hn::Lanes(last)) {
            storeBytes(last, tritBytes<4, 4>(last, x + 240 + r, inverse), out + 48 + r);
        }
        putHalf(largest, out + 52);
    });
}

void encodeTQ2_0Blocks(const EncodeTask& task) {
    forEachBlockOf<256, 66>(task, [](const float* HWY_RESTRICT x, std::uint8_t* HWY_RESTRICT out) HWY_ATTR {
        const BlockTag<16> f;
        const float largest = largestMagnitude<256>(x);
        const float inverse = inverseForTrits(largest);
        for (std::size_t half = 0; half < 2; ++half) {
            for (std::size_t r = 0; r < 32; r += hn::Lanes(f)) {
                const float* const from = x + 128 * half + r;
                const auto low = hn::Or(trits(f, from, inverse), hn::ShiftLeft<2>(trits(f, from + 32, inverse)));
                const auto high = hn::Or(trits(f, from + 64, inverse), hn::ShiftLeft<2>(trits(f, from + 96, inverse)));
                storeBytes(f, hn::Or(low, hn::ShiftLeft<4>(high)), out + 32 * half + r);
            }
        }
        putHalf(largest, out + 64);
    });
}

/// Codes 0 … 2 for −1, 0 and 1; a quotient that is not a number gives 0.
template <class D>
HWY_INLINE IntsOf<D> crumbs(D f, hn::Vec<D> x, float inverse) {
    const hn::RebindToSigned<D> i32;
    const auto quotient = hn::Mul(x, hn::Set(f, inverse));
    const auto zeroOrUp = hn::VecFromMask(i32, hn::RebindMask(i32, hn::Gt(quotient, hn::Set(f, -0.5F))));
    const auto up = hn::VecFromMask(i32, hn::RebindMask(i32, hn::Ge(quotient, hn::Set(f, 0.5F))));
    return hn::Neg(hn::Add(zeroOrUp, up));
}

void encodeQ2_0Blocks(const EncodeTask& task) {
    forEachBlockOf<64, 18>(task, [](const float* HWY_RESTRICT x, std::uint8_t* HWY_RESTRICT out) HWY_ATTR {
        const BlockTag<16> f;
        const float largest = largestMagnitude<64>(x);
        float inverse = largest > 0 ? 1 / largest : 0;
        if (!std::isfinite(inverse)) {
            inverse = std::bit_cast<float>(0x7FC00000U); // the format's code of what is not finite is 0
        }
        for (std::size_t byte = 0; byte < 16; byte += hn::Lanes(f)) {
            auto a = hn::Zero(f);
            auto b = hn::Zero(f);
            auto c = hn::Zero(f);
            auto d = hn::Zero(f);
            hn::LoadInterleaved4(f, x + 4 * byte, a, b, c, d);
            const auto low = hn::Or(crumbs(f, a, inverse), hn::ShiftLeft<2>(crumbs(f, b, inverse)));
            const auto high = hn::Or(crumbs(f, c, inverse), hn::ShiftLeft<2>(crumbs(f, d, inverse)));
            storeBytes(f, hn::Or(low, hn::ShiftLeft<4>(high)), out + 2 + byte);
        }
        putHalf(largest, out);
    });
}

void encodeQ1_0Blocks(const EncodeTask& task) {
    forEachGroup<128>(task, [&](const Group<128>& block, std::size_t first, std::size_t used) HWY_ATTR {
        Floats sum = hn::Zero(FloatTag());
        for (std::size_t i = 0; i < 128; ++i) {
            sum = hn::Add(sum, hn::Abs(load(block.x + i)));
        }
        BlockWords<18, 2> words;
        words.set(0, hn::ShiftLeft<16>(halfOf(hn::Div(sum, set(128)))));
        for (std::size_t word = 0; word < 4; ++word) {
            Ints bits = hn::Zero(IntTag());
            for (std::size_t i = 32; i-- > 0;) {
                const FloatMask isPositive = hn::Ge(load(block.x + (32 * word + i)), hn::Zero(FloatTag()));
                bits = hn::Sub(hn::Add(bits, bits), hn::VecFromMask(IntTag(), hn::RebindMask(IntTag(), isPositive)));
            }
            words.set(word + 1, bits);
        }
        words.write(used, task.out + first * 18);
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeQ1_0Blocks);
HWY_EXPORT(encodeQ2_0Blocks);
HWY_EXPORT(encodeTQ1_0Blocks);
HWY_EXPORT(encodeTQ2_0Blocks);

void encodeQ1_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ1_0Blocks)(task);
}
void encodeQ2_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeQ2_0Blocks)(task);
}
void encodeTQ1_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeTQ1_0Blocks)(task);
}
void encodeTQ2_0(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeTQ2_0Blocks)(task);
}

} // namespace quantlathe::codec
#endif
