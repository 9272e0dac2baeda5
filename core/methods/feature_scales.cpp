// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/feature_scales.h"

#include "kernels/matrix_product.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

namespace quantlathe {
namespace {

float largestMagnitudeOf(std::span<const float> values) {
    float largest = 0;
    for (const float value : values) {
        largest = std::max(largest, std::abs(value));
    }
    return largest;
}

/// Neither zero nor endless: what cannot be a factor is 1.
float usable(float factor) {
    return std::isfinite(factor) && factor > 0 ? factor : 1.0F;
}

} // namespace

void RelativeMagnitudes::add(std::span<const float> rows) {
    constexpr float least = 1e-6F;
    const std::size_t columns = sums_.size();
    for (std::size_t at = 0; at < rows.size(); at += group_) {
        const std::span<const float> group = rows.subspan(at, group_);
        const float largest = largestMagnitudeOf(group) + least;
        for (std::size_t i = 0; i < group_; ++i) {
            sums_[at % columns + i] += std::abs(group[i]) / largest;
        }
    }
    rows_ += rows.size() / columns;
}

std::vector<float> RelativeMagnitudes::means() const {
    std::vector<float> means(sums_.size());
    std::ranges::transform(sums_, means.begin(),
                           [this](double sum) { return static_cast<float>(sum / static_cast<double>(rows_)); });
    return means;
}

std::vector<float> activationAwareScales(std::span<const float> inputs, std::span<const float> weights, double ratio) {
    constexpr float least = 1e-4F;
    std::vector<float> scales(inputs.size());
    const auto power = static_cast<float>(ratio);
    for (std::size_t i = 0; i < scales.size(); ++i) {
        float scale = std::pow(inputs[i], power);
        if (!weights.empty()) {
            scale /= std::pow(weights[i], 1 - power) + least;
        }
        scales[i] = std::max(scale, least);
    }
    const auto [smallest, largest] = std::ranges::minmax(scales);
    const float middle = std::sqrt(largest * smallest);
    std::ranges::transform(scales, scales.begin(), [middle](float scale) { return usable(scale / middle); });
    return scales;
}

std::vector<float> smoothingScales(std::span<const float> inputs, std::span<const float> weights, double alpha) {
    constexpr float least = 1e-5F;
    std::vector<float> scales(inputs.size());
    const auto power = static_cast<float>(alpha);
    for (std::size_t i = 0; i < scales.size(); ++i) {
        const float scale = std::pow(inputs[i], power) / std::pow(std::max(weights[i], least), 1 - power);
        scales[i] = usable(std::max(scale, least));
    }
    return scales;
}

void roundInGroups(std::span<float> values, std::size_t group, int bits) {
    constexpr float leastRange = 1e-5F;
    const auto steps = static_cast<float>((1 << bits) - 1);
    for (std::size_t at = 0; at < values.size(); at += group) {
        const std::span<float> own = values.subspan(at, group);
        const auto [low, high] = std::ranges::minmax(own);
        const float least = std::min(low, 0.0F);
        const float scale = std::max(std::max(high, 0.0F) - least, leastRange) / steps;
        const float zero = std::clamp(-std::nearbyint(least / scale), 0.0F, steps);
        for (float& value : own) {
            value = (std::clamp(std::nearbyint(value / scale) + zero, 0.0F, steps) - zero) * scale;
        }
    }
}

void roundToEightBits(std::span<float> row) {
    constexpr float leastLargest = 1e-5F;
    constexpr float highest = 127;
    const float scale = std::max(largestMagnitudeOf(row), leastLargest) / highest;
    for (float& value : row) {
        value = std::nearbyint(value / scale) * scale;
    }
}

std::vector<float> bestLimits(std::span<const float> groups, std::size_t columns, std::span<const float> gram, int bits) {
    constexpr int steps = 10;
    constexpr float step = 1.0F / 20;
    const std::size_t count = groups.size() / columns;
    std::vector<float> largest(count);
    for (std::size_t i = 0; i < count; ++i) {
        largest[i] = largestMagnitudeOf(groups.subspan(i * columns, columns));
    }
    std::vector<float> limits = largest; // also where an error is no number
    std::vector<double> least(count, std::numeric_limits<double>::infinity());
    std::vector<float> errors(groups.size());
    std::vector<float> products(groups.size()); // each error's row times the Gram matrix
    const PackedFactor packed({gram.data(), columns}, columns, columns);
    for (int k = 0; k < steps; ++k) {
        const float share = 1 - static_cast<float>(k) * step;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const float limit = largest[i / columns] * share;
            errors[i] = std::clamp(groups[i], -limit, limit);
        }
        roundInGroups(errors, columns, bits);
        std::ranges::transform(errors, groups, errors.begin(), std::minus());
        multiplyMatrices(count, 1, {errors.data(), columns}, packed, false, products.data(), columns);
        for (std::size_t i = 0; i < count; ++i) {
            const auto begin = static_cast<std::ptrdiff_t>(i * columns);
            const auto end = begin + static_cast<std::ptrdiff_t>(columns);
            const double error =
                std::inner_product(errors.begin() + begin, errors.begin() + end, products.begin() + begin, 0.0);
            if (error < least[i]) {
                least[i] = error;
                limits[i] = largest[i] * share;
            }
        }
    }
    return limits;
}

} // namespace quantlathe
