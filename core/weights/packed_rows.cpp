// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/packed_rows.h"

#include <algorithm>
#include <vector>

namespace quantlathe {

namespace {

/// Calls body(matrix, row of it, rows, rows before) for runs of stored rows that make canonical rows one after the other.
template <class Body>
void forRuns(const RowTransform& transform, std::uint64_t matrixRows, std::uint64_t firstRow, std::uint64_t rows,
             const Body& body) {
    const std::uint64_t end = firstRow + rows;
    for (std::uint64_t row = firstRow; row < end;) {
        const std::uint64_t stored = transform.sourceRow(row);
        const std::uint64_t inMatrix = stored % matrixRows;
        const std::uint64_t known = transform.picksRows() ? transform.runFrom(row) : end - row;
        const std::uint64_t run = std::min({known, end - row, matrixRows - inMatrix});
        body(static_cast<std::size_t>(stored / matrixRows), inMatrix, run, row - firstRow);
        row += run;
    }
}

std::vector<std::span<const std::byte>> partsOf(const TensorBytes& bytesOf, const PackedMatrix& matrix) {
    std::vector<std::span<const std::byte>> parts;
    for (const std::size_t part : matrix.parts) {
        parts.push_back(bytesOf(part));
    }
    return parts;
}

/// Rows whose columns all change places.
void permuteColumns(const RowTransform& transform, std::uint64_t columns, std::span<float> rows) {
    std::vector<float> stored(static_cast<std::size_t>(columns));
    for (std::size_t at = 0; at < rows.size(); at += stored.size()) {
        std::ranges::copy(rows.subspan(at, stored.size()), stored.begin());
        for (std::size_t column = 0; column < stored.size(); ++column) {
            rows[at + column] = stored[static_cast<std::size_t>(transform.sourceColumn(column))];
        }
    }
}

/// Rows of matrices that stand turned in what is stored: the picked rows of a stored matrix, decoded whole, are their columns.
void gatherTransposedRows(const Weight& weight, std::uint64_t firstRow, std::span<float> out, const ReadMatrix& read) {
    const MatrixShape& shape = weight.packed.front().shape;
    const std::uint64_t columns = weight.columns();
    const std::uint64_t matrixRows = weight.rowsPerMatrix();
    std::vector<float> decoded(static_cast<std::size_t>(columns * shape.columns));
    const std::uint64_t end = firstRow + out.size() / columns;
    for (std::uint64_t row = firstRow; row < end;) {
        const std::uint64_t inMatrix = row % matrixRows;
        const std::uint64_t some = std::min(matrixRows - inMatrix, end - row);
        gatherMatrixRows({.sections = weight.transform.sections, .run = weight.transform.run}, shape,
                         row / matrixRows * columns, decoded, read);
        for (std::uint64_t i = 0; i < some; ++i) {
            const std::span<float> to =
                out.subspan(static_cast<std::size_t>((row - firstRow + i) * columns), static_cast<std::size_t>(columns));
            for (std::size_t column = 0; column < to.size(); ++column) {
                to[column] = decoded[column * static_cast<std::size_t>(shape.columns) + static_cast<std::size_t>(inMatrix + i)];
            }
        }
        row += some;
    }
}

} // namespace

void gatherMatrixRows(const RowTransform& transform, const MatrixShape& shape, std::uint64_t firstRow, std::span<float> out,
                      const ReadMatrix& read) {
    const std::uint64_t columns = shape.columns;
    forRuns(transform, shape.rows, firstRow, out.size() / columns,
            [&](std::size_t matrix, std::uint64_t row, std::uint64_t rows, std::uint64_t before) {
                read(matrix, row * columns,
                     out.subspan(static_cast<std::size_t>(before * columns), static_cast<std::size_t>(rows * columns)));
            });
    if (transform.picksColumns()) {
        permuteColumns(transform, columns, out);
    }
}

void readPackedRows(const TensorBytes& bytesOf, const Weight& weight, std::uint64_t firstRow, std::span<float> out) {
    const auto read = [&](std::size_t number, std::uint64_t first, std::span<float> values) {
        const PackedMatrix& matrix = weight.packed[number];
        const auto parts = partsOf(bytesOf, matrix);
        matrix.encoding->decodeMatrix(matrix.shape, parts, first, values);
    };
    if (weight.transform.transposes) {
        gatherTransposedRows(weight, firstRow, out, read);
    } else {
        gatherMatrixRows(weight.transform, weight.packed.front().shape, firstRow, out, read);
    }
}

bool holdsBlocksOf(const Weight& weight, ElementType type) {
    return weight.isPacked() && weight.keepsValues() && !weight.transform.needsWholeRows() &&
           std::ranges::all_of(weight.packed, [&](const PackedMatrix& matrix) { return matrix.encoding->holdsBlocksOf(type); });
}

void readPackedBlocks(const TensorBytes& bytesOf, const Weight& weight, ElementType type, std::uint64_t firstRow,
                      std::span<std::byte> out) {
    const MatrixShape& shape = weight.packed.front().shape;
    const std::uint64_t rowBytes = shape.columns / info(type).weightsPerBlock * info(type).bytesPerBlock;
    forRuns(weight.transform, shape.rows, firstRow, out.size() / rowBytes,
            [&](std::size_t number, std::uint64_t row, std::uint64_t rows, std::uint64_t before) {
                const PackedMatrix& matrix = weight.packed[number];
                const auto parts = partsOf(bytesOf, matrix);
                matrix.encoding->takeBlocks(
                    type, parts, row * shape.columns,
                    out.subspan(static_cast<std::size_t>(before * rowBytes), static_cast<std::size_t>(rows * rowBytes)));
            });
}

void releasePacked(const Model& model, const Weight& weight, std::uint64_t firstRow, std::uint64_t rows) {
    if (firstRow + rows < weight.rows()) {
        return;
    }
    const Checkpoint& checkpoint = model.checkpoint();
    for (const std::size_t part : weight.tensors) {
        const TensorInfo& tensor = checkpoint.tensors()[part];
        checkpoint.release(tensor, 0, tensor.bytes);
    }
}

} // namespace quantlathe
