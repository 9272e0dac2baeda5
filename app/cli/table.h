// SPDX-License-Identifier: GPL-3.0-or-later
// Text tables that fit the screen: one column may shrink, unimportant ones give way.
#pragma once

#include "terminal.h"

#include <string>
#include <utility>
#include <vector>

namespace quantlathe::cli {

struct Cell {
    std::string text;
    Style style = Style::plain;
    Cell(std::string shown, Style how = Style::plain) : text(std::move(shown)), style(how) {}
    Cell(const char* shown) : text(shown) {}
};

struct Column {
    enum class Align { left, right };
    std::string title;
    Align align = Align::left;
    bool canShrink = false; // names: cut in the middle when the screen is narrow
    int dropOrder = 0;      // 0: always shown; else the highest number gives way first
};

class Table {
public:
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// One cell for every column.
    void addRow(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }
    [[nodiscard]] bool isEmpty() const { return rows_.empty(); }
    /// Heading and rows, each line ended; at most `terminal.columns` wide unless that is 0 or cannot be kept.
    [[nodiscard]] std::string text(const Terminal& terminal) const;

private:
    [[nodiscard]] std::vector<std::size_t> widths() const;

    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// "Parameters    6.82 M" lines: names and values in two columns.
[[nodiscard]] std::string factLines(const std::vector<std::pair<std::string, std::string>>& facts, const Terminal& terminal);

} // namespace quantlathe::cli
