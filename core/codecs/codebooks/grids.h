// SPDX-License-Identifier: GPL-3.0-or-later
// The code books of ggml's lattice types (IQ1, IQ2, IQ3): groups of four or eight weights are stored as the number of a point.
// The tables are generated, see generate. Private to codecs/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe::codec {

/// Constant data. A point is a list of levels, one a coordinate; a code packs them: level i at bits i * `bits`.
struct Grid {
    std::span<const std::uint16_t> codes; // of all points, ascending; the position is the number that is stored
    std::span<const std::int8_t> points;  // what they decode to: `coordinates` values each
    std::uint8_t coordinates;             // 4 or 8
    std::uint8_t bits;                    // 2 or 3
    std::uint8_t levels;                  // 3 or 8; level 3 of the two-bit grids does not occur
    std::uint8_t shells;                  // see Lattice
};

extern const Grid iq2xxsGrid;
extern const Grid iq2xsGrid;
extern const Grid iq2sGrid;
extern const Grid iq1sGrid; // of IQ1_M, too
extern const Grid iq3xxsGrid;
extern const Grid iq3sGrid;

} // namespace quantlathe::codec
