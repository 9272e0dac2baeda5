// SPDX-License-Identifier: GPL-3.0-or-later
// For encoders that only look for the largest magnitude of a block: no sum fixes an order there, so vectors run along the
// weights of one block. Compiled once per instruction set.

#include "codecs/codec.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include <hwy/highway.h>

#if defined(QUANTLATHE_CODECS_WITHIN_BLOCK_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef QUANTLATHE_CODECS_WITHIN_BLOCK_INL_H_
#undef QUANTLATHE_CODECS_WITHIN_BLOCK_INL_H_
#else
#define QUANTLATHE_CODECS_WITHIN_BLOCK_INL_H_
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::codec::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// As many lanes as the target has, but no more than `most` weights that a format keeps together.
template <std::size_t most>
using BlockTag = hn::CappedTag<float, most>;
template <class D>
using IntsOf = hn::Vec<hn::RebindToSigned<D>>;

/// The bits of the largest magnitude; those of a NaN if there is one.
template <std::size_t count>
HWY_INLINE std::uint32_t largestMagnitudeBits(const float* HWY_RESTRICT x) {
    const BlockTag<16> f;
    const hn::RebindToSigned<BlockTag<16>> i32;
    const auto magnitude = [&](std::size_t i) HWY_ATTR { return hn::BitCast(i32, hn::Abs(hn::LoadU(f, x + i))); };
    const std::size_t lanes = hn::Lanes(f);
    static_assert(count % 16 == 0);
    auto even = magnitude(0);
    auto odd = even;
    for (std::size_t i = lanes; i < count; i += 2 * lanes) { // two chains, as one maximum has to wait for the one before
        odd = hn::Max(odd, magnitude(i));
        if (i + lanes < count) {
            even = hn::Max(even, magnitude(i + lanes));
        }
    }
    return static_cast<std::uint32_t>(hn::GetLane(hn::MaxOfLanes(i32, hn::Max(even, odd))));
}

/// The largest magnitude of what is not NaN.
template <std::size_t count>
HWY_INLINE float largestMagnitude(const float* HWY_RESTRICT x) {
    const std::uint32_t bits = largestMagnitudeBits<count>(x);
    if (bits <= 0x7F800000U) {
        return std::bit_cast<float>(bits);
    }
    float largest = 0;
    for (std::size_t i = 0; i < count; ++i) {
        largest = std::fabs(x[i]) > largest ? std::fabs(x[i]) : largest;
    }
    return largest;
}

/// Stores whole numbers of 0 … 255 as bytes.
template <class D>
HWY_INLINE void storeBytes(D, IntsOf<D> values, std::uint8_t* HWY_RESTRICT out) {
    const hn::Rebind<std::uint8_t, D> bytes;
    hn::StoreU(hn::DemoteTo(bytes, values), bytes, out);
}

template <std::size_t blockWeights, std::size_t blockBytes, class EncodeBlock>
HWY_INLINE void forEachBlockOf(const EncodeTask& task, EncodeBlock encodeBlock) {
    const std::size_t count = task.rows * task.columns;
    std::uint8_t* HWY_RESTRICT out = task.out;
    for (std::size_t i = 0; i < count; i += blockWeights, out += blockBytes) {
        encodeBlock(task.weights + i, out);
    }
}

} // namespace quantlathe::codec::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif // per target
