// SPDX-License-Identifier: GPL-3.0-or-later
// The row of a table under the mouse.
#pragma once

#include <QObject>

class QStyleOptionViewItem;
class QTableView;

namespace quantlathe::ui {

/// Has a table repaint whole rows when the mouse goes from one to the next; of itself a table repaints single cells.
class RowHover : public QObject {
    Q_OBJECT
public:
    /// A child of the table.
    explicit RowHover(QTableView& table);
    /// Whether a cell that a delegate paints lies in the row under the mouse.
    [[nodiscard]] static bool isOn(const QStyleOptionViewItem& cell);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void setRow(int row);

    QTableView& table_;
    int row_ = -1;
};

} // namespace quantlathe::ui
