// SPDX-License-Identifier: GPL-3.0-or-later
// SVG path data → QPainterPath, as far as the icon set needs it.
#include "ui/look/icons.h"

#include <cmath>
#include <numbers>

namespace quantlathe::ui {

namespace {

class PathReader {
public:
    explicit PathReader(QStringView data) : data_(data) {}

    QPainterPath read() {
        QChar command;
        while (skipSeparators(), position_ < data_.size()) {
            if (data_[position_].isLetter()) {
                command = data_[position_++];
            } else if (command.isNull()) {
                return path_;
            }
            obey(command);
            // Pairs after a moveto are linetos.
            if (command == QLatin1Char('M')) {
                command = QLatin1Char('L');
            } else if (command == QLatin1Char('m')) {
                command = QLatin1Char('l');
            }
        }
        return path_;
    }

private:
    void skipSeparators() {
        while (position_ < data_.size() && (data_[position_].isSpace() || data_[position_] == QLatin1Char(','))) {
            ++position_;
        }
    }

    double number() {
        skipSeparators();
        const auto start = position_;
        bool seenPoint = false;
        while (position_ < data_.size()) {
            const QChar c = data_[position_];
            const bool isSign = (c == QLatin1Char('-') || c == QLatin1Char('+')) && position_ == start;
            const bool isPoint = c == QLatin1Char('.') && !seenPoint;
            if (!c.isDigit() && !isSign && !isPoint) {
                break;
            }
            seenPoint = seenPoint || isPoint;
            ++position_;
        }
        if (position_ == start) {
            ++position_; // not a number: skip, so that a slip in the data cannot loop
            return 0;
        }
        return data_.mid(start, position_ - start).toDouble();
    }

    /// A flag of an arc is one digit, which may touch the next number.
    bool flag() {
        skipSeparators();
        return position_ < data_.size() && data_[position_++] == QLatin1Char('1');
    }

    QPointF point(bool relative) {
        const double x = number();
        const double y = number();
        return relative ? at_ + QPointF(x, y) : QPointF(x, y);
    }

    void lineTo(const QPointF& to) {
        path_.lineTo(to);
        at_ = to;
    }

    void obey(QChar command) {
        const bool relative = command.isLower();
        switch (command.toLower().toLatin1()) {
        case 'm':
            at_ = start_ = point(relative);
            path_.moveTo(at_);
            break;
        case 'l': lineTo(point(relative)); break;
        case 'h': lineTo({number() + (relative ? at_.x() : 0.0), at_.y()}); break;
        case 'v': lineTo({at_.x(), number() + (relative ? at_.y() : 0.0)}); break;
        case 'c': {
            const QPointF first = point(relative);
            const QPointF second = point(relative);
            const QPointF end = point(relative);
            path_.cubicTo(first, second, end);
            at_ = end;
            break;
        }
        case 'a': {
            const double radius = number();
            number(); // the icons use circles only: second radius and rotation say nothing
            number();
            const bool large = flag();
            const bool sweep = flag();
            arcTo(radius, large, sweep, point(relative));
            break;
        }
        case 'z':
            path_.closeSubpath();
            at_ = start_;
            break;
        default: break;
        }
    }

    /// Circle arc from the current point to `end` (SVG 1.1, appendix F.6.5, for equal radii).
    void arcTo(double radius, bool large, bool sweep, const QPointF& end) {
        const QPointF half = (at_ - end) / 2;
        const double distance = std::hypot(half.x(), half.y());
        radius = std::max(radius, distance);
        double rise = distance > 0 ? std::sqrt(std::max(0.0, radius * radius - distance * distance)) / distance : 0.0;
        if (large == sweep) {
            rise = -rise;
        }
        const QPointF centre = (at_ + end) / 2 + QPointF(rise * half.y(), -rise * half.x());
        const auto angle = [&centre](const QPointF& p) {
            return -std::atan2(p.y() - centre.y(), p.x() - centre.x()) * 180.0 /
                   std::numbers::pi; // Qt counts against the clock
        };
        const double from = angle(at_);
        double span = angle(end) - from;
        if (sweep && span > 0) {
            span -= 360;
        } else if (!sweep && span < 0) {
            span += 360;
        }
        path_.arcTo(QRectF(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius), from, span);
        at_ = end;
    }

    QStringView data_;
    qsizetype position_ = 0;
    QPainterPath path_;
    QPointF at_;
    QPointF start_;
};

} // namespace

QPainterPath pathFromSvgData(QStringView data) {
    return PathReader(data).read();
}

} // namespace quantlathe::ui
