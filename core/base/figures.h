// SPDX-License-Identifier: GPL-3.0-or-later
// A figure of a weight, a preset, a plan is described once, by a row: the command line prints it, its JSON holds it and the
// window's tables draw it.
#pragma once

#include "base/quantity.h"
#include "base/words.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace quantlathe {

using FigureValue = std::variant<std::uint64_t, double>;

template <class Subject>
struct FigureRow {
    std::string_view key;     // in JSON, beside the whole number
    std::string_view title;   // words()
    std::string_view unit;    // words(); stands in the heading of its column; empty: none
    std::string_view formula; // words(); empty where the title says it
    FigureValue (*value)(const Subject& subject);
    Quantity (*shown)(const Subject& subject);
    bool isInTables = true; // else in JSON alone, without a title
};

template <class Subject>
using Figures = std::span<const FigureRow<Subject>>;

/// "Relative error, %", in the reader's language.
template <class Subject>
[[nodiscard]] std::string headingOf(const FigureRow<Subject>& row) {
    const std::string title = translated(row.title);
    return row.unit.empty() ? title : say("{}, {}", title, translated(row.unit));
}

/// The row of a key that is there.
template <class Subject>
[[nodiscard]] const FigureRow<Subject>& figureOf(Figures<Subject> rows, std::string_view key) {
    return *std::ranges::find(rows, key, &FigureRow<Subject>::key);
}

} // namespace quantlathe
