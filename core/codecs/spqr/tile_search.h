// SPDX-License-Identifier: GPL-3.0-or-later
// The scales of a tile: second-level numbers and codes of sixteen rows. Pure; the same bits on every machine.
#pragma once

#include "codecs/spqr/packing.h"

#include <array>
#include <cstddef>
#include <limits>
#include <span>

namespace quantlathe::spqr {

struct Tile {
    const float* values = nullptr; // side input features × side outputs
    const float* counts = nullptr; // what each input feature counts; nullptr: all alike
    /// What a value costs that is stored exactly beside the codes, in the unit of the error. No value costs more.
    float price = std::numeric_limits<float>::infinity();
};

/// The scales with a small Σ min(counts · (value − decoded)², price) over the tile. With the price the error of a weight that
/// is better off as an outlier does not count, so that scales are those of the others.
[[nodiscard]] TileScales searchScales(const Tile& tile);

/// The nearest codes, side input features × side outputs. `errors`: counts · (value − decoded)² of each, if there is room.
void codesOfTile(const Tile& tile, const TileScales& scales, std::span<std::uint8_t, tileValues> codes,
                 std::span<float> errors = {});

} // namespace quantlathe::spqr
