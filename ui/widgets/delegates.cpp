// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/delegates.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/marks.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/widgets/row_hover.h"

#include <algorithm>
#include <cmath>
#include <QPainter>
#include <QTableView>

namespace quantlathe::ui {

namespace {

constexpr int cellMargin = 8;
constexpr int leastOfScale = 140; // narrower bars have no scale in their header

struct BadgeLook {
    QColor ink, tint;
    Icon icon;
};

BadgeLook lookOf(Badge::Kind kind) {
    const Theme& t = theme();
    switch (kind) {
    case Badge::Kind::ok: return {t.ok, t.okTint, Icon::check};
    case Badge::Kind::warn: return {t.warn, t.warnTint, Icon::warn};
    case Badge::Kind::bad: return {t.bad, t.badTint, Icon::cross};
    case Badge::Kind::neutral: break;
    }
    return {t.textSecondary, t.header, Icon::clock};
}

} // namespace

int badgeWidth(const Badge& badge) {
    return static_cast<int>(std::ceil(QFontMetricsF(textFont(TextSize::caption)).horizontalAdvance(badge.text))) + 30;
}

int paintBadge(QPainter& painter, const QPointF& leftMiddle, const Badge& badge) {
    const BadgeLook look = lookOf(badge.kind);
    const int width = badgeWidth(badge);
    const QRectF rect(leftMiddle.x(), std::round(leftMiddle.y() - 10), width, 20);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme().hasMoreContrast ? QPen(look.ink, 1) : QPen(Qt::NoPen));
    painter.setBrush(look.tint);
    painter.drawRoundedRect(theme().hasMoreContrast ? rect.adjusted(0.5, 0.5, -0.5, -0.5) : rect, 4, 4);
    paintIcon(painter, look.icon, QRectF(rect.left() + 5, rect.top() + 4, 12, 12), look.ink);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(look.ink);
    painter.drawText(rect.adjusted(22, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, badge.text);
    painter.restore();
    return width;
}

double memoryBarX(double gib, double endGib, int cellWidth) {
    return cellMargin + (cellWidth - 2 * cellMargin) * std::clamp(gib / std::max(endGib, 1e-9), 0.0, 1.0);
}

std::vector<double> memoryTicks(double endGib) {
    double step = 1.0 / 16;
    while (endGib / step > 6) {
        step *= 2;
    }
    std::vector<double> ticks;
    for (double at = 0; at <= endGib; at += step) {
        ticks.push_back(at);
    }
    return ticks;
}

CellDelegate::CellDelegate(Lines lines, QObject* parent) : QStyledItemDelegate(parent), lines_(lines) {}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    constexpr int treeRow = 24;
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width() + 2 * cellMargin, std::max(treeRow, size.height())};
}

void CellDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
    QStyledItemDelegate::initStyleOption(option, index);
    option->state.setFlag(QStyle::State_HasFocus, option->state.testFlag(QStyle::State_HasFocus) &&
                                                      option->state.testFlag(QStyle::State_KeyboardFocusChange));
}

