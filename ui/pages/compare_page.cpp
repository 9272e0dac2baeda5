// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/compare_page.h"

#include "ui/charts/compare_chart.h"
#include "ui/look/fonts.h"
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

ComparePage::ComparePage(Session& session, QualityService& quality, QWidget* parent)
    : QWidget(parent), session_(session), quality_(quality) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    column->addWidget(splitter);

    panel_ = new Panel(tr("Size against error"), splitter);
    chart_ = new CompareChart(session, panel_);
    auto* across = new QComboBox(panel_);
    across->addItems({tr("File size"), tr("Memory on the card"), tr("Bits per weight")});
    across->setMinimumWidth(152);
    across->setAccessibleName(tr("Across"));
    auto* shownEffort = new JoinedButtons({tr("Normal"), tr("High"), tr("Both")}, panel_);
    shownEffort->setChosen(static_cast<int>(ShownEffort::both));
    effort_ = new QWidget(panel_);
    auto* effortRow = new QHBoxLayout(effort_);
    effortRow->setContentsMargins(0, 0, 4, 0);
    effortRow->setSpacing(8);
    effortRow->addWidget(makeLabel(tr("Effort"), true, textFont(TextSize::caption), effort_));
    effortRow->addWidget(shownEffort);
    effort_->setToolTip(tr("The error at normal effort, at high effort (small marks), or both"));
    exact_ = new QPushButton(tr("Measure exactly"), panel_);
    exact_->setToolTip(tr("Measure every preset on all weights instead of a sample"));
    panel_->addAction(effort_);
    panel_->addAction(makeLabel(tr("Across"), true, textFont(TextSize::caption), panel_));
    panel_->addAction(across);
    panel_->addAction(exact_);
    panel_->addAction(makeExportButton(*this, [this] { Q_EMIT exportWanted(); }));
    panel_->addContent(chart_, 1, true);
    splitter->addWidget(panel_);

    auto* tablePanel = new Panel({}, splitter);
    model_ = new PlanTableModel(session,
                                {PlanColumn::family, PlanColumn::name, PlanColumn::file, PlanColumn::bits, PlanColumn::memory,
                                 PlanColumn::fit, PlanColumn::error, PlanColumn::errorBar, PlanColumn::uncertainty,
                                 PlanColumn::highError, PlanColumn::gain, PlanColumn::speed, PlanColumn::source},
                                true, this);
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
    const std::array<std::pair<PlanColumn, int>, 12> widths = {{{PlanColumn::family, 110},
                                                                {PlanColumn::name, 120},
                                                                {PlanColumn::file, 90},
                                                                {PlanColumn::bits, 110},
                                                                {PlanColumn::memory, 100},
                                                                {PlanColumn::fit, 120},
                                                                {PlanColumn::error, 150},
                                                                {PlanColumn::uncertainty, 110},
                                                                {PlanColumn::highError, 110},
                                                                {PlanColumn::gain, 90},
                                                                {PlanColumn::speed, 150},
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
    connect(exact_, &QPushButton::clicked, &quality_, &QualityService::measureExactly);
    connect(chart_, &CompareChart::presetClicked, &session_, &Session::setPreset);
    connect(chart_, &CompareChart::redrawn, this, &ComparePage::follow);
    connect(view_, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const PlanFacts* facts = model_->factsAt(index.row()); facts != nullptr && !facts->isOwnPlan) {
            session_.setPreset(facts->name);
        }
    });
    connect(model_, &QAbstractItemModel::layoutChanged, this, &ComparePage::follow);
    follow();
}

void ComparePage::follow() {
    QString note = quality_.isRunning() ? tr("measuring, %1 of %2 presets").arg(chart_->pointCount()).arg(model_->rowCount())
                                        : tr("lower and further left is better");
    if (!chart_->limitNote().isEmpty()) {
        note += QStringLiteral(" · ") + chart_->limitNote();
    }
    panel_->setNote(note);
    const int row = model_->currentRow();
    if (row >= 0) {
        view_->selectRow(row);
    }
    const bool anyEffort = std::ranges::any_of(session_.presets(), &PlanFacts::hasEffort);
    effort_->setVisible(anyEffort);
    for (const PlanColumn column : {PlanColumn::highError, PlanColumn::gain}) {
        view_->setColumnHidden(model_->columnOf(column), !anyEffort);
    }
    bool anySampled = false;
    for (const PlanFacts& facts : session_.presets()) {
        anySampled = anySampled || (facts.quality && facts.quality->sampled);
    }
    exact_->setVisible(anySampled);
}

void ComparePage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    quality_.start();
}

} // namespace quantlathe::ui
