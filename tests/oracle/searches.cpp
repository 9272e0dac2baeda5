// SPDX-License-Identifier: GPL-3.0-or-later
#include "oracle/searches.h"

#include "base/numeric.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace quantlathe::oracle {
namespace {

constexpr int maxWeights = 32;

int nearestWithin(float value, int low, int high) {
    return std::max(low, std::min(high, nearestInt(value)));
}

void clear(int n, std::uint8_t* codes) {
    std::fill_n(codes, n, std::uint8_t{0});
}

} // namespace

int nearestInt(float value) {
    const float shifted = value + 12582912.0F; // 1.5 * 2^23: the integer is left in the low mantissa bits
    return static_cast<int>(std::bit_cast<std::uint32_t>(shifted) & 0x7FFFFFU) - 0x400000;
}

float firstLargest(int n, const float* x) {
    float magnitude = 0;
    float value = 0;
    for (int i = 0; i < n; ++i) {
        if (std::fabs(x[i]) > magnitude) {
            magnitude = std::fabs(x[i]);
            value = x[i];
        }
    }
    return value;
}

float sumOfSquares(int n, const float* x) {
    float sum = 0;
    for (int i = 0; i < n; ++i) {
        sum += x[i] * x[i];
    }
    return sum;
}

std::uint16_t halfOf(float value) {
    return std::isnan(value) ? std::uint16_t{0x7E00} : f16FromFloat(value);
}

float searchSymmetric(int n, int levels, const float* x, const float* w, std::uint8_t* codes) {
    const float largest = firstLargest(n, x);
    if (std::fabs(largest) < tiny) {
        clear(n, codes);
        return 0;
    }
    float scale = 0;
    float best = 0;
    const auto attempt = [&](float inverse, bool first) {
        int l[maxWeights];
        float sumLX = 0;
        float sumL2 = 0;
        for (int i = 0; i < n; ++i) {
            l[i] = nearestWithin(inverse * x[i], -levels, levels - 1);
            const float weight = w != nullptr ? w[i] : x[i] * x[i];
            const auto code = static_cast<float>(l[i]);
            sumLX += weight * x[i] * code;
            sumL2 += weight * code * code;
        }
        if (first) {
            scale = sumL2 != 0 ? sumLX / sumL2 : 0;
        } else if (sumL2 > 0 && sumLX * sumLX > best * sumL2) {
            scale = sumLX / sumL2;
        } else {
            return;
        }
        best = scale * sumLX;
        for (int i = 0; i < n; ++i) {
            codes[i] = static_cast<std::uint8_t>(l[i] + levels);
        }
    };
    attempt(static_cast<float>(-levels) / largest, true);
    for (int k = -9; k <= 9; ++k) {
        if (k != 0) {
            attempt(-(static_cast<float>(levels) + 0.1F * static_cast<float>(k)) / largest, false);
        }
    }
    return scale;
}

float descendSymmetric(int n, int levels, const float* x, std::uint8_t* codes) {
    const float largest = firstLargest(n, x);
    if (std::fabs(largest) < tiny) {
        clear(n, codes);
        return 0;
    }
    const float inverse = static_cast<float>(-levels) / largest;
    int l[maxWeights];
    float sumLX = 0;
    float sumL2 = 0;
    for (int i = 0; i < n; ++i) {
        l[i] = nearestWithin(inverse * x[i], -levels, levels - 1);
        const float weight = x[i] * x[i];
        const auto code = static_cast<float>(l[i]);
        sumLX += weight * x[i] * code;
        sumL2 += weight * code * code;
    }
    for (int pass = 0; pass < 5; ++pass) {
        bool changed = false;
        for (int i = 0; i < n; ++i) {
            const float weight = x[i] * x[i];
            const auto code = static_cast<float>(l[i]);
            float withoutLX = sumLX - weight * x[i] * code;
            if (!(withoutLX > 0)) {
                continue;
            }
            float withoutL2 = sumL2 - weight * code * code;
            const int next = nearestWithin(x[i] * withoutL2 / withoutLX, -levels, levels - 1);
            if (next == l[i]) {
                continue;
            }
            const auto nextCode = static_cast<float>(next);
            withoutLX += weight * x[i] * nextCode;
            withoutL2 += weight * nextCode * nextCode;
            if (withoutL2 > 0 && withoutLX * withoutLX * sumL2 > sumLX * sumLX * withoutL2) {
                l[i] = next;
                sumLX = withoutLX;
                sumL2 = withoutL2;
                changed = true;
            }
        }
        if (!changed) {
            break;
        }
    }
    for (int i = 0; i < n; ++i) {
        codes[i] = static_cast<std::uint8_t>(l[i] + levels);
    }
    return sumL2 > 0 ? sumLX / sumL2 : 0;
}

