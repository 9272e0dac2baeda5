// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/packing.h"

#include "base/numeric.h"
#include "codecs/bit_streams.h"
#include "kernels/convert.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <vector>

namespace quantlathe::gptq {
namespace {

static_assert(streamLanes == stripRows && codesTogether == packedTogether);

constexpr std::size_t wordBytes = sizeof(std::uint32_t);

std::uint32_t wordAt(std::span<const std::byte> words, std::uint64_t index) {
    std::uint32_t word = 0;
    std::memcpy(&word, words.data() + index * wordBytes, wordBytes);
    return word;
}

/// Scales and zero points of some groups of a strip of rows.
class GridTable {
public:
    GridTable(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t firstRow, std::size_t rows,
              std::uint64_t firstGroup, std::uint64_t groups)
        : firstGroup_(firstGroup), grids_(static_cast<std::size_t>(groups)) {
        const std::size_t bytes = info(layout.scaleType).bytesPerBlock;
        for (std::size_t g = 0; g < grids_.size(); ++g) {
            const std::uint64_t at = (firstGroup + g) * shape.rows + firstRow;
            floatsFromStored(layout.scaleType, parts[scalesPart].subspan(at * bytes, rows * bytes),
                             std::span(grids_[g].scales).first(rows));
            for (std::size_t row = 0; row < rows; ++row) {
                grids_[g].zeros[row] =
                    static_cast<float>(zeroPointAt(layout, shape, parts[zerosPart], firstRow + row, firstGroup + g));
            }
        }
    }

