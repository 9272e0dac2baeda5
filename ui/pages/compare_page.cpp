// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include "ui/bridge/planner_service.h"
#include "ui/charts/compare_chart.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/text/numbers.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <array>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlathe::ui {

ComparePage::ComparePage(Session& session, QualityService& quality, PlannerService& planner, JobQueue& jobs, QWidget* parent)
    : QWidget(parent), session_(session), quality_(quality), planner_(planner) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    column->addWidget(splitter);

    measurements_ = new MeasureService(session, jobs, std::make_shared<const QualityCache>(), this);
    panel_ = new Panel(tr("Size against quality"), splitter);
    panel_->setHelp(QStringLiteral("charts#compare"));
    chart_ = new CompareChart(session, panel_);
    chart_->setMeasurements(*measurements_);
    planner_.follow(*measurements_);
    chart_->setPlanner(planner);
    families_ = new JoinedButtons({tr("This format"), tr("All formats")}, panel_);
    families_->setToolTip(tr("Presets of the chosen format, or of all formats that the model can become"));
    auto* across = new QComboBox(panel_);
    across->addItems({tr("File size"), tr("Memory on the card"), tr("Bits per weight")});
    across->setMinimumWidth(152);
    across->setAccessibleName(tr("x axis"));
    up_ = new QComboBox(panel_);
    up_->addItems({tr("Relative error"), tr("KL divergence"), tr("Perplexity")});
    up_->setMinimumWidth(136);
    up_->setAccessibleName(tr("y axis"));
    measure_ = new QPushButton(themedIcon(Icon::plus), tr("Measure…"), panel_);
    measure_->setToolTip(tr("Measure perplexity and KL divergence on a text"));
    auto* shownEffort = new JoinedButtons({tr("Normal"), tr("High"), tr("Both")}, panel_);
    shownEffort->setChosen(static_cast<int>(ShownEffort::both));
    effort_ = new QWidget(panel_);
    auto* effortRow = new QHBoxLayout(effort_);
    effortRow->setContentsMargins(0, 0, 4, 0);
    effortRow->setSpacing(8);
    effortRow->addWidget(makeLabel(tr("Effort"), true, textFont(TextSize::caption), effort_));
    effortRow->addWidget(shownEffort);
    effort_->setToolTip(tr("The error at normal effort, at high effort (small marks), or both"));
    exact_ = new QPushButton(tr("Exact errors"), panel_);
    exact_->setToolTip(tr("Measure every preset on all weights instead of a sample"));
    auto* choices = new QWidget(panel_);
    auto* choicesRow = new QHBoxLayout(choices);
    choicesRow->setContentsMargins(0, 0, 0, 0);
    choicesRow->setSpacing(8);
    for (QWidget* const choice : std::initializer_list<QWidget*>{
             families_, effort_, makeLabel(tr("x axis"), true, textFont(TextSize::caption), choices), across,
             makeLabel(tr("y axis"), true, textFont(TextSize::caption), choices), up_}) {
        choicesRow->addWidget(choice);
    }
    panel_->addLooseAction(choices);
    panel_->addAction(exact_);
    panel_->addAction(measure_);
    panel_->addAction(makeExportButton(*this, [this] { Q_EMIT exportWanted(); }));
    panel_->addContent(chart_, 1, true);
    splitter->addWidget(panel_);

    auto* tablePanel = new Panel({}, splitter);
    model_ = new PlanTableModel(session,
                                {PlanColumn::family, PlanColumn::name, PlanColumn::file, PlanColumn::bits, PlanColumn::memory,
                                 PlanColumn::fit, PlanColumn::error, PlanColumn::errorBar, PlanColumn::uncertainty,
                                 PlanColumn::highError, PlanColumn::gain, PlanColumn::divergence, PlanColumn::divergenceBar,
                                 PlanColumn::divergenceUncertainty, PlanColumn::perplexity, PlanColumn::sameTop,
                                 PlanColumn::speed, PlanColumn::source},
                                true, this);
    model_->setMeasurements(*measurements_);
    view_ = new QTableView(tablePanel);
    prepareTable(*view_);
    view_->setAccessibleName(tr("Presets by error"));
    view_->setModel(model_);
    view_->setSortingEnabled(true);
    view_->sortByColumn(model_->columnOf(PlanColumn::error), Qt::AscendingOrder);
    QHeaderView* header = view_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setMinimumSectionSize(60);
    header->setSectionResizeMode(model_->columnOf(PlanColumn::errorBar), QHeaderView::Stretch);
    header->setSectionResizeMode(model_->columnOf(PlanColumn::divergenceBar), QHeaderView::Stretch);
    const std::array<std::pair<PlanColumn, int>, 16> widths = {{{PlanColumn::family, 104},
                                                                {PlanColumn::name, 120},
                                                                {PlanColumn::file, 90},
                                                                {PlanColumn::bits, 100},
                                                                {PlanColumn::memory, 100},
                                                                {PlanColumn::fit, 120},
                                                                {PlanColumn::error, 148},
                                                                {PlanColumn::uncertainty, 110},
                                                                {PlanColumn::highError, 110},
                                                                {PlanColumn::gain, 90},
                                                                {PlanColumn::divergence, 120},
                                                                {PlanColumn::divergenceUncertainty, 110},
                                                                {PlanColumn::perplexity, 100},
                                                                {PlanColumn::sameTop, 110},
                                                                {PlanColumn::speed, 140},
                                                                {PlanColumn::source, 110}}};
    for (const auto& [which, width] : widths) {
        view_->setColumnWidth(model_->columnOf(which), width);
    }
    tablePanel->addContent(view_, 1, true);
    splitter->addWidget(tablePanel);
    splitter->setStretchFactor(0, 2);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({470, 230});
    panel_->setMinimumHeight(300);
    tablePanel->setMinimumHeight(150);
    setMinimumWidth(760);

    connect(across, &QComboBox::currentIndexChanged, this,
            [this](int index) { chart_->setAcross(static_cast<CompareAxis>(index)); });
    connect(shownEffort, &JoinedButtons::choiceMade, this,
            [this](int index) { chart_->setShownEffort(static_cast<ShownEffort>(index)); });
    connect(up_, &QComboBox::currentIndexChanged, this, [this](int index) {
        const auto wanted = static_cast<CompareQuality>(index);
        chart_->setUp(wanted);
        view_->sortByColumn(model_->columnOf(wanted == CompareQuality::relativeError ? PlanColumn::error
                                             : wanted == CompareQuality::divergence  ? PlanColumn::divergence
                                                                                     : PlanColumn::perplexity),
                            Qt::AscendingOrder);
        if (wanted == CompareQuality::divergence) {
            planner_.start(); // the line of the best mixes
        }
        follow();
    });
    connect(families_, &JoinedButtons::choiceMade, this, [this](int index) {
        session_.wantOtherFormats(index == 1);
        model_->setWithOtherFormats(index == 1);
        chart_->setWithOtherFormats(index == 1);
        follow();
    });
    connect(chart_, &CompareChart::foreignPresetClicked, &session_, qOverload<const PlanDocument&>(&Session::usePlan));
    connect(chart_, &CompareChart::mixWanted, &planner_, &PlannerService::showNearestOrAsk);
    connect(measure_, &QPushButton::clicked, this, [this] { askMeasurement(); });
    connect(measurements_, &MeasureService::runChanged, this, &ComparePage::followMeasurement);
    connect(measurements_, &MeasureService::textChanged, this, &ComparePage::follow);
    connect(&ThemeHub::instance(), &ThemeHub::changed, measure_, [this] { measure_->setIcon(themedIcon(Icon::plus)); });
    connect(exact_, &QPushButton::clicked, &quality_, &QualityService::measureExactly);
    connect(chart_, &CompareChart::presetClicked, &session_, &Session::setPreset);
    connect(chart_, &CompareChart::redrawn, this, &ComparePage::follow);
    connect(view_, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const PlanFacts* facts = model_->factsAt(index.row()); facts != nullptr && !facts->isOwnPlan) {
            if (facts->format == nullptr || facts->format == &session_.format()) {
                session_.setPreset(facts->name);
            } else {
                PlanDocument document;
                document.format = facts->format->id();
                document.preset = facts->preset->name;
                session_.usePlan(document);
            }
        }
    });
    connect(model_, &QAbstractItemModel::layoutChanged, this, &ComparePage::follow);
    follow();
}

