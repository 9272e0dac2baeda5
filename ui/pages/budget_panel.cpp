// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/budget_panel.h"

#include "ui/charts/front_chart.h"
#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/facts_list.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <cmath>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr double sameSize = 0.03; // sizes that differ by less count as the same

/// Nats, however many.
QString savedText(double nats) {
    return nats < 1 ? predictedDivergenceText(nats) : decimal(nats, 1);
}

QString sourceText(SensitivitySource source) {
    switch (source) {
    case SensitivitySource::prior: return BudgetPanel::tr("role and depth");
    case SensitivitySource::importance: return BudgetPanel::tr("importance matrix");
    case SensitivitySource::measured: return BudgetPanel::tr("measured");
    }
    return {};
}

class BadgeLine : public QWidget {
public:
    explicit BadgeLine(QWidget* parent) : QWidget(parent) { setFixedHeight(24); }
    void setBadge(const Badge& badge) {
        badge_ = badge;
        setVisible(!badge.text.isEmpty());
        setAccessibleName(badge.text);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        paintBadge(painter, QPointF(0, 12), badge_);
    }

private:
    Badge badge_;
};

/// Predicted divergence at a size, between the points of the front.
std::optional<double> klAt(const Planner& planner, double bytes) {
    const auto front = planner.front();
    const auto above = std::ranges::find_if(
        front, [bytes](const PlannedPoint& point) { return static_cast<double>(point.fileBytes) >= bytes; });
    if (above == front.begin() || above == front.end()) {
        return std::nullopt;
    }
    const PlannedPoint& right = *above;
    const PlannedPoint& left = *(above - 1);
    const double width = static_cast<double>(right.fileBytes) - static_cast<double>(left.fileBytes);
    const double share = width > 0 ? (bytes - static_cast<double>(left.fileBytes)) / width : 0;
    return left.prediction.kl + share * (right.prediction.kl - left.prediction.kl);
}

} // namespace

