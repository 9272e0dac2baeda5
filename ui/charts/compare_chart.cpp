// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/compare_chart.h"

#include "ui/look/fonts.h"
#include "ui/look/marks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QKeyEvent>

namespace quantlathe::ui {

namespace {

constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;

constexpr int mostLabels = 12;
constexpr double highMarkRadius = 2.6;
constexpr double mostBitsShown = 12; // bits per weight up to which presets set the range of sizes
constexpr double errorsShown = 1e-3; // share of the largest error below which a point stands on the lower edge

} // namespace

CompareChart::CompareChart(const Session& session, QWidget* parent) : ChartView(parent), session_(session) {
    setChartName(tr("Size against error"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    front_ = addGraph();
    stems_ = addGraph();
    exact_ = addGraph();
    sampled_ = addGraph();
    high_ = addGraph();
    own_ = addGraph();
    for (QCPGraph* graph : {exact_, sampled_, own_, high_}) {
        graph->setLineStyle(QCPGraph::lsNone);
    }
    bars_ = new QCPErrorBars(xAxis, yAxis);
    bars_->setDataPlottable(sampled_);
    bars_->setLayer(QStringLiteral("grid")); // below the marks, which cover intervals shorter than themselves
    bars_->setWhiskerWidth(8);
    bars_->setSymbolGap(0);
    setInteraction(QCP::iRangeZoom);
    limit_ = new QCPItemStraightLine(this);
    beyond_ = new QCPItemRect(this);
    beyond_->setLayer(QStringLiteral("background"));
    limitText_ = new QCPItemText(this);
    limitText_->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    currentRing_ = new QCPItemEllipse(this);
    ring_ = new QCPItemEllipse(this);
    waiting_ = new QCPItemText(this);
    waiting_->position->setType(QCPItemPosition::ptAxisRectRatio);
    waiting_->position->setCoords(0.5, 0.45);
    for (int i = 0; i < mostLabels; ++i) {
        auto* label = new QCPItemText(this);
        label->position->setType(QCPItemPosition::ptAbsolute);
        label->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        label->setPadding({});
        label->setVisible(false);
        labels_.push_back(label);
    }
    for (QCPItemEllipse* ring : {ring_, currentRing_}) {
        ring->topLeft->setType(QCPItemPosition::ptAbsolute);
        ring->bottomRight->setType(QCPItemPosition::ptAbsolute);
        ring->setVisible(false);
    }
    card_ = new HoverCard(this);
    hoverDelay_.setSingleShot(true);
    hoverDelay_.setInterval(80);
    yAxis->setScaleType(QCPAxis::stLogarithmic);
    yAxis->setTicker(QSharedPointer<DecadeTicker>::create());
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(7));
    connect(this, &QCustomPlot::afterLayout, this, &CompareChart::placeLabels);
    connect(&hoverDelay_, &QTimer::timeout, this, [this] { hover(hovered_); });
    for (const auto signal : {&Session::modelChanged, &Session::presetsChanged, &Session::planChanged, &Session::qualityChanged,
                              &Session::deviceChanged}) {
        connect(&session_, signal, this, &CompareChart::refill);
    }
    restyle();
    refill();
}

void CompareChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    const Family family = familyOf(session_.format().id());
    const QPen outline(t.family(family), 1.5);
    front_->setPen(QPen(t.axis, 1.5, Qt::CustomDashLine));
    QPen dashes(t.axis, 1.5);
    dashes.setDashPattern({5, 4});
    front_->setPen(dashes);
    exact_->setScatterStyle(QCPScatterStyle(familyMark(family), QPen(Qt::NoPen), t.family(family), 2 * markRadius));
    sampled_->setScatterStyle(QCPScatterStyle(familyMark(family), outline, t.surface, 2 * markRadius));
    own_->setScatterStyle(QCPScatterStyle(planMark(), QPen(t.surface, 1.2), t.accent, 2 * planMarkRadius));
    high_->setScatterStyle(
        QCPScatterStyle(familyMark(family, highMarkRadius), QPen(t.surface, 1), t.family(family), 2 * highMarkRadius));
    stems_->setPen(QPen(t.family(family), 1));
    // Custom shapes are drawn in units of six pixels by the library: undo that.
    for (QCPGraph* graph : {exact_, sampled_, own_, high_}) {
        QCPScatterStyle style = graph->scatterStyle();
        style.setSize(6);
        graph->setScatterStyle(style);
    }
    bars_->setPen(QPen(t.family(family), 1.25));
    limit_->setPen(QPen(t.text, 2));
    beyond_->setPen(Qt::NoPen);
    beyond_->setBrush(blended(t.surface, t.badTint, 0.55));
    limitText_->setColor(t.text);
    limitText_->setFont(textFont(TextSize::caption));
    waiting_->setColor(t.textSecondary);
    waiting_->setFont(textFont(TextSize::body));
    ring_->setPen(QPen(t.text, 2));
    currentRing_->setPen(QPen(t.accent, 2));
    for (QCPItemText* label : labels_) {
        label->setFont(textFont(TextSize::caption));
        label->setColor(t.textSecondary);
    }
}

void CompareChart::setAcross(CompareAxis axis) {
    across_ = axis;
    refill();
}

void CompareChart::setShownEffort(ShownEffort shown) {
    shown_ = shown;
    refill();
}

const std::shared_ptr<const PlanQuality>& CompareChart::qualityOf(const PlanFacts& facts) const {
    return facts.isOwnPlan ? facts.quality : facts.qualityAt(shown_ == ShownEffort::high ? Effort::high : Effort::normal);
}

int CompareChart::pairCount() const {
    return static_cast<int>(std::ranges::count_if(points_, [](const Point& point) { return point.highError.has_value(); }));
}

double CompareChart::xOf(const PlanFacts& facts) const {
    switch (across_) {
    case CompareAxis::fileSize: return inUnit(facts.fileBytes, unit_);
    case CompareAxis::memory: return static_cast<double>(facts.device.memory.total()) / gibibyte;
    case CompareAxis::bitsPerWeight: return facts.bitsPerWeight;
    }
    return 0;
}

void CompareChart::refill() {
    const QString hoveredName =
        hovered_ >= 0 && hovered_ < pointCount() ? points_[static_cast<std::size_t>(hovered_)].facts.name : QString();
    points_.clear();
    std::uint64_t largestFile = 0;
    for (const PlanFacts& facts : session_.presets()) {
        largestFile = std::max(largestFile, facts.fileBytes);
    }
    unit_ = sizeUnitFor(largestFile);
    double largestX = 0;
    double smallestX = std::numeric_limits<double>::infinity();
    double highest = 0;
    const auto add = [&](const PlanFacts& facts) {
        if (!facts.isUsable()) {
            return;
        }
        // The axis is set from sizes, so nothing moves when an error arrives. Formats without blocks (16 and 32 bits) lie so
        // far to the right that they would press the others together: they are named in the heading.
        if (facts.bitsPerWeight <= mostBitsShown || facts.isOwnPlan) {
            largestX = std::max(largestX, xOf(facts));
        }
        smallestX = std::min(smallestX, xOf(facts));
        if (const auto& quality = qualityOf(facts)) {
            Point point{facts, xOf(facts), quality->relativeError * 100, {}, false, facts.isOwnPlan};
            if (shown_ == ShownEffort::both && facts.highQuality && !facts.isOwnPlan) {
                point.highError = facts.highQuality->relativeError * 100;
            }
            highest = std::max(highest, point.error);
            points_.push_back(std::move(point));
        }
    };
    for (const PlanFacts& facts : session_.presets()) {
        add(facts);
    }
    if (session_.planFacts() != nullptr && session_.planFacts()->isOwnPlan) {
        add(*session_.planFacts());
    }
    highest = highest > 0 ? highest : 10;
    double lowest = highest;
    for (Point& point : points_) {
        point.isNearly0 = point.error < highest * errorsShown;
        lowest = point.isNearly0 ? lowest : std::min(lowest, point.error);
    }
    const double halfDecade = std::sqrt(10.0);
    floor_ = lowest / halfDecade;
    yAxis->setRange(floor_, highest * (halfDecade * 0.75));
    std::sort(points_.begin(), points_.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    fillGraphs();
    const bool hasAxis = largestX > 0;
    if (hasAxis) {
        const double room = std::max((largestX - smallestX) * 0.06, largestX * 0.02);
        xAxis->setRange(std::max(0.0, smallestX - room), largestX + room);
    }
    drawLimit(largestX);
    xAxis->setLabel(across_ == CompareAxis::fileSize ? tr("File size, %1").arg(unitName(unit_))
                    : across_ == CompareAxis::memory ? tr("Memory on the card, GiB")
                                                     : tr("Bits per weight"));
    yAxis->setLabel(tr("Relative error, %"));
    waiting_->setText(hasAxis ? tr("Measuring the presets") : tr("Nothing to compare: this model cannot be converted."));
    waiting_->setVisible(points_.empty());
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setVisible(hasAxis);
    }
    yAxis->grid()->setVisible(hasAxis);
    hovered_ = -1;
    for (int i = 0; i < pointCount() && !hoveredName.isEmpty(); ++i) {
        if (points_[static_cast<std::size_t>(i)].facts.name == hoveredName) {
            hovered_ = i;
        }
    }
    setAccessibleDescription(counted(pointCount(), tr("1 preset measured"), tr("%1 presets measured")));
    replot(rpQueuedReplot);
    Q_EMIT redrawn();
}

void CompareChart::fillGraphs() {
    std::vector<PlanFacts> measured;
    std::array<QVector<double>, 4> keys; // exact, sampled, own plan, high effort
    std::array<QVector<double>, 4> values;
    QVector<double> halves, stemKeys, stemValues;
    for (Point& point : points_) {
        if (point.isNearly0) {
            point.error = floor_;
        }
        const PlanQuality& quality = *qualityOf(point.facts);
        const std::size_t which = point.isOwn ? 2 : quality.sampled ? 1 : 0;
        keys[which].append(point.x);
        values[which].append(point.error);
        if (which == 1) {
            halves.append(std::min(quality.interval95 * 100, point.error * 0.9));
        }
        if (point.highError && !point.isNearly0) {
            keys[3].append(point.x);
            values[3].append(*point.highError);
            stemKeys.append({point.x, point.x, point.x});
            stemValues.append({point.error, *point.highError, qQNaN()}); // the gap parts one stem from the next
        }
        if (!point.isOwn) {
            measured.push_back(point.facts);
            measured.back().quality = qualityOf(point.facts);
        }
    }
    exact_->setData(keys[0], values[0], true);
    sampled_->setData(keys[1], values[1], true);
    bars_->setData(halves);
    own_->setData(keys[2], values[2], true);
    high_->setData(keys[3], values[3], true);
    stems_->setData(stemKeys, stemValues, true);
    QVector<double> frontKeys, frontValues;
    for (const std::size_t index : paretoFront(measured)) {
        frontKeys.append(xOf(measured[index]));
        frontValues.append(std::max(floor_, measured[index].quality->relativeError * 100));
    }
    front_->setData(frontKeys, frontValues, true);
}

void CompareChart::drawLimit(double largestX) {
    limitNote_.clear();
    QStringList further;
    for (const PlanFacts& facts : session_.presets()) {
        if (facts.isUsable() && xOf(facts) > xAxis->range().upper) {
            further.append(facts.name);
        }
    }
    if (!further.isEmpty()) {
        limitNote_ = tr("%1 lie further right").arg(further.join(QStringLiteral(", ")));
    }
    const auto addNote = [this](const QString& text) {
        limitNote_ += (limitNote_.isEmpty() ? QString() : QStringLiteral(" · ")) + text;
    };
    limit_->setVisible(false);
    beyond_->setVisible(false);
    limitText_->setVisible(false);
    const PlanFacts* reference = session_.planFacts();
    if (reference == nullptr || across_ == CompareAxis::bitsPerWeight || largestX <= 0) {
        return;
    }
    const Gpu& gpu = session_.device().gpu;
    const auto limit = across_ == CompareAxis::memory ? std::optional(gpu.memoryBytes) : fileLimit(*reference, gpu);
    const QString card =
        tr("%1 at %2 tokens").arg(QString::fromStdString(gpu.name), grouped(session_.device().run.contextTokens));
    if (!limit) {
        addNote(tr("%1: the context alone does not fit").arg(card));
        return;
    }
    const double at = across_ == CompareAxis::memory ? static_cast<double>(*limit) / gibibyte : inUnit(*limit, unit_);
    const QString text =
        tr("%1: %2").arg(card, across_ == CompareAxis::memory ? memorySize(static_cast<double>(*limit)) : fileSize(*limit));
    if (at > largestX * 1.35) {
        addNote(tr("%1, beyond the right edge").arg(text));
        return;
    }
    const double right = std::max(xAxis->range().upper, at + (xAxis->range().upper - xAxis->range().lower) * 0.08);
    xAxis->setRange(xAxis->range().lower, right);
    limit_->setVisible(true);
    limit_->point1->setCoords(at, floor_);
    limit_->point2->setCoords(at, floor_ * 2);
    beyond_->setVisible(true);
    beyond_->topLeft->setTypeX(QCPItemPosition::ptPlotCoords);
    beyond_->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
    beyond_->topLeft->setCoords(at, 0);
    beyond_->bottomRight->setType(QCPItemPosition::ptAxisRectRatio);
    beyond_->bottomRight->setCoords(1, 1);
    limitText_->setVisible(true);
    limitText_->position->setTypeX(QCPItemPosition::ptPlotCoords);
    limitText_->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    const double middle = (xAxis->range().lower + xAxis->range().upper) / 2;
    limitText_->setPositionAlignment((at > middle ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
    limitText_->setPadding(QMargins(8, 2, 8, 2));
    limitText_->setText(text);
    limitText_->position->setCoords(at, 0);
}

bool CompareChart::isCurrent(const Point& point) const {
    return session_.planFacts() != nullptr && point.facts.name == session_.planFacts()->name;
}

QPointF CompareChart::pixelOf(const Point& point) const {
    return {xAxis->coordToPixel(point.x), yAxis->coordToPixel(point.error)};
}

QByteArray CompareChart::csv() const {
    QByteArray text =
        csvLine({QStringLiteral("preset"), QStringLiteral("file_bytes"), QStringLiteral("bits_per_weight"),
                 QStringLiteral("relative_error"), QStringLiteral("interval_95"), QStringLiteral("sampled"),
                 QStringLiteral("relative_error_high_effort"), QStringLiteral("vram_bytes"), QStringLiteral("free_bytes")});
    for (const Point& point : points_) {
        const PlanFacts& f = point.facts;
        const PlanQuality& quality = *qualityOf(f);
        text += csvLine({f.name, QString::number(f.fileBytes), QString::number(f.bitsPerWeight, 'g', 9),
                         QString::number(quality.relativeError, 'g', 9), QString::number(quality.interval95, 'g', 9),
                         quality.sampled ? QStringLiteral("yes") : QStringLiteral("no"),
                         f.highQuality ? QString::number(f.highQuality->relativeError, 'g', 9) : QString(),
                         QString::number(f.device.memory.total()), QString::number(f.device.fit.freeBytes)});
    }
    return text;
}

} // namespace quantlathe::ui
