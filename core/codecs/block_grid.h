// SPDX-License-Identifier: GPL-3.0-or-later
// ggml's block encodings seen as grids: which values the codes of a block can stand for, and how codes and scales chosen
// elsewhere become its bytes. Encoders choose codes weight by weight; whoever knows better needs no more than this.
#pragma once

#include "codecs/encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe {

/// The values of one group of columns: scale · level + offset, where the level of code c is table[c], or lowest + c.
struct GroupLevels {
    float scale = 0;
    float offset = 0;
};

/// Scales of one block, as its bytes have them.
struct BlockScales {
    static constexpr std::size_t mostGroups = 16;
    std::uint16_t unit = 0;        // F16 bits
    std::uint16_t minimumUnit = 0; // F16 bits
    std::array<std::int16_t, mostGroups> scales{};
    std::array<std::int16_t, mostGroups> minima{};
};

/// Immutable, stateless, thread-safe.
class BlockGrid {
public:
    static constexpr std::size_t mostColumns = 256;   // of a block
    static constexpr std::size_t mostCandidates = 16; // of a group

    virtual ~BlockGrid() = default;
    [[nodiscard]] virtual std::size_t blockColumns() const = 0;
    [[nodiscard]] virtual std::size_t groupColumns() const = 0; // that share a scale
    [[nodiscard]] virtual std::size_t blockBytes() const = 0;
    /// Codes are 0 … codes() − 1.
    [[nodiscard]] virtual int codes() const = 0;
    /// Level of code 0 where levels are whole numbers in a row.
    [[nodiscard]] virtual int lowest() const { return 0; }
    /// Levels that are not: one for each code that is used, ascending; codeOf() says which. Empty otherwise.
    [[nodiscard]] virtual std::span<const std::int8_t> table() const { return {}; }

    [[nodiscard]] virtual BlockScales read(std::span<const std::byte> block) const = 0;
    [[nodiscard]] virtual GroupLevels levels(const BlockScales& scales, std::size_t group) const = 0;
    /// Scales that differ from `scales` in this group alone, the ones given first; how many. Precondition: groups after this
    /// one have no codes yet (a scale that all of them share may change in the first).
    virtual std::size_t candidates(const BlockScales& scales, std::size_t group,
                                   std::span<BlockScales, mostCandidates> out) const = 0;
    /// All values `factor` times as large, as near as the block's units can say it; the same scales where it has none.
    [[nodiscard]] virtual BlockScales scaled(const BlockScales& scales, float /*factor*/) const { return scales; }
    virtual void write(const BlockScales& scales, std::span<const std::uint8_t> codes, std::span<std::byte> block) const = 0;
};

/// nullptr for encodings whose codes are no such grid: floats, lattices, ternary ones.
[[nodiscard]] const BlockGrid* blockGridOf(const Encoding& encoding);

} // namespace quantlathe
