// SPDX-License-Identifier: GPL-3.0-or-later
// How much the model's answers suffer from an error in each weight (docs/planning.md).
#pragma once

#include "model/model.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace quantlathe {

/// Where the sensitivities come from, the better source last.
enum class SensitivitySource : std::uint8_t {
    prior,      // role and depth of the weight, from public measurements of other models
    importance, // the same, applied to errors that an importance matrix weighs by the use of each column
    measured,   // KL divergences of this model with parts of it disturbed
};
[[nodiscard]] std::string_view name(SensitivitySource source); // "prior", "importance", "measured"

/// Loss of a plan = Σ over its weights of perError(weight) · relative squared error of the weight. In nats per token: for
/// small losses the mean KL divergence from the original; see Prediction for larger ones. A value type.
struct Sensitivity {
    SensitivitySource source = SensitivitySource::prior;
    std::string description;                          // one line: "by role and depth, not measured"
    std::unordered_map<std::string, double> perError; // by canonical weight name: nats for a relative squared error of 1
    double bandFactor = 2.5;                          // predictions are true within this factor, about 19 times of 20

    /// 0 for a weight that nothing is known about.
    [[nodiscard]] double of(std::string_view weightName) const;
};

/// Without any data: share of the parameters × a factor for the role × a factor for the depth. Every weight of two or more
/// dimensions has a value. `withImportance` only says that errors will be weighed by an importance matrix.
[[nodiscard]] Sensitivity priorSensitivity(const Model& model, bool withImportance = false);

/// What a loss means. All figures in nats per token.
struct Prediction {
    double loss = 0; // the linear sum
    double kl = 0;   // mean KL divergence from the original
    double klLow = 0;
    double klHigh = 0;
    double logPerplexityChange = 0; // ln(perplexity / the original's)
    double logPerplexityChangeLow = 0;
    double logPerplexityChangeHigh = 0;
    SensitivitySource source = SensitivitySource::prior;
    /// A KL divergence above 1: such a model is of no use, however it is made.
    [[nodiscard]] bool isBroken() const { return kl > 1; }
};
/// KL = loss · exp(0.44 · loss), ln(perplexity ratio) = 0.83 · KL (0.67 to 1.01), fitted to public measurements.
/// `interval95`: half width of the loss from sampled errors.
[[nodiscard]] Prediction predict(double loss, double interval95, SensitivitySource source, double bandFactor);
/// KL of a loss, and the loss of a KL.
[[nodiscard]] double klOfLoss(double loss);
[[nodiscard]] double lossOfKl(double kl);

} // namespace quantlathe
