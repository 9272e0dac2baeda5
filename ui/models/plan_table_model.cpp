// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_table_model.h"

#include "plan/figures.h"
#include "ui/bridge/measure_service.h"
#include "ui/bridge/preset_advice.h"
#include "ui/bridge/preset_times.h"
#include "ui/look/theme.h"
#include "ui/text/figures.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::ui {

namespace {

Qt::AlignmentFlag sideOf(PlanColumn column) {
    switch (column) {
    case PlanColumn::family:
    case PlanColumn::name:
    case PlanColumn::description:
    case PlanColumn::memoryBar:
    case PlanColumn::memoryShare:
    case PlanColumn::fit:
    case PlanColumn::loadsIn:
    case PlanColumn::errorBar:
    case PlanColumn::divergenceBar:
    case PlanColumn::source: return Qt::AlignLeft;
    default: return Qt::AlignRight;
    }
}

std::vector<Qt::AlignmentFlag> sidesOf(const std::vector<PlanColumn>& columns) {
    std::vector<Qt::AlignmentFlag> sides;
    std::ranges::transform(columns, std::back_inserter(sides), sideOf);
    return sides;
}

const FigureRow<PlanSize>& bitsFigure() {
    return figureOf(sizeFigures(), "bits_per_weight");
}

const FigureRow<PlanQuality>& errorFigure() {
    return figureOf(qualityFigures(), "relative_error");
}

StackedBar barOf(const PlanFacts& facts, const Gpu& gpu, double scaleEnd) {
    const MemoryEstimate& m = facts.device.memory;
    const auto gib = [](std::uint64_t bytes) { return static_cast<double>(bytes) / gibibyte; };
    return {{gib(m.weights.bytes), gib(m.kv.bytes), gib(m.compute.bytes), gib(m.overhead.bytes), gib(m.extraBytes())},
            gib(gpu.memoryBytes),
            scaleEnd};
}

QString figureLine(const QString& title, const Figure& figure) {
    if (!figure.isKnown) { // the formula says why
        return QStringLiteral("<p><b>%1</b><br>%2</p>").arg(title, QString::fromStdString(figure.formula).toHtmlEscaped());
    }
    return QStringLiteral("<p><b>%1, %2</b><br>%3<br>= %4 bytes<br><i>%5</i></p>")
        .arg(title, memorySize(static_cast<double>(figure.bytes), 2), QString::fromStdString(figure.formula).toHtmlEscaped(),
             grouped(figure.bytes), QString::fromStdString(figure.source).toHtmlEscaped());
}

QString extraLines(const MemoryEstimate& memory) {
    QString lines;
    for (const ExtraFigure& extra : memory.extras) {
        lines += figureLine(QString::fromStdString(extra.title), extra.figure);
    }
    return lines;
}

QString roomLine(const std::optional<CacheRoom>& room) {
    return room ? QStringLiteral("<p><b>%1</b><br>%2</p>")
                      .arg(PlanTableModel::tr("Sequences at once: %1").arg(decimal(room->sequences, 1)),
                           QString::fromStdString(room->formula).toHtmlEscaped())
                : QString();
}

QString descriptionOf(const PlanFacts& facts) {
    return facts.preset != nullptr ? inOwnWords(facts.preset->description) : QString();
}

} // namespace

Badge fitBadge(const DeviceFacts& device, bool withUnit) {
    const FitResult& fit = device.fit;
    if (!device.whyNotRun.isEmpty() && fit.fit != Fit::tooLarge) {
        return {Badge::Kind::bad,
                withUnit ? PlanTableModel::tr("fits, but this card cannot run it") : PlanTableModel::tr("cannot run")};
    }
    const double bytes = static_cast<double>(std::abs(fit.freeBytes));
    const QString amount = withUnit ? memorySize(bytes) : gibNumber(bytes);
    switch (fit.fit) {
    case Fit::fits: return {Badge::Kind::ok, PlanTableModel::tr("%1 free").arg(amount)};
    case Fit::tight: return {Badge::Kind::warn, PlanTableModel::tr("%1 free").arg(amount)};
    case Fit::unknown: return {Badge::Kind::neutral, PlanTableModel::tr("unknown")};
    case Fit::tooLarge: break;
    }
    return {Badge::Kind::bad, PlanTableModel::tr("%1 short").arg(amount)};
}

