// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/bitsandbytes/nested_scales.h"

#include "codecs/bitsandbytes/tables.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cmath>

namespace quantlathe::bitsandbytes {
namespace {

/// Finds codes: how many of the 255 thresholds between the map's entries are smaller. The upper bits of a float choose a cell
/// that holds a few thresholds at most; the table has the code of the cell's smallest float.
class NestedCoder {
public:
    NestedCoder() {
        for (std::size_t i = 0; i < thresholds_.size(); ++i) {
            thresholds_[i] = (dynamicMap[i] + dynamicMap[i + 1]) / 2;
        }
        for (std::uint32_t cell = 0; cell < cells; ++cell) {
            const bool isNegative = cell >= cells / 2;
            const auto smallest = std::bit_cast<float>((cell << shift) | (isNegative ? (1U << shift) - 1 : 0U));
            // The cells beyond 1, infinity and NaN are never looked at.
            codes_[cell] = static_cast<std::uint8_t>(std::ranges::lower_bound(thresholds_, smallest) - thresholds_.begin());
        }
    }
    [[nodiscard]] std::uint8_t operator()(float value) const {
        std::uint8_t code = codes_[std::bit_cast<std::uint32_t>(value) >> shift];
        while (code < thresholds_.size() && value > thresholds_[code]) {
            ++code;
        }
        return code;
    }

private:
    static constexpr unsigned shift = 16;
    static constexpr std::uint32_t cells = 1U << (32 - shift);
    std::array<float, 255> thresholds_{};
    std::array<std::uint8_t, cells> codes_{};
};

const NestedCoder& coder() {
    static const NestedCoder instance;
    return instance;
}

} // namespace

float encodeNestedBlock(std::span<const float> scales, float offset, std::span<std::byte> codes) {
    assert(scales.size() == codes.size());
    const NestedCoder& find = coder();
    float largest = 0;
    for (const float scale : scales) {
        largest = std::max(largest, std::abs(scale - offset));
    }
    const float inverse = largest == 0 ? 0 : 1 / largest;
    const bool divides = std::isinf(inverse); // of a denormal
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const float distance = scales[i] - offset;
        const float scaled = std::clamp(divides ? distance / largest : distance * inverse, -1.0F, 1.0F);
        codes[i] = std::byte{find(scaled)};
    }
    return largest;
}

} // namespace quantlathe::bitsandbytes
