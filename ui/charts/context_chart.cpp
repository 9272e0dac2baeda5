// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/memory_charts.h"

#include "ui/look/fonts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::ui {

namespace {

constexpr std::size_t mostTypes = 4;

/// Those of different sizes.
std::vector<KvType> shownTypes(Runtime runtime) {
    const auto types = kvTypes(runtime);
    std::vector<KvType> shown;
    std::copy_if(types.begin(), types.end(), std::back_inserter(shown), [](KvType type) { return type != KvType::bf16; });
    return shown;
}

class ContextTicker : public QCPAxisTicker {
protected:
    QVector<double> createTickVector(double, const QCPRange& range) override {
        QVector<double> ticks;
        const int first = static_cast<int>(std::ceil(range.lower - 1e-9));
        const int last = static_cast<int>(std::floor(range.upper + 1e-9));
        const int step = last - first > 5 ? 2 : 1;
        for (int at = first; at <= last; at += step) {
            ticks.append(at);
        }
        return ticks;
    }
    QString getTickLabel(double tick, const QLocale&, QChar, int) override {
        return contextTick(static_cast<std::uint64_t>(std::llround(std::exp2(tick))));
    }
    int getSubTickCount(double) override { return 0; }
};

} // namespace

ContextChart::ContextChart(const Session& session, QWidget* parent) : ChartView(parent), session_(session) {
    setChartName(tr("Memory against context"));
    for (std::size_t i = 0; i < mostTypes; ++i) {
        lines_.push_back(addGraph());
        auto* text = new QCPItemText(this);
        text->position->setType(QCPItemPosition::ptAbsolute);
        text->setPositionAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        text->setClipToAxisRect(false);
        ends_.push_back(text);
    }
    nowPoint_ = addGraph();
    nowPoint_->setLineStyle(QCPGraph::lsNone);
    limit_ = new QCPItemStraightLine(this);
    limitText_ = new QCPItemText(this);
    now_ = new QCPItemStraightLine(this);
    nowText_ = new QCPItemText(this);
    for (QCPItemText* text : {limitText_, nowText_}) {
        text->setPadding(QMargins(8, 3, 8, 3));
    }
    xAxis->setTicker(QSharedPointer<ContextTicker>::create());
    xAxis->setLabel(tr("Context, tokens"));
    yAxis->setTicker(QSharedPointer<LinearTicker>::create(4));
    // Room at the right for the names of the lines.
    axisRect()->setMinimumMargins(QMargins(8, 8, 116, 8));
    connect(&session_, &Session::planChanged, this, &ContextChart::refill);
    connect(&session_, &Session::deviceChanged, this, &ContextChart::refill);
    connect(this, &QCustomPlot::afterLayout, this, &ContextChart::placeEndLabels);
    restyle();
    refill();
}

void ContextChart::restyle() {
    ChartView::restyle();
    const Theme& t = colours();
    const std::array<QColor, mostTypes> pens = {t.memKv, t.axis, t.memCompute, t.memWeights};
    const KvType used = kvTypeIn(session_.runtime(), session_.device().run.kv);
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const bool current = curves_[i].type == (used == KvType::bf16 ? KvType::f16 : used);
        lines_[i]->setPen(QPen(current ? t.accent : pens[i], current ? 2.5 : 1.5));
        ends_[i]->setFont(current ? boldFont(TextSize::caption) : textFont(TextSize::caption));
        ends_[i]->setColor(t.text);
    }
    limit_->setPen(QPen(t.text, 2));
    QPen dots(t.accent, 1);
    dots.setDashPattern({3, 3});
    now_->setPen(dots);
    limitText_->setFont(textFont(TextSize::caption));
    limitText_->setColor(t.text);
    nowText_->setFont(boldFont(TextSize::caption));
    nowText_->setColor(t.text);
    nowPoint_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, QPen(t.accent, 1), t.accent, 9));
}

void ContextChart::refill() {
    const PlanFacts* facts = session_.planFacts();
    if (facts == nullptr || !facts->device.memory.isComplete) { // the panel says that it is unknown
        lane_.cancelAll();
        drawCurves({});
        return;
    }
    lane_.ask(
        this,
        [model = session_.model(), choices = facts->choices, device = session_.device(), format = &session_.format(),
         longest = session_.longestUsefulContext()](const CancelToken& cancel) {
            std::vector<Curve> curves;
            const double start = std::log2(static_cast<double>(shortestContext(longest)));
            const double end = std::max(start + 1, std::log2(static_cast<double>(longest)));
            constexpr int steps = 48;
            for (const KvType type : shownTypes(format->runtime(device.program))) {
                cancel.throwIfCancelled();
                Curve curve;
                curve.type = type;
                RunSettings run = runOf(*format, device.run, device.program);
                run.kv = type;
                for (int i = 0; i <= steps; ++i) {
                    const double at = start + (end - start) * i / steps;
                    run.contextTokens = static_cast<std::uint64_t>(std::llround(std::exp2(at)));
                    curve.contexts.append(at);
                    curve.gib.append(static_cast<double>(estimateMemory(*model, choices, run).total()) / gibibyte);
                }
                const std::uint64_t most = longestContext(*model, choices, run, device.gpu).value_or(0);
                curve.text = QStringLiteral("%1: %2").arg(fromView(name(type)), grouped(most));
                curves.push_back(std::move(curve));
            }
            return curves;
        },
        [this](Outcome<std::vector<Curve>> outcome) {
            if (auto* curves = std::get_if<std::vector<Curve>>(&outcome)) {
                drawCurves(*curves);
            }
        },
        TaskLane::Order::replace);
}

