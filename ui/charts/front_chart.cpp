// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/front_chart.h"

#include "ui/look/fonts.h"
#include "ui/look/marks.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::ui {

namespace {

constexpr double smallestKl = 1e-5; // below it a mix cannot be told from the original
constexpr int restMilliseconds = 50;

QCPScatterStyle markOf(const QPainterPath& path, const QColor& fill, const QColor& outline) {
    QCPScatterStyle style(path, QPen(outline, 1.2), fill, 6);
    return style;
}

} // namespace

FrontChart::FrontChart(const Session& session, PlannerService& planner, QWidget* parent)
    : ChartView(parent), session_(session), planner_(planner) {
    setChartName(tr("What more bytes buy"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(180);
    line_ = addGraph();
    presets_ = addGraph();
    presets_->setLineStyle(QCPGraph::lsNone);
    own_ = addGraph();
    own_->setLineStyle(QCPGraph::lsNone);
    label_ = new QCPItemText(this);
    waiting_ = new QCPItemText(this);
    waiting_->position->setType(QCPItemPosition::ptAxisRectRatio);
    waiting_->position->setCoords(0.5, 0.5);
    yAxis->setScaleType(QCPAxis::stLogarithmic);
    yAxis->setTicker(QSharedPointer<DecadeTicker>::create());
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(4));
    rest_.setSingleShot(true);
    rest_.setInterval(restMilliseconds);
    connect(&rest_, &QTimer::timeout, this, [this] { Q_EMIT sizeWanted(wished_); });
    connect(&planner_, &PlannerService::changed, this, &FrontChart::refill);
    restyle();
    refill();
}

void FrontChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    line_->setPen(QPen(t.accent, 2));
    const Family family = familyOf(session_.format().id());
    presets_->setScatterStyle(markOf(familyMark(family), t.surface, t.family(family)));
    own_->setScatterStyle(markOf(planMark(), t.accent, t.surface));
    label_->setColor(t.textSecondary);
    label_->setFont(textFont(TextSize::caption));
    waiting_->setColor(t.textSecondary);
    waiting_->setFont(textFont(TextSize::caption));
}

void FrontChart::refill() {
    const auto& planner = planner_.planner();
    const bool hasFront = planner != nullptr;
    for (QCPLayerable* part : std::initializer_list<QCPLayerable*>{line_, presets_, own_, label_, xAxis, yAxis}) {
        part->setVisible(hasFront);
    }
    waiting_->setVisible(!hasFront);
    waiting_->setText(planner_.isMeasuring() ? tr("Measuring, %1").arg(percent(planner_.measuredShare(), 0))
                                             : tr("Known after the first search"));
    if (!hasFront) {
        replot(rpQueuedReplot);
        return;
    }
    unit_ = sizeUnitFor(planner->largestBytes());
    xAxis->setLabel(tr("File, %1").arg(unitName(unit_)));
    QVector<double> x;
    QVector<double> y;
    double lowest = 1;
    double highest = smallestKl;
    // What lies beyond a KL divergence of 3 is of no use to anybody, and 16-bit ends squeeze the rest.
    double left = 0;
    double right = 0;
    for (const PlannedPoint& point : planner->front()) {
        const double kl = planner_.scaled(point.prediction.kl);
        if (kl < smallestKl || kl > 3) {
            continue;
        }
        x.append(inUnit(point.fileBytes, unit_));
        y.append(kl);
        left = left > 0 ? left : x.back();
        right = kl > 1e-3 ? x.back() : right;
        lowest = std::min(lowest, kl);
        highest = std::max(highest, kl);
    }
    line_->setData(x, y, true);
    x.clear();
    y.clear();
    for (const PresetPoint& preset : planner->presets()) {
        const double kl = planner_.scaled(preset.prediction.kl);
        if (kl >= smallestKl && kl <= 3) {
            x.append(inUnit(preset.fileBytes, unit_));
            y.append(kl);
        }
    }
    presets_->setData(x, y);
    const auto prediction = planner_.predictionOfPlan();
    const PlanFacts* facts = session_.planFacts();
    const bool hasOwn = prediction && facts != nullptr && prediction->kl > 0;
    own_->setVisible(hasOwn);
    label_->setVisible(hasOwn);
    if (hasOwn) {
        const double at = inUnit(facts->fileBytes, unit_);
        const double kl = std::max(prediction->kl, smallestKl);
        own_->setData({at}, {kl}, true);
        label_->setText(facts->isOwnPlan ? tr("your plan") : facts->name);
        label_->position->setCoords(at, kl);
        label_->setPositionAlignment(Qt::AlignRight | Qt::AlignTop); // nothing lies below the front
        label_->setPadding(QMargins(0, 4, 8, 0));
        left = std::min(left, at);
        right = std::max(right, at);
        lowest = std::min(lowest, kl);
    }
    const double room = std::max(1e-9, (right - left) * 0.06);
    xAxis->setRange(left - room, right + room);
    yAxis->setRange(std::max(lowest, 3e-4) / 1.8, highest * 1.8);
    replot(rpQueuedReplot);
}

