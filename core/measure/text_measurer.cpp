// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/text_measurer.h"

#include "base/error.h"
#include "base/folder.h"
#include "base/words.h"
#include "runtime/stream_checkpoint.h"

#include <algorithm>
#include <array>
#include <utility>

namespace quantlathe {
namespace {

std::uint64_t logitUnits(const ForwardPass& pass) {
    return static_cast<std::uint64_t>(LinearRunner::multiplyAdds(pass.graph().output, pass.logitPositions().size()) /
                                      multiplyAddsPerUnit);
}

} // namespace

TextMeasurer::TextMeasurer(const WeightSource* reference, const TextWindows& text, MeasureOptions options,
                           const QualityCache* cache, std::chrono::seconds saveInterval)
    : reference_(reference), text_(text), options_(std::move(options)), cache_(cache), saveInterval_(saveInterval) {}

TextMeasurer::~TextMeasurer() = default;

ForwardOptions TextMeasurer::optionsOf(bool isReference) const {
    ForwardOptions options = options_.forward;
    options.activationBytes /= reference_ != nullptr ? 2 : 1;
    if (isReference) {
        options.compute = options_.referenceCompute.value_or(options.compute);
    }
    return options;
}

/// Of one pass alone, whatever it is compared with.
std::string TextMeasurer::runKey(const WeightSource& source, bool isReference) const {
    MeasureOptions options;
    options.forward = optionsOf(isReference);
    const QualityKey key = qualityKey(source.identity(), {}, text_, options);
    return key.model.empty() ? std::string() : key.hash();
}

bool TextMeasurer::isKnown(const WeightSource& model) const {
    return cache_ != nullptr && cache_->find(qualityKey(model, reference_, text_, options_)).has_value();
}

/// All layers, from where an interrupted run stopped. `keepAtEnd`: the last layer is saved like the others.
void TextMeasurer::run(ScoredPass& scored, std::string phase, const std::string& key, bool keepAtEnd,
                       std::uint64_t furtherUnits, const RunContext& context) {
    ForwardPass& pass = scored.pass();
    std::optional<StreamCheckpoint> checkpoint;
    std::size_t done = 0;
    if (cache_ != nullptr && !key.empty()) {
        checkpoint.emplace(cache_->folder() / key, key);
        done = checkpoint->layersDone(pass.stream());
    }
    const std::uint64_t units = pass.workUnits();
    const std::size_t layers = std::max<std::size_t>(pass.graph().blocks.size(), 1);
    context.progress.start(std::move(phase), units + furtherUnits,
                           (units - logitUnits(pass)) * std::min(done, layers) / layers);
    if (done > 0) {
        checkpoint->load(pass, done);
    } else {
        pass.embed(context);
    }
    while (pass.layersLeft() > 0) {
        pass.runNextLayer(context);
        if (checkpoint && (pass.layersLeft() > 0 || keepAtEnd) && checkpoint->isDue(saveInterval_)) {
            try {
                makeFolders(cache_->folder());
                checkpoint->save(pass, context.cancel);
            } catch (const Error& error) {
                if (error.kind() == ErrorKind::cancelled) {
                    throw;
                }
                checkpoint.reset(); // what only saves time may not end the run
            }
        }
    }
}

void TextMeasurer::forget(const std::string& key) const {
    if (cache_ != nullptr && !key.empty()) {
        StreamCheckpoint(cache_->folder() / key, key).remove();
    }
}

void TextMeasurer::makeReferencePass(const RunContext& context) {
    if (referencePass_) {
        return;
    }
    auto pass = std::make_unique<ScoredPass>(*reference_, text_, optionsOf(true));
    run(*pass, say("Running the original"), runKey(*reference_, true), true, 0, context);
    context.progress.finish();
    referencePass_ = std::move(pass);
}

TextQuality TextMeasurer::measure(const WeightSource& model, const RunContext& context) {
    const QualityKey key = qualityKey(model, reference_, text_, options_);
    if (cache_ != nullptr) {
        if (auto known = cache_->find(key)) {
            return *known;
        }
    }
    ScoredPass pass(model, text_, optionsOf(false));
    std::uint64_t furtherUnits = 0;
    if (reference_ != nullptr) {
        makeReferencePass(context);
        checkSameVocabulary(*referencePass_, pass);
        furtherUnits = logitUnits(referencePass_->pass());
    }
    const std::string run = runKey(model, false);
    this->run(pass, translated(measuringPhase), run, false, furtherUnits, context);
    const std::array<ScoredPass*, 1> models{&pass};
    RowScorer(text_, pass.vocabulary(), optionsOf(false)).scoreAll(referencePass_.get(), models, context);
    context.progress.finish();
    const TokenScores* const reference = referencePass_ ? &referencePass_->scores() : nullptr;
    TextQuality quality = summaryOf(pass.scores(), reference);
    if (reference != nullptr) {
        referenceQuality_ = summaryOf(*reference, nullptr);
    }
    if (cache_ != nullptr) {
        cache_->store(key, quality);
        if (referenceQuality_) {
            MeasureOptions ofReference = options_;
            ofReference.forward.compute = optionsOf(true).compute;
            cache_->store(qualityKey(*reference_, nullptr, text_, ofReference), *referenceQuality_);
        }
    }
    if (reference_ == nullptr || model.identity() != reference_->identity()) {
        forget(run);
    }
    return quality;
}

TextQuality TextMeasurer::measureReference(const RunContext& context) {
    if (referenceQuality_) {
        return *referenceQuality_;
    }
    MeasureOptions options = options_;
    options.forward.compute = optionsOf(true).compute;
    const QualityKey key = qualityKey(*reference_, nullptr, text_, options);
    if (cache_ != nullptr) {
        if (auto known = cache_->find(key)) {
            return *known;
        }
    }
    makeReferencePass(context);
    const std::array<ScoredPass*, 1> models{referencePass_.get()};
    RowScorer(text_, referencePass_->vocabulary(), optionsOf(true)).scoreAll(nullptr, models, context);
    context.progress.finish();
    referenceQuality_ = summaryOf(referencePass_->scores(), nullptr);
    if (cache_ != nullptr) {
        cache_->store(key, *referenceQuality_);
    }
    return *referenceQuality_;
}

void TextMeasurer::finish() {
    if (reference_ != nullptr) {
        forget(runKey(*reference_, true));
    }
}

} // namespace quantlathe
