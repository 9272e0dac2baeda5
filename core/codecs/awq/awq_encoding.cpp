// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/awq/awq_encoding.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/gptq/gptq_grid.h"
#include "codecs/gptq/group_coder.h"
#include "codecs/stored_numbers.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace quantlathe::awq {
namespace {

using gptq::CodedBlock;
using gptq::GroupGrid;
using gptq::stripRows;

constexpr std::size_t wordBytes = sizeof(std::uint32_t);
static_assert(stripRows % codesInWord == 0);

using Parts = std::span<const std::span<std::byte>>;
enum Part : std::uint8_t { codesPart, zerosPart, scalesPart };

std::uint64_t wordsOf(std::uint64_t rows) {
    return (rows + codesInWord - 1) / codesInWord;
}

void storeWord(std::span<std::byte> part, std::uint64_t index, std::uint32_t word) {
    std::memcpy(part.data() + index * wordBytes, &word, wordBytes);
}

std::uint32_t wordAt(std::span<const std::byte> part, std::uint64_t index) {
    std::uint32_t word = 0;
    std::memcpy(&word, part.data() + index * wordBytes, wordBytes);
    return word;
}

/// Eight output features that lie side by side.
std::uint32_t joined(const std::uint8_t* codes, std::size_t count) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= std::uint32_t{codes[i]} << (bits * nibbleOf(i));
    }
    return word;
}

/// Scales and zero points of one group of some rows; the first of them begins a word.
void packGrids(const Layout& layout, const MatrixShape& shape, std::span<const GroupGrid> grids, std::uint64_t firstRow,
               std::uint64_t group, Parts parts) {
    for (std::size_t row = 0; row < grids.size(); ++row) {
        storeNumber(layout.scaleType, parts[scalesPart], group * shape.rows + firstRow + row, grids[row].scale);
    }
    for (std::size_t row = 0; row < grids.size(); row += codesInWord) {
        std::array<std::uint8_t, codesInWord> zeros{};
        const std::size_t count = std::min<std::size_t>(codesInWord, grids.size() - row);
        for (std::size_t i = 0; i < count; ++i) {
            zeros[i] = static_cast<std::uint8_t>(grids[row + i].zero);
        }
        storeWord(parts[zerosPart], group * wordsOf(shape.rows) + (firstRow + row) / codesInWord, joined(zeros.data(), count));
    }
}

void packBlock(const Layout& layout, const MatrixShape& shape, const CodedBlock& block, Parts parts) {
    const std::uint64_t words = wordsOf(shape.rows);
    for (std::size_t row = 0; row < block.rows; row += codesInWord) {
        const std::size_t count = std::min<std::size_t>(codesInWord, block.rows - row);
        const std::uint8_t* const codes = block.strip(row / stripRows) + row % stripRows;
        const std::uint64_t word = (block.firstRow + row) / codesInWord;
        for (std::size_t column = 0; column < block.columns; ++column) {
            storeWord(parts[codesPart], (block.firstColumn + column) * words + word, joined(codes + column * stripRows, count));
        }
    }
    for (std::size_t g = 0; g < block.columns / block.group; ++g) {
        packGrids(layout, shape, block.gridsOf(g), block.firstRow, block.firstColumn / block.group + g, parts);
    }
}

gptq::GroupedForm formOf(const Layout& layout) {
    return {.bits = bits, .group = layout.group, .isSymmetric = false, .leastZero = 0, .packedColumns = 1};
}

class Grid final : public MatrixGrid {
public:
    Grid(const Layout& layout, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), layout_(layout), parts_(parts) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(layout_.group); }
    [[nodiscard]] int codes() const override { return 1 << bits; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const std::uint32_t zeros = wordAt(part(zerosPart), group * wordsOf(shape().rows) + row / codesInWord);
        const auto zero = static_cast<int>(zeros >> (bits * nibbleOf(row % codesInWord)) & 15U);
        const float scale = storedNumber(layout_.scaleType, part(scalesPart), group * shape().rows + row);
        return candidatesOf({scale, zero}, formOf(layout_), out);
    }
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        return gptq::scaledChoice(choice, formOf(layout_), factor);
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        const auto rows = static_cast<std::size_t>(shape().rows);
        const auto columns = static_cast<std::size_t>(shape().columns);
        const std::size_t inRow = choices.size() / rows;
        for (std::size_t first = 0; first < rows; first += codesInWord) {
            const std::size_t count = std::min<std::size_t>(codesInWord, rows - first);
            std::array<std::uint8_t, codesInWord> together{};
            for (std::size_t column = 0; column < columns; ++column) {
                for (std::size_t i = 0; i < count; ++i) {
                    together[i] = codes[(first + i) * columns + column];
                }
                storeWord(part(codesPart), column * wordsOf(rows) + first / codesInWord, joined(together.data(), count));
            }
            std::array<GroupGrid, codesInWord> grids{};
            for (std::size_t group = 0; group < inRow; ++group) {
                for (std::size_t i = 0; i < count; ++i) {
                    grids[i] = gptq::groupGridOf(choices[(first + i) * inRow + group]);
                }
                packGrids(layout_, shape(), std::span(grids).first(count), first, group, parts_);
            }
        }
    }

