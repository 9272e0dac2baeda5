// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/packed_rows.h"

#include <algorithm>
#include <vector>

namespace quantlathe {

void gatherMatrixRows(const RowTransform& transform, const MatrixShape& shape, std::uint64_t firstRow, std::span<float> out,
                      const ReadMatrix& read) {
    const std::uint64_t columns = shape.columns;
    const std::uint64_t end = firstRow + out.size() / columns;
    std::size_t done = 0;
    for (std::uint64_t row = firstRow; row < end;) {
        const std::uint64_t stored = transform.sourceRow(row);
        const std::uint64_t inMatrix = stored % shape.rows;
        const std::uint64_t known = transform.picksRows() ? transform.runFrom(row) : end - row;
        const std::uint64_t run = std::min({known, end - row, shape.rows - inMatrix});
        const auto values = static_cast<std::size_t>(run * columns);
        read(static_cast<std::size_t>(stored / shape.rows), inMatrix * columns, out.subspan(done, values));
        done += values;
        row += run;
    }
}

void readPackedRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::span<float> out) {
    const Checkpoint& checkpoint = model.checkpoint();
    gatherMatrixRows(weight.transform, weight.packed.front().shape, firstRow, out,
                     [&](std::size_t number, std::uint64_t first, std::span<float> values) {
                         const PackedMatrix& matrix = weight.packed[number];
                         std::vector<std::span<const std::byte>> parts;
                         for (const std::size_t part : matrix.parts) {
                             parts.push_back(checkpoint.bytes(checkpoint.tensors()[part]));
                         }
                         matrix.encoding->decodeMatrix(matrix.shape, parts, first, values);
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
