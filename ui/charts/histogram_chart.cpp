// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/histogram_chart.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <numeric>

namespace quantlathe::ui {

namespace {

constexpr std::size_t binsShown = 256;
constexpr double shownShare = 0.999;
constexpr std::size_t mostLines = 64; // of levels; with more only their triangles stand

/// Steps: each bin from its left border on, closed at the right end.
void setSteps(QCPGraph& graph, const LinearHistogram& histogram, bool logarithmic) {
    QVector<double> keys;
    QVector<double> values;
    const double width =
        (histogram.high - histogram.low) / static_cast<double>(std::max<std::size_t>(1, histogram.counts.size()));
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        keys.append(histogram.low + width * static_cast<double>(i));
        // A logarithmic axis starts at 1: what is less than one weight lies on its line.
        values.append(logarithmic ? std::max(1.0, histogram.counts[i]) : histogram.counts[i]);
    }
    if (!keys.empty()) {
        keys.append(histogram.high);
        values.append(values.back());
    }
    graph.setData(keys, values, true);
}

} // namespace

HistogramChart::HistogramChart(QWidget* parent) : ChartView(parent) {
    setChartName(tr("Histogram of the weights"));
    bars_ = addGraph();
    bars_->setLineStyle(QCPGraph::lsStepLeft);
    decoded_ = addGraph();
    decoded_->setLineStyle(QCPGraph::lsStepLeft);
    yAxis2->setRange(0, 1);
    marks_ = addGraph(xAxis, yAxis2);
    marks_->setLineStyle(QCPGraph::lsNone);
    setFocusPolicy(Qt::StrongFocus);
    beyond_ = new QCPItemText(this);
    beyond_->position->setType(QCPItemPosition::ptAxisRectRatio);
    beyond_->position->setCoords(1.0, 0.0);
    beyond_->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    beyond_->setClipToAxisRect(false);
    xAxis->setLabel(tr("Weight value"));
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(7));
    yAxis->setTicker(QSharedPointer<LinearTicker>::create(5, true));
    xAxis2->setVisible(false);
    restyle();
}

void HistogramChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    bars_->setPen(QPen(t.histogram, 1));
    bars_->setBrush(t.histogram);
    decoded_->setPen(QPen(t.accent, 1.5));
    marks_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssTriangleInverted, QPen(t.levels), QBrush(t.levels), 6));
    for (QCPItemStraightLine* line : lines_) {
        line->setPen(QPen(t.levels, 1, Qt::DashLine));
    }
    beyond_->setColor(t.textSecondary);
    beyond_->setFont(textFont(TextSize::caption));
}

void HistogramChart::setLogarithmic(bool logarithmic) {
    logarithmic_ = logarithmic;
    yAxis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (logarithmic) {
        const auto ticker = QSharedPointer<QCPAxisTickerLog>::create();
        ticker->setSubTickCount(0);
        yAxis->setTicker(ticker);
        yAxis->setNumberFormat(QStringLiteral("gb"));
        yAxis->setNumberPrecision(0);
    } else {
        yAxis->setTicker(QSharedPointer<LinearTicker>::create(5, true));
    }
    drawBars();
}

void HistogramChart::show(const SelectionReport& report) {
    original_ = {};
    afterwards_ = {};
    levels_ = report.levels;
    if (report.original && report.original->histogram.total() > 0) {
        double range = symmetricRange(report.original->histogram, shownShare);
        range = range > 0 ? range : 1.0;
        original_ = linearHistogram(report.original->histogram, binsShown, -range, range, true);
        if (report.decoded) {
            afterwards_ = linearHistogram(report.decoded->histogram, binsShown, -range, range, true);
        }
    }
    drawBars();
}

void HistogramChart::drawBars() {
    setSteps(*bars_, original_, logarithmic_);
    setSteps(*decoded_, afterwards_, logarithmic_);
    const double highest = original_.counts.empty() ? 1.0 : *std::max_element(original_.counts.begin(), original_.counts.end());
    // Decoded values of coarse encodings stand in few bins; the axis follows the original, so that it does not jump.
    if (!original_.counts.empty()) {
        xAxis->setRange(original_.low, original_.high);
        yAxis->setRange(logarithmic_ ? 1.0 : 0.0, std::max(1.0, highest) * (logarithmic_ ? 2.0 : 1.12));
        const double outside = original_.below + original_.above;
        const double all = std::accumulate(original_.counts.begin(), original_.counts.end(), outside);
        beyond_->setText(outside > 0 ? tr("%1 beyond").arg(percent(outside / std::max(1.0, all), 1)) : QString());
    } else {
        beyond_->setText({});
    }
    xAxis->setVisible(!original_.counts.empty());
    yAxis->setVisible(!original_.counts.empty());
    yAxis->grid()->setVisible(!original_.counts.empty());
    drawLevels();
    replot(rpQueuedReplot);
}

void HistogramChart::drawLevels() {
    QVector<double> keys;
    QVector<double> values;
    if (levels_ && !original_.counts.empty()) {
        for (const float level : levels_->levels) {
            if (level >= original_.low && level <= original_.high) {
                keys.append(static_cast<double>(level));
                values.append(0.985);
            }
        }
    }
    marks_->setData(keys, values, true);
    const std::size_t wanted = static_cast<std::size_t>(keys.size()) <= mostLines ? static_cast<std::size_t>(keys.size()) : 0;
    while (lines_.size() < wanted) {
        auto* line = new QCPItemStraightLine(this);
        line->setPen(QPen(colours().levels, 1, Qt::DashLine));
        line->point1->setAxes(xAxis, yAxis2);
        line->point2->setAxes(xAxis, yAxis2);
        lines_.push_back(line);
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        lines_[i]->setVisible(i < wanted);
        if (i < wanted) {
            const double at = keys[static_cast<qsizetype>(i)];
            lines_[i]->point1->setCoords(at, 0);
            lines_[i]->point2->setCoords(at, 1);
        }
    }
}

void HistogramChart::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_PageDown || event->key() == Qt::Key_PageUp) {
        Q_EMIT blockWanted(event->key() == Qt::Key_PageDown ? 1 : -1);
    } else {
        ChartView::keyPressEvent(event);
    }
}

QByteArray HistogramChart::csv() const {
    QByteArray text =
        csvLine({QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("original"), QStringLiteral("decoded")});
    const double width = (original_.high - original_.low) / std::max(1.0, static_cast<double>(original_.counts.size()));
    for (std::size_t i = 0; i < original_.counts.size(); ++i) {
        const double from = original_.low + width * static_cast<double>(i);
        text += csvLine({QString::number(from, 'g', 9), QString::number(from + width, 'g', 9),
                         QString::number(original_.counts[i], 'g', 12),
                         i < afterwards_.counts.size() ? QString::number(afterwards_.counts[i], 'g', 12) : QString()});
    }
    if (levels_ && !levels_->levels.empty()) {
        text += csvLine(
            {QStringLiteral("level"), QStringLiteral("row"), QStringLiteral("first column"), QStringLiteral("columns")});
        for (const float level : levels_->levels) {
            text += csvLine({QString::number(static_cast<double>(level), 'g', 9), QString::number(levels_->row),
                             QString::number(levels_->firstColumn), QString::number(levels_->columns)});
        }
    }
    return text;
}

} // namespace quantlathe::ui
