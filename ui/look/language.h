// SPDX-License-Identifier: GPL-3.0-or-later
// The languages that the window speaks. English stands in the sources; the others are resources/translations/*.ts, compiled
// into the program together with Qt's own texts.
#pragma once

#include <QString>
#include <vector>

namespace quantlathe::ui {

struct Language {
    QString code;    // "de", "zh_CN"
    QString ownName; // "Deutsch"
};

/// English first.
[[nodiscard]] const std::vector<Language>& languages();

/// The code of the best language for `wish`: a code, or empty for what the system prefers. English where nothing fits.
[[nodiscard]] QString languageFor(const QString& wish);

/// The code in use: "en" until useLanguage() was called.
[[nodiscard]] QString currentLanguage();

/// Shows every text made from now on in languageFor(wish), and dates and decimal signs as is usual there. For the start of the
/// program, before widgets exist and other threads run; called again it replaces what it did before.
void useLanguage(const QString& wish);

} // namespace quantlathe::ui
