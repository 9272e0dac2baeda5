// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/matrix_pieces.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/numeric.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/stored_numbers.h"
#include "kernels/convert.h"
#include "kernels/row_codes.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>

namespace quantlathe {
namespace {

std::uint64_t quotientUp(std::uint64_t value, std::uint64_t divisor) {
    return value / divisor + (value % divisor != 0 ? 1 : 0);
}

/// A form whose scales are stored in some type.
struct TypedForm {
    const RowwiseCodes& codes;
    ElementType scaleType;
    bool isNeverZero; // as what divides by it needs

    /// As it is stored.
    [[nodiscard]] float scaleFor(float largest) const {
        const float scale = roundedTo(scaleType, codes.scaleOf(largest));
        if (!isNeverZero) {
            return scale;
        }
        constexpr float leastOfF16 = 0x1.0p-24F;
        constexpr float leastOfOthers = 0x1.0p-126F;
        return std::max(scale, scaleType == ElementType::F16 ? leastOfF16 : leastOfOthers);
    }
};

/// Rows [row, row + count) of a matrix whose rows fit into a tile.
void encodeWholeRows(const MatrixTask& task, const TypedForm& form, std::uint64_t row, std::span<float> values,
                     std::span<std::byte> codes, std::span<std::byte> scales) {
    const std::uint64_t columns = task.shape.columns;
    task.read(row * columns, values);
    roundFloats(form.codes.rounding, values);
    for (std::size_t at = 0; at < values.size(); at += columns, ++row) {
        const std::span<const float> x = values.subspan(at, columns);
        const float largest = largestMagnitude(x);
        if (!std::isfinite(largest)) {
            refuseValues(task, row * columns, columns, form.codes.rounding);
        }
        const float scale = form.scaleFor(largest);
        storeNumber(form.scaleType, scales, row, scale);
        form.codes.encode(x, scale, codes.subspan(row * columns, columns));
    }
}

void encodeLongRow(const MatrixTask& task, const TypedForm& form, std::uint64_t row, std::span<float> buffer,
                   std::span<std::byte> codes, std::span<std::byte> scales) {
    const std::uint64_t columns = task.shape.columns;
    const auto forEachPart = [&](const auto& body) {
        for (std::uint64_t column = 0; column < columns; column += buffer.size()) {
            const std::span<float> part = buffer.first(std::min<std::uint64_t>(buffer.size(), columns - column));
            task.read(row * columns + column, part);
            roundFloats(form.codes.rounding, part);
            body(row * columns + column, part);
        }
    };
    float largest = 0;
    forEachPart([&](std::uint64_t first, std::span<const float> part) {
        const float partLargest = largestMagnitude(part);
        if (!std::isfinite(partLargest)) {
            refuseValues(task, first, part.size(), form.codes.rounding);
        }
        largest = std::max(largest, partLargest);
    });
    const float scale = form.scaleFor(largest);
    storeNumber(form.scaleType, scales, row, scale);
    forEachPart([&](std::uint64_t first, std::span<const float> part) {
        form.codes.encode(part, scale, codes.subspan(first, part.size()));
    });
}

} // namespace

void forEachPiece(const MatrixTask& task, std::uint64_t unit, double share,
                  const std::function<void(std::uint64_t first, std::span<float> values)>& body) {
    const std::uint64_t count = task.shape.values();
    const std::uint64_t pieceValues = std::max<std::uint64_t>(1, matrixPieceValues / unit) * unit;
    const std::uint64_t tileValues = pieceValues * matrixPiecesPerTile;
    task.forEach(quotientUp(count, tileValues), [&](std::size_t tile) {
        const auto buffer = std::make_unique_for_overwrite<float[]>(pieceValues + matrixPiecePadding);
        const std::uint64_t begin = tile * tileValues;
        const std::uint64_t end = std::min(begin + tileValues, count);
        for (std::uint64_t first = begin; first < end; first += pieceValues) {
            const std::span values(buffer.get(), std::min(pieceValues, end - first));
            task.read(first, values);
            std::fill_n(values.end(), matrixPiecePadding, 0.0F);
            body(first, values);
        }
        task.advance(share * static_cast<double>(end - begin) / static_cast<double>(count));
    });
}

namespace {

void encodeRows(const MatrixTask& task, const TypedForm& typed, std::span<std::byte> codes, std::span<std::byte> scales) {
    const auto [rows, columns, compute] = task.shape;
    const std::uint64_t rowsPerRead = std::max<std::uint64_t>(1, matrixPieceValues / columns);
    const std::uint64_t rowsPerTile = std::max<std::uint64_t>(1, matrixTileValues / columns);
    const std::uint64_t bufferValues = columns <= matrixTileValues ? rowsPerRead * columns : matrixPieceValues;
    task.forEach(quotientUp(rows, rowsPerTile), [&, rowCount = rows, rowLength = columns](std::size_t tile) {
        const auto buffer = std::make_unique_for_overwrite<float[]>(bufferValues);
        const std::uint64_t begin = tile * rowsPerTile;
        const std::uint64_t end = std::min(begin + rowsPerTile, rowCount);
        if (rowLength > matrixTileValues) {
            encodeLongRow(task, typed, begin, {buffer.get(), bufferValues}, codes, scales);
        } else {
            for (std::uint64_t row = begin; row < end; row += rowsPerRead) {
                const std::uint64_t count = std::min(rowsPerRead, end - row);
                encodeWholeRows(task, typed, row, {buffer.get(), count * rowLength}, codes, scales);
            }
        }
        task.advance(static_cast<double>(end - begin) / static_cast<double>(rowCount));
    });
}

} // namespace

void encodeRowwise(const MatrixTask& task, const RowwiseCodes& form, std::span<std::byte> codes, std::span<std::byte> scales) {
    encodeRows(task, {form, ElementType::F32, false}, codes, scales);
}

void encodeRowwise(const MatrixTask& task, const RowwiseCodes& form, ElementType scaleType, std::span<std::byte> codes,
                   std::span<std::byte> scales) {
    encodeRows(task, {form, scaleType, true}, codes, scales);
}

void refuseValues(const MatrixTask& task, std::uint64_t first, std::uint64_t count, ElementType rounding) {
    const auto place = [&](std::uint64_t index) {
        return say("It stands in row {}, column {} (counted from 0).", groupedDigits(index / task.shape.columns),
                   groupedDigits(index % task.shape.columns));
    };
    const auto buffer = std::make_unique_for_overwrite<float[]>(2 * matrixPieceValues);
    for (std::uint64_t at = first; at < first + count; at += matrixPieceValues) {
        const std::size_t size = std::min(matrixPieceValues, first + count - at);
        const std::span values(buffer.get(), size);
        const std::span rounded(buffer.get() + size, size);
        task.read(at, values);
        std::ranges::copy(values, rounded.begin());
        roundFloats(rounding, rounded);
        for (std::size_t i = 0; i < size; ++i) {
            if (std::isnan(values[i])) {
                throw badInput({}, say("A value is not a number (NaN)"), place(at + i));
            }
            if (std::isinf(values[i])) {
                throw badInput({}, say("A value is infinite"), place(at + i));
            }
            if (!std::isfinite(rounded[i])) {
                throw badInput({}, say("The value {} is too large for {}", values[i], info(rounding).name),
                               say("{} The format rounds to that type first.", place(at + i)));
            }
        }
    }
    // Only a source that changes while it is read comes here.
    throw badInput({}, say("A value is not finite"), place(first));
}

std::optional<std::string> whyNoMatrix(const MatrixShape& shape) {
    using enum ElementType;
    const auto values = checkedMultiply(shape.rows, shape.columns);
    if (!values || *values > std::uint64_t{1} << 56U) {
        return say("it has more values than any file can hold");
    }
    if (*values == 0) {
        return say("it has no values");
    }
    if (shape.compute != BF16 && shape.compute != F16 && shape.compute != F32) {
        return say("models compute in BF16, F16 or F32, not in {}", info(shape.compute).name);
    }
    return std::nullopt;
}

float storedFloat(std::span<const std::byte> bytes, std::uint64_t index) {
    assert((index + 1) * sizeof(float) <= bytes.size());
    float value = 0;
    std::memcpy(&value, bytes.data() + index * sizeof value, sizeof value);
    return value;
}

void storeFloat(std::span<std::byte> bytes, std::uint64_t index, float value) {
    assert((index + 1) * sizeof(float) <= bytes.size());
    std::memcpy(bytes.data() + index * sizeof value, &value, sizeof value);
}

float storedNumber(ElementType type, std::span<const std::byte> bytes, std::uint64_t index) {
    if (type == ElementType::F32) {
        return storedFloat(bytes, index);
    }
    std::uint16_t bits = 0;
    assert((index + 1) * sizeof bits <= bytes.size());
    std::memcpy(&bits, bytes.data() + index * sizeof bits, sizeof bits);
    return type == ElementType::BF16 ? floatFromBf16(bits) : floatFromF16(bits);
}

void storeNumber(ElementType type, std::span<std::byte> bytes, std::uint64_t index, float value) {
    if (type == ElementType::F32) {
        storeFloat(bytes, index, value);
        return;
    }
    const std::uint16_t bits = type == ElementType::BF16 ? bf16FromFloat(value) : f16FromFloat(value);
    assert((index + 1) * sizeof bits <= bytes.size());
    std::memcpy(bytes.data() + index * sizeof bits, &bits, sizeof bits);
}

float roundedTo(ElementType type, float value) {
    return type == ElementType::BF16  ? floatFromBf16(bf16FromFloat(value))
           : type == ElementType::F16 ? floatFromF16(f16FromFloat(value))
                                      : value;
}

} // namespace quantlathe
