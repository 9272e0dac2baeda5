// SPDX-License-Identifier: GPL-3.0-or-later
// Models measured one after the other on one text against one reference, with a memory: what is known is not measured again,
// what was interrupted goes on.
#pragma once

#include "measure/quality_cache.h"
#include "measure/scored_pass.h"

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace quantlathe {

/// The reference passes through the text once, at the first question that needs it, and stays behind its last layer: a model
/// then costs one pass of its own. The figures are those of measureText(). Between finished models nothing is lost; within a
/// pass, what takes more than `saveInterval` is saved behind a layer and found again by the next measurer of the same
/// settings. Not thread-safe; uses all threads of the context's arena. After an exception only destruction and the cache are
/// of use. Errors: as measureText().
class TextMeasurer {
public:
    /// `reference` may be nullptr: no divergences then. `cache` may be nullptr: nothing is kept. All outlive the measurer.
    TextMeasurer(const WeightSource* reference, const TextWindows& text, MeasureOptions options, const QualityCache* cache,
                 std::chrono::seconds saveInterval = std::chrono::seconds(60));
    ~TextMeasurer();

    /// Whether the answer is there already.
    [[nodiscard]] bool isKnown(const WeightSource& model) const;
    /// Starts and finishes the progress, whose item names the layer; twice when the reference has to run as well.
    [[nodiscard]] TextQuality measure(const WeightSource& model, const RunContext& context);
    /// Precondition: there is a reference.
    [[nodiscard]] TextQuality measureReference(const RunContext& context);
    /// Nothing more will be asked: removes what a resumed measurement would have needed of the reference.
    void finish();

private:
    void run(ScoredPass& pass, std::string phase, const std::string& key, bool keepAtEnd, std::uint64_t furtherUnits,
             const RunContext& context);
    void makeReferencePass(const RunContext& context);
    [[nodiscard]] ForwardOptions optionsOf(bool isReference) const;
    [[nodiscard]] std::string runKey(const WeightSource& source, bool isReference) const;
    void forget(const std::string& key) const;

    const WeightSource* reference_;
    const TextWindows& text_;
    MeasureOptions options_;
    const QualityCache* cache_;
    std::chrono::seconds saveInterval_;
    std::unique_ptr<ScoredPass> referencePass_;
    std::optional<TextQuality> referenceQuality_;
};

} // namespace quantlathe
