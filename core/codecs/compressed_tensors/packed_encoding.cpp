// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/compressed_tensors/packed_encoding.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/compressed_tensors/packed_parts.h"
#include "codecs/gptq/gptq_grid.h"
#include "codecs/gptq/group_coder.h"
#include "codecs/matrix_pieces.h"
#include "codecs/nibble_pairs.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fmt/format.h>
#include <vector>

namespace quantlathe::compressed {
namespace {

using gptq::CodedBlock;
using gptq::codedRows;
using gptq::GroupGrid;
using gptq::stripRows;

std::string nameOf(const PackedLayout& layout) {
    return fmt::format("W{}A16-{}{}{}", layout.bits, layout.group == 0 ? "ROW" : fmt::format("G{}", layout.group),
                       layout.isSymmetric ? "" : "-ASYM", layout.isOrdered ? "-ACT" : "");
}

constexpr NibblePairs codePairs = pairsLowFirst({0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});

void writeShape(const MatrixShape& shape, std::span<std::byte> part) {
    const std::array sides{static_cast<std::int64_t>(shape.rows), static_cast<std::int64_t>(shape.columns)};
    std::memcpy(part.data(), sides.data(), sizeof sides);
}

/// Of the strips of a block: codes lie column after column, files want them row after row.
void packBlock(const PackedLayout& layout, const MatrixShape& shape, const CodedBlock& block,
               std::span<const std::span<std::byte>> parts) {
    static_assert(codedRows == rowsTogether);
    std::vector<std::uint8_t> row(block.columns);
    for (std::size_t r = 0; r < block.rows; ++r) {
        const std::uint8_t* const codes = block.strip(r / stripRows) + r % stripRows;
        for (std::size_t column = 0; column < block.columns; ++column) {
            row[column] = codes[column * stripRows];
        }
        packCodes(layout, shape, block.firstRow + r, block.firstColumn, row, parts[Places(layout).codes]);
    }
    for (std::size_t g = 0; g < block.columns / block.group; ++g) {
        packGrids(layout, shape, block.gridsOf(g), block.firstRow, block.firstColumn / block.group + g, parts);
    }
}

gptq::GroupedForm formOf(const PackedLayout& layout, ElementType scaleType) {
    return {.bits = layout.bits,
            .group = layout.group,
            .isSymmetric = layout.isSymmetric,
            .scaleType = scaleType,
            .leastZero = 0,
            .packedColumns = static_cast<std::size_t>(wordBits / layout.bits)};
}

class Grid final : public MatrixGrid {
public:
    Grid(const PackedLayout& layout, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), layout_(layout), form_(formOf(layout, shape.compute)), places_(layout), parts_(parts) {}

    [[nodiscard]] std::size_t groupColumns() const override {
        return static_cast<std::size_t>(layout_.group == 0 ? shape().columns : layout_.group);
    }
    [[nodiscard]] int codes() const override { return static_cast<int>(layout_.maxCode()) + 1; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const auto zeros = layout_.isSymmetric ? std::span<std::byte>() : part(places_.zeros);
        return candidatesOf(gridAt(layout_, shape(), row, group, part(places_.scales), zeros), form_, out);
    }
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        return gptq::scaledChoice(choice, form_, factor);
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        const auto columns = static_cast<std::size_t>(shape().columns);
        const auto rows = static_cast<std::size_t>(shape().rows);
        for (std::size_t row = 0; row < rows; ++row) {
            packCodes(layout_, shape(), row, 0, codes.subspan(row * columns, columns), part(places_.codes));
        }
        const std::size_t inRow = choices.size() / rows;
        std::vector<GroupGrid> grids;
        for (std::size_t first = 0; first < rows; first += rowsTogether) {
            for (std::size_t group = 0; group < inRow; ++group) {
                grids.clear();
                for (std::size_t row = first; row < std::min(first + rowsTogether, rows); ++row) {
                    grids.push_back(gptq::groupGridOf(choices[row * inRow + group]));
                }
                packGrids(layout_, shape(), grids, first, group, parts_);
            }
        }
    }

private:
    PackedLayout layout_;
    gptq::GroupedForm form_;
    Places places_;
    Parts parts_;
};

/// One matrix as it is stored.
class Stored {
public:
    Stored(const PackedLayout& layout, const MatrixShape& shape, std::span<const std::span<const std::byte>> parts)
        : layout_(layout), shape_(shape), parts_(parts), places_(layout), rowBytes_(layout.words(shape.columns) * wordBytes) {}

    /// Columns from `column` on of one row.
    void decode(std::uint64_t row, std::uint64_t column, std::span<float> out) const {
        if (layout_.isOrdered) {
            decodeOrdered(row, column, out);
            return;
        }
        const std::uint64_t group = layout_.group == 0 ? shape_.columns : layout_.group;
        for (std::size_t done = 0; done < out.size();) {
            const std::uint64_t at = column + done;
            const std::uint64_t rest = std::min<std::uint64_t>(group - at % group, out.size() - done);
            decodeRun(row, at, gridOf(row, at / group), out.subspan(done, static_cast<std::size_t>(rest)));
            done += static_cast<std::size_t>(rest);
        }
    }

private:
    struct Grid {
        float scale;
        float zero;
    };
    [[nodiscard]] Grid gridOf(std::uint64_t row, std::uint64_t group) const {
        const auto zeros = layout_.isSymmetric ? std::span<const std::byte>() : parts_[places_.zeros];
        const GroupGrid grid = gridAt(layout_, shape_, row, group, parts_[places_.scales], zeros);
        return {grid.scale, static_cast<float>(grid.zero)};
    }

