// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/compare.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "weights/value_difference.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

/// Lists what cannot be compared in the result; the rest is returned.
std::vector<WeightPair> comparablePairs(const Model& original, const Model& converted, Comparison& result) {
    std::vector<WeightPair> comparable;
    const std::vector<WeightPair> pairs = differenceOf(original, converted).weights;
    for (const WeightPair& pair : pairs) {
        if (!pair.isInBoth()) {
            (pair.first != nullptr ? result.missing : result.extra).push_back(pair.any().name);
        } else if (const auto reason = whyNotComparable(pair)) {
            result.notComparable.push_back(fmt::format("{}: {}", escapeForDisplay(pair.first->name), *reason));
        } else {
            comparable.push_back(pair);
        }
    }
    if (std::ranges::none_of(pairs, &WeightPair::isInBoth)) {
        throw badInput(converted.checkpoint().path(), say("The two models have no weight in common"),
                       say("{} has {} weights, {} has {}, under other names. Compare a model with what was made of it.",
                           original.checkpoint().path().filename().string(), original.weights().size(),
                           converted.checkpoint().path().filename().string(), converted.weights().size()));
    }
    return comparable;
}

} // namespace

Comparison compareModels(const Model& original, const Model& converted, ThreadArena& arena, Progress& progress,
                         const CancelToken& cancel) {
    Comparison result;
    const std::vector<WeightPair> pairs = comparablePairs(original, converted, result);
    const std::vector<ValueDifference> values = compareValues(original, converted, pairs, arena, progress, cancel);
    ErrorSums all;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        all.merge(values[i].error->sums);
        result.weights.push_back({pairs[i].first->name, *values[i].error});
    }
    result.overall = errorFromSums(all);
    result.relativeRmse = result.overall.relative;
    return result;
}

} // namespace quantlathe
