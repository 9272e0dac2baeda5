// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ, half-quadratic quantization: codes, floating point zero points and scales of groups (docs/formats/hqq.md). Private to
// codecs/hqq.
#pragma once

#include "codecs/hqq/description.h"
#include "codecs/hqq/layout.h"
#include "codecs/matrix_grid.h"

#include <string>

namespace quantlathe::hqq {

class HqqEncoding final : public GriddedEncoding {
public:
    explicit HqqEncoding(const Layout& layout) : HqqEncoding(layout, Description::standard(layout)) {}
    HqqEncoding(const Layout& layout, const Description& description);

    [[nodiscard]] const Layout& layout() const { return layout_; }
    [[nodiscard]] const Description& description() const { return description_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override;
    [[nodiscard]] double bitsPerWeight() const override;
    /// Groups along axis 0 lie in one column, whose weights all count alike; without the solver nothing is searched.
    [[nodiscard]] bool usesImportance() const override { return layout_.axis == 1 && layout_.optimizes; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    Layout layout_;
    Description description_;
    std::string name_;
};

} // namespace quantlathe::hqq
