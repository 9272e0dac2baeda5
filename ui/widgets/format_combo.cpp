// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/format_combo.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/marks.h"
#include "ui/look/theme.h"
#include "ui/text/strings.h"

#include <array>
#include <QHeaderView>
#include <QStylePainter>
#include <QTableView>

namespace quantlathe::ui {

namespace {

constexpr int formatListWidth = 1000;
constexpr std::array<int, 5> formatColumnWidths = {164, 0, 164, 236, 124}; // who loads it takes the rest
constexpr int footerHeight = 44;                                           // two lines

} // namespace

FormatCombo::FormatCombo(Session& session, QWidget* parent)
    : TableCombo(*new FormatTableModel(session), formatListWidth, parent), session_(session),
      formats_(qobject_cast<FormatTableModel*>(model())) {
    formats_->setParent(this);
    table().horizontalHeader()->setSectionResizeMode(static_cast<int>(FormatColumn::loadsIn), QHeaderView::Stretch);
    setMaxVisibleItems(formats_->rowCount());
    setAccessibleName(tr("Format"));
    connect(&session_, &Session::modelChanged, this, &FormatCombo::follow);
    connect(&session_, &Session::planChanged, this, &FormatCombo::follow);
    connect(&session_, &Session::runsInChanged, this, &FormatCombo::follow);
    connect(table().selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) { formats_->explainRow(current.row()); });
    // Sizes of all families are worked out only while somebody looks at them.
    connect(this, &TableCombo::opened, this, [this] { session_.needOtherSizes(*this, true); });
    connect(this, &TableCombo::closed, this, [this] { session_.needOtherSizes(*this, false); });
    connect(this, &QComboBox::activated, this, [this](int row) {
        if (const Format* format = formats_->formatAt(row); format != nullptr && canChoose(row)) {
            session_.setFormat(*format);
        }
        follow();
    });
    follow();
}

void FormatCombo::follow() {
    const QSignalBlocker blocker(this);
    const bool hasModel = session_.model() != nullptr;
    setEnabled(hasModel);
    setCurrentIndex(hasModel ? formats_->rowOf(session_.format()) : -1);
    const Preset* preset = session_.planFacts() != nullptr ? session_.planFacts()->preset : nullptr;
    const QString reason = hasModel ? session_.whyNotLoaded(session_.format(), preset) : QString();
    const QString about =
        tr("Loads in %1. %2")
            .arg(QString::fromStdString(loadsInText(session_.format())), inOwnWords(session_.format().summary()));
    setToolTip(!hasModel ? tr("Open a model first") : reason.isEmpty() ? about : reason);
    setAccessibleDescription(reason);
    update();
}

bool FormatCombo::canChoose(int row) const {
    const Format* format = formats_->formatAt(row);
    return format != nullptr && (formats_->whyNot(*format).isEmpty() || format == &session_.format());
}

QString FormatCombo::rowReason(int row) const {
    const Format* format = formats_->formatAt(row);
    return format != nullptr ? formats_->reasonFor(*format) : QString();
}

bool FormatCombo::isWide(int row) const {
    return row == formats_->footerRow();
}

void FormatCombo::showPopup() {
    for (std::size_t i = 0; i < formatColumnWidths.size(); ++i) {
        if (formatColumnWidths[i] > 0) {
            table().setColumnWidth(static_cast<int>(i), formatColumnWidths[i]);
        }
    }
    table().setRowHeight(formats_->footerRow(), footerHeight);
    formats_->explainRow(currentIndex());
    TableCombo::showPopup();
}

void FormatCombo::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionComboBox option;
    initStyleOption(&option);
    painter.drawComplexControl(QStyle::CC_ComboBox, option);
    const Theme& t = theme();
    QRect rect =
        style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, this).adjusted(5, 0, -4, 0);
    if (!session_.model()) {
        painter.setPen(t.disabled);
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(tr("Open a model first"), Qt::ElideRight, rect.width()));
        return;
    }
    const Family family = familyOf(session_.format().id());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.left() + 6.5, rect.center().y() + 0.5);
    painter.fillPath(familyMark(family), t.family(family));
    painter.restore();
    rect.setLeft(rect.left() + 20);
    if (!accessibleDescription().isEmpty()) { // the program that it shall run in does not load it
        paintIcon(painter, Icon::warn, QRectF(rect.right() - 13, rect.center().y() - 6, 13, 13), t.warn);
        rect.setRight(rect.right() - 18);
    }
    painter.setPen(t.text);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(fromView(session_.format().title()), Qt::ElideRight, rect.width()));
}

} // namespace quantlathe::ui