    [[nodiscard]] std::span<const std::byte> rowOf(std::uint64_t row) const {
        return parts_[places_.codes].subspan(row * rowBytes_, rowBytes_);
    }

    void decodeRun(std::uint64_t row, std::uint64_t column, const Grid& grid, std::span<float> out) const {
        const auto codes = rowOf(row);
        const auto value = [&](float code) { return (code - grid.zero) * grid.scale; };
        if (layout_.bits == 4) {
            decodeNibbles(codePairs, codes, column, out, value);
        } else if (layout_.bits == mostBits) {
            for (std::size_t i = 0; i < out.size(); ++i) {
                out[i] = value(static_cast<float>(std::to_integer<std::uint8_t>(codes[column + i])));
            }
        } else {
            for (std::size_t i = 0; i < out.size(); ++i) {
                out[i] = value(static_cast<float>(codeAt(layout_, codes, column + i)));
            }
        }
    }

    void decodeOrdered(std::uint64_t row, std::uint64_t column, std::span<float> out) const {
        const auto codes = rowOf(row);
        for (std::size_t i = 0; i < out.size(); ++i) {
            std::uint32_t group = 0;
            std::memcpy(&group, parts_[places_.index].data() + (column + i) * sizeof group, sizeof group);
            const Grid grid = gridOf(row, std::min<std::uint64_t>(group, layout_.groups(shape_.columns) - 1));
            out[i] = (static_cast<float>(codeAt(layout_, codes, column + i)) - grid.zero) * grid.scale;
        }
    }

    const PackedLayout& layout_;
    const MatrixShape& shape_;
    std::span<const std::span<const std::byte>> parts_;
    Places places_;
    std::uint64_t rowBytes_;
};

} // namespace

PackedEncoding::PackedEncoding(const PackedLayout& layout) : layout_(layout), name_(nameOf(layout)) {}

std::uint32_t PackedEncoding::columnMultiple() const {
    return layout_.group == 0 ? static_cast<std::uint32_t>(wordBits) / layout_.bits : static_cast<std::uint32_t>(layout_.group);
}

double PackedEncoding::bitsPerWeight() const {
    const double perGroup = 16.0 + (layout_.isSymmetric ? 0 : layout_.bits);
    return layout_.bits + (layout_.group == 0 ? 0.0 : perGroup / static_cast<double>(layout_.group));
}

bool PackedEncoding::canEncode() const {
    return !layout_.isOrdered && !layout_.isLoose && !layout_.isPadded && layout_.shapeType == ElementType::I64 &&
           std::ranges::find(writtenWidths, layout_.bits) != writtenWidths.end() &&
           std::ranges::find(writtenGroups, layout_.group) != writtenGroups.end();
}

std::optional<std::string> PackedEncoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (!canEncode()) {
        return std::nullopt; // as it was found
    }
    if (layout_.group != 0 && shape.columns % layout_.group != 0) {
        return say("its {} input features are no multiple of {}, the size of a group", groupedDigits(shape.columns),
                   layout_.group);
    }
    if (const std::uint64_t unit = wordBits / layout_.bits; shape.columns % unit != 0) {
        return say("its {} input features are no multiple of {}, as many as a word holds", groupedDigits(shape.columns), unit);
    }
    return std::nullopt;
}

std::vector<MatrixPart> PackedEncoding::parts(const MatrixShape& shape) const {
    const std::uint64_t groups = layout_.groups(shape.columns);
    std::vector<MatrixPart> parts{
        {.suffix = ".weight_packed", .type = ElementType::I32, .shape = {shape.rows, layout_.words(shape.columns)}},
        {.suffix = ".weight_scale", .type = shape.compute, .shape = {shape.rows, groups}},
    };
    if (!layout_.isSymmetric) {
        parts.push_back(
            {.suffix = ".weight_zero_point", .type = ElementType::I32, .shape = {layout_.words(shape.rows), groups}});
    }
    parts.push_back({.suffix = ".weight_shape", .type = layout_.shapeType, .shape = {2}});
    if (layout_.isOrdered) {
        parts.push_back({.suffix = ".weight_g_idx", .type = ElementType::I32, .shape = {shape.columns}});
    }
    return parts;
}

void PackedEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    writeShape(task.shape, parts[Places(layout_).shape]);
    codeInGroups(task, formOf(layout_, task.shape.compute),
                 [&](const CodedBlock& block) { packBlock(layout_, task.shape, block, parts); });
}

void PackedEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                  std::uint64_t first, std::span<float> out) const {
    const Stored stored(layout_, shape, parts);
    forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
        stored.decode(row, at - row * shape.columns, values);
    });
}

bool PackedEncoding::hasGrid(const MatrixShape& /*shape*/) const {
    return canEncode(); // all groups lie in rows
}

std::size_t PackedEncoding::groupColumns(const MatrixShape& shape) const {
    return static_cast<std::size_t>(layout_.group == 0 ? shape.columns : layout_.group);
}

std::unique_ptr<MatrixGrid> PackedEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return std::make_unique<Grid>(layout_, shape, parts);
}

} // namespace quantlathe::compressed
