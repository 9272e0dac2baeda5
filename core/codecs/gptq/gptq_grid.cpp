// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/gptq_grid.h"

#include "base/numeric.h"
#include "codecs/gptq/packing.h"
#include "codecs/stored_numbers.h"

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

class Grid final : public MatrixGrid {
public:
    Grid(const Layout& layout, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), layout_(layout), parts_(parts) {}

    [[nodiscard]] std::size_t groupColumns() const override {
        return static_cast<std::size_t>(layout_.group == 0 ? shape().columns : layout_.group);
    }
    [[nodiscard]] std::size_t groupOf(std::size_t column) const override {
        return layout_.isOrdered ? static_cast<std::size_t>(indexAt(part(indexPart), column)) : MatrixGrid::groupOf(column);
    }
    [[nodiscard]] int codes() const override { return static_cast<int>(layout_.maxCode()) + 1; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        std::uint16_t bits = 0;
        std::memcpy(&bits, part(scalesPart).data() + (group * shape().rows + row) * sizeof bits, sizeof bits);
        const auto zero = static_cast<int>(zeroPointAt(layout_, shape(), part(zerosPart), row, group));
        return candidatesOf({floatFromF16(bits), zero}, form(), out);
    }
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        return scaledChoice(choice, form(), factor);
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        std::vector<GroupGrid> grids(choices.size());
        std::ranges::transform(choices, grids.begin(), groupGridOf);
        packRows(codes, grids, layout_, shape(), 0, parts_);
    }

private:
    [[nodiscard]] GroupedForm form() const { return {.bits = layout_.bits, .isSymmetric = layout_.isSymmetric}; }

    Layout layout_;
    Parts parts_;
};

} // namespace

std::size_t candidatesOf(const GroupGrid& now, const GroupedForm& form, std::span<GridChoice, MatrixGrid::mostCandidates> out) {
    if (form.isSymmetric) {
        return scalesAround(
            choiceOf(now),
            [&](float scale) {
                return choiceOf({roundedTo(form.scaleType, scale), now.zero});
            },
            out);
    }
    const auto maxCode = static_cast<float>((1U << form.bits) - 1);
    const auto store = [&](float scale, float offset) {
        const float zeroPoint = std::clamp(std::nearbyint(-offset / scale), static_cast<float>(form.leastZero), maxCode);
        return choiceOf({roundedTo(form.scaleType, scale), static_cast<int>(zeroPoint)});
    };
    return gridsAround(choiceOf(now), maxCode / 2, 1, store, out);
}

GridChoice scaledChoice(const GridChoice& choice, const GroupedForm& form, float factor) {
    const GridChoice scaled = choiceOf({roundedTo(form.scaleType, choice.scale * factor), groupGridOf(choice).zero});
    return std::isfinite(scaled.scale) ? scaled : choice;
}

GroupGrid groupGridOf(const GridChoice& choice) {
    return {choice.scale, static_cast<int>(choice.stored)};
}

std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<Grid>(layout, shape, parts);
}

} // namespace quantlathe::gptq
