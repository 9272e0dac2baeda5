// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/style.h"

#include "ui/look/icons.h"
#include "ui/look/theme.h"

#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QToolButton>

namespace quantlathe::ui {

namespace {

constexpr int fieldHeight = 28;
constexpr int comboTextMargin = 1; // on both sides of the text in its place

/// The frame is on its left, the arrow on its right.
QRect comboTextIn(const QRect& combo) {
    return combo.adjusted(6, 1, -26, -1);
}

bool hasFlag(const QWidget* widget, const char* property) {
    return widget != nullptr && widget->property(property).toBool();
}

bool wantsFocusRing(const QStyleOption& option) {
    return option.state.testFlag(QStyle::State_HasFocus) && option.state.testFlag(QStyle::State_KeyboardFocusChange);
}

} // namespace

void paintFieldFrame(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& outline, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(outline.isValid() ? QPen(outline, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.restore();
}

void paintFocusRing(QPainter& painter, const QRect& rect, double radius) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme().accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), radius, radius);
    painter.restore();
}

namespace {

/// The wheel scrolls the page; a control under the pointer takes it only when the user works with that control.
class WheelGuard : public QObject {
public:
    using QObject::QObject;
    static bool isFor(const QWidget* widget) {
        return qobject_cast<const QComboBox*>(widget) != nullptr || qobject_cast<const QAbstractSpinBox*>(widget) != nullptr ||
               (qobject_cast<const QAbstractSlider*>(widget) != nullptr && qobject_cast<const QScrollBar*>(widget) == nullptr);
    }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        auto* const widget = qobject_cast<QWidget*>(watched);
        if (event->type() != QEvent::Wheel || widget == nullptr || widget->hasFocus()) {
            return QObject::eventFilter(watched, event);
        }
        event->ignore(); // it goes on to the parents, up to what scrolls
        return true;
    }
};

} // namespace

LatheStyle::LatheStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))), wheelGuard_(new WheelGuard(this)) {}

void LatheStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    if (WheelGuard::isFor(widget)) {
        if (widget->focusPolicy() == Qt::WheelFocus) {
            widget->setFocusPolicy(Qt::StrongFocus); // or the wheel itself would bring the focus
        }
        widget->installEventFilter(wheelGuard_);
    }
    if (qobject_cast<QPushButton*>(widget) != nullptr || qobject_cast<QToolButton*>(widget) != nullptr ||
        qobject_cast<QComboBox*>(widget) != nullptr || qobject_cast<QTabBar*>(widget) != nullptr) {
        widget->setAttribute(Qt::WA_Hover);
    }
}

void LatheStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const {
    const Theme& t = theme();
    switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
        if (widget != nullptr && (qobject_cast<const QComboBox*>(widget->parentWidget()) != nullptr ||
                                  qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr)) {
            return; // the control around it has drawn the frame
        }
        const bool enabled = option->state.testFlag(State_Enabled);
        const QColor outline = hasFlag(widget, look::wrongEntry) ? t.bad : enabled ? t.control : t.border;
        paintFieldFrame(*painter, option->rect, enabled ? t.surface : t.window, outline);
        if (option->state.testFlag(State_HasFocus)) {
            paintFocusRing(*painter, option->rect);
        }
        return;
    }
    case PE_FrameFocusRect:
        if (qobject_cast<const QAbstractItemView*>(widget) != nullptr || wantsFocusRing(*option)) {
            painter->save();
            painter->setPen(t.accent);
            painter->setBrush(Qt::NoBrush);
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            painter->restore();
        }
        return;
    case PE_PanelItemViewRow:
    case PE_PanelItemViewItem: {
        const bool selected = option->state.testFlag(State_Selected);
        const bool hovered = option->state.testFlag(State_MouseOver) && option->state.testFlag(State_Enabled);
        if (selected || hovered) {
            painter->fillRect(option->rect, selected ? t.accentTint : t.rowHover);
        }
        return;
    }
    case PE_IndicatorBranch: {
        if (option->state.testFlag(State_Children)) {
            QRectF square(0, 0, 12, 12);
            square.moveCenter(QRectF(option->rect).center());
            paintIcon(*painter, option->state.testFlag(State_Open) ? Icon::down : Icon::right, square, t.textSecondary);
        }
        return;
    }
    case PE_FrameTabBarBase:
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.border);
        return;
    case PE_PanelStatusBar:
        painter->fillRect(option->rect, t.window);
        painter->fillRect(QRect(option->rect.left(), option->rect.top(), option->rect.width(), 1), t.border);
        return;
    case PE_IndicatorHeaderArrow: // drawn with the label
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem: return;
    case PE_FrameMenu:
        painter->save();
        painter->setPen(t.border);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        painter->restore();
        return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void LatheStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const {
    const Theme& t = theme();
    switch (element) {
    case CE_PushButtonBevel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            drawButton(*button, *painter, widget);
        }
        return;
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            drawButtonLabel(*button, *painter, widget);
        }
        return;
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTab(*tab, *painter);
        }
        return;
    case CE_TabBarTabLabel:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option)) {
            drawTabLabel(*tab, *painter);
        }
        return;
    case CE_HeaderSection:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeaderSection(*header, *painter);
        }
        return;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            drawHeaderLabel(*header, *painter);
        }
        return;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, t.header);
        painter->fillRect(QRect(option->rect.left(), option->rect.bottom(), option->rect.width(), 1), t.border);
        return;
    case CE_ProgressBarGroove:
    case CE_ProgressBarContents: {
        const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option);
        if (bar == nullptr) {
            return;
        }
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        QRectF rect(0, 0, option->rect.width(), std::min(option->rect.height(), 6));
        rect.moveCenter(QRectF(option->rect).center());
        if (element == CE_ProgressBarContents) {
            const double range = static_cast<double>(bar->maximum) - bar->minimum;
            const double share = range > 0 ? (static_cast<double>(bar->progress) - bar->minimum) / range : 0.0;
            rect.setWidth(rect.width() * share);
        }
        painter->setBrush(element == CE_ProgressBarGroove ? t.track : t.accent);
        painter->drawRoundedRect(rect, 3, 3);
        painter->restore();
        return;
    }
    case CE_MenuBarEmptyArea: painter->fillRect(option->rect, t.window); return;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            const bool active = item->state.testFlag(State_Selected);
            painter->fillRect(item->rect, active ? t.header : t.window);
            drawItemText(painter, item->rect, Qt::AlignCenter | Qt::TextHideMnemonic, item->palette,
                         item->state.testFlag(State_Enabled), item->text, QPalette::WindowText);
        }
        return;
    case CE_Splitter: painter->fillRect(option->rect, t.window); return;
    case CE_ToolBar: return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void LatheStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                    const QWidget* widget) const {
    switch (control) {
    case CC_ComboBox:
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            drawCombo(*combo, *painter, widget);
        }
        return;
    case CC_ToolButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            drawToolButton(*button, *painter, widget);
        }
        return;
    case CC_SpinBox: drawSpinBox(*option, *painter, widget); return;
    case CC_ScrollBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            drawScrollBar(*bar, *painter, widget);
        }
        return;
    default: QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
}

int LatheStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const {
    switch (metric) {
    case PM_ScrollBarExtent: return 10;
    case PM_ScrollBarSliderMin: return 28;
    case PM_ButtonMargin: return 16;
    case PM_MenuBarHMargin:
    case PM_MenuBarItemSpacing: return 4;
    case PM_MenuBarVMargin: return 2;
    case PM_DefaultFrameWidth: return 1;
    case PM_TabBarTabHSpace: return 24;
    case PM_TabBarTabVSpace: return 18;
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBar_ScrollButtonOverlap: return 0;
    case PM_TreeViewIndentation: return 16;
    case PM_DockWidgetSeparatorExtent: return 5;
    case PM_SplitterWidth:
    case PM_SmallIconSize:
    case PM_ButtonIconSize: return 16;
    case PM_ToolBarFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_ToolBarItemSpacing: return 0;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize LatheStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const {
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        const bool hasIcon = button != nullptr && !button->icon.isNull();
        QFont font = widget != nullptr ? widget->font() : QFont();
        font.setBold(font.bold() || hasFlag(widget, look::primary));
        const int text =
            button != nullptr ? QFontMetrics(font).horizontalAdvance(QString(button->text).remove(QLatin1Char('&'))) : 0;
        result = QSize(text + (hasIcon ? 24 : 0) + 28, std::max(fieldHeight, size.height() + 8));
        break;
    }
    case CT_ComboBox: {
        const QRect whole(0, 0, 100, fieldHeight); // of which the text has what it does not share with frame and arrow
        result.setWidth(
            std::max(result.width(), size.width() + whole.width() - comboTextIn(whole).width() + 2 * comboTextMargin));
        result.setHeight(std::max(fieldHeight, result.height()));
        break;
    }
    case CT_LineEdit: result.setHeight(std::max(fieldHeight, result.height())); break;
    case CT_TabBarTab: {
        const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option);
        QFont bold = widget != nullptr ? widget->font() : QFont();
        bold.setBold(true);
        result = QSize(QFontMetrics(bold).horizontalAdvance(tab != nullptr ? tab->text : QString()) + 24, 40);
        break;
    }
    case CT_MenuBarItem: result = QSize(size.width() + 16, 28); break;
    case CT_HeaderSection: result.setHeight(28); break;
    default: break;
    }
    return result;
}

QRect LatheStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const {
    const QRect result = QProxyStyle::subElementRect(element, option, widget);
    const auto* field = element == SE_LineEditContents ? qobject_cast<const QLineEdit*>(widget) : nullptr;
    // Text keeps off its frame; an icon there, or the control that the field is a part of, has seen to it.
    return field != nullptr && field->hasFrame() && field->actions().isEmpty() ? result.adjusted(5, 0, -5, 0) : result;
}

QRect LatheStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                                 const QWidget* widget) const {
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField) {
        return comboTextIn(option->rect);
    }
    if (control == CC_ScrollBar) { // no arrows: the groove is the whole bar
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        if (bar != nullptr && (subControl == SC_ScrollBarAddLine || subControl == SC_ScrollBarSubLine)) {
            return {};
        }
        if (bar != nullptr && subControl == SC_ScrollBarGroove) {
            return bar->rect;
        }
        if (bar != nullptr &&
            (subControl == SC_ScrollBarSlider || subControl == SC_ScrollBarAddPage || subControl == SC_ScrollBarSubPage)) {
            const bool horizontal = bar->orientation == Qt::Horizontal;
            const int space = horizontal ? bar->rect.width() : bar->rect.height();
            const qint64 range = static_cast<qint64>(bar->maximum) - bar->minimum;
            const qint64 whole = range + bar->pageStep;
            const int length = whole > 0 ? std::clamp(static_cast<int>(bar->pageStep * static_cast<qint64>(space) / whole),
                                                      std::min(28, space), space)
                                         : space;
            const int start =
                sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition, space - length, bar->upsideDown);
            const int from = subControl == SC_ScrollBarSlider ? start : subControl == SC_ScrollBarSubPage ? 0 : start + length;
            const int to = subControl == SC_ScrollBarSlider    ? start + length
                           : subControl == SC_ScrollBarSubPage ? start
                                                               : space;
            return horizontal ? QRect(bar->rect.left() + from, bar->rect.top(), to - from, bar->rect.height())
                              : QRect(bar->rect.left(), bar->rect.top() + from, bar->rect.width(), to - from);
        }
    }
    return QProxyStyle::subControlRect(control, option, subControl, widget);
}

int LatheStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const {
    switch (hint) {
    case SH_ComboBox_Popup: return 0;
    case SH_ItemView_ShowDecorationSelected: return 1;
    case SH_UnderlineShortcut:
    case SH_EtchDisabledText: return 0;
    case SH_TabBar_Alignment: return Qt::AlignLeft;
    case SH_ToolTip_WakeUpDelay: return 400;
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace quantlathe::ui
