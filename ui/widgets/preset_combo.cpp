// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preset_combo.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/widgets/delegates.h"

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
    case Fit::tight: return {Icon::warn, t.warn};
    case Fit::tooLarge: break;
    }
    return {Icon::cross, t.bad};
}

constexpr int popupWidth = 432;

} // namespace

PresetCombo::PresetCombo(Session& session, QWidget* parent) : QComboBox(parent), session_(session) {
    table_ = new PlanTableModel(session, {PlanColumn::name, PlanColumn::file, PlanColumn::bits, PlanColumn::fit}, false, this);
    table_->setOnlyUsable(false);
    view_ = new QTableView;
    prepareTable(*view_);
    view_->setMinimumWidth(popupWidth);
    setModel(table_);
    setView(view_);
    view_->setItemDelegate(new CellDelegate(CellDelegate::Lines::every, view_)); // setView() put its own
    view_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view_->horizontalHeader()->setStretchLastSection(true);
    setModelColumn(0);
    setMaxVisibleItems(24);
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
    view_->setColumnWidth(0, 120);
    view_->setColumnWidth(1, 90);
    view_->setColumnWidth(2, 100);
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
                                                                       : tr("Reckoning sizes");
        painter.setPen(t.disabled);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, text);
        return;
    }
    painter.setPen(t.text);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, facts->name);
    const FitMark mark = markOf(facts->device.fit.fit);
    paintIcon(painter, mark.icon, QRectF(rect.right() - 13, rect.center().y() - 6, 13, 13), mark.colour);
    rect.setRight(rect.right() - 24);
    painter.setPen(t.textSecondary);
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(
        rect, Qt::AlignRight | Qt::AlignVCenter,
        QStringLiteral("%1   %2%3%4").arg(fileSize(facts->fileBytes), decimal(facts->bitsPerWeight, 2), unitSpace, tr("bpw")));
}

} // namespace quantlathe::ui
