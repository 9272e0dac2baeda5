// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes that tell output families apart without colour, and the star of the user's own plan.
#pragma once

#include "ui/look/theme.h"

#include <QPainterPath>

namespace quantlathe::ui {

inline constexpr double markRadius = 4.6; // px, in charts and legends
inline constexpr double planMarkRadius = 8.0;

/// Around the origin, y downwards; all shapes have about the same area.
[[nodiscard]] QPainterPath familyMark(Family family, double radius = markRadius);
[[nodiscard]] QPainterPath planMark(double radius = planMarkRadius);

} // namespace quantlathe::ui
