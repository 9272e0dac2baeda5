// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/memory_page.h"

#include "ui/bridge/preset_advice.h"
#include "ui/charts/memory_charts.h"
#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/beside_button.h"
#include "ui/widgets/context_controls.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/offer_line.h"
#include "ui/widgets/offload_line.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <array>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

/// "2026-04" → "April 2026"
QString monthText(const std::string& month) {
    const QDate date = QDate::fromString(QString::fromStdString(month) + QStringLiteral("-01"), Qt::ISODate);
    return date.isValid() ? QLocale().toString(date, QStringLiteral("MMMM yyyy")) : QString::fromStdString(month);
}

} // namespace

MemoryPage::MemoryPage(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->addWidget(makeControls());

    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setObjectName(QStringLiteral("memory"));
    splitter->setChildrenCollapsible(false);
    column->addWidget(splitter, 1);
    barsPanel_ = new Panel(tr("Memory in use"), splitter);
    barsPanel_->setHelp(QStringLiteral("memory#bars"));
    families_ = new JoinedButtons({tr("This format"), tr("All formats")}, barsPanel_);
    families_->setToolTip(tr("Presets of the chosen format, or of all formats that the model can become"));
    connect(families_, &JoinedButtons::choiceMade, this, [this](int index) {
        session_.wantOtherFormats(index == 1);
        model_->setWithOtherFormats(index == 1);
        followRows();
    });
    barsPanel_->addAction(families_);
    barsPanel_->addAction(new Legend({{tr("Weights"), [] { return theme().memWeights; }},
                                      {tr("KV cache"), [] { return theme().memKv; }},
                                      {tr("Compute"), [] { return theme().memCompute; }},
                                      {tr("Overhead"), [] { return theme().memOverhead; }},
                                      {tr("Beside it"), [] { return theme().memBeside; }},
                                      {tr("Free"), [] { return theme().memFree; }}},
                                     barsPanel_));
    barsPanel_->addAction(makeExportButton(*this, [this] { Q_EMIT tableExportWanted(); }));
    model_ = new PlanTableModel(session,
                                {PlanColumn::family, PlanColumn::name, PlanColumn::file, PlanColumn::quality,
                                 PlanColumn::memoryBar, PlanColumn::memory, PlanColumn::fit, PlanColumn::longestContext,
                                 PlanColumn::speed, PlanColumn::users},
                                true, this);
    model_->setAdvice(*new PresetAdvice(session, this));
    view_ = new QTableView(barsPanel_);
    view_->setAccessibleName(tr("Memory of the presets"));
    header_ = new MemoryHeader(model_->columnOf(PlanColumn::memoryBar), view_);
    view_->setHorizontalHeader(header_);
    prepareTable(*view_);
    header_->setFixedHeight(32);
    view_->setModel(model_);
    view_->setSortingEnabled(true);
    view_->sortByColumn(model_->columnOf(PlanColumn::file), Qt::DescendingOrder);
    header_->setSortIndicatorShown(false);
    header_->setSectionResizeMode(QHeaderView::Fixed);
    header_->setSectionResizeMode(model_->columnOf(PlanColumn::memoryBar), QHeaderView::Stretch);
    const std::array<std::pair<PlanColumn, int>, 9> widths = {{{PlanColumn::family, 124},
                                                               {PlanColumn::name, 104},
                                                               {PlanColumn::file, 80},
                                                               {PlanColumn::quality, 100},
                                                               {PlanColumn::memory, 84},
                                                               {PlanColumn::fit, 112},
                                                               {PlanColumn::longestContext, 112},
                                                               {PlanColumn::speed, 108},
                                                               {PlanColumn::users, 72}}};
    for (const auto& [which, width] : widths) {
        view_->setColumnWidth(model_->columnOf(which), width);
    }
    barsPanel_->addContent(new OfferLine(session, barsPanel_), 0, true);
    barsPanel_->addContent(view_, 1, true);
    barsPanel_->addContent(new OffloadLine(session, barsPanel_), 0, true);
    splitter->addWidget(barsPanel_);

    auto* lower = new QWidget(splitter);
    auto* row = new QHBoxLayout(lower);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    contextPanel_ = new Panel(tr("Memory against context"), lower);
    contextPanel_->setHelp(QStringLiteral("memory#context"));
    context_ = new ContextChart(session, contextPanel_);
    const auto addExport = [this](Panel& panel, ChartView& chart) {
        auto* button = makeExportButton(*this, [this, &chart] { Q_EMIT exportWanted(chart.picture()); });
        makeDraggable(
            *button, [&chart] { return chart.picture(); },
            [this] { return session_.model() ? QString::fromStdString(session_.model()->name()) : QString(); });
        panel.addAction(button);
    };
    addExport(*contextPanel_, *context_);
    contextPanel_->addContent(context_, 1, true);
    audiencePanel_ = new Panel(tr("Who can run it"), lower);
    audiencePanel_->setHelp(QStringLiteral("memory#audience"));
    audiencePanel_->setNote(tr("% of surveyed users with such a card, %1, %2")
                                .arg(QString::fromStdString(session.survey().name), monthText(session.survey().month)));
    audience_ = new AudienceChart(session, audiencePanel_);
    addExport(*audiencePanel_, *audience_);
    audiencePanel_->addContent(audience_, 1, true);
    row->addWidget(contextPanel_, 1);
    row->addWidget(audiencePanel_, 1);
    splitter->addWidget(lower);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({380, 232});
    barsPanel_->setMinimumHeight(300);
    lower->setMinimumHeight(230);
    setMinimumWidth(940);

    connect(view_, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const PlanFacts* facts = model_->factsAt(index.row()); facts != nullptr && !facts->isOwnPlan) {
            session_.setPresetOf(*facts->format, facts->name);
        }
    });
    connect(&session_, &Session::deviceChanged, this, &MemoryPage::followDevice);
    connect(&session_, &Session::modelChanged, this, &MemoryPage::followDevice);
    connect(&session_, &Session::presetsChanged, this, &MemoryPage::followRows);
    connect(&session_, &Session::planChanged, this, &MemoryPage::followRows);
    followDevice();
    followRows();
}

