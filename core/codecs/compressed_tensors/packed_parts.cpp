// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/compressed_tensors/packed_parts.h"

#include "codecs/stored_numbers.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace quantlathe::compressed {
namespace {

using gptq::GroupGrid;

/// Zero points are packed down the rows.
void packZeros(const PackedLayout& layout, std::span<const GroupGrid> grids, std::uint64_t firstRow, std::uint64_t group,
               std::uint64_t groups, std::span<std::byte> part) {
    std::array<std::uint8_t, rowsTogether> zeros{};
    std::ranges::transform(grids, zeros.begin(), [](const GroupGrid& grid) { return static_cast<std::uint8_t>(grid.zero); });
    std::array<std::byte, rowsTogether> packed{}; // of at most eight bits each
    const std::uint64_t words = layout.words(grids.size());
    packRow(layout, std::span(zeros).first(grids.size()), std::span(packed).first(words * wordBytes));
    const std::uint64_t firstWord = layout.words(firstRow);
    for (std::uint64_t word = 0; word < words; ++word) {
        std::memcpy(part.data() + ((firstWord + word) * groups + group) * wordBytes, packed.data() + word * wordBytes,
                    wordBytes);
    }
}

} // namespace

void packCodes(const PackedLayout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t firstColumn,
               std::span<const std::uint8_t> codes, std::span<std::byte> part) {
    const std::uint64_t firstWord = row * layout.words(shape.columns) + firstColumn * layout.bits / wordBits;
    packRow(layout, codes, part.subspan(firstWord * wordBytes, layout.words(codes.size()) * wordBytes));
}

void packGrids(const PackedLayout& layout, const MatrixShape& shape, std::span<const GroupGrid> grids, std::uint64_t firstRow,
               std::uint64_t group, std::span<const std::span<std::byte>> parts) {
    const Places places(layout);
    const std::uint64_t groups = layout.groups(shape.columns);
    for (std::size_t row = 0; row < grids.size(); ++row) {
        storeNumber(shape.compute, parts[places.scales], (firstRow + row) * groups + group, grids[row].scale);
    }
    if (!layout.isSymmetric) {
        packZeros(layout, grids, firstRow, group, groups, parts[places.zeros]);
    }
}

GroupGrid gridAt(const PackedLayout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group,
                 std::span<const std::byte> scales, std::span<const std::byte> zeros) {
    const std::uint64_t groups = layout.groups(shape.columns);
    const float scale = storedNumber(shape.compute, scales, row * groups + group);
    const std::uint32_t zero =
        layout.isSymmetric ? layout.middle() : codeAt(layout, zeros.subspan(group * wordBytes), row, groups);
    return {scale, static_cast<int>(zero)};
}

} // namespace quantlathe::compressed
