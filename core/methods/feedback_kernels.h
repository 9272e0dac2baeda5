// SPDX-License-Identifier: GPL-3.0-or-later
// The inner loops of error feedback, vectorised. Private to methods/.
#pragma once

#include "methods/gram_factor.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace quantlathe {

inline constexpr std::size_t feedbackLanes = 16; // scales that are tried at once

/// One group of columns of one row, and the scales that it may get.
struct GroupProblem {
    std::size_t columns = 0;
    const float* targets = nullptr;     // what the row wants
    const float* compensated = nullptr; // the same, with what the columns before have left
    const float* energy = nullptr;      // D
    const float* upper = nullptr;       // U of these columns among themselves
    std::size_t upperStride = 0;
    std::size_t candidates = 0; // 1 … feedbackLanes
    std::array<float, feedbackLanes> scales{};
    std::array<float, feedbackLanes> offsets{};
    int lowest = 0; // level of code 0, where there is no table
    int codes = 0;
    std::span<const float> table; // ascending levels; empty: whole numbers
    /// Of whole numbers: a value that would cost more is exact, and costs this.
    float price = std::numeric_limits<float>::infinity();
};

struct GroupSolution {
    std::size_t candidate = 0; // with the smallest loss
    float loss = 0;            // Σ D (compensated − value)²
    std::uint8_t* codes = nullptr;
    float* residuals = nullptr; // targets − values
    float* errors = nullptr;    // D (compensated − value)² of each column, exact or not; nullptr: not wanted
};

/// Rows with their columns in the factor's order.
void takeInOrder(const FeedbackFactor& factor, std::span<const float> rows, std::vector<float>& out);

/// Tries all candidates, each with feedback inside the group, and keeps the best: the first of equals.
void solveGroup(const GroupProblem& problem, GroupSolution& solution);

/// to[c] += Σ_k residuals[k] · upper[k · stride + c] for c < count.
void addFeedback(std::span<const float> residuals, const float* upper, std::size_t stride, std::size_t count, float* to);

/// By what the values (targets − residuals) have to be multiplied to reach as far as the targets do: Σ D t² / Σ D t v, not far
/// from 1. Codes with the least squared error fall short by about their share of it (docs/calibrated.md, "Length").
[[nodiscard]] float missingLength(std::span<const float> targets, std::span<const float> residuals,
                                  std::span<const float> energy);

/// Σ_i energy[i] · values[i]².
[[nodiscard]] double weightedSquares(std::span<const float> values, std::span<const float> energy);

} // namespace quantlathe