MeasureDialog& ComparePage::askMeasurement() {
    if (dialog_ == nullptr) {
        dialog_ = new MeasureDialog(session_, *measurements_, window());
        dialog_->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog_, &QObject::destroyed, this, [this] { dialog_ = nullptr; });
    }
    dialog_->show();
    dialog_->raise();
    dialog_->activateWindow();
    return *dialog_;
}

void ComparePage::showQuality(CompareQuality quality) {
    up_->setCurrentIndex(static_cast<int>(quality));
}

void ComparePage::followMeasurement() {
    const MeasureRun run = measurements_->run();
    measure_->setText(run.isRunning ? tr("Measuring, %1").arg(percent(run.share, 0)) : tr("Measure…"));
}

QString ComparePage::noteText() const {
    if (chart_->up() != CompareQuality::relativeError) {
        const auto& text = measurements_->text();
        if (!text || chart_->measuredCount() == 0) {
            return tr("nothing measured yet");
        }
        const QString tokens = grouped(text->windows.targets.size());
        return chart_->measuredCount() == chart_->pointCount()
                   ? tr("measured on %1 tokens").arg(tokens)
                   : tr("filled: measured on %1 tokens; outlined: predicted").arg(tokens);
    }
    return quality_.isRunning() ? tr("measuring, %1 of %2 presets").arg(chart_->pointCount()).arg(model_->rowCount())
                                : tr("lower left is better");
}

/// The table tells what the chart does.
void ComparePage::showColumns() {
    const bool anyEffort = std::ranges::any_of(session_.presets(), &PlanFacts::hasEffort);
    const bool isError = chart_->up() == CompareQuality::relativeError;
    effort_->setVisible(anyEffort);
    const auto show = [this](std::initializer_list<PlanColumn> columns, bool shown) {
        for (const PlanColumn column : columns) {
            view_->setColumnHidden(model_->columnOf(column), !shown);
        }
    };
    show({PlanColumn::error, PlanColumn::errorBar, PlanColumn::uncertainty, PlanColumn::source}, isError);
    show({PlanColumn::highError, PlanColumn::gain}, isError && anyEffort);
    show({PlanColumn::divergence, PlanColumn::divergenceBar, PlanColumn::divergenceUncertainty, PlanColumn::perplexity,
          PlanColumn::sameTop},
         !isError);
}

void ComparePage::follow() {
    families_->setVisible(session_.hasOtherFormats());
    QString note = noteText();
    if (!chart_->limitNote().isEmpty()) {
        note += QStringLiteral(" · ") + chart_->limitNote();
    }
    panel_->setNote(note);
    const int row = model_->currentRow();
    if (row >= 0) {
        view_->selectRow(row);
    }
    showColumns();
    bool anySampled = false;
    for (const PlanFacts& facts : session_.presets()) {
        anySampled = anySampled || (facts.quality && facts.quality->sampled);
    }
    exact_->setVisible(anySampled && chart_->up() == CompareQuality::relativeError);
}

void ComparePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    quality_.start();
    measurements_->prepare(); // what was measured earlier is known at once
}

} // namespace quantlathe::ui
