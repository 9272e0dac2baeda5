// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/bitsandbytes/int8.h"

#include "codecs/matrix_pieces.h"
#include "kernels/convert.h"
#include "kernels/row_codes.h"

#include <algorithm>

namespace quantlathe::bitsandbytes {
namespace {

constexpr RowwiseCodes rowwise{
    .rounding = ElementType::F16,
    .scaleOf = [](float largest) { return largest; },
    .encode =
        [](std::span<const float> values, float scale, std::span<std::byte> codes) {
            int8Codes(values, scale == 0 ? 0 : 127 / scale, codes); // a row of zeros: codes 0
        },
};

class Int8Encoding final : public MatrixEncoding {
public:
    explicit constexpr Int8Encoding(bool hasFormat) : hasFormat_(hasFormat) {}

    [[nodiscard]] std::string_view name() const override { return "LLM.INT8"; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override { return 8; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override { return whyNoMatrix(shape); }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        std::vector<MatrixPart> parts{{".weight", ElementType::I8, {shape.rows, shape.columns}},
                                      {".SCB", ElementType::F32, {shape.rows}}};
        if (hasFormat_) {
            parts.push_back({".weight_format", ElementType::U8, {}});
        }
        return parts;
    }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override {
        encodeRowwise(task, rowwise, parts[0], parts[1]);
        if (hasFormat_) {
            parts[2][0] = std::byte{0}; // row by row
        }
    }
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        constexpr float inverseOf127 = 7.874015718698502e-3F;
        forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
            floatsFromStored(ElementType::I8, parts[0].subspan(at, values.size()), values);
            const float scale = storedFloat(parts[1], row);
            for (float& value : values) {
                value = value * scale * inverseOf127;
            }
        });
    }

private:
    bool hasFormat_;
};

} // namespace

const MatrixEncoding& int8Encoding() {
    static const Int8Encoding encoding(true);
    return encoding;
}

const MatrixEncoding& int8EncodingWithoutFormat() {
    static const Int8Encoding encoding(false);
    return encoding;
}

} // namespace quantlathe::bitsandbytes
