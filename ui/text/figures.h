// SPDX-License-Identifier: GPL-3.0-or-later
// Figures that the core describes, as the window writes them.
#pragma once

#include "base/figures.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

namespace quantlathe::ui {

template <class Subject>
[[nodiscard]] QString columnTitle(const FigureRow<Subject>& row) {
    return QString::fromStdString(headingOf(row));
}

template <class Subject>
[[nodiscard]] QString cellText(const FigureRow<Subject>& row, const Subject& subject) {
    return numberText(row.shown(subject));
}

template <class Subject>
[[nodiscard]] QString formulaText(const FigureRow<Subject>& row) {
    return inOwnWords(row.formula);
}

} // namespace quantlathe::ui