void MemoryPage::setMeasurements(const MeasureService& measurements) {
    model_->setMeasurements(measurements);
}

QWidget* MemoryPage::makeControls() {
    auto* panel = new Panel({}, this);
    panel->setFixedHeight(56);
    auto* content = new QWidget(panel);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(16, 5, 16, 0);
    row->setSpacing(12);
    const auto caption = [content](const QString& text) { return makeLabel(text, true, textFont(TextSize::caption), content); };
    slider_ = new ContextSlider(content);
    slider_->setMaximumWidth(520);
    slider_->setMinimumWidth(220);
    tokens_ = new ContextCombo(content);
    kv_ = new JoinedButtons(kvNames(session_.runtime()), content);
    auto* sequences = new QSpinBox(content);
    sequences->setRange(1, 256);
    sequences->setFixedSize(72, 28);
    sequences->setAccessibleName(tr("Batch: sequences at the same time"));
    sequences->setToolTip(tr("Sequences that run at the same time, each with the full context"));
    row->addWidget(caption(tr("Context, tokens")));
    row->addWidget(slider_, 1);
    row->addWidget(tokens_);
    row->addSpacing(12);
    row->addWidget(caption(tr("KV cache")));
    row->addWidget(kv_);
    row->addSpacing(12);
    row->addWidget(caption(tr("Batch")));
    row->addWidget(sequences);
    row->addSpacing(12);
    row->addWidget(new BesideButton(session_, content));
    runtime_ = makeElidedLabel({}, textFont(TextSize::caption));
    runtime_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    QSizePolicy policy = runtime_->sizePolicy();
    policy.setRetainSizeWhenHidden(true); // it takes the room that is left, seen or not
    runtime_->setSizePolicy(policy);
    row->addWidget(runtime_, 1);
    panel->addContent(content, 1, true);
    connect(slider_, &ContextSlider::tokensChosen, &session_, &Session::setContext);
    connect(tokens_, &ContextCombo::tokensChosen, &session_, &Session::setContext);
    connect(kv_, &JoinedButtons::choiceMade, this,
            [this](int index) { session_.setKvType(kvTypes(session_.runtime())[static_cast<std::size_t>(index)]); });
    connect(sequences, &QSpinBox::valueChanged, this,
            [this](int value) { session_.setSequences(static_cast<std::uint32_t>(value)); });
    return panel;
}

void MemoryPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    runtime_->setVisible(width() >= 1180); // it is said above the bars, too
    slider_->setVisible(width() >= 1080);  // the list beside it says and does the same
}

void MemoryPage::followDevice() {
    const DeviceSettings& device = session_.device();
    slider_->setLongest(session_.longestUsefulContext());
    tokens_->setLongest(session_.longestUsefulContext());
    slider_->setTokens(device.run.contextTokens);
    tokens_->setTokens(device.run.contextTokens);
    followRows();
}

/// The types that the program has, and what it makes of the room for keys and values.
void MemoryPage::followRuntime() {
    const DeviceSettings& device = session_.device();
    const KvType used = kvTypeIn(session_.runtime(), device.run.kv);
    const QStringList names = kvNames(session_.runtime());
    kv_->setTexts(names);
    kv_->setChosen(static_cast<int>(names.indexOf(fromView(name(used)))));
    QString note = tr("%1 tokens, KV cache %2").arg(grouped(device.run.contextTokens), fromView(name(used)));
    const PlanFacts* const facts = session_.planFacts();
    if (facts != nullptr && facts->device.room) {
        note += tr("; %1: %2 sequences at once, %3 tokens in all")
                    .arg(facts->name, decimal(facts->device.room->sequences, 1), grouped(facts->device.room->tokens));
    }
    barsPanel_->setNote(note);
}

void MemoryPage::followRows() {
    followRuntime();
    const Gpu& gpu = session_.device().gpu;
    header_->setScale(model_->memoryScaleEnd(), static_cast<double>(gpu.memoryBytes) / gibibyte,
                      QString::fromStdString(gpu.name));
    const PlanFacts* facts = session_.planFacts();
    const bool isKnown = facts != nullptr && facts->device.memory.isComplete;
    contextPanel_->setNote(facts == nullptr ? QString()
                           : isKnown        ? tr("%1, GiB; the longest context that fits for each KV type").arg(facts->name)
                                            : whyIncomplete(facts->device.memory));
    runtime_->setText(session_.wantsOtherFormats()
                          ? tr("Estimated for the program that loads each format, all layers on the card")
                          : tr("Estimated for %1, all layers on the card").arg(fromView(name(session_.runtime()))));
    families_->setVisible(session_.hasOtherFormats());
    view_->setColumnHidden(model_->columnOf(PlanColumn::family), !session_.wantsOtherFormats());
    if (const int row = model_->currentRow(); row >= 0) {
        view_->selectRow(row);
    }
}

} // namespace quantlathe::ui