PlanTableModel::PlanTableModel(const Session& session, std::vector<PlanColumn> columns, bool withOwnPlan, QObject* parent)
    : ColumnModel(sidesOf(columns), parent), session_(session), columns_(std::move(columns)), withOwnPlan_(withOwnPlan) {
    connect(&session, &Session::modelChanged, this, &PlanTableModel::rebuild);
    connect(&session, &Session::presetsChanged, this, &PlanTableModel::rebuild);
    connect(&session, &Session::planChanged, this, &PlanTableModel::rebuild);
    connect(&session, &Session::qualityChanged, this, &PlanTableModel::numbersChanged);
    connect(&session, &Session::deviceChanged, this, &PlanTableModel::numbersChanged);
    connect(&session, &Session::runsInChanged, this, &PlanTableModel::numbersChanged);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &PlanTableModel::numbersChanged);
    rebuild();
}

void PlanTableModel::setMeasurements(const MeasureService& measurements) {
    measurements_ = &measurements;
    connect(&measurements, &MeasureService::resultsChanged, this, &PlanTableModel::numbersChanged);
    numbersChanged();
}

void PlanTableModel::setTimes(const PresetTimes& times) {
    times_ = &times;
    connect(&times, &PresetTimes::changed, this, &PlanTableModel::numbersChanged);
    numbersChanged();
}

void PlanTableModel::setAdvice(const PresetAdvice& advice) {
    advice_ = &advice;
    connect(&advice, &PresetAdvice::changed, this, &PlanTableModel::numbersChanged);
    numbersChanged();
}

/// Only of presets as they are.
const PresetVerdict* PlanTableModel::verdictOn(const PlanFacts& facts) const {
    return advice_ != nullptr && facts.preset != nullptr && !facts.isOwnPlan ? advice_->of(*facts.preset) : nullptr;
}

/// What was measured; else what is predicted, but for codes that a text will choose: those lose less than that.
QVariant PlanTableModel::qualityValue(const PlanFacts& facts) const {
    if (QVariant measured = measuredValue(facts, PlanColumn::divergence); measured.isValid()) {
        return measured;
    }
    const PresetVerdict* const verdict = verdictOn(facts);
    return verdict == nullptr || facts.needsCalibration ? QVariant() : QVariant(verdict->prediction.kl);
}

QVariant PlanTableModel::qualityBadge(const PlanFacts& facts) const {
    const PresetVerdict* const verdict = verdictOn(facts);
    if (verdict == nullptr || verdict->whyNotSensible.empty() || !facts.isUsable()) {
        return {};
    }
    const QVariant value = qualityValue(facts);
    return QVariant::fromValue(
        Badge{Badge::Kind::warn, value.isValid() ? divergenceText(value.toDouble()) : tr("not sensible")});
}

QString PlanTableModel::qualityTooltip(const PlanFacts& facts) const {
    if (measuredValue(facts, PlanColumn::divergence).isValid()) {
        return tooltip(facts, PlanColumn::divergence).toString();
    }
    const PresetVerdict* const verdict = verdictOn(facts);
    QString text = facts.needsCalibration ? tr("A text chooses the codes: what is lost is known when it is measured")
                   : verdict == nullptr
                       ? QString()
                       : tr("Predicted KL divergence from the original, nats a token: %1 to %2")
                             .arg(divergenceText(verdict->prediction.klLow), divergenceText(verdict->prediction.klHigh));
    if (verdict != nullptr && !verdict->whyNotSensible.empty()) {
        text = tr("Not sensible: %1. %2").arg(QString::fromStdString(verdict->whyNotSensible), text);
    }
    return text;
}

std::optional<double> PlanTableModel::secondsOf(const PlanFacts& facts) const {
    return times_ != nullptr && facts.preset != nullptr ? times_->secondsOf(*facts.preset) : std::nullopt;
}

QString PlanTableModel::reasonFor(const PlanFacts& facts) const {
    return facts.whyNot              ? *facts.whyNot
           : facts.format != nullptr ? session_.whyNotLoaded(*facts.format, facts.preset)
                                     : QString();
}

