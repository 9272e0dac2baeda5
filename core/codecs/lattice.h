// SPDX-License-Identifier: GPL-3.0-or-later
// What an encoder asks of a code book: is this combination of levels a point, and if not, which points are near? Private to
// codecs/.
#pragma once

#include "codecs/codebooks/grids.h"

#include <vector>

namespace quantlathe::codec {

/// All combinations of levels of one grid, numbered densely: Σ level i · levels^i. Immutable once built, so safe to use from
/// many threads.
///
/// The neighbours of a combination that is not a point are the points of the `Grid::shells` smallest distinct distances,
/// nearest first, those of equal distance in the order of the grid. Distances are between levels, not between values.
class Lattice {
public:
    /// A part of a list of neighbours: packed codes of points. What is left of the last one holds copies of the first code of
    /// the list, so that vectors need no remainder: a search for the first smallest cost never picks a copy.
    struct alignas(32) Chunk {
        std::array<std::uint16_t, 16> codes;
    };

    struct Combination {
        std::uint32_t firstChunk;
        std::uint16_t neighbours; // how many; 0 for a point
        std::uint16_t code;       // its levels, packed as in Grid
    };

    explicit Lattice(const Grid& grid);

    [[nodiscard]] const Combination& operator[](std::size_t number) const { return combinations_[number]; }
    [[nodiscard]] std::size_t size() const { return combinations_.size(); }
    /// The chunks of a combination that is not a point follow one another from here.
    [[nodiscard]] const Chunk* neighboursOf(const Combination& combination) const { return &chunks_[combination.firstChunk]; }
    /// The number that is stored for a point, by its packed code.
    [[nodiscard]] std::uint16_t indexOf(std::size_t code) const { return indices_[code]; }

private:
    std::vector<Combination> combinations_;
    std::vector<Chunk> chunks_;
    std::vector<std::uint16_t> indices_;
};

/// The lattice of a grid of grids.h; built when it is first asked for, within milliseconds, and kept. Safe from any thread.
[[nodiscard]] const Lattice& iq2xxsLattice();
[[nodiscard]] const Lattice& iq2xsLattice();
[[nodiscard]] const Lattice& iq2sLattice();
[[nodiscard]] const Lattice& iq1sLattice();
[[nodiscard]] const Lattice& iq3xxsLattice();
[[nodiscard]] const Lattice& iq3sLattice();

} // namespace quantlathe::codec
