// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/divergence_fit.h"

#include <array>
#include <cmath>
#include <vector>

namespace quantlathe {
namespace {

/// Student's t, two-sided 95 %, by degrees of freedom from 1 on.
double studentT(std::size_t degrees) {
    constexpr std::array<double, 10> table{12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};
    // Beyond the table: the first terms of the expansion about the normal quantile (Abramowitz and Stegun 26.7.5).
    constexpr double z = 1.959964;
    const auto n = static_cast<double>(degrees);
    return degrees <= table.size() ? table[degrees - 1] : z + (z * z * z + z) / (4 * n);
}

} // namespace

std::optional<DivergenceFit> DivergenceFit::of(std::span<const MeasuredPair> pairs) {
    std::vector<double> xs;
    std::vector<double> ys;
    for (const MeasuredPair& pair : pairs) {
        if (pair.relativeError > 0 && pair.divergence > 0) {
            xs.push_back(std::log(pair.relativeError));
            ys.push_back(std::log(pair.divergence));
        }
    }
    if (xs.size() < fewestPairs) {
        return std::nullopt;
    }
    DivergenceFit fit;
    fit.count_ = xs.size();
    const auto n = static_cast<double>(xs.size());
    for (std::size_t i = 0; i < xs.size(); ++i) {
        fit.meanX_ += xs[i] / n;
        fit.meanY_ += ys[i] / n;
    }
    double products = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        fit.spreadX_ += (xs[i] - fit.meanX_) * (xs[i] - fit.meanX_);
        products += (xs[i] - fit.meanX_) * (ys[i] - fit.meanY_);
    }
    if (!(fit.spreadX_ > 1e-12)) {
        return std::nullopt;
    }
    fit.slope_ = products / fit.spreadX_;
    double squares = 0;
    for (std::size_t i = 0; i < xs.size(); ++i) {
        const double residual = ys[i] - fit.meanY_ - fit.slope_ * (xs[i] - fit.meanX_);
        squares += residual * residual;
    }
    fit.deviation_ = std::sqrt(squares / (n - 2));
    return fit;
}

PredictedDivergence DivergenceFit::at(double relativeError) const {
    const double x = std::log(relativeError) - meanX_;
    const double y = meanY_ + slope_ * x;
    const double half = studentT(count_ - 2) * deviation_ * std::sqrt(1 + 1 / static_cast<double>(count_) + x * x / spreadX_);
    return {std::exp(y), std::exp(y - half), std::exp(y + half)};
}

} // namespace quantlathe
