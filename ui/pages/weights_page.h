// SPDX-License-Identifier: GPL-3.0-or-later
// The selected weights in numbers and as a histogram, and all layers at a glance.
#pragma once

#include "ui/bridge/statistics_service.h"

#include <QWidget>

class QBoxLayout;
class QComboBox;
class QStackedWidget;

namespace quantlathe::ui {

class HistogramChart;
class JoinedButtons;
class LayerBinsChart;
class LayerRolesMap;
class Legend;
class MaximaChart;
class Panel;
class StatisticsTable;
struct Picture;

enum class LayersView { roles, bins, maxima };

class WeightsPage : public QWidget {
    Q_OBJECT
public:
    WeightsPage(Session& session, StatisticsService& statistics, QWidget* parent = nullptr);
    [[nodiscard]] HistogramChart& histogram() { return *histogram_; }
    [[nodiscard]] LayerBinsChart& layerBins() { return *bins_; }
    [[nodiscard]] MaximaChart& maxima() { return *maxima_; }
    void showLayers(LayersView view);

Q_SIGNALS:
    void exportWanted(const quantlathe::ui::Picture& picture);
    void weightClicked(std::size_t weight);
    void layerClicked(std::uint32_t layer);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void followSelection();
    void followScan();
    void followErrors();
    void followLegend();
    void followNote();

    void arrange();

    Session& session_;
    QBoxLayout* upper_;
    Legend* legend_;
    QWidget* blockStep_; // to the block before and after
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
    MaximaChart* maxima_;
    JoinedButtons* maximaOf_;
};

} // namespace quantlathe::ui
