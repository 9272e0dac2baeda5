// SPDX-License-Identifier: GPL-3.0-or-later
// What went wrong, as a value that crosses threads and is shown in a line of the window.
#pragma once

#include "base/error.h"

#include <exception>
#include <QMetaType>
#include <QString>
#include <variant>

namespace quantlathe::ui {

struct Problem {
    ErrorKind kind = ErrorKind::failed;
    QString title;
    QString detail;
    QString file; // empty: no file is to blame

    [[nodiscard]] bool isCancelled() const { return kind == ErrorKind::cancelled; }
    /// Everything, for the clipboard.
    [[nodiscard]] QString text() const;
};

/// The exception that is being handled. Call inside a catch block.
[[nodiscard]] Problem currentProblem();

/// A finished value, or why there is none.
template <class Value>
using Outcome = std::variant<Value, Problem>;

template <class Work>
[[nodiscard]] auto outcomeOf(Work&& work) -> Outcome<decltype(work())> {
    try {
        return work();
    } catch (...) {
        return currentProblem();
    }
}

} // namespace quantlathe::ui

Q_DECLARE_METATYPE(quantlathe::ui::Problem)
