// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/compressed_tensors/int8_rows.h"

#include "codecs/matrix_grid.h"
#include "codecs/stored_numbers.h"
#include "kernels/convert.h"

#include <algorithm>

namespace quantlathe::compressed {
namespace {

/// Of a row of zeros, as the library has it: the difference of 1 and the next float.
constexpr float scaleOfZeros = 0x1.0p-23F;

float scaleFor(float largest) {
    return std::max(largest / 127.5F, scaleOfZeros);
}

void encodeRow(std::span<const float> values, float scale, std::span<std::byte> codes) {
    constexpr float toNearest = 0x1.8p23F; // added and taken away, it rounds to whole numbers, ties to even
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float place = std::min(std::max(values[i] / scale, -128.0F), 127.0F);
        codes[i] = static_cast<std::byte>(static_cast<int>((place + toNearest) - toNearest));
    }
}

class Int8Grid final : public MatrixGrid {
public:
    Int8Grid(const MatrixShape& shape, Parts parts) : MatrixGrid(shape, parts) {}

    [[nodiscard]] std::size_t groupColumns() const override { return static_cast<std::size_t>(shape().columns); }
    [[nodiscard]] int codes() const override { return 256; }
    [[nodiscard]] int lowest() const override { return -128; }

    std::size_t candidates(std::uint64_t row, std::uint64_t /*group*/,
                           std::span<GridChoice, mostCandidates> out) const override {
        const ElementType type = shape().compute;
        return scalesAround(
            {.scale = storedNumber(type, part(1), row)},
            [type](float scale) { return GridChoice{.scale = roundedTo(type, scale)}; }, out);
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        std::ranges::transform(codes, part(0).begin(),
                               [](std::uint8_t code) { return static_cast<std::byte>(static_cast<int>(code) - 128); });
        for (std::size_t row = 0; row < choices.size(); ++row) {
            storeNumber(shape().compute, part(1), row, choices[row].scale);
        }
    }
};

class Int8Rows final : public GriddedEncoding {
public:
    [[nodiscard]] std::string_view name() const override { return "W8A8"; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override { return 8; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override { return whyNoMatrix(shape); }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        return {{".weight", ElementType::I8, {shape.rows, shape.columns}}, {".weight_scale", shape.compute, {shape.rows, 1}}};
    }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override {
        encodeRowwise(task, {.scaleOf = scaleFor, .encode = encodeRow}, task.shape.compute, parts[0], parts[1]);
    }
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
            floatsFromStored(ElementType::I8, parts[0].subspan(at, values.size()), values);
            const float scale = storedNumber(shape.compute, parts[1], row);
            for (float& value : values) {
                value *= scale;
            }
        });
    }
    [[nodiscard]] bool hasGrid(const MatrixShape&) const override { return true; }
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override {
        return static_cast<std::size_t>(shape.columns);
    }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override {
        return std::make_unique<Int8Grid>(shape, parts);
    }
};

} // namespace

const MatrixEncoding& int8RowsEncoding() {
    static const Int8Rows encoding;
    return encoding;
}

} // namespace quantlathe::compressed
