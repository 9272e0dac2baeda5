// SPDX-License-Identifier: GPL-3.0-or-later
// What a running conversion shows while it runs: its speed, the error of each tensor, and, where a text chooses the codes, what
// is left of each layer's loss.
#pragma once

#include "ui/bridge/conversion_job.h"
#include "ui/charts/chart_view.h"

namespace quantlathe::ui {

/// MB/s over the seconds of this run.
class SpeedChart : public ChartView {
    Q_OBJECT
public:
    explicit SpeedChart(QWidget* parent = nullptr);
    void show(const Job& job);
    using QWidget::show;
    [[nodiscard]] QByteArray csv() const override;

protected:
    void restyle() override;

private:
    QCPGraph* line_;
    std::vector<Job::Speed> speeds_;
};

/// One bar a tensor, in the order of the model; the worst has its name.
class TensorErrorChart : public ChartView {
    Q_OBJECT
public:
    explicit TensorErrorChart(QWidget* parent = nullptr);
    void show(const ConversionJob& job);
    using QWidget::show;
    [[nodiscard]] QByteArray csv() const override;
    [[nodiscard]] std::size_t count() const { return results_.size(); }

Q_SIGNALS:
    void weightClicked(const QString& name);

protected:
    void restyle() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] const WeightResult* at(const QPointF& position) const;

    QCPGraph* bars_;
    QCPItemText* worst_;
    std::vector<WeightResult> results_; // without those that have no error
};

/// Of each layer: what is left of the squared error of its outputs, as a share of plain rounding's, for all of it and for its
/// worst matrix.
class LayerLossChart : public ChartView {
    Q_OBJECT
public:
    explicit LayerLossChart(QWidget* parent = nullptr);
    void show(const ConversionJob& job);
    using QWidget::show;
    [[nodiscard]] QByteArray csv() const override;

    struct Layer {
        QString name; // "layer 3", "output"
        double share = 1;
        double worstShare = 0;
        std::string worst; // name of the weight
    };
    [[nodiscard]] const std::vector<Layer>& layers() const { return layers_; }

Q_SIGNALS:
    /// The worst of the layer that was clicked.
    void weightClicked(const QString& name);

protected:
    void restyle() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;

private:
    [[nodiscard]] const Layer* at(const QPointF& position) const;

    QCPGraph* whole_;
    QCPGraph* worst_;
    QCPItemStraightLine* plain_;
    QCPItemText* plainName_;
    std::pair<int, std::size_t> shown_; // job, losses
    std::vector<Layer> layers_;
};

} // namespace quantlathe::ui
