// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of AQLM files, with codebooks trained for each matrix (docs/formats/aqlm.md).
#pragma once

#include "codecs/aqlm/care.h"
#include "codecs/aqlm/layout.h"
#include "codecs/gram_encoding.h"

#include <string>

namespace quantlathe::aqlm {

class AqlmEncoding final : public GramEncoding {
public:
    /// Of one layout with every care: the same form, other codebooks and codes.
    explicit AqlmEncoding(const Layout& layout, Care care = Care::normal);

    [[nodiscard]] const Layout& layout() const { return layout_; }
    [[nodiscard]] Care care() const { return care_; }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return layout_.group; }
    /// Of the codes: those of a long row. What the codebooks take on top depends on the matrix.
    [[nodiscard]] double bitsPerWeight() const override;
    /// Only what the search for codes is made for: vectors of 8 or 16 weights, and codes of eight bits or one of sixteen.
    [[nodiscard]] bool canEncode() const override;
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    void improveMatrix(const GramTask& task, std::span<const std::span<std::byte>> parts) const override;

private:
    Layout layout_;
    Care care_;
    std::string name_;
};

} // namespace quantlathe::aqlm
