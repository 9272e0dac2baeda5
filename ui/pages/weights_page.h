// SPDX-License-Identifier: GPL-3.0-or-later
// The selected weights in numbers and as a histogram, and all layers at a glance.
#pragma once

#include "ui/bridge/statistics_service.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QStackedWidget;

namespace quantlathe::ui {

class ChartView;
class HistogramChart;
class JoinedButtons;
class LayerBinsChart;
class LayerRolesMap;
class Panel;
class StatisticsTable;

class WeightsPage : public QWidget {
    Q_OBJECT
public:
    WeightsPage(Session& session, StatisticsService& statistics, QWidget* parent = nullptr);
    [[nodiscard]] HistogramChart& histogram() { return *histogram_; }
    [[nodiscard]] LayerBinsChart& layerBins() { return *bins_; }
    void showBins(bool bins);

Q_SIGNALS:
    void exportWanted(quantlathe::ui::ChartView* chart);
    void rolesExportWanted(const QByteArray& csv);
    void weightClicked(std::size_t weight);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void followSelection();
    void followScan();
    void followErrors();

    void arrange();

    Session& session_;
    QBoxLayout* upper_;
    QWidget* legend_;
    QWidget* countCaption_;
    Panel* tablePanel_;
    StatisticsService& statistics_;
    Panel* histogramPanel_;
    HistogramChart* histogram_;
    StatisticsTable* table_;
    Panel* layersPanel_;
    QComboBox* measure_;
    JoinedButtons* layersView_;
    QStackedWidget* layers_;
    LayerRolesMap* roles_;
    LayerBinsChart* bins_;
};

} // namespace quantlathe::ui
