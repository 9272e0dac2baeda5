// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/matrix_view.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"

#include <algorithm>
#include <cmath>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace quantlathe::ui {

namespace {

constexpr int narrowestCell = 28;
constexpr int widestCell = 72;
constexpr int cellHeight = 30;
constexpr int labelWidth = 120;
constexpr int headHeight = 26;
constexpr double fullDifference = 4; // bits at which the colour of a difference is at its end

/// Numbers of layers above, names of roles at the left, on the ground of the panel.
class MatrixHeader : public QHeaderView {
public:
    using QHeaderView::QHeaderView;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        const Theme& t = theme();
        painter->fillRect(rect, t.surface);
        painter->setFont(textFont(orientation() == Qt::Horizontal ? TextSize::caption : TextSize::body));
        painter->setPen(orientation() == Qt::Horizontal ? t.textSecondary : t.text);
        const QString text = model()->headerData(section, orientation(), Qt::DisplayRole).toString();
        if (orientation() == Qt::Vertical) {
            painter->drawText(rect.adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(text, Qt::ElideRight, rect.width() - 12));
            return;
        }
        // Where numbers would touch, only some of them stand.
        const int wanted = painter->fontMetrics().horizontalAdvance(QStringLiteral("000")) + 6;
        const int every = rect.width() >= wanted ? 1 : rect.width() * 2 >= wanted ? 2 : 5;
        if (section % every == 0) {
            painter->drawText(rect.adjusted(-10, 0, 10, 0), Qt::AlignCenter, text);
        }
    }
    void paintEvent(QPaintEvent* event) override {
        QHeaderView::paintEvent(event);
        // Behind the last section the style paints the ground of ordinary headers.
        const int end = length() - offset();
        QRect rest = viewport()->rect();
        orientation() == Qt::Horizontal ? rest.setLeft(end) : rest.setTop(end);
        if (rest.isValid()) {
            QPainter(viewport()).fillRect(rest, theme().surface);
        }
    }
};

QColor colourOf(const PlanMatrixModel& model, const PlanCell& cell) {
    const Theme& t = theme();
    switch (model.measure()) {
    case MatrixMeasure::encoding: return t.bitsColour(cell.bits);
    case MatrixMeasure::error: {
        const double largest = model.matrix().largestError;
        return !cell.error ? t.track : t.errorColour(largest > 0 ? *cell.error / largest : 0);
    }
    case MatrixMeasure::difference: break;
    }
    const double change = cell.otherBits ? cell.bits - *cell.otherBits : 0;
    if (std::abs(change) < 0.005) {
        return t.surface;
    }
    const double share = std::min(1.0, std::abs(change) / fullDifference);
    // Fewer bits in the colours of error, more in the blues of bits; both start a step away from the ground.
    return change < 0 ? t.errorColour(0.25 + 0.75 * share) : t.bitsColour(4.4 + 4.1 * share);
}

/// Lies over the corner between the headers.
class MatrixCorner : public QWidget {
public:
    explicit MatrixCorner(QWidget* parent) : QWidget(parent) { setGeometry(0, 0, labelWidth, headHeight); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), theme().surface);
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme().textSecondary);
        painter.drawText(rect().adjusted(0, 0, -12, 0), Qt::AlignRight | Qt::AlignVCenter, MatrixView::tr("layer"));
    }
};

class MatrixDelegate : public QStyledItemDelegate {
public:
    MatrixDelegate(const PlanMatrixModel& model, QObject* parent) : QStyledItemDelegate(parent), model_(model) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const PlanCell* cell = model_.cellAt(index);
        if (cell == nullptr) {
            return;
        }
        const QRect rect = option.rect.adjusted(0, model_.isLoose(index.row()) ? 6 : 0, -1, -1);
        const QColor colour = colourOf(model_, *cell);
        painter->fillRect(rect, colour);
        const QColor ink = inkOn(colour);
        if (colour == theme().surface || theme().hasMoreContrast) {
            painter->setPen(theme().hasMoreContrast ? theme().control : theme().grid);
            painter->drawRect(rect.adjusted(0, 0, -1, -1));
        }
        painter->setPen(ink);
        painter->setFont(textFont(TextSize::caption));
        const bool isPinned = model_.isPinned(*cell);
        painter->drawText(rect.adjusted(0, 0, isPinned ? -8 : 0, 0), Qt::AlignCenter, index.data().toString());
        if (isPinned) {
            paintIcon(*painter, Icon::lock, QRectF(rect.right() - 11, rect.top() + 2, 10, 10), ink);
        }
    }

private:
    const PlanMatrixModel& model_;
};

} // namespace

MatrixView::MatrixView(PlanMatrixModel& model, QWidget* parent) : QTableView(parent), model_(model) {
    setModel(&model_);
    setItemDelegate(new MatrixDelegate(model_, this));
    setHorizontalHeader(new MatrixHeader(Qt::Horizontal, this));
    setVerticalHeader(new MatrixHeader(Qt::Vertical, this));
    horizontalHeader()->setFixedHeight(headHeight);
    horizontalHeader()->setMinimumSectionSize(10);
    verticalHeader()->setFixedWidth(labelWidth);
    verticalHeader()->setMinimumSectionSize(10);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setSectionsClickable(true);
    verticalHeader()->setSectionsClickable(true);
    setCornerButtonEnabled(false);
    corner_ = new MatrixCorner(this);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setSelectionBehavior(QAbstractItemView::SelectItems);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setAccessibleName(tr("Encoding of every weight: one column a layer, one row a role"));
    connect(&model_, &QAbstractItemModel::modelReset, this, &MatrixView::arrange);
    connect(&ThemeHub::instance(), &ThemeHub::changed, viewport(), qOverload<>(&QWidget::update));
    arrange();
}

