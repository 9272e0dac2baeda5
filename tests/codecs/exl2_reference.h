// SPDX-License-Identifier: GPL-3.0-or-later
// The quantizer of ExLlamaV2's converter as docs/formats/exl2.md tells it, in double precision: for the tests of EXL2.
#pragma once

#include "base/numeric.h"
#include "codecs/exl2/layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <span>
#include <vector>

namespace quantlathe::test {

struct Exl2Reference {
    std::vector<std::uint32_t> order;  // the input feature at each place
    std::vector<std::uint8_t> codes;   // inputs × outputs, in that order
    std::vector<std::uint8_t> factors; // groups × outputs
    std::vector<std::uint16_t> maxima; // of groups, F16
    std::vector<int> choices;          // of groups: which of the 97 multipliers
    std::vector<float> decoded;        // outputs × inputs, in the order of the source
};

/// Upper U with Uᵀ·U = H⁻¹ for H damped as the original does.
inline std::vector<double> inverseFactor(std::vector<double> gram, std::size_t size) {
    double mean = 0;
    for (std::size_t i = 0; i < size; ++i) {
        mean += gram[i * size + i] / static_cast<double>(size);
    }
    for (std::size_t i = 0; i < size; ++i) {
        gram[i * size + i] += std::max(0.12 * mean, 1e-5);
    }
    // With P the reversal of rows and columns, P·H·P = L·Lᵀ gives H⁻¹ = Uᵀ·U for U = P·L⁻¹·P.
    std::vector<double> lower(size * size);
    for (std::size_t j = 0; j < size; ++j) {
        for (std::size_t i = j; i < size; ++i) {
            double sum = gram[(size - 1 - i) * size + (size - 1 - j)];
            for (std::size_t k = 0; k < j; ++k) {
                sum -= lower[i * size + k] * lower[j * size + k];
            }
            lower[i * size + j] = i == j ? std::sqrt(sum) : sum / lower[j * size + j];
        }
    }
    std::vector<double> upper(size * size);
    for (std::size_t column = 0; column < size; ++column) {
        std::vector<double> solution(size);
        for (std::size_t i = column; i < size; ++i) {
            double sum = i == column ? 1 : 0;
            for (std::size_t k = column; k < i; ++k) {
                sum -= lower[i * size + k] * solution[k];
            }
            solution[i] = sum / lower[i * size + i];
            upper[(size - 1 - i) * size + (size - 1 - column)] = solution[i];
        }
    }
    return upper;
}

class Exl2Quantizer {
public:
    /// `weights`: outputs × inputs, outputs a multiple of 32; `gram`: inputs × inputs. Without feedback codes are rounded.
    Exl2Quantizer(std::span<const float> weights, std::span<const float> gram, std::span<const exl2::Group> groups,
                  bool hasFeedback)
        : inputs_(static_cast<std::size_t>(std::sqrt(static_cast<double>(gram.size())) + 0.5)),
          outputs_(weights.size() / inputs_), groups_(exl2::placed(groups)) {
        result_.order.resize(inputs_);
        std::iota(result_.order.begin(), result_.order.end(), 0U);
        std::ranges::stable_sort(result_.order, std::ranges::greater(), [&](std::uint32_t i) { return gram[i * inputs_ + i]; });
        std::vector<double> permuted(gram.size());
        current_.resize(weights.size());
        for (std::size_t i = 0; i < inputs_; ++i) {
            for (std::size_t j = 0; j < inputs_; ++j) {
                permuted[i * inputs_ + j] = static_cast<double>(gram[result_.order[i] * inputs_ + result_.order[j]]);
            }
            for (std::size_t n = 0; n < outputs_; ++n) {
                current_[i * outputs_ + n] = static_cast<double>(weights[n * inputs_ + result_.order[i]]);
            }
        }
        if (hasFeedback) {
            upper_ = inverseFactor(std::move(permuted), inputs_);
        }
    }

