// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "base/error.h"
#include "ui/look/fonts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <cmath>
#include <QFileDialog>
#include <QSaveFile>
#include <QStandardPaths>
#include <QSvgGenerator>

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

QImage ChartView::image(QSize size, double scale) {
    exporting_ = true;
    restyle();
    const QPixmap pixmap = toPixmap(size.width(), size.height(), scale);
    exporting_ = false;
    restyle();
    replot(rpQueuedReplot);
    return pixmap.toImage();
}

namespace {

constexpr int titleHeight = 44;

void paintTitle(QPainter& painter, const QString& title, const QString& model, int width) {
    painter.setFont(boldFont(TextSize::heading));
    painter.setPen(Theme::light().text);
    painter.drawText(QRect(16, 0, width - 32, titleHeight), Qt::AlignVCenter | Qt::AlignLeft, title);
    const int titleWidth = painter.fontMetrics().horizontalAdvance(title);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(Theme::light().textSecondary);
    painter.drawText(QRect(16 + titleWidth + 10, 1, width - 48 - titleWidth, titleHeight), Qt::AlignVCenter | Qt::AlignLeft,
                     model);
}

Error cannotWrite(const QString& file, const QString& reason) {
    return {ErrorKind::failed, "The chart cannot be written", reason.toStdString(), pathOf(file)};
}

} // namespace

void ChartView::exportTo(const QString& file, const QString& modelName, QSize size) {
    if (!size.isValid()) {
        size = {std::max(width(), 400), std::max(height(), 240)};
    }
    if (file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
        QSaveFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(csv()) < 0 || !out.commit()) {
            throw cannotWrite(file, out.errorString());
        }
        return;
    }
    if (file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(size + QSize(0, titleHeight));
        generator.setViewBox(QRect(QPoint(0, 0), size + QSize(0, titleHeight)));
        generator.setTitle(name_);
        exporting_ = true;
        restyle();
        QCPPainter painter;
        if (painter.begin(&generator)) {
            painter.setMode(QCPPainter::pmVectorized);
            painter.fillRect(QRect(QPoint(0, 0), generator.size()), Theme::light().surface);
            paintTitle(painter, name_, modelName, size.width());
            painter.translate(0, titleHeight);
            toPainter(&painter, size.width(), size.height());
            painter.end();
        }
        exporting_ = false;
        restyle();
        replot(rpQueuedReplot);
        if (!QFileInfo::exists(file)) {
            throw cannotWrite(file, tr("The folder does not take new files."));
        }
        return;
    }
    constexpr double scale = 2;
    QImage page((size + QSize(0, titleHeight)) * scale, QImage::Format_RGB32);
    page.fill(Theme::light().surface);
    const QImage chart = image(size, scale);
    QPainter painter(&page);
    painter.scale(scale, scale);
    paintTitle(painter, name_, modelName, size.width());
    painter.drawImage(QRect(0, titleHeight, size.width(), size.height()), chart);
    painter.end();
    if (!page.save(file)) {
        throw cannotWrite(file, tr("The folder does not take new files."));
    }
}

void ChartView::askAndExport(QWidget* parent, const QString& modelName) {
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    QString suggestion = modelName + QLatin1Char(' ') + name_;
    suggestion.replace(QLatin1Char('/'), QLatin1Char('-'));
    QString filter;
    QString file = QFileDialog::getSaveFileName(parent, tr("Export the chart"),
                                                folder + QLatin1Char('/') + suggestion + QLatin1String(".png"),
                                                tr("Picture (*.png);;Drawing (*.svg);;Numbers (*.csv)"), &filter);
    if (file.isEmpty()) {
        return;
    }
    if (QFileInfo(file).suffix().isEmpty()) {
        file += filter.mid(filter.indexOf(QLatin1String("*.")) + 1).chopped(1);
    }
    exportTo(file, modelName);
}

QByteArray csvLine(const QStringList& fields) {
    QStringList quoted;
    for (const QString& field : fields) {
        const bool mustQuote =
            field.contains(QLatin1Char(',')) || field.contains(QLatin1Char('"')) || field.contains(QLatin1Char('\n'));
        quoted.append(mustQuote ? QLatin1Char('"') + QString(field).replace(QLatin1Char('"'), QLatin1String("\"\"")) +
                                      QLatin1Char('"')
                                : field);
    }
    return quoted.join(QLatin1Char(',')).toUtf8() + '\n';
}

} // namespace quantlathe::ui
