// SPDX-License-Identifier: GPL-3.0-or-later
// NF4 and FP4 of bitsandbytes, with and without double quantization (docs/formats/bitsandbytes.md).
#pragma once

#include "codecs/bitsandbytes/four_bit_state.h"
#include "codecs/matrix_grid.h"

#include <cstdint>
#include <string>
#include <tuple>

namespace quantlathe::bitsandbytes {

/// What tells one four-bit encoding from another.
struct FourBitForm {
    FourBit type = FourBit::nf4;
    std::uint32_t blockSize = 64;
    std::uint32_t nestedBlockSize = 0;     // 0: no double quantization
    std::uint32_t stateBytes = 0;          // of the JSON text in a file by others; 0: as long as we write it
    ElementType storage = ElementType::U8; // as which type the packed bytes are declared

    [[nodiscard]] auto asTuple() const { return std::tuple(type, blockSize, nestedBlockSize, stateBytes, storage); }
    friend bool operator<(const FourBitForm& a, const FourBitForm& b) { return a.asTuple() < b.asTuple(); }
};

class FourBitEncoding final : public GriddedEncoding {
public:
    /// The one encoding of that form; lives until the program ends. Any thread.
    [[nodiscard]] static const FourBitEncoding& of(const FourBitForm& form);

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override;
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override;
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override;
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override;
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override;
    [[nodiscard]] bool hasGrid(const MatrixShape& shape) const override;
    [[nodiscard]] std::size_t groupColumns(const MatrixShape& shape) const override;
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override;

private:
    explicit FourBitEncoding(const FourBitForm& form);
    [[nodiscard]] FourBitState state(const MatrixShape& shape, float offset = 0) const;
    /// Codes of all blocks' scales, and a scale for every few of them.
    void nestScales(const MatrixTask& task, std::span<const float> scales, float offset, std::span<std::byte> codes,
                    std::span<std::byte> nestedAbsmax) const;
    void writeState(const MatrixShape& shape, float offset, std::span<std::byte> out) const;

    FourBitForm form_;
    std::string name_;
};

/// ".weight.quant_state.bitsandbytes__nf4" or "…__fp4".
[[nodiscard]] std::string_view stateSuffix(FourBit type);

} // namespace quantlathe::bitsandbytes
