// SPDX-License-Identifier: GPL-3.0-or-later
// Names beside the points of the compare chart, and the rings round the chosen one and the one under the pointer.
#include "ui/charts/compare_chart.h"

#include "ui/look/fonts.h"
#include "ui/look/marks.h"

#include <algorithm>
#include <array>

namespace quantlathe::ui {

// In order of importance: the current plan, the front, the rest. Four places each; what would touch a mark, a label or the
// frame is left out.
void CompareChart::placeLabels() {
    const QFontMetricsF metrics(textFont(TextSize::caption));
    const QRectF frame = QRectF(axisRect()->rect());
    std::vector<QRectF> taken;
    std::vector<QLineF> lines;
    for (const Point& point : points_) {
        const QPointF at = pixelOf(point);
        const double radius = point.isOwn ? planMarkRadius : isCurrent(point) ? 10 : markRadius;
        taken.emplace_back(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius);
        const double top = yAxis->coordToPixel(point.high);
        taken.emplace_back(at.x() - 4, top, 8, yAxis->coordToPixel(std::max(point.low, floor_)) - top); // its interval
    }
    for (const QCPGraph* graph : {front_, mixes_}) {
        QPointF previous;
        for (auto it = graph->data()->constBegin(); it != graph->data()->constEnd(); ++it) {
            const QPointF at(xAxis->coordToPixel(it->key), yAxis->coordToPixel(it->value));
            if (!previous.isNull()) {
                lines.emplace_back(previous, at);
            }
            previous = at;
        }
    }
    if (limitText_->visible()) {
        const double x = xAxis->coordToPixel(limit_->point1->coords().x());
        taken.emplace_back(x - 3, frame.top(), 6, frame.height());
        const double width = metrics.horizontalAdvance(limitText_->text()) + 16;
        taken.emplace_back(limitText_->positionAlignment().testFlag(Qt::AlignRight) ? x - width : x, frame.top(), width, 22);
    }
    if (originalText_->visible()) {
        const double y = yAxis->coordToPixel(originalText_->position->coords().y());
        const double width = metrics.horizontalAdvance(originalText_->text()) + 16;
        taken.emplace_back(frame.right() - width, y - 22, width, 22);
    }
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < points_.size(); ++i) {
        order.push_back(i);
    }
    const auto importance = [this](std::size_t index) {
        const Point& point = points_[index];
        const bool onFront =
            std::any_of(front_->data()->constBegin(), front_->data()->constEnd(),
                        [&point](const QCPGraphData& vertex) { return vertex.key == point.x && vertex.value == point.value; });
        return isCurrent(point) ? 2 : onFront ? 1 : 0;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&importance](std::size_t a, std::size_t b) { return importance(a) > importance(b); });
    const auto crossesLine = [&lines](const QRectF& rect) {
        return std::any_of(lines.begin(), lines.end(), [&rect](const QLineF& line) {
            QPointF hit;
            const std::array<QLineF, 4> sides = {
                QLineF(rect.topLeft(), rect.topRight()), QLineF(rect.topRight(), rect.bottomRight()),
                QLineF(rect.bottomRight(), rect.bottomLeft()), QLineF(rect.bottomLeft(), rect.topLeft())};
            return rect.contains(line.p1()) || std::any_of(sides.begin(), sides.end(), [&](const QLineF& side) {
                       return line.intersects(side, &hit) == QLineF::BoundedIntersection;
                   });
        });
    };
    std::size_t used = 0;
    for (const std::size_t index : order) {
        if (used == labels_.size()) {
            break;
        }
        const Point& point = points_[index];
        const QString text = point.isNearly0 ? tr("%1, next to no loss").arg(point.facts.name) : point.facts.name;
        const double width = metrics.horizontalAdvance(text);
        const double height = metrics.height();
        const QPointF at = pixelOf(point);
        const double gap = isCurrent(point) ? 13 : 9;
        const std::array<QPointF, 4> places = {QPointF(at.x() + gap, at.y() - height - 2), QPointF(at.x() + gap, at.y() + 2),
                                               QPointF(at.x() - width - gap, at.y() - height - 2),
                                               QPointF(at.x() - width - gap, at.y() + 3)};
        const auto isFree = [&](const QPointF& place, bool mayCrossLines) {
            const QRectF rect(place.x() - 2, place.y(), width + 4, height);
            return frame.contains(rect) && (mayCrossLines || !crossesLine(rect)) &&
                   std::none_of(taken.begin(), taken.end(), [&rect](const QRectF& other) { return other.intersects(rect); });
        };
        const auto isBest = [&](const QPointF& place) { return isFree(place, false); };
        // The plan at hand is named, be it on a line.
        const bool mayCrossLines = isCurrent(point) && std::none_of(places.begin(), places.end(), isBest);
        for (const QPointF& place : places) {
            if (isFree(place, mayCrossLines)) {
                const QRectF rect(place.x() - 2, place.y(), width + 4, height);
                QCPItemText* label = labels_[used++];
                label->setText(text);
                label->position->setCoords(place);
                label->setColor(isCurrent(point) ? colours().text : colours().textSecondary);
                QFont font = textFont(TextSize::caption);
                font.setBold(isCurrent(point));
                label->setFont(font);
                label->setBrush(mayCrossLines ? QBrush(colours().surface) : QBrush(Qt::NoBrush));
                label->setVisible(true);
                taken.push_back(rect);
                break;
            }
        }
    }
    for (; used < labels_.size(); ++used) {
        labels_[used]->setVisible(false);
    }
    currentRing_->setVisible(false);
    for (const Point& point : points_) {
        if (isCurrent(point) && !point.isOwn) {
            currentRing_->topLeft->setCoords(pixelOf(point) - QPointF(10, 10));
            currentRing_->bottomRight->setCoords(pixelOf(point) + QPointF(10, 10));
            currentRing_->setVisible(true);
        }
    }
    const bool ringed = hovered_ >= 0 && hovered_ < pointCount();
    ring_->setVisible(ringed);
    if (ringed) {
        const QPointF at = pixelOf(points_[static_cast<std::size_t>(hovered_)]);
        ring_->topLeft->setCoords(at - QPointF(10, 10));
        ring_->bottomRight->setCoords(at + QPointF(10, 10));
    }
}

} // namespace quantlathe::ui
