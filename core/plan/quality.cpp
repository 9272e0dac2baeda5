// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/quality.h"

#include "base/words.h"
#include "weights/encoding_error.h"
#include "weights/result_cache.h"

#include <algorithm>
#include <limits>

namespace quantlathe {
namespace {

EncodingError withoutError(const Weight& weight) {
    EncodingError error;
    error.sqnrDecibels = std::numeric_limits<double>::infinity();
    error.weights = error.weightsLookedAt = weight.elements();
    return error;
}

} // namespace

PlanQuality measureQuality(const Plan& plan, const QualityOptions& options, ResultCache* cache, ThreadArena& arena,
                           Progress& progress, const CancelToken& cancel) {
    const Model& model = *plan.model;
    const ErrorOptions errorOptions{.exact = options.exact, .sampleWeights = options.sampleWeights};
    const auto cost = [&](const Weight& weight) { // of the progress: weights looked at
        return options.exact ? weight.elements() : std::min(weight.elements(), options.sampleWeights);
    };
    std::uint64_t total = 0;
    for (const Choice& choice : plan.choices) {
        total += cost(*choice.weight);
    }
    progress.start(say("Measuring"), total);

    std::vector<EncodingError> errors;
    errors.reserve(plan.choices.size());
    for (const Choice& choice : plan.choices) {
        cancel.throwIfCancelled();
        const Weight& weight = *choice.weight;
        if (isLossless(choice)) {
            errors.push_back(withoutError(weight));
            progress.add(cost(weight));
            continue;
        }
        progress.setItem(weight.name);
        const EncodingGuide guide = plan.guideOf(weight);
        auto known = cache == nullptr ? std::nullopt : cache->find(model, weight, *choice.encoding, guide, errorOptions);
        if (!known) {
            known = measureError(model, weight, *choice.encoding, guide, errorOptions, arena, cancel);
            if (cache != nullptr) {
                cache->store(model, weight, *choice.encoding, guide, errorOptions, *known);
            }
        }
        errors.push_back(*known);
        progress.add(cost(weight));
    }
    progress.finish();
    if (cache != nullptr) {
        cache->save();
    }

    const ModelError whole = parameterWeighted(errors);
    PlanQuality quality{.relativeError = whole.relative,
                        .interval95 = whole.interval95,
                        .sampled = whole.sampled,
                        .weightsLookedAt = whole.weightsLookedAt,
                        .weightsTotal = whole.weights,
                        .weights = {}};
    quality.weights.reserve(errors.size());
    for (std::size_t i = 0; i < errors.size(); ++i) {
        const Choice& choice = plan.choices[i];
        quality.weights.push_back({.weight = choice.weight->name,
                                   .encoding = std::string(choice.encoding->name()),
                                   .relativeError = errors[i].relative,
                                   .sqnrDecibels = errors[i].sqnrDecibels,
                                   .interval95 = errors[i].interval95});
    }
    return quality;
}

} // namespace quantlathe
