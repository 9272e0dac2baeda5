// SPDX-License-Identifier: GPL-3.0-or-later
// Folds on the walk: chosen layer by layer, before anything of the layer is encoded, from what the model's own activations are.
#pragma once

#include "calibrate/code_store.h"
#include "calibrate/overlaid_weights.h"
#include "calibrate/planned_folds.h"
#include "runtime/forward.h"

#include <map>
#include <span>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// Not thread-safe.
class WalkFolds {
public:
    WalkFolds(const Plan& plan, std::vector<PlannedFold> folds, const FoldMethod& method)
        : plan_(plan), folds_(std::move(folds)), method_(method) {}

    /// `original` is about to run the layer: chooses its factors, or takes over those that an earlier run has chosen, and
    /// applies them to `encoded`.
    void startLayer(const Block& block, ForwardPass& original, const WeightSource& weights, OverlaidWeights& encoded,
                    CodeStoreWriter& writer, const RunContext& context);

    // Of the layer that was started:

    /// What the inputs of the weight are divided by; empty: nothing.
    [[nodiscard]] std::span<const float> factorsOf(const Weight& weight) const;
    /// How a tensor of the checkpoint is scaled; nullptr: not at all.
    [[nodiscard]] const TensorScaling* scalingOf(std::size_t tensor) const;
    /// The importance of the scaled inputs. `own`: memory for it.
    [[nodiscard]] std::span<const float> importanceOf(const Weight& weight, std::span<const float> importance,
                                                      std::vector<float>& own) const;

private:
    [[nodiscard]] FoldInput inputOf(const PlannedFold& planned, ForwardPass& original, const RunContext& context) const;

    const Plan& plan_;
    std::vector<PlannedFold> folds_;
    FoldMethod method_;
    std::map<std::string, std::vector<float>> chosen_; // by name of the fold
    std::unordered_map<const Weight*, std::vector<float>> ofInputs_;
    TensorScalings scalings_;
};

} // namespace quantlathe
