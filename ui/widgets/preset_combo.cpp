// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/preset_combo.h"

#include "ui/bridge/preset_times.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/text/strings.h"

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

FitMark markOf(const DeviceFacts& device) {
    const Theme& t = theme();
    switch (device.whyNotRun.isEmpty() ? device.fit.fit : Fit::tooLarge) {
    case Fit::fits: return {Icon::check, t.ok};
    case Fit::tight:
    case Fit::unknown: return {Icon::warn, t.warn};
    case Fit::tooLarge: break;
    }
    return {Icon::cross, t.bad};
}

constexpr int presetListWidth = 1080;
// The description takes the rest.
constexpr std::array<std::pair<PlanColumn, int>, 7> presetColumnWidths = {{{PlanColumn::name, 116},
                                                                           {PlanColumn::file, 76},
                                                                           {PlanColumn::bits, 84},
                                                                           {PlanColumn::fit, 112},
                                                                           {PlanColumn::error, 116},
                                                                           {PlanColumn::time, 92},
                                                                           {PlanColumn::loadsIn, 196}}};

} // namespace

PresetCombo::PresetCombo(Session& session, QWidget* parent)
    : TableCombo(*new PlanTableModel(session,
                                     {PlanColumn::name, PlanColumn::description, PlanColumn::file, PlanColumn::bits,
                                      PlanColumn::fit, PlanColumn::error, PlanColumn::time, PlanColumn::loadsIn},
                                     false),
                 presetListWidth, parent),
      session_(session), presets_(qobject_cast<PlanTableModel*>(model())), times_(new PresetTimes(session, this)) {
    presets_->setParent(this);
    presets_->setOnlyUsable(false);
    presets_->setGrouped(true);
    presets_->setTimes(*times_);
    table().horizontalHeader()->setSectionResizeMode(presets_->columnOf(PlanColumn::description), QHeaderView::Stretch);
    setMaxVisibleItems(28);
    setAccessibleName(tr("Preset"));
    connect(&session_, &Session::planChanged, this, &PresetCombo::follow);
    connect(&session_, &Session::presetsChanged, this, &PresetCombo::follow);
    connect(this, &TableCombo::opened, times_, &PresetTimes::start);
    connect(this, &QComboBox::activated, this, [this](int row) {
        if (canChoose(row)) {
            session_.setPreset(presets_->factsAt(row)->name);
        }
        follow();
    });
    follow();
}

void PresetCombo::follow() {
    const QSignalBlocker blocker(this);
    setCurrentIndex(presets_->currentRow());
    setEnabled(presets_->rowCount() > 0 || offersFormats());
    const QString& reason = session_.whyNotConvertible();
    setToolTip(reason.isEmpty()  ? tr("Preset (Ctrl+P)")
               : offersFormats() ? tr("%1. A click shows the formats that the model can become").arg(reason)
                                 : reason);
    update();
}

bool PresetCombo::offersFormats() const {
    return !session_.whyNotConvertible().isEmpty() && session_.hasOtherFormats();
}

/// What stands in the field while there is no plan.
QString PresetCombo::placeholder() const {
    return !session_.model()                        ? tr("Open a model first")
           : session_.whyNotConvertible().isEmpty() ? tr("Estimating sizes")
           : offersFormats()                        ? tr("Not possible as %1").arg(fromView(session_.format().title()))
                                                    : tr("Inspection only");
}

bool PresetCombo::canChoose(int row) const {
    const PlanFacts* facts = presets_->factsAt(row);
    return facts != nullptr && facts->isUsable();
}

QString PresetCombo::rowReason(int row) const {
    return presets_->reasonAt(row);
}

bool PresetCombo::isWide(int row) const {
    return presets_->isHeading(row);
}

void PresetCombo::showPopup() {
    if (offersFormats()) {
        Q_EMIT formatsWanted();
        return;
    }
    for (const auto& [column, width] : presetColumnWidths) {
        table().setColumnWidth(presets_->columnOf(column), width);
    }
    TableCombo::showPopup();
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
        painter.setPen(isEnabled() ? t.text : t.disabled);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(placeholder(), Qt::ElideRight, rect.width()));
        return;
    }
    const FitMark mark = markOf(facts->device);
    paintIcon(painter, mark.icon, QRectF(rect.right() - 13, rect.center().y() - 6, 13, 13), mark.colour);
    rect.setRight(rect.right() - 24);
    const QString name = painter.fontMetrics().elidedText(facts->name, Qt::ElideMiddle, rect.width());
    painter.setPen(t.text);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter, name);
    rect.setLeft(rect.left() + painter.fontMetrics().horizontalAdvance(name) + 12);
    painter.setPen(t.textSecondary);
    painter.setFont(textFont(TextSize::caption));
    const QString size = fileSize(facts->fileBytes);
    const QString both = QStringLiteral("%1   %2%3%4").arg(size, decimal(facts->bitsPerWeight, 2), unitSpace, tr("bpw"));
    for (const QString& text : {both, size}) { // as much as there is room for beside the name
        if (painter.fontMetrics().horizontalAdvance(text) <= rect.width()) {
            painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter, text);
            break;
        }
    }
}

} // namespace quantlathe::ui
