// SPDX-License-Identifier: GPL-3.0-or-later
// Q1_0 Q2_0 TQ1_0 TQ2_0 MXFP4 NVFP4: a scale without a search. Literally as ggml writes them; what is not a number does not
// count as a magnitude, an infinite quotient counts as zero.
#include "oracle/block_types.h"
#include "oracle/searches.h"

#include "base/numeric.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace quantlathe::oracle {
namespace {

float largestMagnitude(int count, const float* x) {
    float largest = 0;
    for (int i = 0; i < count; ++i) {
        largest = largest < std::fabs(x[i]) ? std::fabs(x[i]) : largest;
    }
    return largest;
}

/// round() of a quotient; what is not finite becomes `otherwise`.
int rounded(float quotient, int otherwise) {
    return std::isfinite(quotient) ? static_cast<int>(std::round(quotient)) : otherwise;
}

/// −1, 0, 1 as 0, 1, 2.
void ternaryCodes(const float* x, float largest, int* codes) {
    const float inverse = largest != 0 ? 1 / largest : 0;
    for (int i = 0; i < 256; ++i) {
        codes[i] = rounded(x[i] * inverse, 0) + 1;
    }
}

constexpr float fp4[16] = {0, 1, 2, 3, 4, 6, 8, 12, -0.0F, -1, -2, -3, -4, -6, -8, -12};

int nearestFp4(float x, float scale) {
    int best = 0;
    float bestDistance = std::fabs(fp4[0] * scale - x);
    for (int code = 1; code < 16; ++code) {
        const float distance = std::fabs(fp4[code] * scale - x);
        if (distance < bestDistance) {
            best = code;
            bestDistance = distance;
        }
    }
    return best;
}

void putFp4(int half, const float* x, float scale, Bytes out) {
    for (int j = 0; j < half; ++j) {
        out[j] = static_cast<std::uint8_t>(nearestFp4(x[j], scale) | (nearestFp4(x[j + half], scale) << 4));
    }
}

void getFp4(int half, StoredBytes in, float scale, float* x) {
    for (int j = 0; j < half; ++j) {
        x[j] = (fp4[in[j] & 15] + 0.0F) * scale; // code 8 is +0
        x[j + half] = (fp4[in[j] >> 4] + 0.0F) * scale;
    }
}

/// The value of an E4M3 byte without sign, halved as fp4 is doubled.
float halfOfUnsignedE4M3(int code) {
    if (code == 0 || code == 0x7F) {
        return 0;
    }
    const int exponent = (code >> 3) & 15;
    const auto mantissa = static_cast<float>(code & 7);
    return (exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(1 + mantissa / 8, exponent - 7)) / 2;
}

int unsignedE4M3(float value) {
    if (!(value > 0)) {
        return 0;
    }
    value = std::min(value, 448.0F);
    int exponent = std::ilogb(value) + 7;
    if (exponent <= 0) {
        const float raised = value * 512 + 0.5F; // in binary32, so not quite a rounding
        return std::min(static_cast<int>(raised), 7);
    }
    const float mantissa = std::ldexp(value, -std::ilogb(value)) - 1; // of 8 and of 16 parts, both exact
    int eighths = static_cast<int>(mantissa * 8) + static_cast<int>(mantissa * 16) % 2;
    if (eighths == 8) {
        eighths = 0;
        ++exponent;
    }
    return exponent >= 15 ? 0x7E : exponent << 3 | eighths;
}

} // namespace

void encodeQ1_0(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    float sum = 0;
    for (int i = 0; i < 128; ++i) {
        sum += std::fabs(x[i]);
    }
    putHalf(out, halfOf(sum / 128));
    std::fill_n(out + 2, 16, std::uint8_t{0});
    for (int i = 0; i < 128; ++i) {
        out[2 + i / 8] = static_cast<std::uint8_t>(out[2 + i / 8] | ((x[i] >= 0 ? 1 : 0) << (i % 8)));
    }
}

void encodeQ2_0(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    const float largest = largestMagnitude(64, x);
    const float inverse = largest > 0 ? 1 / largest : 0;
    putHalf(out, halfOf(largest));
    std::fill_n(out + 2, 16, std::uint8_t{0});
    for (int i = 0; i < 64; ++i) {
        const int code = std::clamp(rounded(x[i] * inverse, -1) + 1, 0, 3);
        out[2 + i / 4] = static_cast<std::uint8_t>(out[2 + i / 4] | (code << (2 * (i % 4))));
    }
}

