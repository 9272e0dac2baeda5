// SPDX-License-Identifier: GPL-3.0-or-later
// How near the vectors of a codebook are. Pure; the same bits on every machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::aqlm {

inline constexpr std::size_t vectorLength = 8;
using Vector = std::array<float, vectorLength>;
/// What differences of a vector's values cost together: symmetric, positive.
using Metric = std::array<Vector, vectorLength>;

/// scores[c] = norms[c] − Σ_t target[t] · vectors[t · norms.size() + c]: for targets 2·x·S and norms c·S·cᵀ it is
/// (x − c)·S·(x − c)ᵀ, less what no choice changes.
void scoreVectors(std::span<const float, vectorLength> target, const float* vectors, std::span<const float> norms,
                  float* scores);

/// norms[c] = c·S·cᵀ of vectors that lie as above.
void measureVectors(const Metric& metric, const float* vectors, std::span<float> norms);
/// The same for values that count by themselves.
void measureVectors(const Vector& weights, const float* vectors, std::span<float> norms);

/// The first of the least.
[[nodiscard]] std::size_t leastScore(std::span<const float> scores);

} // namespace quantlathe::aqlm