BudgetPanel::BudgetPanel(Session& session, PlannerService& planner, QWidget* parent)
    : QWidget(parent), session_(session), planner_(planner) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    panel_ = new Panel(tr("Budget"), this);
    panel_->setHelp(QStringLiteral("planning#budget"));
    panel_->addAction([this] {
        auto* button = makeExportButton(*this, [this] { Q_EMIT exportWanted(chart_->picture()); });
        makeDraggable(
            *button, [this] { return chart_->picture(); },
            [this] { return session_.model() ? QString::fromStdString(session_.model()->name()) : QString(); });
        return button;
    }());
    auto* content = new QWidget(panel_);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 0, 16, 8);
    column->setSpacing(6);

    kind_ = new JoinedButtons({tr("Fits GPU"), tr("File size"), tr("Bits/weight")}, content);
    column->addWidget(kind_);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    before_ = makeLabel(tr("At most"), true, textFont(TextSize::body), content);
    amount_ = new QDoubleSpinBox(content);
    amount_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    amount_->setAlignment(Qt::AlignRight);
    amount_->setFixedSize(88, 28);
    amount_->setRange(0, 1e6);
    amount_->setAccessibleName(tr("Budget"));
    unit_ = makeLabel({}, true, textFont(TextSize::body), content);
    solve_ = new QPushButton(tr("Find the best mix"), content);
    solve_->setToolTip(tr("Search the mix of encodings that loses least within the budget, and make it the plan"));
    row->addWidget(before_);
    row->addWidget(amount_);
    row->addWidget(unit_, 1);
    row->addWidget(solve_);
    column->addLayout(row);
    speedRow_ = new QWidget(content);
    auto* speedRow = new QHBoxLayout(speedRow_);
    speedRow->setContentsMargins(0, 0, 0, 0);
    speedRow->setSpacing(8);
    speed_ = new QDoubleSpinBox(speedRow_);
    speed_->setButtonSymbols(QAbstractSpinBox::NoButtons);
    speed_->setAlignment(Qt::AlignRight);
    speed_->setFixedSize(88, 28);
    speed_->setRange(0, 1e5);
    speed_->setDecimals(0);
    speed_->setSpecialValueText(tr("any"));
    speed_->setAccessibleName(tr("Tokens a second, at least"));
    speedRow->addWidget(makeLabel(tr("At least"), true, textFont(TextSize::body), speedRow_));
    speedRow->addWidget(speed_);
    speedRow->addWidget(makeLabel(tr("tokens/s"), true, textFont(TextSize::body), speedRow_), 1);
    column->addWidget(speedRow_);
    measure_ = new QPushButton(content);
    measure_->setProperty(look::flat, true);
    measure_->setToolTip(
        tr("A job: what an error in each part of this model does to its answers, however long it takes. Mixes of "
           "this model are searched by that from then on"));
    column->addWidget(measure_, 0, Qt::AlignRight);
    progress_ = new QProgressBar(content);
    progress_->setRange(0, 1000);
    progress_->setTextVisible(false);
    progress_->setFixedHeight(6);
    progress_->setAccessibleName(tr("Measuring what every encoding loses"));
    column->addWidget(progress_);

    auto* figures = new QHBoxLayout;
    const auto addFigure = [&](QLabel*& caption, QLabel*& value, bool secondary, Qt::Alignment alignment) {
        auto* box = new QVBoxLayout;
        box->setSpacing(0);
        caption = makeLabel({}, true, textFont(TextSize::caption), content);
        value = makeLabel({}, secondary, textFont(TextSize::keyFigure), content);
        caption->setAlignment(alignment);
        value->setAlignment(alignment);
        box->addWidget(caption);
        box->addWidget(value);
        figures->addLayout(box);
    };
    addFigure(figureCaption_, figure_, false, Qt::AlignLeft);
    addFigure(otherCaption_, other_, true, Qt::AlignRight);
    column->addSpacing(4);
    column->addLayout(figures);
    gain_ = new BadgeLine(content);
    column->addWidget(gain_);
    facts_ = new FactsList(150, 0, content);
    column->addWidget(facts_);
    column->addSpacing(8);
    column->addWidget(makeLabel(tr("What more bytes buy"), false, boldFont(TextSize::heading), content));
    auto* legend = makeLabel(tr("predicted KL divergence; line: best mixes, dots: presets. Drag along the line"), true,
                             textFont(TextSize::caption), content);
    legend->setWordWrap(true);
    column->addWidget(legend);
    chart_ = new FrontChart(session, planner, content);
    chart_->setMaximumHeight(240);
    column->addWidget(chart_, 1);
    steps_ = new FactsList(150, 0, content);
    column->addWidget(steps_);
    column->addStretch(0);
    panel_->addContent(content, 1, true);
    outer->addWidget(panel_);

    connect(kind_, &JoinedButtons::choiceMade, this, [this](int index) { setKind(static_cast<BudgetKind>(index)); });
    const auto solve = [this] {
        if (planner_.isMeasuring() || planner_.isSolving()) {
            planner_.cancel();
        } else {
            planner_.solveOrAsk(budget());
        }
    };
    connect(solve_, &QPushButton::clicked, this, solve);
    connect(measure_, &QPushButton::clicked, this, &BudgetPanel::sensitivitiesWanted);
    connect(chart_, &FrontChart::sizeWanted, &planner_, &PlannerService::showNearestOrAsk);
    connect(&planner_, &PlannerService::changed, this, &BudgetPanel::followPlanner);
    connect(&session_, &Session::deviceChanged, this, &BudgetPanel::followDevice);
    connect(&session_, &Session::modelChanged, this, &BudgetPanel::suggestAmount);
    connect(&session_, &Session::planChanged, this, [this] {
        if (amount_->value() <= 0) {
            suggestAmount();
        }
        followPlanner();
    });
    setKind(BudgetKind::gpu);
    followPlanner();
}

void BudgetPanel::setKind(BudgetKind kind) {
    kind_->setChosen(static_cast<int>(kind));
    amount_->setVisible(kind != BudgetKind::gpu);
    speedRow_->setVisible(kind == BudgetKind::gpu);
    suggestAmount();
    followDevice();
}

/// The size that the plan has now is where a search starts.
void BudgetPanel::suggestAmount() {
    const PlanFacts* facts = session_.planFacts();
    const auto kind = static_cast<BudgetKind>(kind_->chosen());
    const SizeUnit unit = sizeUnitFor(facts != nullptr ? facts->fileBytes : 0);
    unit_->setText(kind == BudgetKind::fileSize ? unitName(unit) : kind == BudgetKind::bitsPerWeight ? tr("bpw") : QString());
    amount_->setDecimals(2);
    amount_->setSingleStep(0.1);
    if (facts != nullptr) {
        amount_->setValue(kind == BudgetKind::bitsPerWeight ? facts->bitsPerWeight : inUnit(facts->fileBytes, unit));
    } else {
        amount_->setValue(0);
    }
}

bool BudgetPanel::isForCard() const {
    return static_cast<BudgetKind>(kind_->chosen()) == BudgetKind::gpu;
}

