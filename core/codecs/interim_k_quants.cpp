// SPDX-License-Identifier: GPL-3.0-or-later
// Q2_K Q3_K Q4_K Q5_K Q6_K: super-blocks of 256 weights whose sub-blocks have small integer scales.
#include "codecs/interim_block_types.h"
#include "codecs/interim_searches.h"

#include "base/numeric.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::interim {
namespace {

constexpr int weights = 256;
constexpr AsymmetricRange weightedRange{-0.9F, 0.05F, 36, false};

int nearestWithin(float value, int low, int high) {
    return std::max(low, std::min(high, nearestInt(value)));
}

std::uint8_t byteOf(int value) {
    return static_cast<std::uint8_t>(value & 0xFF);
}

/// importance * sqrt(sigma2 + x * x); returns the sum.
float importanceWeights(int n, const float* x, const float* importance, float sigma2, float* w) {
    float sum = 0;
    for (int i = 0; i < n; ++i) {
        w[i] = importance[i] * std::sqrt(sigma2 + x[i] * x[i]);
        sum += w[i];
    }
    return sum;
}

float largestPositive(int n, const float* x) {
    float largest = 0;
    for (int i = 0; i < n; ++i) {
        largest = x[i] > largest ? x[i] : largest;
    }
    return largest;
}

/// Where bits of weight i of a 2-bit field lie: byte 32 * (i / 128) + i % 32, bits 2 * (i % 128 / 32).
void putCrumbs(const std::uint8_t* codes, Bytes out) {
    for (int half = 0; half < 2; ++half) {
        for (int j = 0; j < 32; ++j) {
            const std::uint8_t* c = codes + 128 * half + j;
            out[32 * half + j] = byteOf((c[0] & 3) | ((c[32] & 3) << 2) | ((c[64] & 3) << 4) | ((c[96] & 3) << 6));
        }
    }
}

int crumb(StoredBytes in, int i) {
    return (in[32 * (i / 128) + i % 32] >> (2 * (i % 128 / 32))) & 3;
}

int nibble64(StoredBytes in, int i) {
    const int byte = in[32 * (i / 64) + i % 32];
    return i % 64 < 32 ? byte & 15 : byte >> 4;
}

/// Six-bit scale and minimum of sub-block j out of the 12 bytes of Q4_K and Q5_K.
void unpackScale(StoredBytes s, int j, int& scale, int& minimum) {
    if (j < 4) {
        scale = s[j] & 63;
        minimum = s[j + 4] & 63;
    } else {
        scale = (s[j + 4] & 15) | ((s[j - 4] >> 6) << 4);
        minimum = (s[j + 4] >> 4) | ((s[j] >> 6) << 4);
    }
}

void packScale(Bytes s, int j, std::uint8_t scale, std::uint8_t minimum) {
    if (j < 4) {
        s[j] = scale;
        s[j + 4] = minimum;
    } else {
        s[j + 4] = byteOf((scale & 15) | ((minimum & 15) << 4));
        s[j - 4] = byteOf(s[j - 4] | ((scale >> 4) << 6));
        s[j] = byteOf(s[j] | ((minimum >> 4) << 6));
    }
}

int signedScale(StoredBytes s, int j) {
    const int low = j < 8 ? s[j] & 15 : s[j - 8] >> 4;
    return (low | (((s[8 + j % 4] >> (2 * (j / 4))) & 3) << 4)) - 32;
}

void putQ3Scales(const std::uint8_t* codes, Bytes s) {
    std::fill_n(s, 12, std::uint8_t{0});
    for (int j = 0; j < 16; ++j) {
        s[j % 8] = byteOf(s[j % 8] | ((codes[j] & 15) << (j < 8 ? 0 : 4)));
        s[8 + j % 4] = byteOf(s[8 + j % 4] | (((codes[j] >> 4) & 3) << (2 * (j / 4))));
    }
}

/// Q4_K and Q5_K up to the codes: fills d, dmin and the packed scales at `out`.
void encodeFour(int top, AsymmetricRange plainRange, const float* x, const float* importance, Bytes out, std::uint8_t* codes) {
    float scales[8];
    float minima[8];
    float weightSums[8];
    const float sigma2 = 2 * sumOfSquares(weights, x) / weights;
    for (int j = 0; j < 8; ++j) {
        const float* sub = x + 32 * j;
        float w[32];
        AsymmetricRange range = plainRange;
        if (importance != nullptr) {
            weightSums[j] = importanceWeights(32, sub, importance + 32 * j, sigma2, w);
            range = weightedRange;
        } else {
            const float mean = std::sqrt(sumOfSquares(32, sub) / 32);
            for (int i = 0; i < 32; ++i) {
                w[i] = mean + std::fabs(sub[i]);
            }
        }
        const ScaleAndMinimum fit = searchAsymmetric(32, top, sub, w, range, codes + 32 * j);
        scales[j] = fit.scale;
        minima[j] = fit.minimum;
    }
    std::uint8_t scaleCodes[8];
    std::uint8_t minimumCodes[8];
    float d = 0;
    float dmin = 0;
    if (importance != nullptr) {
        d = searchPositive(8, 63, scales, weightSums, scaleCodes);
        dmin = searchPositive(8, 63, minima, weightSums, minimumCodes);
    } else {
        const float maxScale = largestPositive(8, scales);
        const float maxMinimum = largestPositive(8, minima);
        const float inverseScale = maxScale > 0 ? 63 / maxScale : 0;
        const float inverseMinimum = maxMinimum > 0 ? 63 / maxMinimum : 0;
        for (int j = 0; j < 8; ++j) {
            scaleCodes[j] = std::min<std::uint8_t>(63, byteOf(nearestInt(inverseScale * scales[j])));
            minimumCodes[j] = std::min<std::uint8_t>(63, byteOf(nearestInt(inverseMinimum * minima[j])));
        }
        d = maxScale / 63;
        dmin = maxMinimum / 63;
    }
    putHalf(out, halfOf(d));
    putHalf(out + 2, halfOf(dmin));
    for (int j = 0; j < 8; ++j) {
        packScale(out + 4, j, scaleCodes[j], minimumCodes[j]);
    }
    for (int j = 0; j < 8; ++j) {
        int scale = 0;
        int minimum = 0;
        unpackScale(out + 4, j, scale, minimum);
        const float step = floatFromF16(halfAt(out)) * static_cast<float>(scale);
        if (step == 0) {
            continue;
        }
        const float offset = floatFromF16(halfAt(out + 2)) * static_cast<float>(minimum);
        for (int i = 32 * j; i < 32 * j + 32; ++i) {
            codes[i] = byteOf(nearestWithin((x[i] + offset) / step, 0, top));
        }
    }
}

void putNibbles64(const std::uint8_t* codes, Bytes out) {
    for (int k = 0; k < 4; ++k) {
        for (int j = 0; j < 32; ++j) {
            out[32 * k + j] = byteOf((codes[64 * k + j] & 15) | ((codes[64 * k + j + 32] & 15) << 4));
        }
    }
}

} // namespace

