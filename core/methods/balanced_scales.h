// SPDX-License-Identifier: GPL-3.0-or-later
// Factors for input features where inputs and weights are rounded, by what both cost together. A pure function on arrays.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace quantlathe {

/// A layer with inputs x and weights w whose column i is scaled by f = factor ofColumn[i]: x / f is rounded with a scale a row
/// of `inputs`, w · f with a scale a row of `weights`.
struct RoundedLayer {
    std::span<const float> inputs;           // some rows
    std::span<const float> weights;          // some rows
    std::span<const std::uint32_t> ofColumn; // of each column its factor's number
    std::size_t factors = 0;
    /// What rounding the weights costs, relative to what it would if nothing made up for it.
    double shareOfWeights = 1;
};

/// Calls the body for 0 … count − 1, in any order and on any threads.
using ForEach = std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)>;

/// The factors under which the squared error of the outputs is least, where a rounded value misses by a step² / 12: with the
/// largest magnitudes of rows m(x / f) and m(w · f)
///   Σ m(x / f)² · Σ (w · f)² + share · Σ m(w · f)² · Σ (x / f)².
/// Its logarithm is convex in those of the factors. Largest magnitudes are taken as norms of power 8, so that a feature that is
/// loud in few rows counts a little in all of them. Factors have a geometric mean of one. The same for any number of threads.
[[nodiscard]] std::vector<float> balancedScales(const RoundedLayer& layer, const ForEach& forEach);

} // namespace quantlathe
