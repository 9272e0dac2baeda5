// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/compare_chart.h"

#include "ui/look/fonts.h"
#include "ui/look/marks.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <QKeyEvent>

namespace quantlathe::ui {

namespace {

constexpr int mostLabels = 12;
constexpr double highMarkRadius = 2.6;
constexpr double mostBitsShown = 12; // bits per weight up to which presets set the range of sizes
constexpr int dragRestMilliseconds = 60;
constexpr double worthShowing = 1; // nats: models beyond are broken, however they are made

} // namespace

CompareChart::CompareChart(const Session& session, QWidget* parent) : ChartView(parent), session_(session) {
    setChartName(tr("Size against quality"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    front_ = addGraph();
    mixes_ = addGraph();
    stems_ = addGraph();
    high_ = addGraph();
    const auto addBars = [this](QCPGraph* graph) {
        auto* bars = new QCPErrorBars(xAxis, yAxis);
        bars->setDataPlottable(graph);
        bars->setLayer(QStringLiteral("grid")); // below the marks, which cover intervals shorter than themselves
        bars->setWhiskerWidth(8);
        bars->setSymbolGap(0);
        return bars;
    };
    const auto addMarks = [this] {
        QCPGraph* const graph = addGraph();
        graph->setLineStyle(QCPGraph::lsNone);
        return graph;
    };
    for (const Format* const format : formats()) {
        Series& series = series_.emplace_back();
        series.format = format;
        series.measured = addMarks();
        series.measuredBars = addBars(series.measured);
        series.estimated = addMarks();
        series.estimatedBars = addBars(series.estimated);
    }
    high_->setLineStyle(QCPGraph::lsNone);
    own_ = addMarks(); // on top of all
    ownBars_ = addBars(own_);
    original_ = new QCPItemStraightLine(this);
    originalText_ = new QCPItemText(this);
    originalText_->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
    originalText_->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
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
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(7));
    connect(this, &QCustomPlot::afterLayout, this, &CompareChart::placeLabels);
    rest_.setSingleShot(true);
    rest_.setInterval(dragRestMilliseconds);
    connect(&rest_, &QTimer::timeout, this, [this] { Q_EMIT mixWanted(wished_); });
    connect(&hoverDelay_, &QTimer::timeout, this, [this] { hover(hovered_); });
    for (const auto signal : {&Session::modelChanged, &Session::presetsChanged, &Session::planChanged, &Session::qualityChanged,
                              &Session::deviceChanged}) {
        connect(&session_, signal, this, &CompareChart::refill);
    }
    connect(&session_, &Session::runsInChanged, this, [this] {
        restyle();
        refill();
    });
    restyle();
    refill();
}

/// Families that the chosen program does not load are outlined in grey, whatever is known of them.
void CompareChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    const Family family = familyOf(session_.format().id());
    front_->setPen(QPen(t.axis, 1.5, Qt::CustomDashLine));
    QPen dashes(t.axis, 1.5);
    dashes.setDashPattern({5, 4});
    front_->setPen(dashes);
    mixes_->setPen(QPen(t.accent, 2));
    std::vector<QCPGraph*> marked{own_, high_};
    for (const Series& series : series_) {
        const Family its = familyOf(series.format->id());
        const bool isLoaded = session_.whyNotLoaded(*series.format).isEmpty();
        const QColor colour = isLoaded ? t.family(its) : t.disabled;
        const QCPScatterStyle outline(familyMark(its), QPen(colour, 1.5), t.surface, 2 * markRadius);
        series.measured->setScatterStyle(isLoaded ? QCPScatterStyle(familyMark(its), QPen(Qt::NoPen), colour, 2 * markRadius)
                                                  : outline);
        series.estimated->setScatterStyle(outline);
        series.measuredBars->setPen(QPen(colour, 1.25));
        series.estimatedBars->setPen(QPen(colour, 1.25));
        marked.insert(marked.end(), {series.measured, series.estimated});
    }
    own_->setScatterStyle(QCPScatterStyle(planMark(), QPen(t.surface, 1.2), t.accent, 2 * planMarkRadius));
    high_->setScatterStyle(
        QCPScatterStyle(familyMark(family, highMarkRadius), QPen(t.surface, 1), t.family(family), 2 * highMarkRadius));
    stems_->setPen(QPen(t.family(family), 1));
    // Custom shapes are drawn in units of six pixels by the library: undo that.
    for (QCPGraph* graph : marked) {
        QCPScatterStyle style = graph->scatterStyle();
        style.setSize(6);
        graph->setScatterStyle(style);
    }
    ownBars_->setPen(QPen(t.accent, 1.25));
    QPen dots(t.axis, 1);
    dots.setDashPattern({3, 3});
    original_->setPen(dots);
    originalText_->setColor(t.textSecondary);
    originalText_->setFont(textFont(TextSize::caption));
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

void CompareChart::setMeasurements(const MeasureService& measurements) {
    measurements_ = &measurements;
    connect(&measurements, &MeasureService::resultsChanged, this, &CompareChart::refill);
    refill();
}

void CompareChart::setWithOtherFormats(bool withOthers) {
    withOthers_ = withOthers;
    refill();
}

void CompareChart::setPlanner(const PlannerService& planner) {
    planner_ = &planner;
    connect(&planner, &PlannerService::changed, this, &CompareChart::refill);
    refill();
}

int CompareChart::mixCount() const {
    return mixes_->visible() ? mixes_->dataCount() : 0;
}

std::optional<double> CompareChart::mixAt(double x) const {
    if (mixCount() == 0) {
        return std::nullopt;
    }
    return mixes_->data()->findBegin(x)->value;
}

void CompareChart::setUp(CompareQuality quality) {
    up_ = quality;
    refill();
}

int CompareChart::measuredCount() const {
    return static_cast<int>(std::ranges::count_if(points_, &Point::isMeasured));
}

int CompareChart::pairCount() const {
    return static_cast<int>(std::ranges::count_if(points_, [](const Point& point) { return point.highValue.has_value(); }));
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
    fitDivergence();
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
        if (const auto shown = shownValue(facts)) {
            Point point{facts, xOf(facts), shown->value,   shown->low, shown->high, shown->isMeasured,
                        {},    false,      facts.isOwnPlan};
            const auto high = valueOf(facts, Effort::high);
            const bool isLikeIt = high && (up_ == CompareQuality::relativeError || high->isMeasured);
            if (shown_ == ShownEffort::both && facts.hasEffort && isLikeIt && !facts.isOwnPlan) {
                point.highValue = high->value;
            }
            points_.push_back(std::move(point));
        }
    };
    for (const PlanFacts& facts : session_.presets()) {
        add(facts);
    }
    for (const PlanFacts& facts : session_.otherPresets()) {
        if (withOthers_) {
            add(facts);
        }
    }
    if (session_.planFacts() != nullptr && session_.planFacts()->isOwnPlan) {
        add(*session_.planFacts());
    }
    setRangeOfValues();
    std::sort(points_.begin(), points_.end(),
              [](const Point& a, const Point& b) { return std::pair(a.x, a.value) < std::pair(b.x, b.value); });
    fillGraphs();
    const bool hasAxis = largestX > 0;
    if (hasAxis) {
        const double room = std::max((largestX - smallestX) * 0.06, largestX * 0.02);
        xAxis->setRange(std::max(0.0, smallestX - room), largestX + room);
    }
    drawLimit(largestX);
    drawOriginal();
    fillMixes();
    xAxis->setLabel(across_ == CompareAxis::fileSize ? tr("File size, %1").arg(unitName(unit_))
                    : across_ == CompareAxis::memory ? tr("Memory on the card, GiB")
                                                     : tr("Bits per weight"));
    yAxis->setLabel(up_ == CompareQuality::relativeError ? tr("Relative error, %")
                    : up_ == CompareQuality::divergence  ? tr("KL divergence, nats per token")
                                                         : tr("Perplexity"));
    waiting_->setText(!hasAxis ? tr("Nothing to compare: this model cannot be converted.")
                      : up_ == CompareQuality::relativeError
                          ? tr("Measuring the presets")
                          : tr("No measurements yet. Measure how the model changes on a text: press Measure…"));
    waiting_->setVisible(points_.empty() && mixCount() == 0);
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
    setAccessibleDescription(counted(pointCount(), tr("1 preset shown"), tr("%1 presets shown")));
    replot(rpQueuedReplot);
    Q_EMIT redrawn();
}

void CompareChart::fillGraphs() {
    struct Marks {
        QVector<double> keys, values, below, above;
    };
    std::vector<std::array<Marks, 2>> marks(series_.size()); // estimated, measured
    Marks own;
    Marks high;
    QVector<double> stemKeys, stemValues, frontKeys, frontValues;
    double best = std::numeric_limits<double>::infinity();
    for (Point& point : points_) {
        if (point.isNearly0) {
            point.value = floor_;
            point.low = floor_;
            point.high = floor_;
        }
        const auto format = std::ranges::find(series_, &formatOf(point.facts), &Series::format) - series_.begin();
        Marks& of = point.isOwn ? own : marks.at(static_cast<std::size_t>(format))[point.isMeasured ? 1 : 0];
        of.keys.append(point.x);
        of.values.append(point.value);
        of.below.append(isLogarithmic() ? std::min(point.value - point.low, point.value * 0.9) : point.value - point.low);
        of.above.append(point.high - point.value);
        if (point.highValue && !point.isNearly0) {
            high.keys.append(point.x);
            high.values.append(*point.highValue);
            stemKeys.append({point.x, point.x, point.x});
            stemValues.append({point.value, *point.highValue, qQNaN()}); // the gap parts one stem from the next
        }
        if (!point.isOwn && point.value < best) { // they come by size: nothing smaller is as good
            best = point.value;
            frontKeys.append(point.x);
            frontValues.append(point.value);
        }
    }
    for (std::size_t i = 0; i < series_.size(); ++i) {
        const auto& [estimated, measured] = marks[i];
        series_[i].measured->setData(measured.keys, measured.values, true);
        series_[i].measuredBars->setData(measured.below, measured.above);
        series_[i].estimated->setData(estimated.keys, estimated.values, true);
        series_[i].estimatedBars->setData(estimated.below, estimated.above);
    }
    own_->setData(own.keys, own.values, true);
    ownBars_->setData(own.below, own.above);
    high_->setData(high.keys, high.values, true);
    stems_->setData(stemKeys, stemValues, true);
    front_->setData(frontKeys, frontValues, true);
}

/// Only where the axes are those of the planner: size of the file or bits, against divergence.
void CompareChart::fillMixes() {
    const auto planner = planner_ != nullptr ? planner_->planner() : nullptr;
    const bool isShown = planner != nullptr && up_ == CompareQuality::divergence && across_ != CompareAxis::memory;
    mixes_->setVisible(isShown);
    QVector<double> keys;
    QVector<double> values;
    if (isShown) {
        const double highestShown =
            points_.empty() ? std::numeric_limits<double>::infinity() : std::max(worthShowing, yAxis->range().upper);
        for (const PlannedPoint& point : planner->front()) {
            const double x = across_ == CompareAxis::fileSize ? inUnit(point.fileBytes, unit_) : point.bitsPerWeight;
            const double value = planner_->scaled(point.prediction.kl);
            if (value > 0 && value <= highestShown && xAxis->range().contains(x)) {
                keys.append(x);
                values.append(value);
            }
        }
        if (!values.empty()) {
            const auto [lowest, highest] = std::ranges::minmax(values);
            const bool standsAlone = points_.empty(); // nothing is measured yet: the line sets the range
            yAxis->setRange(standsAlone ? std::max(lowest, highest * 1e-5) / 2 : yAxis->range().lower,
                            standsAlone ? highest * 2 : std::max(yAxis->range().upper, highest * 1.5));
        }
    }
    mixes_->setData(keys, values, true);
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
    limit_->point2->setCoords(at, floor_ + 1); // upright, whatever the scale
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
    return session_.planFacts() != nullptr && point.facts.name == session_.planFacts()->name && !isForeign(point.facts);
}

QPointF CompareChart::pixelOf(const Point& point) const {
    return {xAxis->coordToPixel(point.x), yAxis->coordToPixel(point.value)};
}

QByteArray CompareChart::csv() const {
    QByteArray text =
        csvLine({QStringLiteral("preset"), QStringLiteral("format"), QStringLiteral("file_bytes"),
                 QStringLiteral("bits_per_weight"), QStringLiteral("relative_error"), QStringLiteral("interval_95"),
                 QStringLiteral("sampled"), QStringLiteral("relative_error_high_effort"), QStringLiteral("kl_divergence"),
                 QStringLiteral("kl_standard_error"), QStringLiteral("perplexity"), QStringLiteral("perplexity_standard_error"),
                 QStringLiteral("same_top_token"), QStringLiteral("vram_bytes"), QStringLiteral("free_bytes")});
    const auto number = [](double value) { return std::isfinite(value) ? QString::number(value, 'g', 9) : QString(); };
    for (const Point& point : points_) {
        const PlanFacts& f = point.facts;
        const auto quality = qualityOf(f, shownAs());
        const auto measured = measuredOf(f, shownAs());
        const Divergence* const divergence = measured && measured->divergence ? &*measured->divergence : nullptr;
        text +=
            csvLine({f.name, fromView(formatOf(f).id()), QString::number(f.fileBytes), number(f.bitsPerWeight),
                     quality ? number(quality->relativeError) : QString(), quality ? number(quality->interval95) : QString(),
                     !quality           ? QString()
                     : quality->sampled ? QStringLiteral("yes")
                                        : QStringLiteral("no"),
                     f.highQuality ? number(f.highQuality->relativeError) : QString(),
                     divergence != nullptr ? number(divergence->kl.value) : QString(),
                     divergence != nullptr ? number(divergence->kl.error) : QString(),
                     measured ? number(measured->perplexity.value) : QString(),
                     measured ? number(measured->perplexity.error) : QString(),
                     divergence != nullptr ? number(divergence->topOneAgreement.value) : QString(),
                     f.device.memory.isComplete ? QString::number(f.device.memory.total()) : QString(),
                     f.device.memory.isComplete ? QString::number(f.device.fit.freeBytes) : QString()});
    }
    return text;
}

} // namespace quantlathe::ui
