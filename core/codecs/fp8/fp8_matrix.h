// SPDX-License-Identifier: GPL-3.0-or-later
// E4M3 matrices with scales in a tensor beside them (docs/formats/fp8.md).
#pragma once

#include "codecs/matrix_grid.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace quantlathe::fp8 {

/// What shares a scale.
enum class Grid : std::uint8_t { tensor, row, block };

/// Rows and columns of weights that share a scale.
struct BlockSize {
    std::uint64_t rows = 128; // of DeepSeek's checkpoints and those like them
    std::uint64_t columns = 128;
    auto
    operator<=>(const BlockSize&) const = default; // NOLINT(modernize-use-nullptr): the analyser means the 0 of comparisons
};

inline constexpr std::string_view weightSuffix = ".weight";
inline constexpr std::string_view scaleSuffix = ".weight_scale";
inline constexpr std::string_view inverseSuffix = ".weight_scale_inv"; // a factor all the same, whatever its name says

struct Form {
    Grid grid = Grid::tensor;
    std::optional<ElementType> scaleType = ElementType::F32; // nothing: the one that the model computes in
    std::size_t scaleDimensions = 0; // a single scale is a scalar, [1] or [1, 1]; those of rows are [rows] or [rows, 1]
    bool isInverse = false;
    BlockSize block = {}; // of Grid::block
    /// Of a family that writes it, under this name; nothing: for reading only.
    std::optional<std::string_view> writtenAs = {};

    [[nodiscard]] auto asTuple() const { return std::tuple(grid, scaleType, scaleDimensions, isInverse, block, writtenAs); }
    friend bool operator<(const Form& a, const Form& b) { return a.asTuple() < b.asTuple(); }

    [[nodiscard]] std::vector<std::uint64_t> scaleShape(const MatrixShape& shape) const;
};

class Fp8Matrix final : public GriddedEncoding {
public:
    explicit Fp8Matrix(const Form& form);
    /// The one encoding of that form; lives until the program ends. Any thread.
    [[nodiscard]] static const Fp8Matrix& of(const Form& form);

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override;
    [[nodiscard]] bool canEncode() const override { return form_.writtenAs.has_value(); }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    /// Scale = largest magnitude ÷ 448, rounded to its type before the codes are chosen.
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    [[nodiscard]] ElementType scaleType(const MatrixShape& shape) const { return form_.scaleType.value_or(shape.compute); }
    void encodeBlocks(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const;

    Form form_;
    std::string name_;
};

} // namespace quantlathe::fp8
