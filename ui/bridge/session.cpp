// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/session.h"

#include "base/resources.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <chrono>

namespace quantlathe::ui {

namespace {

constexpr std::size_t historyLimit = 100;
constexpr const char* defaultGpu = "RTX 3060 12 GB";
constexpr const char* defaultPreset = "Q4_K_M";

double millisecondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

Session::Session(QObject* parent)
    : QObject(parent), gpus_(readGpus(resourcePath("hardware/gpus.json"))),
      survey_(readSurvey(resourcePath("hardware/vram-survey.json"))), format_(formats().front()) {
    const Gpu* gpu = findGpu(gpus_, defaultGpu);
    device_.gpu = gpu != nullptr ? *gpu : gpus_.front();
    device_.run.contextTokens = 16384;
}

void Session::open(const std::filesystem::path& path) {
    Q_EMIT openingStarted(fileNameOf(path));
    opening_ = openLane_.ask(
        this,
        [path](const CancelToken& cancel) {
            const auto start = std::chrono::steady_clock::now();
            Opened opened;
            opened.model = openModel(path);
            opened.milliseconds = millisecondsSince(start);
            cancel.throwIfCancelled();
            return opened;
        },
        [this](Outcome<Opened> outcome) {
            opening_.reset();
            Q_EMIT openingEnded();
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
            } else {
                adopt(std::move(std::get<Opened>(outcome)));
            }
        },
        TaskLane::Order::replace);
}

void Session::cancelOpening() {
    if (opening_) {
        opening_->cancel();
        opening_.reset();
        Q_EMIT openingEnded();
    }
}

void Session::adopt(Opened opened) {
    presetLane_.cancelAll();
    planLane_.cancelAll();
    deviceLane_.cancelAll();
    model_ = std::move(opened.model);
    openedInMilliseconds_ = opened.milliseconds;
    presets_.clear();
    plan_.reset();
    planFacts_ = {};
    history_.clear();
    historyAt_ = 0;
    const std::uint64_t longest = longestUsefulContext();
    device_.run.contextTokens = std::min(device_.run.contextTokens, longest);
    const auto reason = format_->whyNot(*model_);
    whyNotConvertible_ = reason ? QString::fromStdString(*reason) : QString();
    Q_EMIT modelChanged();
    Q_EMIT deviceChanged();
    Q_EMIT presetsChanged();
    Q_EMIT planChanged();
    Q_EMIT historyChanged();
    if (!reason) {
        const Preset* preset = presetByName(*format_, document_.preset.empty() ? defaultPreset : document_.preset);
        document_ = {};
        document_.format = format_->id();
        document_.preset = (preset != nullptr ? *preset : format_->presets().front()).name;
        remember(document_);
        computePlan(true);
        computePresets();
    }
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
        adopt({model_, openedInMilliseconds_});
    }
}

void Session::setPreset(const QString& name) {
    PlanDocument document;
    document.format = format_->id();
    document.preset = name.toStdString();
    setDocument(std::move(document));
}

void Session::setEncoding(const QStringList& weights, const QString& encoding) {
    PlanDocument document = document_;
    for (const QString& weight : weights) {
        if (encoding.isEmpty()) {
            document.weights.erase(weight.toStdString());
        } else {
            document.weights[weight.toStdString()] = encoding.toStdString();
        }
    }
    setDocument(std::move(document));
}

void Session::setDocument(PlanDocument document) {
    if (!model_ || !whyNotConvertible_.isEmpty() || document == document_) {
        return;
    }
    document_ = std::move(document);
    computePlan(false);
}

void Session::remember(const PlanDocument& document) {
    history_.resize(history_.empty() ? 0 : historyAt_ + 1);
    history_.push_back(document);
    if (history_.size() > historyLimit) {
        history_.erase(history_.begin());
    }
    historyAt_ = history_.size() - 1;
    Q_EMIT historyChanged();
}

void Session::undo() {
    if (canUndo()) {
        document_ = history_[--historyAt_];
        Q_EMIT historyChanged();
        computePlan(true);
    }
}

void Session::redo() {
    if (canRedo()) {
        document_ = history_[++historyAt_];
        Q_EMIT historyChanged();
        computePlan(true);
    }
}

