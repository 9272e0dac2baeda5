// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of EXL2 files, with codes by rounding to scales of least squared error (docs/formats/exl2.md).
#pragma once

#include "codecs/exl2/layout.h"
#include "codecs/matrix_grid.h"

#include <string>

namespace quantlathe::exl2 {

class Exl2Encoding final : public GriddedEncoding {
public:
    explicit Exl2Encoding(Layout layout);

    [[nodiscard]] const Layout& layout() const { return layout_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return static_cast<std::uint32_t>(inputsTogether); }
    [[nodiscard]] double bitsPerWeight() const override { return layout_.bitsPerWeight(); }
    /// Not for groups that only another program chose.
    [[nodiscard]] bool canEncode() const override { return !layout_.runs.empty() && !layout_.orderType; }
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& /*shape*/) const override { return true; }
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& /*shape*/) const override { return 1; }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    Layout layout_;
    std::string name_;
};

} // namespace quantlathe::exl2
