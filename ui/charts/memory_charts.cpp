// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/memory_charts.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::ui {

namespace {

double gib(std::uint64_t bytes) {
    return static_cast<double>(bytes) / gibibyte;
}

/// Memory sizes that cards have; on a log2 axis.
class CardTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double, const QCPRange&) override {
        QVector<double> ticks;
        for (const double size : {1.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 32.0}) {
            ticks.append(std::log2(size));
        }
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override { return decimal(std::exp2(tick), 0); }
    int getSubTickCount(double) override { return 0; }
};

} // namespace

AudienceChart::AudienceChart(const Session& session, QWidget* parent) : ChartView(parent), session_(session) {
    setChartName(tr("Who can run it"));
    steps_ = addGraph();
    steps_->setLineStyle(QCPGraph::lsStepRight);
    without_ = addGraph();
    with_ = addGraph();
    for (QCPGraph* graph : {with_, without_}) {
        graph->setLineStyle(QCPGraph::lsNone);
    }
    withText_ = new QCPItemText(this);
    withoutText_ = new QCPItemText(this);
    for (QCPItemText* text : {withText_, withoutText_}) {
        text->setPadding(QMargins(8, 3, 8, 3));
        text->setClipToAxisRect(false);
    }
    xAxis->setTicker(QSharedPointer<CardTicker>::create());
    xAxis->setLabel(tr("Memory of the card, GiB"));
    yAxis->setTicker(QSharedPointer<LinearTicker>::create(4));
    yAxis->setRange(0, 105);
    axisRect()->setMinimumMargins(QMargins(8, 8, 20, 8)); // the last tick's label
    QVector<double> sizes, shares;
    for (const auto& [size, share] : session.survey().percentAtLeastGb) {
        sizes.append(std::log2(size));
        shares.append(share);
    }
    steps_->setData(sizes, shares, true);
    if (!sizes.isEmpty()) {
        xAxis->setRange(std::log2(1.0), sizes.back());
    }
    connect(&session_, &Session::planChanged, this, &AudienceChart::refill);
    restyle();
    refill();
}

void AudienceChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    steps_->setPen(QPen(t.axis, 1.5));
    steps_->setBrush(blended(t.surface, t.track, 0.6));
    with_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(t.accent, 1), t.accent, 9));
    without_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(t.accent, 1.5), t.surface, 9));
    withText_->setFont(boldFont(TextSize::caption));
    withoutText_->setFont(textFont(TextSize::caption));
    withText_->setColor(t.text);
    withoutText_->setColor(t.textSecondary);
}

void AudienceChart::refill() {
    const PlanFacts* facts = session_.planFacts();
    for (QCPLayerable* part : std::initializer_list<QCPLayerable*>{with_, without_, withText_, withoutText_}) {
        part->setVisible(facts != nullptr);
    }
    if (facts != nullptr) {
        const auto place = [this](std::uint64_t bytes) {
            return std::clamp(std::log2(std::max(gib(bytes), 0.01)), xAxis->range().lower, xAxis->range().upper);
        };
        const std::optional<double> users = facts->device.usersPercent; // nothing: what a context takes is unknown
        const double withX = place(facts->device.memory.total());
        const double withoutX = place(facts->device.memory.weights.bytes);
        with_->setData({withX}, {users.value_or(0)}, true);
        without_->setData({withoutX}, {facts->device.usersWeightsPercent}, true);
        withText_->setText(tr("%1 with context %2").arg(facts->name, percent(users.value_or(0) / 100, 0)));
        withoutText_->setText(tr("weights only %1").arg(percent(facts->device.usersWeightsPercent / 100, 0)));
        withText_->position->setCoords(withX, users.value_or(0));
        withoutText_->position->setCoords(withoutX, facts->device.usersWeightsPercent);
        withText_->setPositionAlignment(Qt::AlignLeft | Qt::AlignBottom);
        const bool leftHalf = withoutX < (xAxis->range().lower + xAxis->range().upper) / 2;
        withoutText_->setPositionAlignment((leftHalf ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
        // One mark where context makes no difference.
        without_->setVisible(std::abs(withX - withoutX) > 0.02 && withoutX > xAxis->range().lower);
        with_->setVisible(users.has_value());
        withText_->setVisible(users.has_value());
        without_->setVisible(!users || without_->visible());
        withoutText_->setVisible(without_->visible());
    }
    replot(rpQueuedReplot);
}

QByteArray AudienceChart::csv() const {
    QByteArray text = csvLine({QStringLiteral("card_gib"), QStringLiteral("percent_of_users_with_at_least")});
    for (const auto& [size, share] : session_.survey().percentAtLeastGb) {
        text += csvLine({QString::number(size, 'g', 9), QString::number(share, 'g', 9)});
    }
    return text;
}

MemoryBarsChart::MemoryBarsChart(const Session& session, QWidget* parent) : ChartView(parent), session_(session) {
    setChartName(tr("Memory in use"));
    QCPBars* below = nullptr;
    const std::array<QString, 5> names = {tr("Weights"), tr("KV cache"), tr("Compute"), tr("Overhead"), tr("Beside it")};
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts_[i] = new QCPBars(yAxis, xAxis);
        parts_[i]->setWidth(0.6);
        parts_[i]->setName(names[i]);
        if (below != nullptr) {
            parts_[i]->moveAbove(below);
        }
        below = parts_[i];
    }
    limit_ = new QCPItemStraightLine(this);
    limitText_ = new QCPItemText(this);
    yAxis->setRangeReversed(true);
    xAxis->setLabel(tr("Memory on the card, GiB"));
    xAxis->setTicker(QSharedPointer<LinearTicker>::create(7));
    legend->setVisible(true);
    plotLayout()->insertRow(0);
    auto* row = new QCPLayoutGrid;
    plotLayout()->addElement(0, 0, row);
    row->addElement(0, 0, legend);
    row->setMargins(QMargins(60, 4, 8, 0));
    legend->setFillOrder(QCPLegend::foColumnsFirst);
    plotLayout()->setRowStretchFactor(0, 0.001);
    connect(&session_, &Session::presetsChanged, this, &MemoryBarsChart::refill);
    restyle();
    refill();
}

void MemoryBarsChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    const std::array<QColor, 5> fill = {t.memWeights, t.memKv, t.memCompute, t.memOverhead, t.memBeside};
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts_[i]->setPen(Qt::NoPen); // an outline would swallow thin parts
        parts_[i]->setBrush(fill[i]);
    }
    limit_->setPen(QPen(t.text, 2));
    limitText_->setColor(t.text);
    limitText_->setFont(textFont(TextSize::caption));
    yAxis->grid()->setVisible(false);
    xAxis->grid()->setVisible(true);
    legend->setBorderPen(Qt::NoPen);
    legend->setBrush(Qt::NoBrush);
    legend->setFont(textFont(TextSize::caption));
    legend->setTextColor(t.textSecondary);
    legend->setIconSize(12, 12);
}

