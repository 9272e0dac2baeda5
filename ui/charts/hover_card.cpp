// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/hover_card.h"

#include "ui/look/fonts.h"
#include "ui/look/marks.h"
#include "ui/look/style.h"
#include "ui/widgets/delegates.h"

#include <algorithm>
#include <QPainter>

namespace quantlathe::ui {

namespace {

constexpr int margin = 16;
constexpr int rowHeight = 20;
constexpr int headHeight = 38;

} // namespace

HoverCard::HoverCard(QWidget* parent) : QFrame(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void HoverCard::show(const HoverFacts& facts) {
    facts_ = facts;
    resize(sizeHint());
    update();
    show();
}

QSize HoverCard::sizeHint() const {
    const QFontMetrics metrics(textFont(TextSize::caption));
    int width = QFontMetrics(boldFont(TextSize::body)).horizontalAdvance(facts_.title) + 24 + badgeWidth(facts_.badge) + 16;
    for (const auto& [name, value] : facts_.rows) {
        width = std::max(width, metrics.horizontalAdvance(name) + metrics.horizontalAdvance(value) + 32);
    }
    width = std::max(width, metrics.horizontalAdvance(facts_.note));
    return {width + 2 * margin,
            headHeight + rowHeight * (static_cast<int>(facts_.rows.size()) + (facts_.note.isEmpty() ? 0 : 1)) + 14};
}

void HoverCard::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    paintFieldFrame(painter, rect(), t.surface, t.control, 6);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(margin + 6, headHeight / 2.0 + 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(facts_.family < 0 ? t.accent : t.family(static_cast<Family>(facts_.family)));
    painter.drawPath(facts_.family < 0 ? planMark(7) : familyMark(static_cast<Family>(facts_.family)));
    painter.restore();
    painter.setFont(boldFont(TextSize::body));
    painter.setPen(t.text);
    painter.drawText(QRect(margin + 22, 2, width(), headHeight), Qt::AlignVCenter | Qt::AlignLeft, facts_.title);
    paintBadge(painter, QPointF(width() - margin - badgeWidth(facts_.badge), headHeight / 2.0 + 2), facts_.badge);
    painter.setFont(textFont(TextSize::caption));
    int y = headHeight + 2;
    for (const auto& [name, value] : facts_.rows) {
        const QRect row(margin, y, width() - 2 * margin, rowHeight);
        painter.setPen(t.textSecondary);
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignLeft, name);
        painter.setPen(t.text);
        painter.drawText(row, Qt::AlignVCenter | Qt::AlignRight, value);
        y += rowHeight;
    }
    painter.setPen(t.textSecondary);
    painter.drawText(QRect(margin, y, width() - 2 * margin, rowHeight), Qt::AlignVCenter | Qt::AlignLeft, facts_.note);
}

} // namespace quantlathe::ui
