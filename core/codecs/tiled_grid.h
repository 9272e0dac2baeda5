// SPDX-License-Identifier: GPL-3.0-or-later
// Grids of matrices that store their columns in an order of their own, whose scales belong to tiles of rows and columns, and of
// which some values may be exact: what error feedback needs to choose all of that on its way.
#pragma once

#include "codecs/matrix_grid.h"

#include <cstdint>
#include <limits>
#include <span>

namespace quantlathe {

/// What a tile should become.
struct TargetTile {
    const float* values = nullptr;                        // columns × rows
    const float* counts = nullptr;                        // what the error of each column counts
    float price = std::numeric_limits<float>::infinity(); // what an exact value costs, in the unit of counts · error²
};

/// A value that is stored exactly beside the codes.
struct ExactValue {
    std::uint64_t row = 0;
    std::uint32_t place = 0; // of its column
    float value = 0;
    float error = 0; // that it spares
};

/// As a MatrixGrid every column is a group of its own with the scales that the parts hold. begin() forgets what they hold;
/// then each tile is chosen and each of its rows kept, any tiles at the same time, then write() and writeExact(). "Place":
/// where a column is stored.
class TiledGrid : public MatrixGrid {
public:
    static constexpr std::size_t side = 16; // rows and columns of a tile

    using MatrixGrid::MatrixGrid;
    /// `order`: the column at each place.
    virtual void begin(std::span<const std::uint32_t> order) = 0;
    /// Of exact values.
    [[nodiscard]] virtual std::uint64_t room() const = 0;
    /// Scales for rows side · tileRow … and places side · tile …
    virtual void chooseTile(std::uint64_t tileRow, std::uint64_t tile, const TargetTile& target) = 0;
    /// What a row of a chosen tile may have, first what it has now; how many.
    virtual std::size_t choicesOf(std::uint64_t row, std::uint64_t tile, std::span<GridChoice, mostCandidates> out) const = 0;
    virtual void keep(std::uint64_t row, std::uint64_t tile, const GridChoice& choice) = 0;
    /// At most room() of them, in the order of rows and places; after write().
    virtual void writeExact(std::span<const ExactValue> values) = 0;
};

/// nullptr for other grids.
[[nodiscard]] inline TiledGrid* asTiledGrid(MatrixGrid& grid) {
    return dynamic_cast<TiledGrid*>(&grid);
}

} // namespace quantlathe
