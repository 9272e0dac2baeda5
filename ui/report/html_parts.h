// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of an HTML page. Every text is escaped here and nowhere else.
#pragma once

#include "ui/charts/picture.h"

#include <QAbstractItemModel>
#include <QStringList>
#include <vector>

namespace quantlathe::ui::html {

/// Head with the style of the report, up to and with the opening of <main>.
[[nodiscard]] QByteArray pageStart(const QString& title);
[[nodiscard]] QByteArray pageEnd();
[[nodiscard]] QByteArray heading(int level, const QString& text, const QString& note = {});
[[nodiscard]] QByteArray paragraph(const QString& text);
/// Captions above values, in one row.
[[nodiscard]] QByteArray figures(const std::vector<std::pair<QString, QString>>& captionsAndValues);
/// Two or more columns; all but the first right-aligned when `numbers`.
[[nodiscard]] QByteArray table(const QStringList& header, const std::vector<QStringList>& rows, bool numbers);
/// What the model shows, with its alignment and badges; `current` is the row to mark, −1: none. Columns of bars are left out.
[[nodiscard]] QByteArray table(const QAbstractItemModel& model, int current);
/// The drawing itself, scaled to the width of the page at most, and its numbers below to open.
[[nodiscard]] QByteArray chart(const Picture& picture);
/// Text as it is, folded away behind its title.
[[nodiscard]] QByteArray folded(const QString& title, const QByteArray& text);

} // namespace quantlathe::ui::html
