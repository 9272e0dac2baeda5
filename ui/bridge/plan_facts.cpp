// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/plan_facts.h"

#include "base/error.h"
#include "estimate/card_support.h"
#include "formats/even_importance.h"
#include "plan/input_scales.h"
#include "runtime/graph.h"
#include "tokenize/tokenizer.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

constexpr std::uint64_t comfortableRest = 1ULL << 30U;

QStringList optionsInWords(const Plan& plan) {
    QStringList words;
    if (plan.document.options.pure) {
        words.append(QCoreApplication::translate("PlanFacts", "pure"));
    }
    if (plan.document.options.leaveOutput) {
        words.append(QCoreApplication::translate("PlanFacts", "output as stored"));
    }
    if (plan.layout.files.size() > 1) {
        words.append(QCoreApplication::translate("PlanFacts", "%1 files").arg(plan.layout.files.size()));
    }
    return words;
}

} // namespace

QString planTitle(const PlanFacts& facts) {
    return facts.effort == Effort::high && facts.hasEffort
               ? QCoreApplication::translate("PlanFacts", "%1, high effort").arg(facts.name)
               : facts.name;
}

QString memoryNeeded(const MemoryEstimate& memory, int decimals) {
    const QString size = memorySize(static_cast<double>(memory.total()), decimals);
    return memory.isComplete ? size : QCoreApplication::translate("PlanFacts", "at least %1").arg(size);
}

QString whyIncomplete(const MemoryEstimate& memory) {
    return QString::fromStdString(memory.kv.isKnown ? memory.compute.formula : memory.kv.formula);
}

QStringList kvNames(Runtime runtime) {
    QStringList names;
    for (const KvType type : kvTypes(runtime)) {
        names.append(fromView(name(type)));
    }
    return names;
}

DeviceFacts deviceFacts(const Model& model, const Format& format, const Preset& preset, std::span<const Choice> choices,
                        const DeviceSettings& settings, const Survey& survey) {
    DeviceFacts facts;
    facts.whyNotRun = QString::fromStdString(whyNotOn(settings.gpu, format.hardware(preset)).value_or(""));
    const RunSettings run = runOf(format, settings.run, settings.program);
    facts.memory = estimateMemory(model, choices, run);
    facts.fit = fitOn(settings.gpu, facts.memory);
    facts.longestContext = longestContext(model, choices, run, settings.gpu);
    if (facts.fit.fit != Fit::tooLarge && facts.whyNotRun.isEmpty()) {
        facts.speed = estimateSpeed(model, choices, run, settings.gpu);
        facts.room = cacheRoom(model, choices, run, settings.gpu);
    }
    if (facts.memory.isComplete) {
        facts.usersPercent = survey.percentThatHold(cardBytes(facts.memory));
        facts.usersComfortablePercent = survey.percentThatHold(cardBytes(facts.memory) + comfortableRest);
    }
    facts.usersWeightsPercent = survey.percentThatHold(facts.memory.weights.bytes);
    return facts;
}

const std::shared_ptr<const ImportanceMatrix>& PromisedImportance::get() {
    if (!matrix_) {
        matrix_.emplace();
        try {
            if (!whyNotRunnable(model_) && openTokenizer(model_)) {
                matrix_ = std::make_shared<const ImportanceMatrix>(evenImportance(model_));
            }
        } catch (const Error&) { // no tokenizer, no text
        }
    }
    return *matrix_;
}

Plan planToCalibrate(const std::shared_ptr<const Model>& model, const PlanDocument& document,
                     const std::shared_ptr<const ImportanceMatrix>& importance, PromisedImportance& promise) {
    try {
        return makePlan(model, document, importance);
    } catch (const Error& error) {
        if (importance || error.kind() != ErrorKind::badInput || !promise.get()) {
            throw;
        }
        try {
            return makePlan(model, document, promise.get());
        } catch (const Error&) { // importance is not what was missing: the first reason says more
        }
        throw;
    }
}

