// SPDX-License-Identifier: GPL-3.0-or-later
// What a test of the window needs so that the user's settings, files and earlier measurements stay out of it.
#pragma once

#include "ui/look/style.h"

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>

namespace quantlathe::test {

/// Settings, caches and kept work live in `folder`; the look is the program's.
inline void useOwnSurroundings(const QString& folder) {
    QStandardPaths::setTestModeEnabled(true);
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
    qputenv("XDG_CACHE_HOME", folder.toLocal8Bit());
    qputenv("XDG_DATA_HOME", folder.toLocal8Bit());
    QApplication::setStyle(new ui::LatheStyle);
}

} // namespace quantlathe::test
