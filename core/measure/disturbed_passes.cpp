// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/disturbed_passes.h"

#include <algorithm>

namespace quantlathe {

DisturbedPasses::DisturbedPasses(const WeightSource& original, const TextWindows& text, const MeasureOptions& options,
                                 std::size_t modelsAtOnce)
    : text_(text), options_(options.forward) {
    options_.activationBytes /= modelsAtOnce + 2;
    ForwardOptions ofOriginal = options_;
    ofOriginal.compute = options.referenceCompute.value_or(options_.compute);
    original_ = std::make_unique<ScoredPass>(original, text, ofOriginal);
    walker_ = std::make_unique<ForwardPass>(original, text.sequences, ofOriginal);
}

DisturbedPasses::~DisturbedPasses() = default;

std::size_t DisturbedPasses::layers() const {
    return original_->pass().graph().blocks.size();
}

std::size_t DisturbedPasses::sharedBy(const DisturbedModel& model) const {
    return std::min(model.sharedLayers, layers());
}

std::uint64_t DisturbedPasses::workUnits(std::span<const DisturbedModel> models) const {
    const ForwardPass& pass = original_->pass();
    const std::uint64_t logits = pass.workUnits(layers());
    std::uint64_t units = hasRun_ ? logits : pass.workUnits();
    std::size_t walksTo = walker_->layersDone();
    for (const DisturbedModel& model : models) {
        units += pass.workUnits(sharedBy(model));
        walksTo = std::max(walksTo, sharedBy(model) < layers() ? sharedBy(model) : std::size_t{0});
    }
    return units + pass.workUnits(walker_->layersDone()) - pass.workUnits(walksTo);
}

void DisturbedPasses::runOriginal(const RunContext& context) {
    if (hasRun_) {
        return;
    }
    original_->pass().embed(context);
    while (original_->pass().layersLeft() > 0) {
        original_->pass().runNextLayer(context);
    }
    hasRun_ = true;
}

/// Precondition: never fewer layers than before, but for all of them.
const ForwardPass& DisturbedPasses::originalBehind(std::size_t behind, const RunContext& context) {
    if (behind == layers()) {
        return original_->pass();
    }
    if (!hasStarted_) {
        walker_->embed(context);
        hasStarted_ = true;
    }
    while (walker_->layersDone() < behind) {
        walker_->runNextLayer(context);
    }
    return *walker_;
}

std::vector<TextQuality> DisturbedPasses::measure(std::span<const DisturbedModel> models, const RunContext& context) {
    runOriginal(context);
    std::vector<std::unique_ptr<ScoredPass>> passes;
    std::vector<ScoredPass*> scored;
    for (const DisturbedModel& model : models) {
        passes.push_back(std::make_unique<ScoredPass>(*model.source, text_, options_));
        checkSameVocabulary(*original_, *passes.back());
        scored.push_back(passes.back().get());
        if (sharedBy(model) == 0) {
            passes.back()->pass().embed(context);
        }
    }
    // Layer by layer, so that the pages of a layer's weights are read once for all.
    for (std::size_t layer = 0; layer <= layers(); ++layer) {
        for (std::size_t i = 0; i < models.size(); ++i) {
            ForwardPass& pass = passes[i]->pass();
            if (layer > 0 && sharedBy(models[i]) == layer) {
                const ForwardPass& original = originalBehind(layer, context);
                pass.resumeAt(layer, [&](std::size_t first, std::span<float> rows) { original.stream().read(first, rows); });
            }
            if (layer < layers() && sharedBy(models[i]) <= layer) {
                pass.runNextLayer(context);
            }
        }
    }
    RowScorer(text_, original_->vocabulary(), options_).scoreAll(original_.get(), scored, context);
    std::vector<TextQuality> qualities;
    std::ranges::transform(scored, std::back_inserter(qualities),
                           [&](ScoredPass* pass) { return summaryOf(pass->scores(), &original_->scores()); });
    return qualities;
}

} // namespace quantlathe