void CellDelegate::paintBackground(QPainter& painter, const QStyleOptionViewItem& option) const {
    const Theme& t = theme();
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter.fillRect(option.rect, t.accentTint);
    } else if (option.state.testFlag(QStyle::State_MouseOver) || RowHover::isOn(option)) {
        painter.fillRect(option.rect, t.rowHover);
    }
    if (lines_ == Lines::every) {
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.grid);
    }
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& given, const QModelIndex& index) const {
    QStyleOptionViewItem option = given;
    initStyleOption(&option, index);
    painter->save();
    if (index.data(HeadingRole).toBool()) {
        paintHeading(*painter, option);
        painter->restore();
        return;
    }
    paintBackground(*painter, option);
    const QVariant badge = index.data(BadgeCellRole);
    const QVariant stacked = index.data(StackedBarCellRole);
    const QVariant share = index.data(BarValueRole);
    const QVariant mark = index.data(MarkRole);
    if (index.data(Qt::CheckStateRole).isValid()) {
        QStyledItemDelegate::paint(painter, given, index);
    } else if (mark.isValid()) {
        const BadgeLook look = lookOf(static_cast<Badge::Kind>(mark.toInt()));
        paintIcon(*painter, look.icon, QRectF(option.rect.left() + cellMargin, option.rect.center().y() - 6, 13, 13), look.ink);
    } else if (badge.isValid()) {
        paintBadge(*painter, QPointF(option.rect.left() + cellMargin, option.rect.center().y()), badge.value<Badge>());
    } else if (stacked.isValid() && option.rect.width() >= leastOfScale) {
        paintStackedBar(*painter, option.rect, stacked.value<StackedBar>());
    } else if (stacked.isValid()) {
        paintShareBar(*painter, option.rect, stacked.value<StackedBar>());
    } else if (share.isValid()) {
        paintErrorBar(*painter, option, index, share.toDouble());
    } else {
        paintText(*painter, option, index);
    }
    if (given.state.testFlag(QStyle::State_HasFocus) && given.state.testFlag(QStyle::State_KeyboardFocusChange)) {
        painter->setPen(theme().accent);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

void CellDelegate::paintHeading(QPainter& painter, const QStyleOptionViewItem& option) const {
    painter.fillRect(option.rect, theme().header);
    painter.setPen(theme().textSecondary);
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(option.rect.adjusted(cellMargin, 0, -cellMargin, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap,
                     option.text);
}

void CellDelegate::paintText(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const Theme& t = theme();
    QRect rect = option.rect.adjusted(cellMargin, 0, -cellMargin, 0);
    const bool isDimmed = index.data(DimmedRole).toBool();
    const QVariant family = index.data(FamilyRole);
    if (family.isValid()) {
        painter.setRenderHint(QPainter::Antialiasing);
        const bool own = family.toInt() < 0;
        const QColor colour = own ? t.accent : t.family(static_cast<Family>(family.toInt()));
        painter.setPen(isDimmed ? QPen(t.disabled, 1.25) : QPen(Qt::NoPen));
        painter.setBrush(isDimmed ? QBrush(Qt::NoBrush) : QBrush(colour));
        painter.translate(rect.left() + 7.5, option.rect.center().y() + 0.5);
        painter.drawPath(own ? planMark(7) : familyMark(static_cast<Family>(family.toInt())));
        painter.translate(-(rect.left() + 7.5), -(option.rect.center().y() + 0.5));
        rect.setLeft(rect.left() + 23);
    }
    if (const QVariant label = index.data(LabelRole); label.isValid()) {
        paintSwatch(painter, QRect(rect.left(), rect.center().y() - 9, 28, 19), index.data(SwatchRole), label.toString());
        rect.setLeft(rect.left() + 36);
    }
    if (const QVariant flag = index.data(FlagRole); flag.toBool()) {
        paintIcon(painter, Icon::warn, QRectF(rect.right() - 14, rect.center().y() - 6, 13, 13), t.warn);
        rect.setRight(rect.right() - 20);
    }
    const QVariant colour = index.data(Qt::ForegroundRole);
    const bool enabled = option.state.testFlag(QStyle::State_Enabled) && !isDimmed;
    painter.setPen(!enabled ? t.disabled : colour.isValid() ? colour.value<QColor>() : t.text);
    painter.setFont(option.font);
    const QString text = QFontMetrics(option.font).elidedText(option.text, option.textElideMode, rect.width());
    painter.drawText(rect, static_cast<int>(option.displayAlignment), text);
}

/// The legend of the plan's matrix: a cell as it stands there.
void CellDelegate::paintSwatch(QPainter& painter, const QRect& rect, const QVariant& bits, const QString& label) const {
    if (!bits.isValid()) {
        return;
    }
    const QColor colour = bits.toDouble() > 0 ? theme().bitsColour(bits.toDouble()) : theme().track;
    painter.fillRect(rect, colour);
    painter.setPen(inkOn(colour));
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(rect, Qt::AlignCenter, label);
}

void CellDelegate::paintErrorBar(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                                 double share) const {
    const Theme& t = theme();
    const bool hasNumber = !option.text.isEmpty();
    const int numberWidth = hasNumber ? std::max(32, QFontMetrics(option.font).horizontalAdvance(option.text)) : 0;
    QRectF track(option.rect.left() + cellMargin, 0, option.rect.width() - 2 * cellMargin - (hasNumber ? numberWidth + 6 : 0),
                 hasNumber ? 10 : 7);
    track.moveTop(std::round(option.rect.center().y() - track.height() / 2 + 0.5));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setPen(t.hasMoreContrast ? QPen(t.control, 1) : QPen(Qt::NoPen));
    painter.setBrush(t.track);
    painter.drawRoundedRect(track, 2, 2);
    painter.setPen(Qt::NoPen);
    QRectF filled = track;
    filled.setWidth(std::max(1.0, track.width() * std::clamp(share, 0.0, 1.0)));
    const QVariant bits = index.data(BarColourRole);
    painter.setBrush(bits.isValid() ? t.bitsColour(bits.toDouble()) : t.errorBar);
    painter.drawRoundedRect(filled, 2, 2);
    if (hasNumber) {
        painter.setPen(t.text);
        painter.setFont(option.font);
        painter.drawText(option.rect.adjusted(0, 0, -cellMargin, 0), Qt::AlignRight | Qt::AlignVCenter, option.text);
    }
}

void CellDelegate::paintStackedBar(QPainter& painter, const QRect& rect, const StackedBar& bar) const {
    const Theme& t = theme();
    const auto x = [&](double gib) {
        return static_cast<int>(std::lround(rect.left() + memoryBarX(gib, bar.scaleEnd, rect.width())));
    };
    const int height = 14;
    const int top = rect.center().y() - height / 2 + 1;
    const int limit = x(bar.limit);
    const double total = bar.total();
    if (total < bar.limit) {
        painter.fillRect(QRect(x(total), rect.top(), limit - x(total), rect.height()), t.memFree);
        painter.fillRect(QRect(x(total), rect.bottom(), limit - x(total), 1), t.grid);
    }
    const std::array<QColor, 5> colours = {t.memWeights, t.memKv, t.memCompute, t.memOverhead, t.memBeside};
    double at = 0;
    for (std::size_t part = 0; part < colours.size(); ++part) {
        const int from = x(at);
        at += bar.parts[part];
        const int to = x(at);
        if (to > from) { // parted by a pixel of the surface
            painter.fillRect(
                QRect(from, top, std::max(1, to - from - (part + 1 < colours.size() && to - from > 2 ? 1 : 0)), height),
                colours[part]);
        }
    }
    if (t.hasMoreContrast) {
        painter.setPen(t.control);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRect(x(0), top, x(total) - x(0) - 1, height - 1));
    }
    if (total > bar.limit && bar.limit > 0) {
        painter.setPen(QPen(t.bad, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(limit + 0.5, top - 0.5, x(total) - limit, height));
    }
    painter.fillRect(QRect(limit - 1, rect.top(), 2, rect.height()), t.text);
}

void CellDelegate::paintShareBar(QPainter& painter, const QRect& rect, const StackedBar& bar) const {
    const Theme& t = theme();
    const double total = bar.total();
    // The limit stands at two thirds, so that what is over can be seen.
    const double end = bar.limit * 1.5;
    const int left = rect.left() + cellMargin;
    const int width = rect.width() - 2 * cellMargin;
    const auto length = [&](double gib) { return static_cast<int>(std::lround(width * std::clamp(gib / end, 0.0, 1.0))); };
    const int top = rect.center().y() - 3;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.track);
    painter.drawRoundedRect(QRect(left, top, width, 8), 2, 2);
    painter.setBrush(t.memWeights);
    painter.drawRoundedRect(QRect(left, top, length(std::min(total, bar.limit)), 8), 2, 2);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (total > bar.limit) {
        painter.fillRect(QRect(left + length(bar.limit), top, length(total) - length(bar.limit), 8), t.bad);
    }
    painter.fillRect(QRect(left + length(bar.limit) - 1, top - 3, 2, 14), t.text);
}

MemoryHeader::MemoryHeader(int barSection, QWidget* parent) : QHeaderView(Qt::Horizontal, parent), barSection_(barSection) {
    setFixedHeight(32);
    setSectionsClickable(true);
    setHighlightSections(false);
}

void MemoryHeader::setScale(double endGib, double limitGib, const QString& limitName) {
    endGib_ = endGib;
    limitGib_ = limitGib;
    limitName_ = limitName;
    viewport()->update();
}

void MemoryHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    painter->save(); // the style leaves its clip behind
    QHeaderView::paintSection(painter, rect, section);
    painter->restore();
    if (section != barSection_) {
        return;
    }
    const Theme& t = theme();
    painter->save();
    painter->setFont(textFont(TextSize::caption));
    const QFontMetrics metrics(painter->font());
    const int limitX = rect.left() + static_cast<int>(std::lround(memoryBarX(limitGib_, endGib_, rect.width())));
    const int nameWidth = metrics.horizontalAdvance(limitName_);
    const bool nameLeft = limitX - nameWidth - 6 >= rect.left();
    const QRect nameRect(nameLeft ? limitX - nameWidth - 6 : limitX + 6, rect.top() + 1, nameWidth, metrics.height());
    const auto ticks = memoryTicks(endGib_);
    const int decimals = ticks.size() > 1 && ticks[1] < 1 ? 2 : 0;
    for (const double tick : ticks) {
        const int x = rect.left() + static_cast<int>(std::lround(memoryBarX(tick, endGib_, rect.width())));
        const QString text = decimal(tick, decimals);
        const QRect textRect(x - metrics.horizontalAdvance(text) / 2, rect.bottom() - metrics.height() - 3,
                             metrics.horizontalAdvance(text), metrics.height());
        painter->fillRect(QRect(x, rect.bottom() - 4, 1, 4), t.axis);
        const bool collides =
            textRect.adjusted(-4, 0, 4, 0).intersects(nameRect) || std::abs(x - limitX) < textRect.width() / 2 + 5;
        if (!collides) {
            painter->setPen(t.textSecondary);
            painter->drawText(textRect, Qt::AlignCenter, text);
        }
    }
    painter->setPen(t.text);
    painter->drawText(nameRect, Qt::AlignLeft | Qt::AlignVCenter, limitName_);
    painter->fillRect(QRect(limitX - 1, rect.top() + 4, 2, rect.height() - 4), t.text);
    painter->restore();
}

void prepareTable(QTableView& table) {
    table.setShowGrid(false);
    table.setFrameShape(QFrame::NoFrame);
    table.verticalHeader()->hide();
    table.verticalHeader()->setDefaultSectionSize(28);
    table.verticalHeader()->setMinimumSectionSize(20);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::SingleSelection);
    table.setEditTriggers(QAbstractItemView::NoEditTriggers);
    table.setMouseTracking(true);
    table.setWordWrap(false);
    table.setTextElideMode(Qt::ElideMiddle);
    table.setTabKeyNavigation(false);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setFixedHeight(std::max(28, table.horizontalHeader()->minimumHeight()));
    table.horizontalHeader()->setFont(textFont(TextSize::caption));
    table.setItemDelegate(new CellDelegate(CellDelegate::Lines::every, &table));
    new RowHover(table);
}

} // namespace quantlathe::ui
