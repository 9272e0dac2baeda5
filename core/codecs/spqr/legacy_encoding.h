// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR's legacy form as encodings: one that writes a matrix as the file that torch.save would make of it, with the codes of the
// compressed form, and one that reads the tensors of such files (docs/formats/spqr.md).
#pragma once

#include "codecs/spqr/legacy_tensors.h"
#include "codecs/spqr/spqr_encoding.h"

#include <string>
#include <vector>

namespace quantlathe::spqr {

/// Its one part is the whole file.
class LegacyEncoding final : public GriddedEncoding {
public:
    explicit LegacyEncoding(std::uint32_t perMille);

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return compressed_.columnMultiple(); }
    [[nodiscard]] double bitsPerWeight() const override;
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
    SpqrEncoding compressed_;
    std::string name_;
};

/// Parts: codes, order, places and values of outliers, then the tensors of the lists. Files do not say how many bits their
/// codes have.
class LegacyFileEncoding final : public MatrixEncoding {
public:
    LegacyFileEncoding(const LegacyForm& form, const MatrixShape& shape);

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override { return bits_; }
    [[nodiscard]] bool canEncode() const override { return false; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;

private:
    LegacyForm form_;
    std::string name_;
    double bits_;
};

} // namespace quantlathe::spqr
