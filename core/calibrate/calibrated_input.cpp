// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/calibrated_input.h"

#include <algorithm>
#include <functional>

namespace quantlathe {
namespace {

/// The blocks of a matrix along its diagonal.
std::vector<float> blocksOf(std::span<const double> gram, std::size_t columns, std::size_t side) {
    std::vector<float> blocks;
    blocks.reserve(columns * side);
    for (std::size_t row = 0; row < columns; ++row) {
        const auto own = gram.subspan(row * columns + row / side * side, side);
        blocks.insert(blocks.end(), own.begin(), own.end());
    }
    return blocks;
}

} // namespace

double feedbackDamping(std::size_t columns, double tokens, double least) {
    constexpr double ofFewTokens = 8; // docs/calibrated.md tells what was tried
    return std::max(least, ofFewTokens * static_cast<double>(columns) / std::max(tokens, 1.0));
}

CalibratedInput::CalibratedInput(PairSums&& fit, PairSums&& held, std::size_t columns, double damping,
                                 std::span<const std::size_t> groups, bool wantsGramsOfGroups, ThreadArena& arena,
                                 const CancelToken& cancel)
    : columns_(columns), feedback_(arena.run([&] { return GramFactor(fit.gram, columns, damping, {}, cancel).feedback(); })) {
    if (!held.gram.empty()) {
        const std::vector<float> gram(held.gram.begin(), held.gram.end());
        held.gram = {}; // these are what takes most memory
        heldGram_ = PackedFactor({gram.data(), columns}, columns, columns);
    }
    held_ = correctionOf(std::move(held), columns);
    for (const std::size_t group : groups) {
        if (!ordered_.contains(group)) {
            if (wantsGramsOfGroups) {
                ofGroups_.emplace(group, blocksOf(fit.gram, columns, group));
            }
            ordered_.emplace(group, arena.run([&] {
                return GramFactor(fit.gram, columns, damping, orderByEnergy(fit.gram, columns, group), cancel).feedback();
            }));
        }
    }
    fit.gram = {};
    fit_ = correctionOf(std::move(fit), columns);
}

CalibratedInput::Correction CalibratedInput::correctionOf(PairSums&& sums, std::size_t columns) {
    Correction correction{{}, std::move(sums.residual)};
    if (!sums.difference.empty()) {
        correction.difference = PackedFactor({sums.difference.data(), columns, true}, columns, columns);
        sums.difference = {};
    }
    return correction;
}

void CalibratedInput::addTo(const Correction& correction, std::size_t first, std::span<const float> weights,
                            std::span<float> out) const {
    const std::size_t rows = weights.size() / columns_;
    multiplyMatrices(rows, 1.0F, {weights.data(), columns_}, correction.difference, false, out.data(), columns_);
    if (correction.residual.empty()) {
        return;
    }
    const std::size_t hidden = correction.residual.size() / columns_;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t k = 0; k < columns_; ++k) {
            out[row * columns_ + k] += correction.residual[k * hidden + first + row];
        }
    }
}

void CalibratedInput::correct(std::size_t first, std::span<float> targets) const {
    if (fit_.difference.isEmpty()) {
        return;
    }
    std::vector<float> change(targets.size());
    addTo(fit_, first, targets, change);
    solveRows(feedback_, change);
    std::ranges::transform(targets, change, targets.begin(), std::plus());
}

void CalibratedInput::heldBackChanges(std::size_t first, const ValuesInTwoWays& values, std::span<double> changes) const {
    std::ranges::fill(changes, 0.0);
    if (heldGram_.isEmpty()) {
        return;
    }
    // With x̂ what comes in, H its Gram matrix and g = w·Σ x x̂ᵀ + Σ (r − r̂) x̂ᵀ what is wanted, ‖y − ŷ‖² is const + ŵ·H·ŵᵀ −
    // 2·ŵ·g. As Σ x x̂ᵀ = H + Σ (x − x̂) x̂ᵀ, the change is (now − before)·((now + before − 2·w)·H − 2·(g − w·H)).
    const auto& [weights, before, now] = values;
    std::vector<float> sum(weights.size());
    std::vector<float> inner(weights.size());
    for (std::size_t i = 0; i < sum.size(); ++i) {
        sum[i] = (now[i] - weights[i]) + (before[i] - weights[i]);
    }
    multiplyMatrices(changes.size(), 1.0F, {sum.data(), columns_}, heldGram_, false, inner.data(), columns_);
    std::vector<float> missing(weights.size()); // g − w·H
    if (!held_.difference.isEmpty()) {
        addTo(held_, first, weights, missing);
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        changes[i / columns_] += (double{now[i]} - before[i]) * (double{inner[i]} - 2.0 * missing[i]);
    }
}

} // namespace quantlathe
