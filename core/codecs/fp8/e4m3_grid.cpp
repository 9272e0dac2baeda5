// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fp8/e4m3_grid.h"

#include "codecs/stored_numbers.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlathe::fp8 {
namespace {

/// The finite numbers in ascending order, zero once.
struct Levels {
    std::vector<float> values;
    std::vector<std::byte> bytes;
};

Levels findLevels() {
    constexpr std::size_t bytes = 256;
    constexpr std::byte minusZero{0x80};
    std::vector<std::pair<float, std::byte>> all;
    for (std::size_t i = 0; i < bytes; ++i) {
        const std::array byte{static_cast<std::byte>(i)};
        std::array<float, 1> value{};
        floatsFromStored(ElementType::F8_E4M3, byte, value);
        if (std::isfinite(value[0]) && byte[0] != minusZero) {
            all.emplace_back(value[0], byte[0]);
        }
    }
    std::ranges::sort(all);
    Levels levels;
    for (const auto& [value, byte] : all) {
        levels.values.push_back(value);
        levels.bytes.push_back(byte);
    }
    return levels;
}

const Levels& levels() {
    static const Levels found = findLevels();
    return found;
}

class E4m3Grid final : public MatrixGrid {
public:
    E4m3Grid(const MatrixShape& shape, Parts parts, const ScaleBlocks& blocks) : MatrixGrid(shape, parts), blocks_(blocks) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(blocks_.columns); }
    [[nodiscard]] int codes() const override { return static_cast<int>(levels().values.size()); }
    [[nodiscard]] std::span<const float> table() const override { return levels().values; }
    [[nodiscard]] bool hasChoices() const override { return false; } // a scale of blocks is that of other rows, too

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        out[0] = {.scale = storedNumber(blocks_.type, part(1), row / blocks_.rows * groups() + group)};
        return 1;
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> /*choices*/) override {
        std::ranges::transform(codes, part(0).begin(), [](std::uint8_t code) { return levels().bytes[code]; });
    }

private:
    ScaleBlocks blocks_;
};

} // namespace

std::unique_ptr<MatrixGrid> e4m3Grid(const MatrixShape& shape, MatrixGrid::Parts parts, const ScaleBlocks& blocks) {
    return std::make_unique<E4m3Grid>(shape, parts, blocks);
}

} // namespace quantlathe::fp8
