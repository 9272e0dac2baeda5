// SPDX-License-Identifier: GPL-3.0-or-later
// Codes and zero points in 32-bit words, scales, the index of groups: the tensors of a matrix (docs/formats/gptq.md).
#pragma once

#include "codecs/gptq/grid.h"
#include "codecs/gptq/layout.h"
#include "codecs/matrix_encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::gptq {

using Parts = std::span<const std::span<std::byte>>;

/// Rows that packing takes together: their zero points share words.
inline constexpr std::size_t packedRows = packedTogether;

/// Codes (rows × columns, row by row, in the order of the input features) and grids (rows × groups) of `rows` rows from
/// `firstRow` on into the first three parts. firstRow is a multiple of packedRows, and so is `rows`, but for the last rows of
/// the matrix; columns are a multiple of 32. Blocks of rows may be packed at the same time.
void packRows(std::span<const std::uint8_t> codes, std::span<const GroupGrid> grids, const Layout& layout,
              const MatrixShape& shape, std::uint64_t firstRow, Parts parts);

/// packRows() for a whole matrix, and the index of groups that follow each other.
void pack(std::span<const std::uint8_t> codes, std::span<const GroupGrid> grids, const Layout& layout, const MatrixShape& shape,
          Parts parts);

/// g_idx of groups that follow each other. Does nothing without an index.
void writeIndex(const Layout& layout, const MatrixShape& shape, Parts parts);
/// g_idx of groups of the columns that `order` names one after the other.
void writeIndex(const Layout& layout, std::span<const std::uint32_t> order, Parts parts);

// ---- The same for strips, which encodeMatrix() works on -----------------------------------------------------------------

/// 32 columns × stripRows codes into the words of `rows` rows (at most stripRows).
void packStrip(const std::uint8_t* codes, const Layout& layout, const MatrixShape& shape, std::uint64_t firstRow,
               std::size_t rows, std::uint64_t firstColumn, Parts parts);
/// Codes of one column of `rows` rows into words where they are zero.
void packColumn(const std::uint8_t* codes, const Layout& layout, const MatrixShape& shape, std::uint64_t firstRow,
                std::size_t rows, std::uint64_t column, Parts parts);
/// Scales and zero points of one group of `grids.size()` rows, at most packedRows.
void packGrids(std::span<const GroupGrid> grids, const Layout& layout, const MatrixShape& shape, std::uint64_t firstRow,
               std::uint64_t group, Parts parts);

// ---- Reading ------------------------------------------------------------------------------------------------------------

using StoredParts = std::span<const std::span<const std::byte>>;

/// Columns [firstColumn, endColumn) of `rows` rows (at most stripRows), each row `stride` values after the one before.
void unpackRows(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t firstRow, std::size_t rows,
                std::uint64_t firstColumn, std::uint64_t endColumn, float* values, std::size_t stride);

/// The zero point as it is meant; files of version 1 add one to what is stored, without cutting it to the width.
[[nodiscard]] std::uint32_t zeroPointAt(const Layout& layout, const MatrixShape& shape, std::span<const std::byte> zeros,
                                        std::uint64_t row, std::uint64_t group);
/// The group of a column by g_idx; nothing is checked.
[[nodiscard]] std::int32_t indexAt(std::span<const std::byte> index, std::uint64_t column);

} // namespace quantlathe::gptq
