// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preset_combo.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/widgets/delegates.h"

#include <array>
#include <QHeaderView>
#include <QStylePainter>
#include <QTableView>

namespace quantlathe::ui {

namespace {

struct FitMark {
    Icon icon;
    QColor colour;
};

FitMark markOf(Fit fit) {
    const Theme& t = theme();
    switch (fit) {
    case Fit::fits: return {Icon::check, t.ok};
    case Fit::tight:
    case Fit::unknown: return {Icon::warn, t.warn};
    case Fit::tooLarge: break;
    }
    return {Icon::cross, t.bad};
}

constexpr int popupWidth = 780;
constexpr int rowHeight = 26;
constexpr std::array<int, 5> columnWidths = {112, 0, 84, 92, 116}; // the description takes the rest

} // namespace

PresetCombo::PresetCombo(Session& session, QWidget* parent) : QComboBox(parent), session_(session) {
    table_ = new PlanTableModel(
        session, {PlanColumn::name, PlanColumn::description, PlanColumn::file, PlanColumn::bits, PlanColumn::fit}, false, this);
    table_->setOnlyUsable(false);
    table_->setGrouped(true);
    view_ = new QTableView;
    prepareTable(*view_);
    view_->setMinimumWidth(popupWidth);
    setModel(table_);
    setView(view_);
    view_->setItemDelegate(new CellDelegate(CellDelegate::Lines::every, view_)); // setView() put its own
    view_->setTextElideMode(Qt::ElideRight);
    view_->verticalHeader()->setDefaultSectionSize(rowHeight);
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view_->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    setModelColumn(0);
    setMaxVisibleItems(28);
    setAccessibleName(tr("Preset"));
    setToolTip(tr("Preset (Ctrl+P)"));
    connect(&session_, &Session::planChanged, this, &PresetCombo::follow);
    connect(&session_, &Session::presetsChanged, this, &PresetCombo::follow);
    connect(this, &QComboBox::activated, this, [this](int row) {
        if (const PlanFacts* facts = table_->factsAt(row); facts != nullptr && facts->isUsable()) {
            session_.setPreset(facts->name);
        }
        follow();
    });
    follow();
}

void PresetCombo::follow() {
    const QSignalBlocker blocker(this);
    setCurrentIndex(table_->currentRow());
    setEnabled(table_->rowCount() > 0);
    update();
}

void PresetCombo::showPopup() {
    for (std::size_t i = 0; i < columnWidths.size(); ++i) {
        if (columnWidths[i] > 0) {
            view_->setColumnWidth(static_cast<int>(i), columnWidths[i]);
        }
    }
    view_->clearSpans();
    for (int row = 0; row < table_->rowCount(); ++row) {
        if (table_->isHeading(row)) {
            view_->setSpan(row, 0, 1, table_->columnCount());
        }
    }
    QComboBox::showPopup();
}

QSize PresetCombo::sizeHint() const {
    return {304, 28};
}

void PresetCombo::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const Theme& t = theme();
    QRect rect =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).adjusted(5, 0, -4, 0);
    const PlanFacts* facts = session_.planFacts();
    if (facts == nullptr) {
        const QString text = !session_.model()                         ? tr("Open a model first")
                             : !session_.whyNotConvertible().isEmpty() ? tr("Inspection only")
                                                                       : tr("Estimating sizes");
        painter.setPen(t.disabled);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, text);
        return;
    }
    painter.setPen(t.text);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, facts->name);
    const FitMark mark = markOf(facts->device.fit.fit);
    paintIcon(painter, mark.icon, QRectF(rect.right() - 13, rect.center().y() - 6, 13, 13), mark.colour);
    rect.setRight(rect.right() - 24);
    const int nameWidth = painter.fontMetrics().horizontalAdvance(facts->name);
    painter.setPen(t.textSecondary);
    painter.setFont(textFont(TextSize::caption));
    const QString size = fileSize(facts->fileBytes);
    const QString both = QStringLiteral("%1   %2%3%4").arg(size, decimal(facts->bitsPerWeight, 2), unitSpace, tr("bpw"));
    const bool fits = nameWidth + 12 + painter.fontMetrics().horizontalAdvance(both) <= rect.width();
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, fits ? both : size);
}

} // namespace quantlathe::ui
