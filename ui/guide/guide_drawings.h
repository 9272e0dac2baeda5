// SPDX-License-Identifier: GPL-3.0-or-later
// The guide's drawings: painted in the colours of the theme, with labels in the window's language.
#pragma once

#include <QImage>
#include <QStringList>

namespace quantlathe::ui {

[[nodiscard]] QStringList guideDrawings();
/// At 560 × 132 logical pixels; null for a name that does not exist.
[[nodiscard]] QImage guideDrawing(const QString& name, double devicePixelRatio);

} // namespace quantlathe::ui
