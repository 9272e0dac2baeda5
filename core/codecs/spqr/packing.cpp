// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/packing.h"

#include "base/numeric.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace quantlathe::spqr {
namespace {

constexpr std::uint32_t codesAt = 2 * bits;              // in a word, behind the codes of scale and zero point
constexpr std::uint32_t shareAt = codesAt + bits * side; // an eighth of the tile's four numbers
constexpr std::uint32_t shareBits = 8;
constexpr std::uint32_t halfBits = 16;
constexpr std::uint64_t codeMask = levels - 1;
constexpr std::uint64_t shareMask = 0xFF;

template <class Word>
Word wordAt(std::span<const std::byte> bytes, std::uint64_t index) {
    Word word = 0;
    std::memcpy(&word, bytes.data() + index * sizeof(Word), sizeof(Word));
    return word;
}
template <class Word>
void storeWord(std::span<std::byte> bytes, std::uint64_t index, Word word) {
    std::memcpy(bytes.data() + index * sizeof(Word), &word, sizeof(Word));
}

/// Of the first row of a tile; those of the others follow.
std::uint64_t wordOf(const MatrixShape& shape, std::uint64_t tileRow, std::uint64_t tile) {
    return tileRow * shape.columns + tile * side;
}

std::uint64_t numbersOf(const TileScales& scales) {
    return std::uint64_t{scales.scales.step} | std::uint64_t{scales.zeros.step} << halfBits |
           std::uint64_t{scales.scales.zero} << 2 * halfBits | std::uint64_t{scales.zeros.zero} << 3 * halfBits;
}

float levelOf(const Unit& unit, std::uint64_t code) {
    return asF16(floatFromF16(unit.step) * asF16(static_cast<float>(code) - floatFromF16(unit.zero)));
}

/// Every byte stands in two rows, and readers put all of them together.
Units unitsAt(std::span<const std::byte> dense, std::uint64_t firstWord) {
    std::uint64_t numbers = 0;
    for (std::uint32_t row = 0; row < side; ++row) {
        numbers |= (wordAt<std::uint64_t>(dense, firstWord + row) >> shareAt & shareMask) << row / 2 * shareBits;
    }
    const auto number = [&](std::uint32_t index) { return static_cast<std::uint16_t>(numbers >> index * halfBits); };
    return {{number(0), number(2)}, {number(1), number(3)}};
}

} // namespace

float asF16(float value) {
    return floatFromF16(f16FromFloat(value));
}

std::array<float, levels> levelsOf(const Unit& unit) {
    std::array<float, levels> values{};
    for (std::size_t code = 0; code < levels; ++code) {
        values[code] = levelOf(unit, code);
    }
    return values;
}

std::uint8_t nearestLevel(const std::array<float, levels>& all, float wanted) {
    std::uint8_t best = 0;
    for (std::uint8_t i = 1; i < levels; ++i) {
        best = std::fabs(all[i] - wanted) < std::fabs(all[best] - wanted) ? i : best;
    }
    return best;
}

Units unitsOf(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t tileRow, std::uint64_t tile) {
    return unitsAt(dense, wordOf(shape, tileRow, tile));
}

RowCodes rowCodesAt(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t row, std::uint64_t tile) {
    const auto word = wordAt<std::uint64_t>(dense, wordOf(shape, row / side, tile) + row % side);
    return {static_cast<std::uint8_t>(word & codeMask), static_cast<std::uint8_t>(word >> bits & codeMask)};
}

void packRowCodes(const RowCodes& codes, const MatrixShape& shape, std::uint64_t row, std::uint64_t tile,
                  std::span<std::byte> dense) {
    const std::uint64_t index = wordOf(shape, row / side, tile) + row % side;
    const auto word = wordAt<std::uint64_t>(dense, index);
    storeWord(dense, index, (word & ~(codeMask | codeMask << bits)) | codes.scale | std::uint64_t{codes.zero} << bits);
}

void packTile(const TileScales& scales, const std::uint8_t* codes, const MatrixShape& shape, std::uint64_t tileRow,
              std::uint64_t tile, std::span<std::byte> dense) {
    const std::uint64_t numbers = numbersOf(scales);
    for (std::size_t row = 0; row < side; ++row) {
        std::uint64_t word = std::uint64_t{scales.scaleCodes[row]} | std::uint64_t{scales.zeroCodes[row]} << bits;
        for (std::size_t i = 0; i < side; ++i) {
            word |= std::uint64_t{codes[i * side + row]} << (codesAt + bits * i);
        }
        word |= (numbers >> row / 2 * shareBits & shareMask) << shareAt;
        storeWord(dense, wordOf(shape, tileRow, tile) + row, word);
    }
}