ScaleAndMinimum searchAsymmetric(int n, int top, const float* x, const float* w, AsymmetricRange range, std::uint8_t* codes) {
    float minimum = x[0];
    float maximum = x[0];
    float sumW = w[0];
    float sumX = sumW * x[0];
    for (int i = 1; i < n; ++i) {
        if (x[i] < minimum) {
            minimum = x[i];
        }
        if (x[i] > maximum) {
            maximum = x[i];
        }
        sumW += w[i];
        sumX += w[i] * x[i];
    }
    if (minimum > 0) {
        minimum = 0;
    }
    if (maximum <= minimum) {
        clear(n, codes);
        return {0, -minimum};
    }
    const auto topValue = static_cast<float>(top);
    const float firstInverse = topValue / (maximum - minimum);
    float scale = 1 / firstInverse;
    const auto errorOf = [&](const std::uint8_t* l, float step, float offset) {
        float error = 0;
        for (int i = 0; i < n; ++i) {
            const float difference = step * static_cast<float>(l[i]) + offset - x[i];
            error += w[i] * (range.absoluteError ? std::fabs(difference) : difference * difference);
        }
        return error;
    };
    for (int i = 0; i < n; ++i) {
        codes[i] = static_cast<std::uint8_t>(nearestWithin(firstInverse * (x[i] - minimum), 0, top));
    }
    float best = errorOf(codes, scale, minimum);
    for (int k = 0; k <= range.count; ++k) {
        const float inverse = (range.first + range.step * static_cast<float>(k) + topValue) / (maximum - minimum);
        std::uint8_t l[maxWeights];
        float sumL = 0;
        float sumL2 = 0;
        float sumXL = 0;
        for (int i = 0; i < n; ++i) {
            l[i] = static_cast<std::uint8_t>(nearestWithin(inverse * (x[i] - minimum), 0, top));
            const auto code = static_cast<float>(l[i]);
            sumL += w[i] * code;
            sumL2 += w[i] * code * code;
            sumXL += w[i] * code * x[i];
        }
        const float determinant = sumW * sumL2 - sumL * sumL;
        if (!(determinant > 0)) {
            continue;
        }
        float thisScale = (sumW * sumXL - sumX * sumL) / determinant;
        float thisMinimum = (sumL2 * sumX - sumL * sumXL) / determinant;
        if (thisMinimum > 0) {
            thisMinimum = 0;
            thisScale = sumXL / sumL2;
        }
        const float error = errorOf(l, thisScale, thisMinimum);
        if (error < best) {
            std::copy_n(l, n, codes);
            best = error;
            scale = thisScale;
            minimum = thisMinimum;
        }
    }
    return {scale, -minimum};
}

float searchPositive(int n, int top, const float* x, const float* w, std::uint8_t* codes) {
    float maximum = 0;
    for (int i = 0; i < n; ++i) {
        if (x[i] > maximum) {
            maximum = x[i];
        }
    }
    if (maximum < tiny) {
        clear(n, codes);
        return 0;
    }
    const auto topValue = static_cast<float>(top);
    float inverse = topValue / maximum;
    const float firstStep = 1 / inverse;
    float best = 0;
    for (int i = 0; i < n; ++i) {
        codes[i] = static_cast<std::uint8_t>(nearestInt(inverse * x[i]));
        const float difference = x[i] - firstStep * static_cast<float>(codes[i]);
        best += w[i] * difference * difference;
    }
    for (int k = -4; k <= 4; ++k) {
        if (k == 0) {
            continue;
        }
        const float tryInverse = (0.1F * static_cast<float>(k) + topValue) / maximum;
        const float tryStep = 1 / tryInverse;
        float error = 0;
        for (int i = 0; i < n; ++i) {
            const int l = std::min(top, nearestInt(tryInverse * x[i]));
            const float difference = x[i] - tryStep * static_cast<float>(l);
            error += w[i] * difference * difference;
        }
        if (error < best) {
            best = error;
            inverse = tryInverse;
        }
    }
    float sumLX = 0;
    float sumL2 = 0;
    for (int i = 0; i < n; ++i) {
        const int l = std::min(top, nearestInt(inverse * x[i]));
        codes[i] = static_cast<std::uint8_t>(l);
        sumLX += w[i] * x[i] * static_cast<float>(l);
        sumL2 += w[i] * static_cast<float>(l) * static_cast<float>(l);
    }
    for (int pass = 0; pass < 5; ++pass) {
        bool changed = false;
        for (int i = 0; i < n; ++i) {
            const auto code = static_cast<float>(codes[i]);
            float withoutLX = sumLX - w[i] * x[i] * code;
            float withoutL2 = sumL2 - w[i] * code * code;
            if (!(withoutLX > 0 && withoutL2 > 0)) {
                continue;
            }
            const int next = std::min(top, nearestInt(x[i] * withoutL2 / withoutLX));
            if (next == codes[i]) {
                continue;
            }
            const auto nextCode = static_cast<float>(next);
            withoutLX += w[i] * x[i] * nextCode;
            withoutL2 += w[i] * nextCode * nextCode;
            if (withoutLX * withoutLX * sumL2 > sumLX * sumLX * withoutL2) {
                codes[i] = static_cast<std::uint8_t>(next);
                sumLX = withoutLX;
                sumL2 = withoutL2;
                changed = true;
            }
        }
        if (!changed) {
            break;
        }
    }
    return sumL2 > 0 ? sumLX / sumL2 : 0;
}

} // namespace quantlathe::oracle