void encodeQ2_K(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::uint8_t codes[weights];
    float scales[16];
    float minima[16];
    float weightSums[16];
    const float sigma2 = sumOfSquares(weights, x) / weights;
    for (int j = 0; j < 16; ++j) {
        const float* sub = x + 16 * j;
        float w[16];
        AsymmetricRange range{-0.5F, 0.1F, 15, true};
        if (importance != nullptr) {
            weightSums[j] = importanceWeights(16, sub, importance + 16 * j, sigma2, w);
            range = weightedRange;
        } else {
            for (int i = 0; i < 16; ++i) {
                w[i] = std::fabs(sub[i]);
            }
        }
        const ScaleAndMinimum fit = searchAsymmetric(16, 3, sub, w, range, codes + 16 * j);
        scales[j] = fit.scale;
        minima[j] = fit.minimum;
    }
    float d = 0;
    float dmin = 0;
    if (importance != nullptr) {
        std::uint8_t scaleCodes[16];
        std::uint8_t minimumCodes[16];
        d = searchPositive(16, 15, scales, weightSums, scaleCodes);
        dmin = searchPositive(16, 15, minima, weightSums, minimumCodes);
        for (int j = 0; j < 16; ++j) {
            out[j] = byteOf(scaleCodes[j] | (minimumCodes[j] << 4));
        }
    } else {
        const float maxScale = largestPositive(16, scales);
        const float maxMinimum = largestPositive(16, minima);
        for (int j = 0; j < 16; ++j) {
            const int scale = maxScale > 0 ? nearestInt(15 / maxScale * scales[j]) : 0;
            const int minimum = maxMinimum > 0 ? nearestInt(15 / maxMinimum * minima[j]) : 0;
            out[j] = byteOf((scale & 0xFF) | ((minimum & 15) << 4));
        }
        d = maxScale > 0 ? maxScale / 15 : 0;
        dmin = maxMinimum > 0 ? maxMinimum / 15 : 0;
    }
    putHalf(out + 80, halfOf(d));
    putHalf(out + 82, halfOf(dmin));
    for (int j = 0; j < 16; ++j) {
        const float step = floatFromF16(halfAt(out + 80)) * static_cast<float>(out[j] & 15);
        if (step == 0) {
            continue;
        }
        const float offset = floatFromF16(halfAt(out + 82)) * static_cast<float>(out[j] >> 4);
        for (int i = 16 * j; i < 16 * j + 16; ++i) {
            codes[i] = byteOf(nearestWithin((x[i] + offset) / step, 0, 3));
        }
    }
    putCrumbs(codes, out + 16);
}

