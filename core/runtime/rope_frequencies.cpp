// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/rope_frequencies.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quantlathe {
namespace {

/// The pair (not rounded) that turns `rotations` times over the original context.
double pairThatTurns(double rotations, const RopeSettings& settings) {
    const double context = static_cast<double>(settings.originalContext);
    return settings.dimensions * std::log(context / (rotations * 2.0 * std::numbers::pi)) / (2.0 * std::log(settings.base));
}

std::vector<double> yarnFrequencies(const std::vector<double>& plain, const RopeSettings& settings) {
    const double last = settings.dimensions - 1.0;
    const double begin = pairThatTurns(settings.fastRotations, settings);
    const double end = pairThatTurns(settings.slowRotations, settings);
    const double low = std::max(settings.isRounded ? std::floor(begin) : begin, 0.0);
    const double high = std::min(settings.isRounded ? std::ceil(end) : end, last);
    std::vector<double> blended;
    for (std::size_t j = 0; j < plain.size(); ++j) {
        const double slowness = std::clamp((static_cast<double>(j) - low) / std::max(high - low, 0.001), 0.0, 1.0);
        const double kept = (1.0 - slowness) * settings.extrapolation;
        blended.push_back(plain[j] * kept + plain[j] / settings.factor * (1.0 - kept));
    }
    return blended;
}

std::vector<double> divided(std::vector<double> frequencies, std::span<const float> divisors) {
    for (std::size_t j = 0; j < std::min(frequencies.size(), divisors.size()); ++j) {
        frequencies[j] /= divisors[j];
    }
    return frequencies;
}

} // namespace

Rope ropeOf(const RopeSettings& settings, bool interleaved) {
    std::vector<double> plain;
    for (std::uint32_t i = 0; i < settings.dimensions; i += 2) {
        plain.push_back(std::pow(settings.base, -static_cast<double>(i) / settings.dimensions));
    }
    Rope rope;
    rope.interleaved = interleaved;
    rope.magnitude = settings.magnitude;
    if (settings.isYarn) {
        rope.frequencies = yarnFrequencies(plain, settings);
        return rope;
    }
    for (double& frequency : plain) {
        frequency /= settings.factor;
    }
    rope.frequencies = divided(plain, settings.divisors);
    if (!settings.longDivisors.empty()) {
        rope.longFrequencies = divided(plain, settings.longDivisors);
        rope.longFrom = settings.originalContext;
    }
    return rope;
}

} // namespace quantlathe