void Session::computePlan(bool isUndoStep) {
    struct Result {
        std::shared_ptr<const Plan> plan;
        PlanFacts facts;
    };
    planLane_.ask(
        this,
        [model = model_, document = document_, device = device_, &survey = std::as_const(survey_)](const CancelToken&) {
            Result result;
            result.plan = std::make_shared<const Plan>(makePlan(model, document));
            result.facts = factsOf(*result.plan, device, survey);
            return result;
        },
        [this, model = model_, document = document_, isUndoStep, deviceVersion = deviceVersion_](Outcome<Result> outcome) {
            if (model != model_) {
                return;
            }
            if (auto* found = std::get_if<Problem>(&outcome)) {
                if (plan_) {
                    document_ = plan_->document;
                }
                Q_EMIT problem(*found);
                Q_EMIT planChanged(); // widgets that showed the wish fall back to what is
                return;
            }
            auto& result = std::get<Result>(outcome);
            if (!isUndoStep) {
                remember(document);
            }
            plan_ = std::move(result.plan);
            planFacts_ = std::move(result.facts);
            for (const PlanFacts& preset : presets_) {
                if (!planFacts_.isOwnPlan && preset.preset == planFacts_.preset) {
                    planFacts_.quality = preset.quality;
                }
            }
            Q_EMIT planChanged();
            if (deviceVersion != deviceVersion_) {
                computeDevice();
            }
        },
        TaskLane::Order::replace);
}

void Session::computePresets() {
    presetLane_.ask(
        this,
        [model = model_, format = format_, device = device_, &survey = std::as_const(survey_)](const CancelToken& cancel) {
            return factsOfPresets(model, *format, device, survey, cancel);
        },
        [this, model = model_](Outcome<std::vector<PlanFacts>> outcome) {
            if (model != model_) {
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

void Session::computeDevice() {
    if (!model_ || presets_.empty()) {
        return;
    }
    // The choices are copied: a task must not look at what this thread may replace.
    std::vector<std::vector<Choice>> choices;
    for (const PlanFacts& facts : presets_) {
        choices.push_back(facts.choices);
    }
    choices.push_back(planFacts_.choices);
    deviceLane_.ask(
        this,
        [model = model_, choices = std::move(choices), device = device_,
         &survey = std::as_const(survey_)](const CancelToken& cancel) {
            std::vector<DeviceFacts> all;
            for (const auto& each : choices) {
                cancel.throwIfCancelled();
                all.push_back(each.empty() ? DeviceFacts{} : deviceFacts(*model, each, device, survey));
            }
            return all;
        },
        [this, model = model_, plan = plan_](Outcome<std::vector<DeviceFacts>> outcome) {
            auto* all = std::get_if<std::vector<DeviceFacts>>(&outcome);
            if (model != model_ || all == nullptr || all->size() != presets_.size() + 1) {
                return;
            }
            for (std::size_t i = 0; i < presets_.size(); ++i) {
                presets_[i].device = std::move((*all)[i]);
            }
            if (plan == plan_ && plan_) {
                planFacts_.device = std::move(all->back());
                Q_EMIT planChanged();
            } else if (plan_) {
                computeDevice();
            }
            Q_EMIT presetsChanged();
        },
        TaskLane::Order::replace);
}

void Session::deviceHasChanged() {
    ++deviceVersion_;
    Q_EMIT deviceChanged();
    computeDevice();
}

bool Session::setGpu(const QString& name) {
    const Gpu* gpu = findGpu(gpus_, name.toStdString());
    if (gpu == nullptr) {
        return false;
    }
    device_.gpu = *gpu;
    deviceHasChanged();
    return true;
}

void Session::setContext(std::uint64_t tokens) {
    if (tokens != device_.run.contextTokens && tokens > 0) {
        device_.run.contextTokens = tokens;
        deviceHasChanged();
    }
}

void Session::setKvType(KvType type) {
    if (type != device_.run.kv) {
        device_.run.kv = type;
        deviceHasChanged();
    }
}

void Session::setSequences(std::uint32_t sequences) {
    if (sequences != device_.run.sequences && sequences > 0) {
        device_.run.sequences = sequences;
        deviceHasChanged();
    }
}

void Session::setQuality(const QString& preset, const std::shared_ptr<const PlanQuality>& quality) {
    for (PlanFacts& facts : presets_) {
        if (facts.name == preset) {
            facts.quality = quality;
            facts.isMeasuring = false;
        }
    }
    if (plan_ && !planFacts_.isOwnPlan && planFacts_.name == preset) {
        planFacts_.quality = quality;
    }
    Q_EMIT qualityChanged();
}

void Session::setMeasuring(const QString& preset, bool measuring) {
    for (PlanFacts& facts : presets_) {
        if (facts.name == preset) {
            facts.isMeasuring = measuring;
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
