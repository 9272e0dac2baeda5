// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/awq/packing.h"

#include "base/numeric.h"
#include "codecs/stored_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace quantlathe::awq {
namespace {

using gptq::CodedBlock;
using gptq::GroupGrid;
using gptq::stripRows;

constexpr std::size_t wordBytes = sizeof(std::uint32_t);
constexpr std::uint32_t nibbleMask = (1U << bits) - 1;
static_assert(stripRows % codesInWord == 0);

std::uint64_t wordsOf(std::uint64_t features) {
    return (features + codesInWord - 1) / codesInWord;
}

/// Groups that there is room for in the other versions than gemm: their kernels take so many zero points at once.
std::uint64_t roomForGroups(const Layout& layout, const MatrixShape& shape) {
    constexpr std::uint64_t wide = 128; // groups whose zero points need not come in pairs
    constexpr std::uint64_t middle = 64;
    const std::uint64_t words = wordsOf(layout.groups(shape.columns));
    const std::uint64_t together = layout.group == 0 || layout.group >= wide ? 1 : layout.group >= middle ? 2 : 4;
    return (words + together - 1) / together * together * codesInWord;
}

// ---- Where things lie ---------------------------------------------------------------------------------------------------

/// The nibble of a gemm word that holds the `place`-th of eight output features.
constexpr std::uint32_t nibbleOf(std::uint64_t place) {
    constexpr std::array<std::uint32_t, codesInWord> nibbles{0, 4, 1, 5, 2, 6, 3, 7};
    return nibbles[place];
}

/// Nibbles are counted from the lower half of a tensor's first byte.
std::uint64_t nibbleOfCode(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t column) {
    switch (layout.version) {
    case Version::gemm: return (column * wordsOf(shape.rows) + row / codesInWord) * codesInWord + nibbleOf(row % codesInWord);
    case Version::gemv: return row * shape.columns + column;
    case Version::gemvFast: break;
    }
    // Four rows together, 64 columns of one after the other; of 32 columns, number 8 · a + b comes as 4 · b + a.
    constexpr std::uint64_t together = 4;
    constexpr std::uint64_t stripe = 64;
    constexpr std::uint64_t run = 32;
    const std::uint64_t first = row / together * shape.columns + column / stripe * stripe;
    return first * together + row % together * stripe + column % stripe / run * run + column % codesInWord * together +
           column % run / codesInWord;
}

std::uint64_t nibbleOfZero(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group) {
    return layout.version == Version::gemm
               ? (group * wordsOf(shape.rows) + row / codesInWord) * codesInWord + nibbleOf(row % codesInWord)
               : row * roomForGroups(layout, shape) + group;
}

std::uint64_t placeOfScale(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group) {
    return layout.version == Version::gemv ? row * roomForGroups(layout, shape) + group : group * shape.rows + row;
}

std::uint32_t nibbleAt(std::span<const std::byte> part, std::uint64_t nibble) {
    return std::to_integer<std::uint32_t>(part[nibble / 2]) >> (bits * (nibble % 2)) & nibbleMask;
}

void setNibble(std::span<std::byte> part, std::uint64_t nibble, std::uint32_t value) {
    const auto shift = static_cast<std::uint32_t>(bits * (nibble % 2));
    part[nibble / 2] = (part[nibble / 2] & ~std::byte(nibbleMask << shift)) | std::byte(value << shift);
}

std::uint32_t wordAt(std::span<const std::byte> part, std::uint64_t index) {
    std::uint32_t word = 0;
    std::memcpy(&word, part.data() + index * wordBytes, wordBytes);
    return word;
}

/// Codes of eight output features that lie side by side.
std::uint32_t joined(const std::uint8_t* codes, std::size_t count) {
    std::uint32_t word = 0;
    for (std::size_t i = 0; i < count; ++i) {
        word |= std::uint32_t{codes[i]} << (bits * nibbleOf(i));
    }
    return word;
}

/// Whole words at a time.
void packWords(const MatrixShape& shape, const CodedBlock& block, std::span<std::byte> part) {
    for (std::size_t row = 0; row < block.rows; row += codesInWord) {
        const std::size_t count = std::min<std::size_t>(codesInWord, block.rows - row);
        const std::uint8_t* const codes = block.strip(row / stripRows) + row % stripRows;
        const std::uint64_t word = (block.firstRow + row) / codesInWord;
        for (std::size_t column = 0; column < block.columns; ++column) {
            const std::uint32_t stored = joined(codes + column * stripRows, count);
            const std::uint64_t index = (block.firstColumn + column) * wordsOf(shape.rows) + word;
            std::memcpy(part.data() + index * wordBytes, &stored, wordBytes);
        }
    }
}

} // namespace

std::vector<MatrixPart> partsOf(const Layout& layout, const MatrixShape& shape) {
    const std::uint64_t groups = layout.groups(shape.columns);
    const std::uint64_t room = roomForGroups(layout, shape);
    MatrixPart codes{.suffix = ".qweight", .type = ElementType::I32, .shape = {shape.columns, wordsOf(shape.rows)}};
    MatrixPart zeros{.suffix = ".qzeros", .type = ElementType::I32, .shape = {groups, wordsOf(shape.rows)}};
    MatrixPart scales{.suffix = ".scales", .type = layout.scaleType, .shape = {groups, shape.rows}};
    if (layout.version == Version::gemv) {
        codes.shape = {shape.rows, wordsOf(shape.columns)};
        zeros.shape = {shape.rows, room / codesInWord};
        scales.shape = {shape.rows, room};
    } else if (layout.version == Version::gemvFast) {
        codes.type = ElementType::I16;
        codes.shape = {(shape.rows + 3) / 4, shape.columns};
        zeros.type = layout.scaleType;
        zeros.shape = {room, shape.rows};
        scales.shape = {room, shape.rows};
    }
    return {codes, zeros, scales};
}

