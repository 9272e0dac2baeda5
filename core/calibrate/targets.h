// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan leaves to calibration: which weights, and at which step of a layer each meets its inputs.
#pragma once

#include "calibrate/planned_folds.h"
#include "codecs/matrix_encoding.h"
#include "plan/encoded_matrices.h"
#include "plan/plan.h"
#include "runtime/forward.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace quantlathe {

/// Whether a text can choose the tensors of a matrix of that shape. Precondition: !encoding.whyNot(shape).
[[nodiscard]] bool canBeCalibrated(const MatrixEncoding& encoding, const MatrixShape& shape);

/// A weight whose codes are to be chosen.
struct Calibratable {
    const Choice* choice = nullptr;
    /// Where a matrix becomes several tensors: the only one, or that of each expert. Empty: encoded rows.
    std::vector<PlannedMatrix> matrices{};

    /// The matrix of an expert, or the only one; nullptr: encoded rows.
    [[nodiscard]] const PlannedMatrix* matrix(std::uint32_t expert) const {
        return matrices.empty() ? nullptr : &matrices.at(expert);
    }
    /// Of all its codes.
    [[nodiscard]] std::uint64_t bytes() const;
    /// Columns that share a scale, where the matrix is a grid of several tensors and its rows have more than one scale.
    [[nodiscard]] std::optional<std::size_t> group() const;
};

/// One input of a step, and the weights that multiply it.
struct Target {
    std::vector<Calibratable> weights;
    Step step = Step::mixerInput;
    bool addsToStream = false; // its outputs are added to the stream as they are
    std::uint32_t experts = 0; // stacked ones, each with inputs of its own; 0: a plain matrix

    [[nodiscard]] const Weight& first() const { return *weights.front().choice->weight; }
    /// Of all weights that have one.
    [[nodiscard]] std::vector<std::size_t> groups() const;
};

/// For each layer of the graph, in the order in which its steps work.
[[nodiscard]] std::vector<std::vector<Target>> targetsOf(const Plan& plan, const Graph& graph);

/// The output matrix, which follows all layers. Nothing where no text can choose its codes, or where it is the embedding, too:
/// tokens are looked up there before the first layer, whose codes are chosen for what comes of that.
[[nodiscard]] std::optional<Calibratable> calibratableOutput(const Plan& plan, const Graph& graph);

/// The folds that leave nothing in the plan uncalibrated. Stacked experts take no part in them.
[[nodiscard]] std::vector<PlannedFold> foldsOfPlan(const Plan& plan, const Graph& graph);

} // namespace quantlathe
