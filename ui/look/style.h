// SPDX-License-Identifier: GPL-3.0-or-later
// The look of standard widgets: Fusion underneath, flat shapes, one outline, a focus ring, colours from the theme.
#pragma once

#include <QProxyStyle>

class QStyleOptionButton;
class QStyleOptionComboBox;
class QStyleOptionHeader;
class QStyleOptionSlider;
class QStyleOptionTab;
class QStyleOptionToolButton;
class QStyleOptionViewItem;

namespace quantlathe::ui {

/// Dynamic properties that widgets set to be painted in a special way.
namespace look {
inline constexpr const char* primary = "primaryButton"; // QPushButton: the one filled with the accent
inline constexpr const char* joined = "joinedButton";   // QToolButton: "first", "middle", "last" of a row of choices
inline constexpr const char* flat = "flatButton";       // QPushButton: no outline (Clear list)
inline constexpr const char* wrongEntry = "wrongEntry"; // QLineEdit, QComboBox: the text is not accepted
} // namespace look

/// Stateless apart from the theme in force.
class LatheStyle : public QProxyStyle {
    Q_OBJECT
public:
    LatheStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                           const QWidget* widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl subControl,
                         const QWidget* widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* data) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;

private:
    void drawButton(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) const;
    void drawButtonLabel(const QStyleOptionButton& option, QPainter& painter, const QWidget* widget) const;
    void drawCombo(const QStyleOptionComboBox& option, QPainter& painter, const QWidget* widget) const;
    void drawToolButton(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget) const;
    void drawSpinBox(const QStyleOptionComplex& option, QPainter& painter, const QWidget* widget) const;
    void drawScrollBar(const QStyleOptionSlider& option, QPainter& painter, const QWidget* widget) const;
    void drawTab(const QStyleOptionTab& option, QPainter& painter) const;
    void drawTabLabel(const QStyleOptionTab& option, QPainter& painter) const;
    void drawHeaderSection(const QStyleOptionHeader& option, QPainter& painter) const;
    void drawHeaderLabel(const QStyleOptionHeader& option, QPainter& painter) const;

    QObject* wheelGuard_; // keeps the wheel from controls without focus
};

/// The outline of fields and buttons, with the focus ring when the state asks for it. Pixel-aligned.
void paintFieldFrame(QPainter& painter, const QRect& rect, const QColor& fill, const QColor& outline, double radius = 4);
void paintFocusRing(QPainter& painter, const QRect& rect, double radius = 4);

} // namespace quantlathe::ui
