// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of logits as probability distributions: softmax(x) of a row x, compared in double precision.
// Vectorised for the machine at hand; pure and single-threaded.
#pragma once

#include <cstddef>
#include <span>

namespace quantlathe {

/// log Σ exp(x). Precondition: `x` is finite and not empty.
[[nodiscard]] double logSumExp(std::span<const float> x);

/// KL(P ‖ Q) = Σ p · (log p − log q) in nats, with P = softmax(p), Q = softmax(q) and their logSumExp(). Equal rows give 0.
/// Precondition: both rows are finite and of the same length.
[[nodiscard]] double klDivergence(std::span<const float> p, double logSumP, std::span<const float> q, double logSumQ);

/// Of the first one, if there are several.
[[nodiscard]] std::size_t indexOfLargest(std::span<const float> x);

} // namespace quantlathe
