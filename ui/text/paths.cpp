// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/paths.h"

#include <algorithm>
#include <QDir>
#include <QFile>

namespace quantlathe::ui {

std::filesystem::path pathOf(const QString& text) {
    return std::filesystem::path(QFile::encodeName(text).toStdString());
}

QString textOf(const std::filesystem::path& path) {
    return QFile::decodeName(QByteArray::fromStdString(path.string()));
}

QString shortPath(const std::filesystem::path& path) {
    const QString full = textOf(path);
    const QString home = QDir::homePath();
    const bool isBelowHome = home.size() > 1 && (full == home || full.startsWith(home + QLatin1Char('/')));
    return isBelowHome ? QLatin1Char('~') + full.mid(home.size()) : full;
}

QString fileNameOf(const std::filesystem::path& path) {
    return textOf(path.has_filename() ? path.filename() : path.parent_path().filename());
}

QString shellQuoted(const QString& text) {
    const bool plain = !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || QStringLiteral("-_./=+:,@%").contains(c);
    });
    return plain ? text
                 : QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

} // namespace quantlathe::ui