void ContextChart::drawCurves(const std::vector<Curve>& curves) {
    curves_ = curves;
    restyle();
    const bool hasData = !curves.empty() && session_.planFacts() != nullptr;
    for (QCPLayerable* part :
         std::initializer_list<QCPLayerable*>{limit_, limitText_, now_, nowText_, nowPoint_, xAxis, yAxis, yAxis->grid()}) {
        part->setVisible(hasData);
    }
    for (std::size_t i = 0; i < lines_.size(); ++i) {
        lines_[i]->setVisible(hasData && i < curves.size());
        ends_[i]->setVisible(hasData && i < curves.size());
    }
    if (!hasData) {
        replot(rpQueuedReplot);
        return;
    }
    const MemoryEstimate& memory = session_.planFacts()->device.memory;
    const double card = static_cast<double>(usableBytes(session_.device().gpu, memory)) / gibibyte;
    double highest = 0;
    double lowest = card;
    for (std::size_t i = 0; i < curves.size(); ++i) {
        lines_[i]->setData(curves[i].contexts, curves[i].gib, true);
        ends_[i]->setText(curves[i].text);
        highest = std::max(highest, curves[i].gib.back());
        lowest = std::min(lowest, curves[i].gib.front());
    }
    // Far above the card nothing is to be seen; a card far above the model is named, not drawn to scale.
    const double top = std::min(std::max(highest, lowest) * 1.1, card * 1.5);
    const bool limitShown = card <= top * 1.6;
    xAxis->setRange(curves.front().contexts.front(), curves.front().contexts.back());
    yAxis->setRange(0, limitShown ? std::max(top, card * 1.15) : top * 1.15);
    const double at = std::log2(static_cast<double>(session_.device().run.contextTokens));
    const bool nowAtRight = at > xAxis->range().center();
    limit_->setVisible(limitShown);
    limit_->point1->setCoords(0, card);
    limit_->point2->setCoords(1, card);
    limitText_->setText(limitShown ? memorySize(card * gibibyte, 0) : tr("%1 lies above").arg(memorySize(card * gibibyte, 0)));
    limitText_->setPositionAlignment(limitShown ? Qt::AlignLeft | Qt::AlignBottom
                                                : (nowAtRight ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
    limitText_->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    limitText_->position->setTypeY(limitShown ? QCPItemPosition::ptPlotCoords : QCPItemPosition::ptAxisRectRatio);
    limitText_->position->setCoords(limitShown || nowAtRight ? 0 : 1, limitShown ? card : 0);
    const double total = static_cast<double>(memory.total()) / gibibyte;
    now_->point1->setCoords(at, 0);
    now_->point2->setCoords(at, 1);
    nowPoint_->setData({at}, {total}, true);
    nowText_->setText(memorySize(total * gibibyte, 1));
    nowText_->setPositionAlignment((nowAtRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignBottom);
    nowText_->position->setCoords(at, total);
    replot(rpQueuedReplot);
}

// Labels stand at the ends of their lines, pushed apart where the lines end close to each other.
void ContextChart::placeEndLabels() {
    if (curves_.empty()) {
        return;
    }
    const QRect frame = axisRect()->rect();
    const double height = QFontMetricsF(textFont(TextSize::caption)).height();
    std::vector<std::pair<double, std::size_t>> places;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
        const double y = yAxis->coordToPixel(curves_[i].gib.back());
        places.emplace_back(
            std::clamp(y, static_cast<double>(frame.top()) + height / 2, static_cast<double>(frame.bottom()) - height / 2), i);
    }
    std::sort(places.begin(), places.end());
    for (std::size_t i = places.size() - 1; i > 0; --i) { // from the lowest label upwards
        places[i - 1].first = std::min(places[i - 1].first, places[i].first - height);
    }
    const double lift = std::max(0.0, frame.top() + height / 2 - places.front().first); // not above the plot
    for (const auto& [y, index] : places) {
        ends_[index]->position->setCoords(frame.right() + 8, y + lift);
    }
}

QByteArray ContextChart::csv() const {
    QStringList header{QStringLiteral("context_tokens")};
    for (const Curve& curve : curves_) {
        header.append(fromView(name(curve.type)) + QStringLiteral("_gib"));
    }
    QByteArray text = csvLine(header);
    for (qsizetype i = 0; !curves_.empty() && i < curves_.front().contexts.size(); ++i) {
        QStringList fields{QString::number(std::llround(std::exp2(curves_.front().contexts[i])))};
        for (const Curve& curve : curves_) {
            fields.append(QString::number(curve.gib[i], 'g', 9));
        }
        text += csvLine(fields);
    }
    return text;
}

} // namespace quantlathe::ui
