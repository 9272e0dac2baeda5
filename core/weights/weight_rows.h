// SPDX-License-Identifier: GPL-3.0-or-later
// A weight as rows of floats in canonical order: decoded from whatever is stored, transformed, generated values included.
#pragma once

#include "model/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace quantlathe {

/// Why the weight's values cannot be read as floats (a stored type that nothing decodes); nothing if they can.
[[nodiscard]] std::optional<std::string> whyNotReadable(const Weight& weight);

/// Fills `out` with out.size() / columns whole rows from canonical row `firstRow` on. Throws Error(badInput) for a weight that
/// cannot be read, for rows outside the weight and for a tensor that is too short for its shape. Thread-safe.
void readRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::span<float> out);

/// Fills `out` with values in stored order from element `first` on: for sums that do not ask where a value stands, in pieces
/// that need not be rows. `first` and out.size() are multiples of the stored type's block (the last piece of the weight
/// ends with it). Errors as readRows(), and for a weight that is only a part of its tensor. Thread-safe.
void readStoredValues(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out);

/// Fills `out` with values in canonical order, row-major, from value `first` on: any range. Errors as readRows(). Thread-safe.
void readValues(const Model& model, const Weight& weight, std::uint64_t first, std::span<float> out);

/// Turns values as they are stored into the weight's own; the first of them is value `first` of the weight.
void applyToStored(const Weight& weight, std::span<float> values, std::uint64_t first = 0);

/// Drops the mapped pages behind these canonical rows; a hint. Pages shared with neighbouring rows stay.
void releaseRows(const Model& model, const Weight& weight, std::uint64_t firstRow, std::uint64_t rows);

/// Whole rows that are worked on at once: about 1 MiB of floats, at least one row, whole heads where heads are interleaved (so
/// that a tile is one run of stored bytes). The grid depends on the weight alone, never on the number of threads.
struct RowTiles {
    std::uint64_t rows = 0;        // of the weight
    std::uint64_t rowsPerTile = 1; // the last tile may have fewer
    [[nodiscard]] std::uint64_t count() const { return (rows + rowsPerTile - 1) / rowsPerTile; }
    [[nodiscard]] std::uint64_t firstRow(std::uint64_t tile) const { return tile * rowsPerTile; }
    [[nodiscard]] std::uint64_t rowsIn(std::uint64_t tile) const {
        return rows - firstRow(tile) < rowsPerTile ? rows - firstRow(tile) : rowsPerTile;
    }
};
inline constexpr std::uint64_t tileFloats = 1U << 18U;
[[nodiscard]] RowTiles tilesOf(const Weight& weight, std::uint64_t targetFloats = tileFloats);

} // namespace quantlathe
