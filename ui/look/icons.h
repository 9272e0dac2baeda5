// SPDX-License-Identifier: GPL-3.0-or-later
// The icon set: strokes in one colour on 16 × 16, the files of resources/icons, drawn at whatever resolution the screen has.
#pragma once

#include <QByteArray>
#include <QColor>
#include <QIcon>
#include <QRectF>

class QPainter;

namespace quantlathe::ui {

enum class Icon {
    open,
    file,
    panel,
    convert,
    check,
    warn,
    cross,
    search,
    filter,
    play,
    retry,
    log,
    save,
    copy,
    exportChart,
    down,
    up,
    right,
    clock,
    cube,
    plus,
    undo,
    redo,
    grid,
    brush,
    lock,
    pause,
};
inline constexpr int iconCount = 27;

/// The text of the icon's file: an SVG in the colour "currentColor".
[[nodiscard]] const QByteArray& iconFile(Icon icon);
/// Draws it into `square`.
void paintIcon(QPainter& painter, Icon icon, const QRectF& square, const QColor& colour);
/// Normal, disabled and checked states in the colours of the theme in force; ask again after a change of theme.
[[nodiscard]] QIcon themedIcon(Icon icon);
/// For the primary button.
[[nodiscard]] QIcon iconIn(Icon icon, const QColor& normal, const QColor& disabled);
/// The mark of the program, as desktops show it: window icon and About.
[[nodiscard]] QIcon applicationIcon();

} // namespace quantlathe::ui
