// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix products of one thread: of floats by kernels/matrix_product.h, of bfloat16 by oneDNN, which nothing else calls. All
// parallelism is the caller's: it hands tiles to the threads of its arena.
#pragma once

#include <cstddef>
#include <cstdint>

namespace quantlathe {

enum class Compute {
    f32,  // for reference numbers
    bf16, // factors rounded to bfloat16, sums in single precision; about twice as fast where the CPU has the instructions
};

/// True if the CPU multiplies bfloat16 with instructions of its own.
[[nodiscard]] bool hasBf16Instructions();
/// `wanted`, or f32 where the CPU would have to emulate it.
[[nodiscard]] Compute availableCompute(Compute wanted);

/// A row-major matrix: row r begins at data + r · stride.
template <class T>
struct MatrixRef {
    T* data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t stride = 0;
};
using Matrix = MatrixRef<float>;
using ConstMatrix = MatrixRef<const float>;
using ConstBf16Matrix = MatrixRef<const std::uint16_t>;

[[nodiscard]] inline ConstMatrix asConst(const Matrix& matrix) {
    return {matrix.data, matrix.rows, matrix.columns, matrix.stride};
}

/// Rows first … first + count − 1.
template <class T>
[[nodiscard]] MatrixRef<T> someRows(const MatrixRef<T>& matrix, std::size_t first, std::size_t count) {
    return {matrix.data + first * matrix.stride, count, matrix.columns, matrix.stride};
}

// Every function: the shapes must fit, memory does not overlap; only what belongs to the matrices is touched. Throws
// std::bad_alloc, and Error(failed) when oneDNN fails.

/// out = alpha · x · wᵀ. x: m × k, w: n × k, out: m × n.
void multiplyTransposed(ConstMatrix x, ConstMatrix w, float alpha, Matrix out);
/// out = x · wᵀ of bfloat16 factors. Precondition: hasBf16Instructions().
void multiplyTransposed(ConstBf16Matrix x, ConstBf16Matrix w, Matrix out);
/// out += x · y. x: m × k, y: k × n, out: m × n.
void multiplyAdd(ConstMatrix x, ConstMatrix y, Matrix out);
/// out = xᵀ · y. x: k × m, y: k × n, out: m × n.
void multiplyLeftTransposed(ConstMatrix x, ConstMatrix y, Matrix out);

} // namespace quantlathe
