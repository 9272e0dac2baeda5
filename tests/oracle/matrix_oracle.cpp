// SPDX-License-Identifier: GPL-3.0-or-later
#include "oracle/matrix_oracle.h"

#include "base/numeric.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlathe::oracle {
namespace {

/// x ÷ absmax as the library computes it; an absmax without a finite reciprocal divides.
float scaled(float x, float absmax) {
    const float inverse = 1 / absmax;
    return absmax == 0 ? 0 : std::isinf(inverse) ? x / absmax : x * inverse;
}

unsigned fp4Code(float s) {
    const float a = std::abs(s);
    const unsigned sign = s < 0 ? 8 : 0;
    if (a > 0.583333F) {
        return sign | (a > 0.8333333F ? 3U : 2U);
    }
    if (a > 0.29166667F) {
        return sign | (a > 0.4166667F ? 5U : 4U);
    }
    if (a > 0.0859375F) {
        return sign | (a > 0.20833333F ? 7U : 6U);
    }
    return sign | (a > 0.00260417F ? 1U : 0U);
}

template <class CodeOf>
FourBitBlocks encodeFourBit(std::span<const float> values, std::size_t blockSize, CodeOf codeOf) {
    FourBitBlocks out;
    out.packed.resize((values.size() + 1) / 2);
    for (std::size_t first = 0; first < values.size(); first += blockSize) {
        const std::size_t end = std::min(values.size(), first + blockSize);
        float absmax = 0;
        for (std::size_t i = first; i < end; ++i) {
            absmax = std::max(absmax, std::abs(values[i]));
        }
        out.absmax.push_back(absmax);
        for (std::size_t i = first; i < (end + 1) / 2 * 2; ++i) {
            const unsigned code = codeOf(i < end ? scaled(values[i], absmax) : 0.0F);
            out.packed[i / 2] |= std::byte(i % 2 == 0 ? code << 4 : code);
        }
    }
    return out;
}

/// Nearest of all 256 values by search; of two equally near ones the even code.
std::byte e4m3Code(float value) {
    const float magnitude = std::min(std::abs(value), 448.0F);
    unsigned best = 0;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (unsigned code = 0; code < 127; ++code) {
        const double distance =
            std::abs(static_cast<double>(floatFromF8E4M3(static_cast<std::uint8_t>(code))) - static_cast<double>(magnitude));
        if (distance < bestDistance || (distance == bestDistance && code % 2 == 0)) {
            best = code;
            bestDistance = distance;
        }
    }
    return std::byte(best | (std::signbit(value) ? 128U : 0U));
}

float largestOf(std::span<const float> row) {
    float largest = 0;
    for (const float value : row) {
        largest = std::max(largest, std::abs(value));
    }
    return largest;
}

} // namespace

FourBitBlocks encodeNf4(std::span<const float> values, std::size_t blockSize, std::span<const float> levels) {
    return encodeFourBit(values, blockSize, [&](float s) {
        unsigned code = 0;
        for (std::size_t i = 0; i < 15; ++i) {
            code += s > (levels[i] + levels[i + 1]) / 2 ? 1 : 0;
        }
        return code;
    });
}

FourBitBlocks encodeFp4(std::span<const float> values, std::size_t blockSize) {
    return encodeFourBit(values, blockSize, fp4Code);
}

NestedScales encodeNested(std::span<const float> scales, std::span<const float> map) {
    NestedScales out;
    double sum = 0;
    for (const float scale : scales) {
        sum += static_cast<double>(scale);
    }
    out.offset = static_cast<float>(sum / static_cast<double>(scales.size()));
    for (std::size_t first = 0; first < scales.size(); first += 256) {
        const std::size_t end = std::min(scales.size(), first + 256);
        float absmax = 0;
        for (std::size_t i = first; i < end; ++i) {
            absmax = std::max(absmax, std::abs(scales[i] - out.offset));
        }
        out.absmax.push_back(absmax);
        for (std::size_t i = first; i < end; ++i) {
            const float s = std::clamp(scaled(scales[i] - out.offset, absmax), -1.0F, 1.0F);
            unsigned code = 0;
            while (code < 255 && s > (map[code] + map[code + 1]) / 2) {
                ++code;
            }
            out.codes.push_back(std::byte(code));
        }
    }
    return out;
}

CodedRows encodeInt8(std::span<const float> values, std::size_t columns) {
    CodedRows out;
    std::vector<float> row(columns);
    for (std::size_t first = 0; first < values.size(); first += columns) {
        for (std::size_t i = 0; i < columns; ++i) {
            row[i] = floatFromF16(f16FromFloat(values[first + i]));
        }
        const float largest = largestOf(row);
        out.scales.push_back(largest);
        for (const float value : row) {
            const float steps = largest == 0 ? 0 : value * (127 / largest);
            out.codes.push_back(std::byte(static_cast<std::uint8_t>(std::lrint(steps))));
        }
    }
    return out;
}

CodedRows encodeFp8(std::span<const float> values, std::size_t columns, bool bf16) {
    CodedRows out;
    std::vector<float> row(columns);
    for (std::size_t first = 0; first < values.size(); first += columns) {
        for (std::size_t i = 0; i < columns; ++i) {
            row[i] = bf16 ? floatFromBf16(bf16FromFloat(values[first + i])) : values[first + i];
        }
        const float scale = std::max(largestOf(row) / 448, 1.0F / (448 * 512));
        out.scales.push_back(scale);
        for (const float value : row) {
            out.codes.push_back(e4m3Code(value / scale));
        }
    }
    return out;
}

Int4Groups encodeInt4(std::span<const float> values, std::size_t columns, std::size_t groupSize) {
    const std::size_t rows = values.size() / columns;
    const std::size_t groups = columns / groupSize;
    Int4Groups out{std::vector<std::byte>(values.size() / 2), std::vector<std::uint16_t>(groups * rows),
                   std::vector<std::uint16_t>(groups * rows)};
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t group = 0; group < groups; ++group) {
            const std::size_t first = row * columns + group * groupSize;
            std::vector<float> w(groupSize);
            for (std::size_t i = 0; i < groupSize; ++i) {
                w[i] = floatFromBf16(bf16FromFloat(values[first + i]));
            }
            const auto [low, high] = std::ranges::minmax(w);
            const float scale = std::max(high - low, 1e-6F) / 15;
            for (std::size_t i = 0; i < groupSize; ++i) {
                const float steps = std::clamp(std::nearbyint((w[i] - low) / scale), 0.0F, 15.0F);
                const unsigned code = static_cast<unsigned>(static_cast<int>(steps) - 8) & 15U;
                out.codes[(first + i) / 2] |= std::byte(i % 2 == 0 ? code : code << 4);
            }
            out.scales[group * rows + row] = bf16FromFloat(scale);
            out.zeros[group * rows + row] = bf16FromFloat(low + 8 * scale);
        }
    }
    return out;
}

} // namespace quantlathe::oracle
