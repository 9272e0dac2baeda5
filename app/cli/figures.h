// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that the core describes, as members of JSON and as cells of tables.
#pragma once

#include "base/figures.h"
#include "json.h"
#include "table.h"

#include <string>
#include <type_traits>
#include <utility>

namespace quantlathe::cli {

template <class Subject>
[[nodiscard]] Json figureJson(const FigureRow<Subject>& row, const Subject& subject) {
    return std::visit(
        [](auto value) {
            if constexpr (std::is_same_v<decltype(value), double>) {
                return jsonNumber(value);
            } else {
                return Json(value);
            }
        },
        row.value(subject));
}

/// All of them, under their keys.
template <class Subject>
[[nodiscard]] Json figuresJson(Figures<Subject> rows, const Subject& subject) {
    Json json = Json::object();
    for (const FigureRow<Subject>& row : rows) {
        json[std::string(row.key)] = figureJson(row, subject);
    }
    return json;
}

template <class Subject>
[[nodiscard]] std::string figureText(const FigureRow<Subject>& row, const Subject& subject) {
    return quantityText(row.shown(subject));
}

template <class Subject>
[[nodiscard]] Column figureColumn(const FigureRow<Subject>& row, int dropOrder = 0) {
    return {headingOf(row), Column::Align::right, false, dropOrder};
}

} // namespace quantlathe::cli
