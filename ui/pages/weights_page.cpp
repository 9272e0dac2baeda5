// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/weights_page.h"

#include "ui/charts/histogram_chart.h"
#include "ui/charts/layer_charts.h"
#include "ui/look/fonts.h"
#include "ui/text/numbers.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"
#include "ui/widgets/statistics_table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int narrowWidth = 800;
constexpr int tableWidth = 272;
constexpr int chartHeight = 280;

QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace

WeightsPage::WeightsPage(Session& session, StatisticsService& statistics, QWidget* parent)
    : QWidget(parent), session_(session), statistics_(statistics) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    upper_ = new QBoxLayout(QBoxLayout::LeftToRight);
    upper_->setSpacing(16);
    column->addLayout(upper_, 52);

    histogramPanel_ = new Panel(tr("Weights"), this);
    histogram_ = new HistogramChart(histogramPanel_);
    auto* scale = new JoinedButtons({tr("Linear"), tr("Log")}, histogramPanel_);
    legend_ = new Legend({{tr("original"), [] { return theme().histogram; }}, {tr("decoded"), [] { return theme().accent; }}},
                         histogramPanel_);
    countCaption_ = makeLabel(tr("Count"), true, textFont(TextSize::caption), histogramPanel_);
    histogramPanel_->addAction(legend_);
    histogramPanel_->addAction(countCaption_);
    histogramPanel_->addAction(scale);
    histogramPanel_->addAction(makeExportButton(*this, [this] { Q_EMIT exportWanted(histogram_); }));
    histogramPanel_->addContent(histogram_, 1, true);
    histogramPanel_->setMinimumHeight(chartHeight);
    upper_->addWidget(histogramPanel_, 1);

    tablePanel_ = new Panel({}, this);
    table_ = new StatisticsTable(tablePanel_);
    tablePanel_->addContent(table_, 1, true);
    upper_->addWidget(tablePanel_);

    layersPanel_ = new Panel(tr("All layers"), this);
    measure_ = new QComboBox(layersPanel_);
    measure_->addItems({tr("Standard deviation"), tr("Excess kurtosis"), tr("Largest value"), tr("Relative error")});
    measure_->setMinimumWidth(168);
    measure_->setAccessibleName(tr("What the cells show"));
    layersView_ = new JoinedButtons({tr("Roles"), tr("Bins")}, layersPanel_);
    layersPanel_->addAction(measure_);
    layersPanel_->addAction(layersView_);
    layersPanel_->addAction(makeExportButton(*this, [this] {
        if (layers_->currentWidget() == bins_) {
            Q_EMIT exportWanted(bins_);
        } else {
            Q_EMIT rolesExportWanted(roles_->csv());
        }
    }));
    layers_ = new QStackedWidget(layersPanel_);
    roles_ = new LayerRolesMap(layers_);
    bins_ = new LayerBinsChart(layers_);
    layers_->addWidget(roles_);
    layers_->addWidget(bins_);
    layersPanel_->addContent(layers_, 1, true);
    layersPanel_->setMinimumHeight(chartHeight);
    column->addWidget(layersPanel_, 48);
    setMinimumWidth(480);

    connect(scale, &JoinedButtons::choiceMade, this, [this](int index) { histogram_->setLogarithmic(index == 1); });
    connect(layersView_, &JoinedButtons::choiceMade, this, [this](int index) { showBins(index == 1); });
    connect(measure_, &QComboBox::currentIndexChanged, this,
            [this](int index) { roles_->setMeasure(static_cast<LayerMeasure>(index)); });
    connect(roles_, &LayerRolesMap::weightClicked, this, &WeightsPage::weightClicked);
    connect(&statistics_, &StatisticsService::selectionChanged, this, &WeightsPage::followSelection);
    connect(&statistics_, &StatisticsService::scanChanged, this, &WeightsPage::followScan);
    connect(&session_, &Session::planChanged, this, &WeightsPage::followErrors);
    connect(&session_, &Session::qualityChanged, this, &WeightsPage::followErrors);
    arrange();
    followSelection();
    followScan();
}

void WeightsPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

/// Beside the Tensors dock of a small window the statistics go below the histogram.
void WeightsPage::arrange() {
    const bool narrow = width() < narrowWidth;
    upper_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    tablePanel_->setMinimumSize(narrow ? 0 : tableWidth, narrow ? chartHeight : 0);
    tablePanel_->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : tableWidth);
    legend_->setVisible(!narrow);
    countCaption_->setVisible(!narrow);
}

void WeightsPage::showBins(bool bins) {
    layersView_->setChosen(bins ? 1 : 0);
    layers_->setCurrentWidget(bins ? static_cast<QWidget*>(bins_) : roles_);
    measure_->setVisible(!bins);
}

void WeightsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    statistics_.startScan();
}

void WeightsPage::followSelection() {
    const SelectionReport& report = statistics_.selection();
    if (report.weights.empty() || !session_.model()) {
        histogramPanel_->setTitle(tr("Weights"));
        histogramPanel_->setNote(tr("Choose a tensor, a module or a layer in the list"));
    } else {
        histogramPanel_->setTitle(report.title);
        std::uint64_t count = 0;
        for (const std::size_t index : report.weights) {
            count += session_.model()->weights()[index].elements();
        }
        const Weight& first = session_.model()->weights()[report.weights.front()];
        const QString what = report.isSingle()
                                 ? tr("%1 weights, %2").arg(parameterCount(count), fromView(first.storedName()))
                                 : tr("%1 weights in %2 tensors").arg(parameterCount(count)).arg(report.weights.size());
        histogramPanel_->setNote(!report.whyNot.isEmpty() ? report.whyNot
                                 : report.original        ? what
                                                          : tr("%1, reading").arg(what));
        roles_->select(report.isSingle() ? report.weights.front() : static_cast<std::size_t>(-1));
    }
    histogram_->show(report);
    table_->show(report);
}

void WeightsPage::followScan() {
    const ModelScan& scan = statistics_.scan();
    layersPanel_->setNote(scan.isRunning    ? tr("%1 of the weights").arg(percent(scan.doneShare, 0))
                          : scan.isComplete ? tr("read in %1").arg(duration(scan.seconds))
                                            : QString());
    bins_->show(scan);
    followErrors();
}

void WeightsPage::followErrors() {
    std::vector<double> errors;
    const PlanFacts* facts = session_.planFacts();
    if (session_.model() && facts != nullptr && facts->quality && facts->quality->weights.size() == facts->choices.size()) {
        errors.assign(session_.model()->weights().size(), -1);
        for (std::size_t i = 0; i < facts->choices.size(); ++i) {
            const auto index = static_cast<std::size_t>(facts->choices[i].weight - session_.model()->weights().data());
            if (index < errors.size()) {
                errors[index] = facts->quality->weights[i].relativeError;
            }
        }
    }
    roles_->show(session_.model().get(), statistics_.scan(), errors);
}

} // namespace quantlathe::ui
