// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/quality_service.h"

#include <algorithm>

namespace quantlathe::ui {

namespace {

using Quality = std::shared_ptr<const PlanQuality>;

Quality measured(const Plan& plan, const QualityOptions& options, ResultCache& cache, Progress& progress,
                 const CancelToken& cancel) {
    ThreadArena arena;
    return std::make_shared<const PlanQuality>(measureQuality(plan, options, &cache, arena, progress, cancel));
}

} // namespace

QualityService::QualityService(Session& session, std::shared_ptr<ResultCache> cache, QObject* parent)
    : QualityService(session, std::move(cache), measured, parent) {}

QualityService::QualityService(Session& session, std::shared_ptr<ResultCache> cache, Measure measure, QObject* parent)
    : QObject(parent), session_(session), cache_(std::move(cache)), measure_(std::move(measure)) {
    connect(&session_, &Session::modelChanged, this, &QualityService::restart);
    connect(&session_, &Session::importanceChanged, this, &QualityService::restart);
    connect(&session_, &Session::presetsChanged, this, &QualityService::measurePresets);
    connect(&session_, &Session::planChanged, this, &QualityService::measureOwnPlan);
}

void QualityService::start() {
    if (!wanted_) {
        wanted_ = true;
        measureOwnPlan();
        measurePresets();
    }
}

void QualityService::measureExactly() {
    options_.exact = true;
    restart();
    wanted_ = true;
    measureOwnPlan();
    measurePresets();
}

void QualityService::restart() {
    ++generation_;
    presetLane_.cancelAll();
    slowLane_.cancelAll();
    ownLane_.cancelAll();
    running_ = 0;
    measuredModel_ = nullptr;
    othersAreMeasured_ = false;
}

void QualityService::measureOwnPlan() {
    const PlanFacts* facts = session_.planFacts();
    if (!wanted_ || session_.remote() || facts == nullptr || facts->needsCalibration ||
        (facts->quality && (facts->quality->sampled ? !options_.exact : true))) {
        return;
    }
    ownLane_.ask(
        this,
        [plan = session_.plan(), options = options_, cache = cache_, measure = measure_](const CancelToken& cancel) {
            Progress silent;
            return measure(*plan, options, *cache, silent, cancel);
        },
        [this, plan = session_.plan()](Outcome<Quality> outcome) {
            if (auto* quality = std::get_if<Quality>(&outcome)) {
                session_.setOwnQuality(plan, *quality);
            } else if (plan == session_.plan()) {
                Q_EMIT session_.problem(std::get<Problem>(outcome));
            }
        },
        TaskLane::Order::replace);
}

void QualityService::measurePresets() {
    const Model* model = session_.model().get();
    if (!wanted_ || session_.remote()) { // there are no values to look at
        return;
    }
    if (session_.presets().empty() || measuredModel_ == model) {
        measureOthers();
        return;
    }
    measuredModel_ = model;
    // The chosen preset first; high effort, which takes longer, after all of normal effort.
    for (const Effort effort : {Effort::normal, Effort::high}) {
        std::vector<const PlanFacts*> order;
        for (const PlanFacts& facts : session_.presets()) {
            if (facts.isUsable() && !facts.needsCalibration && (effort == Effort::normal || facts.hasEffort)) {
                order.push_back(&facts);
            }
        }
        const Preset* chosen = session_.planFacts() != nullptr ? session_.planFacts()->preset : nullptr;
        std::stable_partition(order.begin(), order.end(), [chosen](const PlanFacts* facts) { return facts->preset == chosen; });
        for (const PlanFacts* facts : order) {
            measure(*facts, effort);
        }
    }
    measureOthers();
}

/// Presets of other formats, when the user looks at them.
void QualityService::measureOthers() {
    if (!wanted_ || !session_.wantsOtherFormats() || othersAreMeasured_ || session_.otherPresets().empty() ||
        measuredModel_ != session_.model().get()) {
        return;
    }
    othersAreMeasured_ = true;
    for (const PlanFacts& facts : session_.otherPresets()) {
        if (facts.isUsable() && !facts.needsCalibration) {
            measure(facts, Effort::normal);
        }
    }
}

void QualityService::measure(const PlanFacts& facts, Effort effort) {
    ++running_;
    const unsigned generation = generation_;
    PlanDocument document;
    document.format = facts.format->id();
    document.preset = facts.preset->name;
    document.effort = effort;
    const Preset* preset = facts.preset; // presets live as long as the program
    const QString name = facts.name;
    TaskLane& lane = facts.format->isSlow() ? slowLane_ : presetLane_;
    lane.ask(
        this,
        [this, model = session_.model(), importance = session_.importance(), document = std::move(document), options = options_,
         cache = cache_, measure = measure_, preset, name](const CancelToken& cancel) {
            QMetaObject::invokeMethod(
                this, [this, preset] { session_.setMeasuring(*preset, true); }, Qt::QueuedConnection);
            Progress report([this, name](const ProgressState& state) {
                QMetaObject::invokeMethod(
                    this, [this, name, f = state.fraction()] { Q_EMIT progress(name, f); }, Qt::QueuedConnection);
            });
            return measure(makePlan(model, document, importance), options, *cache, report, cancel);
        },
        [this, generation, preset, effort](Outcome<Quality> outcome) {
            if (generation != generation_) {
                return;
            }
            --running_;
            if (auto* quality = std::get_if<Quality>(&outcome)) {
                session_.setQuality(*preset, effort, *quality);
            } else {
                session_.setMeasuring(*preset, false);
                Q_EMIT session_.problem(std::get<Problem>(outcome));
            }
            if (running_ == 0) {
                Q_EMIT finished();
            }
        });
}

} // namespace quantlathe::ui
