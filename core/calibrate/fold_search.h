// SPDX-License-Identifier: GPL-3.0-or-later
// Which factors go through a fold: candidates of a method, judged by what rounding would do to the outputs of the layers that
// read the scaled features. Nothing is run through the model for it: their inputs' statistics tell (docs/calibrated.md).
#pragma once

#include "calibrate/fold_method.h"
#include "calibrate/folds.h"
#include "runtime/input_statistics.h"
#include "runtime/run_context.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// What goes into the layers behind a fold while a text passes through the model.
struct FoldInput {
    InputStatistics statistics; // with the Gram matrix where roundingLosses() are wanted
    std::vector<float> sample;  // some rows
};

/// A matrix that reads the scaled features and will be encoded.
struct FoldConsumer {
    const Weight* weight = nullptr;
    std::uint64_t firstRow = 0;
    std::uint64_t rows = 0;
    std::size_t group = 0; // columns that share a scale
};

/// Rows of weights that losses are measured on, one matrix below the other.
struct FoldWeights {
    std::size_t columns = 0;
    std::size_t group = 0;
    std::vector<float> rows;
};

/// For each candidate, factors of the columns: squared error of the outputs, summed over rows and tokens, when weights that
/// were multiplied are rounded to `bits` in groups. `gram`: columns × columns.
[[nodiscard]] std::vector<double> roundingLosses(const FoldWeights& weights, std::span<const float> gram, int bits,
                                                 std::span<const std::vector<float>> candidates, const RunContext& context);

/// The same when codes make up for each other: each weight then stands a step wide of its target, in columns whose errors cost
/// `energies` (FeedbackFactor), so that loss is Σ step² · energy / factor² / 12.
[[nodiscard]] std::vector<double> feedbackRoundingLosses(const FoldWeights& weights, std::span<const float> energies, int bits,
                                                         std::span<const std::vector<float>> candidates,
                                                         const RunContext& context);

/// As roundingLosses() when weights are rounded to eight bits a row, and inputs, the rows of `sample`, too.
[[nodiscard]] std::vector<double> smoothingLosses(const FoldWeights& weights, std::span<const float> sample,
                                                  std::span<const std::vector<float>> candidates, const RunContext& context);

/// fold.factors factors; none where it is best to leave the features as they are.
[[nodiscard]] std::vector<float> searchFactors(const FoldMethod& method, const Fold& fold, const FoldInput& input,
                                               std::span<const FoldConsumer> consumers, const WeightSource& weights,
                                               const RunContext& context);

} // namespace quantlathe
