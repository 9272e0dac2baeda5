// SPDX-License-Identifier: GPL-3.0-or-later
// All layers at a glance: layers × bins as a colour map, layers × roles as cells to click.
#pragma once

#include "ui/bridge/statistics_service.h"
#include "ui/charts/chart_view.h"

namespace quantlathe::ui {

/// One row a layer, one column a bin of weight values; darker: more of the layer's weights.
class LayerBinsChart : public ChartView {
    Q_OBJECT
public:
    explicit LayerBinsChart(QWidget* parent = nullptr);
    void show(const ModelScan& scan);
    [[nodiscard]] QByteArray csv() const override;

Q_SIGNALS:
    void layerClicked(std::uint32_t layer);

protected:
    void restyle() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    /// The layer under the pointer; nothing beside the map.
    [[nodiscard]] std::optional<std::uint32_t> layerAt(const QPoint& position) const;

    QCPColorMap* map_;
    QCPColorScale* scale_;
    std::vector<std::uint32_t> layers_;
    double range_ = 0;
};

enum class LayerMeasure { standardDeviation, kurtosis, largest, error };

/// One column a layer, one row a role; experts and biases are left to the tree.
class LayerRolesMap : public QWidget {
    Q_OBJECT
public:
    explicit LayerRolesMap(QWidget* parent = nullptr);

    /// `errors`: relative error by weight, negative where unknown; for the measure `error`.
    void show(const Model* model, const ModelScan& scan, const std::vector<double>& errors);
    void setMeasure(LayerMeasure measure);
    void select(std::size_t weight);
    [[nodiscard]] QByteArray csv() const;
    [[nodiscard]] Picture picture();

Q_SIGNALS:
    void weightClicked(std::size_t weight);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Cell {
        std::size_t weight = 0;
        double value = 0;
        bool known = false;
    };
    void refill();
    [[nodiscard]] QRect cellRect(std::size_t role, std::size_t layer) const;
    [[nodiscard]] const Cell* cellAt(const QPoint& position) const;
    [[nodiscard]] QString valueText(double value) const;

    const Model* model_ = nullptr;
    ModelScan scan_;
    std::vector<double> errors_;
    LayerMeasure measure_ = LayerMeasure::standardDeviation;
    std::vector<Role> roles_;
    std::vector<std::uint32_t> layers_;
    std::vector<std::vector<std::optional<Cell>>> cells_; // [role][layer]
    double low_ = 0;
    double high_ = 0;
    std::size_t selected_ = static_cast<std::size_t>(-1);
    const Cell* hovered_ = nullptr;
};

} // namespace quantlathe::ui