TileScales tileScalesAt(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t tileRow, std::uint64_t tile) {
    const std::uint64_t first = wordOf(shape, tileRow, tile);
    const Units units = unitsAt(dense, first);
    TileScales scales{.scales = units.scales, .zeros = units.zeros};
    for (std::size_t row = 0; row < side; ++row) {
        const RowCodes codes = rowCodesAt(shape, dense, tileRow * side + row, tile);
        scales.scaleCodes[row] = codes.scale;
        scales.zeroCodes[row] = codes.zero;
    }
    return scales;
}

void codesOfRow(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t row, std::span<std::uint8_t> codes) {
    for (std::uint64_t tile = 0; tile < shape.columns / side; ++tile) {
        const auto word = wordAt<std::uint64_t>(dense, wordOf(shape, row / side, tile) + row % side);
        for (std::size_t i = 0; i < side; ++i) {
            codes[tile * side + i] = static_cast<std::uint8_t>(word >> (codesAt + bits * i) & codeMask);
        }
    }
}

void decodeRow(const MatrixShape& shape, std::span<const std::byte> dense, std::uint64_t row, std::span<float> values) {
    for (std::uint64_t tile = 0; tile < shape.columns / side; ++tile) {
        const std::uint64_t first = wordOf(shape, row / side, tile);
        const Units units = unitsAt(dense, first);
        const auto word = wordAt<std::uint64_t>(dense, first + row % side);
        const float scale = levelOf(units.scales, word & codeMask);
        const float zero = levelOf(units.zeros, word >> bits & codeMask);
        std::array<float, levels> ofCode{};
        for (std::size_t code = 0; code < levels; ++code) {
            ofCode[code] = asF16(scale * asF16(static_cast<float>(code) - zero));
        }
        for (std::size_t i = 0; i < side; ++i) {
            values[tile * side + i] = ofCode[word >> (codesAt + bits * i) & codeMask];
        }
    }
}

void addOutliers(const Layout& layout, StoredParts parts, std::uint64_t row, std::span<float> values) {
    const std::uint64_t index = layout.isTiled ? row / side : row;
    const std::uint64_t first = offsetAt(parts[offsetsPart], index);
    const std::uint64_t stored = parts[outliersPart].size() / sizeof(std::uint32_t);
    const std::uint64_t end = std::min<std::uint64_t>(offsetAt(parts[offsetsPart], index + 1), stored);
    for (std::uint64_t at = layout.isTiled ? first + row % side : first; at < end; at += layout.isTiled ? side : 1) {
        const auto word = wordAt<std::uint32_t>(parts[outliersPart], at);
        if (const std::size_t place = word & 0xFFFFU; place < values.size()) {
            values[place] = asF16(values[place] + floatFromF16(static_cast<std::uint16_t>(word >> halfBits)));
        }
    }
}

void packOrder(std::span<const std::uint32_t> order, Parts parts) {
    for (std::size_t place = 0; place < order.size(); ++place) {
        storeWord(parts[orderPart], place, static_cast<std::uint16_t>(order[place]));
    }
}

std::uint32_t inputAt(std::span<const std::byte> order, std::uint64_t place) {
    return wordAt<std::uint16_t>(order, place);
}

std::vector<std::uint32_t> placesOf(const Layout& layout, const MatrixShape& shape, StoredParts parts) {
    std::vector<std::uint32_t> places(static_cast<std::size_t>(shape.columns));
    std::iota(places.begin(), places.end(), 0U);
    if (layout.hasOrder) {
        for (std::uint32_t place = 0; place < shape.columns; ++place) {
            if (const std::uint32_t input = inputAt(parts[orderPart], place); input < shape.columns) {
                places[input] = place;
            }
        }
    }
    return places;
}

void packOffset(std::span<std::byte> offsets, std::uint64_t index, std::uint64_t offset) {
    storeWord(offsets, index, static_cast<std::uint32_t>(offset));
}

std::uint32_t offsetAt(std::span<const std::byte> offsets, std::uint64_t index) {
    return wordAt<std::uint32_t>(offsets, index);
}

void packOutlier(std::span<std::byte> outliers, std::uint64_t index, std::uint32_t place, std::uint16_t difference) {
    storeWord(outliers, index, place | std::uint32_t{difference} << halfBits);
}

std::uint32_t placeOfOutlier(std::span<const std::byte> outliers, std::uint64_t index) {
    return wordAt<std::uint32_t>(outliers, index) & 0xFFFFU;
}

float differenceOfOutlier(std::span<const std::byte> outliers, std::uint64_t index) {
    return floatFromF16(static_cast<std::uint16_t>(wordAt<std::uint32_t>(outliers, index) >> halfBits));
}

} // namespace quantlathe::spqr