/// Layers are dealt to a card and main memory as llama.cpp does it.
void BudgetPanel::followSpeed() {
    const bool isPossible = session_.plan() != nullptr && session_.plan()->format->id() == "gguf";
    speed_->setEnabled(isPossible);
    speed_->setToolTip(
        isPossible ? tr("The best mix that makes so many tokens a second, in memory of the card and of this computer together")
                   : tr("Only of GGUF files in llama.cpp is it known how layers in main memory slow them down"));
}

void BudgetPanel::followDevice() {
    const DeviceSettings& device = session_.device();
    const bool forGpu = isForCard();
    before_->setText(forGpu ? QString::fromStdString(device.gpu.name) : tr("At most"));
    before_->setToolTip(forGpu ? tr("%1 tokens, KV cache %2, with 1 GiB to spare")
                                     .arg(grouped(device.run.contextTokens), fromView(name(device.run.kv)))
                               : QString());
    if (forGpu) {
        unit_->setText(QString());
    }
    followPlanner();
}

Budget BudgetPanel::budget() const {
    switch (static_cast<BudgetKind>(kind_->chosen())) {
    case BudgetKind::fileSize: {
        const PlanFacts* facts = session_.planFacts();
        const SizeUnit unit = sizeUnitFor(facts != nullptr ? facts->fileBytes : 0);
        return FileSizeBudget{static_cast<std::uint64_t>(amount_->value() * (unit == SizeUnit::gigabytes ? 1e9 : 1e6))};
    }
    case BudgetKind::bitsPerWeight: return BitsBudget{amount_->value()};
    case BudgetKind::gpu: break;
    }
    const DeviceSettings& device = session_.device();
    if (speed_->isEnabled() && speed_->value() > 0) {
        MachineBudget machine;
        if (!device.gpu.isProcessor()) {
            machine.cards = {device.gpu};
        }
        machine.host = session_.host();
        machine.run = device.run;
        machine.tokensPerSecond = speed_->value();
        return machine;
    }
    GpuBudget budget;
    budget.gpu = device.gpu;
    budget.run = device.run;
    budget.program = device.program;
    return budget;
}

void BudgetPanel::focusBudget() {
    if (amount_->isVisible()) {
        amount_->setFocus(Qt::OtherFocusReason);
        amount_->selectAll();
    } else {
        solve_->setFocus(Qt::OtherFocusReason);
    }
}

QString BudgetPanel::gainText() const {
    const auto& planner = planner_.planner();
    const PlanFacts* facts = session_.planFacts();
    const auto prediction = planner_.predictionOfPlan();
    if (!planner || facts == nullptr || !prediction || !facts->isOwnPlan) {
        return {};
    }
    const PresetPoint* nearest = planner->nearestPreset(facts->fileBytes);
    if (nearest == nullptr || nearest->prediction.kl <= 0 || prediction->isBroken()) {
        return {};
    }
    const double gain = 1 - prediction->kl / planner_.scaled(nearest->prediction.kl);
    const bool isSame =
        std::abs(static_cast<double>(nearest->fileBytes) / static_cast<double>(facts->fileBytes) - 1) < sameSize;
    const QString amount = percent(std::abs(gain), 0);
    if (std::abs(gain) < 0.005) {
        return tr("as good as %1").arg(fromView(nearest->preset->name));
    }
    return gain > 0 ? (isSame ? tr("%1 less loss at the same size").arg(amount)
                              : tr("%1 less loss than %2").arg(amount, fromView(nearest->preset->name)))
                    : (isSame ? tr("%1 more loss at the same size").arg(amount)
                              : tr("%1 more loss than %2").arg(amount, fromView(nearest->preset->name)));
}

/// By how much the prediction changes with so many bytes more or fewer, on the front.
QString BudgetPanel::changeText(double bytes) const {
    const auto& planner = planner_.planner();
    const PlanFacts* facts = session_.planFacts();
    if (!planner || facts == nullptr) {
        return unknownText();
    }
    const auto here = klAt(*planner, static_cast<double>(facts->fileBytes));
    const auto there = klAt(*planner, static_cast<double>(facts->fileBytes) + bytes);
    if (!here || !there || *here <= 0) {
        return unknownText();
    }
    const double change = planner_.scaled(*there) / planner_.scaled(*here) - 1;
    return (change > 0 ? QStringLiteral("+") : QString()) + percent(change, 1);
}

void BudgetPanel::setSensitivityShare(std::optional<double> share) {
    if (share != sensitivityShare_) {
        sensitivityShare_ = share;
        followPlanner();
    }
}

