// SPDX-License-Identifier: GPL-3.0-or-later
// What all charts share: the look of axes, tick rules, theme changes, and export as PNG, SVG and CSV.
#pragma once

#include "ui/charts/picture.h"
#include "ui/look/theme.h"
#include "ui/models/csv.h"

#include <qcustomplot.h>

namespace quantlathe::ui {

/// 1, 2, 5 × 10ⁿ with the same number of decimals on all ticks.
class LinearTicker : public QCPAxisTicker {
public:
    /// `counts` writes 250 k, 1.2 M.
    explicit LinearTicker(int wantedTicks, bool counts = false);

protected:
    double getTickStep(const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
    int getSubTickCount(double) override { return 0; }

private:
    bool counts_;
    double step_ = 1;
};

/// 1 and 3 × 10ⁿ, written out.
class DecadeTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double tickStep, const QCPRange& range) override;
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override;
    int getSubTickCount(double) override { return 0; }
};

class ChartView : public QCustomPlot {
    Q_OBJECT
public:
    explicit ChartView(QWidget* parent = nullptr);

    /// What the chart is called in files and for screen readers.
    void setChartName(const QString& name);
    [[nodiscard]] const QString& chartName() const { return name_; }

    /// As it stands, or in another size.
    [[nodiscard]] Picture picture(QSize size = {});
    /// By the file's suffix: .png (twice the size), .svg, .csv. In light colours, with title and model name. Throws
    /// Error(failed) when the file cannot be written.
    void exportTo(const QString& file, const QString& modelName, QSize size = {});
    /// What is drawn, plain numbers with a point.
    [[nodiscard]] virtual QByteArray csv() const = 0;

protected:
    /// Colours in force: those of the window, or the light ones during an export.
    [[nodiscard]] const Theme& colours() const { return theme(); }
    /// Sets colours of everything drawn; called on theme changes and around exports. Overrides call the base first.
    virtual void restyle();
    void styleAxis(QCPAxis& axis, bool isKeyAxis);

private:
    QString name_;
};

} // namespace quantlathe::ui
