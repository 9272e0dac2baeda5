// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fp8/fp8_matrix.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/fp8/e4m3_grid.h"
#include "codecs/stored_numbers.h"
#include "kernels/convert.h"
#include "kernels/row_codes.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <memory>
#include <mutex>

namespace quantlathe::fp8 {
namespace {

std::uint64_t blocks(std::uint64_t values, std::uint64_t side) {
    return values / side + (values % side != 0 ? 1 : 0);
}

std::string nameOf(const Form& form) {
    if (form.writtenAs) {
        return std::string(*form.writtenAs);
    }
    switch (form.grid) {
    case Grid::tensor: return "FP8-TENSOR";
    case Grid::row: return "FP8-ROW";
    case Grid::block: break;
    }
    return form.block.rows == form.block.columns ? fmt::format("FP8-BLOCK{}", form.block.rows)
                                                 : fmt::format("FP8-BLOCK{}x{}", form.block.rows, form.block.columns);
}

constexpr float largestCode = 448;
/// Of values that are all zero: the difference of 1 and the next E4M3.
constexpr float scaleOfZeros = 0.125F;

float scaleFor(float largest) {
    return largest > 0 ? largest / largestCode : scaleOfZeros;
}

/// A scale that its type rounds to zero would make the codes infinite.
float storedScale(ElementType type, float largest) {
    const float scale = roundedTo(type, scaleFor(largest));
    return scale > 0 ? scale : scaleOfZeros;
}

} // namespace

std::vector<std::uint64_t> Form::scaleShape(const MatrixShape& shape) const {
    switch (grid) {
    case Grid::tensor: return std::vector<std::uint64_t>(scaleDimensions, 1);
    case Grid::row: return scaleDimensions == 1 ? std::vector{shape.rows} : std::vector<std::uint64_t>{shape.rows, 1};
    case Grid::block: return {blocks(shape.rows, block.rows), blocks(shape.columns, block.columns)};
    }
    return {};
}

const Fp8Matrix& Fp8Matrix::of(const Form& form) {
    static std::mutex mutex;
    static std::map<Form, std::unique_ptr<const Fp8Matrix>> all;
    const std::scoped_lock lock(mutex);
    auto& encoding = all[form];
    if (encoding == nullptr) {
        encoding = std::make_unique<const Fp8Matrix>(form);
    }
    return *encoding;
}

Fp8Matrix::Fp8Matrix(const Form& form) : form_(form), name_(nameOf(form)) {}

double Fp8Matrix::bitsPerWeight() const {
    const double scaleBits = 8.0 * info(form_.scaleType.value_or(ElementType::BF16)).bytesPerBlock;
    const auto weights = static_cast<double>(form_.block.rows) * static_cast<double>(form_.block.columns);
    return form_.grid == Grid::block ? 8 + scaleBits / weights : 8;
}

std::optional<std::string> Fp8Matrix::whyNot(const MatrixShape& shape) const {
    return whyNoMatrix(shape);
}

std::vector<MatrixPart> Fp8Matrix::parts(const MatrixShape& shape) const {
    return {{std::string(weightSuffix), ElementType::F8_E4M3, {shape.rows, shape.columns}},
            {std::string(form_.isInverse ? inverseSuffix : scaleSuffix), scaleType(shape), form_.scaleShape(shape)}};
}

void Fp8Matrix::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    if (!canEncode() || form_.grid == Grid::tensor) {
        throw badInput({}, say("{} can only be read", name()),
                       say("Choose an encoding of the family FBGEMM or compressed-tensors for FP8."));
    }
    if (form_.grid == Grid::block) {
        encodeBlocks(task, parts);
        return;
    }
    encodeRowwise(task, {.scaleOf = scaleFor, .encode = e4m3Codes}, scaleType(task.shape), parts[0], parts[1]);
}

