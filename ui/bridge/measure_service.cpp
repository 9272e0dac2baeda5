// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/measure_service.h"

#include "base/file.h"
#include "base/resources.h"
#include "base/words.h"
#include "measure/text_measurer.h"
#include "plan/planned_weights.h"
#include "ui/text/paths.h"

#include <algorithm>

namespace quantlathe::ui {

namespace {

using Quality = std::shared_ptr<const TextQuality>;

constexpr std::uint64_t mostTextBytes = (1ULL << 30U) - 1; // of a tokenizer's input

PlanDocument documentOf(const Format& format, const QString& preset, Effort effort) {
    PlanDocument document;
    document.format = format.id();
    document.preset = preset.toStdString();
    document.effort = effort;
    return document;
}

std::shared_ptr<const PreparedText> prepared(const Model& model, const MeasureSettings& settings) {
    const std::filesystem::path file =
        settings.textFile.isEmpty() ? resourcePath("text/default-evaluation.txt") : pathOf(settings.textFile);
    const std::size_t context = settings.contextTokens == 0 ? defaultContextTokens(model) : settings.contextTokens;
    PreparedText text;
    text.name = fileNameOf(file);
    text.windows = cutIntoWindows(model, nullptr, readTextFile(file, mostTextBytes), {.contextTokens = context});
    text.windowsInText = text.windows.sequences.size();
    if (settings.windows != 0 && settings.windows < text.windowsInText) {
        const std::size_t scoredInEach = text.windows.targets.size() / text.windowsInText;
        text.windows.settings.windows = settings.windows;
        text.windows.sequences.resize(settings.windows);
        text.windows.targets.resize(settings.windows * scoredInEach);
    }
    return std::make_shared<const PreparedText>(std::move(text));
}

Quality shared(const std::optional<TextQuality>& quality) {
    return quality ? std::make_shared<const TextQuality>(*quality) : nullptr;
}

} // namespace

double MeasureRun::share() const {
    if (wishes == 0) {
        return fraction;
    }
    const double ofPlan = isOriginal ? fraction / 2 : hadOriginal ? 0.5 + fraction / 2 : fraction;
    return std::min((static_cast<double>(done) + ofPlan) / static_cast<double>(wishes), 1.0);
}

MeasureService::MeasureService(Session& session, std::shared_ptr<const QualityCache> cache, QObject* parent)
    : QObject(parent), session_(session), cache_(std::move(cache)) {
    connect(&session_, &Session::modelChanged, this, &MeasureService::forget);
    connect(&session_, &Session::importanceChanged, this, &MeasureService::forget);
    connect(&session_, &Session::presetsChanged, this, &MeasureService::followPresets);
    connect(&session_, &Session::planChanged, this, &MeasureService::lookUpOwnPlan);
}

/// Another model or another matrix: nothing that was said is true any more.
void MeasureService::forget() {
    cancel();
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
}

void MeasureService::setSettings(const MeasureSettings& settings) {
    if (run_.isRunning || (settings == settings_ && (text_ || isPreparing_))) {
        return;
    }
    if (settings.contextTokens != settings_.contextTokens) {
        pass_.reset();
    }
    settings_ = settings;
    isWanted_ = true;
    text_.reset();
    prepare();
}

void MeasureService::prepare() {
    isWanted_ = true;
    if (text_ || !session_.model() || session_.presets().empty()) {
        return;
    }
    isPreparing_ = true;
    problem_.reset();
    const unsigned question = ++question_;
    std::vector<std::pair<QString, Effort>> wanted;
    for (const PlanFacts& facts : session_.presets()) {
        if (facts.isUsable() && !facts.needsCalibration) {
            wanted.emplace_back(facts.name, Effort::normal);
            if (facts.hasEffort) {
                wanted.emplace_back(facts.name, Effort::high);
            }
        }
    }
    prepareLane_.ask(
        this,
        [model = session_.model(), importance = session_.importance(), &format = session_.format(), wanted = std::move(wanted),
         settings = settings_, cache = cache_](const CancelToken& cancel) {
            Prepared result;
            result.text = prepared(*model, settings);
            const std::string original = ModelWeights(model).identity();
            result.original = shared(cache->find(qualityKey(original, {}, result.text->windows, {})));
            for (const auto& [preset, effort] : wanted) {
                cancel.throwIfCancelled();
                const Plan plan = makePlan(model, documentOf(format, preset, effort), importance);
                const std::string identity = plannedIdentity(plan);
                if (auto quality = shared(cache->find(qualityKey(identity, original, result.text->windows, {})))) {
                    result.presets.emplace(std::pair(preset, effort), std::move(quality));
                }
                result.identities.emplace(std::pair(preset, effort), identity);
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
    text_ = std::move(prepared.text);
    known_ = std::move(prepared.presets);
    identities_ = std::move(prepared.identities);
    original_ = std::move(prepared.original);
    own_.reset();
    lookUpOwnPlan();
    Q_EMIT resultsChanged();
    Q_EMIT textChanged();
}

Quality MeasureService::measuredAt(const PlanFacts& facts, Effort effort) const {
    if (facts.isOwnPlan) {
        return ownPlan_ == session_.plan() ? own_ : nullptr;
    }
    const auto found = known_.find({facts.name, effort == Effort::high && facts.hasEffort ? Effort::high : Effort::normal});
    return found == known_.end() ? nullptr : found->second;
}

void MeasureService::followPresets() {
    if (isWanted_ && !text_ && !isPreparing_ && !problem_) {
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
        [this, plan = session_.plan(), question = question_](Outcome<Quality> outcome) {
            const auto* quality = std::get_if<Quality>(&outcome);
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
    return known_.contains({wish.name, wish.effort});
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
        const auto encoding = encodingSeconds_.find({wish.name, wish.effort});
        if (encoding == encodingSeconds_.end()) {
            return std::nullopt;
        }
        seconds += pass + encoding->second;
    }
    return seconds > 0 || !original_ ? seconds + pass : seconds; // the original's own pass
}

void MeasureService::forecast(const std::vector<MeasureWish>& wishes) {
    if (!text_ || run_.isRunning) {
        return;
    }
    struct Answer {
        std::optional<PassDuration> pass;
        std::map<std::pair<QString, Effort>, double> encoding;
    };
    std::vector<MeasureWish> unknown;
    std::ranges::copy_if(wishes, std::back_inserter(unknown), [this](const MeasureWish& wish) {
        return !isKnown(wish) && (wish.plan || !encodingSeconds_.contains({wish.name, wish.effort}));
    });
    if (pass_ && unknown.empty()) {
        return;
    }
    forecastLane_.ask(
        this,
        [model = session_.model(), importance = session_.importance(), &format = session_.format(), text = text_,
         needsPass = !pass_, unknown = std::move(unknown)](const CancelToken& cancel) {
            ThreadArena arena;
            Answer answer;
            if (needsPass) {
                answer.pass = forecastPass(ModelWeights(model), text->windows, {}, arena, cancel);
            }
            for (const MeasureWish& wish : unknown) {
                answer.encoding[{wish.name, wish.effort}] =
                    wish.plan ? forecastEncoding(*wish.plan, arena, cancel)
                              : forecastEncoding(makePlan(model, documentOf(format, wish.name, wish.effort), importance), arena,
                                                 cancel);
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

void MeasureService::report(const MeasureWish& wish, const ProgressState& state) {
    run_.isOriginal = state.phase != translated(measuringPhase);
    run_.hadOriginal = run_.hadOriginal || run_.isOriginal;
    run_.current = run_.isOriginal ? tr("original") : wish.name;
    run_.item = QString::fromStdString(state.item);
    run_.fraction = state.fraction();
    run_.secondsLeft = state.secondsLeft;
    Q_EMIT runChanged();
}

void MeasureService::deliver(const MeasureWish& wish, const Quality& quality, const Quality& original) {
    ++run_.done;
    run_.fraction = 0;
    run_.isOriginal = false;
    run_.hadOriginal = false;
    if (wish.plan) {
        own_ = quality;
        ownPlan_ = wish.plan;
    } else {
        // Presets that come to the same weights are one measurement.
        const PresetAtEffort key(wish.name, wish.effort);
        const std::string identity = identities_[key];
        for (const auto& [preset, other] : identities_) {
            if (other == identity) {
                known_[preset] = quality;
            }
        }
    }
    original_ = original;
    Q_EMIT resultsChanged();
    Q_EMIT runChanged();
}

void MeasureService::start(const std::vector<MeasureWish>& wishes) {
    if (!text_ || run_.isRunning) {
        return;
    }
    forecastLane_.cancelAll();
    run_ = {};
    run_.isRunning = true;
    run_.wishes = wishes.size();
    const unsigned number = ++runNumber_;
    const auto later = [this, number](auto work) {
        QMetaObject::invokeMethod(
            this,
            [this, number, work] {
                if (number == runNumber_) {
                    work();
                }
            },
            Qt::QueuedConnection);
    };
    runLane_.post(
        [this, later, wishes, model = session_.model(), importance = session_.importance(), &format = session_.format(),
         text = text_, cache = cache_](const CancelToken& cancel) {
            const auto outcome = outcomeOf([&] {
                ThreadArena arena;
                const ModelWeights reference(model);
                TextMeasurer measurer(&reference, text->windows, {}, cache.get());
                const auto progressOf = [this, later](const MeasureWish& wish) {
                    return [this, later, wish](const ProgressState& state) {
                        later([this, wish, state] { report(wish, state); });
                    };
                };
                for (const MeasureWish& wish : wishes) {
                    cancel.throwIfCancelled();
                    Progress progress(progressOf(wish));
                    const RunContext context{arena, progress, cancel};
                    const PlannedWeights source(
                        wish.plan ? *wish.plan : makePlan(model, documentOf(format, wish.name, wish.effort), importance));
                    const auto quality = std::make_shared<const TextQuality>(measurer.measure(source, context));
                    const auto original = std::make_shared<const TextQuality>(measurer.measureReference(context));
                    later([this, wish, quality, original] { deliver(wish, quality, original); });
                }
                if (wishes.empty()) {
                    Progress progress(progressOf({tr("original"), Effort::normal, nullptr}));
                    const RunContext context{arena, progress, cancel};
                    const auto original = std::make_shared<const TextQuality>(measurer.measureReference(context));
                    later([this, original] {
                        original_ = original;
                        Q_EMIT resultsChanged();
                    });
                }
                measurer.finish();
                return true;
            });
            later([this, outcome] {
                run_.isRunning = false;
                if (const auto* problem = std::get_if<Problem>(&outcome)) {
                    Q_EMIT session_.problem(*problem);
                }
                Q_EMIT runChanged();
                Q_EMIT runEnded(std::holds_alternative<bool>(outcome));
            });
        },
        TaskLane::Order::replace);
    Q_EMIT runChanged();
}

void MeasureService::cancel() {
    if (!run_.isRunning) {
        return;
    }
    ++runNumber_; // what it still says is of no interest
    runLane_.cancelAll();
    run_.isRunning = false;
    Q_EMIT runChanged();
    Q_EMIT runEnded(false);
}

} // namespace quantlathe::ui
