// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys in the compare chart: the card of the nearest point, selecting, zooming.
#include "ui/charts/compare_chart.h"

#include <array>
#include <cmath>
#include <limits>
#include <QKeyEvent>

namespace quantlathe::ui {

namespace {

constexpr double hoverRadius = 12;

} // namespace

int CompareChart::nearest(const QPointF& position) const {
    int best = -1;
    double closest = hoverRadius;
    for (int i = 0; i < pointCount(); ++i) {
        const QPointF at = pixelOf(points_[static_cast<std::size_t>(i)]);
        const double distance = std::hypot(at.x() - position.x(), at.y() - position.y());
        if (distance <= closest) {
            closest = distance;
            best = i;
        }
    }
    return best;
}

void CompareChart::hover(int index) {
    hovered_ = index;
    replot(rpQueuedReplot);
    if (index < 0 || index >= pointCount()) {
        card_->hide();
        return;
    }
    card_->show(hoverFacts(points_[static_cast<std::size_t>(index)]));
    // The corner of the plot with the fewest points, so that the card covers none and does not run after the pointer.
    const QRect frame = axisRect()->rect().adjusted(12, 28, -12, -12);
    const QSize size = card_->size();
    const std::array<QPoint, 4> corners = {QPoint(frame.right() - size.width(), frame.top()), QPoint(frame.left(), frame.top()),
                                           QPoint(frame.right() - size.width(), frame.bottom() - size.height()),
                                           QPoint(frame.left(), frame.bottom() - size.height())};
    QPoint best = corners.front();
    int fewest = std::numeric_limits<int>::max();
    for (const QPoint& corner : corners) {
        int covered = 0;
        for (const Point& other : points_) {
            covered += QRectF(corner, size).adjusted(-8, -8, 8, 8).contains(pixelOf(other)) ? 1 : 0;
        }
        if (covered < fewest) {
            fewest = covered;
            best = corner;
        }
    }
    card_->move(best);
}

void CompareChart::mouseMoveEvent(QMouseEvent* event) {
    const int point = nearest(event->position());
    if (point != hovered_) {
        hovered_ = point;
        if (point < 0) {
            hover(-1);
        } else {
            hoverDelay_.start();
        }
    }
    setCursor(point >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void CompareChart::leaveEvent(QEvent*) {
    hoverDelay_.stop();
    hover(-1);
}

void CompareChart::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    const int point = nearest(event->position());
    if (point >= 0 && !points_[static_cast<std::size_t>(point)].isOwn) {
        Q_EMIT presetClicked(points_[static_cast<std::size_t>(point)].facts.name);
    }
}

void CompareChart::mouseDoubleClickEvent(QMouseEvent*) {
    refill();
}

void CompareChart::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step != 0 && pointCount() > 0) {
        hover(std::clamp(hovered_ < 0 ? 0 : hovered_ + step, 0, pointCount() - 1));
    } else if (event->key() == Qt::Key_Space && hovered_ >= 0 && hovered_ < pointCount() &&
               !points_[static_cast<std::size_t>(hovered_)].isOwn) {
        Q_EMIT presetClicked(points_[static_cast<std::size_t>(hovered_)].facts.name);
    } else {
        ChartView::keyPressEvent(event);
    }
}

} // namespace quantlathe::ui
