// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/planner_service.h"

#include "plan/paint.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <map>
#include <utility>

namespace quantlathe::ui {

PlannerService::PlannerService(Session& session, std::shared_ptr<ResultCache> cache, QObject* parent)
    : QObject(parent), session_(session), cache_(std::move(cache)) {
    connect(&session_, &Session::modelChanged, this, [this] {
        mixDocument_ = {};
        reset();
    });
    connect(&session_, &Session::importanceChanged, this, &PlannerService::reset);
    connect(&session_, &Session::calibrationChanged, this, &PlannerService::reset);
    connect(&session_, &Session::planChanged, this, &PlannerService::planHasChanged);
    connect(&session_, &Session::pinsChanged, this, [this] {
        followPins();
        Q_EMIT changed();
    });
}

void PlannerService::reset() {
    ++generation_;
    leaveTable();
    solveLane_.cancelAll();
    table_.reset();
    planner_.reset();
    scale_.reset();
    planPrediction_.reset();
    mix_ = {};
    isWaiting_ = isMeasuring_ = isSolving_ = isArriving_ = triedSensitivities_ = isThorough_ = false;
    Q_EMIT changed();
}

void PlannerService::cancel() {
    const bool wasBusy = isMeasuring_ || isSolving_;
    ++generation_;
    tableLane_.cancelAll();
    if (const int job = std::exchange(tableJob_, 0); job != 0) {
        jobs_->cancel(job);
    }
    solveLane_.cancelAll();
    isWaiting_ = isMeasuring_ = isSolving_ = false;
    if (wasBusy) {
        Q_EMIT changed();
    }
}

void PlannerService::planHasChanged() {
    const auto& plan = session_.plan();
    if (plan && plan->document.effort != effort_) {
        effort_ = plan->document.effort;
        reset();
    }
    const bool isThere = plan && withoutProvenance(plan->document) == mixDocument_;
    if (mix_.plan && !isThere && !isArriving_) {
        mix_ = {};
    }
    isArriving_ = isArriving_ && !isThere;
    planPrediction_ = planner_ && plan && plan->model == planner_->table().model
                          ? std::optional(planner_->table().predict(plan->choices))
                          : std::nullopt;
    followPins();
    Q_EMIT changed();
}

PlanConstraints PlannerService::constraints() const {
    PlanConstraints constraints;
    for (const auto& [name, encoding] : pins()) {
        PlanRule rule;
        rule.glob = name;
        rule.encoding = encoding;
        constraints.pins.push_back(std::move(rule));
    }
    constraints.base.format = session_.format().id();
    constraints.base.preset = session_.plan() ? session_.plan()->document.preset : std::string();
    constraints.base.effort = session_.effort();
    constraints.base.options = session_.options();
    constraints.base.options.pure = false; // a mix is the opposite
    constraints.base.options.leaveOutput = false;
    return constraints;
}

void PlannerService::start() {
    if (!session_.model() || !session_.plan() || isMeasuring_) {
        return;
    }
    if (!table_) {
        makeTable(false);
    } else if (!planner_) {
        makePlanner();
    }
}

void PlannerService::listLongWorkIn(JobQueue& jobs, std::uint64_t fromBytes) {
    jobs_ = &jobs;
    longFrom_ = fromBytes;
    connect(jobs_, &JobQueue::jobChanged, this, &PlannerService::followJob);
    connect(jobs_, &JobQueue::jobDelivered, this, [this](int id) {
        if (const auto* const job = jobs_->find<MixJob>(id); job != nullptr && id == tableJob_ && job->found.table) {
            tableJob_ = 0;
            take(job->found);
        }
    });
    connect(jobs_, &JobQueue::listChanged, this, [this] { followJob(tableJob_); }); // it may be out of the list
}

void PlannerService::makeTable(bool measuresSensitivities) {
    isMeasuring_ = true;
    measuredShare_ = 0;
    makesSensitivities_ = measuresSensitivities;
    ++generation_;
    MixSearch search{.subject = subject(),
                     .measuresSensitivities = measuresSensitivities,
                     .calibration = session_.calibration(),
                     .opened = {session_.model(), session_.importance()},
                     .cache = cache_,
                     .known = table_};
    if (jobs_ != nullptr && session_.model()->checkpoint().fileBytes() >= longFrom_) {
        startJob(std::move(search));
    } else {
        startOffTheList(std::move(search));
    }
    Q_EMIT changed();
}

/// In place of one that is being made; one that was paused goes on.
void PlannerService::startJob(MixSearch search) {
    if (const int former = std::exchange(tableJob_, 0); former != 0) {
        jobs_->discard(former);
    }
    for (const auto& job : jobs_->jobs()) {
        const auto* const paused = dynamic_cast<const MixJob*>(job.get());
        if (paused != nullptr && paused->canResume() && paused->search.subject == search.subject &&
            paused->search.opened.model == search.opened.model &&
            paused->search.measuresSensitivities == search.measuresSensitivities &&
            paused->search.calibration == search.calibration) {
            tableJob_ = paused->id;
            jobs_->resume(tableJob_);
            return;
        }
    }
    tableJob_ = jobs_->add(mixJob(std::move(search)));
}

void PlannerService::followJob(int id) {
    if (tableJob_ == 0 || id != tableJob_) {
        return;
    }
    const auto* const job = jobs_->find<MixJob>(id);
    if (job == nullptr || job->state == JobState::stopped || job->state == JobState::failed) {
        tableJob_ = 0;
        isWaiting_ = false;
    }
    isMeasuring_ = job != nullptr && job->isActive();
    measuredShare_ = job != nullptr ? job->progress.fraction() : 0;
    Q_EMIT changed();
}

void PlannerService::startOffTheList(MixSearch search) {
    tableLane_.ask(
        this,
        [this, search = std::move(search), generation = generation_](const CancelToken& cancel) {
            Progress progress([this, generation](const ProgressState& state) {
                QMetaObject::invokeMethod(
                    this,
                    [this, generation, share = state.fraction()] {
                        if (generation == generation_) {
                            measuredShare_ = share;
                            Q_EMIT changed();
                        }
                    },
                    Qt::QueuedConnection);
            });
            return makeMixTable(search, progress, cancel);
        },
        [this, generation = generation_](Outcome<MixTable> outcome) {
            if (generation != generation_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                isMeasuring_ = isWaiting_ = false;
                Q_EMIT changed();
                Q_EMIT problem(*found);
                return;
            }
            take(std::get<MixTable>(outcome));
        },
        TaskLane::Order::replace);
}

void PlannerService::take(const MixTable& made) {
    isMeasuring_ = false;
    table_ = made.table;
    isThorough_ = made.isThorough;
    triedSensitivities_ = makesSensitivities_ || isThorough_;
    makePlanner();
}

/// Of another model or other settings: a job waits in the list, or is resumed by hand.
void PlannerService::leaveTable() {
    tableLane_.cancelAll();
    if (const int job = std::exchange(tableJob_, 0); job != 0) {
        jobs_->pause(job);
    }
}

SensitivitySubject PlannerService::subject() const {
    return {.model = session_.modelRecipe(), .format = std::string(session_.format().id()), .effort = session_.effort()};
}

SensitivityJob PlannerService::sensitivityJob() const {
    return ui::sensitivityJob(subject(), {session_.model(), session_.importance()}, cache_);
}

bool PlannerService::isAbout(const SensitivityJob& job) const {
    return session_.model() && job.subject == subject();
}

void PlannerService::take(const SensitivityJob& job) {
    if (!isAbout(job)) {
        return;
    }
    const bool solvedBefore = mix() != nullptr;
    reset();
    // Of a model that was opened anew meanwhile, start() finds the same in the cache.
    if (job.table && job.table->model == session_.model()) {
        table_ = job.table;
        isWaiting_ = solvedBefore && wanted_;
        if (session_.calibration().choosesCodes()) { // what its codes leave is still to be tried
            makeTable(true);
            return;
        }
        isThorough_ = triedSensitivities_ = true;
        makePlanner();
    }
}

void PlannerService::makePlanner() {
    isSolving_ = true;
    plannedPins_ = pins();
    Q_EMIT changed();
    solveLane_.ask(
        this,
        [table = table_, constraints = constraints()](const CancelToken&) {
            return std::make_shared<const Planner>(table, constraints);
        },
        [this, generation = generation_](Outcome<std::shared_ptr<const Planner>> outcome) {
            if (generation != generation_) {
                return;
            }
            isSolving_ = false;
            if (auto* found = std::get_if<Problem>(&outcome)) {
                isWaiting_ = false;
                Q_EMIT changed();
                Q_EMIT problem(*found);
                return;
            }
            planner_ = std::get<std::shared_ptr<const Planner>>(outcome);
            findScale();
            planHasChanged();
            if (isWaiting_ && wanted_) {
                isWaiting_ = false;
                solve(*wanted_);
            }
        },
        TaskLane::Order::replace);
}

void PlannerService::solve(const Budget& budget) {
    wanted_ = budget;
    if (!planner_ || !hasSensitivities()) {
        isWaiting_ = true;
        if (hasSensitivities()) {
            start();
        } else if (session_.model() && session_.plan()) {
            makeTable(true); // takes the place of one that is being made
        }
        return;
    }
    find([budget](const Planner& planner) { return planner.best(budget); }, false);
}

void PlannerService::showNearest(std::uint64_t fileBytes) {
    if (planner_) {
        wanted_ = FileSizeBudget{fileBytes}; // what new pins are solved for
        find([fileBytes](const Planner& planner) { return planner.mixAt(planner.nearest(fileBytes)); }, true);
    }
}

void PlannerService::find(std::function<PlannedMix(const Planner&)> search, bool isLive) {
    isSolving_ = !isLive;
    Q_EMIT changed();
    solveLane_.ask(
        this, [planner = planner_, search = std::move(search)](const CancelToken&) { return search(*planner); },
        [this, planner = planner_](Outcome<PlannedMix> outcome) {
            if (planner != planner_) {
                return;
            }
            isSolving_ = false;
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT changed();
                Q_EMIT problem(*found);
                return;
            }
            auto& mix = std::get<PlannedMix>(outcome);
            mixDocument_ = withoutProvenance(mix.plan.document);
            mix_.plan = std::make_shared<const Plan>(std::move(mix.plan));
            mix_.prediction = mix.prediction;
            mix_.gap = mix.gap;
            isArriving_ = true;
            session_.setDocument(mixDocument_);
            Q_EMIT changed();
        },
        TaskLane::Order::replace);
}

