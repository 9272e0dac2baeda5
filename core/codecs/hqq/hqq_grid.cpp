// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/hqq_grid.h"

#include "codecs/hqq/stored.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <vector>

namespace quantlathe::hqq {
namespace {

// Where the parts stand in parts().
constexpr std::size_t codesPart = 0;
constexpr std::size_t scalesPart = 1;
constexpr std::size_t zerosPart = 2;

GridChoice choiceOf(float scale, float zero) {
    return {.scale = scale, .offset = -zero * scale, .stored = std::bit_cast<std::uint32_t>(zero)};
}

class Grid final : public MatrixGrid {
public:
    Grid(const Layout& layout, const MatrixShape& shape, Parts parts)
        : MatrixGrid(shape, parts), layout_(layout), geometry_(layout, shape) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(geometry_.group); }
    [[nodiscard]] int codes() const override { return static_cast<int>(layout_.precision.maxCode) + 1; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const std::uint64_t number = row * groups() + group;
        const auto store = [this](float scale, float offset) { return stored(scale, offset); };
        return gridsAround(choiceOf(load(scalesPart, number), load(zerosPart, number)), layout_.precision.maxCode / 2, 1.0F / 3,
                           store, out);
    }
    [[nodiscard]] GridChoice scaled(const GridChoice& choice, float factor) const override {
        const GridChoice scaled = stored(choice.scale * factor, choice.offset * factor);
        return std::isfinite(scaled.scale) && std::isfinite(scaled.offset) ? scaled : choice;
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        const Packing& packing = *layout_.precision.packing;
        const auto length = static_cast<std::size_t>(geometry_.group);
        std::vector<std::uint32_t> words(length);
        for (std::uint64_t stored = 0; stored < geometry_.packedRows; ++stored) {
            std::ranges::fill(words, 0U);
            for (std::uint32_t place = 0; place < packing.rows; ++place) {
                const std::uint64_t number = place * geometry_.packedRows + stored;
                for (std::size_t i = 0; number < geometry_.groups && i < length; ++i) {
                    words[i] |= std::uint32_t{codes[static_cast<std::size_t>(number) * length + i]} << packing.shift(place);
                }
            }
            putWords(packing, part(codesPart), stored * length, words);
        }
        for (std::size_t number = 0; number < choices.size(); ++number) {
            save(scalesPart, number, choices[number].scale);
            save(zerosPart, number, std::bit_cast<float>(choices[number].stored));
        }
    }

private:
    [[nodiscard]] GridChoice stored(float scale, float offset) const {
        std::array<float, 1> storedScale{scale};
        roundFloats(shape().compute, storedScale);
        std::array<float, 1> zero{-offset / storedScale[0]};
        roundFloats(shape().compute, zero);
        return choiceOf(storedScale[0], zero[0]);
    }

    [[nodiscard]] std::span<std::byte> place(std::size_t number, std::uint64_t index) const {
        const std::size_t bytes = info(shape().compute).bytesPerBlock;
        return part(number).subspan(static_cast<std::size_t>(index) * bytes, bytes);
    }
    [[nodiscard]] float load(std::size_t number, std::uint64_t index) const {
        std::array<float, 1> value{};
        floatsFromStored(shape().compute, place(number, index), value);
        return value[0];
    }
    void save(std::size_t number, std::uint64_t index, float value) const {
        floatsToStored(shape().compute, std::span(&value, 1), place(number, index));
    }

    Layout layout_;
    Geometry geometry_;
};

} // namespace

std::unique_ptr<MatrixGrid> matrixGrid(const Layout& layout, const MatrixShape& shape, MatrixGrid::Parts parts) {
    return std::make_unique<Grid>(layout, shape, parts);
}

} // namespace quantlathe::hqq
