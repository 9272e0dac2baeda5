// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/weights_page.h"

#include "ui/charts/histogram_chart.h"
#include "ui/charts/layer_charts.h"
#include "ui/charts/maxima_chart.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"
#include "ui/widgets/statistics_table.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int stackedBelow = 800;
constexpr int tableWidth = 272;
constexpr int chartHeight = 280;

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
    histogramPanel_->setHelp(QStringLiteral("charts#histogram"));
    histogram_ = new HistogramChart(histogramPanel_);
    auto* scale = new JoinedButtons({tr("Linear"), tr("Log")}, histogramPanel_);
    auto* legendRow = new QWidget(histogramPanel_);
    auto* legendLayout = new QHBoxLayout(legendRow);
    legendLayout->setContentsMargins(16, 0, 12, 0);
    legendLayout->setSpacing(4);
    legend_ = new Legend({}, legendRow);
    legend_->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed); // beside the dock it may be cut short
    legendLayout->addWidget(legend_);
    blockStep_ = new QWidget(legendRow);
    auto* steps = new QHBoxLayout(blockStep_);
    steps->setContentsMargins(0, 0, 0, 0);
    steps->setSpacing(0);
    for (const int step : {-1, 1}) {
        auto* button = new QToolButton(blockStep_);
        button->setFixedSize(24, 24);
        button->setFocusPolicy(Qt::TabFocus);
        button->setToolTip(step < 0 ? tr("Levels of the block before (Page Up)") : tr("Levels of the next block (Page Down)"));
        button->setAccessibleName(step < 0 ? tr("Block before") : tr("Next block"));
        const auto restyle = [button, step] { button->setIcon(themedIcon(step < 0 ? Icon::up : Icon::down)); };
        restyle();
        connect(&ThemeHub::instance(), &ThemeHub::changed, button, restyle);
        connect(button, &QToolButton::clicked, this, [this, step] { statistics_.stepBlock(step); });
        steps->addWidget(button);
    }
    legendLayout->addWidget(blockStep_);
    legendLayout->addStretch(1);
    connect(histogram_, &HistogramChart::blockWanted, &statistics_, &StatisticsService::stepBlock);
    countCaption_ = makeLabel(tr("Count"), true, textFont(TextSize::caption), histogramPanel_);
    histogramPanel_->addAction(countCaption_);
    histogramPanel_->addAction(scale);
    const auto addExport = [this](Panel& panel, const std::function<Picture()>& picture) {
        auto* button = makeExportButton(*this, [this, picture] { Q_EMIT exportWanted(picture()); });
        makeDraggable(*button, picture,
                      [this] { return session_.model() ? QString::fromStdString(session_.model()->name()) : QString(); });
        panel.addAction(button);
    };
    addExport(*histogramPanel_, [this] { return histogram_->picture(); });
    histogramPanel_->addContent(legendRow, 0, true);
    histogramPanel_->addContent(histogram_, 1, true);
    histogramPanel_->setMinimumHeight(chartHeight);
    upper_->addWidget(histogramPanel_, 1);

    tablePanel_ = new Panel({}, this);
    table_ = new StatisticsTable(tablePanel_);
    tablePanel_->addContent(table_, 1, true);
    upper_->addWidget(tablePanel_);

    layersPanel_ = new Panel(tr("All layers"), this);
    layersPanel_->setHelp(QStringLiteral("charts#layers"));
    measure_ = new QComboBox(layersPanel_);
    measure_->addItems({tr("Standard deviation"), tr("Excess kurtosis"), tr("Largest value"), tr("Relative error")});
    measure_->setMinimumWidth(168);
    measure_->setAccessibleName(tr("What the cells show"));
    layersView_ = new JoinedButtons({tr("Roles"), tr("Bins"), tr("Maxima")}, layersPanel_);
    maximaOf_ = new JoinedButtons({tr("Columns"), tr("Rows")}, layersPanel_);
    maximaOf_->hide();
    layersPanel_->addAction(measure_);
    layersPanel_->addAction(maximaOf_);
    layersPanel_->addAction(layersView_);
    addExport(*layersPanel_, [this] {
        return layers_->currentWidget() == bins_     ? bins_->picture()
               : layers_->currentWidget() == maxima_ ? maxima_->picture()
                                                     : roles_->picture();
    });
    layers_ = new QStackedWidget(layersPanel_);
    roles_ = new LayerRolesMap(layers_);
    bins_ = new LayerBinsChart(layers_);
    layers_->addWidget(roles_);
    layers_->addWidget(bins_);
    maxima_ = new MaximaChart(layers_);
    layers_->addWidget(maxima_);
    layersPanel_->addContent(layers_, 1, true);
    layersPanel_->setMinimumHeight(chartHeight);
    column->addWidget(layersPanel_, 48);
    setMinimumWidth(480);

    connect(scale, &JoinedButtons::choiceMade, this, [this](int index) { histogram_->setLogarithmic(index == 1); });
    connect(layersView_, &JoinedButtons::choiceMade, this, [this](int index) { showLayers(static_cast<LayersView>(index)); });
    connect(maximaOf_, &JoinedButtons::choiceMade, this, [this](int index) {
        maxima_->setOf(static_cast<MaximaOf>(index));
        followNote();
    });
    connect(bins_, &LayerBinsChart::layerClicked, this, &WeightsPage::layerClicked);
    connect(measure_, &QComboBox::currentIndexChanged, this,
            [this](int index) { roles_->setMeasure(static_cast<LayerMeasure>(index)); });
    connect(roles_, &LayerRolesMap::weightClicked, this, &WeightsPage::weightClicked);
    connect(&statistics_, &StatisticsService::selectionChanged, this, &WeightsPage::followSelection);
    connect(&statistics_, &StatisticsService::scanChanged, this, &WeightsPage::followScan);
    connect(&session_, &Session::modelChanged, this, [this] {
        if (isVisible()) { // else it is read when the page is shown
            statistics_.startScan();
        }
    });
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
    const bool narrow = width() < stackedBelow;
    upper_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    tablePanel_->setMinimumSize(narrow ? 0 : tableWidth, narrow ? chartHeight : 0);
    tablePanel_->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : tableWidth);
    countCaption_->setVisible(!narrow);
}

