// SPDX-License-Identifier: GPL-3.0-or-later
// A matrix in SpQR's legacy form: codes of a byte, second-level numbers in lists, outliers that take the place of what the
// codes give (docs/formats/spqr.md). Of any width, as files of others have it.
#pragma once

#include "codecs/matrix_encoding.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace quantlathe::spqr {

/// A number of an array of them, wherever it lies.
template <class Number>
[[nodiscard]] Number numberAt(std::span<const std::byte> bytes, std::uint64_t index) {
    Number number = 0;
    std::memcpy(&number, bytes.data() + index * sizeof(Number), sizeof(Number));
    return number;
}

/// The lists, one tensor for each group of input features, in the order of files.
enum LegacyList : std::uint8_t { scaleCodes, zeroCodes, scaleSteps, scaleZeros, zeroSteps, zeroZeros };
inline constexpr std::array<std::string_view, 6> legacyLists{
    "quant_layer_scale",         "quant_layer_zeros",         "quant_layer_scale_qq_scale",
    "quant_layer_scale_qq_zero", "quant_layer_zero_qq_scale", "quant_layer_zero_qq_zero",
};

struct LegacyForm {
    std::uint64_t groups = 0;               // of input features
    std::uint64_t together = 0;             // output features that share second-level numbers
    ElementType numbers = ElementType::F16; // of second-level numbers and of all arithmetic
    std::uint64_t outliers = 0;
    friend bool operator==(const LegacyForm&, const LegacyForm&) = default;
};

/// Where its tensors lie. Outliers stand row by row, places ascending.
struct LegacyTensors {
    MatrixShape shape;
    LegacyForm form;
    std::span<const std::byte> codes;                  // I8 [rows, columns]
    std::span<const std::byte> order;                  // I32 [columns]: the input feature at each place
    std::span<const std::byte> outlierPlaces;          // I64 [2, outliers]
    std::span<const std::byte> outlierValues;          // [outliers]
    std::span<const std::span<const std::byte>> lists; // of each list its groups, one list behind the other
};

/// As MatrixEncoding::decodeMatrix(): whatever the bytes are.
void decodeLegacy(const LegacyTensors& tensors, std::uint64_t first, std::span<float> out);

/// Number `index` of values that are stored in one of the types of LegacyForm::numbers.
[[nodiscard]] float legacyNumber(std::span<const std::byte> values, ElementType type, std::uint64_t index);

} // namespace quantlathe::spqr
