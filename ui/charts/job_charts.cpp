// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/job_charts.h"

#include "ui/look/fonts.h"
#include "ui/models/tensor_rows.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <map>
#include <QToolTip>

namespace quantlathe::ui {

namespace {

constexpr double shortestRun = 5; // seconds; an axis does not shrink below it

/// The index that a key is nearest to; nothing beside the plot or beyond `count`.
std::optional<std::size_t> indexAt(const QCustomPlot& plot, const QPointF& position, std::size_t count) {
    const double key = plot.xAxis->pixelToCoord(position.x()) + 0.5;
    if (!plot.axisRect()->rect().contains(position.toPoint()) || key < 0 || key >= static_cast<double>(count)) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(key);
}

void prepareChart(ChartView& chart, const QString& x, const QString& y) {
    chart.setMouseTracking(true);
    chart.xAxis->setTicker(QSharedPointer<LinearTicker>::create(6, true));
    chart.yAxis->setTicker(QSharedPointer<LinearTicker>::create(4));
    chart.xAxis->setLabel(x);
    chart.yAxis->setLabel(y);
}

} // namespace

SpeedChart::SpeedChart(QWidget* parent) : ChartView(parent) {
    setChartName(tr("Speed of the job"));
    line_ = addGraph();
    prepareChart(*this, tr("Time, seconds"), tr("Speed, MB/s"));
    restyle();
}

void SpeedChart::restyle() {
    ChartView::restyle();
    line_->setPen(QPen(colours().accent, 2));
}

void SpeedChart::show(const Job& job) {
    speeds_ = job.speeds;
    QVector<double> seconds;
    QVector<double> megabytes;
    for (const Job::Speed& speed : speeds_) {
        seconds.append(speed.seconds);
        megabytes.append(speed.bytesPerSecond / 1e6);
    }
    line_->setData(seconds, megabytes, true);
    const double fastest = megabytes.isEmpty() ? 1 : *std::ranges::max_element(megabytes);
    xAxis->setRange(0, std::max(shortestRun, job.elapsedSeconds));
    yAxis->setRange(0, fastest * 1.15);
    replot(rpQueuedReplot);
}

QByteArray SpeedChart::csv() const {
    QByteArray text = csvLine({QStringLiteral("seconds"), QStringLiteral("bytes_per_second")});
    for (const Job::Speed& speed : speeds_) {
        text += csvLine({QString::number(speed.seconds, 'g', 9), QString::number(speed.bytesPerSecond, 'g', 9)});
    }
    return text;
}

TensorErrorChart::TensorErrorChart(QWidget* parent) : ChartView(parent) {
    setChartName(tr("Error of each tensor"));
    bars_ = addGraph();
    bars_->setLineStyle(QCPGraph::lsImpulse);
    bars_->setAdaptiveSampling(true);
    worst_ = new QCPItemText(this);
    worst_->setPadding(QMargins(4, 0, 4, 2));
    prepareChart(*this, tr("Tensor, as they come"), tr("Relative error, %"));
    restyle();
}

void TensorErrorChart::restyle() {
    ChartView::restyle();
    const double width = std::clamp(axisRect()->width() / std::max(1.0, 2.0 * static_cast<double>(results_.size())), 1.0, 8.0);
    QPen pen(colours().errorBar, width);
    pen.setCapStyle(Qt::FlatCap);
    bars_->setPen(pen);
    worst_->setColor(colours().text);
    worst_->setFont(textFont(TextSize::caption));
}

void TensorErrorChart::show(const ConversionJob& job) {
    results_.clear();
    std::ranges::copy_if(job.results, std::back_inserter(results_),
                         [](const WeightResult& result) { return result.relativeError > 0; });
    QVector<double> keys;
    QVector<double> errors;
    for (const WeightResult& result : results_) {
        keys.append(static_cast<double>(keys.size()));
        errors.append(result.relativeError * 100);
    }
    bars_->setData(keys, errors, true);
    const auto worst = std::ranges::max_element(results_, {}, &WeightResult::relativeError);
    const double largest = worst == results_.end() ? 1 : worst->relativeError * 100;
    xAxis->setRange(-0.5, std::max<double>(1, static_cast<double>(results_.size())) - 0.5);
    yAxis->setRange(0, largest * 1.25);
    worst_->setVisible(worst != results_.end());
    if (worst != results_.end()) {
        const auto place = static_cast<double>(worst - results_.begin());
        const bool isLeft = place < static_cast<double>(results_.size()) / 2;
        worst_->setText(QString::fromStdString(worst->weight));
        worst_->setPositionAlignment(Qt::AlignBottom | (isLeft ? Qt::AlignLeft : Qt::AlignRight));
        worst_->position->setCoords(place, largest);
    }
    restyle();
    replot(rpQueuedReplot);
}

const WeightResult* TensorErrorChart::at(const QPointF& position) const {
    const auto index = indexAt(*this, position, results_.size());
    return index ? &results_[*index] : nullptr;
}

void TensorErrorChart::mouseMoveEvent(QMouseEvent* event) {
    ChartView::mouseMoveEvent(event);
    if (const WeightResult* const result = at(event->position())) {
        QToolTip::showText(event->globalPosition().toPoint(),
                           tr("%1, %2: relative error %3")
                               .arg(QString::fromStdString(result->weight), QString::fromStdString(result->encoding),
                                    percent(result->relativeError, 2)),
                           this);
    }
}

void TensorErrorChart::mouseReleaseEvent(QMouseEvent* event) {
    ChartView::mouseReleaseEvent(event);
    if (const WeightResult* const result = at(event->position())) {
        Q_EMIT weightClicked(QString::fromStdString(result->weight));
    }
}

QByteArray TensorErrorChart::csv() const {
    QByteArray text = csvLine({QStringLiteral("tensor"), QStringLiteral("encoding"), QStringLiteral("relative_error")});
    for (const WeightResult& result : results_) {
        text += csvLine({QString::fromStdString(result.weight), QString::fromStdString(result.encoding),
                         QString::number(result.relativeError, 'g', 9)});
    }
    return text;
}

LayerLossChart::LayerLossChart(QWidget* parent) : ChartView(parent) {
    setChartName(tr("Loss of each layer against plain rounding"));
    whole_ = addGraph();
    worst_ = addGraph();
    worst_->setLineStyle(QCPGraph::lsNone);
    plain_ = new QCPItemStraightLine(this);
    plain_->point1->setCoords(0, 100);
    plain_->point2->setCoords(1, 100);
    plainName_ = new QCPItemText(this);
    plainName_->setText(tr("plain rounding"));
    plainName_->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
    plainName_->setPadding(QMargins(4, 0, 0, 2));
    plainName_->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    plainName_->position->setTypeY(QCPItemPosition::ptPlotCoords);
    plainName_->position->setCoords(0, 100);
    prepareChart(*this, tr("Layer"), tr("Squared error, % of plain rounding"));
    restyle();
}

void LayerLossChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    whole_->setPen(QPen(t.accent, 2));
    whole_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(t.accent), QBrush(t.accent), 6));
    worst_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssTriangle, QPen(t.levels), QBrush(t.levels), 8));
    plain_->setPen(QPen(t.axis, 1.5, Qt::DashLine));
    plainName_->setColor(t.textSecondary);
    plainName_->setFont(textFont(TextSize::caption));
}

