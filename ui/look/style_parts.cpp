// SPDX-License-Identifier: GPL-3.0-or-later
// The painted parts of LatheStyle: buttons, combo boxes, tabs, headers, scroll bars in all their states.
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"

#include <QComboBox>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOption>
#include <QWidget>

namespace quantlathe::ui {

namespace {

/// Rounded only on the outer corners of a row of joined buttons.
QPainterPath joinedShape(const QRectF& rect, const QString& place, double radius) {
    const bool roundLeft = place == QLatin1String("first") || place == QLatin1String("only");
    const bool roundRight = place == QLatin1String("last") || place == QLatin1String("only");
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    path.addRoundedRect(rect, radius, radius);
    if (!roundLeft) {
        path.addRect(rect.adjusted(0, 0, -rect.width() / 2, 0));
    }
    if (!roundRight) {
        path.addRect(rect.adjusted(rect.width() / 2, 0, 0, 0));
    }
    return path.simplified();
}

} // namespace

void LatheStyle::drawButton(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) const {
    const Theme& t = theme();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool hovered = enabled && option.state.testFlag(State_MouseOver);
    const bool pressed = enabled && option.state.testFlag(State_Sunken);
    const bool checked = option.state.testFlag(State_On);
    const bool primary = widget != nullptr && widget->property(look::primary).toBool();
    const bool flat = widget != nullptr && widget->property(look::flat).toBool();
    QColor fill = t.surface;
    QColor outline = enabled ? t.control : t.border;
    if (!enabled) {
        fill = flat ? QColor() : t.window;
    } else if (primary) {
        fill = hovered || pressed ? t.accentHover : t.accent;
        outline = fill;
    } else if (pressed) {
        fill = t.track;
    } else if (hovered) {
        fill = t.header;
    } else if (checked) {
        fill = t.accentTint;
    } else if (flat) {
        fill = QColor();
    }
    paintFieldFrame(painter, option.rect, fill, flat ? QColor() : outline);
    if (option.state.testFlag(State_HasFocus) && option.state.testFlag(State_KeyboardFocusChange)) {
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(primary ? t.onAccent : t.accent, 2));
        painter.drawRoundedRect(QRectF(option.rect).adjusted(2.5, 2.5, -2.5, -2.5), 3, 3);
        painter.restore();
    }
}

void LatheStyle::drawButtonLabel(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) const {
    const Theme& t = theme();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool primary = widget != nullptr && widget->property(look::primary).toBool();
    const QColor ink = !enabled ? t.disabled : primary ? t.onAccent : t.text;
    painter.save();
    QFont font = painter.font();
    font.setBold(font.bold() || (primary && enabled));
    painter.setFont(font);
    const int textWidth = painter.fontMetrics().size(Qt::TextShowMnemonic, option.text).width();
    const bool hasIcon = !option.icon.isNull();
    const int gap = hasIcon && !option.text.isEmpty() ? 8 : 0;
    const int width = textWidth + gap + (hasIcon ? 16 : 0);
    QRect content(option.rect.left() + (option.rect.width() - width) / 2, option.rect.top(), width, option.rect.height());
    if (hasIcon) {
        const QRect square(content.left(), content.center().y() - 7, 16, 16);
        option.icon.paint(&painter, square, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        content.setLeft(square.right() + 1 + gap);
    }
    painter.setPen(ink);
    painter.drawText(content, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, option.text);
    painter.restore();
}

void LatheStyle::drawCombo(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) const {
    const Theme& t = theme();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool hovered = enabled && option.state.testFlag(State_MouseOver);
    const bool wrong = widget != nullptr && widget->property(look::wrongEntry).toBool();
    const QColor outline = wrong ? t.bad : !enabled ? t.border : hovered ? t.text : t.control;
    paintFieldFrame(painter, option.rect, enabled ? t.surface : t.window, outline);
    paintIcon(painter, Icon::down, QRectF(option.rect.right() - 22, option.rect.center().y() - 7, 16, 16),
              enabled ? t.text : t.disabled);
    if (option.state.testFlag(State_HasFocus)) {
        paintFocusRing(painter, option.rect);
    }
}

void LatheStyle::drawToolButton(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget) const {
    const Theme& t = theme();
    const bool enabled = option.state.testFlag(State_Enabled);
    const bool hovered = enabled && option.state.testFlag(State_MouseOver);
    const bool pressed = enabled && option.state.testFlag(State_Sunken);
    const bool checked = option.state.testFlag(State_On);
    const QString place = widget != nullptr ? widget->property(look::joined).toString() : QString();
    const QColor fill = checked           ? t.accentTint
                        : pressed         ? t.track
                        : hovered         ? t.header
                        : place.isEmpty() ? QColor()
                                          : t.surface;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (!place.isEmpty()) {
        // Neighbours share one outline: each but the first starts half a pixel further left.
        const QRectF rect =
            QRectF(option.rect)
                .adjusted(place == QLatin1String("first") || place == QLatin1String("only") ? 0.5 : -0.5, 0.5, -0.5, -0.5);
        painter.setPen(enabled ? t.control : t.border);
        painter.setBrush(fill);
        painter.drawPath(joinedShape(rect, place, 4));
    } else if (fill.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(QRectF(option.rect), 4, 4);
    }
    if (option.state.testFlag(State_HasFocus) && option.state.testFlag(State_KeyboardFocusChange)) {
        paintFocusRing(painter, option.rect);
    }
    QFont font = painter.font();
    font.setBold(checked && !place.isEmpty());
    painter.setFont(font);
    QRect content = option.rect;
    const bool hasIcon = !option.icon.isNull() && option.toolButtonStyle != Qt::ToolButtonTextOnly;
    const bool hasText = !option.text.isEmpty() && option.toolButtonStyle != Qt::ToolButtonIconOnly;
    if (hasIcon) {
        const int x = hasText ? content.left() + 8 : content.center().x() - 7;
        option.icon.paint(&painter, QRect(x, content.center().y() - 7, 16, 16), Qt::AlignCenter,
                          enabled ? QIcon::Normal : QIcon::Disabled, checked ? QIcon::On : QIcon::Off);
        content.setLeft(hasText ? x + 22 : content.left());
    }
    if (hasText) {
        painter.setPen(!enabled ? t.disabled : checked && !place.isEmpty() ? t.accent : t.text);
        painter.drawText(content, (hasIcon ? Qt::AlignLeft : Qt::AlignHCenter) | Qt::AlignVCenter | Qt::TextShowMnemonic,
                         option.text);
    }
    painter.restore();
}

void LatheStyle::drawSpinBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const {
    const Theme& t = theme();
    const bool enabled = option.state.testFlag(State_Enabled);
    paintFieldFrame(painter, option.rect, enabled ? t.surface : t.window, enabled ? t.control : t.border);
    const QRect up = subControlRect(CC_SpinBox, &option, SC_SpinBoxUp, widget);
    const QRect down = subControlRect(CC_SpinBox, &option, SC_SpinBoxDown, widget);
    const auto arrow = [&](Icon icon, const QRect& place) {
        QRectF square(0, 0, 11, 11);
        square.moveCenter(QRectF(place).center());
        paintIcon(painter, icon, square, enabled ? t.text : t.disabled);
    };
    if (!up.isEmpty() && !down.isEmpty()) { // a field may have no buttons
        arrow(Icon::up, up);
        arrow(Icon::down, down);
    }
    if (option.state.testFlag(State_HasFocus)) {
        paintFocusRing(painter, option.rect);
    }
}

void LatheStyle::drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QWidget* widget) const {
    const Theme& t = theme();
    painter.fillRect(option.rect, t.surface);
    if (option.maximum <= option.minimum) {
        return;
    }
    const QRect slider = subControlRect(CC_ScrollBar, &option, SC_ScrollBarSlider, widget);
    const bool active = option.state.testFlag(State_MouseOver) || option.state.testFlag(State_Sunken);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(active ? t.axis : t.disabled);
    const QRectF thumb =
        option.orientation == Qt::Vertical ? QRectF(slider).adjusted(2, 1, -2, -1) : QRectF(slider).adjusted(1, 2, -1, -2);
    painter.drawRoundedRect(thumb, 3, 3);
    painter.restore();
}

