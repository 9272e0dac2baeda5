// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/awq/awq_encoding.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/awq/packing.h"
#include "codecs/gptq/gptq_grid.h"
#include "codecs/gptq/group_coder.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace quantlathe::awq {
namespace {

using gptq::CodedBlock;

constexpr std::uint64_t stripeColumns = 64; // whose codes gemvFast mixes
constexpr std::uint64_t stripeRows = 4;

gptq::GroupedForm formOf(const Layout& layout) {
    return {.bits = bits, .group = layout.group, .isSymmetric = false, .leastZero = 0, .packedColumns = 1};
}

class Grid final : public MatrixGrid {
public:
    Grid(const Layout& layout, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), layout_(layout), parts_(parts), stored_(parts.begin(), parts.end()) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(layout_.group); }
    [[nodiscard]] int codes() const override { return 1 << bits; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const std::size_t count = candidatesOf(gridAt(layout_, shape(), row, group, stored_), formOf(layout_), out);
        for (GridChoice& choice : out.first(count)) {
            choice = asStored(choice);
        }
        return count;
    }
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        return asStored(gptq::scaledChoice(choice, formOf(layout_), factor));
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        const std::size_t inRow = choices.size() / static_cast<std::size_t>(shape().rows);
        for (std::size_t i = 0; i < codes.size(); ++i) {
            packCode(layout_, shape(), i / shape().columns, i % shape().columns, codes[i], part(codesPart));
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            packGrid(layout_, shape(), i / inRow, i % inRow, gptq::groupGridOf(choices[i]), parts_);
        }
    }

private:
    [[nodiscard]] GridChoice asStored(GridChoice choice) const {
        choice.offset = offsetOf(layout_, gptq::groupGridOf(choice));
        return choice;
    }

    Layout layout_;
    Parts parts_;
    std::vector<std::span<const std::byte>> stored_;
};

std::string nameOf(const Layout& layout) {
    const char* const version = layout.version == Version::gemm ? "" : layout.version == Version::gemv ? "-GEMV" : "-GEMVFAST";
    return fmt::format("AWQ{}-{}{}", bits, layout.group == 0 ? std::string("ROW") : fmt::format("G{}", layout.group), version);
}

} // namespace

AwqEncoding::AwqEncoding(const Layout& layout) : layout_(layout), name_(nameOf(layout)) {}

std::uint32_t AwqEncoding::columnMultiple() const {
    const std::uint64_t together = layout_.version == Version::gemm   ? 1
                                   : layout_.version == Version::gemv ? codesInWord
                                                                      : stripeColumns;
    return static_cast<std::uint32_t>(std::lcm(together, std::max<std::uint64_t>(layout_.group, 1)));
}

double AwqEncoding::bitsPerWeight() const {
    return bits + (layout_.group == 0 ? 0.0 : (16.0 + bits) / static_cast<double>(layout_.group));
}

bool AwqEncoding::canEncode() const {
    return layout_.scaleType == ElementType::F16 && std::ranges::find(writtenGroups, layout_.group) != writtenGroups.end();
}

std::optional<std::string> AwqEncoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (layout_.group != 0 && shape.columns % layout_.group != 0) {
        return say("its {} input features are no multiple of {}, the size of a group", groupedDigits(shape.columns),
                   layout_.group);
    }
    const std::uint64_t together = layout_.version == Version::gemvFast ? stripeRows : codesInWord;
    if (shape.rows % together != 0) {
        return say("its {} output features are no multiple of {}, as many as share a word", groupedDigits(shape.rows),
                   together);
    }
    if (shape.columns % columnMultiple() != 0) {
        return say("its {} input features are no multiple of {}, as many as are stored together", groupedDigits(shape.columns),
                   columnMultiple());
    }
    return std::nullopt;
}

std::vector<MatrixPart> AwqEncoding::parts(const MatrixShape& shape) const {
    return partsOf(layout_, shape);
}

void AwqEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    clearGrids(parts);
    codeInGroups(task, formOf(layout_), [&](const CodedBlock& block) { packBlock(layout_, task.shape, block, parts); });
}

void AwqEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                               std::span<float> out) const {
    const auto columns = static_cast<std::size_t>(shape.columns);
    while (!out.empty()) {
        const std::uint64_t row = first / columns;
        const std::uint64_t column = first % columns;
        const std::uint64_t together = layout_.version == Version::gemm ? codesInWord - row % codesInWord : 1;
        const std::size_t rows = column != 0 ? 1 : std::clamp<std::size_t>(out.size() / columns, 1, together);
        const std::size_t width = std::min<std::size_t>(columns - static_cast<std::size_t>(column), out.size());
        if (layout_.version == Version::gemm) {
            unpackRowsOfWords(layout_, shape, parts, row, rows, column, width, out.data());
        } else {
            unpackRow(layout_, shape, parts, row, column, out.first(width));
        }
        first += rows * width;
        out = out.subspan(rows * width);
    }
}

bool AwqEncoding::hasGrid(const MatrixShape& /*shape*/) const {
    return canEncode(); // all groups lie in rows
}

std::size_t AwqEncoding::groupColumns(const MatrixShape& /*shape*/) const {
    return static_cast<std::size_t>(layout_.group);
}

std::unique_ptr<MatrixGrid> AwqEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return std::make_unique<Grid>(layout_, shape, parts);
}

} // namespace quantlathe::awq