QString PlanTableModel::reasonAt(int row) const {
    const PlanFacts* facts = factsAt(row);
    return facts != nullptr ? reasonFor(*facts) : QString();
}

std::shared_ptr<const TextQuality> PlanTableModel::measuredOf(const PlanFacts& facts) const {
    return measurements_ != nullptr ? measurements_->measuredAt(facts, Effort::normal) : nullptr;
}

QVariant PlanTableModel::measuredValue(const PlanFacts& facts, PlanColumn column) const {
    const auto measured = measuredOf(facts);
    if (!measured) {
        return {};
    }
    if (column == PlanColumn::perplexity) {
        return measured->perplexity.value;
    }
    if (!measured->divergence) {
        return {};
    }
    return column == PlanColumn::sameTop                 ? measured->divergence->topOneAgreement.value
           : column == PlanColumn::divergenceUncertainty ? halfWidth95(measured->divergence->kl.error)
                                                         : measured->divergence->kl.value;
}

void PlanTableModel::setOnlyUsable(bool onlyUsable) {
    onlyUsable_ = onlyUsable;
    rebuild();
}

void PlanTableModel::setWithOtherFormats(bool withOthers) {
    withOthers_ = withOthers;
    rebuild();
}

void PlanTableModel::rebuild() {
    std::vector<int> rows;
    if (isGrouped_) {
        rows = groupedRows();
    } else if (withOwnPlan_ && session_.planFacts() != nullptr && session_.planFacts()->isOwnPlan) {
        rows.push_back(ownPlan);
    }
    for (std::size_t i = 0; i < session_.presets().size() && !isGrouped_; ++i) {
        if (session_.presets()[i].isUsable() || !onlyUsable_) {
            rows.push_back(static_cast<int>(i));
        }
    }
    for (std::size_t i = 0; i < session_.otherPresets().size() && withOthers_ && !isGrouped_; ++i) {
        if (session_.otherPresets()[i].isUsable() || !onlyUsable_) {
            rows.push_back(static_cast<int>(session_.presets().size() + i));
        }
    }
    // The same number of rows is a change of numbers: selection and scroll position stay.
    if (rows.size() == rows_.size() && (!isGrouped_ || rows == rows_)) {
        rows_ = std::move(rows);
        numbersChanged();
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    measureScales();
    applySort();
    endResetModel();
}

void PlanTableModel::numbersChanged() {
    measureScales();
    applySort();
    repaintAll();
}

void PlanTableModel::measureScales() {
    std::uint64_t largestFile = 0;
    double largestMemory = static_cast<double>(session_.device().gpu.memoryBytes) / gibibyte;
    largestError_ = 0;
    largestDivergence_ = 0;
    for (const int entry : rows_) {
        const PlanFacts* facts = lookUp(entry);
        if (facts == nullptr) {
            continue;
        }
        largestFile = std::max(largestFile, facts->fileBytes);
        largestMemory = std::max(largestMemory, static_cast<double>(facts->device.memory.total()) / gibibyte);
        // F32 and 16-bit presets lose next to nothing; the scale is for those that do.
        if (const auto measured = measuredOf(*facts); measured && measured->divergence) {
            largestDivergence_ = std::max(largestDivergence_, measured->divergence->kl.value);
        }
        largestError_ = std::max(largestError_, facts->quality ? facts->quality->relativeError : 0.0);
    }
    unit_ = sizeUnitFor(largestFile);
    memoryScaleEnd_ = largestMemory * 1.1;
}

const PlanFacts* PlanTableModel::factsAt(int row) const {
    return row >= 0 && row < rowCount() ? lookUp(rows_[static_cast<std::size_t>(row)]) : nullptr;
}

const PlanFacts* PlanTableModel::lookUp(int entry) const {
    if (entry == ownPlan) {
        return session_.planFacts();
    }
    if (entry <= footer) {
        return nullptr;
    }
    const auto index = static_cast<std::size_t>(entry);
    const std::size_t own = session_.presets().size();
    return index < own                                    ? &session_.presets()[index]
           : index - own < session_.otherPresets().size() ? &session_.otherPresets()[index - own]
                                                          : nullptr;
}

int PlanTableModel::rowOf(const QString& name) const {
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](int entry) {
        const PlanFacts* facts = lookUp(entry);
        return facts != nullptr && facts->name == name;
    });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int PlanTableModel::currentRow() const {
    const PlanFacts* plan = session_.planFacts();
    const auto found = std::find_if(rows_.begin(), rows_.end(), [&](int entry) {
        const PlanFacts* facts = lookUp(entry);
        return facts != nullptr && plan != nullptr && facts->isOwnPlan == plan->isOwnPlan && facts->preset == plan->preset;
    });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int PlanTableModel::columnOf(PlanColumn column) const {
    const auto found = std::find(columns_.begin(), columns_.end(), column);
    return found == columns_.end() ? -1 : static_cast<int>(found - columns_.begin());
}

int PlanTableModel::rows() const {
    return static_cast<int>(rows_.size());
}

Qt::ItemFlags PlanTableModel::flags(const QModelIndex& index) const {
    const PlanFacts* facts = factsAt(index.row());
    const bool isOnlyTold = facts != nullptr && !facts->isUsable() && onlyUsable_; // lists of all let them be looked at
    return !index.isValid() || isHeading(index.row()) || isOnlyTold
               ? Qt::NoItemFlags
               : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

QVariant PlanTableModel::cell(int row, int place, int role) const {
    const PlanFacts* facts = factsAt(row);
    if (isHeading(row)) {
        return role == HeadingRole                     ? QVariant(true)
               : role == Qt::DisplayRole && place == 0 ? QVariant(headingText(rows_[static_cast<std::size_t>(row)]))
                                                       : QVariant();
    }
    if (facts == nullptr) {
        return {};
    }
    const PlanColumn column = columns_[static_cast<std::size_t>(place)];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return display(*facts, column);
    case Qt::ToolTipRole: return tooltip(*facts, column);
    case SortRole: return sortValue(*facts, column);
    case Qt::ForegroundRole:
        return column == PlanColumn::description || column == PlanColumn::uncertainty ||
                       column == PlanColumn::divergenceUncertainty || column == PlanColumn::source ||
                       column == PlanColumn::loadsIn
                   ? QVariant(theme().textSecondary)
                   : QVariant();
    case BadgeCellRole:
        return column == PlanColumn::quality                    ? qualityBadge(*facts)
               : column == PlanColumn::fit && facts->isUsable() ? QVariant::fromValue(fitBadge(facts->device))
                                                                : QVariant();
    case StackedBarCellRole:
        return (column == PlanColumn::memoryBar || column == PlanColumn::memoryShare) && facts->device.memory.isComplete
                   ? QVariant::fromValue(barOf(*facts, session_.device().gpu, memoryScaleEnd_))
                   : QVariant();
    case BarValueRole:
        if (column == PlanColumn::divergenceBar && largestDivergence_ > 0) {
            const QVariant value = measuredValue(*facts, column);
            return value.isValid() ? QVariant(value.toDouble() / largestDivergence_) : QVariant();
        }
        return column == PlanColumn::errorBar && facts->quality && largestError_ > 0
                   ? QVariant(facts->quality->relativeError / largestError_)
                   : QVariant();
    case FamilyRole:
        return column == PlanColumn::family ? QVariant(facts->isOwnPlan ? -1 : static_cast<int>(familyOf(facts->format->id())))
                                            : QVariant();
    case PlainTextRole: {
        const QVariant value = sortValue(*facts, column);
        return value.typeId() == QMetaType::Double ? QVariant(QString::number(value.toDouble(), 'g', 12)) : value;
    }
    case Qt::AccessibleTextRole: {
        const QString reason = reasonFor(*facts);
        const QString text = display(*facts, column).toString();
        return column == PlanColumn::name && !reason.isEmpty() ? QStringLiteral("%1. %2").arg(text, reason) : text;
    }
    case DimmedRole: return !reasonFor(*facts).isEmpty();
    case FlagRole: return column == PlanColumn::loadsIn && !facts->device.whyNotRun.isEmpty();
    case ReasonRole: {
        const QString reason = reasonFor(*facts);
        return reason.isEmpty() ? QVariant() : QVariant(reason);
    }
    default: return {};
    }
}

QVariant PlanTableModel::display(const PlanFacts& facts, PlanColumn column) const {
    if (const QString reason = reasonFor(facts); !reason.isEmpty() && column == PlanColumn::description) {
        const QString subject = facts.name + QLatin1Char(' '); // "IQ2_XS needs …": the name stands in the row already
        return reason.startsWith(subject) ? reason.mid(subject.size()) : reason;
    }
    if (column == PlanColumn::loadsIn) {
        return facts.format != nullptr ? QString::fromStdString(loadsInText(*facts.format, facts.preset)) : QString();
    }
    if (!facts.isUsable() && column != PlanColumn::name && column != PlanColumn::family) {
        return unknownText();
    }
    const QString measuring = facts.isMeasuring ? tr("estimating") : QString();
    switch (column) {
    case PlanColumn::family: return facts.isOwnPlan ? tr("Your plan") : fromView(facts.format->title());
    case PlanColumn::name: return facts.name;
    case PlanColumn::description: return descriptionOf(facts);
    case PlanColumn::file: return sizeNumber(facts.fileBytes, unit_);
    case PlanColumn::bits: return cellText(bitsFigure(), PlanSize{facts.fileBytes, facts.bitsPerWeight});
    case PlanColumn::memory:
        return (facts.device.memory.isComplete ? QString() : QStringLiteral("≥ ")) +
               gibNumber(static_cast<double>(facts.device.memory.total()));
    case PlanColumn::longestContext: return facts.device.longestContext ? grouped(*facts.device.longestContext) : unknownText();
    case PlanColumn::speed: return speedRange(facts.device.speed.low, facts.device.speed.high);
    case PlanColumn::time: {
        const auto seconds = secondsOf(facts);
        return seconds ? duration(*seconds) : unknownText();
    }
    case PlanColumn::users: return facts.device.usersPercent ? decimal(*facts.device.usersPercent, 0) : unknownText();
    case PlanColumn::error: return facts.quality ? cellText(errorFigure(), *facts.quality) : unknownText();
    case PlanColumn::highError: return facts.highQuality ? cellText(errorFigure(), *facts.highQuality) : unknownText();
    case PlanColumn::gain: {
        const auto gain = facts.gainOfHighEffort();
        return gain ? decimal(-*gain * 100, 1) : unknownText();
    }
    case PlanColumn::uncertainty:
        return !facts.quality ? unknownText()
               : facts.quality->sampled
                   ? QStringLiteral("± ") + cellText(figureOf(qualityFigures(), "interval95"), *facts.quality)
                   : tr("exact");
    case PlanColumn::divergence: {
        const QVariant value = measuredValue(facts, column);
        return value.isValid() ? divergenceText(value.toDouble()) : unknownText();
    }
    case PlanColumn::divergenceUncertainty: {
        const QVariant value = measuredValue(facts, column);
        return value.isValid() ? QStringLiteral("± ") + divergenceText(value.toDouble()) : unknownText();
    }
    case PlanColumn::perplexity: {
        const QVariant value = measuredValue(facts, column);
        return value.isValid() ? decimal(value.toDouble(), 2) : unknownText();
    }
    case PlanColumn::sameTop: {
        const QVariant value = measuredValue(facts, column);
        return value.isValid() ? decimal(value.toDouble() * 100, 1) : unknownText();
    }
    case PlanColumn::quality: {
        const QVariant value = qualityValue(facts);
        return value.isValid() ? divergenceText(value.toDouble()) : unknownText();
    }
    case PlanColumn::source:
        return facts.needsCalibration   ? tr("after calibration")
               : !facts.quality         ? measuring
               : facts.quality->sampled ? tr("sampled")
                                        : tr("measured");
    default: return {};
    }
}

QVariant PlanTableModel::sortValue(const PlanFacts& facts, PlanColumn column) const {
    switch (column) {
    case PlanColumn::file: return static_cast<qulonglong>(facts.fileBytes);
    case PlanColumn::bits: return facts.bitsPerWeight;
    case PlanColumn::memory:
    case PlanColumn::memoryBar:
    case PlanColumn::memoryShare: return static_cast<qulonglong>(facts.device.memory.total());
    case PlanColumn::fit: return static_cast<qlonglong>(facts.device.fit.freeBytes);
    case PlanColumn::longestContext:
        return facts.device.longestContext ? QVariant(static_cast<qulonglong>(*facts.device.longestContext)) : QVariant();
    case PlanColumn::speed: return facts.device.speed.isKnown() ? QVariant(facts.device.speed.low) : QVariant();
    case PlanColumn::time: {
        const auto seconds = secondsOf(facts);
        return seconds ? QVariant(*seconds) : QVariant();
    }
    case PlanColumn::users: return facts.device.usersPercent ? QVariant(*facts.device.usersPercent) : QVariant();
    case PlanColumn::highError: return facts.highQuality ? QVariant(facts.highQuality->relativeError) : QVariant();
    case PlanColumn::gain: {
        const auto gain = facts.gainOfHighEffort();
        return gain ? QVariant(*gain) : QVariant();
    }
    case PlanColumn::error:
    case PlanColumn::errorBar: return facts.quality ? QVariant(facts.quality->relativeError) : QVariant();
    case PlanColumn::uncertainty: return facts.quality ? QVariant(facts.quality->interval95) : QVariant();
    case PlanColumn::divergence:
    case PlanColumn::divergenceBar:
    case PlanColumn::divergenceUncertainty:
    case PlanColumn::perplexity:
    case PlanColumn::sameTop: return measuredValue(facts, column);
    case PlanColumn::quality: return qualityValue(facts);
    default: return display(facts, column);
    }
}

QVariant PlanTableModel::tooltip(const PlanFacts& facts, PlanColumn column) const {
    if (const QString reason = reasonFor(facts);
        !reason.isEmpty() && (!facts.isUsable() || column == PlanColumn::name || column == PlanColumn::description ||
                              column == PlanColumn::loadsIn)) {
        return reason;
    }
    const DeviceFacts& device = facts.device;
    switch (column) {
    case PlanColumn::name:
    case PlanColumn::description: return descriptionOf(facts);
    case PlanColumn::time:
        return tr("Encoding alone, on all threads of this computer; reading, writing and a text that chooses codes come on "
                  "top. From a few rows of every encoding");
    case PlanColumn::loadsIn: return device.whyNotRun.isEmpty() ? display(facts, column) : QVariant(device.whyNotRun);
    case PlanColumn::file: return tr("%1 bytes, exactly").arg(grouped(facts.fileBytes));
    case PlanColumn::bits:
        return tr("8 × %1 bytes ÷ %2 parameters")
            .arg(grouped(facts.fileBytes), grouped(session_.model() ? session_.model()->parameters() : 0));
    case PlanColumn::memory:
    case PlanColumn::memoryBar:
    case PlanColumn::memoryShare:
    case PlanColumn::fit:
        return (device.whyNotRun.isEmpty() ? QString() : QStringLiteral("<p>%1.</p>").arg(device.whyNotRun.toHtmlEscaped())) +
               figureLine(tr("Weights on the card"), device.memory.weights) + figureLine(tr("KV cache"), device.memory.kv) +
               figureLine(tr("Compute"), device.memory.compute) + figureLine(tr("Overhead"), device.memory.overhead) +
               extraLines(device.memory) + QStringLiteral("<p>") +
               tr("Together %1 of %2 on %3")
                   .arg(memoryNeeded(device.memory, 2), memorySize(static_cast<double>(session_.device().gpu.memoryBytes), 2),
                        QString::fromStdString(session_.device().gpu.name)) +
               QStringLiteral("</p>") + roomLine(device.room);
    case PlanColumn::highError:
    case PlanColumn::gain:
        return facts.hasEffort ? tr("With high effort: other bytes in the same format and size, found by a longer search. With "
                                    "an importance matrix it "
                                    "lowers the error of the columns that matter; the plain error shown here can rise")
                               : tr("What %1 uses can be written in one way only").arg(facts.name);
    case PlanColumn::longestContext:
        return tr("The largest multiple of 256 tokens that leaves nothing of the card free, at most the trained context");
    case PlanColumn::speed: return QString::fromStdString(device.speed.formula);
    case PlanColumn::quality: return qualityTooltip(facts);
    case PlanColumn::users:
        if (!device.usersPercent || !device.usersComfortablePercent) {
            return whyIncomplete(device.memory);
        }
        return tr("%1 of surveyed users have a card that holds it; %2 with 1 GiB to spare; %3 hold the weights alone. %4, %5")
            .arg(percent(*device.usersPercent / 100, 1), percent(*device.usersComfortablePercent / 100, 1),
                 percent(device.usersWeightsPercent / 100, 1), QString::fromStdString(session_.survey().name),
                 QString::fromStdString(session_.survey().month));
    case PlanColumn::error:
    case PlanColumn::errorBar:
    case PlanColumn::uncertainty:
    case PlanColumn::source:
        return !facts.quality
                   ? QString()
                   : tr("Σ parameters × ‖W − Q‖ ÷ ‖W‖, over all weights ÷ Σ parameters. %1 of %2 weights looked at%3")
                         .arg(grouped(facts.quality->weightsLookedAt), grouped(facts.quality->weightsTotal),
                              facts.quality->sampled ? tr("; ± is the 95 % interval") : QString());
    case PlanColumn::divergence:
    case PlanColumn::divergenceBar:
    case PlanColumn::divergenceUncertainty:
    case PlanColumn::perplexity:
    case PlanColumn::sameTop: {
        const auto measured = measuredOf(facts);
        return measured ? tr("Measured on %1 tokens; ± is the 95 % interval. Mean of Σ P(i) (log P(i) − log Q(i)) in nats per "
                             "token, "
                             "P of the original, Q of this plan")
                              .arg(grouped(measured->tokens))
                        : tr("Not measured: press Measure…");
    }
    default: return {};
    }
}

QString PlanTableModel::title(int column) const {
    switch (columns_[static_cast<std::size_t>(column)]) {
    case PlanColumn::family: return tr("Family");
    case PlanColumn::name: return tr("Preset");
    case PlanColumn::description: return QString();
    case PlanColumn::file: return tr("File, %1").arg(unitName(unit_));
    case PlanColumn::bits: return columnTitle(bitsFigure());
    case PlanColumn::memory: return tr("VRAM, GiB");
    case PlanColumn::memoryBar: return QString();
    case PlanColumn::memoryShare: return tr("of %1").arg(memorySize(static_cast<double>(session_.device().gpu.memoryBytes), 0));
    case PlanColumn::fit: return tr("Fit, GiB");
    case PlanColumn::time: return tr("Time");
    case PlanColumn::loadsIn: return tr("Loads in");
    case PlanColumn::longestContext: return tr("Longest context");
    case PlanColumn::speed: return tr("Tokens/s");
    case PlanColumn::users: return tr("Users, %");
    case PlanColumn::error: return columnTitle(errorFigure());
    case PlanColumn::highError: return tr("High effort, %");
    case PlanColumn::gain: return tr("Change, %");
    case PlanColumn::errorBar: return QString();
    case PlanColumn::uncertainty: return tr("Uncertainty");
    case PlanColumn::source: return tr("Source");
    case PlanColumn::divergence: return tr("KL divergence");
    case PlanColumn::divergenceBar: return QString();
    case PlanColumn::divergenceUncertainty: return tr("Uncertainty");
    case PlanColumn::perplexity: return tr("Perplexity");
    case PlanColumn::sameTop: return tr("Same token, %");
    case PlanColumn::quality: return tr("Quality, KL");
    }
    return {};
}

void PlanTableModel::sort(int column, Qt::SortOrder order) {
    sortColumn_ = column;
    sortOrder_ = order;
    Q_EMIT layoutAboutToBeChanged();
    applySort();
    Q_EMIT layoutChanged();
}

void PlanTableModel::applySort() {
    if (sortColumn_ < 0 || sortColumn_ >= columnCount()) {
        return;
    }
    const PlanColumn column = columns_[static_cast<std::size_t>(sortColumn_)];
    const auto valueOf = [&](int entry) {
        const PlanFacts* facts = lookUp(entry);
        return facts != nullptr ? sortValue(*facts, column) : QVariant();
    };
    std::stable_sort(rows_.begin(), rows_.end(), [&](int a, int b) {
        const QVariant left = valueOf(a);
        const QVariant right = valueOf(b);
        if (left.isValid() != right.isValid()) {
            return left.isValid(); // what is not known stands last in both directions
        }
        const auto order = QVariant::compare(left, right);
        return sortOrder_ == Qt::AscendingOrder ? order == QPartialOrdering::Less : order == QPartialOrdering::Greater;
    });
}

} // namespace quantlathe::ui
