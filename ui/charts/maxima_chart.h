// SPDX-License-Identifier: GPL-3.0-or-later
// The largest |w| of every input column or output row of a matrix: outlier channels stand out.
#pragma once

#include "ui/bridge/statistics_service.h"
#include "ui/charts/chart_view.h"

namespace quantlathe::ui {

enum class MaximaOf { columns, rows };

class MaximaChart : public ChartView {
    Q_OBJECT
public:
    explicit MaximaChart(QWidget* parent = nullptr);

    void show(const SelectionReport& report);
    using QWidget::show;
    void setOf(MaximaOf which);
    [[nodiscard]] QByteArray csv() const override;
    /// "3 of 256 columns beyond 8 × the median"; empty while nothing is known.
    [[nodiscard]] QString note() const;
    /// Indices beyond outlierFactor × the median, largest value first.
    [[nodiscard]] const std::vector<std::size_t>& outliers() const { return outliers_; }

    static constexpr double outlierFactor = 8;

protected:
    void restyle() override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void refill();
    [[nodiscard]] const std::vector<float>& values() const;

    std::shared_ptr<const AbsoluteMaxima> maxima_;
    QString whyNot_;
    MaximaOf of_ = MaximaOf::columns;
    std::vector<std::size_t> outliers_;
    double median_ = 0;
    QCPGraph* line_;
    QCPGraph* marks_;
    QCPItemStraightLine* limit_;
    QCPItemText* waiting_;
    std::vector<QCPItemText*> labels_;
};

} // namespace quantlathe::ui
