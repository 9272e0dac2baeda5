// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/encoded_matrices.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/joined_scale.h"
#include "model/stored_weight.h"
#include "weights/packed_rows.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {

std::span<const float> importanceOfMatrix(const Weight& weight, std::span<const float> importance, std::size_t tensor) {
    const auto columns = static_cast<std::size_t>(weight.columns());
    if (importance.size() <= columns) {
        return importance;
    }
    const auto place = static_cast<std::size_t>(std::ranges::find(weight.tensors, tensor) - weight.tensors.begin());
    assert(importance.size() == weight.tensors.size() * columns && place < weight.tensors.size());
    return importance.subspan(place * columns, columns);
}

void encodeIntoParts(const Model& model, const Weight& weight, const MatrixEncoding& encoding, const MatrixShape& shape,
                     const MatrixGuide& guide, const std::function<void(std::uint64_t, std::span<float>)>& read,
                     std::span<const std::span<std::byte>> parts, ThreadArena& arena, const CancelToken& cancel) {
    const MatrixTask task{
        .shape = shape,
        .guide = {.importance = guide.importance, .order = guide.order},
        .read = read,
        .forEach =
            [&](std::size_t count, const std::function<void(std::size_t)>& body) {
                arena.run([&] {
                    oneapi::tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
                        cancel.throwIfCancelled();
                        body(i);
                    });
                });
            },
        .advance = [](double) {},
    };
    try {
        if (const JoinedScaleEncoding* const joined = joinedScaleEncoding(encoding)) {
            joined->encodeJoined(task, guide.joinedLargest, parts);
        } else {
            encoding.encodeMatrix(task, parts);
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput || !error.file().empty()) {
            throw;
        }
        throw badInput(model.checkpoint().path(),
                       say("{} cannot be stored as {}", escapeForDisplay(weight.name), encoding.name()),
                       fmt::format("{}. {}", error.title(), error.detail()));
    }
}

EncodedMatrices::EncodedMatrices(const Model& model, const Weight& weight, const MatrixEncoding& encoding,
                                 std::span<const PlannedMatrix> matrices, const Guide& guide, ThreadArena& arena,
                                 const CancelToken& cancel)
    : weight_(&weight), encoding_(&encoding) {
    for (const PlannedMatrix& planned : matrices) {
        const Weight layer = layerAsStored(model.checkpoint(), weight, planned.tensor);
        Matrix& matrix = matrices_.emplace_back();
        matrix.shape = planned.shape;
        for (const MatrixPart& part : encoding.parts(planned.shape)) {
            matrix.parts.emplace_back(static_cast<std::size_t>(part.bytes()));
        }
        const std::vector<std::span<std::byte>> spans(matrix.parts.begin(), matrix.parts.end());
        encodeIntoParts(
            model, weight, encoding, planned.shape,
            {.importance = importanceOfMatrix(weight, guide.importance, planned.tensor), .joinedLargest = guide.joinedLargest},
            [&](std::uint64_t first, std::span<float> out) { readValues(model, layer, first, out); }, spans, arena, cancel);
        releaseRows(model, layer, 0, layer.rows());
    }
}

EncodedMatrices::EncodedMatrices(const Weight& weight, const MatrixEncoding& encoding, std::span<const PlannedMatrix> matrices,
                                 std::span<const std::byte> parts)
    : weight_(&weight), encoding_(&encoding) {
    for (const PlannedMatrix& planned : matrices) {
        Matrix& matrix = matrices_.emplace_back();
        matrix.shape = planned.shape;
        for (const MatrixPart& part : encoding.parts(planned.shape)) {
            const std::span<const std::byte> bytes = parts.first(static_cast<std::size_t>(part.bytes()));
            matrix.parts.emplace_back(bytes.begin(), bytes.end());
            parts = parts.subspan(bytes.size());
        }
    }
}

void EncodedMatrices::rows(std::uint64_t firstRow, std::span<float> out) const {
    // What is stored transposed is encoded the way round that the weight's rows are.
    const RowTransform transform = weight_->isStoredTransposed() ? RowTransform() : weight_->transform;
    gatherMatrixRows(transform, matrices_.front().shape, firstRow, out,
                     [&](std::size_t number, std::uint64_t first, std::span<float> values) {
                         const Matrix& matrix = matrices_[number];
                         const std::vector<std::span<const std::byte>> spans(matrix.parts.begin(), matrix.parts.end());
                         encoding_->decodeMatrix(matrix.shape, spans, first, values);
                     });
}

} // namespace quantlathe
