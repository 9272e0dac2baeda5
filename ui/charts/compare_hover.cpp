// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys in the compare chart: the card of the nearest point, selecting, zooming.
#include "ui/charts/compare_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <QKeyEvent>

namespace quantlathe::ui {

namespace {

constexpr double hoverRadius = 12;
constexpr double lineRadius = 6;

} // namespace

QPointF CompareChart::positionOf(int point) const {
    return pixelOf(points_.at(static_cast<std::size_t>(point)));
}

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

bool CompareChart::isNearMixes(const QPointF& position) const {
    double lineDistance = lineRadius + 1;
    if (mixCount() > 0 && axisRect()->rect().contains(position.toPoint())) {
        lineDistance = mixes_->selectTest(position, false);
    }
    return lineDistance >= 0 && lineDistance <= lineRadius;
}

void CompareChart::wishFor(double x) {
    const auto& planner = planner_->planner();
    if (planner == nullptr) {
        return;
    }
    const auto distance = [&](const PlannedPoint& point) {
        return std::abs((across_ == CompareAxis::fileSize ? inUnit(point.fileBytes, unit_) : point.bitsPerWeight) - x);
    };
    wished_ = std::ranges::min(planner->front(), {}, distance).fileBytes;
    if (!rest_.isActive()) { // not restarted: the plan follows while the mouse moves
        rest_.start();
    }
}

void CompareChart::choose(const Point& point) {
    if (!isForeign(point.facts)) {
        Q_EMIT presetClicked(point.facts.name);
        return;
    }
    PlanDocument document;
    document.format = formatOf(point.facts).id();
    document.preset = point.facts.preset->name;
    Q_EMIT foreignPresetClicked(document);
}

void CompareChart::mouseReleaseEvent(QMouseEvent* event) {
    isDragging_ = false;
    ChartView::mouseReleaseEvent(event);
}

void CompareChart::mouseMoveEvent(QMouseEvent* event) {
    if (isDragging_) {
        wishFor(xAxis->pixelToCoord(event->position().x()));
        return;
    }
    const int point = nearest(event->position());
    if (point != hovered_) {
        hovered_ = point;
        if (point < 0) {
            hover(-1);
        } else {
            hoverDelay_.start();
        }
    }
    setCursor(point >= 0 ? Qt::PointingHandCursor : isNearMixes(event->position()) ? Qt::SizeHorCursor : Qt::ArrowCursor);
}

void CompareChart::leaveEvent(QEvent*) {
    hoverDelay_.stop();
    hover(-1);
}

void CompareChart::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    const int point = nearest(event->position());
    if (point >= 0 && !points_[static_cast<std::size_t>(point)].isOwn) {
        choose(points_[static_cast<std::size_t>(point)]);
    } else if (point < 0 && isNearMixes(event->position())) {
        isDragging_ = true;
        wishFor(xAxis->pixelToCoord(event->position().x()));
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
        choose(points_[static_cast<std::size_t>(hovered_)]);
    } else {
        ChartView::keyPressEvent(event);
    }
}

} // namespace quantlathe::ui
