// SPDX-License-Identifier: GPL-3.0-or-later
// Where the values of a weight lie in the tensors of its checkpoint: the one place that follows a weight's stack of tensors and
// its row transform, for readers of mapped bytes and of files alike.
#pragma once

#include "model/model.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace quantlathe {

/// A view; model and weight must live longer. Immutable, safe to use from many threads.
class StoredRows {
public:
    /// Throws Error(badInput) when the tensors are not there, differ from each other or do not fit the weight's shape. The
    /// weight is a stored one.
    StoredRows(const Model& model, const Weight& weight);

    /// True when values [first, first + count), in canonical order, are pieces of the file one after the other; false when
    /// matrices are transposed, columns are picked or tensors have strides.
    [[nodiscard]] bool isContiguous() const { return !weight_->transform.needsWholeRows() && !hasStrides_; }
    /// False when only a part of the tensors' values is used, or values lie apart from each other.
    [[nodiscard]] bool usesWholeTensors() const { return usesWholeTensors_; }

    using Visit = std::function<void(const TensorInfo& tensor, std::uint64_t offset, std::uint64_t bytes)>;
    /// Visits the bytes of canonical values [first, first + count) in canonical order. `first` and `count` are whole rows, or,
    /// where rows are as stored and for a bias, whole blocks of the stored type. Only if isContiguous().
    void visit(std::uint64_t first, std::uint64_t count, const Visit& visit) const;
    /// The same range in stored order, from stored value `first` on, for sums that do not ask where a value stands. Only if
    /// usesWholeTensors().
    void visitStored(std::uint64_t first, std::uint64_t count, const Visit& visit) const;

    using Read = std::function<void(const TensorInfo& tensor, std::uint64_t offset, std::span<std::byte> into)>;
    /// Fills `out` with the stored bytes of canonical values [first, first + count), in canonical order, whatever the
    /// transform. The range is one of visit()'s, whole rows where transform.needsWholeRows(). Holds a stored row or a
    /// part of one beside `out`.
    void gather(std::uint64_t first, std::uint64_t count, std::span<std::byte> out, const Read& read) const;

    /// False when single values leave their blocks, because matrices of blocks are transposed or columns of them are picked:
    /// the values can only be had decoded.
    [[nodiscard]] bool keepsBlocks() const { return !weight_->transform.needsWholeRows() || blockWeights_ == 1; }
    /// gather() for such a weight: decodes the blocks that whole rows [firstRow, firstRow + rows) touch. Holds a stored row or
    /// a part of one beside `out`.
    void gatherDecoded(std::uint64_t firstRow, std::uint64_t rows, std::span<float> out, const Read& read) const;

    /// Drops the mapped pages behind canonical rows; a hint. Pages shared with other rows stay.
    void release(std::uint64_t firstRow, std::uint64_t rows) const;

private:
    void gatherRows(std::uint64_t first, std::uint64_t count, std::span<std::byte> out, const Read& read) const;
    [[nodiscard]] std::uint64_t bytesOf(std::uint64_t values) const { return values / blockWeights_ * blockBytes_; }
    void gatherTransposed(std::uint64_t firstRow, std::uint64_t rows, std::span<std::byte> out, const Read& read) const;
    void gatherPicked(std::uint64_t firstRow, std::uint64_t rows, std::span<std::byte> out, const Read& read) const;
    /// Bytes [offset, offset + into.size()) of the stored row `row`.
    void readRowPart(std::uint64_t row, std::uint64_t offset, std::span<std::byte> into, const Read& read) const;
    /// The picked columns of the stored row `row`, decoded, with `stride` between them. `places`: ascending or not.
    void decodePlaces(std::uint64_t row, std::span<const std::uint64_t> places, float* out, std::size_t stride,
                      const Read& read) const;
    /// Stored columns behind picked columns [first, first + count).
    [[nodiscard]] std::vector<std::uint64_t> placesOf(std::uint64_t first, std::uint64_t count) const;

    const Checkpoint* checkpoint_;
    const Weight* weight_;
    std::uint64_t blockWeights_ = 1;
    std::uint64_t blockBytes_ = 0;
    std::uint64_t unitValues_ = 1;     // of a stored row; 1 for a bias whose elements move
    std::uint64_t unitsPerTensor_ = 0; // stored rows
    std::uint64_t tensorBytes_ = 0;
    bool usesWholeTensors_ = true;
    bool hasStrides_ = false;
};

} // namespace quantlathe
