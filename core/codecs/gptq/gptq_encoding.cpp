// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/gptq_encoding.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/gptq/gptq_grid.h"
#include "codecs/gptq/grid.h"
#include "codecs/gptq/packing.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <numeric>
#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe::gptq {
namespace {

/// g_idx counts input features and groups in 32 bits.
constexpr std::uint64_t maxDimension = 0x7FFFFFFF;

std::string nameOf(const Layout& layout) {
    return fmt::format("GPTQ{}-{}{}{}{}", layout.bits, layout.group == 0 ? "ROW" : fmt::format("G{}", layout.group),
                       layout.isSymmetric ? "" : "-ASYM", layout.storesZeroLessOne ? "" : "-V2",
                       layout.isOrdered ? "-ACT" : "");
}

/// One matrix on its way into its parts: 32 rows after the other, of each so many columns as make whole groups.
class Writer {
public:
    Writer(const Layout& layout, const MatrixTask& task, Parts parts)
        : layout_(layout), task_(task), shape_(task.shape), parts_(parts),
          group_(static_cast<std::size_t>(layout.group == 0 ? task.shape.columns : layout.group)),
          weights_(task.guide.importance.begin(), task.guide.importance.end()) {
        evenOut(weights_, layout.group);
    }

    void write() {
        writeIndex(layout_, shape_, parts_);
        const std::uint64_t blocks = (shape_.rows + packedRows - 1) / packedRows;
        task_.forEach(static_cast<std::size_t>(blocks), [&](std::size_t block) {
            const std::uint64_t firstRow = block * packedRows;
            const std::uint64_t rows = std::min<std::uint64_t>(packedRows, shape_.rows - firstRow);
            writeRows(firstRow, static_cast<std::size_t>(rows), buffers_.local());
            task_.advance(static_cast<double>(rows) / static_cast<double>(shape_.rows));
        });
    }

private:
    struct Buffers {
        std::vector<float> values;       // rows × columns of a step
        std::vector<float> strip;        // a group of stripRows rows
        std::vector<std::uint8_t> codes; // of a strip of rows, all columns of a step
    };

    void writeRows(std::uint64_t firstRow, std::size_t rows, Buffers& buffers) const {
        // Whole groups and whole words.
        const std::size_t unit = std::lcm(group_, std::size_t{packedTogether});
        const std::size_t step = unit * std::max<std::size_t>(1, matrixPieceValues / unit);
        const auto columns = static_cast<std::size_t>(shape_.columns);
        buffers.strip.resize(group_ * stripRows);
        for (std::size_t column = 0; column < columns; column += step) {
            const std::size_t width = std::min(step, columns - column);
            buffers.values.resize(rows * width);
            for (std::size_t row = 0; row < rows; ++row) {
                task_.read((firstRow + row) * shape_.columns + column, std::span(buffers.values).subspan(row * width, width));
            }
            writeColumns(firstRow, rows, column, width, buffers);
        }
    }

    void writeColumns(std::uint64_t firstRow, std::size_t rows, std::size_t column, std::size_t width, Buffers& buffers) const {
        const std::size_t groups = width / group_;
        std::vector<GroupGrid> grids(groups * packedRows);
        buffers.codes.resize(width * stripRows);
        for (std::size_t row = 0; row < rows; row += stripRows) {
            const std::size_t count = std::min(stripRows, rows - row);
            for (std::size_t g = 0; g < groups; ++g) {
                const std::size_t first = g * group_;
                stripOfRows(&buffers.values[row * width + first], width, count, group_, buffers.strip.data());
                const std::span<GroupGrid, stripRows> own(&grids[g * packedRows + row], stripRows);
                choose(firstRow + row, count, column + first, buffers.strip, own);
                codesOfStrip(buffers.strip.data(), group_, own, layout_.bits, &buffers.codes[first * stripRows]);
            }
            for (std::size_t at = 0; at < width; at += packedTogether) {
                packStrip(&buffers.codes[at * stripRows], layout_, shape_, firstRow + row, count, column + at, parts_);
            }
        }
        for (std::size_t g = 0; g < groups; ++g) {
            packGrids(std::span(grids).subspan(g * packedRows, rows), layout_, shape_, firstRow, column / group_ + g, parts_);
        }
    }

