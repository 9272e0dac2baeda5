// SPDX-License-Identifier: GPL-3.0-or-later
// Folds of a model as a plan can use them: which of them end in matrices that are encoded, and what they do to the tensors of
// the checkpoint.
#pragma once

#include "calibrate/code_store.h"
#include "calibrate/fold_method.h"
#include "calibrate/fold_search.h"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct PlannedFold {
    Fold fold;
    std::vector<FoldConsumer> consumers; // that are encoded; the others are only scaled
    std::string name;                    // under which the code store has its factors
};

/// Those that the method wants and that can be carried through: every weight is stored as floats, rows as they lie, and what is
/// encoded is encoded from values that are scaled first. `groups`: of each weight whose codes are chosen by calibration, the
/// columns that share a scale.
[[nodiscard]] std::vector<PlannedFold> plannedFolds(const Plan& plan, const Graph& graph,
                                                    const std::map<const Weight*, std::size_t>& groups,
                                                    const FoldMethod& method);

/// The factors nearest to these that the gain of a norm, divided and rounded to the type in which it is written, has after all:
/// what it loses by rounding, its readers then make up for.
[[nodiscard]] std::vector<float> storableFactors(const Plan& plan, const Fold& fold, std::vector<float> factors,
                                                 const WeightSource& weights);

/// `factorsOf(fold)`: none where nothing is scaled.
[[nodiscard]] TensorScalings scalingsOf(const Model& model, std::span<const PlannedFold> folds,
                                        const std::function<std::vector<float>(const PlannedFold&)>& factorsOf);

} // namespace quantlathe