void encodeQ3_K(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::uint8_t codes[weights];
    float scales[16];
    float weightSums[16];
    const float sigma2 = 2 * sumOfSquares(weights, x) / weights;
    for (int j = 0; j < 16; ++j) {
        const float* sub = x + 16 * j;
        if (importance != nullptr) {
            float w[16];
            weightSums[j] = importanceWeights(16, sub, importance + 16 * j, sigma2, w);
            scales[j] = searchSymmetric(16, 4, sub, w, codes + 16 * j);
        } else {
            scales[j] = descendSymmetric(16, 4, sub, codes + 16 * j);
        }
    }
    std::uint8_t scaleCodes[16] = {};
    float d = 0;
    if (importance != nullptr) {
        d = searchSymmetric(16, 32, scales, weightSums, scaleCodes);
    } else {
        const float largest = firstLargest(16, scales);
        if (largest != 0) {
            const float inverse = -32 / largest;
            for (int j = 0; j < 16; ++j) {
                const int code = static_cast<std::int8_t>(byteOf(nearestInt(inverse * scales[j])));
                scaleCodes[j] = byteOf(std::clamp(code, -32, 31) + 32);
            }
            d = 1 / inverse;
        }
    }
    putQ3Scales(scaleCodes, out + 96);
    putHalf(out + 108, halfOf(d));
    std::fill_n(out, 32, std::uint8_t{0});
    for (int i = 0; i < weights; ++i) {
        const float step = floatFromF16(halfAt(out + 108)) * static_cast<float>(signedScale(out + 96, i / 16));
        if (step != 0) {
            codes[i] = byteOf(nearestWithin(x[i] / step, -4, 3) + 4);
        }
        out[i % 32] = byteOf(out[i % 32] | ((codes[i] >> 2) << (i / 32)));
    }
    putCrumbs(codes, out + 32);
}

void encodeQ4_K(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::uint8_t codes[weights];
    encodeFour(15, {-1, 0.1F, 20, false}, x, importance, out, codes);
    putNibbles64(codes, out + 16);
}

void encodeQ5_K(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::uint8_t codes[weights];
    encodeFour(31, {-0.5F, 0.1F, 15, false}, x, importance, out, codes);
    std::fill_n(out + 16, 32, std::uint8_t{0});
    for (int i = 0; i < weights; ++i) {
        out[16 + i % 32] = byteOf(out[16 + i % 32] | ((codes[i] >> 4) << (i / 32)));
    }
    putNibbles64(codes, out + 48);
}

