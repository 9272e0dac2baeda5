// SPDX-License-Identifier: GPL-3.0-or-later
// Strings of the core on their way to the screen. All are UTF-8.
#pragma once

#include "base/words.h"

#include <QString>
#include <string_view>

namespace quantlathe::ui {

/// A name, a number format, a path: shown as it is.
[[nodiscard]] inline QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// A text that the core keeps in English (marked with words()), in the language of the window.
[[nodiscard]] inline QString inOwnWords(std::string_view english) {
    return QString::fromStdString(translated(english));
}

} // namespace quantlathe::ui
