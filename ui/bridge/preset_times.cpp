// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/preset_times.h"

#include "measure/duration_forecast.h"

namespace quantlathe::ui {

PresetTimes::PresetTimes(Session& session, QObject* parent) : QObject(parent), session_(session) {
    connect(&session_, &Session::modelChanged, this, &PresetTimes::reset);
    connect(&session_, &Session::importanceChanged, this, &PresetTimes::reset);
    connect(&session_, &Session::planChanged, this, [this] {
        if (session_.effort() != effort_) {
            reset();
        }
    });
}

void PresetTimes::reset() {
    lane_.cancelAll();
    seconds_.clear();
    effort_ = session_.effort();
    Q_EMIT changed();
}

void PresetTimes::start() {
    for (const PlanFacts& facts : session_.presets()) {
        if (facts.isUsable() && !seconds_.contains(facts.preset)) {
            seconds_.emplace(facts.preset, std::nullopt); // asked for
            tryPreset(facts);
        }
    }
}

void PresetTimes::tryPreset(const PlanFacts& facts) {
    PlanDocument document;
    document.format = facts.format->id();
    document.preset = facts.preset->name;
    document.effort = effort_;
    lane_.ask(
        this,
        [model = session_.model(), importance = session_.importance(), document](const CancelToken& cancel) {
            PromisedImportance promise(*model);
            ThreadArena arena;
            return forecastEncoding(planToCalibrate(model, document, importance, promise), arena, cancel);
        },
        [this, preset = facts.preset](Outcome<double> outcome) {
            if (const double* seconds =
                    std::get_if<double>(&outcome)) { // else the time stays unknown: the plan is another's matter
                seconds_[preset] = *seconds;
                Q_EMIT changed();
            }
        });
}

std::optional<double> PresetTimes::secondsOf(const Preset& preset) const {
    const auto found = seconds_.find(&preset);
    return found == seconds_.end() ? std::nullopt : found->second;
}

} // namespace quantlathe::ui
