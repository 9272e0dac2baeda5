// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of SpQR files, with codes by rounding and outliers where that errs most (docs/formats/spqr.md).
#pragma once

#include "codecs/matrix_grid.h"
#include "codecs/spqr/layout.h"

#include <string>

namespace quantlathe::spqr {

class SpqrEncoding final : public GriddedEncoding {
public:
    explicit SpqrEncoding(const Layout& layout);

    [[nodiscard]] const Layout& layout() const { return layout_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override;
    [[nodiscard]] double bitsPerWeight() const override;
    /// Not for files of others: outliers that were counted, in turns, or without an order.
    [[nodiscard]] bool canEncode() const override { return !layout_.isCounted; }
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& /*shape*/) const override { return canEncode(); }
    /// Their order is stored, so none have to keep together.
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& /*shape*/) const override { return 1; }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    Layout layout_;
    std::string name_;
};

} // namespace quantlathe::spqr
