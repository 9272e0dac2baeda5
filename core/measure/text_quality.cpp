// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/text_quality.h"

#include "base/words.h"
#include "measure/scored_pass.h"

#include <algorithm>
#include <chrono>
#include <memory>

namespace quantlathe {
namespace {

using Passes = std::vector<std::unique_ptr<ScoredPass>>;

void runLayers(const Passes& passes, const RunContext& context) {
    for (const auto& each : passes) {
        each->pass().embed(context);
    }
    while (std::ranges::any_of(passes, [](const auto& each) { return each->pass().layersLeft() > 0; })) {
        for (const auto& each : passes) {
            if (each->pass().layersLeft() > 0) {
                each->pass().runNextLayer(context);
            }
        }
    }
}

} // namespace

TextMeasurement measureText(const WeightSource* reference, std::span<const WeightSource* const> models, const TextWindows& text,
                            const MeasureOptions& options, const RunContext& context) {
    const auto startedAt = std::chrono::steady_clock::now();
    ForwardOptions each = options.forward;
    each.activationBytes /= models.size() + (reference != nullptr ? 1 : 0);
    Passes passes; // the reference first
    if (reference != nullptr) {
        ForwardOptions ofReference = each;
        ofReference.compute = options.referenceCompute.value_or(each.compute);
        passes.push_back(std::make_unique<ScoredPass>(*reference, text, ofReference));
    }
    for (const WeightSource* const model : models) {
        passes.push_back(std::make_unique<ScoredPass>(*model, text, each));
    }
    std::uint64_t units = 0;
    for (const auto& pass : passes) {
        checkSameVocabulary(*passes.front(), *pass);
        units += pass->pass().workUnits();
    }
    context.progress.start(translated(measuringPhase), units);
    runLayers(passes, context);

    ScoredPass* const ofReference = reference != nullptr ? passes.front().get() : nullptr;
    std::vector<ScoredPass*> others;
    for (std::size_t i = reference != nullptr ? 1 : 0; i < passes.size(); ++i) {
        others.push_back(passes[i].get());
    }
    RowScorer(text, passes.front()->vocabulary(), each).scoreAll(ofReference, others, context);
    context.progress.finish();

    TextMeasurement measurement;
    if (ofReference != nullptr) {
        measurement.reference = summaryOf(ofReference->scores(), nullptr);
    }
    for (ScoredPass* const other : others) {
        measurement.models.push_back(summaryOf(other->scores(), ofReference != nullptr ? &ofReference->scores() : nullptr));
    }
    measurement.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - startedAt).count();
    return measurement;
}

} // namespace quantlathe