const FoundMix* PlannerService::mix() const {
    return mix_.plan && session_.plan() && withoutProvenance(session_.plan()->document) == mixDocument_ ? &mix_ : nullptr;
}

std::optional<Prediction> PlannerService::predictionOfPlan() const {
    return planPrediction_ ? std::optional(scaled(*planPrediction_)) : std::nullopt;
}

void PlannerService::follow(const MeasureService& measurements) {
    measurements_ = &measurements;
    connect(&measurements, &MeasureService::resultsChanged, this, [this] {
        if (planner_) {
            findScale();
            Q_EMIT changed();
        }
    });
}

void PlannerService::findScale() {
    std::vector<MeasuredPair> pairs;
    for (const PlanFacts& facts : session_.presets()) {
        const auto known = std::ranges::find_if(
            planner_->presets(), [&](const PresetPoint& point) { return fromView(point.preset->name) == facts.name; });
        const auto measured = measurements_ != nullptr ? measurements_->measuredAt(facts, planner_->table().effort) : nullptr;
        // What loses nothing says nothing about the scale.
        if (known != planner_->presets().end() && known->prediction.kl > 0 && measured && measured->divergence &&
            measured->divergence->kl.value > 0) {
            pairs.push_back({known->prediction.kl, measured->divergence->kl.value});
        }
    }
    scale_ = DivergenceFit::of(pairs);
    scalePairs_ = pairs.size();
}

