// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/layer_charts.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <cmath>
#include <QToolTip>

namespace quantlathe::ui {

namespace {

constexpr int binsAcross = 161;
constexpr double shownShare = 0.999;

} // namespace

LayerBinsChart::LayerBinsChart(QWidget* parent) : ChartView(parent) {
    setChartName(tr("Layers against weight values"));
    setMouseTracking(true);
    map_ = new QCPColorMap(xAxis, yAxis);
    map_->setInterpolate(false);
    map_->setTightBoundary(false); // whole cells at the borders, not halves
    scale_ = new QCPColorScale(this);
    scale_->setType(QCPAxis::atRight);
    scale_->setBarWidth(12);
    scale_->axis()->setTicker(QSharedPointer<LinearTicker>::create(4));
    scale_->axis()->setLabel(tr("Share of the layer, %"));
    plotLayout()->addElement(0, 1, scale_);
    map_->setColorScale(scale_);
    auto* group = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msTop | QCP::msBottom, group);
    scale_->setMarginGroup(QCP::msTop | QCP::msBottom, group);
    xAxis->setLabel(tr("Weight value"));
    yAxis->setLabel(tr("Layer"));
    yAxis->setRangeReversed(true);
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(7));
    auto layerTicker = QSharedPointer<LinearTicker>::create(6);
    yAxis->setTicker(layerTicker);
    restyle();
}

void LayerBinsChart::restyle() {
    ChartView::restyle();
    yAxis->grid()->setVisible(false);
    const Theme& t = colours();
    QCPColorGradient gradient;
    gradient.clearColorStops();
    for (std::size_t i = 0; i < t.neutral.size(); ++i) {
        gradient.setColorStopAt(static_cast<double>(i) / static_cast<double>(t.neutral.size() - 1), t.neutral[i]);
    }
    map_->setGradient(gradient);
    if (scale_->axis() != nullptr) {
        scale_->setGradient(gradient);
        styleAxis(*scale_->axis(), true);
        scale_->axis()->setBasePen(Qt::NoPen);
    }
}

void LayerBinsChart::show(const ModelScan& scan) {
    layers_.clear();
    FineHistogram all;
    for (const auto& [layer, histogram] : scan.layers) {
        layers_.push_back(layer);
        all.merge(histogram);
    }
    const bool hasData = !layers_.empty() && all.total() > 0;
    map_->setVisible(hasData);
    xAxis->setVisible(hasData);
    yAxis->setVisible(hasData);
    scale_->setVisible(hasData);
    if (!hasData) {
        replot(rpQueuedReplot);
        return;
    }
    range_ = std::max(symmetricRange(all, shownShare), 1e-12);
    const auto rows = static_cast<int>(layers_.size());
    const double binWidth = 2 * range_ / binsAcross;
    map_->data()->setSize(binsAcross, rows);
    map_->data()->setRange(QCPRange(-range_ + binWidth / 2, range_ - binWidth / 2),
                           QCPRange(layers_.front(), std::max<double>(layers_.back(), layers_.front() + 1e-9)));
    double highest = 0;
    int row = 0;
    for (const auto& [layer, histogram] : scan.layers) {
        const LinearHistogram bins = linearHistogram(histogram, binsAcross, -range_, range_, true);
        const double total = std::max(1.0, static_cast<double>(histogram.total()));
        for (int bin = 0; bin < binsAcross; ++bin) {
            const double share = 100.0 * bins.counts[static_cast<std::size_t>(bin)] / total;
            map_->data()->setCell(bin, row, share);
            highest = std::max(highest, share);
        }
        ++row;
    }
    map_->setDataRange(QCPRange(0, highest));
    xAxis->setRange(-range_, range_);
    yAxis->setRange(layers_.front() - 0.5, layers_.back() + 0.5);
    replot(rpQueuedReplot);
}

std::optional<std::uint32_t> LayerBinsChart::layerAt(const QPoint& position) const {
    if (!map_->visible() || !axisRect()->rect().contains(position)) {
        return std::nullopt;
    }
    const double layer = std::round(yAxis->pixelToCoord(position.y()));
    const auto found = std::find(layers_.begin(), layers_.end(), static_cast<std::uint32_t>(std::max(0.0, layer)));
    return found == layers_.end() ? std::nullopt : std::optional(*found);
}

void LayerBinsChart::mousePressEvent(QMouseEvent* event) {
    if (const auto layer = layerAt(event->pos()); layer && event->button() == Qt::LeftButton) {
        Q_EMIT layerClicked(*layer);
    }
    ChartView::mousePressEvent(event);
}

void LayerBinsChart::mouseMoveEvent(QMouseEvent* event) {
    if (const auto layer = layerAt(event->pos())) {
        const double value = xAxis->pixelToCoord(event->pos().x());
        const double share = map_->data()->data(value, *layer);
        QToolTip::showText(event->globalPosition().toPoint(),
                           tr("layer %1, about %2: %3 of its weights. Click to select the layer")
                               .arg(*layer)
                               .arg(significant(value, 3), percent(share / 100, 2)),
                           this);
    }
    ChartView::mouseMoveEvent(event);
}

QByteArray LayerBinsChart::csv() const {
    QStringList header{QStringLiteral("layer")};
    const double width = 2 * range_ / binsAcross;
    for (int bin = 0; bin < binsAcross; ++bin) {
        header.append(QString::number(-range_ + width * (bin + 0.5), 'g', 6));
    }
    QByteArray text = csvLine(header);
    for (std::size_t row = 0; row < layers_.size(); ++row) {
        QStringList fields{QString::number(layers_[row])};
        for (int bin = 0; bin < binsAcross; ++bin) {
            fields.append(QString::number(map_->data()->cell(bin, static_cast<int>(row)) / 100.0, 'g', 8));
        }
        text += csvLine(fields);
    }
    return text;
}

} // namespace quantlathe::ui
