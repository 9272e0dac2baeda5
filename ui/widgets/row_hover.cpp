// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/row_hover.h"

#include <QHoverEvent>
#include <QStyleOptionViewItem>
#include <QTableView>
#include <utility>

namespace quantlathe::ui {

RowHover::RowHover(QTableView& table) : QObject(&table), table_(table) {
    table.viewport()->setAttribute(Qt::WA_Hover);
    table.viewport()->installEventFilter(this);
}

bool RowHover::isOn(const QStyleOptionViewItem& cell) {
    const auto* const table = qobject_cast<const QTableView*>(cell.widget);
    const auto* const hover = table == nullptr ? nullptr : table->findChild<const RowHover*>({}, Qt::FindDirectChildrenOnly);
    return hover != nullptr && hover->row_ >= 0 && table->rowAt(cell.rect.center().y()) == hover->row_;
}

bool RowHover::eventFilter(QObject* /*watched*/, QEvent* event) {
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverMove) {
        setRow(table_.rowAt(static_cast<QHoverEvent*>(event)->position().toPoint().y()));
    } else if (event->type() == QEvent::HoverLeave) {
        setRow(-1);
    }
    return false;
}

void RowHover::setRow(int row) {
    if (row == row_) {
        return;
    }
    for (const int each : {std::exchange(row_, row), row}) {
        if (each >= 0) {
            table_.viewport()->update(0, table_.rowViewportPosition(each), table_.viewport()->width(), table_.rowHeight(each));
        }
    }
}

} // namespace quantlathe::ui
