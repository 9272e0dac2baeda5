// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/icons.h"

#include "ui/look/theme.h"

#include <array>
#include <QIconEngine>
#include <QPainter>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr std::array<std::pair<Icon, const char16_t*>, 27> pathData = {{
    {Icon::open, u"M1.5 12.5v-9h4l1.5 2h7v7z"},
    {Icon::file, u"M3.5 1.5h6l3 3v10h-9z M9.5 1.5v3h3"},
    {Icon::panel, u"M1.5 2.5h13v11h-13z M5.5 2.5v11"},
    {Icon::convert, u"M1.5 8H11 M7.5 4.5L11 8l-3.5 3.5 M14.2 2.5v11"},
    {Icon::check, u"M2.8 8.6l3.4 3.4 7-7.5"},
    {Icon::warn, u"M8 2l6.5 11.5h-13z M8 6.3v3.6 M8 11.5v.5"},
    {Icon::cross, u"M4 4l8 8 M12 4l-8 8"},
    {Icon::search, u"M7 2.5a4.5 4.5 0 1 0 .01 0 M10.3 10.3L14 14"},
    {Icon::filter, u"M2 3h12L9.5 8.5v5l-3-1.5V8.5z"},
    {Icon::play, u"M4.5 2.8v10.4L13 8z"},
    {Icon::retry, u"M13.5 2.5v4h-4 M13.2 6.3A5.6 5.6 0 1 0 13.4 9.5"},
    {Icon::log, u"M3 4h10 M3 8h10 M3 12h6"},
    {Icon::save, u"M2.5 2.5h9l2 2v9h-11z M5 2.5v4h5v-4 M5 13.5V9.5h6v4"},
    {Icon::copy, u"M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3"},
    {Icon::exportChart, u"M8 10V2 M4.5 5L8 1.5 11.5 5 M2.5 9v5h11V9"},
    {Icon::down, u"M4.5 6.3L8 9.8l3.5-3.5"},
    {Icon::up, u"M4.5 9.7L8 6.2l3.5 3.5"},
    {Icon::right, u"M6.3 4.5L9.8 8l-3.5 3.5"},
    {Icon::clock, u"M8 1.8a6.2 6.2 0 1 0 .01 0 M8 4.5V8l2.5 1.8"},
    {Icon::cube, u"M8 1.5l6 3.2v6.6L8 14.5 2 11.3V4.7z M2 4.7l6 3.3 6-3.3 M8 8v6.5"},
    {Icon::plus, u"M8 3v10 M3 8h10"},
    {Icon::undo, u"M5.5 2.5l-3 3 3 3 M2.5 5.5h7a4 4 0 0 1 0 8h-3"},
    {Icon::redo, u"M10.5 2.5l3 3-3 3 M13.5 5.5h-7a4 4 0 0 0 0 8h3"},
    {Icon::grid, u"M2 2h4.5v4.5H2z M9.5 2H14v4.5H9.5z M2 9.5h4.5V14H2z M9.5 9.5H14V14H9.5z"},
    {Icon::brush, u"M13.5 2.5L7 9 M7 9c-2 0-3 1-3 2.8 0 1-.8 1.7-1.8 1.7 3.2.8 6.3-.2 6.3-3z"},
    {Icon::lock, u"M4 7.5h8v6H4z M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"},
    {Icon::pause, u"M5.5 3v10 M10.5 3v10"},
}};

/// Draws the path at the size and device pixel ratio that is asked for, so icons are sharp at every scale.
class StrokeEngine : public QIconEngine {
public:
    StrokeEngine(Icon icon, const QColor& normal, const QColor& disabled, const QColor& on)
        : icon_(icon), normal_(normal), disabled_(disabled), on_(on) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        const QColor colour = mode == QIcon::Disabled ? disabled_ : state == QIcon::On ? on_ : normal_;
        const int side = std::min(rect.width(), rect.height());
        QRectF square(0, 0, side, side);
        square.moveCenter(QRectF(rect).center());
        paintIcon(*painter, icon_, square, colour);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    [[nodiscard]] QIconEngine* clone() const override { return new StrokeEngine(icon_, normal_, disabled_, on_); }

private:
    Icon icon_;
    QColor normal_, disabled_, on_;
};

/// A lathe cuts a block to a smaller one: a large square in outline, a small one filled.
class ApplicationEngine : public QIconEngine {
public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->translate(rect.topLeft());
        painter->scale(rect.width() / 16.0, rect.height() / 16.0);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Theme::light().accent);
        painter->drawRoundedRect(QRectF(0.5, 0.5, 15, 15), 3, 3);
        painter->setPen(QPen(Theme::dark().accent, 1.2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(3, 3, 10, 10), 1, 1);
        painter->setPen(Qt::NoPen);
        painter->setBrush(Qt::white);
        painter->drawRoundedRect(QRectF(3, 8, 5, 5), 1, 1);
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
    [[nodiscard]] QIconEngine* clone() const override { return new ApplicationEngine; }
};

} // namespace

const QPainterPath& iconPath(Icon icon) {
    static const auto paths = [] {
        std::array<QPainterPath, pathData.size()> all;
        for (const auto& [which, data] : pathData) {
            all[static_cast<std::size_t>(which)] = pathFromSvgData(QStringView(data));
        }
        return all;
    }();
    return paths[static_cast<std::size_t>(icon)];
}

void paintIcon(QPainter& painter, Icon icon, const QRectF& square, const QColor& colour) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(square.topLeft());
    painter.scale(square.width() / 16.0, square.height() / 16.0);
    painter.setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(iconPath(icon));
    painter.restore();
}

QIcon themedIcon(Icon icon) {
    const Theme& t = theme();
    return QIcon(new StrokeEngine(icon, t.text, t.disabled, t.accent));
}

QIcon iconIn(Icon icon, const QColor& normal, const QColor& disabled) {
    return QIcon(new StrokeEngine(icon, normal, disabled, normal));
}

QIcon applicationIcon() {
    return QIcon(new ApplicationEngine);
}

} // namespace quantlathe::ui
