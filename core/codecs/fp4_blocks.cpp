// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders of MXFP4 and NVFP4: four-bit floats with a scale of one byte.
#include "codecs/codec.h"
#include "codecs/fp4_scales.h"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "codecs/fp4_blocks.cpp"
#include <hwy/foreach_target.h>

#include "codecs/within-block-inl.h"

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {

// Halfway between two levels the smaller magnitude wins; there is no -0. Both ways to find the nearest level are right while
// all levels are finite and weights are near enough that distances to two levels never round to the same float.

template <class D>
HWY_INLINE IntsOf<D> signBit(D /*f*/, hn::Vec<D> x) {
    const hn::RebindToSigned<D> i32;
    return hn::And(hn::ShiftRight<28>(hn::BitCast(i32, x)), hn::Set(i32, 8));
}

/// Codes for a scale that is a power of two: division is exact, so the bits of the quotient are rounded to one of mantissa.
template <class D>
HWY_INLINE IntsOf<D> codesByDivision(D f, const float* HWY_RESTRICT weights, hn::Vec<D> inverse) {
    const hn::RebindToSigned<D> i32;
    const auto x = hn::LoadU(f, weights);
    const auto quotient = hn::Mul(hn::Abs(x), inverse);
    const auto above = [&](float border)
                           HWY_ATTR { return hn::VecFromMask(i32, hn::RebindMask(i32, hn::Gt(quotient, hn::Set(f, border)))); };
    constexpr int bitsOfTwo = 128 << 23; // level 2 is the first whose code follows from exponent and mantissa
    const auto rounded = hn::Add(hn::BitCast(i32, quotient), hn::Set(i32, 0x1FFFFF - bitsOfTwo));
    const auto large = hn::Min(hn::Add(hn::ShiftRight<22>(rounded), hn::Set(i32, 2)), hn::Set(i32, 7));
    const auto notZero = above(0.5F);
    const auto small = hn::Neg(hn::Add(notZero, above(1.5F)));
    return hn::Or(hn::Max(large, small), hn::And(signBit(f, x), notZero));
}

/// Codes for any scale, by the borders between levels.
template <class D>
class NearestLevels {
public:
    HWY_INLINE NearestLevels(D f, float scale) {
        constexpr float borders[7] = {0.5F, 1.5F, 2.5F, 3.5F, 5, 7, 10};
        for (int k = 0; k < 7; ++k) {
            borders_[k] = hn::Mul(hn::Set(f, scale), hn::Set(f, borders[k])); // exact: a scale has four significant bits
        }
    }
    HWY_INLINE IntsOf<D> operator()(D f, const float* HWY_RESTRICT weights) const {
        const hn::RebindToSigned<D> i32;
        const auto x = hn::LoadU(f, weights);
        const auto magnitude = hn::Abs(x);
        const auto bitIf = [&](hn::Mask<D> mask, int bit)
                               HWY_ATTR { return hn::IfThenElseZero(hn::RebindMask(i32, mask), hn::Set(i32, bit)); };
        const auto is4 = hn::Gt(magnitude, borders_[3]);
        const auto is2 = hn::Gt(magnitude, hn::IfThenElse(is4, borders_[5], borders_[1]));
        const auto lastIf4 = hn::IfThenElse(is2, borders_[6], borders_[4]);
        const auto lastIf0 = hn::IfThenElse(is2, borders_[2], borders_[0]);
        const auto is1 = hn::Gt(magnitude, hn::IfThenElse(is4, lastIf4, lastIf0));
        const auto code = hn::Or(hn::Or(bitIf(is4, 4), bitIf(is2, 2)), bitIf(is1, 1));
        const auto notZero = hn::RebindMask(i32, hn::Gt(magnitude, borders_[0]));
        return hn::Or(code, hn::IfThenElseZero(notZero, signBit(f, x)));
    }

private:
    hn::Vec<D> borders_[7];
};

/// The first of the nearest levels by computed distances, whatever the weights are.
HWY_INLINE int firstNearest(float x, float scale) {
    int best = 0;
    float bestDistance = std::fabs(x);
    for (int code = 1; code < 16; ++code) {
        const float distance = std::fabs(static_cast<float>(fp4Levels[static_cast<std::size_t>(code)]) * scale - x);
        if (distance < bestDistance) {
            best = code;
            bestDistance = distance;
        }
    }
    return best;
}

/// `count` weights in count / 2 bytes: weights j and j + count / 2 share byte j.
template <std::size_t count>
void putLevelsOfAnything(const float* x, float scale, std::uint8_t* out) {
    for (std::size_t j = 0; j < count / 2; ++j) {
        out[j] = static_cast<std::uint8_t>(firstNearest(x[j], scale) | firstNearest(x[j + count / 2], scale) << 4);
    }
}

void encodeMXFP4Blocks(const EncodeTask& task) {
    forEachBlockOf<32, 17>(task, [](const float* HWY_RESTRICT x, std::uint8_t* HWY_RESTRICT out) HWY_ATTR {
        const BlockTag<16> f;
        const std::uint32_t largest = largestMagnitudeBits<32>(x);
        // Below 2^-120 the inverse of the scale is not a float, at the other end levels may be infinite.
        if (largest - 0x03800000U < 0x7F7FFF00U - 0x03800000U) {
            out[0] = e8m0Of(largest);
            const auto inverse = hn::Set(f, std::bit_cast<float>((255U - out[0]) << 23));
            for (std::size_t j = 0; j < 16; j += hn::Lanes(f)) {
                const auto high = codesByDivision(f, x + 16 + j, inverse);
                storeBytes(f, hn::Or(codesByDivision(f, x + j, inverse), hn::ShiftLeft<4>(high)), out + 1 + j);
            }
        } else {
            out[0] = e8m0Of(std::bit_cast<std::uint32_t>(largestMagnitude<32>(x)));
            putLevelsOfAnything<32>(x, halfOfE8M0(out[0]), out + 1);
        }
    });
}

/// Sixteen weights in eight bytes.
HWY_INLINE void putLevels(const float* HWY_RESTRICT x, float scale, std::uint8_t* HWY_RESTRICT out) {
    const BlockTag<8> half;
#if HWY_MAX_BYTES >= 64 && HWY_TARGET != HWY_SCALAR
    const hn::FixedTag<float, 16> whole;
    const auto codes = NearestLevels<hn::FixedTag<float, 16>>(whole, scale)(whole, x);
    const hn::RebindToSigned<BlockTag<8>> i32;
    storeBytes(half, hn::Or(hn::LowerHalf(i32, codes), hn::ShiftLeft<4>(hn::UpperHalf(i32, codes))), out);
#else
    const NearestLevels<BlockTag<8>> nearest(half, scale);
    for (std::size_t j = 0; j < 8; j += hn::Lanes(half)) {
        storeBytes(half, hn::Or(nearest(half, x + j), hn::ShiftLeft<4>(nearest(half, x + 8 + j))), out + j);
    }
#endif
}

void encodeNVFP4Blocks(const EncodeTask& task) {
    forEachBlockOf<64, 36>(task, [](const float* HWY_RESTRICT x, std::uint8_t* HWY_RESTRICT out) HWY_ATTR {
        for (std::size_t part = 0; part < 4; ++part) {
            const float* const weights = x + 16 * part;
            std::uint8_t* const codes = out + 4 + 8 * part;
            const std::uint32_t largest = largestMagnitudeBits<16>(weights);
            if (largest <= std::bit_cast<std::uint32_t>(16 * 6 * 448.0F)) {
                out[part] = ue4m3Of(std::bit_cast<float>(largest) / 6);
                if (out[part] == 0) {
                    std::memset(codes, 0, 8);
                } else {
                    putLevels(weights, halfOfUE4M3(out[part]), codes);
                }
            } else {
                out[part] = ue4m3Of(largestMagnitude<16>(weights) / 6);
                putLevelsOfAnything<16>(weights, halfOfUE4M3(out[part]), codes);
            }
        }
    });
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe::codec {

HWY_EXPORT(encodeMXFP4Blocks);
HWY_EXPORT(encodeNVFP4Blocks);

void encodeMXFP4(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeMXFP4Blocks)(task);
}
void encodeNVFP4(const EncodeTask& task) {
    HWY_DYNAMIC_DISPATCH(encodeNVFP4Blocks)(task);
}

} // namespace quantlathe::codec
#endif
