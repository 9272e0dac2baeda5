// SPDX-License-Identifier: GPL-3.0-or-later
// Codes, zero points and scales of AWQ files, in the three versions of their tensors (docs/formats/awq.md, "Tensors"). Private
// to codecs/awq. Blocks of rows that begin at multiples of gptq::codedRows may be packed at the same time.
#pragma once

#include "codecs/awq/layout.h"
#include "codecs/gptq/group_coder.h"

#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe::awq {

using Parts = std::span<const std::span<std::byte>>;
using StoredParts = std::span<const std::span<const std::byte>>;

[[nodiscard]] std::vector<MatrixPart> partsOf(const Layout& layout, const MatrixShape& shape);

/// Places of groups that are not there become zeros.
void clearGrids(Parts parts);
void packBlock(const Layout& layout, const MatrixShape& shape, const gptq::CodedBlock& block, Parts parts);
void packCode(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t column, std::uint8_t code,
              std::span<std::byte> codes);
void packGrid(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group,
              const gptq::GroupGrid& grid, Parts parts);

/// A zero point that is stored as −scale · zero is the nearest whole number.
[[nodiscard]] gptq::GroupGrid gridAt(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group,
                                     StoredParts parts);
/// What is added to code · scale, as it is stored.
[[nodiscard]] float offsetOf(const Layout& layout, const gptq::GroupGrid& grid);

/// Columns [column, column + width) of a row.
void unpackRow(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t row, std::uint64_t column,
               std::span<float> values);
/// The same of `rows` rows that share words of version gemm, each `width` values after the one before.
void unpackRowsOfWords(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t firstRow,
                       std::size_t rows, std::uint64_t column, std::size_t width, float* out);

} // namespace quantlathe::awq
