// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/tensor_scaling.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace quantlathe {

TensorScaling::TensorScaling(std::uint64_t rows, std::uint64_t columns, float addend)
    : columns_(columns), addend_(addend), ofRows_(static_cast<std::size_t>(rows), 1.0F),
      setsOfRows_(static_cast<std::size_t>(rows)) {}

void TensorScaling::scaleRow(std::uint64_t row, float factor) {
    ofRows_.at(static_cast<std::size_t>(row)) *= factor;
}

void TensorScaling::scaleColumns(std::span<const std::uint64_t> rows, std::vector<float> factors) {
    assert(factors.size() == columns_);
    const auto set = static_cast<std::uint32_t>(ofColumns_.size());
    ofColumns_.push_back(std::move(factors));
    for (const std::uint64_t row : rows) {
        setsOfRows_.at(static_cast<std::size_t>(row)).push_back(set);
    }
}

void TensorScaling::apply(std::uint64_t first, std::span<float> values) const {
    std::ranges::for_each(values, [this](float& value) { value += addend_; });
    for (std::size_t done = 0; done < values.size();) {
        const auto row = static_cast<std::size_t>((first + done) / columns_);
        const auto column = static_cast<std::size_t>((first + done) % columns_);
        const std::size_t count = std::min(static_cast<std::size_t>(columns_) - column, values.size() - done);
        for (std::size_t i = 0; i < count; ++i) {
            values[done + i] *= ofRows_[row];
        }
        for (const std::uint32_t set : setsOfRows_[row]) {
            for (std::size_t i = 0; i < count; ++i) {
                values[done + i] *= ofColumns_[set][column + i];
            }
        }
        done += count;
    }
    std::ranges::for_each(values, [this](float& value) { value -= addend_; });
}

} // namespace quantlathe
