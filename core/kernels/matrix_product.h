// SPDX-License-Identifier: GPL-3.0-or-later
// Products of matrices of floats by one thread, vectorised for the machine at hand.
#pragma once

#include <cstddef>
#include <hwy/aligned_allocator.h>

namespace quantlathe {

/// A factor of a product, stored row by row: row r begins at data + r · stride. `isTransposed`: what is stored is the factor
/// with rows and columns exchanged.
struct Factor {
    const float* data = nullptr;
    std::size_t stride = 0;
    bool isTransposed = false;
};

struct ProductShape {
    std::size_t rows = 0;    // of the left factor and of the result
    std::size_t inner = 0;   // columns of the left factor, rows of the right one
    std::size_t columns = 0; // of the right factor and of the result
};

/// out = alpha · left · right, or out += alpha · left · right. `out` is stored row by row and overlaps no factor. Reads and
/// writes nothing but what belongs to the matrices. Each value is the sum of its products in order of the inner dimension, some
/// hundred at a time: the same bits wherever it stands in whatever matrix, on processors with the same instructions.
/// Thread-safe; each thread keeps about a megabyte of packed factors. Throws std::bad_alloc.
void multiplyMatrices(ProductShape shape, float alpha, Factor left, Factor right, bool adds, float* out, std::size_t outStride);

/// The right factor of many products, packed once for all of them. Immutable, thread-safe.
class PackedFactor {
public:
    PackedFactor() = default;
    /// `right`: inner × columns. Throws std::bad_alloc.
    PackedFactor(const Factor& right, std::size_t inner, std::size_t columns);

    [[nodiscard]] std::size_t inner() const { return inner_; }
    [[nodiscard]] std::size_t columns() const { return columns_; }
    [[nodiscard]] bool isEmpty() const { return inner_ == 0 || columns_ == 0; }
    [[nodiscard]] const float* panels() const { return panels_.get(); }

private:
    std::size_t inner_ = 0;
    std::size_t columns_ = 0;
    hwy::AlignedFreeUniquePtr<float[]> panels_;
};

/// The same product, to the bit. `left`: rows × right.inner().
void multiplyMatrices(std::size_t rows, float alpha, Factor left, const PackedFactor& right, bool adds, float* out,
                      std::size_t outStride);

} // namespace quantlathe
