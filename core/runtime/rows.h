// SPDX-License-Identifier: GPL-3.0-or-later
// What is done with all rows of activations, on all threads.
#pragma once

#include "base/words.h"
#include "runtime/gemm.h"
#include "runtime/graph.h"
#include "runtime/run_context.h"
#include "runtime/weight_source.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

/// Makes room for `count` floats and gives them; what was in them before may be gone.
[[nodiscard]] std::span<float> room(std::vector<float>& buffer, std::size_t count);

/// x += factor · part.
void addRows(Matrix x, ConstMatrix part, float factor, const RunContext& context);

/// Throws Error(badInput) that names the layer when a value is NaN or infinite. `where`: words() of the part that made them.
void requireFinite(const WeightSource& source, ConstMatrix x, const Block& block, std::string_view where,
                   const RunContext& context);

[[nodiscard]] inline std::span<float> rowOf(const Matrix& matrix, std::size_t row) {
    return {matrix.data + row * matrix.stride, matrix.columns};
}
[[nodiscard]] inline ConstMatrix columnsOf(const ConstMatrix& matrix, std::size_t first, std::size_t count) {
    return {matrix.data + first, matrix.rows, count, matrix.stride};
}
[[nodiscard]] inline Matrix columnsOf(const Matrix& matrix, std::size_t first, std::size_t count) {
    return {matrix.data + first, matrix.rows, count, matrix.stride};
}

} // namespace quantlathe
