// SPDX-License-Identifier: GPL-3.0-or-later
// IQ4_NL and IQ4_XS: four-bit codes into sixteen uneven levels.
#include "codecs/interim_block_types.h"
#include "codecs/interim_searches.h"

#include "base/numeric.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::interim {
namespace {

constexpr std::int8_t levels[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

int nearestLevel(float value) {
    if (value <= levels[0]) {
        return 0;
    }
    if (value >= levels[15]) {
        return 15;
    }
    int low = 0;
    int high = 15;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        if (value < levels[middle]) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return value - levels[low] < levels[high] - value ? low : high;
}

/// The best scale of 32 weights.
float fitLevels(const float* x, const float* importance, float sigma2) {
    const float largest = firstLargest(32, x);
    if (std::fabs(largest) < tiny) {
        return 0;
    }
    float w[32];
    for (int i = 0; i < 32; ++i) {
        w[i] = importance != nullptr ? importance[i] * std::sqrt(sigma2 + x[i] * x[i]) : x[i] * x[i];
    }
    float sumQX = 0;
    float sumQ2 = 0;
    const auto project = [&](float inverse) {
        sumQX = 0;
        sumQ2 = 0;
        for (int i = 0; i < 32; ++i) {
            const float q = levels[nearestLevel(inverse * x[i])];
            sumQX += w[i] * q * x[i];
            sumQ2 += w[i] * q * q;
        }
    };
    project(1 / (-largest / levels[0]));
    float scale = sumQ2 > 0 ? sumQX / sumQ2 : 0;
    float best = scale * sumQX;
    for (int k = -7; k <= 7; ++k) {
        project(static_cast<float>(k + levels[0]) / largest);
        if (sumQ2 > 0 && sumQX * sumQX > best * sumQ2) {
            scale = sumQX / sumQ2;
            best = scale * sumQX;
        }
    }
    return scale;
}

void putCodes(const float* x, float scale, Bytes out) {
    const float inverse = scale != 0 ? 1 / scale : 0;
    for (int j = 0; j < 16; ++j) {
        out[j] = static_cast<std::uint8_t>(nearestLevel(inverse * x[j]) | (nearestLevel(inverse * x[j + 16]) << 4));
    }
}

} // namespace

void encodeIQ4_NL(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    const float scale = fitLevels(x, importance, sumOfSquares(32, x) * (2.0F / 32));
    putHalf(out, halfOf(scale));
    putCodes(x, scale, out + 2);
}

void encodeIQ4_XS(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    const float sigma2 = sumOfSquares(256, x) * (2.0F / 256);
    float scales[8];
    for (int j = 0; j < 8; ++j) {
        scales[j] = fitLevels(x + 32 * j, importance != nullptr ? importance + 32 * j : nullptr, sigma2);
    }
    const float d = -firstLargest(8, scales) / 32;
    putHalf(out, halfOf(d));
    const float inverse = d != 0 ? 1 / d : 0;
    std::uint16_t high = 0;
    std::fill_n(out + 4, 4, std::uint8_t{0});
    for (int j = 0; j < 8; ++j) {
        const int code = std::max(-32, std::min(31, nearestInt(inverse * scales[j])));
        putCodes(x + 32 * j, d * static_cast<float>(code), out + 8 + 16 * j);
        const int stored = code + 32;
        out[4 + j / 2] = static_cast<std::uint8_t>(out[4 + j / 2] | ((stored & 15) << (4 * (j % 2))));
        high = static_cast<std::uint16_t>(high | ((stored >> 4) << (2 * j)));
    }
    putHalf(out + 2, high);
}

void decodeIQ4_NL(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int j = 0; j < 16; ++j) {
        x[j] = d * levels[in[2 + j] & 15];
        x[j + 16] = d * levels[in[2 + j] >> 4];
    }
}

void decodeIQ4_XS(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 256; ++i) {
        const int j = i / 32;
        const int low = (in[4 + j / 2] >> (4 * (j % 2))) & 15;
        const int high = (halfAt(in + 2) >> (2 * j)) & 3;
        const int byte = in[8 + 16 * j + i % 16];
        const int code = i % 32 < 16 ? byte & 15 : byte >> 4;
        x[i] = d * static_cast<float>((low | (high << 4)) - 32) * levels[code];
    }
}

} // namespace quantlathe::interim
