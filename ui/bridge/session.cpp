// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/session.h"

#include "base/resources.h"
#include "model/assumptions.h"
#include "model/pruned_model.h"
#include "plan/paint.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr const char* defaultGpu = "RTX 3060 12 GB";

/// Why the model cannot become the format, or why none of its presets can be used; nothing if one can.
std::optional<std::string> whyNoPreset(const Format& format, const Model& model, const ImportanceMatrix* importance) {
    if (auto reason = format.whyNot(model)) {
        return reason;
    }
    const std::span<const Preset> presets = format.presets();
    const auto whyNot = [&](const Preset& preset) { return format.whyNot(model, preset, importance); };
    return std::ranges::any_of(presets, [&](const Preset& preset) { return !whyNot(preset); }) ? std::nullopt
                                                                                               : whyNot(presets.front());
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent), gpus_(readGpus(resourcePath("hardware/gpus.json"))),
      survey_(readSurvey(resourcePath("hardware/vram-survey.json"))), format_(formats().front()) {
    const Gpu* gpu = findGpu(gpus_, defaultGpu);
    device_.gpu = gpu != nullptr ? *gpu : gpus_.front();
    device_.run.contextTokens = wishedContext_;
    connect(&history_, &QUndoStack::indexChanged, this, &Session::followHistory);
}

void Session::adopt(Opened opened) {
    presetLane_.cancelAll();
    otherLane_.cancelAll();
    planLane_.cancelAll();
    deviceLane_.cancelAll();
    guideLane_.cancelAll();
    const bool isOtherModel = opened.model != model_;
    model_ = std::move(opened.model);
    openedInMilliseconds_ = opened.milliseconds;
    guide_ = std::move(opened.guide);
    followMatrix();
    remote_ = std::move(opened.remote);
    preTokenizer_ = opened.preTokenizer;
    if (!model_) {
        preTokenizerQuestion_.clear();
    } else if (preTokenizer_.isEmpty()) { // else the model is an answer to the question that stands already
        const auto question = model_->tokenizerProblem() ? model_->tokenizerProblem() : tokenizerGuess(*model_);
        preTokenizerQuestion_ = question ? QString::fromStdString(*question) : QString();
    }
    presets_.clear();
    otherPresets_.clear();
    setPlan({});
    pinned_.clear();
    history_.forget();
    if (isOtherModel) {
        device_.run.beside = nullptr;
        device_.run.contextTokens = std::min<std::uint64_t>(wishedContext_, longestUsefulContext());
    }
    const auto reason = model_ ? whyNoPreset(*format_, *model_, guide_.matrix.get()) : std::nullopt;
    whyNotConvertible_ = reason ? QString::fromStdString(*reason) : QString();
    Q_EMIT modelChanged();
    Q_EMIT importanceChanged();
    Q_EMIT deviceChanged();
    Q_EMIT presetsChanged();
    Q_EMIT planChanged();
    Q_EMIT pinsChanged();
    if (model_ && !reason) {
        document_ = usualDocument();
        remember(document_);
        computePlan();
        computePresets();
    }
    computeOtherPresets();
}

std::uint64_t Session::longestUsefulContext() const {
    constexpr std::uint64_t usual = 131072;
    const std::uint64_t trained = model_ ? model_->hyper().contextTokens : 0;
    return trained >= 256 ? trained : usual;
}

void Session::setFormat(const Format& format) {
    if (&format == format_) {
        return;
    }
    format_ = &format;
    if (model_) {
        Opened again;
        again.model = model_;
        again.milliseconds = openedInMilliseconds_;
        again.guide = guide_;
        again.remote = remote_;
        again.preTokenizer = preTokenizer_;
        adopt(std::move(again));
    }
}

void Session::setPreset(const QString& name) {
    PlanDocument document;
    document.format = format_->id();
    document.preset = name.toStdString();
    document.effort = document_.effort;
    document.options = document_.options;
    setDocument(std::move(document));
}

void Session::setPresetOf(const Format& format, const QString& name) {
    setFormat(format);
    setPreset(name);
}

bool Session::hasOtherFormats() const {
    return model_ && std::ranges::any_of(
                         formats(), [this](const Format* format) { return format != format_ && !format->whyNot(*model_); });
}

QStringList Session::otherFormats() const {
    QStringList titles;
    for (const Format* const format : formats()) {
        if (model_ && format != format_ && !format->whyNot(*model_)) {
            titles.push_back(fromView(format->title()));
        }
    }
    return titles;
}

void Session::wantOtherFormats(bool wanted) {
    if (wanted != wantsOthers_) {
        wantsOthers_ = wanted;
        followUseOfOthers();
    }
}

void Session::needOtherSizes(const QObject& who, bool needed) {
    const bool wereUsed = usesOthers();
    if (needed) {
        needOtherSizes_.insert(&who);
    } else {
        needOtherSizes_.erase(&who);
    }
    if (wereUsed != usesOthers()) {
        followUseOfOthers();
    }
}

