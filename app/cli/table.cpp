// SPDX-License-Identifier: GPL-3.0-or-later
#include "table.h"

#include <algorithm>
#include <numeric>

namespace quantlathe::cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t leastShrunkWidth = 16;

/// Columns that are shown, with their widths.
struct Arrangement {
    std::vector<std::size_t> shown;
    std::vector<std::size_t> widths; // by column

    [[nodiscard]] std::size_t total() const {
        return std::accumulate(shown.begin(), shown.end(), gap * (shown.size() - 1),
                               [this](std::size_t sum, std::size_t column) { return sum + widths[column]; });
    }
};

void shrinkTo(std::size_t limit, const std::vector<Column>& columns, Arrangement& arrangement) {
    for (const std::size_t column : arrangement.shown) {
        const std::size_t total = arrangement.total();
        if (columns[column].canShrink && total > limit) {
            std::size_t& width = arrangement.widths[column];
            const std::size_t least = std::min(width, std::max(leastShrunkWidth, displayWidth(columns[column].title)));
            width = std::max(least, width - std::min(width, total - limit));
        }
    }
}

Arrangement arrange(const std::vector<Column>& columns, const std::vector<std::size_t>& natural, std::size_t limit) {
    Arrangement arrangement{std::vector<std::size_t>(columns.size()), natural};
    std::iota(arrangement.shown.begin(), arrangement.shown.end(), 0U);
    while (limit != 0) {
        arrangement.widths = natural;
        shrinkTo(limit, columns, arrangement);
        if (arrangement.total() <= limit) {
            break;
        }
        const auto first = std::max_element(arrangement.shown.begin(), arrangement.shown.end(),
                                            [&](auto a, auto b) { return columns[a].dropOrder < columns[b].dropOrder; });
        if (columns[*first].dropOrder == 0) {
            break;
        }
        arrangement.shown.erase(first);
    }
    return arrangement;
}

} // namespace

std::vector<std::size_t> Table::widths() const {
    std::vector<std::size_t> widths;
    for (std::size_t column = 0; column < columns_.size(); ++column) {
        std::size_t width = displayWidth(columns_[column].title);
        for (const auto& row : rows_) {
            width = std::max(width, displayWidth(row[column].text));
        }
        widths.push_back(width);
    }
    return widths;
}

std::string Table::text(const Terminal& terminal) const {
    const Arrangement arrangement = arrange(columns_, widths(), terminal.columns);
    std::string all;
    const auto addLine = [&](const auto& cellOf) {
        std::string line;
        for (const std::size_t column : arrangement.shown) {
            const Cell& cell = cellOf(column);
            const bool isLast = column == arrangement.shown.back();
            const bool alignRight = columns_[column].align == Column::Align::right;
            const std::string shown = elided(cell.text, arrangement.widths[column]);
            const std::string whole = isLast && !alignRight ? shown : padded(shown, arrangement.widths[column], alignRight);
            line += terminal.styled(whole, cell.style) + (isLast ? "" : std::string(gap, ' '));
        }
        all += line + "\n";
    };
    std::vector<Cell> heading;
    for (const Column& column : columns_) {
        heading.emplace_back(column.title, Style::strong);
    }
    addLine([&](std::size_t column) -> const Cell& { return heading[column]; });
    for (const auto& row : rows_) {
        addLine([&](std::size_t column) -> const Cell& { return row[column]; });
    }
    return all;
}

std::string factLines(const std::vector<std::pair<std::string, std::string>>& facts, const Terminal& terminal) {
    std::size_t width = 0;
    for (const auto& [title, value] : facts) {
        width = std::max(width, displayWidth(title));
    }
    std::string all;
    for (const auto& [title, value] : facts) {
        all += terminal.styled(padded(title, width, false), Style::faint) + "  " + value + "\n";
    }
    return all;
}

} // namespace quantlathe::cli
