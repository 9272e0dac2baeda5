// SPDX-License-Identifier: GPL-3.0-or-later
// One number a token and model, and what is said about them all.
#pragma once

#include "measure/text_quality.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// In the order of the scored rows. `divergences` and `agreements` are empty without a reference.
struct TokenScores {
    std::vector<double> losses; // −log p of the right token
    std::vector<double> divergences;
    std::vector<std::uint8_t> agreements;
};

/// Sums run in order, in double precision.
[[nodiscard]] Estimate meanOf(std::span<const double> values);
/// Linear between neighbours: the value at place share · (count − 1) of the sorted values. Precondition: sorted, not empty.
[[nodiscard]] double quantileOf(std::span<const double> sorted, double share);

/// `reference` is nullptr, or the scores of the same rows.
[[nodiscard]] TextQuality summaryOf(const TokenScores& scores, const TokenScores* reference);

} // namespace quantlathe
