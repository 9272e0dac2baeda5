// SPDX-License-Identifier: GPL-3.0-or-later
// The walk through a model that chooses codes by what a text does in it, layer by layer and step by step (docs/calibrated.md).
#pragma once

#include "calibrate/code_store.h"
#include "plan/plan.h"
#include "runtime/forward.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace quantlathe {

struct CalibratedRequest {
    std::vector<TokenSequence> sequences; // their logits are not made
    ForwardOptions options;
    /// Two streams side by side, the model's own and that of the encoded weights: each matrix makes up for what the ones before
    /// it did wrong. Else all inputs are the model's own.
    bool corrected = true;
    /// Told of each weight as soon as its codes are chosen, in the order of the walk; not of those that an earlier run chose.
    std::function<void(const std::string& weight, const CalibratedLoss& loss)> onChosen{};
    double damping = 0.01; // of each input's own energy, at the least: more where tokens are few
};

/// The weights of the plan that calibration can serve: whole matrices that multiply activations, in an encoding that is a grid
/// or chooses its codes for a Gram matrix itself.
[[nodiscard]] std::vector<const Choice*> calibratableChoices(const Plan& plan);

/// Throws Error(badInput) when the model cannot be run, or when no weight of the plan can be calibrated.
void requireCalibratable(const Plan& plan);

/// How often each layer of such a model is computed in one pass: where a network's parts are not kept from look to look, more
/// than once.
[[nodiscard]] std::uint64_t layerRuns(const Graph& graph);

/// Memory that choosing them takes at the most, beside that of running the model: the sums of the widest input, or of the
/// largest matrix with its input.
[[nodiscard]] std::uint64_t calibrationBytes(const Plan& plan);

/// Chooses their codes, or takes them over where an earlier run chose the same. Throws what requireCalibratable() throws, and
/// Error(badInput) when the text has fewer tokens than a matrix can be fitted to.
/// Progress: started and finished here. The same bytes for any number of threads.
[[nodiscard]] std::shared_ptr<const CodeStore> calibratedCodes(const Plan& plan, const CalibratedRequest& request,
                                                               const RunContext& context);

} // namespace quantlathe
