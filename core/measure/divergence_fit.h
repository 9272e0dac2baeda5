// SPDX-License-Identifier: GPL-3.0-or-later
// What the divergence of a plan will be, judged by the error of its weights and by the plans of the same model that were
// measured: ln KL = a + b · ln error, the straight line of least squares.
#pragma once

#include <optional>
#include <span>

namespace quantlathe {

struct MeasuredPair {
    double relativeError = 0; // of the weights
    double divergence = 0;    // mean KL divergence in nats
};

struct PredictedDivergence {
    double value = 0;
    double low = 0; // ends of the 95 % interval of prediction
    double high = 0;
};

/// Immutable.
class DivergenceFit {
public:
    /// Pairs that are not positive do not count. Nothing for fewer than `fewestPairs` pairs or when all have the same error.
    [[nodiscard]] static std::optional<DivergenceFit> of(std::span<const MeasuredPair> pairs);
    static constexpr std::size_t fewestPairs = 3;

    /// Precondition: relativeError > 0.
    [[nodiscard]] PredictedDivergence at(double relativeError) const;
    [[nodiscard]] double slope() const { return slope_; }

private:
    std::size_t count_ = 0;
    double meanX_ = 0, meanY_ = 0;
    double spreadX_ = 0; // Σ (x − mean)²
    double slope_ = 0;
    double deviation_ = 0; // of the residuals, with count − 2 degrees of freedom
};

} // namespace quantlathe
