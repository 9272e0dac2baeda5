// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/column_model.h"

#include <utility>

namespace quantlathe::ui {

ColumnModel::ColumnModel(std::vector<Qt::AlignmentFlag> sides, QObject* parent)
    : QAbstractTableModel(parent), sides_(std::move(sides)) {}

int ColumnModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : rows();
}

int ColumnModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(sides_.size());
}

QVariant ColumnModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rows() || index.column() >= columnCount()) {
        return {};
    }
    return role == Qt::TextAlignmentRole ? QVariant(Qt::AlignVCenter | sides_[static_cast<std::size_t>(index.column())])
                                         : cell(index.row(), index.column(), role);
}

QVariant ColumnModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    return role == Qt::TextAlignmentRole ? QVariant(Qt::AlignVCenter | sides_[static_cast<std::size_t>(section)])
           : role == Qt::DisplayRole     ? QVariant(title(section))
                                         : QVariant();
}

void ColumnModel::repaintAll() {
    if (rows() > 0) {
        Q_EMIT dataChanged(index(0, 0), index(rows() - 1, columnCount() - 1));
    }
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
}

} // namespace quantlathe::ui
