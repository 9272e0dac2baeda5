// SPDX-License-Identifier: GPL-3.0-or-later
// Weights in whole numbers, packed: "pack-quantized", with grids of least squared error (docs/formats/compressed-tensors.md).
#pragma once

#include "codecs/compressed_tensors/packed_layout.h"
#include "codecs/matrix_grid.h"

#include <string>

namespace quantlathe::compressed {

class PackedEncoding final : public GriddedEncoding {
public:
    explicit PackedEncoding(const PackedLayout& layout);

    [[nodiscard]] const PackedLayout& layout() const { return layout_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override;
    [[nodiscard]] double bitsPerWeight() const override;
    /// Not for what only other programs write: other widths, groups in an order of their own.
    [[nodiscard]] bool canEncode() const override;
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    /// Codes, scales, zero points unless symmetric, the shape, the index of an order.
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    PackedLayout layout_;
    std::string name_;
};

} // namespace quantlathe::compressed
