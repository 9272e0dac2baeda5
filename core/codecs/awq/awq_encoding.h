// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of AWQ files, version "gemm", with codes by rounding to grids of least squared error (docs/formats/awq.md).
#pragma once

#include "codecs/matrix_grid.h"

#include <array>
#include <cstdint>
#include <string>

namespace quantlathe::awq {

inline constexpr std::uint32_t bits = 4;
inline constexpr std::uint64_t codesInWord = 8;
inline constexpr std::array<std::uint64_t, 3> writtenGroups{32, 64, 128};

struct Layout {
    std::uint64_t group = 128; // input features that share a scale and a zero point; 0: all
    ElementType scaleType = ElementType::F16;
    [[nodiscard]] constexpr std::uint64_t groups(std::uint64_t columns) const { return group == 0 ? 1 : columns / group; }
    friend bool operator==(const Layout&, const Layout&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Layout&, const Layout&) = default; // NOLINT(modernize-use-nullptr)
};

/// The nibble of a word that holds the code of the `place`-th of eight output features.
[[nodiscard]] constexpr std::uint32_t nibbleOf(std::uint64_t place) {
    constexpr std::array<std::uint32_t, codesInWord> nibbles{0, 4, 1, 5, 2, 6, 3, 7};
    return nibbles[place];
}

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
