// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/sensitivity.h"

#include "base/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlathe {
namespace {

/// Sensitivity a parameter, relative to the mean of a block's matrices (docs/planning.md, "Without data").
struct RoleFactor {
    Role role;
    double dense;
    double experts; // in a mixture of experts
};
constexpr auto roleFactors = std::to_array<RoleFactor>({
    {Role::tokenEmbedding, 0.5, 1.5}, // untied
    {Role::output, 2, 8},
    {Role::attnQ, 0.7, 4},
    {Role::attnK, 3.5, 50},
    {Role::attnV, 5, 60},
    {Role::attnQkv, 0.9, 8},
    {Role::attnOutput, 1.6, 9},
    {Role::attnQA, 0.9, 8}, // narrow matrices of latent attention: taken as linear attention's
    {Role::attnQB, 0.7, 4},
    {Role::attnKvA, 3.5, 50},
    {Role::attnKvB, 3.5, 50},
    {Role::attnKB, 3.5, 50},
    {Role::attnVB, 5, 60},
    {Role::ffnGate, 0.72, 2.2},
    {Role::ffnUp, 0.86, 2.6},
    {Role::ffnDown, 0.95, 4},
    {Role::ffnGateExperts, 0.31, 0.31},
    {Role::ffnUpExperts, 0.32, 0.32},
    {Role::ffnDownExperts, 0.5, 0.5},
    {Role::ffnGateShared, 40, 40},
    {Role::ffnUpShared, 40, 40},
    {Role::ffnDownShared, 40, 40},
});
constexpr double tiedEmbeddingFactor = 9;
constexpr double firstLayerFactor = 1.3;
constexpr double lastLayerFactor = 2;
/// Nats for a relative squared error of 1 in every weight of factor 1: between Llama 2 7B (2), Qwen3 4B (4.3) and Llama 3 8B
/// (4.7).
constexpr double modelFactor = 4;

constexpr double kappa = 0.44;
constexpr double mostLoss = 4; // far beyond broken: keeps exp() within bounds
constexpr double perplexityFactor = 0.83;
constexpr double perplexityFactorLow = 0.67;
constexpr double perplexityFactorHigh = 1.01;

double factorOf(const Weight& weight, bool hasExperts, bool isTied, std::uint32_t layers) {
    if (weight.role == Role::tokenEmbedding && isTied) {
        return tiedEmbeddingFactor;
    }
    const auto* const found = std::ranges::find(roleFactors, weight.role, &RoleFactor::role);
    const double role = found == roleFactors.end() ? 1.0 : hasExperts ? found->experts : found->dense;
    if (!weight.layer || layers < 2) {
        return role;
    }
    return role * (*weight.layer == 0 ? firstLayerFactor : *weight.layer + 1 == layers ? lastLayerFactor : 1.0);
}

} // namespace

std::string_view name(SensitivitySource source) {
    switch (source) {
    case SensitivitySource::prior: return "prior";
    case SensitivitySource::importance: return "importance";
    case SensitivitySource::measured: return "measured";
    }
    return "prior";
}

double Sensitivity::of(std::string_view weightName) const {
    const auto found = perError.find(std::string(weightName));
    return found == perError.end() ? 0.0 : found->second;
}

Sensitivity priorSensitivity(const Model& model, bool withImportance) {
    Sensitivity sensitivity;
    sensitivity.source = withImportance ? SensitivitySource::importance : SensitivitySource::prior;
    sensitivity.description = withImportance ? say("by role and depth, errors weighed by the importance matrix")
                                             : say("by role and depth, not measured");
    sensitivity.bandFactor = 2.5;
    double parameters = 0;
    bool hasOutput = false;
    for (const Weight& weight : model.weights()) {
        if (weight.dimensions() >= 2) {
            parameters += static_cast<double>(weight.elements());
            hasOutput = hasOutput || weight.role == Role::output;
        }
    }
    for (const Weight& weight : model.weights()) {
        if (weight.dimensions() >= 2) {
            const double share = static_cast<double>(weight.elements()) / parameters;
            sensitivity.perError[weight.name] =
                modelFactor * share * factorOf(weight, model.hyper().experts > 0, !hasOutput, model.hyper().layers);
        }
    }
    return sensitivity;
}

double klOfLoss(double loss) {
    const double bounded = std::min(loss, mostLoss);
    return loss * std::exp(kappa * bounded);
}

double lossOfKl(double kl) {
    double low = 0;
    double high = std::max(kl, 0.0); // klOfLoss(x) ≥ x
    constexpr int halvings = 200;
    for (int i = 0; i < halvings && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        (klOfLoss(middle) < kl ? low : high) = middle;
    }
    return high;
}

Prediction predict(double loss, double interval95, SensitivitySource source, double bandFactor) {
    Prediction prediction;
    prediction.loss = loss;
    prediction.source = source;
    prediction.kl = klOfLoss(loss);
    prediction.klLow = klOfLoss(std::max(0.0, loss - interval95)) / bandFactor;
    prediction.klHigh = klOfLoss(loss + interval95) * bandFactor;
    prediction.logPerplexityChange = perplexityFactor * prediction.kl;
    prediction.logPerplexityChangeLow = perplexityFactorLow * prediction.klLow;
    prediction.logPerplexityChangeHigh = perplexityFactorHigh * prediction.klHigh;
    return prediction;
}

} // namespace quantlathe
