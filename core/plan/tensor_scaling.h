// SPDX-License-Identifier: GPL-3.0-or-later
// Factors that the values of a tensor are multiplied by before anything else is done with them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Of the tensor as it is stored: rows × columns, a tensor of one dimension being one row. Reading is safe from many threads.
class TensorScaling {
public:
    /// `addend`: what readers add to the stored values; the sums are what is scaled (Gemma stores its norms less one).
    TensorScaling(std::uint64_t rows, std::uint64_t columns, float addend);

    void scaleRow(std::uint64_t row, float factor);
    /// Row `rows[i]`, column c: times factors[c].
    void scaleColumns(std::span<const std::uint64_t> rows, std::vector<float> factors);
    /// Values [first, first + values.size()), row by row, as they are stored: on return as they are to be stored.
    void apply(std::uint64_t first, std::span<float> values) const;

private:
    std::uint64_t columns_;
    float addend_;
    std::vector<float> ofRows_;
    std::vector<std::vector<std::uint32_t>> setsOfRows_; // which of the next; most rows have one at the most
    std::vector<std::vector<float>> ofColumns_;
};

} // namespace quantlathe