void BudgetPanel::followPlanner() {
    followSpeed();
    const auto& planner = planner_.planner();
    const PlanFacts* facts = session_.planFacts();
    const bool isBusy = planner_.isMeasuring() || planner_.isSolving();
    solve_->setEnabled(facts != nullptr);
    solve_->setText(isBusy ? tr("Cancel") : planner_.mix() != nullptr ? tr("Solve again") : tr("Find the best mix"));
    measure_->setVisible(!planner_.isMeasuredThoroughly());
    measure_->setEnabled(facts != nullptr && !sensitivityShare_);
    measure_->setText(sensitivityShare_ ? tr("Measuring sensitivities, %1").arg(percent(*sensitivityShare_, 0))
                                        : tr("Measure sensitivities"));
    progress_->setVisible(planner_.isMeasuring());
    progress_->setValue(static_cast<int>(planner_.measuredShare() * 1000));
    panel_->setNote(planner_.isMeasuring() ? tr("measuring, %1").arg(percent(planner_.measuredShare(), 0))
                    : planner_.isSolving() ? tr("searching")
                                           : QString());
    const auto prediction = planner_.predictionOfPlan();
    const bool known = planner && facts != nullptr && prediction;
    figureCaption_->setText(tr("Predicted KL divergence"));
    figure_->setText(known ? predictedDivergenceText(prediction->kl) : unknownText());
    figureCaption_->setToolTip(tr("Nats per token between the answers of the original and of this plan; 0 is the same"));
    const PresetPoint* nearest = known ? planner->nearestPreset(facts->fileBytes) : nullptr;
    const bool showsOther = nearest != nullptr && facts->isOwnPlan;
    otherCaption_->setVisible(showsOther);
    other_->setVisible(showsOther);
    if (showsOther) {
        otherCaption_->setText(tr("%1, %2").arg(fromView(nearest->preset->name), fileSize(nearest->fileBytes)));
        other_->setText(predictedDivergenceText(planner_.scaled(nearest->prediction.kl)));
    }
    const QString gain = gainText();
    const bool isBetter = known && nearest != nullptr && prediction->kl <= planner_.scaled(nearest->prediction.kl);
    static_cast<BadgeLine*>(gain_)->setBadge({isBetter ? Badge::Kind::ok : Badge::Kind::warn, gain});
    std::vector<QStringList> rows;
    if (known) {
        rows.push_back(
            {tr("Likely range"),
             tr("%1 to %2").arg(predictedDivergenceText(prediction->klLow), predictedDivergenceText(prediction->klHigh))});
        rows.push_back({tr("Sensitivity from"), sourceText(prediction->source)});
        if (planner_.scaledBy() > 0) {
            rows.push_back({tr("On the scale of"), tr("%1 measured presets").arg(grouped(planner_.scaledBy()))});
        }
        if (const FoundMix* mix = planner_.mix()) {
            rows.push_back(
                {tr("From the optimum"), mix->gap <= 0 ? tr("proven best") : tr("below %1").arg(percent(mix->gap, 2))});
            const auto& limits = mix->plan->document.machine.limits;
            if (const auto speed = std::ranges::find(limits, PlanLimit::Of::speed, &PlanLimit::of); speed != limits.end()) {
                rows.push_back({tr("1 ms more saves"), savedText(planner_.scaled(speed->multiplier))});
            }
        }
    }
    if (facts != nullptr) {
        rows.push_back({tr("File"), tr("%1, %2 bpw").arg(fileSize(facts->fileBytes), decimal(facts->bitsPerWeight, 2))});
        const MemoryEstimate& memory = facts->device.memory;
        rows.push_back(
            {tr("VRAM"), tr("%1 of %2")
                             .arg(memory.isComplete ? gibNumber(static_cast<double>(memory.total())) : memoryNeeded(memory),
                                  memorySize(static_cast<double>(session_.device().gpu.memoryBytes), 0))});
        rows.push_back({tr("Tokens/s"), speedRange(facts->device.speed.low, facts->device.speed.high)});
    }
    if (!planner_.pins().empty()) {
        rows.push_back(
            {tr("Pinned"), counted(static_cast<std::int64_t>(planner_.pins().size()), tr("1 weight"), tr("%1 weights"))});
    }
    facts_->setRows(rows);
    const double step = byteStep(facts != nullptr ? facts->fileBytes : 0);
    const QString stepText = numberText(byteStepQuantity(step));
    steps_->setVisible(known);
    steps_->setRows({{tr("Next %1").arg(stepText), changeText(step)}, {tr("%1 less").arg(stepText), changeText(-step)}});
}

} // namespace quantlathe::ui