Prediction PlannerService::scaled(Prediction prediction) const {
    if (scale_ && prediction.kl > 0) {
        const PredictedDivergence there = scale_->at(prediction.kl);
        prediction.kl = there.value;
        prediction.klLow = there.low;
        prediction.klHigh = there.high;
    }
    return prediction;
}

std::map<std::string, std::string> PlannerService::pins() const {
    std::map<std::string, std::string> pins;
    if (const auto& plan = session_.plan(); plan && !session_.pinned().empty()) {
        for (const Choice& choice : plan->choices) {
            if (session_.pinned().contains(choice.weight->name)) {
                pins.emplace(choice.weight->name, choice.encoding->name());
            }
        }
    }
    return pins;
}

void PlannerService::togglePins(const std::vector<const Weight*>& weights) {
    if (!session_.plan() || weights.empty()) {
        return;
    }
    std::set<std::string> pinned = session_.pinned();
    const bool allPinned = std::ranges::all_of(weights, [&](const Weight* weight) { return pinned.contains(weight->name); });
    for (const Weight* const weight : weights) {
        if (allPinned) {
            pinned.erase(weight->name);
        } else {
            pinned.insert(weight->name);
        }
    }
    const bool solvedBefore = mix() != nullptr && wanted_;
    session_.setPinned(std::move(pinned));
    if (solvedBefore) {
        solve(*wanted_);
    }
}

std::vector<std::string> PlannerService::chosenByHand() const {
    std::vector<std::string> names;
    const auto& plan = session_.plan();
    if (!plan || (plan->document.rules.empty() && plan->document.weights.empty())) {
        return names;
    }
    const std::vector<Decision> decisions = decisionsOf(*plan);
    for (std::size_t i = 0; i < decisions.size(); ++i) {
        const Choice& choice = plan->choices[i];
        const bool isDecided = decisions[i].decider == Decider::rule || decisions[i].decider == Decider::name;
        const auto found = mixDocument_.weights.find(choice.weight->name);
        const bool isOfMix = found != mixDocument_.weights.end() && found->second == choice.encoding->name();
        if (isDecided && !isOfMix && !session_.pinned().contains(choice.weight->name)) {
            names.push_back(choice.weight->name);
        }
    }
    return names;
}

void PlannerService::runOrAsk(const Budget& budget, const std::function<void()>& search) {
    if (const auto names = chosenByHand(); names.empty()) {
        search();
    } else {
        Q_EMIT question(names, budget, search);
    }
}

void PlannerService::solveOrAsk(const Budget& budget) {
    runOrAsk(budget, [this, budget] { solve(budget); });
}

void PlannerService::showNearestOrAsk(std::uint64_t fileBytes) {
    runOrAsk(FileSizeBudget{fileBytes}, [this, fileBytes] { showNearest(fileBytes); });
}

void PlannerService::pinAndSolve(const std::vector<std::string>& names, const Budget& budget) {
    std::set<std::string> pinned = session_.pinned();
    pinned.insert(names.begin(), names.end());
    session_.setPinned(std::move(pinned));
    solve(budget);
}

/// The front is that of what is not pinned.
void PlannerService::followPins() {
    if (planner_ && session_.plan() && pins() != plannedPins_) {
        planner_.reset();
        scale_.reset();
        makePlanner();
    }
}

} // namespace quantlathe::ui
