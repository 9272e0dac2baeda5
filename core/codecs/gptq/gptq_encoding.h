// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of GPTQ files, with codes by rounding to grids of least squared error (docs/formats/gptq.md).
#pragma once

#include "codecs/gptq/layout.h"
#include "codecs/matrix_grid.h"

#include <string>

namespace quantlathe::gptq {

class GptqEncoding final : public GriddedEncoding {
public:
    explicit GptqEncoding(const Layout& layout);

    [[nodiscard]] const Layout& layout() const { return layout_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override;
    [[nodiscard]] double bitsPerWeight() const override;
    /// Not for what only other programs write, such as short groups.
    [[nodiscard]] bool canEncode() const override;
    [[nodiscard]] bool usesImportance() const override { return true; }
    /// Joined matrices have one index, so it is not made of the weights.
    [[nodiscard]] bool requiresImportance() const override { return layout_.isOrdered; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] bool ordersColumns() const override { return layout_.isOrdered; }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    Layout layout_;
    std::string name_;
};

} // namespace quantlathe::gptq
