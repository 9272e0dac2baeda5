// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/input_rounding.h"

#include "base/words.h"
#include "codecs/compressed_tensors/family.h"
#include "codecs/tensorrt/split_int8.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace quantlathe {
namespace {

/// Floats of few bits: steps of 2^(exponent − mantissaBits), the exponent never below `leastExponent`.
struct SmallFloat {
    int mantissaBits;
    int leastExponent;
    float largest;
};
constexpr SmallFloat e4m3{3, -6, 448};
constexpr SmallFloat e2m1{1, 0, 6};
constexpr float leastScaleOfToken = 1.0F / (448 * 512); // as vLLM has them
constexpr float leastLargestOfGroup = 1e-10F;

/// Nearest, ties to even; what is too large becomes the largest.
float nearest(const SmallFloat& type, float value) {
    constexpr int bias = 127;
    constexpr std::uint32_t mantissa = 23;
    constexpr std::uint32_t half = 1U << 22U;
    value = std::clamp(value, -type.largest, type.largest); // a NaN stays
    const int own = static_cast<int>((std::bit_cast<std::uint32_t>(value) >> mantissa) & 0xFFU) - bias;
    const int exponent = std::min(std::max(own, type.leastExponent), bias - 1);
    // 1.5 · 2^23 steps: adding them and taking them away rounds to whole steps.
    const auto raised = static_cast<std::uint32_t>(exponent - type.mantissaBits + static_cast<int>(mantissa) + bias);
    const auto many = std::bit_cast<float>((std::min(raised, 254U) << mantissa) | half);
    return (value + many) - many;
}

float wholeNumber(float value) {
    constexpr float toNearest = 0x1.8p23F;
    return (value + toNearest) - toNearest;
}

float largestOf(std::span<const float> x) {
    float largest = 0;
    for (const float value : x) {
        largest = std::max(largest, std::abs(value));
    }
    return largest;
}

void roundToInt8(std::span<const float> x, float scale, int zero, std::span<float> out) {
    constexpr float lowest = -128;
    constexpr float highest = 127;
    const auto offset = static_cast<float>(zero);
    std::ranges::transform(x, out.begin(), [=](float value) {
        return wholeNumber(std::clamp(value / scale, lowest - offset, highest - offset)) * scale;
    });
}

void roundToFloat8(std::span<const float> x, float scale, std::span<float> out) {
    std::ranges::transform(x, out.begin(), [scale](float value) { return nearest(e4m3, value / scale) * scale; });
}

/// The scale of a group is E4M3 of its largest magnitude ÷ 6, times a scale of the whole that the file holds.
void roundToFloat4(std::span<const float> x, float global, std::span<float> out) {
    const float stored = nearest(e4m3, global * (largestOf(x) / e2m1.largest));
    const float scale = stored / global;
    std::ranges::transform(x, out.begin(), [scale](float value) {
        return scale == 0 ? value * 0 : nearest(e2m1, value / scale) * scale; // times 0: a NaN stays
    });
}

void roundInt8Token(std::span<const float> x, std::span<float> out) {
    constexpr float highest = 127;
    const float scale = largestOf(x) / highest;
    if (scale > 0) {
        roundToInt8(x, scale, 0, out);
    } else {
        std::ranges::copy(x, out.begin());
    }
}

} // namespace

void roundInput(const InputRounding& rounding, std::span<const float> x, std::span<float> out) {
    const std::size_t group = rounding.scales == InputRounding::Scales::group ? rounding.group : x.size();
    for (std::size_t at = 0; at < x.size(); at += group) {
        const auto from = x.subspan(at, std::min(group, x.size() - at));
        const auto to = out.subspan(at, from.size());
        const bool isStored = rounding.scales == InputRounding::Scales::stored;
        switch (rounding.numbers) {
        case InputRounding::Numbers::int8:
            isStored ? roundToInt8(from, rounding.scale, rounding.zero, to) : roundInt8Token(from, to);
            break;
        case InputRounding::Numbers::float8: {
            const float largest = largestOf(from);
            const float own = rounding.scales == InputRounding::Scales::token
                                  ? std::max(largest / e4m3.largest, leastScaleOfToken)
                                  : std::max(largest, leastLargestOfGroup) / e4m3.largest;
            roundToFloat8(from, isStored ? rounding.scale : own, to);
            break;
        }
        case InputRounding::Numbers::float4: roundToFloat4(from, rounding.scale, to); break;
        }
    }
}

std::optional<InputRounding> inputRoundingOf(const Encoding& encoding) {
    constexpr std::uint32_t groupOfActivations = 128;
    if (tensorrt::isSplitInt8(encoding)) {
        return InputRounding{.numbers = InputRounding::Numbers::int8, .scales = InputRounding::Scales::token};
    }
    const auto scheme = compressed::schemeOf(encoding);
    if (!scheme || scheme->activations == compressed::Scheme::Activations::kept) {
        return std::nullopt;
    }
    if (scheme->activations == compressed::Scheme::Activations::perTensorGroup) { // its scale is not the encoding's
        return InputRounding{.numbers = InputRounding::Numbers::float4,
                             .scales = InputRounding::Scales::group,
                             .group = static_cast<std::uint32_t>(scheme->group),
                             .isKnown = false};
    }
    const bool isPerToken = scheme->activations == compressed::Scheme::Activations::perToken;
    return InputRounding{
        .numbers = scheme->isFloat ? InputRounding::Numbers::float8 : InputRounding::Numbers::int8,
        .scales = isPerToken ? InputRounding::Scales::token : InputRounding::Scales::group,
        .group = isPerToken ? 0 : groupOfActivations,
    };
}

std::string describe(const InputRounding& rounding) {
    if (!rounding.isKnown) {
        return say("in a way that is not known here, so they were left as they are");
    }
    if (rounding.numbers == InputRounding::Numbers::float4) {
        return say("FP4, a scale for {} features", rounding.group);
    }
    const char* const numbers = rounding.numbers == InputRounding::Numbers::int8 ? "INT8" : "FP8";
    switch (rounding.scales) {
    case InputRounding::Scales::token: return say("{}, a scale a token", numbers);
    case InputRounding::Scales::group: return say("{}, a scale for {} features", numbers, rounding.group);
    case InputRounding::Scales::stored: return say("{}, a stored scale", numbers);
    }
    return {};
}

} // namespace quantlathe
