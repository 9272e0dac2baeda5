// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix while its codebooks, codes and scales are chosen for a Gram matrix. Private to codecs/aqlm.
#pragma once

#include "codecs/aqlm/code_search.h"
#include "codecs/gram_encoding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace quantlathe::aqlm {

/// Rows that one thread takes at a time.
struct RowTile {
    std::size_t first = 0;
    std::size_t rows = 0;
};

template <std::size_t N>
struct GramState {
    GramState(const Layout& wanted, const GramTask& given)
        : layout(wanted), task(given), rows(static_cast<std::size_t>(given.shape.rows)),
          columns(static_cast<std::size_t>(given.shape.columns)), groups(columns / N), set(wanted),
          codes(rows * groups * wanted.codebooks), scales(rows) {}

    const Layout& layout;
    const GramTask& task;
    std::size_t rows;
    std::size_t columns;
    std::size_t groups; // vectors of a row
    CodebookSet<N> set;
    std::vector<std::uint16_t> codes; // rows × groups × codebooks
    std::vector<float> scales;        // of rows, as stored

    [[nodiscard]] Codes codesOf(std::size_t row, std::size_t group) const {
        Codes found{};
        std::copy_n(codes.begin() + static_cast<std::ptrdiff_t>((row * groups + group) * layout.codebooks), layout.codebooks,
                    found.begin());
        return found;
    }
    void setCodes(std::size_t row, std::size_t group, const Codes& found) {
        std::copy_n(found.begin(), layout.codebooks,
                    codes.begin() + static_cast<std::ptrdiff_t>((row * groups + group) * layout.codebooks));
    }
    [[nodiscard]] const float* targets(std::size_t row) const { return task.targets.data() + row * columns; }
    /// Calls body(tile) for all rows.
    template <class Body>
    void forTiles(const Body& body) const {
        // What a search measures once serves all rows of a tile, and it is much with a large codebook.
        constexpr std::size_t small = 32;
        constexpr std::size_t large = 256;
        const std::size_t most = set.cells() == 1 ? small : large;
        task.forEach((rows + most - 1) / most, [&](std::size_t number) {
            body(RowTile{number * most, std::min(most, rows - number * most)});
        });
    }
};

/// The codebooks become those with the smallest loss for the codes and scales that there are, nearly: by `steps` steps of
/// conjugate gradients, each of which costs a product of the matrix with the Gram matrix.
template <std::size_t N>
void fitCodebooks(GramState<N>& state, int steps);

/// out = rows · H.
template <std::size_t N>
void multiplyByGram(const GramState<N>& state, const float* rows, std::size_t count, float* out);

/// What is left of the targets of some rows.
template <std::size_t N>
void takeResiduals(const GramState<N>& state, const RowTile& tile, float* out);

} // namespace quantlathe::aqlm
