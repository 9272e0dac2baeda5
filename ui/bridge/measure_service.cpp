// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/measure_service.h"

#include "measure/calibration_text.h"
#include "plan/planned_weights.h"

#include <algorithm>

namespace quantlathe::ui {

namespace {

using SharedQuality = std::shared_ptr<const TextQuality>;

SharedQuality shared(const std::optional<TextQuality>& quality) {
    return quality ? std::make_shared<const TextQuality>(*quality) : nullptr;
}

} // namespace

MeasureService::MeasureService(Session& session, JobQueue& jobs, std::shared_ptr<const QualityCache> cache, QObject* parent)
    : QObject(parent), session_(session), jobs_(jobs), cache_(std::move(cache)) {
    connect(&session_, &Session::modelChanged, this, &MeasureService::forget);
    connect(&session_, &Session::importanceChanged, this, &MeasureService::forget);
    connect(&session_, &Session::presetsChanged, this, &MeasureService::followPresets);
    connect(&session_, &Session::planChanged, this, &MeasureService::lookUpOwnPlan);
    connect(&session_, &Session::calibrationChanged, this, &MeasureService::compareTexts);
    connect(&jobs_, &JobQueue::jobChanged, this, &MeasureService::followJob);
    connect(&jobs_, &JobQueue::jobDelivered, this, [this](int id) {
        if (const auto* job = jobs_.find<MeasureJob>(id); job != nullptr && session_.model() && job->subject == subject()) {
            take(*job);
        }
    });
}

/// Another model or another matrix: nothing that was said is true any more.
void MeasureService::forget() {
    ++question_;
    prepareLane_.cancelAll();
    forecastLane_.cancelAll();
    ownLane_.cancelAll();
    isPreparing_ = false;
    text_.reset();
    problem_.reset();
    known_.clear();
    identities_.clear();
    original_.reset();
    own_.reset();
    ownPlan_.reset();
    pass_.reset();
    encodingSeconds_.clear();
    Q_EMIT resultsChanged();
    Q_EMIT textChanged();
    Q_EMIT runChanged();
}

void MeasureService::setSettings(const MeasureSettings& settings) {
    if (runningJob() != nullptr || (settings == settings_ && (text_ || isPreparing_))) {
        return;
    }
    if (settings.contextTokens != settings_.contextTokens) {
        pass_.reset();
    }
    settings_ = settings;
    isWanted_ = true;
    text_.reset();
    known_.clear();
    identities_.clear();
    original_.reset();
    prepare();
}

std::vector<MeasureService::PresetAtEffort> MeasureService::presetsToLookUp() const {
    std::vector<PresetAtEffort> wanted;
    for (const auto* all : {&session_.presets(), &session_.otherPresets()}) {
        for (const PlanFacts& facts : *all) {
            if (!facts.isUsable() || facts.needsCalibration) {
                continue;
            }
            const std::string format(facts.format->id());
            for (const Effort effort : {Effort::normal, Effort::high}) {
                PresetAtEffort preset{facts.name, format, effort};
                if ((effort == Effort::normal || facts.hasEffort) && !identities_.contains(preset)) {
                    wanted.push_back(std::move(preset));
                }
            }
        }
    }
    return wanted;
}

void MeasureService::prepare() {
    isWanted_ = true;
    if (!session_.model() || session_.presets().empty()) {
        return;
    }
    std::vector<PresetAtEffort> wanted = presetsToLookUp();
    if (text_ && wanted.empty()) {
        return;
    }
    isPreparing_ = true;
    isOnCalibrationText_ = isOnCalibrationText_ && text_;
    problem_.reset();
    const unsigned question = ++question_;
    prepareLane_.ask(
        this,
        [model = session_.model(), importance = session_.importance(), wanted = std::move(wanted), text = text_,
         settings = settings_, cache = cache_](const CancelToken& cancel) {
            Prepared result;
            result.text = text ? text : prepareText(*model, settings);
            const std::string original = ModelWeights(model).identity();
            result.original = shared(cache->find(qualityKey(original, {}, result.text->windows, {})));
            for (const PresetAtEffort& preset : wanted) {
                cancel.throwIfCancelled();
                const Plan plan = makePlan(model, presetDocument({preset.name, preset.format, preset.effort}), importance);
                const std::string identity = plannedIdentity(plan);
                if (auto quality = shared(cache->find(qualityKey(identity, original, result.text->windows, {})))) {
                    result.presets.emplace(preset, std::move(quality));
                }
                result.identities.emplace(preset, identity);
            }
            return result;
        },
        [this, question](Outcome<Prepared> outcome) {
            if (question != question_) {
                return;
            }
            isPreparing_ = false;
            if (auto* found = std::get_if<Problem>(&outcome)) {
                problem_ = *found;
                known_.clear();
                identities_.clear();
                original_.reset();
                Q_EMIT resultsChanged();
                Q_EMIT textChanged();
            } else {
                adopt(std::move(std::get<Prepared>(outcome)));
            }
        },
        TaskLane::Order::replace);
    Q_EMIT textChanged();
}

void MeasureService::adopt(Prepared prepared) {
    const bool isOtherText = text_ != prepared.text;
    text_ = std::move(prepared.text);
    known_.merge(prepared.presets);
    identities_.merge(prepared.identities);
    if (prepared.original) {
        original_ = std::move(prepared.original);
    }
    if (isOtherText) {
        own_.reset();
        compareTexts();
    }
    lookUpOwnPlan();
    Q_EMIT resultsChanged();
    Q_EMIT textChanged();
    followPresets(); // some may have come meanwhile
}

void MeasureService::compareTexts() {
    isOnCalibrationText_ = false;
    textLane_.cancelAll();
    if (!text_) {
        return;
    }
    Q_EMIT textChanged();
    textLane_.ask(
        this,
        [choice = session_.calibration(), file = textFileOf(settings_), text = text_](const CancelToken&) {
            return isCalibratedOn(choice, file, text->windows);
        },
        [this](const Outcome<bool>& outcome) {
            const bool* const isSame = std::get_if<bool>(&outcome); // statistics that cannot be read are told elsewhere
            if (isSame != nullptr && *isSame) {
                isOnCalibrationText_ = true;
                Q_EMIT textChanged();
            }
        },
        TaskLane::Order::replace);
}

SharedQuality MeasureService::measuredAt(const PlanFacts& facts, Effort effort) const {
    if (facts.isOwnPlan) {
        return ownPlan_ == session_.plan() ? own_ : nullptr;
    }
    const auto found = known_.find({facts.name, std::string(facts.format->id()),
                                    effort == Effort::high && facts.hasEffort ? Effort::high : Effort::normal});
    return found == known_.end() ? nullptr : found->second;
}

void MeasureService::followPresets() {
    if (isWanted_ && !problem_ && (!isPreparing_ || text_)) { // while the text is read, what comes later is looked up then
        prepare();
    }
}

void MeasureService::lookUpOwnPlan() {
    const PlanFacts* facts = session_.planFacts();
    if (!text_ || facts == nullptr || !facts->isOwnPlan || (own_ && ownPlan_ == session_.plan())) {
        return;
    }
    ownLane_.ask(
        this,
        [plan = session_.plan(), text = text_, cache = cache_](const CancelToken&) {
            return shared(
                cache->find(qualityKey(plannedIdentity(*plan), ModelWeights(plan->model).identity(), text->windows, {})));
        },
        [this, plan = session_.plan(), question = question_](Outcome<SharedQuality> outcome) {
            const auto* quality = std::get_if<SharedQuality>(&outcome);
            if (question == question_ && quality != nullptr && *quality) {
                own_ = *quality;
                ownPlan_ = plan;
                Q_EMIT resultsChanged();
            }
        },
        TaskLane::Order::replace);
}

bool MeasureService::isKnown(const MeasureWish& wish) const {
    if (wish.plan) {
        return own_ && ownPlan_ == wish.plan;
    }
    return known_.contains({wish.name, wish.format, wish.effort});
}

std::optional<double> MeasureService::expectedSeconds(const std::vector<MeasureWish>& wishes) const {
    if (!pass_ || !text_) {
        return std::nullopt;
    }
    const double pass = pass_->seconds(text_->windows.sequences.size());
    double seconds = 0;
    for (const MeasureWish& wish : wishes) {
        if (isKnown(wish)) {
            continue;
        }
        const auto encoding = encodingSeconds_.find({wish.name, wish.format, wish.effort});
        if (encoding == encodingSeconds_.end()) {
            return std::nullopt;
        }
        seconds += pass + encoding->second;
    }
    return seconds > 0 || !original_ ? seconds + pass : seconds; // the original's own pass
}

void MeasureService::forecast(const std::vector<MeasureWish>& wishes) {
    if (!text_ || runningJob() != nullptr) {
        return;
    }
    struct Answer {
        std::optional<PassDuration> pass;
        std::map<PresetAtEffort, double> encoding;
    };
    std::vector<MeasureWish> unknown;
    std::ranges::copy_if(wishes, std::back_inserter(unknown), [this](const MeasureWish& wish) {
        return !isKnown(wish) && (wish.plan || !encodingSeconds_.contains({wish.name, wish.format, wish.effort}));
    });
    if (pass_ && unknown.empty()) {
        return;
    }
    forecastLane_.ask(
        this,
        [model = session_.model(), importance = session_.importance(), text = text_, needsPass = !pass_,
         unknown = std::move(unknown)](const CancelToken& cancel) {
            ThreadArena arena;
            Answer answer;
            if (needsPass) {
                answer.pass = forecastPass(ModelWeights(model), text->windows, {}, arena, cancel);
            }
            for (const MeasureWish& wish : unknown) {
                answer.encoding[{wish.name, wish.format, wish.effort}] =
                    wish.plan ? forecastEncoding(*wish.plan, arena, cancel)
                              : forecastEncoding(makePlan(model, presetDocument(wish), importance), arena, cancel);
            }
            return answer;
        },
        [this, question = question_](Outcome<Answer> outcome) {
            if (question != question_) {
                return;
            }
            if (auto* answer = std::get_if<Answer>(&outcome)) {
                if (answer->pass) {
                    pass_ = answer->pass;
                }
                for (const auto& [which, seconds] : answer->encoding) {
                    encodingSeconds_[which] = seconds;
                }
            } else {
                problem_ = std::get<Problem>(outcome);
                Q_EMIT textChanged();
            }
            Q_EMIT durationChanged();
        },
        TaskLane::Order::replace);
}

MeasureSubject MeasureService::subject() const {
    return {.model = session_.modelRecipe(), .settings = settings_};
}

const MeasureJob* MeasureService::runningJob() const {
    if (!session_.model()) {
        return nullptr;
    }
    for (const auto& job : jobs_.jobs()) {
        const auto* const measurement = dynamic_cast<const MeasureJob*>(job.get());
        if (measurement != nullptr && measurement->isActive() && measurement->subject == subject()) {
            return measurement;
        }
    }
    return nullptr;
}

MeasureRun MeasureService::run() const {
    MeasureRun run;
    if (const MeasureJob* const job = runningJob()) {
        run.isRunning = true;
        run.isWaiting = job->state == JobState::waiting;
        run.wishes = job->entries.size();
        run.done = job->measuredCount();
        run.item = QString::fromStdString(job->progress.item);
        run.share = job->progress.fraction();
        run.secondsLeft = job->progress.secondsLeft;
    }
    return run;
}

void MeasureService::followJob(int id) {
    if (jobs_.find<MeasureJob>(id) != nullptr) {
        Q_EMIT runChanged();
    }
}

void MeasureService::take(const MeasureJob& job) {
    for (const MeasureJob::Entry& entry : job.entries) {
        if (!entry.quality) {
            continue;
        }
        if (!entry.isOwnPlan) {
            takePreset({entry.name, entry.document.format, entry.effort}, entry.quality);
        } else if (session_.plan() && withoutProvenance(session_.plan()->document) == withoutProvenance(entry.document)) {
            own_ = entry.quality;
            ownPlan_ = session_.plan();
        }
    }
    if (job.original) {
        original_ = job.original;
    }
    Q_EMIT resultsChanged();
}

/// Presets that come to the same weights are one measurement.
void MeasureService::takePreset(const PresetAtEffort& preset, const SharedQuality& quality) {
    known_[preset] = quality;
    const auto identity = identities_.find(preset);
    for (const auto& [other, otherIdentity] : identities_) {
        if (identity != identities_.end() && otherIdentity == identity->second) {
            known_[other] = quality;
        }
    }
}

void MeasureService::start(const std::vector<MeasureWish>& wishes) {
    if (text_ && runningJob() == nullptr) {
        forecastLane_.cancelAll();
        jobs_.add(measureJob(subject(), wishes, {session_.model(), session_.importance()}, cache_));
    }
}

void MeasureService::cancel() {
    if (const MeasureJob* const job = runningJob()) {
        jobs_.cancel(job->id);
    }
}

} // namespace quantlathe::ui
