// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/lattice_grid.h"

#include "base/numeric.h"
#include "codecs/codebooks/grids.h"

#include <cstring>
#include <map>

namespace quantlathe {
namespace {

using Block = std::span<std::byte>;
using StoredBlock = std::span<const std::byte>;

template <class Word>
Word wordAt(StoredBlock block, std::size_t at) {
    Word word = 0;
    std::memcpy(&word, block.data() + at, sizeof word);
    return word;
}

template <class Word>
void putWord(Block block, std::size_t at, Word word) {
    std::memcpy(block.data() + at, &word, sizeof word);
}

void putByte(Block block, std::size_t at, std::uint32_t value) {
    block[at] = static_cast<std::byte>(value);
}

std::uint8_t nibbleAt(StoredBlock block, std::size_t at, std::size_t index) {
    return static_cast<std::uint8_t>(std::to_integer<unsigned>(block[at + index / 2]) >> (4 * (index % 2)) & 15U);
}

/// Sixteen or eight scales of four bits.
void readNibbles(StoredBlock block, std::size_t at, std::size_t count, LatticeCodes& codes) {
    for (std::size_t i = 0; i < count; ++i) {
        codes.scales[i] = nibbleAt(block, at, i);
    }
}
void putNibbles(Block block, std::size_t at, std::size_t count, const LatticeCodes& codes) {
    for (std::size_t i = 0; i < count; i += 2) {
        putByte(block, at + i / 2, codes.scales[i] | static_cast<unsigned>(codes.scales[i + 1]) << 4U);
    }
}

/// Four times seven signs and a scale; the eighth sign follows from the others.
std::uint32_t signsAndScale(const LatticeCodes& codes, std::size_t j) {
    std::uint32_t word = std::uint32_t{codes.scales[j]} << 28U;
    for (std::size_t l = 0; l < 4; ++l) {
        word |= (codes.signs[4 * j + l] & 127U) << (7 * l);
    }
    return word;
}

LatticeBook bookOf(const codec::Grid& grid) {
    LatticeBook book{grid.coordinates, grid.codes.size(), {}};
    book.values.resize(book.columns * book.points);
    for (std::size_t p = 0; p < book.points; ++p) {
        for (std::size_t i = 0; i < book.columns; ++i) {
            book.values[i * book.points + p] = static_cast<float>(grid.points[p * book.columns + i]);
        }
    }
    return book;
}

/// Points of −1, 0, 1 in eighths, moved up by one and then down by one: the two halves.
LatticeBook shiftedBook() {
    const LatticeBook plain = bookOf(codec::iq1sGrid);
    LatticeBook book{plain.columns, 2 * plain.points, std::vector<float>(2 * plain.values.size())};
    for (std::size_t i = 0; i < book.columns; ++i) {
        for (std::size_t p = 0; p < plain.points; ++p) {
            const float value = 8 * plain.values[i * plain.points + p];
            book.values[i * book.points + p] = value + 1;
            book.values[i * book.points + plain.points + p] = value - 1;
        }
    }
    return book;
}

constexpr std::size_t shiftedPoints = 2048; // of a half

/// Scales (½ + code) · unit · step in nibbles.
template <std::size_t bytes, std::size_t columnsOfScale, LatticeSigns kind, const codec::Grid& grid>
class Shared : public LatticeGrid {
public:
    [[nodiscard]] std::size_t blockBytes() const override { return bytes; }
    [[nodiscard]] std::size_t scaleColumns() const override { return columnsOfScale; }
    [[nodiscard]] int scales() const override { return 16; }
    [[nodiscard]] LatticeSigns signs() const override { return kind; }
    [[nodiscard]] const LatticeBook& book() const override {
        static const LatticeBook book = bookOf(grid);
        return book;
    }
    [[nodiscard]] float scaleOf(std::uint16_t unit, std::uint8_t code) const override {
        return floatFromF16(unit) * (0.5F + static_cast<float>(code)) * (grid.coordinates == 8 ? 0.25F : 0.5F);
    }
};

/// IQ2_XXS and IQ3_XXS: a word of signs and scale for every 32 columns, at `wordsAt` and then every `wordStride` bytes; points
/// are bytes, at 2 and then every `pointStride` bytes.
template <std::size_t bytes, std::size_t wordsAt, std::size_t wordStride, std::size_t pointStride, const codec::Grid& grid>
class PackedSigns final : public Shared<bytes, 32, LatticeSigns::even, grid> {
public:
    [[nodiscard]] LatticeCodes readScales(StoredBlock block) const override {
        LatticeCodes codes;
        codes.unit = wordAt<std::uint16_t>(block, 0);
        for (std::size_t j = 0; j < 8; ++j) {
            codes.scales[j] = static_cast<std::uint8_t>(wordAt<std::uint32_t>(block, wordsAt + wordStride * j) >> 28U);
        }
        return codes;
    }
    void write(const LatticeCodes& codes, Block block) const override {
        constexpr std::size_t pointsOf32 = 32 / (&grid == &codec::iq3xxsGrid ? 4 : 8);
        putWord(block, 0, codes.unit);
        for (std::size_t j = 0; j < 8; ++j) {
            for (std::size_t i = 0; i < pointsOf32; ++i) {
                putByte(block, 2 + pointStride * j + i, codes.points[pointsOf32 * j + i]);
            }
            putWord(block, wordsAt + wordStride * j, signsAndScale(codes, j));
        }
    }
};

class Iq2Xs final : public Shared<74, 16, LatticeSigns::even, codec::iq2xsGrid> {
public:
    [[nodiscard]] LatticeCodes readScales(StoredBlock block) const override {
        LatticeCodes codes;
        codes.unit = wordAt<std::uint16_t>(block, 0);
        readNibbles(block, 66, 16, codes);
        return codes;
    }
    void write(const LatticeCodes& codes, Block block) const override {
        putWord(block, 0, codes.unit);
        for (std::size_t i = 0; i < 32; ++i) {
            putWord(block, 2 + 2 * i, static_cast<std::uint16_t>(codes.points[i] | (codes.signs[i] & 127U) << 9U));
        }
        putNibbles(block, 66, 16, codes);
    }
};

class Iq2S final : public Shared<82, 16, LatticeSigns::free, codec::iq2sGrid> {
public:
    [[nodiscard]] LatticeCodes readScales(StoredBlock block) const override {
        LatticeCodes codes;
        codes.unit = wordAt<std::uint16_t>(block, 0);
        readNibbles(block, 74, 16, codes);
        return codes;
    }
    void write(const LatticeCodes& codes, Block block) const override {
        putWord(block, 0, codes.unit);
        for (std::size_t i = 0; i < 8; ++i) {
            std::uint32_t high = 0;
            for (std::size_t k = 0; k < 4; ++k) {
                putByte(block, 2 + 4 * i + k, codes.points[4 * i + k]);
                putByte(block, 34 + 4 * i + k, codes.signs[4 * i + k]);
                high |= static_cast<std::uint32_t>(codes.points[4 * i + k] >> 8U) << (2 * k);
            }
            putByte(block, 66 + i, high);
        }
        putNibbles(block, 74, 16, codes);
    }
};

class Iq3S final : public Shared<110, 32, LatticeSigns::free, codec::iq3sGrid> {
public:
    [[nodiscard]] LatticeCodes readScales(StoredBlock block) const override {
        LatticeCodes codes;
        codes.unit = wordAt<std::uint16_t>(block, 0);
        readNibbles(block, 106, 8, codes);
        return codes;
    }
    [[nodiscard]] float scaleOf(std::uint16_t unit, std::uint8_t code) const override {
        return floatFromF16(unit) * static_cast<float>(1 + 2 * code);
    }
    void write(const LatticeCodes& codes, Block block) const override {
        putWord(block, 0, codes.unit);
        for (std::size_t j = 0; j < 8; ++j) {
            std::uint32_t high = 0;
            for (std::size_t k = 0; k < 8; ++k) {
                putByte(block, 2 + 8 * j + k, codes.points[8 * j + k]);
                high |= static_cast<std::uint32_t>(codes.points[8 * j + k] >> 8U) << k;
            }
            putByte(block, 66 + j, high);
        }
        for (std::size_t i = 0; i < 32; ++i) {
            putByte(block, 74 + i, codes.signs[i]);
        }
        putNibbles(block, 106, 8, codes);
    }
};

class Shifted : public LatticeGrid {
public:
    [[nodiscard]] int scales() const override { return 8; }
    [[nodiscard]] LatticeSigns signs() const override { return LatticeSigns::inPoints; }
    [[nodiscard]] const LatticeBook& book() const override {
        static const LatticeBook book = shiftedBook();
        return book;
    }
    [[nodiscard]] float scaleOf(std::uint16_t unit, std::uint8_t code) const override {
        return floatFromF16(unit) * static_cast<float>(2 * code + 1) * 0.125F;
    }
};

class Iq1S final : public Shifted {
public:
    [[nodiscard]] std::size_t blockBytes() const override { return 50; }
    [[nodiscard]] std::size_t scaleColumns() const override { return 32; }
    [[nodiscard]] std::size_t halves() const override { return 2; }
    [[nodiscard]] LatticeCodes readScales(StoredBlock block) const override {
        LatticeCodes codes;
        codes.unit = wordAt<std::uint16_t>(block, 0);
        for (std::size_t j = 0; j < 8; ++j) {
            codes.scales[j] = static_cast<std::uint8_t>(wordAt<std::uint16_t>(block, 34 + 2 * j) >> 12U & 7U);
        }
        return codes;
    }
    void write(const LatticeCodes& codes, Block block) const override {
        putWord(block, 0, codes.unit);
        for (std::size_t j = 0; j < 8; ++j) {
            std::uint32_t word = std::uint32_t{codes.scales[j]} << 12U;
            for (std::size_t l = 0; l < 4; ++l) {
                const std::uint32_t point = codes.points[4 * j + l] % shiftedPoints;
                putByte(block, 2 + 4 * j + l, point);
                word |= point >> 8U << (3 * l);
            }
            word |= codes.points[4 * j] >= shiftedPoints ? 0x8000U : 0;
            putWord(block, 34 + 2 * j, static_cast<std::uint16_t>(word));
        }
    }
};

class Iq1M final : public Shifted {
public:
    [[nodiscard]] std::size_t blockBytes() const override { return 56; }
    [[nodiscard]] std::size_t scaleColumns() const override { return 16; }
    [[nodiscard]] LatticeCodes readScales(StoredBlock block) const override {
        LatticeCodes codes;
        std::uint32_t unit = 0;
        for (std::size_t i = 0; i < 4; ++i) { // the top nibbles are the F16
            const auto word = wordAt<std::uint16_t>(block, 48 + 2 * i);
            unit |= static_cast<std::uint32_t>(word >> 12U) << (4 * i);
            for (std::size_t k = 0; k < 4; ++k) {
                codes.scales[4 * i + k] = static_cast<std::uint8_t>(word >> (3 * k) & 7U);
            }
        }
        codes.unit = static_cast<std::uint16_t>(unit);
        return codes;
    }
    void write(const LatticeCodes& codes, Block block) const override {
        for (std::size_t j = 0; j < 16; ++j) {
            std::uint32_t high = 0;
            for (std::size_t l = 0; l < 2; ++l) {
                const std::uint32_t point = codes.points[2 * j + l] % shiftedPoints;
                putByte(block, 2 * j + l, point);
                high |= (point >> 8U | (codes.points[2 * j + l] >= shiftedPoints ? 8U : 0)) << (4 * l);
            }
            putByte(block, 32 + j, high);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            std::uint32_t word = (codes.unit >> (4 * i) & 15U) << 12U;
            for (std::size_t k = 0; k < 4; ++k) {
                word |= std::uint32_t{codes.scales[4 * i + k]} << (3 * k);
            }
            putWord(block, 48 + 2 * i, static_cast<std::uint16_t>(word));
        }
    }
};

} // namespace

const LatticeGrid* latticeGridOf(const Encoding& encoding) {
    static const PackedSigns<66, 6, 8, 8, codec::iq2xxsGrid> iq2xxs;
    static const Iq2Xs iq2xs;
    static const Iq2S iq2s;
    static const PackedSigns<98, 66, 4, 8, codec::iq3xxsGrid> iq3xxs;
    static const Iq3S iq3s;
    static const Iq1S iq1s;
    static const Iq1M iq1m;
    static const std::map<ElementType, const LatticeGrid*> grids{
        {ElementType::IQ2_XXS, &iq2xxs}, {ElementType::IQ2_XS, &iq2xs}, {ElementType::IQ2_S, &iq2s},
        {ElementType::IQ3_XXS, &iq3xxs}, {ElementType::IQ3_S, &iq3s},   {ElementType::IQ1_S, &iq1s},
        {ElementType::IQ1_M, &iq1m},
    };
    const auto type = elementTypeOf(encoding);
    const auto found = type ? grids.find(*type) : grids.end();
    return found != grids.end() ? found->second : nullptr;
}

} // namespace quantlathe
