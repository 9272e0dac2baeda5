// SPDX-License-Identifier: GPL-3.0-or-later
// What calibrated codes will leave of the error of each weight in each encoding, tried on some rows before a mix is chosen
// (docs/planning.md "What feedback leaves").
#pragma once

#include "plan/candidates.h"
#include "runtime/forward.h"

#include <memory>
#include <optional>
#include <vector>

namespace quantlathe {

/// Less than a minute on two processor cores with AVX2; in work and not in seconds, so that the same command makes the same
/// plan on every machine.
inline constexpr double mostTrialMultiplyAdds = 4e12;

struct FeedbackTrial {
    std::shared_ptr<const CandidateTable> table;
    std::vector<TokenSequence> sequences; // of the calibration
    ForwardOptions options;
    double damping = 0.01; // as CalibratedRequest::damping
};

/// Multiply-adds of all of it.
[[nodiscard]] double trialMultiplyAdds(const FeedbackTrial& trial);

/// A trial with the tokens of a calibration. Nothing where it costs more than `mostMultiplyAdds`, the model cannot be run, or
/// no weight has candidates whose rows a text can choose codes for.
[[nodiscard]] std::optional<FeedbackTrial> feedbackTrial(std::shared_ptr<const CandidateTable> table,
                                                         std::vector<TokenSequence> sequences,
                                                         double mostMultiplyAdds = mostTrialMultiplyAdds);

/// The trial's table with the losses that calibrated codes are expected to have: each candidate's share of what it loses
/// without. Runs the text once through the model and encodes some rows of each matrix; remembered in the cache folder. The
/// weights of stacked experts, which are not tried, get the mean share of their encoding. Progress: started and finished here.
/// Throws Error(badInput) when the text has too few tokens, what ForwardPass throws, and Error of kind `cancelled`.
[[nodiscard]] std::shared_ptr<const CandidateTable> withFeedback(const FeedbackTrial& trial, const RunContext& context);

} // namespace quantlathe
