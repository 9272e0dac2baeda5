// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fbgemm/fp8_rows.h"

#include "codecs/fp8/e4m3_grid.h"
#include "codecs/matrix_pieces.h"
#include "kernels/convert.h"
#include "kernels/row_codes.h"

#include <algorithm>

namespace quantlathe::fbgemm {
namespace {

class Fp8RowsEncoding final : public GriddedEncoding {
public:
    [[nodiscard]] std::string_view name() const override { return "FBGEMM-FP8"; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override { return 8; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override { return whyNoMatrix(shape); }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        return {{".weight", ElementType::F8_E4M3, {shape.rows, shape.columns}},
                {".weight_scale", ElementType::F32, {shape.rows, 1}}};
    }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override {
        const RowwiseCodes rowwise{
            .rounding = task.shape.compute == ElementType::BF16 ? ElementType::BF16 : ElementType::F32,
            .scaleOf = [](float largest) { return std::max(largest / 448, 1.0F / (448 * 512)); },
            .encode = e4m3Codes,
        };
        encodeRowwise(task, rowwise, parts[0], parts[1]);
    }
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
            floatsFromStored(ElementType::F8_E4M3, parts[0].subspan(at, values.size()), values);
            const float scale = storedFloat(parts[1], row);
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
        return fp8::e4m3Grid(shape, parts, {.columns = shape.columns});
    }
};

} // namespace

const MatrixEncoding& fp8RowsEncoding() {
    static const Fp8RowsEncoding encoding;
    return encoding;
}

} // namespace quantlathe::fbgemm
