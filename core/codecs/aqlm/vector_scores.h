// SPDX-License-Identifier: GPL-3.0-or-later
// How near the vectors of a codebook are. Pure; the same bits on every machine.
#pragma once

#include "codecs/aqlm/layout.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::aqlm {

template <std::size_t N>
using Vector = std::array<float, N>;
/// What differences of a vector's values cost together: symmetric, positive.
template <std::size_t N>
using Metric = std::array<Vector<N>, N>;

/// Of the scores at c, c + 16, c + 32, …, for c from 0 to 15.
using Minima = std::array<float, 16>;

/// scores[c] = norms[c] − Σ_t target[t] · vectors[t · norms.size() + c]: for targets 2·x·S and norms c·S·cᵀ it is
/// (x − c)·S·(x − c)ᵀ, less what no choice changes. Codebooks have a multiple of sixteen vectors.
Minima scoreVectors(const Vector<shortVector>& target, const float* vectors, std::span<const float> norms, float* scores);
Minima scoreVectors(const Vector<longVector>& target, const float* vectors, std::span<const float> norms, float* scores);

/// norms[c] = c·S·cᵀ of vectors that lie as above.
void measureVectors(const Metric<shortVector>& metric, const float* vectors, std::span<float> norms);
void measureVectors(const Metric<longVector>& metric, const float* vectors, std::span<float> norms);
/// The same for values that count by themselves.
void measureVectors(const Vector<shortVector>& weights, const float* vectors, std::span<float> norms);
void measureVectors(const Vector<longVector>& weights, const float* vectors, std::span<float> norms);

/// What `count` of the scores at least do not exceed, and few more do. `count`: 1 to 16.
[[nodiscard]] float boundOf(Minima minima, std::size_t count);
/// The places of scores that do not exceed a bound, ascending; returns how many. `places`: room for all.
[[nodiscard]] std::size_t placesUpTo(std::span<const float> scores, float bound, std::uint16_t* places);
/// The first place of a score; 0 where none has it.
[[nodiscard]] std::size_t placeOf(std::span<const float> scores, float score);

} // namespace quantlathe::aqlm