    void choose(std::uint64_t row, std::size_t rows, std::size_t column, const std::vector<float>& strip,
                std::span<GroupGrid, stripRows> grids) const {
        const bool isFinite = chooseGrids({.strip = strip.data(),
                                           .columns = group_,
                                           .columnWeights = weights_.empty() ? nullptr : &weights_[column],
                                           .bits = layout_.bits,
                                           .isSymmetric = layout_.isSymmetric},
                                          grids);
        if (!isFinite) {
            for (std::size_t r = 0; r < rows; ++r) {
                refuseIfNotFinite(row + r, column);
            }
        }
        for (std::size_t r = 0; r < rows; ++r) {
            if (!std::isfinite(grids[r].scale)) {
                throw badInput({}, say("Weights are too large for a scale in F16"),
                               say("Their group begins in row {}, column {} (counted from 0). Keep this weight in 16 bits.",
                                   groupedDigits(row + r), groupedDigits(column)));
            }
        }
    }

    void refuseIfNotFinite(std::uint64_t row, std::size_t column) const {
        std::vector<float> values(group_);
        task_.read(row * shape_.columns + column, values);
        if (std::ranges::any_of(values, [](float value) { return !std::isfinite(value); })) {
            refuseValues(task_, row * shape_.columns + column, group_, ElementType::F32);
        }
    }

    const Layout& layout_;
    const MatrixTask& task_;
    const MatrixShape& shape_;
    Parts parts_;
    std::size_t group_;
    std::vector<float> weights_; // of columns; empty: all alike
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

} // namespace

GptqEncoding::GptqEncoding(const Layout& layout) : layout_(layout), name_(nameOf(layout)) {}

std::uint32_t GptqEncoding::columnMultiple() const {
    return static_cast<std::uint32_t>(std::lcm(std::max<std::uint64_t>(layout_.group, 1), packedTogether));
}

double GptqEncoding::bitsPerWeight() const {
    return layout_.bits + (layout_.group == 0 ? 0.0 : (16.0 + layout_.bits) / static_cast<double>(layout_.group));
}

bool GptqEncoding::canEncode() const {
    return !layout_.isOrdered && !layout_.isLoose && layout_.scaleType == ElementType::F16;
}

std::optional<std::string> GptqEncoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (std::max(shape.rows, shape.columns) > maxDimension) {
        return say("the matrix is too large");
    }
    if (layout_.isLoose) {
        return shape.rows * layout_.bits % packedTogether == 0 && shape.columns * layout_.bits % packedTogether == 0
                   ? std::nullopt
                   : std::optional(say("its codes do not fill whole words"));
    }
    if (layout_.group != 0 && shape.columns % layout_.group != 0) {
        return say("its {} input features are no multiple of {}, the size of a group", groupedDigits(shape.columns),
                   layout_.group);
    }
    if (shape.columns % packedTogether != 0 || shape.rows % packedTogether != 0) {
        return say("{} × {} are no multiples of {}, which loaders of GPTQ files need", groupedDigits(shape.rows),
                   groupedDigits(shape.columns), packedTogether);
    }
    return std::nullopt;
}

std::vector<MatrixPart> GptqEncoding::parts(const MatrixShape& shape) const {
    const std::uint64_t groups = layout_.groups(shape.columns);
    std::vector<MatrixPart> parts{
        {.suffix = ".qweight", .type = ElementType::I32, .shape = {layout_.words(shape.columns), shape.rows}},
        {.suffix = ".qzeros", .type = ElementType::I32, .shape = {groups, layout_.words(shape.rows)}},
        {.suffix = ".scales", .type = layout_.scaleType, .shape = {groups, shape.rows}},
    };
    if (layout_.hasIndex) {
        parts.push_back({.suffix = ".g_idx", .type = ElementType::I32, .shape = {shape.columns}});
    }
    return parts;
}

void GptqEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    Writer(layout_, task, parts).write();
}

void GptqEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                std::uint64_t first, std::span<float> out) const {
    const auto columns = static_cast<std::size_t>(shape.columns);
    while (!out.empty()) {
        const std::uint64_t row = first / columns;
        const std::uint64_t column = first % columns;
        const std::size_t rows = column != 0 ? 1 : std::clamp<std::size_t>(out.size() / columns, 1, stripRows);
        const std::size_t width = std::min<std::size_t>(columns - static_cast<std::size_t>(column), out.size());
        unpackRows(layout_, shape, parts, row, rows, column, column + width, out.data(), width);
        first += rows * width;
        out = out.subspan(rows * width);
    }
}

bool GptqEncoding::hasGrid(const MatrixShape& /*shape*/) const {
    return canEncode(); // all groups lie in rows
}

std::size_t GptqEncoding::groupColumns(const MatrixShape& shape) const {
    return static_cast<std::size_t>(layout_.group == 0 ? shape.columns : layout_.group);
}

std::unique_ptr<MatrixGrid> GptqEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return matrixGrid(layout_, shape, parts);
}

} // namespace quantlathe::gptq