void encodeTQ1_0(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    const float largest = largestMagnitude(256, x);
    int codes[256];
    ternaryCodes(x, largest, codes);
    const auto pack = [&](int first, int stride, int count) {
        int value = 0;
        for (int n = 0; n < 5; ++n) {
            value = value * 3 + (n < count ? codes[first + n * stride] : 0);
        }
        return static_cast<std::uint8_t>((value * 256 + 242) / 243);
    };
    for (int j = 0; j < 32; ++j) {
        out[j] = pack(j, 32, 5);
    }
    for (int j = 0; j < 16; ++j) {
        out[32 + j] = pack(160 + j, 16, 5);
    }
    for (int j = 0; j < 4; ++j) {
        out[48 + j] = pack(240 + j, 4, 4);
    }
    putHalf(out + 52, halfOf(largest));
}

void encodeTQ2_0(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    const float largest = largestMagnitude(256, x);
    int codes[256];
    ternaryCodes(x, largest, codes);
    std::fill_n(out, 64, std::uint8_t{0});
    for (int i = 0; i < 256; ++i) {
        Bytes byte = out + 32 * (i / 128) + i % 32;
        *byte = static_cast<std::uint8_t>(*byte | (codes[i] << (2 * (i % 128 / 32))));
    }
    putHalf(out + 64, halfOf(largest));
}

void encodeMXFP4(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    const float largest = largestMagnitude(32, x);
    const float exponent = largest > 0 && std::isfinite(largest) ? std::floor(std::log2(largest)) - 2 + 127 : 0;
    const auto code = static_cast<std::uint8_t>(static_cast<int>(exponent));
    out[0] = code;
    putFp4(16, x, std::ldexp(1.0F, code - 128), out + 1);
}

void encodeNVFP4(const float* x, const float* /*importance*/, float /*rowSigma2*/, Bytes out) {
    for (int part = 0; part < 4; ++part) {
        const int code = unsignedE4M3(largestMagnitude(16, x + 16 * part) / 6);
        out[part] = static_cast<std::uint8_t>(code);
        putFp4(8, x + 16 * part, halfOfUnsignedE4M3(code), out + 4 + 8 * part);
    }
}

void decodeQ1_0(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 128; ++i) {
        x[i] = ((in[2 + i / 8] >> (i % 8)) & 1) != 0 ? d : -d;
    }
}

void decodeQ2_0(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in));
    for (int i = 0; i < 64; ++i) {
        x[i] = static_cast<float>(((in[2 + i / 4] >> (2 * (i % 4))) & 3) - 1) * d;
    }
}

void decodeTQ1_0(StoredBytes in, float* x) {
    constexpr int powers[5] = {1, 3, 9, 27, 81};
    const float d = floatFromF16(halfAt(in + 52));
    const auto trit = [&](int byte, int n) { return (in[byte] * powers[n] % 256 * 3) >> 8; };
    for (int i = 0; i < 256; ++i) {
        const int t = i < 160   ? trit(i % 32, i / 32)
                      : i < 240 ? trit(32 + (i - 160) % 16, (i - 160) / 16)
                                : trit(48 + (i - 240) % 4, (i - 240) / 4);
        x[i] = static_cast<float>(t - 1) * d;
    }
}

void decodeTQ2_0(StoredBytes in, float* x) {
    const float d = floatFromF16(halfAt(in + 64));
    for (int i = 0; i < 256; ++i) {
        x[i] = static_cast<float>(((in[32 * (i / 128) + i % 32] >> (2 * (i % 128 / 32))) & 3) - 1) * d;
    }
}

void decodeMXFP4(StoredBytes in, float* x) {
    getFp4(16, in + 1, std::ldexp(1.0F, in[0] - 128), x);
}

void decodeNVFP4(StoredBytes in, float* x) {
    for (int part = 0; part < 4; ++part) {
        getFp4(8, in + 4 + 8 * part, halfOfUnsignedE4M3(in[part]), x + 16 * part);
    }
}

} // namespace quantlathe::oracle
