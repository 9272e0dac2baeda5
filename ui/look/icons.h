// SPDX-License-Identifier: GPL-3.0-or-later
// The icon set: 16 × 16 strokes in one colour, drawn from path data at whatever resolution the screen has.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPainterPath>

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

/// In a 16 × 16 square.
[[nodiscard]] const QPainterPath& iconPath(Icon icon);
/// Strokes the icon into `square`, 1.5 units wide of 16.
void paintIcon(QPainter& painter, Icon icon, const QRectF& square, const QColor& colour);
/// Normal, disabled and checked states in the colours of the theme in force; ask again after a change of theme.
[[nodiscard]] QIcon themedIcon(Icon icon);
/// For the primary button.
[[nodiscard]] QIcon iconIn(Icon icon, const QColor& normal, const QColor& disabled);
/// The mark of the program: window icon and About.
[[nodiscard]] QIcon applicationIcon();

/// Parses the subset of SVG path data that the set uses: M L H V C A Z in both cases, numbers with or without separators.
[[nodiscard]] QPainterPath pathFromSvgData(QStringView data);

} // namespace quantlathe::ui
