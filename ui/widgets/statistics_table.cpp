// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statistics_table.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace quantlathe::ui {

namespace {

constexpr int titleHeight = 28;
constexpr int gap = 10;

/// Decimals that show `value` with four significant digits, at most eight.
int decimalsFor(double value) {
    return value == 0 || !std::isfinite(value)
               ? 2
               : std::clamp(3 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 8);
}

} // namespace

std::vector<StatisticsRow> valueRows(const SelectionReport& report) {
    const WeightStatistics* before = report.original.get();
    const WeightStatistics* after = report.decoded.get();
    const auto row = [&](const QString& name, auto member, double factor, int decimals, const QString& formula) {
        return StatisticsRow{name, before != nullptr ? decimal(before->*member * factor, decimals) : unknownText(),
                             after != nullptr ? decimal(after->*member * factor, decimals) : unknownText(), formula};
    };
    const double size = before != nullptr ? std::max(std::abs(before->minimum), std::abs(before->maximum)) : 0;
    const double sigma = before != nullptr ? before->standardDeviation : 0;
    std::vector<StatisticsRow> rows = {
        row(StatisticsTable::tr("Minimum"), &WeightStatistics::minimum, 1, decimalsFor(size), {}),
        row(StatisticsTable::tr("Maximum"), &WeightStatistics::maximum, 1, decimalsFor(size), {}),
        row(StatisticsTable::tr("Mean"), &WeightStatistics::mean, 1, std::min(8, decimalsFor(sigma) + 1),
            StatisticsTable::tr("Σw ÷ n")),
        row(StatisticsTable::tr("Std deviation"), &WeightStatistics::standardDeviation, 1, std::min(8, decimalsFor(sigma)),
            StatisticsTable::tr("√(Σ(w − mean)² ÷ n)")),
        row(StatisticsTable::tr("Excess kurtosis"), &WeightStatistics::excessKurtosis, 1, 2,
            StatisticsTable::tr("n·Σ(w − mean)⁴ ÷ (Σ(w − mean)²)² − 3; 0 for a normal distribution")),
        row(StatisticsTable::tr("Zeros, %"), &WeightStatistics::zeroShare, 100, 2, {}),
        row(StatisticsTable::tr("|w| > 6 σ, ppm"), &WeightStatistics::beyondSixSigmaShare, 1e6, 0,
            StatisticsTable::tr("Values more than six standard deviations out, in a million")),
    };
    if (before != nullptr && before->nanCount + before->infCount > 0) {
        rows.push_back({StatisticsTable::tr("NaN, infinite"), grouped(before->nanCount + before->infCount), {}, {}});
    }
    return rows;
}

std::vector<StatisticsRow> changeRows(const SelectionReport& report) {
    const auto& error = report.error;
    const auto text = [&](auto value) { return error ? value(*error) : unknownText(); };
    return {
        {StatisticsTable::tr("Relative error, %"),
         {},
         text([](const EncodingError& e) { return decimal(e.relative * 100, 2); }),
         StatisticsTable::tr("‖W − Q‖ ÷ ‖W‖")},
        {StatisticsTable::tr("Signal to noise, dB"),
         {},
         text([](const EncodingError& e) {
             return std::isinf(e.sqnrDecibels) ? QStringLiteral("∞") : decimal(e.sqnrDecibels, 1);
         }),
         StatisticsTable::tr("−20 · log₁₀(‖W − Q‖ ÷ ‖W‖)")},
        {StatisticsTable::tr("Cosine"),
         {},
         text([](const EncodingError& e) { return decimal(e.cosine, 5); }),
         StatisticsTable::tr("ΣWQ ÷ (‖W‖ · ‖Q‖)")},
        {StatisticsTable::tr("Largest change"),
         {},
         text([](const EncodingError& e) { return decimal(e.maxAbsolute, decimalsFor(e.maxAbsolute)); }),
         StatisticsTable::tr("max |W − Q|")},
    };
}

StatisticsTable::StatisticsTable(QWidget* parent) : QWidget(parent) {
    setMinimumSize(248, 300);
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
