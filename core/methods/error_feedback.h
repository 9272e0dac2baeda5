// SPDX-License-Identifier: GPL-3.0-or-later
// Codes that make up for each other's errors: what one column's rounding did wrong shifts the targets of the columns behind it
// (docs/calibrated.md). Serves every encoding that is a grid of codes under scales.
#pragma once

#include "codecs/block_grid.h"
#include "codecs/lattice_grid.h"
#include "codecs/matrix_grid.h"
#include "codecs/tiled_grid.h"
#include "methods/gram_factor.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace quantlathe {

/// Row by row: r·H·rᵀ for the (damped) matrix H that `factor` stands for. `residuals`: rows × factor.columns values, in the
/// order of the matrix.
void feedbackLosses(const FeedbackFactor& factor, std::span<const float> residuals, std::span<double> losses);

/// Rows of a matrix on their way: what they should be, what they become.
struct MatrixRows {
    std::uint64_t firstRow = 0;
    std::span<const float> targets; // rows × columns
    std::span<std::uint8_t> codes;  // rows × columns
    std::span<GridChoice> choices;  // rows × groups; empty where the grid has none
};

/// The same for grids of tiles, whole rows of them.
struct TiledRows {
    std::uint64_t firstRow = 0;
    std::span<const float> targets; // rows × columns
    std::span<std::uint8_t> codes;  // rows × columns
    std::span<float> errors;        // rows × columns, or empty: what each value costs if it is not exact
};

/// Encodes rows of a matrix so that feedbackLosses() of what is left becomes small. Buffers are reused; not thread-safe: one
/// for each thread. The result of a row depends on nothing but the row, the factor and the processor's instructions.
class FeedbackEncoder {
public:
    /// A number of rows at once that makes good use of the caches.
    static constexpr std::size_t rowsAtOnce = 96;

    /// `targets`: rows × factor.columns values, columns a multiple of the grid's blocks. `out`: encoding.bytes(rows, columns);
    /// `losses`: one a row, against the targets. Precondition: blockGridOf(encoding) == &grid, all values finite.
    void encode(const Encoding& encoding, const BlockGrid& grid, const FeedbackFactor& factor, std::span<const float> targets,
                std::span<std::byte> out, std::span<double> losses);
    /// The same for codes of several columns.
    void encode(const Encoding& encoding, const LatticeGrid& grid, const FeedbackFactor& factor, std::span<const float> targets,
                std::span<std::byte> out, std::span<double> losses);
    /// The same for matrices of several parts. Where a group is wider than 256 columns, its choice stays what the grid's parts
    /// hold. The order of a factor keeps groups of the grid together, or is that which they were made in.
    void encode(const MatrixGrid& grid, const FeedbackFactor& factor, const MatrixRows& rows);
    /// The same for grids of tiles: scales are chosen for what the columns before have left, and a value whose error would cost
    /// more than `price` is exact, which is added to `exact`. Precondition: grid.begin() had the factor's order.
    void encode(TiledGrid& grid, const FeedbackFactor& factor, const TiledRows& rows, float price,
                std::vector<ExactValue>& exact);

private:
    static constexpr std::size_t stretch = 256; // columns between two products with all that is done
    struct Place;
    void beginStretch(const FeedbackFactor& factor, std::size_t rows, std::size_t first, std::size_t count);
    void encodeBlock(const Place& place, std::span<std::byte> out, std::span<double> losses);
    void encodeRow(const MatrixGrid& grid, const FeedbackFactor& factor, const MatrixRows& rows, std::size_t row,
                   std::size_t first, std::size_t count);
    struct TilePlace {
        std::size_t row;    // of those at hand
        std::size_t first;  // column of the stretch
        std::size_t offset; // in it
        std::size_t width;  // of it
        float price;
    };
    void chooseTile(TiledGrid& grid, const FeedbackFactor& factor, const TiledRows& rows, const TilePlace& at);
    void encodeTileRow(TiledGrid& grid, const FeedbackFactor& factor, const TiledRows& rows, const TilePlace& at,
                       std::vector<ExactValue>& exact);
    /// Columns of one row whose codes share a unit, in the stretch that begins at column `first`, which has `count` of them.
    struct UnitPlace {
        std::size_t row;
        std::size_t first;
        std::size_t offset; // in the stretch
        std::size_t width;
        std::size_t count;
    };
    void remember(const UnitPlace& at);
    [[nodiscard]] float missingLengthOf(const FeedbackFactor& factor, const UnitPlace& at) const;
    /// Residuals of these columns have changed since remember(): tells the columns behind. Returns the loss of these.
    double settle(const FeedbackFactor& factor, const UnitPlace& at);
    void lengthen(const Place& place, const UnitPlace& at, std::span<const std::uint8_t> codes, BlockScales& scales,
                  double& loss);
    void lengthen(const FeedbackFactor& factor, const UnitPlace& at, LatticeCodes& codes, double& loss);
    struct BlockSize {
        std::size_t bytes;
        std::size_t columns;
    };
    void startBlocks(const Encoding& encoding, BlockSize size, const FeedbackFactor& factor, std::size_t first,
                     std::size_t offset, std::size_t rows);

    std::vector<float> targets_;              // rows × columns, in the factor's order
    std::vector<float> residuals_;            // the same: targets − values, of the columns that are done
    std::vector<float> compensated_;          // rows × stretch: targets of the columns at work
    std::vector<float> upper_;                // stretch × stretch: the part of U that they meet each other by
    std::array<float, stretch> remembered_{}; // of compensated_, one row
    std::vector<float> gathered_;
    std::vector<std::byte> started_;
};

} // namespace quantlathe
