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

/// `shared`: layers of each pass that the first one runs for it, too. Before the first one runs a layer, its stream is what
/// passes that share all layers before need.
void runLayers(const Passes& passes, std::span<const std::size_t> shared, const RunContext& context) {
    const auto takeOver = [&](std::size_t layer) {
        const ForwardPass& reference = passes.front()->pass();
        for (std::size_t i = 1; i < passes.size() && layer > 0; ++i) {
            if (shared[i] == layer) {
                passes[i]->pass().resumeAt(
                    layer, [&](std::size_t first, std::span<float> rows) { reference.stream().read(first, rows); });
            }
        }
    };
    for (std::size_t i = 0; i < passes.size(); ++i) {
        if (shared[i] == 0) {
            passes[i]->pass().embed(context);
        }
    }
    std::size_t layer = 0;
    while (std::ranges::any_of(passes, [](const auto& each) { return each->pass().layersLeft() > 0; })) {
        takeOver(layer);
        for (std::size_t i = 0; i < passes.size(); ++i) {
            if (shared[i] <= layer && passes[i]->pass().layersLeft() > 0) {
                passes[i]->pass().runNextLayer(context);
            }
        }
        ++layer;
    }
    takeOver(layer);
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
    std::vector<std::size_t> shared(passes.size(), 0);
    for (std::size_t i = 0; reference != nullptr && i < options.sharedLayers.size() && i < models.size(); ++i) {
        shared[i + 1] = std::min(options.sharedLayers[i], passes.front()->pass().graph().blocks.size());
    }
    std::uint64_t units = 0;
    for (std::size_t i = 0; i < passes.size(); ++i) {
        checkSameVocabulary(*passes.front(), *passes[i]);
        units += passes[i]->pass().workUnits(shared[i]);
    }
    context.progress.start(translated(measuringPhase), units);
    runLayers(passes, shared, context);

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
