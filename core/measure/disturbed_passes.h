// SPDX-License-Identifier: GPL-3.0-or-later
// Many models that differ from one original behind some layer, measured against it without running anything twice.
#pragma once

#include "measure/scored_pass.h"
#include "measure/text_quality.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace quantlathe {

/// A model whose embedding and first layers are the original's.
struct DisturbedModel {
    const WeightSource* source = nullptr;
    std::size_t sharedLayers = 0; // more than there are: all of them, only the output differs
};

/// The original passes through the text once, for its logits, and a second time, a few layers before each call, for what comes
/// out of the layers that others share with it. Not thread-safe; uses all threads of the context's arena. After an exception
/// only destruction is of use. Errors: as measureText().
class DisturbedPasses {
public:
    /// `modelsAtOnce`: the most that measure() will be given; limits of `options` hold for all passes together. All outlive the
    /// object.
    DisturbedPasses(const WeightSource& original, const TextWindows& text, const MeasureOptions& options,
                    std::size_t modelsAtOnce);
    ~DisturbedPasses();

    /// Units that measure() will report to Progress::add() for this call.
    [[nodiscard]] std::uint64_t workUnits(std::span<const DisturbedModel> models) const;
    /// Quality and divergence of each, as measureText() gives them, whatever else is measured. Models are ordered by what they
    /// share, within a call and from call to call. Neither starts nor finishes the progress.
    [[nodiscard]] std::vector<TextQuality> measure(std::span<const DisturbedModel> models, const RunContext& context);

private:
    [[nodiscard]] std::size_t layers() const;
    [[nodiscard]] std::size_t sharedBy(const DisturbedModel& model) const;
    void runOriginal(const RunContext& context);
    const ForwardPass& originalBehind(std::size_t layers, const RunContext& context);

    const TextWindows& text_;
    ForwardOptions options_; // of one pass
    std::unique_ptr<ScoredPass> original_;
    std::unique_ptr<ForwardPass> walker_; // the original behind some of its layers
    bool hasRun_ = false;
    bool hasStarted_ = false; // the walker
};

} // namespace quantlathe
