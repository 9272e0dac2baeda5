// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/marks.h"

#include <cmath>
#include <numbers>
#include <QPolygonF>

namespace quantlathe::ui {

namespace {

/// Corners on alternating radii; `firstDegrees` counts clockwise from the right. One radius gives a regular polygon.
QPainterPath polygon(int corners, double outer, double inner, double firstDegrees, QPointF centre = {}) {
    QPolygonF points;
    for (int i = 0; i < corners; ++i) {
        const double angle = (firstDegrees + 360.0 * i / corners) * std::numbers::pi / 180.0;
        const double radius = i % 2 == 0 ? outer : inner;
        points << centre + QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath regular(int corners, double radius, double firstDegrees, QPointF centre = {}) {
    return polygon(corners, radius, radius, firstDegrees, centre);
}

} // namespace

QPainterPath familyMark(Family family, double r) {
    QPainterPath path;
    switch (family) {
    case Family::gguf: path.addEllipse(QPointF(0, 0), r, r); break;
    case Family::bitsandbytes: path.addRect(QRectF(-0.88 * r, -0.88 * r, 1.76 * r, 1.76 * r)); break;
    case Family::awq: path = regular(3, 1.25 * r, -90, {0, 0.15 * r}); break;
    case Family::gptq: path = regular(3, 1.25 * r, 90, {0, -0.15 * r}); break;
    case Family::fbgemm: path = regular(5, 1.12 * r, -90); break;
    case Family::exl2: path = regular(4, 1.25 * r, 0); break;
    case Family::smoothQuant: path = regular(6, 1.08 * r, 0); break;
    case Family::aqlm: path = polygon(8, 1.45 * r, 0.55 * r, -90); break;
    case Family::hqq: path = regular(3, 1.25 * r, 0, {-0.15 * r, 0}); break;
    case Family::spqr: {
        const double length = 1.15 * r;
        const double width = 0.42 * r;
        path.addRect(QRectF(-length, -width, 2 * length, 2 * width));
        QPainterPath upright;
        upright.addRect(QRectF(-width, -length, 2 * width, 2 * length));
        path = path.united(upright);
        break;
    }
    case Family::compressedTensors: // pressed together in the middle
        path.addPolygon(QPolygonF{
            {-1.2 * r, -1.0 * r}, {0, -0.25 * r}, {1.2 * r, -1.0 * r}, {1.2 * r, 1.0 * r}, {0, 0.25 * r}, {-1.2 * r, 1.0 * r}});
        path.closeSubpath();
        break;
    case Family::plain: path.addRect(QRectF(-1.3 * r, -0.62 * r, 2.6 * r, 1.24 * r)); break;
    }
    return path;
}

QPainterPath planMark(double r) {
    return polygon(10, r, 0.45 * r, -90);
}

} // namespace quantlathe::ui
