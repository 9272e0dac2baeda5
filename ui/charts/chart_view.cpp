// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"

#include <cmath>

namespace quantlathe::ui {

LinearTicker::LinearTicker(int wantedTicks, bool counts) : counts_(counts) {
    setTickCount(wantedTicks);
}

double LinearTicker::getTickStep(const QCPRange& range) {
    const double exact = range.size() / std::max(1, tickCount());
    const double magnitude = std::pow(10.0, std::floor(std::log10(std::max(exact, 1e-300))));
    const double mantissa = exact / magnitude;
    step_ = magnitude * (mantissa <= 1.4 ? 1 : mantissa <= 3.2 ? 2 : mantissa <= 7 ? 5 : 10);
    return step_;
}

QString LinearTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    if (counts_) {
        return countTick(tick);
    }
    const int decimals = std::clamp(static_cast<int>(-std::floor(std::log10(step_) + 1e-9)), 0, 9);
    return decimal(tick, decimals);
}

QVector<double> DecadeTicker::createTickVector(double, const QCPRange& range) {
    QVector<double> ticks;
    const int first = static_cast<int>(std::floor(std::log10(std::max(range.lower, 1e-12))));
    const int last = static_cast<int>(std::ceil(std::log10(std::max(range.upper, 1e-12))));
    // Threes only where they leave room.
    const bool withThrees = last - first <= 5;
    for (int exponent = first; exponent <= last; ++exponent) {
        ticks.append(std::pow(10.0, exponent));
        if (withThrees) {
            ticks.append(3 * std::pow(10.0, exponent));
        }
    }
    return ticks;
}

QString DecadeTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
    const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(tick) + 1e-9)));
    return decimal(tick, decimals);
}

ChartView::ChartView(QWidget* parent) : QCustomPlot(parent) {
    setMinimumHeight(120);
    setNoAntialiasingOnDrag(true);
    axisRect()->setMinimumMargins(QMargins(8, 8, 8, 8));
    xAxis->setSubTicks(false);
    yAxis->setSubTicks(false);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, [this] {
        restyle();
        replot(rpQueuedReplot);
    });
}

void ChartView::setChartName(const QString& name) {
    name_ = name;
    setAccessibleName(name);
}

void ChartView::styleAxis(QCPAxis& axis, bool isKeyAxis) {
    const Theme& t = colours();
    axis.setLabelFont(textFont(TextSize::caption));
    axis.setTickLabelFont(textFont(TextSize::caption));
    axis.setLabelColor(t.textSecondary);
    axis.setTickLabelColor(t.textSecondary);
    axis.setBasePen(isKeyAxis ? QPen(t.axis, 1) : QPen(Qt::NoPen));
    axis.setTickPen(isKeyAxis ? QPen(t.axis, 1) : QPen(Qt::NoPen));
    axis.setTickLengthIn(0);
    axis.setTickLengthOut(isKeyAxis ? 4 : 0);
    axis.setSubTickPen(Qt::NoPen);
    axis.setTickLabelPadding(isKeyAxis ? 4 : 8);
    axis.setLabelPadding(6);
    axis.grid()->setVisible(!isKeyAxis);
    axis.grid()->setPen(QPen(t.grid, 1));
    axis.grid()->setZeroLinePen(Qt::NoPen);
}

void ChartView::restyle() {
    setBackground(QBrush(colours().surface));
    styleAxis(*xAxis, true);
    styleAxis(*yAxis, false);
}

Picture ChartView::picture(QSize size) {
    if (!size.isValid()) {
        size = {std::max(width(), 400), std::max(height(), 240)};
    }
    const auto paint = [this, size](QCPPainter& painter) {
        restyle(); // in the colours of the file
        toPainter(&painter, size.width(), size.height());
        QMetaObject::invokeMethod(
            this,
            [this] {
                restyle();
                replot(rpQueuedReplot);
            },
            Qt::QueuedConnection);
    };
    return {name_, size, paint, [this] { return csv(); }};
}

void ChartView::exportTo(const QString& file, const QString& modelName, QSize size) {
    exportPicture(picture(size), file, modelName);
}

} // namespace quantlathe::ui
