// SPDX-License-Identifier: GPL-3.0-or-later
// Two models against each other, weight by weight: an original and what a conversion made of it.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "model/model.h"
#include "weights/encoding_error.h"

#include <string>
#include <vector>

namespace quantlathe {

struct WeightComparison {
    std::string name; // canonical
    EncodingError error;
};

struct Comparison {
    double relativeRmse = 0;                // √(Σ‖W−Q‖² / Σ‖W‖²) over all compared weights
    EncodingError overall;                  // of all sums together
    std::vector<WeightComparison> weights;  // in the order of the original
    std::vector<std::string> missing;       // in the original only
    std::vector<std::string> extra;         // in the converted model only
    std::vector<std::string> notComparable; // "name: reason": other shape, or a stored type that nothing decodes

    [[nodiscard]] bool isComplete() const { return missing.empty() && extra.empty() && notComparable.empty(); }
};

/// Matches by canonical name; leading dimensions of 1 do not count. Streams both in tiles, in parallel; the result does not
/// depend on the number of threads. Progress counts the stored bytes of both, start() and finish() included. Throws
/// Error(badInput) when the two have no weight in common, `cancelled` after cancel().
[[nodiscard]] Comparison compareModels(const Model& original, const Model& converted, ThreadArena& arena, Progress& progress,
                                       const CancelToken& cancel);

} // namespace quantlathe
