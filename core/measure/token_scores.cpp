// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/token_scores.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace quantlathe {

Estimate meanOf(std::span<const double> values) {
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    const double error =
        values.size() < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(squares / (count - 1) / count);
    return {mean, error};
}

double quantileOf(std::span<const double> sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], place - static_cast<double>(below));
}

TextQuality summaryOf(const TokenScores& scores, const TokenScores* reference) {
    TextQuality quality;
    quality.tokens = scores.losses.size();
    quality.logLoss = meanOf(scores.losses);
    const double perplexity = std::exp(quality.logLoss.value);
    quality.perplexity = {perplexity, perplexity * quality.logLoss.error}; // to first order
    if (reference == nullptr) {
        return quality;
    }
    Divergence& divergence = quality.divergence.emplace();
    divergence.kl = meanOf(scores.divergences);
    std::vector<double> values = scores.divergences;
    std::ranges::sort(values);
    divergence.klMedian = quantileOf(values, 0.5);
    divergence.klP99 = quantileOf(values, 0.99);
    divergence.klP999 = quantileOf(values, 0.999);
    divergence.klMax = values.back();
    values.assign(scores.agreements.begin(), scores.agreements.end());
    divergence.topOneAgreement = meanOf(values);
    std::ranges::transform(scores.losses, reference->losses, values.begin(), std::minus<>());
    divergence.logPerplexityChange = meanOf(values);
    return quality;
}

} // namespace quantlathe