bool needsCalibration(const Plan& plan, const std::shared_ptr<const ImportanceMatrix>& importance) {
    return (plan.importance != nullptr && importance == nullptr) || storesInputScales(plan);
}

PlanFacts factsOf(const Plan& plan, const DeviceSettings& settings, const Survey& survey) {
    PlanFacts facts;
    facts.preset = plan.preset;
    facts.format = plan.format;
    facts.isOwnPlan = !plan.isPlainPreset();
    facts.name = facts.isOwnPlan ? QCoreApplication::translate("PlanFacts", "Planned mix") : fromView(plan.preset->name);
    facts.options = optionsInWords(plan);
    facts.choices = plan.choices;
    facts.effort = plan.document.effort;
    facts.hasEffort = std::any_of(plan.choices.begin(), plan.choices.end(),
                                  [](const Choice& choice) { return choice.encoding->hasEffort(); });
    facts.fileBytes = plan.fileBytes();
    facts.bitsPerWeight = plan.bitsPerWeight();
    facts.device = deviceFacts(*plan.model, *plan.format, *plan.preset, facts.choices, settings, survey);
    return facts;
}

std::vector<PlanFacts> factsOfPresets(const std::shared_ptr<const Model>& model, const Format& format,
                                      const std::shared_ptr<const ImportanceMatrix>& importance, const DeviceSettings& settings,
                                      const Survey& survey, const CancelToken& cancel) {
    std::vector<PlanFacts> all;
    PromisedImportance promise(*model);
    for (const Preset& preset : format.presets()) {
        cancel.throwIfCancelled();
        PlanFacts facts;
        facts.preset = &preset;
        facts.format = &format;
        facts.name = fromView(preset.name);
        try {
            PlanDocument document;
            document.format = format.id();
            document.preset = preset.name;
            const Plan plan = planToCalibrate(model, document, importance, promise);
            facts = factsOf(plan, settings, survey);
            facts.needsCalibration = needsCalibration(plan, importance);
        } catch (const Error& error) {
            const auto reason = format.whyNot(*model, preset, importance.get());
            facts.whyNot = QString::fromStdString(reason ? *reason : error.title());
        }
        all.push_back(std::move(facts));
    }
    return all;
}

std::optional<double> PlanFacts::gainOfHighEffort() const {
    if (!quality || !highQuality || quality->relativeError <= 0) {
        return std::nullopt;
    }
    return 1 - highQuality->relativeError / quality->relativeError;
}

std::optional<std::uint64_t> fileLimit(const PlanFacts& reference, const Gpu& gpu) {
    const MemoryEstimate& memory = reference.device.memory;
    const std::uint64_t besidesWeights = memory.total() - memory.weights.bytes;
    const std::uint64_t usable = usableBytes(gpu, memory);
    if (!reference.isUsable() || !memory.isComplete || besidesWeights >= usable) {
        return std::nullopt;
    }
    return usable - besidesWeights;
}

std::vector<std::size_t> paretoFront(const std::vector<PlanFacts>& facts) {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < facts.size(); ++i) {
        if (facts[i].isUsable() && facts[i].quality) {
            order.push_back(i);
        }
    }
    std::sort(order.begin(), order.end(), [&facts](std::size_t a, std::size_t b) {
        return std::pair(facts[a].fileBytes, facts[a].quality->relativeError) <
               std::pair(facts[b].fileBytes, facts[b].quality->relativeError);
    });
    std::vector<std::size_t> front;
    for (const std::size_t i : order) {
        if (front.empty() || facts[i].quality->relativeError < facts[front.back()].quality->relativeError) {
            front.push_back(i);
        }
    }
    return front;
}

PlanDocument withoutProvenance(PlanDocument document) {
    document.modelName.clear();
    document.createdBy.clear();
    return document;
}

} // namespace quantlathe::ui