    Exl2Reference quantize() {
        result_.codes.resize(current_.size());
        result_.factors.resize(groups_.size() * outputs_);
        result_.decoded.resize(current_.size());
        for (std::size_t g = 0; g < groups_.size(); ++g) {
            chooseScales(g);
            for (std::size_t place = groups_[g].firstInput; place < groups_[g].firstInput + groups_[g].inputs; ++place) {
                quantizeRow(g, place);
            }
        }
        return std::move(result_);
    }

private:
    void chooseScales(std::size_t g) {
        const exl2::PlacedGroup& group = groups_[g];
        const double maxCode = (1U << group.bits) - 1;
        std::vector<double> base(outputs_, 1e-12 / (maxCode / 2));
        for (std::size_t n = 0; n < outputs_; ++n) {
            double largest = 0;
            for (std::size_t i = 0; i < group.inputs; ++i) {
                largest = std::max(largest, std::abs(current_[(group.firstInput + i) * outputs_ + n]));
            }
            base[n] = (largest + 1e-12) / (maxCode / 2);
        }
        const double greatest = *std::ranges::max_element(base);
        std::vector<double> scales(outputs_);
        for (std::size_t n = 0; n < outputs_; ++n) {
            const double factor = std::clamp(std::nearbyint(16 * std::sqrt(base[n] / greatest)), 1.0, 16.0);
            result_.factors[g * outputs_ + n] = static_cast<std::uint8_t>(factor);
            scales[n] = factor / 16 * (factor / 16) * greatest;
        }
        double least = std::numeric_limits<double>::infinity();
        int choice = 0;
        float multiplier = 0;
        for (int i = 0; i <= 96; ++i) {
            const float part = static_cast<float>(i) / 96.0F;
            const float tried = 0.70F * (1 - part) + 1.20F * part;
            const double error = errorWith(group, scales, static_cast<double>(tried));
            if (error < least) {
                least = error;
                choice = i;
                multiplier = tried;
            }
        }
        result_.choices.push_back(choice);
        result_.maxima.push_back(f16FromFloat(static_cast<float>(greatest) * multiplier));
    }

    [[nodiscard]] double errorWith(const exl2::PlacedGroup& group, std::span<const double> scales, double multiplier) const {
        const double zero = group.zero();
        double sum = 0;
        for (std::size_t i = 0; i < group.inputs; ++i) {
            for (std::size_t n = 0; n < outputs_; ++n) {
                const double value = current_[(group.firstInput + i) * outputs_ + n];
                const double step = scales[n] * multiplier;
                const double code = std::clamp(std::nearbyint(value / step), -zero, zero - 1);
                sum += std::pow(std::abs(code * step - value), 3.5);
            }
        }
        return sum;
    }

    void quantizeRow(std::size_t g, std::size_t place) {
        const exl2::PlacedGroup& group = groups_[g];
        const float unit = floatFromF16(f16FromFloat(floatFromF16(result_.maxima[g]) / 256));
        const double zero = group.zero();
        for (std::size_t n = 0; n < outputs_; ++n) {
            const auto factor = static_cast<float>(result_.factors[g * outputs_ + n]);
            const float scale = floatFromF16(f16FromFloat(factor * factor * unit));
            double& value = current_[place * outputs_ + n];
            const double code = std::clamp(std::nearbyint(value / static_cast<double>(scale)) + zero, 0.0, 2 * zero - 1);
            const float decoded = floatFromF16(f16FromFloat(static_cast<float>(code - zero) * scale));
            result_.codes[place * outputs_ + n] = static_cast<std::uint8_t>(code);
            result_.decoded[n * inputs_ + result_.order[place]] = decoded;
            if (!upper_.empty()) {
                const double error = (value - static_cast<double>(decoded)) / upper_[place * inputs_ + place];
                for (std::size_t later = place + 1; later < inputs_; ++later) {
                    current_[later * outputs_ + n] -= upper_[place * inputs_ + later] * error;
                }
            }
        }
    }

    std::size_t inputs_;
    std::size_t outputs_;
    std::vector<exl2::PlacedGroup> groups_;
    std::vector<double> current_; // inputs × outputs, in stored order: with the errors of those before
    std::vector<double> upper_;   // empty: no feedback
    Exl2Reference result_;
};

} // namespace quantlathe::test
