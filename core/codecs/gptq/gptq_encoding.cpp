// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/gptq_encoding.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/gptq/gptq_grid.h"
#include "codecs/gptq/grid.h"
#include "codecs/gptq/group_coder.h"
#include "codecs/gptq/packing.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
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

void packScales(const Layout& layout, const MatrixShape& shape, const CodedBlock& block, Parts parts) {
    for (std::size_t g = 0; g < block.columns / block.group; ++g) {
        packGrids(block.gridsOf(g), layout, shape, block.firstRow, block.firstColumn / block.group + g, parts);
    }
}

/// What was chosen for some rows into the tensors.
void packBlock(const Layout& layout, const MatrixShape& shape, const CodedBlock& block, Parts parts) {
    static_assert(codedRows == packedRows);
    for (std::size_t row = 0; row < block.rows; row += stripRows) {
        const std::size_t count = std::min(stripRows, block.rows - row);
        const std::uint8_t* const codes = block.strip(row / stripRows);
        for (std::size_t at = 0; at < block.columns; at += packedTogether) {
            packStrip(codes + at * stripRows, layout, shape, block.firstRow + row, count, block.firstColumn + at, parts);
        }
    }
    packScales(layout, shape, block, parts);
}

/// The columns of most importance first; those of equal importance as they come.
std::vector<std::uint32_t> orderFor(const MatrixTask& task) {
    if (!task.guide.order.empty()) {
        return {task.guide.order.begin(), task.guide.order.end()};
    }
    const std::span<const float> importance = task.guide.importance;
    std::vector<std::uint32_t> order(importance.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::ranges::greater(), [&](std::uint32_t column) { return importance[column]; });
    return order;
}

/// A matrix whose columns are taken in an order.
class OrderedColumns {
public:
    OrderedColumns(const MatrixTask& task, std::span<const std::uint32_t> order) : task_(task), order_(order) {
        for (const std::uint32_t column : order) {
            importance_.push_back(task.guide.importance[column]);
        }
    }

    [[nodiscard]] MatrixTask task() {
        MatrixTask ordered = task_;
        ordered.guide.importance = importance_;
        ordered.read = [this](std::uint64_t first, std::span<float> out) { read(first, out); };
        return ordered;
    }

    void packBlock(const Layout& layout, const CodedBlock& block, Parts parts) const {
        for (std::size_t row = 0; row < block.rows; row += stripRows) {
            const std::size_t count = std::min(stripRows, block.rows - row);
            const std::uint8_t* codes = block.strip(row / stripRows);
            for (std::size_t at = 0; at < block.columns; ++at, codes += stripRows) {
                packColumn(codes, layout, task_.shape, block.firstRow + row, count, order_[block.firstColumn + at], parts);
            }
        }
        packScales(layout, task_.shape, block, parts);
    }

private:
    /// Of one row.
    void read(std::uint64_t first, std::span<float> out) {
        const std::size_t columns = order_.size();
        std::vector<float>& row = rows_.local();
        row.resize(columns);
        task_.read(first / columns * columns, row);
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = row[order_[static_cast<std::size_t>(first % columns) + i]];
        }
    }

    const MatrixTask& task_;
    std::span<const std::uint32_t> order_;
    std::vector<float> importance_;
    oneapi::tbb::enumerable_thread_specific<std::vector<float>> rows_;
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
    return !layout_.isLoose && layout_.scaleType == ElementType::F16 && (!layout_.isOrdered || layout_.group != 0);
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
    const GroupedForm form{.bits = layout_.bits, .group = layout_.group, .isSymmetric = layout_.isSymmetric};
    if (layout_.isOrdered) {
        if (task.guide.importance.empty()) {
            throw badInput({}, say("{} needs an importance matrix", name_));
        }
        const std::vector<std::uint32_t> order = orderFor(task);
        writeIndex(layout_, order, parts);
        std::ranges::fill(parts[codesPart], std::byte{0});
        OrderedColumns columns(task, order);
        codeInGroups(columns.task(), form, [&](const CodedBlock& block) { columns.packBlock(layout_, block, parts); });
        return;
    }
    writeIndex(layout_, task.shape, parts);
    codeInGroups(task, form, [&](const CodedBlock& block) { packBlock(layout_, task.shape, block, parts); });
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
    return canEncode(); // no group has weights of two rows
}

std::size_t GptqEncoding::groupColumns(const MatrixShape& shape) const {
    return static_cast<std::size_t>(layout_.group == 0 ? shape.columns : layout_.group);
}

std::unique_ptr<MatrixGrid> GptqEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return matrixGrid(layout_, shape, parts);
}

} // namespace quantlathe::gptq
