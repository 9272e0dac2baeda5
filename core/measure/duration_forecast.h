// SPDX-License-Identifier: GPL-3.0-or-later
// How long measuring will take on this machine, from a short run of the model itself.
#pragma once

#include "measure/text_quality.h"
#include "plan/plan.h"

#include <cstddef>

namespace quantlathe {

/// Seconds of one pass: what grows with the text, and what does not.
struct PassDuration {
    double perWindow = 0;
    double once = 0; // encoding the weights
    [[nodiscard]] double seconds(std::size_t windows) const { return perWindow * static_cast<double>(windows) + once; }
};

/// Runs a few of the windows (about `probeTokens` tokens) through the first layer and takes all others for as fast. Throws what
/// ForwardPass throws. Starts no progress.
[[nodiscard]] PassDuration forecastPass(const WeightSource& model, const TextWindows& text, const ForwardOptions& options,
                                        ThreadArena& arena, const CancelToken& cancel, std::size_t probeTokens = 1024);

/// Seconds that encoding all weights of the plan takes: some rows of one weight of every encoding in use are encoded, on one
/// thread. Throws Error(badInput) when a weight cannot be read.
[[nodiscard]] double forecastEncoding(const Plan& plan, ThreadArena& arena, const CancelToken& cancel);

/// The same for encoding them and decoding what became of them. Encodings that take long stop soon after `cancel` was set.
[[nodiscard]] double forecastRoundTrips(const Plan& plan, ThreadArena& arena, const CancelToken& cancel);

} // namespace quantlathe
