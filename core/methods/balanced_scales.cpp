// SPDX-License-Identifier: GPL-3.0-or-later
#include "methods/balanced_scales.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace quantlathe {
namespace {

constexpr std::size_t rowsAtOnce = 32;
constexpr int rounds = 60;

/// Of a side, inputs or weights, scaled: the sum over rows of the squared norms, and what each column has of it.
struct Side {
    double squares = 0; // Σ of values²
    double norms = 0;   // Σ of (norm of a row)²
    std::vector<double> ofSquares;
    std::vector<double> ofNorms;

    explicit Side(std::size_t columns) : ofSquares(columns), ofNorms(columns) {}
    void addRows(const Side& other) {
        norms += other.norms;
        std::ranges::transform(ofSquares, other.ofSquares, ofSquares.begin(), std::plus());
        std::ranges::transform(ofNorms, other.ofNorms, ofNorms.begin(), std::plus());
    }
};

float eighthPower(float value) {
    value *= value;
    value *= value;
    return value * value;
}

void addRow(std::span<const float> row, std::span<const float> scales, std::vector<float>& powers, Side& side) {
    const std::size_t columns = scales.size();
    float largest = 0;
    for (std::size_t i = 0; i < columns; ++i) {
        powers[i] = std::abs(row[i] * scales[i]);
        largest = std::max(largest, powers[i]);
    }
    if (!(largest > 0)) {
        return;
    }
    const float inverse = 1 / largest;
    double sum = 0;
    for (std::size_t i = 0; i < columns; ++i) {
        const double square = double{powers[i]} * powers[i];
        side.ofSquares[i] += square;
        powers[i] = eighthPower(powers[i] * inverse);
        sum += powers[i];
    }
    constexpr double power = 2.0 / 8;
    const double norm = double{largest} * largest * std::pow(sum, power); // squared
    side.norms += norm;
    const double each = norm / sum;
    for (std::size_t i = 0; i < columns; ++i) {
        side.ofNorms[i] += each * powers[i];
    }
}

Side sideOf(std::span<const float> rows, std::span<const float> scales, const ForEach& forEach) {
    const std::size_t columns = scales.size();
    const std::size_t count = rows.size() / columns;
    const std::size_t tiles = (count + rowsAtOnce - 1) / rowsAtOnce;
    std::vector<Side> parts(tiles, Side(columns));
    forEach(tiles, [&](std::size_t tile) {
        std::vector<float> powers(columns);
        for (std::size_t row = tile * rowsAtOnce; row < std::min(count, (tile + 1) * rowsAtOnce); ++row) {
            addRow(rows.subspan(row * columns, columns), scales, powers, parts[tile]);
        }
    });
    Side all(columns);
    for (const Side& part : parts) {
        all.addRows(part);
    }
    all.squares = std::accumulate(all.ofSquares.begin(), all.ofSquares.end(), 0.0);
    return all;
}

} // namespace

std::vector<float> balancedScales(const RoundedLayer& layer, const ForEach& forEach) {
    const std::size_t columns = layer.ofColumn.size();
    std::vector<double> logs(layer.factors);
    std::vector<double> best(layer.factors);
    double least = 0;
    for (int round = 0; round < rounds; ++round) {
        std::vector<float> factors(columns);
        std::vector<float> inverses(columns);
        for (std::size_t i = 0; i < columns; ++i) {
            factors[i] = static_cast<float>(std::exp(logs[layer.ofColumn[i]]));
            inverses[i] = 1 / factors[i];
        }
        const Side inputs = sideOf(layer.inputs, inverses, forEach);
        const Side weights = sideOf(layer.weights, factors, forEach);
        const double ofInputs = inputs.norms * weights.squares;
        const double ofWeights = layer.shareOfWeights * weights.norms * inputs.squares;
        const double loss = ofInputs + ofWeights;
        if (!(loss > 0) || !std::isfinite(loss)) {
            break;
        }
        if (round == 0 || loss < least) {
            least = loss;
            best = logs;
        }
        std::vector<double> shrinking(layer.factors); // of the loss: falls as the factor grows
        std::vector<double> growing(layer.factors);
        for (std::size_t i = 0; i < columns; ++i) {
            shrinking[layer.ofColumn[i]] +=
                ofInputs * inputs.ofNorms[i] / inputs.norms + ofWeights * inputs.ofSquares[i] / inputs.squares;
            growing[layer.ofColumn[i]] +=
                ofInputs * weights.ofSquares[i] / weights.squares + ofWeights * weights.ofNorms[i] / weights.norms;
        }
        const double negligible = 1e-3 * loss / static_cast<double>(layer.factors);
        constexpr double step = 1.0 / (8 + 2); // shares grow with these powers of a factor
        double middle = 0;
        for (std::size_t k = 0; k < layer.factors; ++k) {
            logs[k] += step * std::log((shrinking[k] + negligible) / (growing[k] + negligible));
            middle += logs[k] / static_cast<double>(layer.factors);
        }
        for (double& log : logs) {
            log -= middle;
        }
    }
    std::vector<float> factors(layer.factors);
    std::ranges::transform(best, factors.begin(), [](double log) { return static_cast<float>(std::exp(log)); });
    return factors;
}

} // namespace quantlathe