void LatheStyle::drawTab(const QStyleOptionTab& option, QPainter& painter) const {
    const Theme& t = theme();
    const bool selected = option.state.testFlag(State_Selected);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.border);
    if (selected) {
        painter.fillRect(QRect(option.rect.left(), option.rect.bottom() - 2, option.rect.width(), 3), t.accent);
    }
    if (selected && option.state.testFlag(State_HasFocus) && option.state.testFlag(State_KeyboardFocusChange)) {
        paintFocusRing(painter, option.rect.adjusted(2, 4, -2, -6));
    }
}

void LatheStyle::drawTabLabel(const QStyleOptionTab& option, QPainter& painter) const {
    const Theme& t = theme();
    const bool selected = option.state.testFlag(State_Selected);
    const bool hovered = option.state.testFlag(State_MouseOver);
    painter.save();
    QFont font = painter.font();
    font.setBold(selected);
    painter.setFont(font);
    painter.setPen(selected || hovered ? t.text : t.textSecondary);
    painter.drawText(option.rect, Qt::AlignCenter | Qt::TextShowMnemonic, option.text);
    painter.restore();
}

void LatheStyle::drawHeaderSection(const QStyleOptionHeader& option, QPainter& painter) const {
    const Theme& t = theme();
    painter.fillRect(option.rect, t.header);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.border);
}

void LatheStyle::drawHeaderLabel(const QStyleOptionHeader& option, QPainter& painter) const {
    const Theme& t = theme();
    painter.save();
    QFont font = painter.font();
    font.setBold(false);
    painter.setFont(font);
    const bool right = (option.textAlignment & Qt::AlignRight) != 0;
    QRect rect = option.rect.adjusted(4, 0, -4, 0); // as far in as the cells
    if (option.sortIndicator != QStyleOptionHeader::None) {
        // Qt's "down" arrow stands for ascending order.
        const Icon arrow = option.sortIndicator == QStyleOptionHeader::SortDown ? Icon::up : Icon::down;
        const int textWidth = painter.fontMetrics().horizontalAdvance(option.text);
        const int x = right ? rect.right() - textWidth - 16 : std::min(rect.left() + textWidth + 4, rect.right() - 11);
        paintIcon(painter, arrow, QRectF(x, rect.center().y() - 5, 12, 12), t.textSecondary);
    }
    painter.setPen(t.textSecondary);
    painter.drawText(rect, static_cast<int>(option.textAlignment) | Qt::AlignVCenter | Qt::TextDontClip,
                     painter.fontMetrics().elidedText(option.text, Qt::ElideRight, rect.width()));
    painter.restore();
}

} // namespace quantlathe::ui
