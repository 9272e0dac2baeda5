// SPDX-License-Identifier: GPL-3.0-or-later
// Which stored rows make the canonical (GGUF) rows of a weight, and in what order (docs/formats/gguf-model.md, "Transforms").
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace quantlathe {

/// A value. Rows of a weight that is stacked from several tensors count on from one tensor to the next. A weight of one
/// dimension (a bias) has a single row: its *elements* take the place of rows here.
struct RowTransform {
    struct Level {
        std::uint64_t count = 1;
        std::uint64_t stride = 0; // in stored rows
        bool operator==(const Level&) const = default;
    };
    /// Canonical rows that follow one rule: row i of them, written as one digit a level, outermost first, is stored row
    /// first + Σ digit · stride.
    struct Section {
        std::uint64_t first = 0;
        std::array<Level, 3> levels;
        [[nodiscard]] std::uint64_t rows() const { return levels[0].count * levels[1].count * levels[2].count; }
        bool operator==(const Section&) const = default;
    };

    std::vector<Section> sections; // one after the other; empty: rows as stored
    /// Rows change places only inside runs of this length, so that a run is one piece of the file. 0: no such runs.
    std::uint64_t run = 0;
    /// Which elements of a stored row are taken, and in what order: before anything is transposed. Empty: all as stored.
    std::vector<Section> columns;
    std::uint64_t storedColumns = 0; // of a stored row, where `columns` is not empty
    /// The rows picked so far are the *columns* of the canonical matrices: each matrix is transposed afterwards.
    bool transposes = false;

    [[nodiscard]] bool picksRows() const { return !sections.empty(); }
    [[nodiscard]] bool picksColumns() const { return !columns.empty(); }
    [[nodiscard]] bool isIdentity() const { return sections.empty() && columns.empty() && !transposes; }
    /// A range of values that does not begin and end with a row cannot be read by itself.
    [[nodiscard]] bool needsWholeRows() const { return transposes || picksColumns(); }
    /// How many elements of a stored row are taken, where `columns` is not empty.
    [[nodiscard]] std::uint64_t pickedColumns() const;
    /// Stored column behind picked column `column`, which must lie inside `columns`.
    [[nodiscard]] std::uint64_t sourceColumn(std::uint64_t column) const;
    /// Stored row behind picked row `row`, which must lie inside the sections (any row if there are none).
    [[nodiscard]] std::uint64_t sourceRow(std::uint64_t row) const;
    /// How many rows from `row` on are stored one after the other; at least 1.
    [[nodiscard]] std::uint64_t runFrom(std::uint64_t row) const;
    /// The largest stored row that is picked, plus 1; 0 without sections.
    [[nodiscard]] std::uint64_t endOfSource() const;
    bool operator==(const RowTransform&) const = default;
};

/// Rows [heads, 2, d/2] become [heads, d/2, 2], the order of rotary pairs that llama.cpp expects of Llama models. `rows` is a
/// multiple of 2 · heads.
[[nodiscard]] RowTransform interleavedHeads(std::uint64_t rows, std::uint64_t heads);

/// Fused query, key and value rows [groups, queries + 2, headSize] become all queries, then all keys, then all values.
[[nodiscard]] RowTransform ungroupedQkv(std::uint64_t groups, std::uint64_t queries, std::uint64_t headSize);

/// Of each of `groups` groups of `groupRows` rows those from `first` on, `count` of them.
[[nodiscard]] RowTransform pickedRows(std::uint64_t groups, std::uint64_t groupRows, std::uint64_t first, std::uint64_t count);

/// Heads of values that follow the keys they belong to, [keys, heads a key, headSize], in ggml's order [heads a key, keys,
/// headSize], behind `before` rows that stay (Qwen 3.5).
[[nodiscard]] std::vector<RowTransform::Section> tiledHeads(std::uint64_t before, std::uint64_t keys, std::uint64_t headsPerKey,
                                                            std::uint64_t headSize);

/// The elements first, first + stride … of every stored row, `count` of `storedColumns`, and every matrix transposed.
[[nodiscard]] RowTransform transposedColumns(std::uint64_t storedColumns, std::uint64_t first, std::uint64_t stride,
                                             std::uint64_t count);

/// Every matrix transposed; rows otherwise as stored.
[[nodiscard]] RowTransform transposedMatrix();

/// Of the rows that stand one behind the other in both orders.
struct RowRun {
    std::uint64_t stored = 0;    // the first one as it is stored
    std::uint64_t canonical = 0; // and in the canonical order
    std::uint64_t rows = 0;
};
/// All `rows` canonical rows in runs, in the canonical order.
[[nodiscard]] std::vector<RowRun> runsOf(const RowTransform& transform, std::uint64_t rows);

/// The way back: which canonical rows (or columns) make the stored ones, for sections that take every stored row once. Nothing
/// for those that leave some out.
[[nodiscard]] std::optional<std::vector<RowTransform::Section>>
invertedSections(const std::vector<RowTransform::Section>& sections);

} // namespace quantlathe
