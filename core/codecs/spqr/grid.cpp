// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/grid.h"

#include "base/numeric.h"
#include "codecs/spqr/packing.h"
#include "codecs/spqr/tile_search.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::spqr {
namespace {

static_assert(side == TiledGrid::side);

constexpr float middleCode = (levels - 1) / 2.0F;

struct TileLevels {
    std::array<float, levels> scales, zeros;
};

GridChoice choiceOf(const TileLevels& offered, const RowCodes& codes) {
    const float scale = offered.scales[codes.scale];
    return {.scale = scale,
            .offset = -scale * offered.zeros[codes.zero],
            .stored = static_cast<std::uint32_t>(codes.scale + levels * codes.zero)};
}

class Grid final : public TiledGrid {
public:
    Grid(const Layout& layout, const MatrixShape& shape, Parts parts)
        : TiledGrid(shape, parts), layout_(layout), parts_(parts.begin(), parts.end()), stored_(parts.begin(), parts.end()),
          places_(placesOf(layout, shape, stored_)) {}

    // ---- As it is -------------------------------------------------------------------------------------------------------

    [[nodiscard]] std::size_t groupColumns() const override { return 1; }
    [[nodiscard]] bool hasChoices() const override { return false; }
    [[nodiscard]] int codes() const override { return static_cast<int>(levels); }

    /// An outlier moves all that the codes of its weight can be.
    std::size_t candidates(std::uint64_t row, std::uint64_t column, std::span<GridChoice, mostCandidates> out) const override {
        const std::uint32_t place = places_[static_cast<std::size_t>(column)];
        const Units units = unitsOf(shape(), dense(), row / side, place / side);
        out[0] = choiceOf({levelsOf(units.scales), levelsOf(units.zeros)}, codesAt(row, place / side));
        out[0].offset += outlierAt(row, place);
        return 1;
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> /*choices*/) override {
        const auto columns = static_cast<std::size_t>(shape().columns);
        std::vector<std::uint8_t> strip(columns * side); // as stored
        for (std::uint64_t tileRow = 0; tileRow < shape().rows / side; ++tileRow) {
            for (std::size_t column = 0; column < columns; ++column) {
                for (std::size_t row = 0; row < side; ++row) {
                    strip[places_[column] * side + row] = codes[(tileRow * side + row) * columns + column];
                }
            }
            for (std::uint64_t tile = 0; tile < columns / side; ++tile) {
                packTile(tileScalesAt(shape(), dense(), tileRow, tile), &strip[tile * tileValues], shape(), tileRow, tile,
                         dense());
            }
        }
    }

    // ---- On the way -----------------------------------------------------------------------------------------------------

    void begin(std::span<const std::uint32_t> order) override {
        packOrder(order, parts_);
        places_ = placesOf(layout_, shape(), stored_);
        for (const std::size_t number : {densePart, offsetsPart, outliersPart}) {
            std::ranges::fill(part(number), std::byte{0});
        }
    }

    [[nodiscard]] std::uint64_t room() const override { return layout_.capacity(shape()); }

    void chooseTile(std::uint64_t tileRow, std::uint64_t tile, const TargetTile& target) override {
        constexpr std::array<std::uint8_t, tileValues> none{};
        const TileScales scales = searchScales({.values = target.values, .counts = target.counts, .price = target.price});
        packTile(scales, none.data(), shape(), tileRow, tile, dense());
    }

    std::size_t choicesOf(std::uint64_t row, std::uint64_t tile, std::span<GridChoice, mostCandidates> out) const override {
        const RowCodes now = codesAt(row, tile);
        const Units units = unitsOf(shape(), dense(), row / side, tile);
        const TileLevels offered{levelsOf(units.scales), levelsOf(units.zeros)};
        std::size_t count = 0;
        out[count++] = choiceOf(offered, now);
        // A zero point is best where it leaves the middle of the row in its place.
        const float middle = out[0].scale * middleCode + out[0].offset;
        for (const int step : {0, 1, -1, 2, -2}) {
            const int scaleCode = now.scale + step;
            if (scaleCode < 0 || scaleCode >= static_cast<int>(levels)) {
                continue;
            }
            const float scale = offered.scales[static_cast<std::size_t>(scaleCode)];
            const int centred = scale > 0 ? nearestLevel(offered.zeros, middleCode - middle / scale) : now.zero;
            for (const int shift : {0, 1, -1}) {
                const int zeroCode = centred + shift;
                const bool isNow = step == 0 && zeroCode == now.zero;
                if (zeroCode >= 0 && zeroCode < static_cast<int>(levels) && !isNow) {
                    out[count++] =
                        choiceOf(offered, {static_cast<std::uint8_t>(scaleCode), static_cast<std::uint8_t>(zeroCode)});
                }
            }
        }
        return count;
    }

    void keep(std::uint64_t row, std::uint64_t tile, const GridChoice& choice) override {
        packRowCodes({static_cast<std::uint8_t>(choice.stored % levels), static_cast<std::uint8_t>(choice.stored / levels)},
                     shape(), row, tile, dense());
    }

    void writeExact(std::span<const ExactValue> values) override {
        std::vector<float> decoded(static_cast<std::size_t>(shape().columns));
        std::uint64_t count = 0;
        for (std::uint64_t row = 0; row < shape().rows; ++row) {
            packOffset(part(offsetsPart), row, count);
            if (values.empty() || values.front().row != row) {
                continue;
            }
            decodeRow(shape(), dense(), row, decoded);
            for (; !values.empty() && values.front().row == row; values = values.subspan(1)) {
                const ExactValue& exact = values.front();
                const std::uint16_t difference = f16FromFloat(exact.value - decoded[exact.place]);
                packOutlier(part(outliersPart), count++, exact.place, difference);
            }
        }
        packOffset(part(offsetsPart), shape().rows, count);
    }

private:
    [[nodiscard]] std::span<std::byte> dense() const { return part(densePart); }

    [[nodiscard]] RowCodes codesAt(std::uint64_t row, std::uint64_t tile) const {
        return rowCodesAt(shape(), dense(), row, tile);
    }

    [[nodiscard]] float outlierAt(std::uint64_t row, std::uint32_t place) const {
        for (std::uint64_t i = offsetAt(part(offsetsPart), row); i < offsetAt(part(offsetsPart), row + 1); ++i) {
            if (placeOfOutlier(part(outliersPart), i) == place) {
                return differenceOfOutlier(part(outliersPart), i);
            }
        }
        return 0;
    }

    Layout layout_;
    std::vector<std::span<std::byte>> parts_;
    std::vector<std::span<const std::byte>> stored_;
    std::vector<std::uint32_t> places_; // of each column
};

} // namespace

std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<Grid>(layout, shape, parts);
}

} // namespace quantlathe::spqr
