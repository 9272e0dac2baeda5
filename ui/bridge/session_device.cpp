// SPDX-License-Identifier: GPL-3.0-or-later
// What the model shall run on: a card of the table or this computer, context, KV cache; and what follows from them.
#include "ui/bridge/session.h"

#include "ui/text/strings.h"

#include <algorithm>
#include <limits>

namespace quantlathe::ui {

void Session::computeDevice() {
    if (!model_ || presets_.empty()) {
        return;
    }
    // The choices are copied: a task must not look at what this thread may replace.
    struct Asked {
        const Format* format;
        const Preset* preset;
        std::vector<Choice> choices;
    };
    std::vector<Asked> asked;
    for (const PlanFacts* facts : allPresets()) {
        asked.push_back({facts->format, facts->preset, facts->choices});
    }
    asked.push_back({format_, planFacts_.preset, planFacts_.choices});
    deviceLane_.ask(
        this,
        [model = model_, asked = std::move(asked), device = device_,
         &survey = std::as_const(survey_)](const CancelToken& cancel) {
            std::vector<DeviceFacts> all;
            for (const auto& [format, preset, choices] : asked) {
                cancel.throwIfCancelled();
                all.push_back(choices.empty() ? DeviceFacts{} : deviceFacts(*model, *format, *preset, choices, device, survey));
            }
            return all;
        },
        [this, model = model_, plan = plan_](Outcome<std::vector<DeviceFacts>> outcome) {
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
                return;
            }
            auto* all = std::get_if<std::vector<DeviceFacts>>(&outcome);
            const std::vector<PlanFacts*> presets = allPresets();
            if (model != model_ || all->size() != presets.size() + 1) {
                return;
            }
            for (std::size_t i = 0; i < presets.size(); ++i) {
                presets[i]->device = std::move((*all)[i]);
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

void Session::setRunsIn(const QString& program) {
    const auto known = programNamed(program.toStdString());
    const QString wanted = known ? fromView(*known) : QString();
    if (wanted != runsIn_) {
        runsIn_ = wanted;
        device_.program = wanted.toStdString();
        Q_EMIT runsInChanged();
        deviceHasChanged();
    }
}

QString Session::whyNotLoaded(const Format& format, const Preset* preset) const {
    return QString::fromStdString(whyNotIn(runsIn_.toStdString(), format, preset).value_or(std::string()));
}

void Session::deviceHasChanged() {
    ++deviceVersion_;
    Q_EMIT deviceChanged();
    computeDevice();
}

void Session::useDevice(const Gpu& gpu) {
    device_.gpu = gpu;
    RunSettings run = device_.run;
    run.hasDesktop = true; // a card of the table shows one, too
    device_.run = runOn(gpu, run);
    deviceHasChanged();
}

bool Session::setGpu(const QString& name) {
    prefersOwnCard_ = false;
    if (!ownMachine_.isEmpty() && name == ownMachine_) {
        if (!isOnOwnMachine_) {
            setOwnMachine();
        }
        probeMachine(); // what is free changes
        return true;
    }
    const Gpu* gpu = findGpu(gpus_, name.toStdString());
    if (gpu == nullptr) {
        return false;
    }
    isOnOwnMachine_ = false;
    useDevice(*gpu);
    return true;
}

void Session::setOwnMachine() {
    prefersOwnCard_ = false;
    isOnOwnMachine_ = true;
    if (!ownMachine_.isEmpty()) {
        useDevice(ownDevice_);
    }
}

void Session::probeMachine() {
    machineLane_.ask(
        this,
        [table = gpus_](const CancelToken&) { return quantlathe::probeMachine(table, MachineSources::fromEnvironment()); },
        [this](Outcome<Machine> outcome) {
            if (const auto* machine = std::get_if<Machine>(&outcome)) {
                adopt(*machine);
            }
        },
        TaskLane::Order::replace);
}

void Session::adopt(const Machine& machine) {
    const std::vector<Gpu> cards = machine.cards();
    ownHost_ = machine.host();
    ownDevice_ = cards.empty() ? processorWith(machine.host()) : *std::ranges::max_element(cards, {}, &Gpu::memoryBytes);
    ownMachine_ = tr("This computer: %1").arg(QString::fromStdString(summary(machine)));
    isOnOwnMachine_ = isOnOwnMachine_ || (prefersOwnCard_ && !cards.empty());
    Q_EMIT machineChanged();
    if (isOnOwnMachine_) {
        useDevice(ownDevice_);
    }
}

void Session::setContext(std::uint64_t tokens) {
    // A control that shows a shortened context and is left as it was says nothing about the wish.
    if (tokens != device_.run.contextTokens && tokens > 0) {
        wishedContext_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(tokens, std::numeric_limits<std::uint32_t>::max()));
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

void Session::setBeside(const Companions& beside) {
    const bool isAny = beside.predictsTokens || beside.imagePartBytes > 0 || beside.draft != nullptr;
    device_.run.beside = isAny ? std::make_shared<const Companions>(beside) : nullptr;
    deviceHasChanged();
}

} // namespace quantlathe::ui
