// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/rope.h"

#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace quantlathe {
namespace {

// Optional numbers of yarn and the names they have in config.json.
struct YarnKey {
    std::string_view key;
    std::array<std::string_view, 2> names;
};
constexpr std::array yarnKeys{
    YarnKey{"yarn_ext_factor", {"extrapolation_factor", "extrapolation_factor"}},
    YarnKey{"yarn_attn_factor", {"attention_factor", "attn_factor"}},
    YarnKey{"yarn_beta_fast", {"beta_fast", "beta_fast"}},
    YarnKey{"yarn_beta_slow", {"beta_slow", "beta_slow"}},
};

} // namespace

std::vector<float> llama3RopeFactors(const RopeScaling& scaling, double base, std::uint32_t headSize) {
    // Single precision in the reference's order of operations: the tensor is compared byte by byte.
    const auto low = static_cast<float>(scaling.lowFrequencyFactor);
    const auto range = static_cast<float>(scaling.highFrequencyFactor - scaling.lowFrequencyFactor);
    const auto factor = static_cast<float>(scaling.factor);
    const auto context = static_cast<float>(scaling.originalContext);
    const double longWavelength = static_cast<double>(scaling.originalContext) / scaling.lowFrequencyFactor;
    const double shortWavelength = static_cast<double>(scaling.originalContext) / scaling.highFrequencyFactor;
    std::vector<float> factors;
    for (std::uint32_t i = 0; i < headSize; i += 2) {
        const float exponent = static_cast<float>(i) / static_cast<float>(headSize);
        const float frequency = 1.0F / static_cast<float>(std::pow(base, static_cast<double>(exponent)));
        const float wavelength = (1.0F / frequency) * static_cast<float>(2.0 * std::numbers::pi);
        if (wavelength < static_cast<float>(shortWavelength)) {
            factors.push_back(1.0F);
        } else if (wavelength > static_cast<float>(longWavelength)) {
            factors.push_back(factor);
        } else {
            const float smooth = ((1.0F / wavelength) * context - low) / range;
            factors.push_back(1.0F / ((1.0F - smooth) / factor + smooth));
        }
    }
    return factors;
}

namespace {

std::vector<RopeScaling> likelyLlama3Scalings(double factor) {
    std::vector<RopeScaling> likely;
    for (const std::uint64_t context : {8192U, 4096U, 2048U, 16384U, 32768U}) {
        for (const auto& [low, high] : {std::pair(1.0, 4.0), std::pair(1.0, 2.0), std::pair(1.0, 8.0)}) {
            RopeScaling& scaling = likely.emplace_back();
            scaling.type = "llama3";
            scaling.factor = factor;
            scaling.lowFrequencyFactor = low;
            scaling.highFrequencyFactor = high;
            scaling.originalContext = context;
        }
    }
    return likely;
}

} // namespace

std::optional<RopeScaling> llama3ScalingOf(std::span<const float> factors, double base) {
    if (factors.empty()) {
        return std::nullopt;
    }
    const auto headSize = static_cast<std::uint32_t>(2 * factors.size());
    for (const RopeScaling& scaling : likelyLlama3Scalings(std::ranges::max(factors))) {
        const std::vector<float> own = llama3RopeFactors(scaling, base, headSize);
        const auto isNear = [](float a, float b) { return std::abs(a - b) <= 1e-5F * std::abs(b); };
        if (std::ranges::equal(own, factors, isNear)) {
            return scaling;
        }
    }
    return std::nullopt;
}

void addRopeScalingKeys(const RopeConfig& rope, const RopeScaling& scaling, const std::string& architecture,
                        Metadata& metadata) {
    if (scaling.type != "linear" && scaling.type != "yarn") {
        return;
    }
    const std::string prefix = architecture + ".rope.scaling.";
    metadata.insert(prefix + "type", scaling.type);
    metadata.insert(prefix + "factor", static_cast<float>(scaling.factor));
    if (scaling.type == "linear") {
        return;
    }
    metadata.insert(prefix + "original_context_length", static_cast<std::uint32_t>(scaling.originalContext));
    for (const YarnKey& row : yarnKeys) {
        if (const auto value = rope.number(row.names)) {
            metadata.insert(prefix + std::string(row.key), static_cast<float>(*value));
        }
    }
}

double longRopeAttentionFactor(const RopeScaling& scaling, std::uint64_t context) {
    const auto original = static_cast<double>(scaling.originalContext);
    const double scale = static_cast<double>(context) / original;
    if (scale <= 1) {
        return 1;
    }
    return scaling.type == "yarn" ? 0.1 * std::log(scale) + 1 : std::sqrt(1 + std::log(scale) / std::log(original));
}

std::optional<std::string> whyNotWritable(const RopeScaling& scaling, std::span<const std::string_view> types,
                                          std::uint32_t dimensions) {
    if (scaling.type == "dynamic" && std::find(types.begin(), types.end(), scaling.type) == types.end()) {
        return say(
            "RoPE scaling of type \"dynamic\" is worked out while a text grows, which no GGUF file can say. It does nothing "
            "up to the trained context: without it in config.json the model can be converted for that length");
    }
    if (!scaling.type.empty() && std::find(types.begin(), types.end(), scaling.type) == types.end()) {
        return say("RoPE scaling of type \"{}\" is not known for this architecture", escapeForDisplay(scaling.type));
    }
    if (scaling.type == "yarn" && scaling.originalContext == 0) {
        return say("yarn RoPE scaling lacks original_max_position_embeddings");
    }
    if (scaling.type == "longrope") {
        if (scaling.originalContext < 2) {
            return say("longrope RoPE scaling lacks original_max_position_embeddings");
        }
        if (scaling.longFactors.size() != dimensions / 2 || scaling.shortFactors.size() != dimensions / 2) {
            return say("longrope RoPE scaling has {} long and {} short factors, expected {} of each",
                       scaling.longFactors.size(), scaling.shortFactors.size(), dimensions / 2);
        }
    }
    if (!(scaling.factor > 0)) {
        return say("the RoPE scaling factor {} is not above 0", scaling.factor);
    }
    const bool isLlama3 = scaling.type == "llama3";
    if (isLlama3 && !(scaling.lowFrequencyFactor > 0 && scaling.highFrequencyFactor > scaling.lowFrequencyFactor)) {
        return say("the RoPE frequency factors {} and {} are not above 0 and in order", scaling.lowFrequencyFactor,
                   scaling.highFrequencyFactor);
    }
    return std::nullopt;
}

} // namespace quantlathe