void MatrixView::setBrush(bool inHand) {
    brush_ = inHand;
    viewport()->setCursor(inHand ? Qt::CrossCursor : Qt::ArrowCursor);
}

QModelIndexList MatrixView::selectedCells() const {
    QModelIndexList cells;
    for (const QModelIndex& index : selectionModel()->selectedIndexes()) {
        if (model_.cellAt(index) != nullptr) {
            cells.append(index);
        }
    }
    return cells;
}

QSize MatrixView::sizeOfAll() const {
    const int wide = (model_.rowCount() - model_.layerRows()) * (cellHeight + 6);
    return {labelWidth + horizontalHeader()->length() + 8, headHeight + model_.layerRows() * cellHeight + wide + 8};
}

QSize MatrixView::sizeHint() const {
    return {labelWidth + model_.columnCount() * narrowestCell,
            sizeOfAll().height() + horizontalScrollBar()->sizeHint().height()};
}

void MatrixView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    corner_->raise();
    arrange();
}

void MatrixView::arrange() {
    const int columns = std::max(1, model_.columnCount());
    const int width = std::clamp(viewport()->width() / columns, narrowestCell, widestCell);
    horizontalHeader()->setDefaultSectionSize(width);
    verticalHeader()->setDefaultSectionSize(cellHeight);
    clearSpans();
    for (int row = model_.layerRows(); row < model_.rowCount(); ++row) {
        setRowHeight(row, cellHeight + 6);
        if (model_.looseSpan() > 1) {
            setSpan(row, 0, 1, model_.looseSpan());
        }
    }
}

void MatrixView::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier) {
        if (key >= Qt::Key_2 && key <= Qt::Key_8) {
            Q_EMIT bitsWanted(key - Qt::Key_0);
            return;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_F2) {
            Q_EMIT paintWanted();
            return;
        }
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            Q_EMIT eraseWanted();
            return;
        }
        if (key == Qt::Key_P) {
            Q_EMIT pinWanted();
            return;
        }
        if (key == Qt::Key_Escape) {
            clearSelection();
            return;
        }
    }
    QTableView::keyPressEvent(event);
}

void MatrixView::mousePressEvent(QMouseEvent* event) {
    isStroke_ = brush_ && event->button() == Qt::LeftButton && indexAt(event->pos()).isValid();
    if (event->button() == Qt::RightButton && selectionModel()->isSelected(indexAt(event->pos()))) {
        return; // the menu is about the whole selection
    }
    QTableView::mousePressEvent(event);
}

void MatrixView::mouseReleaseEvent(QMouseEvent* event) {
    QTableView::mouseReleaseEvent(event);
    if (isStroke_ && event->button() == Qt::LeftButton && !selectedCells().isEmpty()) {
        Q_EMIT paintWanted();
    }
    isStroke_ = false;
}

void MatrixView::contextMenuEvent(QContextMenuEvent* event) {
    if (!selectedCells().isEmpty()) {
        Q_EMIT menuWanted(event->globalPos());
    }
}

void MatrixView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QTableView::selectionChanged(selected, deselected);
    viewport()->update(); // the frame goes round all of it
    Q_EMIT selectionMade();
}

QRect MatrixView::frameOfSelection() const {
    QRect frame;
    for (const QModelIndex& index : selectedCells()) {
        frame = frame.united(visualRect(index));
    }
    return frame;
}

void MatrixView::paintEvent(QPaintEvent* event) {
    QTableView::paintEvent(event);
    const Theme& t = theme();
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    if (const QRect frame = frameOfSelection(); frame.isValid()) {
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(QRectF(frame).adjusted(0, 0, -1, -1), 2, 2);
    }
    if (hasFocus() && currentIndex().isValid()) {
        painter.setPen(QPen(t.accent, 1, Qt::DotLine));
        painter.drawRect(QRectF(visualRect(currentIndex())).adjusted(2.5, 2.5, -3.5, -3.5));
    }
}

void MatrixView::paintAll(QPainter& painter) const {
    const auto name = [this](int section, Qt::Orientation orientation) {
        return model_.headerData(section, orientation, Qt::DisplayRole).toString();
    };
    const int cellWidth = horizontalHeader()->defaultSectionSize();
    for (int row = 0; row < model_.rowCount(); ++row) {
        const int top = headHeight + verticalHeader()->sectionPosition(row);
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme().text);
        painter.drawText(QRect(0, top, labelWidth - 12, rowHeight(row)), Qt::AlignRight | Qt::AlignVCenter,
                         name(row, Qt::Vertical));
        for (int column = 0; column < model_.columnCount(); ++column) {
            QStyleOptionViewItem option;
            const int columns = model_.isLoose(row) && column == 0 ? model_.looseSpan() : 1;
            option.rect = QRect(labelWidth + cellWidth * column, top, cellWidth * columns, rowHeight(row));
            itemDelegate()->paint(&painter, option, model_.index(row, column));
        }
    }
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme().textSecondary);
    for (int column = 0; column < static_cast<int>(model_.matrix().layers.size()); ++column) {
        painter.drawText(QRect(labelWidth + cellWidth * column, 0, cellWidth, headHeight), Qt::AlignCenter,
                         name(column, Qt::Horizontal));
    }
}

} // namespace quantlathe::ui
