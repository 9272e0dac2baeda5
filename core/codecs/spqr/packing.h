// SPDX-License-Identifier: GPL-3.0-or-later
// Codes, scales and outliers in the words of SpQR files (docs/formats/spqr.md). "Place": where an input feature is stored.
#pragma once

#include "codecs/spqr/layout.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe::spqr {

using Parts = std::span<const std::span<std::byte>>;
using StoredParts = std::span<const std::span<const std::byte>>;

/// Eight levels from one pair of F16 numbers: unit · (code − zero), rounded as loaders round.
struct Unit {
    std::uint16_t step = 0; // F16
    std::uint16_t zero = 0; // F16
    friend bool operator==(const Unit&, const Unit&) = default;
};
[[nodiscard]] std::array<float, levels> levelsOf(const Unit& unit);
[[nodiscard]] std::uint8_t nearestLevel(const std::array<float, levels>& all, float wanted);

/// Of a tile.
struct Units {
    Unit scales, zeros;
};
[[nodiscard]] Units unitsOf(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t tileRow,
                            std::uint64_t tile);

/// Of a row of a tile: which scale, which zero point.
struct RowCodes {
    std::uint8_t scale = 0, zero = 0;
};
[[nodiscard]] RowCodes rowCodesAt(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t row,
                                  std::uint64_t tile);
void packRowCodes(const RowCodes& codes, const MatrixShape& shape, std::uint64_t row, std::uint64_t tile,
                  std::span<std::byte> dense);

/// All that a tile has beside its codes.
struct TileScales {
    Unit scales, zeros;
    std::array<std::uint8_t, side> scaleCodes{}, zeroCodes{}; // of its rows
    friend bool operator==(const TileScales&, const TileScales&) = default;
};

/// `codes`: of the tile's input features, side outputs each.
void packTile(const TileScales& scales, const std::uint8_t* codes, const MatrixShape& shape, std::uint64_t tileRow,
              std::uint64_t tile, std::span<std::byte> dense);
[[nodiscard]] TileScales tileScalesAt(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t tileRow,
                                      std::uint64_t tile);

/// Of a row, as stored.
void codesOfRow(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t row, std::span<std::uint8_t> codes);
/// Values of a row as stored, without outliers.
void decodeRow(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t row, std::span<float> values);
/// What a loader adds to them.
void addOutliers(const Layout& layout, StoredParts parts, std::uint64_t row, std::span<float> values);

/// `order`: the input feature at each place.
void packOrder(std::span<const std::uint32_t> order, Parts parts);
[[nodiscard]] std::uint32_t inputAt(std::span<const std::byte> order, std::uint64_t place);
/// The place of each input feature.
[[nodiscard]] std::vector<std::uint32_t> placesOf(const Layout& layout, const MatrixShape& shape, StoredParts parts);

void packOffset(std::span<std::byte> offsets, std::uint64_t index, std::uint64_t offset);
[[nodiscard]] std::uint32_t offsetAt(std::span<const std::byte> offsets, std::uint64_t index);
void packOutlier(std::span<std::byte> outliers, std::uint64_t index, std::uint32_t place, std::uint16_t difference);
/// The place of an outlier.
[[nodiscard]] std::uint32_t placeOfOutlier(std::span<const std::byte> outliers, std::uint64_t index);
[[nodiscard]] float differenceOfOutlier(std::span<const std::byte> outliers, std::uint64_t index);

/// What becomes of a value when it is stored as F16.
[[nodiscard]] float asF16(float value);

} // namespace quantlathe::spqr