void clearGrids(Parts parts) {
    std::ranges::fill(parts[zerosPart], std::byte{0});
    std::ranges::fill(parts[scalesPart], std::byte{0});
}

void packBlock(const Layout& layout, const MatrixShape& shape, const CodedBlock& block, Parts parts) {
    if (layout.version == Version::gemm) {
        packWords(shape, block, parts[codesPart]);
    } else {
        for (std::size_t row = 0; row < block.rows; ++row) {
            const std::uint8_t* const codes = block.strip(row / stripRows) + row % stripRows;
            for (std::size_t column = 0; column < block.columns; ++column) {
                packCode(layout, shape, block.firstRow + row, block.firstColumn + column, codes[column * stripRows],
                         parts[codesPart]);
            }
        }
    }
    for (std::size_t g = 0; g < block.columns / block.group; ++g) {
        const std::span<const GroupGrid> grids = block.gridsOf(g);
        for (std::size_t row = 0; row < grids.size(); ++row) {
            packGrid(layout, shape, block.firstRow + row, block.firstColumn / block.group + g, grids[row], parts);
        }
    }
}

void packCode(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t column, std::uint8_t code,
              std::span<std::byte> codes) {
    setNibble(codes, nibbleOfCode(layout, shape, row, column), code);
}

void packGrid(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group, const GroupGrid& grid,
              Parts parts) {
    const std::uint64_t place = placeOfScale(layout, shape, row, group);
    storeNumber(layout.scaleType, parts[scalesPart], place, grid.scale);
    if (layout.version == Version::gemvFast) {
        storeNumber(layout.scaleType, parts[zerosPart], place, offsetOf(layout, grid));
    } else {
        setNibble(parts[zerosPart], nibbleOfZero(layout, shape, row, group), static_cast<std::uint32_t>(grid.zero));
    }
}

GroupGrid gridAt(const Layout& layout, const MatrixShape& shape, std::uint64_t row, std::uint64_t group, StoredParts parts) {
    const std::uint64_t place = placeOfScale(layout, shape, row, group);
    const float scale = storedNumber(layout.scaleType, parts[scalesPart], place);
    if (layout.version != Version::gemvFast) {
        return {scale, static_cast<int>(nibbleAt(parts[zerosPart], nibbleOfZero(layout, shape, row, group)))};
    }
    const float zero = std::nearbyint(-storedNumber(layout.scaleType, parts[zerosPart], place) / scale);
    return {scale, zero >= 0 && zero <= nibbleMask ? static_cast<int>(zero) : 0};
}

float offsetOf(const Layout& layout, const GroupGrid& grid) {
    const float offset = -grid.scale * static_cast<float>(grid.zero);
    return layout.version == Version::gemvFast ? roundedTo(layout.scaleType, offset) : offset;
}

void unpackRow(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t row, std::uint64_t column,
               std::span<float> values) {
    const std::uint64_t group = layout.group == 0 ? shape.columns : layout.group;
    for (std::size_t done = 0; done < values.size();) {
        const std::uint64_t at = column + done;
        const auto run = static_cast<std::size_t>(std::min<std::uint64_t>(group - at % group, values.size() - done));
        const std::uint64_t place = placeOfScale(layout, shape, row, at / group);
        const float scale = storedNumber(layout.scaleType, parts[scalesPart], place);
        const bool hasOffset = layout.version == Version::gemvFast;
        const float zero =
            hasOffset ? 0 : static_cast<float>(nibbleAt(parts[zerosPart], nibbleOfZero(layout, shape, row, at / group)));
        const float offset = hasOffset ? storedNumber(layout.scaleType, parts[zerosPart], place) : 0;
        for (std::size_t i = 0; i < run; ++i) {
            const std::uint32_t code = nibbleAt(parts[codesPart], nibbleOfCode(layout, shape, row, at + i));
            values[done + i] = (static_cast<float>(code) - zero) * scale + offset;
        }
        done += run;
    }
}

void unpackRowsOfWords(const Layout& layout, const MatrixShape& shape, StoredParts parts, std::uint64_t firstRow,
                       std::size_t rows, std::uint64_t column, std::size_t width, float* out) {
    const std::uint64_t words = wordsOf(shape.rows);
    const std::uint64_t word = firstRow / codesInWord;
    const std::uint64_t group = layout.group == 0 ? shape.columns : layout.group;
    std::array<std::uint32_t, codesInWord> shifts{};
    for (std::size_t r = 0; r < rows; ++r) {
        shifts[r] = bits * nibbleOf(firstRow % codesInWord + r);
    }
    for (std::size_t done = 0; done < width;) {
        const std::uint64_t at = column + done;
        const std::uint64_t g = at / group;
        const std::size_t run = static_cast<std::size_t>(std::min<std::uint64_t>(group - at % group, width - done));
        const std::uint32_t zeros = wordAt(parts[zerosPart], g * words + word);
        for (std::size_t r = 0; r < rows; ++r) {
            const float scale = storedNumber(layout.scaleType, parts[scalesPart], g * shape.rows + firstRow + r);
            const auto zero = static_cast<float>(zeros >> shifts[r] & nibbleMask);
            float* const to = out + r * width + done;
            for (std::size_t i = 0; i < run; ++i) {
                const std::uint32_t code = wordAt(parts[codesPart], (at + i) * words + word) >> shifts[r] & nibbleMask;
                to[i] = (static_cast<float>(code) - zero) * scale;
            }
        }
        done += run;
    }
}

} // namespace quantlathe::awq
