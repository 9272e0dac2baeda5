// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statistics_table.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/text/figures.h"
#include "weights/figures.h"

#include <algorithm>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace quantlathe::ui {

namespace {

constexpr int titleHeight = 28;
constexpr int gap = 10;

/// The counts of what is broken stand there only where something is.
bool isShown(const FigureRow<WeightStatistics>& row, const WeightStatistics* before) {
    return (row.key != "nan" && row.key != "inf") || (before != nullptr && row.shown(*before).value > 0);
}

} // namespace

std::vector<StatisticsRow> valueRows(const SelectionReport& report) {
    std::vector<StatisticsRow> rows;
    for (const auto& row : statisticsFigures()) {
        if (isShown(row, report.original.get())) {
            const auto text = [&](const auto& statistics) {
                return statistics != nullptr ? cellText(row, *statistics) : unknownText();
            };
            rows.push_back({columnTitle(row), text(report.original), text(report.decoded), formulaText(row)});
        }
    }
    return rows;
}

std::vector<StatisticsRow> changeRows(const SelectionReport& report) {
    std::vector<StatisticsRow> rows;
    for (const auto& row : errorFigures()) {
        if (row.isInTables) {
            rows.push_back(
                {columnTitle(row), {}, report.error ? cellText(row, *report.error) : unknownText(), formulaText(row)});
        }
    }
    return rows;
}

StatisticsTable::StatisticsTable(QWidget* parent) : QWidget(parent) {
    setMinimumSize(248, 308);
    setAccessibleName(tr("Statistics"));
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

void StatisticsTable::show(const SelectionReport& report) {
    values_ = valueRows(report);
    changes_ = changeRows(report);
    encoding_ = report.encoding != nullptr ? fromView(report.encoding->name()) : QString();
    QString description;
    for (const StatisticsRow& row : values_) {
        description += QStringLiteral("%1 %2. ").arg(row.name, row.before);
    }
    setAccessibleDescription(description);
    update();
}

int StatisticsTable::rowHeight() const {
    const int rows = static_cast<int>(values_.size() + changes_.size());
    return rows == 0 ? 24 : std::clamp((height() - 2 * titleHeight - gap) / rows, 20, 24);
}

void StatisticsTable::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setFont(textFont(TextSize::caption));
    constexpr int margin = 16;
    constexpr int widestColumn = 100;
    const int afterRight = width() - margin;
    const int column = std::clamp(painter.fontMetrics().horizontalAdvance(encoding_) + 12, 76, widestColumn);
    const QString encoding = painter.fontMetrics().elidedText(encoding_, Qt::ElideMiddle, column - 8);
    const int beforeRight = afterRight - column;
    int y = 0;
    const auto head = [&](const QString& left, const QString& before, const QString& after) {
        painter.fillRect(QRect(0, y, width(), titleHeight), t.header);
        painter.fillRect(QRect(0, y + titleHeight - 1, width(), 1), t.border);
        painter.setPen(t.textSecondary);
        painter.drawText(QRect(margin, y, width(), titleHeight), Qt::AlignLeft | Qt::AlignVCenter, left);
        painter.drawText(QRect(0, y, beforeRight, titleHeight), Qt::AlignRight | Qt::AlignVCenter, before);
        painter.drawText(QRect(0, y, afterRight, titleHeight), Qt::AlignRight | Qt::AlignVCenter, after);
        y += titleHeight;
    };
    const auto draw = [&](const std::vector<StatisticsRow>& rows) {
        for (const StatisticsRow& row : rows) {
            const int h = rowHeight();
            painter.setPen(t.textSecondary);
            painter.drawText(QRect(margin, y, width(), h), Qt::AlignLeft | Qt::AlignVCenter, row.name);
            painter.setPen(t.text);
            painter.drawText(QRect(0, y, beforeRight, h), Qt::AlignRight | Qt::AlignVCenter, row.before);
            painter.drawText(QRect(0, y, afterRight, h), Qt::AlignRight | Qt::AlignVCenter, row.after);
            painter.fillRect(QRect(0, y + h - 1, width(), 1), t.grid);
            y += h;
        }
    };
    head({}, tr("Original"), encoding);
    draw(values_);
    y += gap;
    head(tr("Change"), {}, encoding);
    draw(changes_);
}

bool StatisticsTable::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    auto* help = static_cast<QHelpEvent*>(event);
    int y = titleHeight;
    QString text;
    for (const auto* rows : {&values_, &changes_}) {
        for (const StatisticsRow& row : *rows) {
            if (help->pos().y() >= y && help->pos().y() < y + rowHeight()) {
                text = row.formula;
            }
            y += rowHeight();
        }
        y += gap + titleHeight;
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

} // namespace quantlathe::ui