void encodeQ6_K(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::uint8_t codes[weights];
    float scales[16];
    for (int j = 0; j < 16; ++j) {
        scales[j] = searchSymmetric(16, 32, x + 16 * j, importance != nullptr ? importance + 16 * j : nullptr, codes + 16 * j);
    }
    const float largest = firstLargest(16, scales);
    if (std::fabs(largest) < tiny) {
        std::fill_n(out, 210, std::uint8_t{0});
        return;
    }
    const float inverse = -128 / largest;
    const std::uint16_t half = halfOf(1 / inverse);
    putHalf(out + 208, half);
    for (int j = 0; j < 16; ++j) {
        const auto code = static_cast<std::int8_t>(byteOf(std::min(127, nearestInt(inverse * scales[j]))));
        out[192 + j] = static_cast<std::uint8_t>(code);
        const float step = floatFromF16(half) * static_cast<float>(code);
        if (step == 0) {
            continue;
        }
        for (int i = 16 * j; i < 16 * j + 16; ++i) {
            codes[i] = byteOf(nearestWithin(x[i] / step, -32, 31) + 32);
        }
    }
    for (int half128 = 0; half128 < 2; ++half128) {
        for (int l = 0; l < 32; ++l) {
            const std::uint8_t* c = codes + 128 * half128 + l;
            out[64 * half128 + l] = byteOf((c[0] & 15) | ((c[64] & 15) << 4));
            out[64 * half128 + 32 + l] = byteOf((c[32] & 15) | ((c[96] & 15) << 4));
            out[128 + 32 * half128 + l] = byteOf((c[0] >> 4) | ((c[32] >> 4) << 2) | ((c[64] >> 4) << 4) | ((c[96] >> 4) << 6));
        }
    }
}

void decodeQ2_K(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in + 80));
    const float dmin = floatFromF16(halfAt(in + 82));
    for (int i = 0; i < weights; ++i) {
        const int scale = in[i / 16];
        x[i] =
            d * static_cast<float>(scale & 15) * static_cast<float>(crumb(in + 16, i)) - dmin * static_cast<float>(scale >> 4);
    }
}

void decodeQ3_K(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in + 108));
    for (int i = 0; i < weights; ++i) {
        const int high = (in[i % 32] >> (i / 32)) & 1;
        x[i] = d * static_cast<float>(signedScale(in + 96, i / 16)) * static_cast<float>(crumb(in + 32, i) + 4 * high - 4);
    }
}

namespace {

template <bool five>
void decodeFour(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    const float dmin = floatFromF16(halfAt(in + 2));
    for (int i = 0; i < weights; ++i) {
        int scale = 0;
        int minimum = 0;
        unpackScale(in + 4, i / 32, scale, minimum);
        const int high = five ? ((in[16 + i % 32] >> (i / 32)) & 1) << 4 : 0;
        const int code = nibble64(in + (five ? 48 : 16), i) | high;
        x[i] = d * static_cast<float>(scale) * static_cast<float>(code) - dmin * static_cast<float>(minimum);
    }
}

} // namespace

void decodeQ4_K(StoredBytes in, float* x) {
    decodeFour<false>(in, x);
}

void decodeQ5_K(StoredBytes in, float* x) {
    decodeFour<true>(in, x);
}

void decodeQ6_K(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in + 208));
    for (int i = 0; i < weights; ++i) {
        const int half = i / 128;
        const int group = i % 128 / 32;
        const int low = in[64 * half + 32 * (group & 1) + i % 32];
        const int high = (in[128 + 32 * half + i % 32] >> (2 * group)) & 3;
        const int code = (group < 2 ? low & 15 : low >> 4) | (high << 4);
        x[i] = d * static_cast<float>(static_cast<std::int8_t>(in[192 + i / 16])) * static_cast<float>(code - 32);
    }
}

} // namespace quantlathe::interim
