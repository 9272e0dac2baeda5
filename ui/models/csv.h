// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers for other programs.
#pragma once

#include <QByteArray>
#include <QStringList>

class QAbstractItemModel;

namespace quantlathe::ui {

/// One CSV line: fields quoted where they must be.
[[nodiscard]] QByteArray csvLine(const QStringList& fields);
/// A flat model with its headers: what its cells answer to PlainTextRole, else what they show. Rows that are headings inside
/// the table are left out.
[[nodiscard]] QByteArray csvOf(const QAbstractItemModel& model);

} // namespace quantlathe::ui
