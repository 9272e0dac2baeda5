// SPDX-License-Identifier: GPL-3.0-or-later
// Painters of table and tree cells: row lines, badges, bars, memory bars, family marks.
#pragma once

#include "ui/models/cells.h"

#include <QHeaderView>
#include <QStyledItemDelegate>

class QTableView;
class QTreeView;

namespace quantlathe::ui {

/// Paints a badge 20 px high with its left middle at `leftMiddle`; returns its width.
int paintBadge(QPainter& painter, const QPointF& leftMiddle, const Badge& badge);
[[nodiscard]] int badgeWidth(const Badge& badge);

/// One delegate for all cells of this program's tables: which picture a cell shows depends on the roles that its model answers.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    enum class Lines { every, none };
    explicit CellDelegate(Lines lines = Lines::every, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

protected:
    void paintBackground(QPainter& painter, const QStyleOptionViewItem& option) const;

private:
    void paintHeading(QPainter& painter, const QStyleOptionViewItem& option) const;
    void paintText(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const;
    void paintSwatch(QPainter& painter, const QRect& rect, const QVariant& bits, const QString& label) const;
    void paintErrorBar(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index, double share) const;
    void paintStackedBar(QPainter& painter, const QRect& rect, const StackedBar& bar) const;
    void paintShareBar(QPainter& painter, const QRect& rect, const StackedBar& bar) const;

    Lines lines_;
};

/// Header whose section of memory bars shows the ticks of their scale and the name of the limit.
class MemoryHeader : public QHeaderView {
    Q_OBJECT
public:
    MemoryHeader(int barSection, QWidget* parent = nullptr);
    void setScale(double endGib, double limitGib, const QString& limitName);

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    int barSection_;
    double endGib_ = 1;
    double limitGib_ = 0;
    QString limitName_;
};

/// No grid, no vertical header, rows of 28, whole rows selected one at a time.
void prepareTable(QTableView& table);
/// Where a memory of `gib` lies in a cell of memory bars, from its left edge.
[[nodiscard]] double memoryBarX(double gib, double endGib, int cellWidth);
/// Ticks of a memory scale: 0, then even steps of 1, 2 or 4 × 2ⁿ GiB, at most six.
[[nodiscard]] std::vector<double> memoryTicks(double endGib);

} // namespace quantlathe::ui
