// SPDX-License-Identifier: GPL-3.0-or-later
// How well models predict a text, and how far their predictions are from a reference's (docs/quality.md has the equations).
#pragma once

#include "base/words.h"
#include "measure/text_windows.h"
#include "runtime/forward.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

/// A mean over all scored tokens and its standard error, as if tokens were independent; the error of a single token is NaN.
struct Estimate {
    double value = 0;
    double error = 0;
};

/// Of a model's predictions from those of the reference, token by token. Divergences are KL(reference ‖ model) in nats.
struct Divergence {
    Estimate kl;
    double klMedian = 0;
    double klP99 = 0;  // 99 % of all tokens are not above
    double klP999 = 0; // 99.9 %
    double klMax = 0;
    Estimate topOneAgreement;     // share of tokens for which both find the same one most likely
    Estimate logPerplexityChange; // ln(perplexity / reference's); its error is that of the paired differences
};

/// One model on one text. A value type.
struct TextQuality {
    std::uint64_t tokens = 0; // scored
    Estimate perplexity;
    Estimate logLoss; // mean −log p of the right token in nats: ln(perplexity)
    std::optional<Divergence> divergence;
};

struct TextMeasurement {
    std::optional<TextQuality> reference; // without a divergence
    std::vector<TextQuality> models;      // as given
    double seconds = 0;
};

struct MeasureOptions {
    ForwardOptions forward; // limits hold for all models together
    /// Of the reference; that of the others if not set.
    std::optional<Compute> referenceCompute;
};

/// translated(), the phase in which the models themselves run; another is of their reference.
inline constexpr std::string_view measuringPhase = words("Measuring");

/// Runs the windows through all models, layer by layer side by side, and scores row by row: neither tokens × vocabulary values
/// nor more than one layer's weights of each model are in memory. `reference` may be nullptr: no divergences then. The same
/// numbers for any number of threads. Starts and finishes the progress. `models` is not empty. Throws what ForwardPass throws
/// and Error(badInput) for vocabularies of different size and for logits that are not finite.
[[nodiscard]] TextMeasurement measureText(const WeightSource* reference, std::span<const WeightSource* const> models,
                                          const TextWindows& text, const MeasureOptions& options, const RunContext& context);

} // namespace quantlathe