void MemoryBarsChart::refill() {
    QVector<double> keys;
    std::array<QVector<double>, 5> values;
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    double largest = gib(session_.device().gpu.memoryBytes);
    double at = 0;
    for (const PlanFacts& facts : session_.presets()) {
        if (!facts.isUsable()) {
            continue;
        }
        const MemoryEstimate& m = facts.device.memory;
        keys.append(at);
        const std::array<std::uint64_t, 5> bytes = {m.weights.bytes, m.kv.bytes, m.compute.bytes, m.overhead.bytes,
                                                    m.extraBytes()};
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            values[i].append(gib(bytes[i]));
        }
        ticker->addTick(at, m.isComplete ? facts.name : tr("%1, at least").arg(facts.name));
        largest = std::max(largest, gib(m.total()));
        at += 1;
    }
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts_[i]->setData(keys, values[i], true);
    }
    yAxis->setTicker(ticker);
    yAxis->setRange(-0.7, std::max(1.0, at) - 0.3);
    xAxis->setRange(0, largest * 1.06);
    const double limit = gib(session_.device().gpu.memoryBytes);
    limit_->point1->setCoords(limit, 0);
    limit_->point2->setCoords(limit, 1);
    limitText_->setText(tr("%1, %2 tokens, KV cache %3")
                            .arg(QString::fromStdString(session_.device().gpu.name),
                                 grouped(session_.device().run.contextTokens), fromView(name(session_.device().run.kv))));
    limitText_->setPositionAlignment(Qt::AlignRight | Qt::AlignTop);
    limitText_->setPadding(QMargins(8, 4, 8, 4));
    limitText_->position->setTypeX(QCPItemPosition::ptPlotCoords);
    limitText_->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    limitText_->position->setCoords(limit, 0);
    replot(rpQueuedReplot);
}

QByteArray MemoryBarsChart::csv() const {
    QByteArray text = csvLine({QStringLiteral("preset"), QStringLiteral("weights_bytes"), QStringLiteral("kv_bytes"),
                               QStringLiteral("compute_bytes"), QStringLiteral("overhead_bytes"), QStringLiteral("total_bytes"),
                               QStringLiteral("card_bytes")});
    for (const PlanFacts& facts : session_.presets()) {
        if (facts.isUsable()) {
            const MemoryEstimate& m = facts.device.memory;
            const auto ifKnown = [](const Figure& figure) {
                return figure.isKnown ? QString::number(figure.bytes) : QString();
            };
            text += csvLine({facts.name, QString::number(m.weights.bytes), ifKnown(m.kv), ifKnown(m.compute),
                             QString::number(m.overhead.bytes), m.isComplete ? QString::number(m.total()) : QString(),
                             QString::number(session_.device().gpu.memoryBytes)});
        }
    }
    return text;
}

} // namespace quantlathe::ui
