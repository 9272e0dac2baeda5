// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/facts_list.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <cmath>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace quantlathe::ui {

namespace {

constexpr int margin = 16;
constexpr int rowHeight = 27;
constexpr int rightColumnWidth = 72;

} // namespace

FactsList::FactsList(int valueColumn, int rightColumns, QWidget* parent)
    : QWidget(parent), valueColumn_(valueColumn), rightColumns_(rightColumns) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

void FactsList::setRows(std::vector<QStringList> rows, bool lastIsTotal) {
    rows_ = std::move(rows);
    lastIsTotal_ = lastIsTotal;
    QString description;
    for (const QStringList& row : rows_) {
        description += row.join(QLatin1Char(' ')) + QLatin1String(". ");
    }
    setAccessibleDescription(description);
    updateGeometry();
    update();
}

void FactsList::setHeader(const QStringList& header) {
    header_ = header;
    updateGeometry();
}

QSize FactsList::sizeHint() const {
    return {300, rowHeight * static_cast<int>(rows_.size() + (header_.isEmpty() ? 0 : 1))};
}

QRect FactsList::cellRect(int column, int y) const {
    const int valueColumn = std::min(valueColumn_, width() * 11 / 20); // narrow lists give the values their half
    const int rightStart = width() - margin - rightColumns_ * rightColumnWidth;
    if (rightColumns_ > 0 && column > 0) {
        return {rightStart + (column - 1) * rightColumnWidth, y, rightColumnWidth, rowHeight};
    }
    if (column > 0) {
        return {valueColumn, y, width() - margin - valueColumn, rowHeight};
    }
    return {margin, y, (rightColumns_ > 0 ? rightStart : valueColumn) - margin - 8, rowHeight};
}

void FactsList::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    int y = 0;
    const auto paintRow = [&](const QStringList& row, const QColor& first, const QColor& rest) {
        for (qsizetype column = 0; column < row.size(); ++column) {
            const QRect cell = cellRect(static_cast<int>(column), y);
            painter.setPen(column == 0 ? first : rest);
            const auto align = column > 0 && rightColumns_ > 0 ? Qt::AlignRight : Qt::AlignLeft;
            painter.drawText(cell, align | Qt::AlignVCenter,
                             painter.fontMetrics().elidedText(row[column], Qt::ElideMiddle, cell.width()));
        }
        painter.fillRect(QRect(0, y + rowHeight - 1, width(), 1), t.grid);
        y += rowHeight;
    };
    if (!header_.isEmpty()) {
        painter.fillRect(QRect(0, 0, width(), rowHeight), t.header);
        painter.setFont(textFont(TextSize::caption));
        paintRow(header_, t.textSecondary, t.textSecondary);
    }
    painter.setFont(textFont(TextSize::body));
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        const bool total = lastIsTotal_ && i + 1 == rows_.size();
        const bool isTable = rightColumns_ > 0;
        paintRow(rows_[i], isTable && !total ? t.text : t.textSecondary, total ? t.textSecondary : t.text);
    }
}

bool FactsList::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    auto* help = static_cast<QHelpEvent*>(event);
    const int row = help->pos().y() / rowHeight - (header_.isEmpty() ? 0 : 1);
    QString text;
    if (row >= 0 && row < static_cast<int>(rows_.size())) {
        const QStringList& cells = rows_[static_cast<std::size_t>(row)];
        for (qsizetype column = 0; column < cells.size(); ++column) { // only what is cut short needs telling
            if (QFontMetrics(textFont(TextSize::body)).horizontalAdvance(cells[column]) >
                cellRect(static_cast<int>(column), 0).width()) {
                text = cells[column];
            }
        }
    }
    QToolTip::showText(help->globalPos(), text, this);
    return true;
}

PartsBar::PartsBar(QWidget* parent) : QWidget(parent) {
    setFixedHeight(62);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

void PartsBar::setParts(std::vector<std::pair<QString, std::uint64_t>> parts) {
    parts_ = std::move(parts);
    update();
}

void PartsBar::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    std::uint64_t total = 0;
    for (const auto& [name, bytes] : parts_) {
        total += bytes;
    }
    if (total == 0) {
        return;
    }
    QPainter painter(this);
    painter.setFont(textFont(TextSize::caption));
    const auto amountOf = [total](std::uint64_t bytes, bool withSize) {
        const QString share = percent(static_cast<double>(bytes) / static_cast<double>(total), 1);
        return withSize ? QStringLiteral("%1, %2").arg(fileSize(bytes), share) : share;
    };
    int legendWidth = 0;
    for (const auto& [name, bytes] : parts_) {
        legendWidth +=
            52 + painter.fontMetrics().horizontalAdvance(name) + painter.fontMetrics().horizontalAdvance(amountOf(bytes, true));
    }
    const bool withSize = legendWidth - 24 <= width(); // else the shares must do
    double at = 0;
    int legendX = 0;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const auto& [name, bytes] = parts_[i];
        const double share = static_cast<double>(bytes) / static_cast<double>(total);
        const QColor colour = t.parts[std::min(i, t.parts.size() - 1)];
        const int from = static_cast<int>(std::lround(at * width()));
        at += share;
        const int to = static_cast<int>(std::lround(at * width()));
        const QRect segment(from, 0, std::max(1, to - from - (i + 1 < parts_.size() ? 1 : 0)), 28);
        painter.fillRect(segment, colour);
        if (painter.fontMetrics().horizontalAdvance(name) + 16 <= segment.width()) {
            painter.setPen(inkOn(colour));
            painter.drawText(segment.adjusted(8, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
        }
        const QString amount = amountOf(bytes, withSize);
        painter.fillRect(QRect(legendX, 42, 12, 12), colour);
        painter.setPen(t.text);
        painter.drawText(QRect(legendX + 20, 38, 400, 20), Qt::AlignLeft | Qt::AlignVCenter, name);
        legendX += 20 + painter.fontMetrics().horizontalAdvance(name) + 8;
        painter.setPen(t.textSecondary);
        painter.drawText(QRect(legendX, 38, 400, 20), Qt::AlignLeft | Qt::AlignVCenter, amount);
        legendX += painter.fontMetrics().horizontalAdvance(amount) + 24;
    }
}

} // namespace quantlathe::ui
