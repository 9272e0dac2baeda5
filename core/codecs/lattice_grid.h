// SPDX-License-Identifier: GPL-3.0-or-later
// ggml's lattice encodings (IQ1, IQ2, IQ3) seen as code books: which points a few columns can stand for under a scale, and how
// points, signs and scales chosen elsewhere become a block's bytes. The counterpart of BlockGrid for codes of several columns.
#pragma once

#include "codecs/encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// How the signs of eight columns are stored.
enum class LatticeSigns : std::uint8_t {
    inPoints, // points have them already
    free,     // all eight
    even,     // seven: the number of minus signs is even
};

/// A block's contents. A point of number i stands for columns i · pointColumns …, signs of byte i for columns 8 · i …
struct LatticeCodes {
    std::uint16_t unit = 0; // F16 bits
    std::array<std::uint8_t, 16> scales{};
    std::array<std::uint16_t, 64> points{}; // numbers in the book
    std::array<std::uint8_t, 32> signs{};   // set bits are minus signs
};

/// The points of an encoding, one behind the other: what their columns are multiples of the scale.
struct LatticeBook {
    std::size_t columns = 8; // of a point: 4 or 8
    std::size_t points = 0;
    std::vector<float> values; // coordinate-major: value of column i of point p at i · points + p
};

/// Immutable, stateless, thread-safe.
class LatticeGrid {
public:
    static constexpr std::size_t blockColumns = 256;

    virtual ~LatticeGrid() = default;
    [[nodiscard]] virtual std::size_t blockBytes() const = 0;
    [[nodiscard]] virtual std::size_t scaleColumns() const = 0; // that share a scale: 16 or 32
    [[nodiscard]] virtual int scales() const = 0;               // their codes are 0 … scales() − 1
    [[nodiscard]] virtual LatticeSigns signs() const = 0;
    [[nodiscard]] virtual const LatticeBook& book() const = 0;
    /// Parts of the book of which the columns of one scale use only one: 1, or 2 (halves).
    [[nodiscard]] virtual std::size_t halves() const { return 1; }

    /// Unit and scales of a block; the rest stays empty.
    [[nodiscard]] virtual LatticeCodes readScales(std::span<const std::byte> block) const = 0;
    /// What the values of a point are multiplied by.
    [[nodiscard]] virtual float scaleOf(std::uint16_t unit, std::uint8_t code) const = 0;
    virtual void write(const LatticeCodes& codes, std::span<std::byte> block) const = 0;
};

/// nullptr for all other encodings.
[[nodiscard]] const LatticeGrid* latticeGridOf(const Encoding& encoding);

} // namespace quantlathe
