// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_combo.h"

#include "ui/widgets/delegates.h"

#include <algorithm>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTableView>
#include <QToolTip>
#include <QWheelEvent>

namespace quantlathe::ui {

namespace {

constexpr int listRowHeight = 26;
constexpr int besideTheList = 32; // of the window

} // namespace

TableCombo::TableCombo(QAbstractItemModel& model, int width, QWidget* parent)
    : QComboBox(parent), view_(new QTableView), width_(width) {
    prepareTable(*view_);
    setModel(&model);
    setView(view_);
    view_->setItemDelegate(new CellDelegate(CellDelegate::Lines::every, view_)); // setView() put its own
    view_->setTextElideMode(Qt::ElideRight);
    view_->verticalHeader()->setDefaultSectionSize(listRowHeight);
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view_->setAccessibleDescription(tr("Grey rows say why in their first cell"));
    setModelColumn(0);
    // Behind those of the list's own frame, so that these are asked first.
    view_->installEventFilter(this);
    view_->viewport()->installEventFilter(this);
}

void TableCombo::showPopup() {
    Q_EMIT opened();
    view_->setMinimumWidth(std::min(width_, window()->width() - besideTheList));
    view_->clearSpans();
    for (int row = 0; row < model()->rowCount(); ++row) {
        if (isWide(row)) {
            view_->setSpan(row, 0, 1, model()->columnCount());
        }
    }
    isOpen_ = true;
    QComboBox::showPopup();
}

/// To the next row in that direction that can be chosen, without opening the list.
void TableCombo::step(int from, int direction) {
    for (int row = from + direction; row >= 0 && row < model()->rowCount(); row += direction) {
        if (canChoose(row)) {
            setCurrentIndex(row);
            Q_EMIT activated(row);
            return;
        }
    }
}

void TableCombo::keyPressEvent(QKeyEvent* event) {
    if (event->modifiers() != Qt::NoModifier && event->modifiers() != Qt::KeypadModifier) {
        QComboBox::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_PageUp: step(currentIndex(), -1); break;
    case Qt::Key_Down:
    case Qt::Key_PageDown: step(currentIndex(), 1); break;
    case Qt::Key_Home: step(-1, 1); break;
    case Qt::Key_End: step(model()->rowCount(), -1); break;
    default: QComboBox::keyPressEvent(event);
    }
}

void TableCombo::wheelEvent(QWheelEvent* event) {
    if (event->angleDelta().y() != 0) {
        step(currentIndex(), event->angleDelta().y() > 0 ? -1 : 1);
    }
    event->accept();
}

void TableCombo::tellWhyNot(int row) {
    const QRect cell = view_->visualRect(model()->index(row, 0));
    QToolTip::showText(view_->viewport()->mapToGlobal(cell.bottomLeft()),
                       QStringLiteral("<p>%1</p>").arg(rowReason(row).toHtmlEscaped()), view_);
}

bool TableCombo::eventFilter(QObject* watched, QEvent* event) {
    if (watched == view_ && event->type() == QEvent::Hide && isOpen_) { // however the list was closed
        isOpen_ = false;
        Q_EMIT closed();
    }
    int row = -1;
    bool isChoice = false;
    const bool isForeseen = event->type() == QEvent::ShortcutOverride; // at which the list's own frame chooses already
    if (watched == view_ && (isForeseen || event->type() == QEvent::KeyPress)) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        isChoice = key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Select;
        row = view_->currentIndex().row();
    } else if (watched == view_->viewport() && event->type() == QEvent::MouseButtonRelease) {
        isChoice = true;
        row = view_->indexAt(static_cast<QMouseEvent*>(event)->position().toPoint()).row();
    }
    if (isChoice && !canChoose(row)) {
        if (row >= 0 && !isForeseen && !rowReason(row).isEmpty()) {
            tellWhyNot(row);
        }
        return true;
    }
    return QComboBox::eventFilter(watched, event);
}

} // namespace quantlathe::ui
