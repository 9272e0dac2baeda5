// SPDX-License-Identifier: GPL-3.0-or-later
// How SpQR's compressed form stores a matrix (docs/formats/spqr.md).
#pragma once

#include "codecs/matrix_encoding.h"

#include <cstddef>
#include <cstdint>

namespace quantlathe::spqr {

/// Output features of a tile, and its input features: they share one set of second-level numbers.
inline constexpr std::size_t side = 16;
inline constexpr std::uint32_t bits = 3; // of a weight's code, and of the codes of scales and zero points
inline constexpr std::size_t levels = 8;
inline constexpr std::size_t tileValues = side * side;

struct Layout {
    /// Outliers that there is room for, in thousandths of all weights, or …
    std::uint32_t perMille = 0;

    // … of files that others have written: so many, of so many weights.
    bool isCounted = false;
    std::uint64_t outliers = 0;
    std::uint64_t weights = 0;
    bool isTiled = false; // outliers of sixteen rows in turns (PTCSR), else row by row (CSR)
    bool hasOrder = true; // input features are stored in an order of their own
    bool isLoose = false; // a shape that no kernel takes from us

    [[nodiscard]] constexpr std::uint64_t capacity(const MatrixShape& shape) const {
        constexpr std::uint64_t thousand = 1000;
        return isCounted ? outliers : shape.values() / thousand * perMille + shape.values() % thousand * perMille / thousand;
    }
    friend bool operator==(const Layout&, const Layout&) = default;
    // The analyser takes the 0 of comparisons for a pointer.
    friend auto operator<=>(const Layout&, const Layout&) = default; // NOLINT(modernize-use-nullptr)
};

/// Where the parts of a matrix stand in parts().
enum Part : std::uint8_t { densePart, offsetsPart, outliersPart, orderPart };

[[nodiscard]] constexpr std::uint64_t tilesOf(std::uint64_t count) {
    return (count + side - 1) / side;
}

} // namespace quantlathe::spqr