private:
    Layout layout_;
    Parts parts_;
};

/// Decodes columns [column, column + width) of `rows` rows that share words, each row `width` values after the one before.
void decodeRows(const Layout& layout, const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                std::uint64_t firstRow, std::size_t rows, std::uint64_t column, std::size_t width, float* out) {
    const std::uint64_t words = wordsOf(shape.rows);
    const std::uint64_t word = firstRow / codesInWord;
    const std::uint64_t group = layout.group == 0 ? shape.columns : layout.group;
    std::array<std::uint32_t, codesInWord> shifts{};
    for (std::size_t r = 0; r < rows; ++r) {
        shifts[r] = bits * nibbleOf(firstRow % codesInWord + r);
    }
    constexpr std::uint32_t mask = (1U << bits) - 1;
    for (std::size_t done = 0; done < width;) {
        const std::uint64_t at = column + done;
        const std::uint64_t g = at / group;
        const std::size_t run = static_cast<std::size_t>(std::min<std::uint64_t>(group - at % group, width - done));
        const std::uint32_t zeros = wordAt(parts[zerosPart], g * words + word);
        for (std::size_t r = 0; r < rows; ++r) {
            const float scale = storedNumber(layout.scaleType, parts[scalesPart], g * shape.rows + firstRow + r);
            const auto zero = static_cast<float>(zeros >> shifts[r] & mask);
            float* const to = out + r * width + done;
            for (std::size_t i = 0; i < run; ++i) {
                to[i] =
                    (static_cast<float>(wordAt(parts[codesPart], (at + i) * words + word) >> shifts[r] & mask) - zero) * scale;
            }
        }
        done += run;
    }
}

} // namespace

AwqEncoding::AwqEncoding(const Layout& layout)
    : layout_(layout),
      name_(fmt::format("AWQ{}-{}", bits, layout.group == 0 ? std::string("ROW") : fmt::format("G{}", layout.group))) {}

std::uint32_t AwqEncoding::columnMultiple() const {
    return static_cast<std::uint32_t>(std::max<std::uint64_t>(layout_.group, 1));
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
    if (shape.rows % codesInWord != 0) {
        return say("its {} output features are no multiple of {}, as many as share a word", groupedDigits(shape.rows),
                   codesInWord);
    }
    return std::nullopt;
}

std::vector<MatrixPart> AwqEncoding::parts(const MatrixShape& shape) const {
    const std::uint64_t groups = layout_.groups(shape.columns);
    return {
        {.suffix = ".qweight", .type = ElementType::I32, .shape = {shape.columns, wordsOf(shape.rows)}},
        {.suffix = ".qzeros", .type = ElementType::I32, .shape = {groups, wordsOf(shape.rows)}},
        {.suffix = ".scales", .type = layout_.scaleType, .shape = {groups, shape.rows}},
    };
}

void AwqEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    codeInGroups(task, formOf(layout_), [&](const CodedBlock& block) { packBlock(layout_, task.shape, block, parts); });
}

void AwqEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                               std::span<float> out) const {
    const auto columns = static_cast<std::size_t>(shape.columns);
    while (!out.empty()) {
        const std::uint64_t row = first / columns;
        const std::uint64_t column = first % columns;
        const std::uint64_t together = codesInWord - row % codesInWord;
        const std::size_t rows = column != 0 ? 1 : std::clamp<std::size_t>(out.size() / columns, 1, together);
        const std::size_t width = std::min<std::size_t>(columns - static_cast<std::size_t>(column), out.size());
        decodeRows(layout_, shape, parts, row, rows, column, width, out.data());
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
