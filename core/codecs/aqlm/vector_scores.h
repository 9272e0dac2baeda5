// SPDX-License-Identifier: GPL-3.0-or-later
// How near the vectors of a codebook are. Pure; the same bits on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::aqlm {

inline constexpr std::size_t vectorLength = 8;

/// scores[c] = norms[c] − Σ_t target[t] · vectors[t · norms.size() + c]: for a weight a_t of each value x_t, targets 2·a_t·x_t
/// and norms Σ a_t·c_t² it is Σ a_t (x_t − c_t)², less what no choice changes.
void scoreVectors(std::span<const float, vectorLength> target, const float* vectors, std::span<const float> norms,
                  float* scores);

/// The first of the least.
[[nodiscard]] std::size_t leastScore(std::span<const float> scores);

} // namespace quantlathe::aqlm
