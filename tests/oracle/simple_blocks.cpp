// SPDX-License-Identifier: GPL-3.0-or-later
// Q4_0 Q4_1 Q5_0 Q5_1 Q8_0: 32 weights, one scale, perhaps one minimum.
#include "oracle/block_types.h"
#include "oracle/searches.h"

#include "base/numeric.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::oracle {
namespace {

constexpr int weights = 32;
constexpr AsymmetricRange weightedRange{-0.9F, 0.05F, 36, false};

/// Truncates towards zero; what is not finite becomes 0.
int truncated(float value) {
    return std::isfinite(value) ? static_cast<int>(value) : 0;
}

void importanceWeights(const float* x, const float* importance, float sigma2, float* w) {
    for (int i = 0; i < weights; ++i) {
        w[i] = importance[i] * std::sqrt(sigma2 + x[i] * x[i]);
    }
}

void putNibbles(const std::uint8_t* codes, Bytes out) {
    for (int j = 0; j < 16; ++j) {
        out[j] = static_cast<std::uint8_t>((codes[j] & 15) | ((codes[j + 16] & 15) << 4));
    }
}

void putFifthBits(const std::uint8_t* codes, Bytes out) {
    std::uint32_t bits = 0;
    for (int i = 0; i < weights; ++i) {
        bits |= static_cast<std::uint32_t>((codes[i] >> 4) & 1) << i;
    }
    std::memcpy(out, &bits, sizeof bits);
}

/// The scale of a symmetric type, codes 0 … 2 * levels - 1.
float symmetric(int levels, const float* x, const float* importance, float rowSigma2, std::uint8_t* codes) {
    if (importance != nullptr) {
        float w[weights];
        importanceWeights(x, importance, rowSigma2, w);
        return searchSymmetric(weights, levels, x, w, codes);
    }
    const float scale = firstLargest(weights, x) / static_cast<float>(-levels);
    const float inverse = scale != 0 ? 1 / scale : 0;
    for (int i = 0; i < weights; ++i) {
        codes[i] = static_cast<std::uint8_t>(
            std::min(2 * levels - 1, truncated(x[i] * inverse + (static_cast<float>(levels) + 0.5F))));
    }
    return scale;
}

ScaleAndMinimum asymmetric(int top, const float* x, const float* importance, float rowSigma2, std::uint8_t* codes) {
    if (importance != nullptr) {
        float w[weights];
        importanceWeights(x, importance, rowSigma2, w);
        const ScaleAndMinimum fit = searchAsymmetric(weights, top, x, w, weightedRange, codes);
        return {fit.scale, -fit.minimum};
    }
    float minimum = x[0];
    float maximum = x[0];
    for (int i = 1; i < weights; ++i) {
        minimum = x[i] < minimum ? x[i] : minimum;
        maximum = x[i] > maximum ? x[i] : maximum;
    }
    const float scale = (maximum - minimum) / static_cast<float>(top);
    const float inverse = scale != 0 ? 1 / scale : 0;
    for (int i = 0; i < weights; ++i) {
        codes[i] = static_cast<std::uint8_t>(std::min(top, truncated((x[i] - minimum) * inverse + 0.5F)));
    }
    return {scale, minimum};
}

} // namespace

void encodeQ4_0(const float* x, const float* importance, float rowSigma2, Bytes out) {
    std::uint8_t codes[weights];
    putHalf(out, halfOf(symmetric(8, x, importance, rowSigma2, codes)));
    putNibbles(codes, out + 2);
}

void encodeQ5_0(const float* x, const float* importance, float rowSigma2, Bytes out) {
    std::uint8_t codes[weights];
    putHalf(out, halfOf(symmetric(16, x, importance, rowSigma2, codes)));
    putFifthBits(codes, out + 2);
    putNibbles(codes, out + 6);
}

void encodeQ4_1(const float* x, const float* importance, float rowSigma2, Bytes out) {
    std::uint8_t codes[weights];
    const ScaleAndMinimum fit = asymmetric(15, x, importance, rowSigma2, codes);
    putHalf(out, halfOf(fit.scale));
    putHalf(out + 2, halfOf(fit.minimum));
    putNibbles(codes, out + 4);
}

void encodeQ5_1(const float* x, const float* importance, float rowSigma2, Bytes out) {
    std::uint8_t codes[weights];
    const ScaleAndMinimum fit = asymmetric(31, x, importance, rowSigma2, codes);
    putHalf(out, halfOf(fit.scale));
    putHalf(out + 2, halfOf(fit.minimum));
    putFifthBits(codes, out + 4);
    putNibbles(codes, out + 8);
}

void encodeQ8_0(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    float magnitude = 0;
    for (int i = 0; i < weights; ++i) {
        magnitude = std::fabs(x[i]) > magnitude ? std::fabs(x[i]) : magnitude;
    }
    const float scale = magnitude / 127;
    const float inverse = scale != 0 ? 1 / scale : 0;
    putHalf(out, halfOf(scale));
    for (int i = 0; i < weights; ++i) {
        out[2 + i] = static_cast<std::uint8_t>(truncated(std::round(x[i] * inverse)));
    }
}

namespace {

int nibble(StoredBytes in, int i) {
    return i < 16 ? in[i] & 15 : in[i - 16] >> 4;
}
int fifthBit(StoredBytes in, int i) {
    return ((in[i / 8] >> (i % 8)) & 1) << 4;
}

} // namespace

void decodeQ4_0(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < weights; ++i) {
        x[i] = static_cast<float>(nibble(in + 2, i) - 8) * d;
    }
}

void decodeQ4_1(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    const float m = floatFromF16(halfAt(in + 2));
    for (int i = 0; i < weights; ++i) {
        x[i] = static_cast<float>(nibble(in + 4, i)) * d + m;
    }
}

void decodeQ5_0(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < weights; ++i) {
        x[i] = static_cast<float>((nibble(in + 6, i) | fifthBit(in + 2, i)) - 16) * d;
    }
}

void decodeQ5_1(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    const float m = floatFromF16(halfAt(in + 2));
    for (int i = 0; i < weights; ++i) {
        x[i] = static_cast<float>(nibble(in + 8, i) | fifthBit(in + 4, i)) * d + m;
    }
}

void decodeQ8_0(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < weights; ++i) {
        x[i] = static_cast<float>(static_cast<std::int8_t>(in[2 + i])) * d;
    }
}

} // namespace quantlathe::oracle
