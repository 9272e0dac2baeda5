// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into matrices, as sums over tokens: factored, and ready to judge their codes by (docs/calibrated.md).
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "calibrate/input_pairs.h"
#include "kernels/matrix_product.h"
#include "methods/gram_factor.h"

#include <cstddef>
#include <map>
#include <span>
#include <vector>

namespace quantlathe {

/// By what share of itself each diagonal element of a Gram matrix grows before it is factored: what few tokens say about
/// columns together is mostly chance.
[[nodiscard]] double feedbackDamping(std::size_t columns, double tokens, double least = 0.01);

/// All that matrices with the same input share. Immutable, thread-safe.
class CalibratedInput {
public:
    /// `fit`: what codes are chosen for; `held`: what they are judged by, may hold no tokens. Where `fit` has differences the
    /// matrices get new targets: those that make up for what came before (docs/calibrated.md, equation 3). `groups`: sizes of
    /// groups that do not depend on each other, for feedback(group), and gramsOfGroups(group) where these are wanted.
    CalibratedInput(PairSums&& fit, PairSums&& held, std::size_t columns, double damping, std::span<const std::size_t> groups,
                    bool wantsGramsOfGroups, ThreadArena& arena, const CancelToken& cancel);

    [[nodiscard]] std::size_t columns() const { return columns_; }
    [[nodiscard]] const FeedbackFactor& feedback() const { return feedback_; }
    /// The same for columns in the order that is best for groups of that size, one of those that the constructor was given.
    [[nodiscard]] const FeedbackFactor& feedback(std::size_t group) const { return ordered_.at(group); }
    /// The Gram matrices of the groups themselves, group × group, one behind the other.
    [[nodiscard]] const std::vector<float>& gramsOfGroups(std::size_t group) const { return ofGroups_.at(group); }
    /// Turns rows first … of a weight, which `targets` holds, into what they should be.
    void correct(std::size_t first, std::span<float> targets) const;
    /// Rows of a weight as they are and in the two ways that they can be stored.
    struct ValuesInTwoWays {
        std::span<const float> weights, before, now;
    };
    /// How much larger the squared errors of the outputs of rows first … become on the tokens that were held back when `now`
    /// takes the place of `before`; 0 without such tokens.
    void heldBackChanges(std::size_t first, const ValuesInTwoWays& values, std::span<double> changes) const;

private:
    struct Correction {
        PackedFactor difference; // Σ (x − x̂) x̂ᵀ, columns × columns
        std::vector<float> residual;
    };
    static Correction correctionOf(PairSums&& sums, std::size_t columns);
    /// weights · difference + residualᵀ, or all zero.
    void addTo(const Correction& correction, std::size_t first, std::span<const float> weights, std::span<float> out) const;

    std::size_t columns_;
    FeedbackFactor feedback_;
    std::map<std::size_t, FeedbackFactor> ordered_;
    std::map<std::size_t, std::vector<float>> ofGroups_;
    Correction fit_;
    PackedFactor heldGram_;
    Correction held_;
};

} // namespace quantlathe
