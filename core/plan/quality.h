// SPDX-License-Identifier: GPL-3.0-or-later
// How much a plan changes the weights: the parameter-weighted relative error over all tensors, sampled or exact.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "plan/plan.h"

#include <string>
#include <vector>

namespace quantlathe {

class ResultCache;

struct WeightQuality {
    std::string weight;
    std::string encoding;
    double relativeError = 0; // ‖W − Q‖ / ‖W‖
    double sqnrDecibels = 0;
    double interval95 = 0; // half width; 0 when exact
};

struct PlanQuality {
    double relativeError = 0; // Σ nᵢ·relᵢ / Σ nᵢ over all weights
    double interval95 = 0;    // half width; 0 when exact
    bool sampled = false;
    std::uint64_t weightsLookedAt = 0;
    std::uint64_t weightsTotal = 0;
    std::vector<WeightQuality> weights; // in the order of the plan's choices
};

struct QualityOptions {
    bool exact = false;
    /// Sampled weights per tensor; tensors not larger than this are measured whole.
    std::uint64_t sampleWeights = 1U << 18U;
};

/// Measures every (weight, encoding) pair of the plan that the cache does not know. `cache` may be nullptr.
[[nodiscard]] PlanQuality measureQuality(const Plan& plan, const QualityOptions& options, ResultCache* cache,
                                         ThreadArena& arena, Progress& progress, const CancelToken& cancel);

} // namespace quantlathe
