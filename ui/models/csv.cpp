// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/csv.h"

#include "ui/models/cells.h"

#include <QAbstractItemModel>

namespace quantlathe::ui {

QByteArray csvLine(const QStringList& fields) {
    QStringList quoted;
    for (const QString& field : fields) {
        const bool mustQuote =
            field.contains(QLatin1Char(',')) || field.contains(QLatin1Char('"')) || field.contains(QLatin1Char('\n'));
        quoted.append(mustQuote ? QLatin1Char('"') + QString(field).replace(QLatin1Char('"'), QLatin1String("\"\"")) +
                                      QLatin1Char('"')
                                : field);
    }
    return quoted.join(QLatin1Char(',')).toUtf8() + '\n';
}

QByteArray csvOf(const QAbstractItemModel& model) {
    QStringList fields;
    for (int column = 0; column < model.columnCount(); ++column) {
        fields.append(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
    }
    QByteArray text = csvLine(fields);
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data(HeadingRole).toBool()) {
            continue;
        }
        fields.clear();
        for (int column = 0; column < model.columnCount(); ++column) {
            const QModelIndex cell = model.index(row, column);
            const QVariant plain = cell.data(PlainTextRole);
            fields.append(plain.isValid() ? plain.toString() : cell.data(Qt::DisplayRole).toString());
        }
        text += csvLine(fields);
    }
    return text;
}

} // namespace quantlathe::ui
