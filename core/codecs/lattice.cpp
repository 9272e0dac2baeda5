// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/lattice.h"

#include <algorithm>

namespace quantlathe::codec {
namespace {

/// Squared distances between the levels of half a code and those of half another; both halves of a code have as many bits.
class HalfDistances {
public:
    HalfDistances(unsigned coordinates, unsigned bits)
        : halfBits_(coordinates / 2 * bits), table_(std::size_t{1} << (2 * halfBits_)) {
        const unsigned halves = 1U << halfBits_;
        for (unsigned a = 0; a < halves; ++a) {
            for (unsigned b = 0; b < halves; ++b) {
                unsigned sum = 0;
                for (unsigned shift = 0; shift < halfBits_; shift += bits) {
                    const int difference =
                        static_cast<int>((a >> shift) % (1U << bits)) - static_cast<int>((b >> shift) % (1U << bits));
                    sum += static_cast<unsigned>(difference * difference);
                }
                table_[(a << halfBits_) | b] = static_cast<std::uint8_t>(sum); // at most 4 · 9 or 2 · 49
            }
        }
    }
    /// The row of the low or the high half of `code`.
    [[nodiscard]] const std::uint8_t* low(unsigned code) const { return &table_[(code & lowMask()) << halfBits_]; }
    [[nodiscard]] const std::uint8_t* high(unsigned code) const { return &table_[(code >> halfBits_) << halfBits_]; }
    [[nodiscard]] unsigned lowMask() const { return (1U << halfBits_) - 1; }
    [[nodiscard]] unsigned halfBits() const { return halfBits_; }

private:
    unsigned halfBits_;
    std::vector<std::uint8_t> table_;
};

/// Finds the neighbours of one code after the other.
class NeighbourSearch {
public:
    explicit NeighbourSearch(const Grid& grid)
        : grid_(grid), halves_(grid.coordinates, grid.bits), distances_(grid.codes.size()) {}

    /// Appends the list of `code`, padded to whole chunks; returns its true length.
    std::size_t append(unsigned code, std::vector<Lattice::Chunk>& out) {
        const std::uint8_t* const low = halves_.low(code);
        const std::uint8_t* const high = halves_.high(code);
        counts_.fill(0);
        for (std::size_t i = 0; i < distances_.size(); ++i) {
            const unsigned point = grid_.codes[i];
            const unsigned distance = low[point & halves_.lowMask()] + unsigned{high[point >> halves_.halfBits()]};
            distances_[i] = static_cast<std::uint8_t>(distance);
            ++counts_[distance];
        }
        // Where the list of each distance starts, for the nearest ones.
        std::size_t total = 0;
        std::size_t distance = 0;
        for (unsigned shells = 0; shells < grid_.shells && distance < counts_.size(); ++distance) {
            shells += counts_[distance] != 0 ? 1 : 0;
            starts_[distance] = total;
            total += counts_[distance];
        }
        constexpr std::size_t perChunk = std::tuple_size_v<decltype(Lattice::Chunk::codes)>;
        list_.resize((total + perChunk - 1) / perChunk * perChunk);
        for (std::size_t i = 0; i < distances_.size(); ++i) {
            if (distances_[i] < distance) {
                list_[starts_[distances_[i]]++] = grid_.codes[i];
            }
        }
        std::fill(list_.begin() + static_cast<std::ptrdiff_t>(total), list_.end(), list_.front());
        for (std::size_t i = 0; i < list_.size(); i += perChunk) {
            std::copy_n(&list_[i], perChunk, out.emplace_back().codes.begin());
        }
        return total;
    }

private:
    const Grid& grid_;
    HalfDistances halves_;
    std::vector<std::uint8_t> distances_; // of all points
    std::vector<std::uint16_t> list_;
    std::array<std::size_t, 256> counts_{}; // of points at each distance
    std::array<std::size_t, 256> starts_{};
};

} // namespace

Lattice::Lattice(const Grid& grid) : indices_(std::size_t{1} << (grid.coordinates * grid.bits)) {
    constexpr std::uint16_t notAPoint = 0xFFFF;
    std::fill(indices_.begin(), indices_.end(), notAPoint);
    for (std::size_t i = 0; i < grid.codes.size(); ++i) {
        indices_[grid.codes[i]] = static_cast<std::uint16_t>(i);
    }
    std::size_t count = 1;
    for (unsigned i = 0; i < grid.coordinates; ++i) {
        count *= grid.levels;
    }
    combinations_.reserve(count);
    NeighbourSearch search(grid);
    for (std::size_t number = 0; number < count; ++number) {
        unsigned code = 0;
        std::size_t rest = number;
        for (unsigned i = 0; i < grid.coordinates; ++i) {
            code |= static_cast<unsigned>(rest % grid.levels) << (i * grid.bits);
            rest /= grid.levels;
        }
        const auto first = static_cast<std::uint32_t>(chunks_.size());
        const std::size_t neighbours = indices_[code] == notAPoint ? search.append(code, chunks_) : 0;
        combinations_.push_back({.firstChunk = first,
                                 .neighbours = static_cast<std::uint16_t>(neighbours),
                                 .code = static_cast<std::uint16_t>(code)});
    }
}

const Lattice& iq2xxsLattice() {
    static const Lattice lattice(iq2xxsGrid);
    return lattice;
}
const Lattice& iq2xsLattice() {
    static const Lattice lattice(iq2xsGrid);
    return lattice;
}
const Lattice& iq2sLattice() {
    static const Lattice lattice(iq2sGrid);
    return lattice;
}
const Lattice& iq1sLattice() {
    static const Lattice lattice(iq1sGrid);
    return lattice;
}
const Lattice& iq3xxsLattice() {
    static const Lattice lattice(iq3xxsGrid);
    return lattice;
}
const Lattice& iq3sLattice() {
    static const Lattice lattice(iq3sGrid);
    return lattice;
}

} // namespace quantlathe::codec