/// A row of blocks after the other, some blocks at once.
void Fp8Matrix::encodeBlocks(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    const std::uint64_t blockHeight = form_.block.rows;
    const std::uint64_t blockWidth = form_.block.columns;
    const std::uint64_t columnsAtOnce = 4 * blockWidth;
    const MatrixShape& shape = task.shape;
    const ElementType type = scaleType(shape);
    task.forEach(static_cast<std::size_t>(blocks(shape.rows, blockHeight)), [&](std::size_t blockRow) {
        const std::uint64_t firstRow = blockRow * blockHeight;
        const std::uint64_t rows = std::min(blockHeight, shape.rows - firstRow);
        std::vector<float> values;
        for (std::uint64_t column = 0; column < shape.columns; column += columnsAtOnce) {
            const auto width = static_cast<std::size_t>(std::min(columnsAtOnce, shape.columns - column));
            values.resize(static_cast<std::size_t>(rows) * width);
            for (std::uint64_t row = 0; row < rows; ++row) {
                const std::uint64_t at = (firstRow + row) * shape.columns + column;
                const auto own = std::span(values).subspan(static_cast<std::size_t>(row) * width, width);
                task.read(at, own);
                if (!std::isfinite(largestMagnitude(own))) {
                    refuseValues(task, at, width, ElementType::F32);
                }
            }
            for (std::size_t block = 0; block < width; block += blockWidth) {
                const std::size_t length = std::min<std::size_t>(blockWidth, width - block);
                const auto part = [&](std::uint64_t row) {
                    return std::span<const float>(values).subspan(static_cast<std::size_t>(row) * width + block, length);
                };
                float largest = 0;
                for (std::uint64_t row = 0; row < rows; ++row) {
                    largest = std::max(largest, largestMagnitude(part(row)));
                }
                const float scale = storedScale(type, largest);
                storeNumber(type, parts[1], blockRow * blocks(shape.columns, blockWidth) + (column + block) / blockWidth,
                            scale);
                for (std::uint64_t row = 0; row < rows; ++row) {
                    e4m3Codes(part(row), scale, parts[0].subspan((firstRow + row) * shape.columns + column + block, length));
                }
            }
        }
        task.advance(static_cast<double>(rows) / static_cast<double>(shape.rows));
    });
}

void Fp8Matrix::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                             std::span<float> out) const {
    const ElementType type = scaleType(shape);
    forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
        floatsFromStored(ElementType::F8_E4M3, parts[0].subspan(at, values.size()), values);
        const std::uint64_t column = at - row * shape.columns;
        for (std::size_t done = 0; done < values.size();) {
            const std::uint64_t place = column + done;
            const std::uint64_t run =
                form_.grid == Grid::block ? form_.block.columns - place % form_.block.columns : values.size();
            const std::uint64_t index =
                form_.grid == Grid::tensor ? 0
                : form_.grid == Grid::row
                    ? row
                    : row / form_.block.rows * blocks(shape.columns, form_.block.columns) + place / form_.block.columns;
            const float scale = storedNumber(type, parts[1], index);
            const auto scaled = values.subspan(done, std::min<std::uint64_t>(run, values.size() - done));
            for (float& value : scaled) {
                value *= scale;
            }
            done += scaled.size();
        }
    });
}

bool Fp8Matrix::hasGrid(const MatrixShape& shape) const {
    return canEncode() && form_.grid != Grid::tensor && shape.columns % groupColumns(shape) == 0;
}

std::size_t Fp8Matrix::groupColumns(const MatrixShape& shape) const {
    return static_cast<std::size_t>(form_.grid == Grid::block ? form_.block.columns : shape.columns);
}

std::unique_ptr<MatrixGrid> Fp8Matrix::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return e4m3Grid(
        shape, parts,
        {.rows = form_.grid == Grid::block ? form_.block.rows : 1, .columns = groupColumns(shape), .type = scaleType(shape)});
}

} // namespace quantlathe::fp8
