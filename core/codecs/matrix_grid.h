// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix encodings seen as grids: which values the codes of a group can stand for under the scales that its tensors can hold,
// and how codes and scales chosen elsewhere become those tensors. The counterpart of BlockGrid for matrices of several parts.
#pragma once

#include "codecs/matrix_encoding.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace quantlathe {

/// The values of one group of columns of one row: scale · level + offset, where the level of code c is table()[c], or
/// lowest() + c.
struct GridChoice {
    float scale = 0;
    float offset = 0;
    std::uint32_t stored = 0; // the grid's own: what write() needs beside the two
};

/// Of one matrix that encodeMatrix() has filled the parts of. Thread-safe but for write().
class MatrixGrid {
public:
    static constexpr std::size_t mostCandidates = 16; // of a group
    using Parts = std::span<const std::span<std::byte>>;

    virtual ~MatrixGrid() = default;
    /// Columns that share a choice; they divide the matrix's columns.
    [[nodiscard]] virtual std::size_t groupColumns() const = 0;
    /// Which group a column belongs to.
    [[nodiscard]] virtual std::size_t groupOf(std::size_t column) const { return column / groupColumns(); }
    /// Codes are 0 … codes() − 1, at most 256.
    [[nodiscard]] virtual int codes() const = 0;
    /// Level of code 0 where levels are whole numbers in a row.
    [[nodiscard]] virtual int lowest() const { return 0; }
    /// The same for grids whose groups have codes of several widths: a part of those above.
    [[nodiscard]] virtual int codesOf(std::uint64_t /*group*/) const { return codes(); }
    [[nodiscard]] virtual int lowestOf(std::uint64_t /*group*/) const { return lowest(); }
    /// Levels that are not, ascending: one for each code. Empty otherwise.
    [[nodiscard]] virtual std::span<const float> table() const { return {}; }

    /// What a group may become, first what the parts hold now; how many.
    virtual std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const = 0;
    /// A choice whose values are `factor` times as large, as near as the parts can hold it; the same one where that is not
    /// near at all.
    [[nodiscard]] virtual GridChoice scaled(const GridChoice& choice, float /*factor*/) const { return choice; }
    /// False where groups have one candidate each, so that nobody need keep what was chosen.
    [[nodiscard]] virtual bool hasChoices() const { return true; }
    /// Codes (rows × columns) and choices (rows × groups; none without hasChoices()) into the parts; all else in them stays as
    /// it is.
    virtual void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) = 0;

protected:
    MatrixGrid(const MatrixShape& shape, Parts parts) : shape_(shape), parts_(parts.begin(), parts.end()) {}
    [[nodiscard]] const MatrixShape& shape() const { return shape_; }
    [[nodiscard]] std::span<std::byte> part(std::size_t number) const { return parts_[number]; }
    [[nodiscard]] std::uint64_t groups() const { return shape_.columns / groupColumns(); } // of a row

private:
    MatrixShape shape_;
    std::vector<std::span<std::byte>> parts_;
};

/// A matrix encoding whose groups lie in rows.
class GriddedEncoding : public MatrixEncoding {
public:
    /// False where groups of a matrix of this shape go over the ends of rows. Precondition: !whyNot(shape).
    [[nodiscard]] virtual bool hasGrid(const MatrixShape& shape) const = 0;
    /// Of such a grid.
    [[nodiscard]] virtual std::size_t groupColumns(const MatrixShape& shape) const = 0;
    /// Whether groups are made of columns as EncodingGuide::order has them, the first groupColumns() of them the first group.
    [[nodiscard]] virtual bool ordersColumns() const { return false; }
    /// Columns that feedback must leave side by side when it takes them in an order of its own.
    [[nodiscard]] std::size_t columnsTogether(const MatrixShape& shape) const {
        return ordersColumns() ? 1 : groupColumns(shape);
    }
    /// `parts`: as encodeMatrix() has filled them; they must outlive the grid. Precondition: hasGrid(shape).
    [[nodiscard]] virtual std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const = 0;
};

/// nullptr for encodings that are no grids, and for shapes that have none.
[[nodiscard]] const GriddedEncoding* griddedEncoding(const Encoding& encoding, const MatrixShape& shape);

/// The candidates of groups with a scale and no offset of their own. `store(scale)`: what becomes of a scale when it is
/// stored. What is no positive multiple of `now`, the first one, is left out.
template <class Store>
std::size_t scalesAround(const GridChoice& now, const Store& store, std::span<GridChoice, MatrixGrid::mostCandidates> out) {
    constexpr std::array factors{0.975F, 1.025F, 0.95F, 1.05F, 0.92F, 1.08F, 0.89F, 1.11F,
                                 0.86F,  1.15F,  0.82F, 1.2F,  0.78F, 1.26F, 0.73F};
    std::size_t count = 0;
    out[count++] = now;
    for (const float factor : factors) {
        const GridChoice choice = store(now.scale * factor);
        if (std::isfinite(choice.scale) && std::isfinite(choice.offset) && choice.scale * now.scale > 0) {
            out[count++] = choice;
        }
    }
    return count;
}

/// The candidates of groups with a scale and an offset. `store(scale, offset)` as above; `middle`: the level that a new scale
/// leaves where it is; `shift`: the share of a scale by which offsets are tried beside it.
template <class Store>
std::size_t gridsAround(const GridChoice& now, float middle, float shift, const Store& store,
                        std::span<GridChoice, MatrixGrid::mostCandidates> out) {
    constexpr std::array factors{1.0F, 0.95F, 1.05F, 0.89F, 1.11F};
    std::size_t count = 0;
    out[count++] = now;
    for (const float factor : factors) {
        const float scale = now.scale * factor;
        for (const float steps : {0.0F, -shift, shift}) {
            const GridChoice choice = store(scale, now.offset + middle * (now.scale - scale) + steps * scale);
            if (std::isfinite(choice.scale) && std::isfinite(choice.offset) && choice.scale * now.scale > 0) {
                out[count++] = choice;
            }
        }
    }
    return count;
}

} // namespace quantlathe