void Session::followUseOfOthers() {
    if (!usesOthers()) {
        otherLane_.cancelAll();
        otherPresets_.clear();
    } else if (otherPresets_.empty()) {
        computeOtherPresets();
        return;
    }
    Q_EMIT presetsChanged();
}

void Session::setOptions(const OutputOptions& options) {
    PlanDocument document = document_;
    document.options = options;
    setDocument(std::move(document));
}

void Session::setPlainPreset() {
    PlanDocument document;
    document.format = document_.format;
    document.preset = document_.preset;
    document.effort = document_.effort;
    document.options.split = document_.options.split;
    setDocument(std::move(document));
}

void Session::setEffort(Effort effort) {
    PlanDocument document = document_;
    document.effort = effort;
    setDocument(std::move(document));
}

void Session::setEncoding(const QStringList& weights, const QString& encoding) {
    if (!plan_) {
        return;
    }
    std::vector<const Weight*> meant;
    for (const QString& name : weights) {
        if (const Weight* const weight = plan_->model->find(name.toStdString())) {
            meant.push_back(weight);
        }
    }
    PlanDocument document = document_;
    for (const Weight* const weight : withJoined(*plan_, meant)) {
        if (encoding.isEmpty()) {
            document.weights.erase(weight->name);
        } else {
            document.weights[weight->name] = encoding.toStdString();
        }
    }
    setDocument(std::move(document));
}

void Session::setDocument(PlanDocument document) {
    document = withoutProvenance(std::move(document));
    if (!model_ || !whyNotConvertible_.isEmpty() || document == document_) {
        return;
    }
    document_ = std::move(document);
    computePlan();
}

void Session::setPinned(std::set<std::string> names) {
    if (plan_ && names != pinned_) {
        pinned_ = std::move(names);
        remember(document_);
        Q_EMIT pinsChanged();
    }
}

void Session::adoptPins(std::set<std::string> names) {
    if (names != pinned_) {
        pinned_ = std::move(names);
        Q_EMIT pinsChanged();
    }
}

void Session::usePlan(const PinnedPlan& plan) {
    if (const Format* const wanted = formatById(plan.document.format)) {
        setFormat(*wanted); // which forgets the pins
    }
    adoptPins(plan.pinned);
    usePlan(plan.document);
    if (plan_ && withoutProvenance(plan_->document) == document_) { // only the pins are others
        remember(document_);
    }
}

void Session::usePlan(const PlanDocument& document) {
    const Format* wanted = formatById(document.format);
    if (wanted != nullptr) { // an unknown one is told when the plan is made
        setFormat(*wanted);
    }
    PlanDocument alone = document;
    const CalibrationChoice choice = std::exchange(alone.calibration, {});
    setDocument(std::move(alone));
    if (choice.source != CalibrationChoice::Source::none) { // older plans do not speak of it
        setCalibration(choice);
    }
}

PinnedPlan Session::planToSave() const {
    PinnedPlan plan{plan_->document, pinned_};
    plan.document.calibration = calibration_;
    return plan;
}

void Session::remember(const PlanDocument& document) {
    history_.remember({document, pinned_});
}

void Session::followHistory() {
    const auto state = history_.current();
    if (!state) {
        return;
    }
    const bool isOtherPlan = std::exchange(document_, state->document) != state->document;
    adoptPins(state->pinned);
    if (isOtherPlan) {
        computePlan();
    }
}

void Session::computePlan() {
    planLane_.ask(
        this,
        [model = model_, document = document_, importance = guide_.matrix, device = device_,
         &survey = std::as_const(survey_)](const CancelToken&) {
            PromisedImportance promise(*model);
            return lookedAt(planToCalibrate(model, document, importance, promise), importance, device, survey);
        },
        [this, model = model_, document = document_, deviceVersion = deviceVersion_](Outcome<Planned> outcome) {
            if (model != model_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                goBack();
                Q_EMIT problem(*found);
                Q_EMIT planChanged(); // widgets that showed the wish fall back to what is
                return;
            }
            remember(document);
            setPlan(std::move(std::get<Planned>(outcome)));
            Q_EMIT planChanged();
            if (deviceVersion != deviceVersion_) {
                computeDevice();
            }
        },
        TaskLane::Order::replace);
}

/// To the plan that stands: after a wish that cannot be met, or a step of the history that is possible no longer (its encodings
/// need a matrix that was removed).
void Session::goBack() {
    if (plan_) {
        document_ = withoutProvenance(plan_->document);
        history_.goToNearest(document_);
        if (const auto state = history_.current(); state && state->document == document_) {
            adoptPins(state->pinned);
        }
    }
}

Session::Planned Session::lookedAt(Plan plan, const std::shared_ptr<const ImportanceMatrix>& importance,
                                   const DeviceSettings& device, const Survey& survey) {
    Planned planned;
    planned.plan = std::make_shared<const Plan>(std::move(plan));
    planned.facts = factsOf(*planned.plan, device, survey);
    planned.facts.needsCalibration = needsCalibration(*planned.plan, importance);
    if (const auto why = quantlathe::whyNotCalibrated(*planned.plan)) {
        planned.whyNotCalibrated = QString::fromStdString(*why);
    }
    return planned;
}

