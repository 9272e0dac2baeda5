// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of weights that are stored, or about to be stored, as matrices in several parts.
#pragma once

#include "model/model.h"

#include <cstdint>
#include <functional>
#include <span>

namespace quantlathe {

/// Gives values [first, first + out.size()) of matrix number `matrix` of a stack, row-major, as it is stored.
using ReadMatrix = std::function<void(std::size_t matrix, std::uint64_t first, std::span<float> out)>;

/// Canonical rows from `firstRow` on, put together from the rows of a stack of matrices as the transform has it, which
/// transposes nothing and leaves no column out. `shape`: of each matrix.
void gatherMatrixRows(const RowTransform& transform, const MatrixShape& shape, std::uint64_t firstRow, std::span<float> out,
                      const ReadMatrix& read);

/// Gives all bytes of a tensor of the checkpoint, mapped.
using TensorBytes = std::function<std::span<const std::byte>(std::size_t tensor)>;

/// The same of a packed weight, decoded from the parts. Thread-safe where `bytesOf` is.
void readPackedRows(const TensorBytes& bytesOf, const Weight& weight, std::uint64_t firstRow, std::span<float> out);

/// Whether blocks of that type can be had from the parts as they are.
[[nodiscard]] bool holdsBlocksOf(const Weight& weight, ElementType type);
/// Fills `out` with rows of such blocks. Thread-safe where `bytesOf` is.
void readPackedBlocks(const TensorBytes& bytesOf, const Weight& weight, ElementType type, std::uint64_t firstRow,
                      std::span<std::byte> out);

/// Drops the mapped pages of all parts once the last rows were read; a hint.
void releasePacked(const Model& model, const Weight& weight, std::uint64_t firstRow, std::uint64_t rows);

} // namespace quantlathe
