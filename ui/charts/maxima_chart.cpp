// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/maxima_chart.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <numeric>
#include <QToolTip>

namespace quantlathe::ui {

namespace {

constexpr std::size_t mostLabels = 6;

} // namespace

MaximaChart::MaximaChart(QWidget* parent) : ChartView(parent) {
    setChartName(tr("Largest value of every column"));
    setMouseTracking(true);
    line_ = addGraph();
    line_->setAdaptiveSampling(true);
    line_->setLineStyle(QCPGraph::lsImpulse);
    marks_ = addGraph();
    marks_->setLineStyle(QCPGraph::lsNone);
    limit_ = new QCPItemStraightLine(this);
    waiting_ = new QCPItemText(this);
    waiting_->position->setType(QCPItemPosition::ptAxisRectRatio);
    waiting_->position->setCoords(0.5, 0.5);
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(7, true));
    yAxis->setTicker(QSharedPointer<LinearTicker>::create(4));
    yAxis->setLabel(tr("Largest |weight|"));
    restyle();
    refill();
}

void MaximaChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    line_->setPen(QPen(t.histogram, 1));
    marks_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(t.levels), QBrush(t.levels), 6));
    limit_->setPen(QPen(t.axis, 1.5, Qt::DashLine));
    for (QCPItemText* text : labels_) {
        text->setColor(t.text);
        text->setFont(textFont(TextSize::caption));
    }
    waiting_->setColor(t.textSecondary);
    waiting_->setFont(textFont(TextSize::body));
}

const std::vector<float>& MaximaChart::values() const {
    static const std::vector<float> none;
    return !maxima_ ? none : of_ == MaximaOf::columns ? maxima_->columns : maxima_->rows;
}

void MaximaChart::show(const SelectionReport& report) {
    whyNot_ = !report.whyNot.isEmpty() ? report.whyNot
              : report.weights.empty() ? tr("Choose a tensor in the list")
              : !report.isSingle()     ? tr("Choose a single tensor to see its columns")
                                       : tr("reading");
    if (report.maxima == maxima_ && maxima_) {
        return;
    }
    maxima_ = report.maxima;
    refill();
}

void MaximaChart::setOf(MaximaOf which) {
    of_ = which;
    setChartName(which == MaximaOf::columns ? tr("Largest value of every column") : tr("Largest value of every row"));
    refill();
}

void MaximaChart::refill() {
    const std::vector<float>& all = values();
    outliers_.clear();
    for (QCPItemText* label : labels_) {
        removeItem(label);
    }
    labels_.clear();
    const bool hasData = !all.empty();
    QVector<double> keys(static_cast<qsizetype>(all.size()));
    std::iota(keys.begin(), keys.end(), 0.0);
    line_->setData(keys, QVector<double>(all.begin(), all.end()), true);
    median_ = 0;
    double largest = 0;
    if (hasData) {
        std::vector<float> sorted = all;
        const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
        std::nth_element(sorted.begin(), middle, sorted.end());
        median_ = *middle;
        largest = *std::max_element(all.begin(), all.end());
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (median_ > 0 && all[i] > outlierFactor * median_) {
                outliers_.push_back(i);
            }
        }
        std::sort(outliers_.begin(), outliers_.end(), [&all](std::size_t a, std::size_t b) { return all[a] > all[b]; });
    }
    QVector<double> markKeys;
    QVector<double> markValues;
    for (const std::size_t i : outliers_) {
        markKeys.append(static_cast<double>(i));
        markValues.append(all[i]);
        if (labels_.size() < mostLabels) {
            auto* label = new QCPItemText(this);
            label->setText(grouped(i));
            label->position->setCoords(static_cast<double>(i), all[i]);
            label->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
            label->setPadding(QMargins(4, 0, 0, 0));
            labels_.push_back(label);
        }
    }
    marks_->setData(markKeys, markValues);
    limit_->point1->setCoords(0, outlierFactor * median_);
    limit_->point2->setCoords(1, outlierFactor * median_);
    limit_->setVisible(hasData && outlierFactor * median_ <= largest * 1.1);
    xAxis->setLabel(of_ == MaximaOf::columns ? tr("Input column") : tr("Output row"));
    xAxis->setRange(-0.5, std::max<double>(1, static_cast<double>(all.size())) - 0.5);
    yAxis->setRange(0, largest > 0 ? largest * 1.15 : 1);
    xAxis->setVisible(hasData);
    yAxis->setVisible(hasData);
    waiting_->setVisible(!hasData);
    waiting_->setText(whyNot_);
    restyle();
    replot(rpQueuedReplot);
}

QString MaximaChart::note() const {
    if (values().empty()) {
        return {};
    }
    const QString size = grouped(values().size());
    const QString factor = decimal(outlierFactor, 0);
    if (outliers_.empty()) {
        return of_ == MaximaOf::columns ? tr("none of %1 columns beyond %2 × the median").arg(size, factor)
                                        : tr("none of %1 rows beyond %2 × the median").arg(size, factor);
    }
    const QString count = grouped(outliers_.size());
    return of_ == MaximaOf::columns ? tr("%1 of %2 columns beyond %3 × the median").arg(count, size, factor)
                                    : tr("%1 of %2 rows beyond %3 × the median").arg(count, size, factor);
}

void MaximaChart::mouseMoveEvent(QMouseEvent* event) {
    ChartView::mouseMoveEvent(event);
    const double key = xAxis->pixelToCoord(event->position().x());
    const auto at = static_cast<std::size_t>(std::max(0.0, key + 0.5));
    if (at < values().size() && axisRect()->rect().contains(event->pos())) {
        const QString text = of_ == MaximaOf::columns ? tr("column %1: %2") : tr("row %1: %2");
        QToolTip::showText(event->globalPosition().toPoint(), text.arg(grouped(at), significant(values()[at], 4)), this);
    }
}

QByteArray MaximaChart::csv() const {
    QByteArray text =
        csvLine({of_ == MaximaOf::columns ? QStringLiteral("column") : QStringLiteral("row"), QStringLiteral("largest")});
    for (std::size_t i = 0; i < values().size(); ++i) {
        text += csvLine({QString::number(i), QString::number(static_cast<double>(values()[i]), 'g', 9)});
    }
    return text;
}

} // namespace quantlathe::ui