    struct Grids {
        std::array<float, stripRows> scales{};
        std::array<float, stripRows> zeros{};
    };
    [[nodiscard]] const Grids& of(std::uint64_t group) const { return grids_[static_cast<std::size_t>(group - firstGroup_)]; }

private:
    std::uint64_t firstGroup_;
    std::vector<Grids> grids_;
};

/// Values of one column of a strip.
void decodeColumn(const StreamWords& words, std::uint32_t column, std::uint32_t bits, const GridTable::Grids& grids,
                  std::array<float, stripRows>& values) {
    std::array<std::int32_t, stripRows> codes{};
    codesAt(words, column, bits, codes);
    for (std::size_t row = 0; row < stripRows; ++row) {
        values[row] = (static_cast<float>(codes[row]) - grids.zeros[row]) * grids.scales[row];
    }
}

void storeIndex(std::uint64_t column, std::uint64_t number, Parts parts) {
    const auto group = static_cast<std::int32_t>(number);
    std::memcpy(parts[indexPart].data() + column * sizeof group, &group, sizeof group);
}

} // namespace

void packStrip(const std::uint8_t* codes, const Layout& layout, const MatrixShape& shape, std::uint64_t firstRow,
               std::size_t rows, std::uint64_t firstColumn, Parts parts) {
    StreamWords words{};
    joinCodes(codes, layout.bits, words);
    const std::uint64_t firstWord = firstColumn / packedTogether * layout.bits;
    for (std::uint32_t i = 0; i < layout.bits; ++i) {
        std::memcpy(parts[codesPart].data() + ((firstWord + i) * shape.rows + firstRow) * wordBytes, words[i].data(),
                    rows * wordBytes);
    }
}

void packColumn(const std::uint8_t* codes, const Layout& layout, const MatrixShape& shape, std::uint64_t firstRow,
                std::size_t rows, std::uint64_t column, Parts parts) {
    const CodePlace place = placeOfCode(static_cast<std::uint32_t>(column % packedTogether), layout.bits);
    const auto add = [&](std::uint32_t word, std::size_t row, std::uint32_t bits) {
        const std::uint64_t number = column / packedTogether * layout.bits + word;
        std::byte* const at = parts[codesPart].data() + (number * shape.rows + firstRow + row) * wordBytes;
        std::uint32_t stored = 0;
        std::memcpy(&stored, at, wordBytes);
        stored |= bits;
        std::memcpy(at, &stored, wordBytes);
    };
    for (std::size_t row = 0; row < rows; ++row) {
        add(place.word, row, std::uint32_t{codes[row]} << place.shift);
        if (place.isSplit) {
            add(place.word + 1, row, std::uint32_t{codes[row]} >> (32 - place.shift));
        }
    }
}

void packGrids(std::span<const GroupGrid> grids, const Layout& layout, const MatrixShape& shape, std::uint64_t firstRow,
               std::uint64_t group, Parts parts) {
    assert(firstRow % packedRows == 0 && grids.size() <= packedRows && layout.scaleType == ElementType::F16);
    std::array<std::uint32_t, widestCode + 1> words{};
    std::array<std::uint16_t, packedRows> scales{};
    for (std::size_t row = 0; row < grids.size(); ++row) {
        const CodePlace place = placeOfCode(static_cast<std::uint32_t>(row), layout.bits);
        const std::uint32_t stored =
            (static_cast<std::uint32_t>(grids[row].zero) - (layout.storesZeroLessOne ? 1U : 0U)) & layout.maxCode();
        words[place.word] |= stored << place.shift;
        if (place.isSplit) {
            words[place.word + 1] |= stored >> (32 - place.shift);
        }
        scales[row] = f16FromFloat(grids[row].scale);
    }
    const std::uint64_t zeroWords = layout.words(shape.rows);
    std::memcpy(parts[zerosPart].data() + (group * zeroWords + layout.words(firstRow)) * wordBytes, words.data(),
                layout.words(grids.size()) * wordBytes);
    std::memcpy(parts[scalesPart].data() + (group * shape.rows + firstRow) * sizeof(std::uint16_t), scales.data(),
                grids.size() * sizeof(std::uint16_t));
}

void packRows(std::span<const std::uint8_t> codes, std::span<const GroupGrid> grids, const Layout& layout,
              const MatrixShape& shape, std::uint64_t firstRow, Parts parts) {
    const auto columns = static_cast<std::size_t>(shape.columns);
    const auto groups = static_cast<std::size_t>(layout.groups(shape.columns));
    const std::size_t rows = codes.size() / columns;
    std::array<std::uint8_t, packedTogether * stripRows> strip{};
    for (std::size_t row = 0; row < rows; row += stripRows) {
        const std::size_t count = std::min(stripRows, rows - row);
        for (std::size_t column = 0; column < columns; column += packedTogether) {
            for (std::size_t lane = 0; lane < count; ++lane) {
                const std::uint8_t* const from = &codes[(row + lane) * columns + column];
                for (std::size_t i = 0; i < packedTogether; ++i) {
                    strip[i * stripRows + lane] = from[i];
                }
            }
            packStrip(strip.data(), layout, shape, firstRow + row, count, column, parts);
        }
    }
    std::vector<GroupGrid> together;
    for (std::size_t row = 0; row < rows; row += packedRows) {
        for (std::size_t group = 0; group < groups; ++group) {
            together.clear();
            for (std::size_t lane = 0; lane < std::min(packedRows, rows - row); ++lane) {
                together.push_back(grids[(row + lane) * groups + group]);
            }
            packGrids(together, layout, shape, firstRow + row, group, parts);
        }
    }
}

void pack(std::span<const std::uint8_t> codes, std::span<const GroupGrid> grids, const Layout& layout, const MatrixShape& shape,
          Parts parts) {
    packRows(codes, grids, layout, shape, 0, parts);
    writeIndex(layout, shape, parts);
}

void writeIndex(const Layout& layout, const MatrixShape& shape, Parts parts) {
    if (!layout.hasIndex) {
        return;
    }
    for (std::uint64_t column = 0; column < shape.columns; ++column) {
        storeIndex(column, layout.group == 0 ? 0 : column / layout.group, parts);
    }
}

void writeIndex(const Layout& layout, std::span<const std::uint32_t> order, Parts parts) {
    for (std::size_t place = 0; place < order.size(); ++place) {
        storeIndex(order[place], place / layout.group, parts);
    }
}

void unpackRows(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t firstRow, std::size_t rows,
                std::uint64_t firstColumn, std::uint64_t endColumn, float* values, std::size_t stride) {
    const auto groupOf = [&](std::uint64_t column) {
        return layout.isOrdered    ? std::min<std::uint64_t>(static_cast<std::uint32_t>(indexAt(parts[indexPart], column)),
                                                          layout.groups(shape.columns) - 1)
               : layout.group == 0 ? 0
                                   : column / layout.group;
    };
    const std::uint64_t firstGroup = layout.isOrdered ? 0 : groupOf(firstColumn);
    const std::uint64_t endGroup = layout.isOrdered ? layout.groups(shape.columns) : groupOf(endColumn - 1) + 1;
    const GridTable table(layout, shape, parts, firstRow, rows, firstGroup, endGroup - firstGroup);
    const std::uint64_t allWords = layout.words(shape.columns);
    StreamWords words{};
    std::array<std::array<float, stripRows>, packedTogether> decoded;
    for (std::uint64_t block = firstColumn / packedTogether; block * packedTogether < endColumn; ++block) {
        const std::uint64_t firstWord = block * layout.bits;
        for (std::uint32_t i = 0; i < layout.bits && firstWord + i < allWords; ++i) {
            std::memcpy(words[i].data(), parts[codesPart].data() + ((firstWord + i) * shape.rows + firstRow) * wordBytes,
                        rows * wordBytes);
        }
        const std::uint64_t begin = std::max(block * packedTogether, firstColumn);
        const std::uint64_t end = std::min((block + 1) * packedTogether, endColumn);
        for (std::uint64_t column = begin; column < end; ++column) {
            decodeColumn(words, static_cast<std::uint32_t>(column % packedTogether), layout.bits, table.of(groupOf(column)),
                         decoded[column - begin]);
        }
        for (std::size_t row = 0; row < rows; ++row) {
            float* const to = values + row * stride + (begin - firstColumn);
            for (std::uint64_t i = 0; i < end - begin; ++i) {
                to[i] = decoded[i][row];
            }
        }
    }
}

std::uint32_t zeroPointAt(const Layout& layout, const MatrixShape& shape, std::span<const std::byte> zeros, std::uint64_t row,
                          std::uint64_t group) {
    const std::uint64_t wordsInRow = layout.words(shape.rows);
    const std::uint64_t at = row * layout.bits;
    const std::uint64_t word = group * wordsInRow + at / 32;
    std::uint64_t both = wordAt(zeros, word);
    if (at % 32 + layout.bits > 32) {
        both |= std::uint64_t{wordAt(zeros, word + 1)} << 32U;
    }
    const auto stored = static_cast<std::uint32_t>(both >> (at % 32)) & layout.maxCode();
    return stored + (layout.storesZeroLessOne ? 1 : 0);
}

std::int32_t indexAt(std::span<const std::byte> index, std::uint64_t column) {
    std::int32_t group = 0;
    std::memcpy(&group, index.data() + column * sizeof group, sizeof group);
    return group;
}

} // namespace quantlathe::gptq
