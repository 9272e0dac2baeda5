// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of AWQ files with codes by rounding to grids of least squared error (docs/formats/awq.md).
#pragma once

#include "codecs/awq/layout.h"
#include "codecs/matrix_grid.h"

#include <string>

namespace quantlathe::awq {

class AwqEncoding final : public GriddedEncoding {
public:
    explicit AwqEncoding(const Layout& layout);

    [[nodiscard]] const Layout& layout() const { return layout_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override;
    [[nodiscard]] double bitsPerWeight() const override;
    [[nodiscard]] bool canEncode() const override;
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    /// Codes, zero points, scales.
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    Layout layout_;
    std::string name_;
};

} // namespace quantlathe::awq