void WeightsPage::showLayers(LayersView view) {
    layersView_->setChosen(static_cast<int>(view));
    layers_->setCurrentIndex(static_cast<int>(view));
    measure_->setVisible(view == LayersView::roles);
    maximaOf_->setVisible(view == LayersView::maxima);
    statistics_.wantMaxima(view == LayersView::maxima);
    followNote();
}

void WeightsPage::followLegend() {
    const SelectionReport& report = statistics_.selection();
    std::vector<Legend::Entry> entries = {{tr("original"), [] { return theme().histogram; }}};
    if (report.decoded && report.encoding != nullptr) {
        entries.emplace_back(tr("decoded from %1").arg(fromView(report.encoding->name())), [] { return theme().accent; });
    }
    const bool hasLevels = report.levels && !report.levels->levels.empty();
    if (hasLevels) {
        const BlockLevels& block = *report.levels;
        const QString place =
            tr("row %1, columns %2 to %3")
                .arg(grouped(block.row), grouped(block.firstColumn), grouped(block.firstColumn + block.columns - 1));
        const QString count = grouped(block.levels.size());
        entries.emplace_back(block.isComplete ? tr("the %1 levels of %2").arg(count, place)
                                              : tr("the %1 values that occur in %2").arg(count, place),
                             [] { return theme().levels; });
    }
    blockStep_->setVisible(hasLevels);
    legend_->setEntries(std::move(entries));
}

void WeightsPage::followNote() {
    const ModelScan& scan = statistics_.scan();
    if (layers_->currentWidget() == maxima_) {
        const QString note = maxima_->note();
        layersPanel_->setTitle(statistics_.selection().title.isEmpty() ? tr("All layers") : statistics_.selection().title);
        layersPanel_->setNote(note);
        return;
    }
    layersPanel_->setTitle(tr("All layers"));
    layersPanel_->setNote(scan.isRunning    ? tr("%1 of the weights").arg(percent(scan.doneShare, 0))
                          : scan.isComplete ? tr("read in %1").arg(duration(scan.seconds))
                                            : QString());
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
    maxima_->show(report);
    followLegend();
    followNote();
}

void WeightsPage::followScan() {
    followNote();
    bins_->show(statistics_.scan());
    followErrors();
}

void WeightsPage::followErrors() {
    std::vector<double> errors;
    const PlanFacts* facts = session_.planFacts();
    if (session_.model() && facts != nullptr && facts->quality && facts->quality->weights.size() == facts->choices.size()) {
        errors.assign(session_.model()->weights().size(), -1);
        for (std::size_t i = 0; i < facts->choices.size(); ++i) {
            if (const auto index = session_.indexOfPlanned(*facts->choices[i].weight)) {
                errors[*index] = facts->quality->weights[i].relativeError;
            }
        }
    }
    roles_->show(session_.model().get(), statistics_.scan(), errors);
}

} // namespace quantlathe::ui
