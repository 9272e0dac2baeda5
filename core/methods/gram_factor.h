// SPDX-License-Identifier: GPL-3.0-or-later
// Factors of the Gram matrices of a layer's inputs: what error feedback and target correction need of them.
#pragma once

#include "base/progress.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace quantlathe {

/// H = U · D · Uᵀ, U upper triangular with a diagonal of ones. For a residual r the loss is r·H·rᵀ = Σ D_i (r_i + Σ_{j<i} r_j
/// U_ji)²: what the columns before i did wrong shifts the target of column i (GPTQ, arXiv 2210.17323, in the form of LDLQ,
/// arXiv 2307.13304).
struct FeedbackFactor {
    std::size_t columns = 0;
    std::vector<float> upper;  // U, row by row, its diagonal and what lies below it zero
    std::vector<float> energy; // D
    /// Where the columns are taken in another order than the matrix has them: column order[i] of the matrix is number i here.
    /// Empty: as they come.
    std::vector<std::uint32_t> order;
};

/// rows × factor.columns values b, row by row and in the factor's order, become the solutions x of H·xᵀ = bᵀ, in single
/// precision.
void solveRows(const FeedbackFactor& factor, std::span<float> rows);

/// A symmetric positive matrix, damped and factored once, in single precision, by all threads of the caller's arena; the same
/// bits for any number of them. Immutable, thread-safe.
class GramFactor {
public:
    /// `gram`: columns × columns. Each diagonal element grows by `damping` of itself, more where the factorization fails
    /// otherwise; what stays zero (an input that is never used) becomes one. `order`: of the factor's columns, as they come if
    /// empty. Throws Error(badInput) for values that are not finite or no sums of squares, Error of kind `cancelled` and
    /// std::bad_alloc.
    GramFactor(std::span<const double> gram, std::size_t columns, double damping, std::vector<std::uint32_t> order = {},
               const CancelToken& cancel = {});

    [[nodiscard]] std::size_t columns() const { return feedback_.columns; }
    /// What was really added to each diagonal element of the matrix.
    [[nodiscard]] std::span<const double> added() const { return added_; }
    [[nodiscard]] const FeedbackFactor& feedback() const& { return feedback_; }
    [[nodiscard]] FeedbackFactor feedback() && { return std::move(feedback_); }

private:
    FeedbackFactor feedback_;
    std::vector<double> added_;
};

/// An order for columns whose groups of `groupColumns` stay together: groups and the columns inside them with the most energy
/// come first, so that the others make up for their errors. Serves encodings whose groups do not depend on each other.
[[nodiscard]] std::vector<std::uint32_t> orderByEnergy(std::span<const double> gram, std::size_t columns,
                                                       std::size_t groupColumns);

} // namespace quantlathe