void Session::setPlan(Planned planned) {
    plan_ = std::move(planned.plan);
    whyNotCalibrated_ = planned.whyNotCalibrated;
    planFacts_ = std::move(planned.facts);
    for (const PlanFacts& preset : presets_) {
        if (plan_ && !planFacts_.isOwnPlan && preset.preset == planFacts_.preset) {
            planFacts_.quality = preset.qualityAt(planFacts_.effort);
        }
    }
    const bool isNeeded = plan_ && planFacts_.needsCalibration;
    if (isNeeded && !calibration_.choosesCodes()) {
        setCalibration(calibrationByText());
        isCalibrationImplied_ = true;
    } else if (plan_ && !isNeeded && isCalibrationImplied_) {
        setCalibration({});
    }
}

std::optional<std::size_t> Session::indexOfPlanned(const Weight& weight) const {
    if (!model_ || !plan_) {
        return std::nullopt;
    }
    const auto indexIn = [](const Model& model, const Weight& wanted) -> std::optional<std::size_t> {
        const std::span<const Weight> all = model.weights();
        const std::less<> isBefore; // of any two addresses
        const bool isInside = !isBefore(&wanted, all.data()) && isBefore(&wanted, all.data() + all.size());
        return isInside ? std::optional(static_cast<std::size_t>(&wanted - all.data())) : std::nullopt;
    };
    const auto place = indexIn(*plan_->model, weight);
    if (!place || plan_->model == model_) {
        return place;
    }
    const Weight* const source = model_->find(nameBeforePruning(weight.name, plan_->document.options.prunedLayers));
    return source != nullptr ? indexIn(*model_, *source) : std::nullopt;
}

const Weight* Session::weightOf(const Plan& plan, std::size_t index) const {
    if (!model_ || index >= model_->weights().size()) {
        return nullptr;
    }
    const Weight& weight = model_->weights()[index];
    if (plan.model == model_) {
        return &weight;
    }
    const auto name = nameAfterPruning(weight.name, plan.document.options.prunedLayers);
    return name ? plan.model->find(*name) : nullptr;
}

void Session::computePresets() {
    presetLane_.ask(
        this,
        [model = model_, format = format_, importance = guide_.matrix, device = device_, &survey = std::as_const(survey_)](
            const CancelToken& cancel) { return factsOfPresets(model, *format, importance, device, survey, cancel); },
        [this, model = model_, importance = guide_.matrix](Outcome<std::vector<PlanFacts>> outcome) {
            if (model != model_ || importance != guide_.matrix) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
                return;
            }
            presets_ = std::move(std::get<std::vector<PlanFacts>>(outcome));
            Q_EMIT presetsChanged();
            computeDevice(); // card or context may have changed meanwhile
        },
        TaskLane::Order::replace);
}

void Session::computeOtherPresets() {
    if (!usesOthers() || !hasOtherFormats()) {
        return;
    }
    otherLane_.ask(
        this,
        [model = model_, mine = format_, importance = guide_.matrix, device = device_,
         &survey = std::as_const(survey_)](const CancelToken& cancel) {
            std::vector<PlanFacts> all;
            for (const Format* format : formats()) {
                if (format != mine && !format->whyNot(*model)) {
                    auto some = factsOfPresets(model, *format, importance, device, survey, cancel);
                    std::ranges::move(some, std::back_inserter(all));
                }
            }
            return all;
        },
        [this, model = model_, format = format_](Outcome<std::vector<PlanFacts>> outcome) {
            if (model != model_ || format != format_ || !usesOthers()) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
                return;
            }
            otherPresets_ = std::move(std::get<std::vector<PlanFacts>>(outcome));
            Q_EMIT presetsChanged();
            computeDevice();
        },
        TaskLane::Order::replace);
}

std::vector<PlanFacts*> Session::allPresets() {
    std::vector<PlanFacts*> all;
    for (auto* group : {&presets_, &otherPresets_}) {
        for (PlanFacts& facts : *group) {
            all.push_back(&facts);
        }
    }
    return all;
}

void Session::setQuality(const Preset& preset, Effort effort, const std::shared_ptr<const PlanQuality>& quality) {
    for (PlanFacts* facts : allPresets()) {
        if (facts->preset == &preset) {
            (effort == Effort::high ? facts->highQuality : facts->quality) = quality;
            facts->isMeasuring = false;
            if (plan_ && !planFacts_.isOwnPlan && planFacts_.preset == facts->preset) {
                planFacts_.quality = facts->qualityAt(planFacts_.effort);
            }
        }
    }
    Q_EMIT qualityChanged();
}

void Session::setMeasuring(const Preset& preset, bool measuring) {
    for (PlanFacts* facts : allPresets()) {
        if (facts->preset == &preset) {
            facts->isMeasuring = measuring;
        }
    }
    Q_EMIT qualityChanged();
}

void Session::setOwnQuality(const std::shared_ptr<const Plan>& plan, const std::shared_ptr<const PlanQuality>& quality) {
    if (plan == plan_) {
        planFacts_.quality = quality;
        Q_EMIT qualityChanged();
    }
}

} // namespace quantlathe::ui
