// SPDX-License-Identifier: GPL-3.0-or-later
// The few text sizes of the window, relative to the desktop's own font.
#pragma once

#include <QFont>

namespace quantlathe::ui {

enum class TextSize { caption, body, heading, modelName, keyFigure, invitation };

[[nodiscard]] QFont textFont(TextSize size);
[[nodiscard]] QFont boldFont(TextSize size);
/// For the log and the command line.
[[nodiscard]] QFont fixedPitchFont();
/// Takes a font for the application whose ten digits have equal advances, so that columns of numbers line up. Call once,
/// before any widget exists.
void chooseApplicationFont();

} // namespace quantlathe::ui
