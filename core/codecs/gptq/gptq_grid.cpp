// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/gptq_grid.h"

#include "base/numeric.h"
#include "codecs/gptq/packing.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace quantlathe::gptq {
namespace {

GridChoice choiceOf(const GroupGrid& grid) {
    return {.scale = grid.scale,
            .offset = -grid.scale * static_cast<float>(grid.zero),
            .stored = static_cast<std::uint32_t>(grid.zero)};
}

float asStored(float scale) {
    return floatFromF16(f16FromFloat(scale));
}

class Grid final : public MatrixGrid {
public:
    Grid(const Layout& layout, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), layout_(layout), parts_(parts) {}

    [[nodiscard]] std::size_t groupColumns() const override {
        return static_cast<std::size_t>(layout_.group == 0 ? shape().columns : layout_.group);
    }
    [[nodiscard]] int codes() const override { return static_cast<int>(layout_.maxCode()) + 1; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        std::uint16_t bits = 0;
        std::memcpy(&bits, part(scalesPart).data() + (group * shape().rows + row) * sizeof bits, sizeof bits);
        const auto zero = static_cast<int>(zeroPointAt(layout_, shape(), part(zerosPart), row, group));
        const GridChoice now = choiceOf({floatFromF16(bits), zero});
        if (layout_.isSymmetric) {
            return scalesAround(
                now,
                [zero](float scale) {
                    return choiceOf({asStored(scale), zero});
                },
                out);
        }
        const auto maxCode = static_cast<float>(layout_.maxCode());
        const auto store = [maxCode](float scale, float offset) {
            const float zeroPoint = std::clamp(std::nearbyint(-offset / scale), 1.0F, maxCode);
            return choiceOf({asStored(scale), static_cast<int>(zeroPoint)});
        };
        return gridsAround(now, maxCode / 2, 1, store, out);
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        std::vector<GroupGrid> grids(choices.size());
        std::ranges::transform(choices, grids.begin(), [](const GridChoice& choice) {
            return GroupGrid{choice.scale, static_cast<int>(choice.stored)};
        });
        pack(codes, grids, layout_, shape(), parts_);
    }

private:
    Layout layout_;
    Parts parts_;
};

} // namespace

std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<Grid>(layout, shape, parts);
}

} // namespace quantlathe::gptq