void LayerLossChart::show(const ConversionJob& job) {
    const std::pair wanted(job.id, job.losses.size());
    if (!job.plan || wanted == shown_) {
        return;
    }
    shown_ = wanted;
    struct Sum {
        double before = 0;
        double after = 0;
        double worstShare = 0;
        std::string worst;
    };
    constexpr std::uint32_t behindAll = std::numeric_limits<std::uint32_t>::max();
    std::map<std::uint32_t, Sum> sums;
    for (const ConversionJob::Loss& one : job.losses) {
        const Weight* const weight = job.plan->model->find(one.weight);
        Sum& sum = sums[weight != nullptr && weight->layer ? *weight->layer : behindAll];
        sum.before += one.loss.before;
        sum.after += one.loss.after;
        if (one.loss.ratio() >= sum.worstShare) {
            sum.worstShare = one.loss.ratio();
            sum.worst = one.weight;
        }
    }
    layers_.clear();
    QVector<double> keys;
    QVector<double> whole;
    QVector<double> worst;
    for (const auto& [layer, sum] : sums) {
        keys.append(static_cast<double>(layers_.size()));
        layers_.push_back({layer == behindAll ? tr("output") : tr("layer %1").arg(layer),
                           sum.before > 0 ? sum.after / sum.before : 1, sum.worstShare, sum.worst});
        whole.append(layers_.back().share * 100);
        worst.append(layers_.back().worstShare * 100);
    }
    whole_->setData(keys, whole, true);
    worst_->setData(keys, worst, true);
    const double highest = worst.isEmpty() ? 100 : std::max(100.0, *std::ranges::max_element(worst));
    xAxis->setRange(-0.5, std::max<double>(2, static_cast<double>(layers_.size())) - 0.5);
    yAxis->setRange(0, highest * 1.15);
    replot(rpQueuedReplot);
}

const LayerLossChart::Layer* LayerLossChart::at(const QPointF& position) const {
    const auto index = indexAt(*this, position, layers_.size());
    return index ? &layers_[*index] : nullptr;
}

void LayerLossChart::mouseMoveEvent(QMouseEvent* event) {
    ChartView::mouseMoveEvent(event);
    if (const Layer* const layer = at(event->position())) {
        QToolTip::showText(event->globalPosition().toPoint(),
                           tr("%1: %2 of plain rounding. Worst: %3, %4")
                               .arg(layer->name, percent(layer->share, 0), QString::fromStdString(layer->worst),
                                    percent(layer->worstShare, 0)),
                           this);
    }
}

void LayerLossChart::mouseReleaseEvent(QMouseEvent* event) {
    ChartView::mouseReleaseEvent(event);
    if (const Layer* const layer = at(event->position())) {
        Q_EMIT weightClicked(QString::fromStdString(layer->worst));
    }
}

QByteArray LayerLossChart::csv() const {
    QByteArray text = csvLine({QStringLiteral("layer"), QStringLiteral("share_of_plain_rounding"),
                               QStringLiteral("worst_weight"), QStringLiteral("worst_share")});
    for (const Layer& layer : layers_) {
        text += csvLine({layer.name, QString::number(layer.share, 'g', 9), QString::fromStdString(layer.worst),
                         QString::number(layer.worstShare, 'g', 9)});
    }
    return text;
}

} // namespace quantlathe::ui
