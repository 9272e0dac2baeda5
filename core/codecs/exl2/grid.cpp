// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/exl2/grid.h"

#include "codecs/exl2/packing.h"

#include <algorithm>

namespace quantlathe::exl2 {
namespace {

class Grid final : public MatrixGrid {
public:
    Grid(std::span<const PlacedGroup> groups, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), parts_(parts.begin(), parts.end()), groups_(groups.begin(), groups.end()),
          places_(static_cast<std::size_t>(shape.columns)), groupOf_(places_.size()) {
        for (std::size_t input = 0; input < places_.size(); ++input) {
            places_[input] = placeAt(part(placesPart), input);
            const auto behind = std::ranges::upper_bound(groups_, places_[input], {}, &PlacedGroup::firstInput);
            groupOf_[input] = static_cast<std::uint32_t>(behind - groups_.begin()) - 1;
        }
    }

    [[nodiscard]] std::size_t groupColumns() const override { return 1; }
    [[nodiscard]] bool hasChoices() const override { return false; }
    [[nodiscard]] int codes() const override { return 1 << groups_.front().bits; } // the widest come first
    [[nodiscard]] int lowest() const override { return -groups_.front().zero(); }
    [[nodiscard]] int codesOf(std::uint64_t column) const override { return 2 * bandOf(column).zero(); }
    [[nodiscard]] int lowestOf(std::uint64_t column) const override { return -bandOf(column).zero(); }

    std::size_t candidates(std::uint64_t row, std::uint64_t column, std::span<GridChoice, mostCandidates> out) const override {
        out[0] = {.scale = scaleAt(groupOf_[static_cast<std::size_t>(column)], storedOutputs(shape().rows), row,
                                   part(scalesPart), part(unitsPart))};
        return 1;
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> /*choices*/) override {
        const std::uint64_t outputs = storedOutputs(shape().rows);
        const auto columns = places_.size();
        std::vector<std::uint8_t> strip(columns * streamLanes); // outputs that are not there stay zeros, as they are stored
        for (std::uint64_t first = 0; first < outputs; first += streamLanes) {
            for (std::size_t input = 0; input < columns; ++input) {
                std::uint8_t* const to = &strip[places_[input] * streamLanes];
                for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                    to[lane] = first + lane < shape().rows ? codes[(first + lane) * columns + input]
                                                           : static_cast<std::uint8_t>(bandOf(input).zero());
                }
            }
            for (const PlacedGroup& group : groups_) {
                packCodes(&strip[std::size_t{group.firstInput} * streamLanes], group, outputs, first, parts_);
            }
        }
    }

private:
    [[nodiscard]] const PlacedGroup& bandOf(std::uint64_t column) const {
        return groups_[groupOf_[static_cast<std::size_t>(column)]];
    }

    std::vector<std::span<std::byte>> parts_;
    std::vector<PlacedGroup> groups_;
    std::vector<std::uint32_t> places_;  // of each input feature
    std::vector<std::uint32_t> groupOf_; // of each input feature
};

} // namespace

std::unique_ptr<MatrixGrid> matrixGrid(std::span<const PlacedGroup> groups, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<Grid>(groups, shape, parts);
}

} // namespace quantlathe::exl2