void FrontChart::wish(double x) {
    if (const auto& planner = planner_.planner()) {
        const double bytes = std::max(0.0, x) * (unit_ == SizeUnit::gigabytes ? 1e9 : 1e6);
        wished_ = std::clamp(static_cast<std::uint64_t>(bytes), planner->smallestBytes(), planner->largestBytes());
        if (!rest_.isActive()) { // not restarted: the plan follows while the mouse moves
            rest_.start();
        }
    }
}

void FrontChart::mousePressEvent(QMouseEvent* event) {
    isDragging_ = event->button() == Qt::LeftButton && axisRect()->rect().contains(event->pos());
    if (isDragging_) {
        wish(xAxis->pixelToCoord(event->pos().x()));
    }
    ChartView::mousePressEvent(event);
}

void FrontChart::mouseMoveEvent(QMouseEvent* event) {
    if (isDragging_) {
        wish(xAxis->pixelToCoord(event->pos().x()));
    }
    ChartView::mouseMoveEvent(event);
}

void FrontChart::mouseReleaseEvent(QMouseEvent* event) {
    isDragging_ = false;
    ChartView::mouseReleaseEvent(event);
}

void FrontChart::keyPressEvent(QKeyEvent* event) {
    const auto& planner = planner_.planner();
    const PlanFacts* facts = session_.planFacts();
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step == 0 || !planner || facts == nullptr) {
        ChartView::keyPressEvent(event);
        return;
    }
    const auto front = planner->front();
    const auto at = &planner->nearest(facts->fileBytes) - front.data() + step;
    if (at >= 0 && at < static_cast<std::ptrdiff_t>(front.size())) {
        Q_EMIT sizeWanted(front[static_cast<std::size_t>(at)].fileBytes);
    }
}

QByteArray FrontChart::csv() const {
    QByteArray text = csvLine({QStringLiteral("kind"), QStringLiteral("name"), QStringLiteral("bytes"),
                               QStringLiteral("predicted_kl"), QStringLiteral("kl_low"), QStringLiteral("kl_high")});
    const auto add = [&](const QString& kind, const QString& name, std::uint64_t bytes, const Prediction& table) {
        const Prediction prediction = planner_.scaled(table);
        text += csvLine({kind, name, QString::number(bytes), QString::number(prediction.kl, 'g', 9),
                         QString::number(prediction.klLow, 'g', 9), QString::number(prediction.klHigh, 'g', 9)});
    };
    if (const auto& planner = planner_.planner()) {
        for (const PlannedPoint& point : planner->front()) {
            add(QStringLiteral("best mix"), {}, point.fileBytes, point.prediction);
        }
        for (const PresetPoint& preset : planner->presets()) {
            add(QStringLiteral("preset"), fromView(preset.preset->name), preset.fileBytes, preset.prediction);
        }
    }
    return text;
}

} // namespace quantlathe::ui
