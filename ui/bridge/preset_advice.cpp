// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/preset_advice.h"

namespace quantlathe::ui {

PresetAdvice::PresetAdvice(Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &Session::modelChanged, this, &PresetAdvice::reset);
    connect(&session_, &Session::importanceChanged, this, &PresetAdvice::reset);
    connect(&session_, &Session::presetsChanged, this, &PresetAdvice::follow);
    follow();
}

const PresetVerdict* PresetAdvice::of(const Preset& preset) const {
    const auto found = verdicts_.find(&preset);
    return found == verdicts_.end() ? nullptr : &found->second;
}

void PresetAdvice::reset() {
    lane_.cancelAll();
    asked_.clear();
    verdicts_.clear();
    Q_EMIT changed();
    follow();
}

void PresetAdvice::follow() {
    for (const auto* presets : {&session_.presets(), &session_.otherPresets()}) {
        for (const PlanFacts& facts : *presets) {
            if (facts.format != nullptr && asked_.emplace(facts.format, true).second) {
                judge(*facts.format);
            }
        }
    }
}

void PresetAdvice::judge(const Format& format) {
    if (!session_.model() || format.whyNot(*session_.model())) {
        return;
    }
    lane_.ask(
        this,
        [model = session_.model(), importance = session_.importance(), &format](const CancelToken& cancel) {
            CandidateRequest request;
            request.model = model;
            request.format = &format;
            request.importance = importance;
            request.sensitivity = priorSensitivity(*model, importance != nullptr);
            request.errors = ErrorSource::nominal;
            ThreadArena arena(1);
            Progress silent;
            return judgePresets(makeCandidates(request, nullptr, arena, silent, cancel), cancel);
        },
        [this, model = session_.model()](Outcome<std::vector<PresetVerdict>> outcome) {
            const auto* const verdicts = std::get_if<std::vector<PresetVerdict>>(&outcome);
            if (verdicts != nullptr && model == session_.model()) { // else opening the model has told what is wrong with it
                for (const PresetVerdict& verdict : *verdicts) {
                    verdicts_[verdict.preset] = verdict;
                }
                Q_EMIT changed();
            }
        });
}

} // namespace quantlathe::ui
