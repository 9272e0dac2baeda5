// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of a packed matrix: where what stands (docs/formats/compressed-tensors.md).
#pragma once

#include "codecs/compressed_tensors/packed_layout.h"
#include "codecs/gptq/grid.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::compressed {

inline constexpr std::size_t wordBytes = sizeof(std::uint32_t);

/// Where the parts stand in parts().
struct Places {
    std::size_t codes = 0;
    std::size_t scales = 1;
    std::size_t zeros = 2;
    std::size_t shape;
    std::size_t index;
    explicit Places(const PackedLayout& layout) : shape(layout.isSymmetric ? 2 : 3), index(shape + 1) {}
};

/// Codes of a row from column `firstColumn` on, which begins a word, into the codes' part.
void packCodes(const PackedLayout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t firstColumn,
               std::span<const std::uint8_t> codes, std::span<std::byte> part);

/// Rows whose zero points fill whole words, whatever their width.
inline constexpr std::size_t rowsTogether = 32;
/// Scales and zero points of one group of rows `firstRow`, a multiple of rowsTogether, and the next: at most as many.
void packGrids(const PackedLayout& layout, const MatrixShape& shape, std::span<const gptq::GroupGrid> grids,
               std::uint64_t firstRow, std::uint64_t group, std::span<const std::span<std::byte>> parts);
/// The grid of a group.
[[nodiscard]] gptq::GroupGrid gridAt(const PackedLayout& layout, const MatrixShape& shape, std::uint64_t row,
                                     std::uint64_t group, std::span<const std::byte> scales, std::span<const std::byte> zeros);

} // namespace quantlathe::compressed
