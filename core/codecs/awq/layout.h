// SPDX-License-Identifier: GPL-3.0-or-later
// How AWQ files store a matrix (docs/formats/awq.md).
#pragma once

#include "base/element_type.h"
#include "codecs/matrix_encoding.h"

#include <array>
#include <cstdint>

namespace quantlathe::awq {

inline constexpr std::uint32_t bits = 4;
inline constexpr std::uint64_t codesInWord = 8;
inline constexpr std::array<std::uint64_t, 3> writtenGroups{32, 64, 128};

/// What config.json calls "version": which kernel the tensors are laid out for.
enum class Version : std::uint8_t { gemm, gemv, gemvFast };

struct Layout {
    std::uint64_t group = 128; // input features that share a scale and a zero point; 0: all
    ElementType scaleType = ElementType::F16;
    Version version = Version::gemm;
    [[nodiscard]] constexpr std::uint64_t groups(std::uint64_t columns) const { return group == 0 ? 1 : columns / group; }
    friend bool operator==(const Layout&, const Layout&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Layout&, const Layout&) = default; // NOLINT(modernize-use-nullptr)
};

/// Where the parts of a matrix stand in parts().
enum Part : std::uint8_t { codesPart, zerosPart, scalesPart };

} // namespace quantlathe::awq
