// SPDX-License-Identifier: GPL-3.0-or-later
// Weights and the inputs that they meet, made up.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace quantlathe {

/// Inputs that hang together: few directions that all columns share, some loud columns.
inline std::vector<double> gramOf(std::size_t columns, std::size_t tokens, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    const std::size_t directions = columns / 4;
    std::vector<double> mix(directions * columns);
    std::vector<double> loudness(columns);
    std::ranges::generate(mix, [&] { return normal(random); });
    std::ranges::generate(loudness, [&] { return std::exp(normal(random)); });
    std::vector<double> gram(columns * columns);
    std::vector<double> x(columns);
    for (std::size_t t = 0; t < tokens; ++t) {
        std::ranges::fill(x, 0.0);
        for (std::size_t d = 0; d < directions; ++d) {
            const double amount = normal(random);
            for (std::size_t c = 0; c < columns; ++c) {
                x[c] += amount * mix[d * columns + c];
            }
        }
        for (std::size_t c = 0; c < columns; ++c) {
            x[c] = loudness[c] * (x[c] + normal(random));
        }
        for (std::size_t i = 0; i < columns; ++i) {
            for (std::size_t j = 0; j < columns; ++j) {
                gram[i * columns + j] += x[i] * x[j];
            }
        }
    }
    return gram;
}

inline std::vector<float> weightsOf(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal(0, 0.05F);
    std::vector<float> weights(count);
    std::ranges::generate(weights, [&] { return normal(random); });
    return weights;
}

} // namespace quantlathe
