// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/icons.h"

#include "ui/look/theme.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>
#include <utility>

namespace quantlathe::ui {

namespace {

/// In the order of Icon.
constexpr std::array<const char*, iconCount> fileNames = {
    "open",   "file", "panel", "convert", "check", "warn", "cross", "search", "filter", "play", "retry", "log",  "save", "copy",
    "export", "down", "up",    "right",   "clock", "cube", "plus",  "undo",   "redo",   "grid", "brush", "lock", "pause"};

QByteArray resource(const char* name) {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Kept: cells draw the same few over and over. For the window's thread.
QSvgRenderer& rendererOf(Icon icon, const QColor& colour) {
    static std::map<std::pair<Icon, QRgb>, std::unique_ptr<QSvgRenderer>> kept;
    auto& renderer = kept[{icon, colour.rgb()}];
    if (!renderer) {
        renderer = std::make_unique<QSvgRenderer>(QByteArray(iconFile(icon)).replace("currentColor", colour.name().toLatin1()));
    }
    return *renderer;
}

/// Draws at the size and device pixel ratio that is asked for, so icons are sharp at every scale.
class DrawnEngine : public QIconEngine {
public:
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }
};

class StrokeEngine : public DrawnEngine {
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

    [[nodiscard]] QIconEngine* clone() const override { return new StrokeEngine(icon_, normal_, disabled_, on_); }

private:
    Icon icon_;
    QColor normal_, disabled_, on_;
};

class ApplicationEngine : public DrawnEngine {
public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        QSvgRenderer(resource("application")).render(painter, rect);
    }
    [[nodiscard]] QIconEngine* clone() const override { return new ApplicationEngine; }
};

} // namespace

const QByteArray& iconFile(Icon icon) {
    static const auto files = [] {
        std::array<QByteArray, iconCount> all;
        std::ranges::transform(fileNames, all.begin(), resource);
        return all;
    }();
    return files[static_cast<std::size_t>(icon)];
}

void paintIcon(QPainter& painter, Icon icon, const QRectF& square, const QColor& colour) {
    rendererOf(icon, colour).render(&painter, square);
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
