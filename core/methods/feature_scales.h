// SPDX-License-Identifier: GPL-3.0-or-later
// Factors by which the input features of linear layers are scaled so that weights, or weights and activations, lose less when
// they are rounded. Pure functions on arrays. Sources: J. Lin and others, "AWQ: Activation-aware Weight Quantization", 2023;
// G. Xiao and others, "SmoothQuant", 2022.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// Mean over rows of |w| / (largest magnitude of its group + 1e-6), for each column: how large a weight is among those that
/// share a scale with it.
class RelativeMagnitudes {
public:
    RelativeMagnitudes(std::size_t columns, std::size_t group) : sums_(columns), group_(group) {}
    /// Whole rows of any of the matrices that read the features.
    void add(std::span<const float> rows);
    [[nodiscard]] std::vector<float> means() const;

private:
    std::vector<double> sums_;
    std::size_t group_;
    std::size_t rows_ = 0;
};

/// AWQ's factors: inputs^ratio, divided by weights^(1 − ratio) where `weights` is not empty (duo scaling), then by the root of
/// the product of the largest and the smallest. `inputs`: means of |x|.
[[nodiscard]] std::vector<float> activationAwareScales(std::span<const float> inputs, std::span<const float> weights,
                                                       double ratio);

/// SmoothQuant's factors: inputs^alpha / weights^(1 − alpha) of largest magnitudes.
[[nodiscard]] std::vector<float> smoothingScales(std::span<const float> inputs, std::span<const float> weights, double alpha);

/// Rounds each group of columns to 2^bits whole steps between its least and its largest value, 0 included, and back. `values`:
/// whole rows.
void roundInGroups(std::span<float> values, std::size_t group, int bits);

/// Rounds a row to whole numbers of eight bits with one scale, largest magnitude / 127, and back.
void roundToEightBits(std::span<float> row);

/// For each group of `columns` weights, the magnitude to which they are best limited before roundInGroups(), for inputs with
/// the Gram matrix `gram` (columns × columns): the largest, or down to 55 % of it (AWQ's ten steps), the larger where both are
/// as good. `groups`: one after the other.
[[nodiscard]] std::vector<float> bestLimits(std::span<const float> groups, std::size_t columns, std::span<const float> gram,
                                            int bits);

} // namespace quantlathe
