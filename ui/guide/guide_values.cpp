// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_values.h"

#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <array>
#include <QCoreApplication>
#include <QDate>
#include <QLocale>
#include <utility>

namespace quantlathe::ui {

namespace {

struct GuideTexts {
    Q_DECLARE_TR_FUNCTIONS(GuideTexts)
};

// An 8B Llama's files in BF16 and Q6_K.
constexpr std::uint64_t exampleBf16 = 16'100'000'000;
constexpr std::uint64_t exampleQ6 = 6'600'000'000;

QString users(double percentOfUsers) {
    return percent(percentOfUsers / 100, 0);
}

const PlanFacts* presetNamed(const Session& session, const char* name) {
    for (const std::vector<PlanFacts>* all : {&session.presets(), &session.otherPresets()}) {
        for (const PlanFacts& facts : *all) {
            if (facts.format != nullptr && facts.format->id() == "gguf" && facts.isUsable() &&
                facts.name == QLatin1String(name)) {
                return &facts;
            }
        }
    }
    return nullptr;
}

void addModel(const Session& session, GuideValues& values) {
    constexpr std::array<std::pair<const char*, const char*>, 3> shown = {{{"bf16", "BF16"}, {"q6", "Q6_K"}, {"q4", "Q4_K_M"}}};
    bool isComplete = session.model() != nullptr;
    for (const auto& [place, name] : shown) {
        const PlanFacts* facts = isComplete ? presetNamed(session, name) : nullptr;
        isComplete = facts != nullptr;
        if (facts != nullptr) {
            values.texts[QStringLiteral("%1.size").arg(QLatin1String(place))] = fileSize(facts->fileBytes);
            values.texts[QStringLiteral("%1.users").arg(QLatin1String(place))] = users(facts->device.usersWeightsPercent);
        }
    }
    if (isComplete) {
        values.facts.insert(QStringLiteral("model"));
    }
}

void addPlan(const Session& session, GuideValues& values) {
    const PlanFacts* facts = session.planFacts();
    if (facts == nullptr || !facts->isUsable()) {
        return;
    }
    values.facts.insert(QStringLiteral("plan"));
    const auto set = [&values](const char* place, const QString& text) {
        values.texts[place[0] == '\0' ? QStringLiteral("plan") : QStringLiteral("plan.") + QLatin1String(place)] = text;
    };
    const DeviceFacts& device = facts->device;
    const auto memory = [](const Figure& figure) { return memorySize(static_cast<double>(figure.bytes), 2); };
    const auto ofContext = [&](const Figure& figure) { return figure.isKnown ? memory(figure) : unknownText(); };
    set("", facts->name);
    set("size", fileSize(facts->fileBytes));
    set("weights", memory(device.memory.weights));
    set("kv", ofContext(device.memory.kv));
    set("compute", ofContext(device.memory.compute));
    set("overhead", memory(device.memory.overhead));
    set("total", memoryNeeded(device.memory, 2));
    set("speed", speedRange(device.speed.low, device.speed.high));
    set("longest", device.longestContext ? grouped(*device.longestContext) : unknownText());
    set("users", device.usersPercent ? users(*device.usersPercent) : unknownText());
    set("users.weights", users(device.usersWeightsPercent));
}

/// "Q8_0 8.5 GB, Q6_K 6.6 GB": what the presets of each family make of the open model.
void addSizes(const Session& session, GuideValues& values) {
    for (const std::vector<PlanFacts>* all : {&session.presets(), &session.otherPresets()}) {
        for (const PlanFacts& facts : *all) {
            if (facts.format == nullptr || !facts.isUsable()) {
                continue;
            }
            const QString place = QStringLiteral("presets.") + fromView(facts.format->id());
            QString& text = values.texts[place];
            text += (text.isEmpty() ? QString() : QStringLiteral(", ")) + facts.name + QChar(QChar::Nbsp) +
                    fileSize(facts.fileBytes);
            values.facts.insert(place);
        }
    }
}

void addFamilies(GuideValues& values) {
    for (const char* id : {"gguf", "bitsandbytes", "awq", "gptq", "fbgemm", "compressed-tensors", "exl2", "smoothquant", "aqlm",
                           "hqq", "spqr", "safetensors"}) {
        const Format* format = formatById(id);
        const QString name = QLatin1String(id);
        values.texts[QStringLiteral("state.") + name] =
            format != nullptr ? GuideTexts::tr("written") : GuideTexts::tr("explained");
        values.texts[QStringLiteral("family.") + name] =
            format != nullptr ? inOwnWords(format->summary())
                              : GuideTexts::tr("This version of Quantlathe explains the family but does not write it yet.");
    }
}

} // namespace

GuideValues guideValues(const Session& session) {
    GuideValues values;
    const Survey& survey = session.survey();
    const QDate month = QDate::fromString(QString::fromStdString(survey.month), QStringLiteral("yyyy-MM"));
    values.texts = {{QStringLiteral("name"), session.model() ? QString::fromStdString(session.model()->name()) : QString()},
                    {QStringLiteral("gpu"), QString::fromStdString(session.device().gpu.name)},
                    {QStringLiteral("gpu.memory"), memorySize(static_cast<double>(session.device().gpu.memoryBytes), 0)},
                    {QStringLiteral("gpu.bandwidth"),
                     GuideTexts::tr("%1 GB/s").arg(decimal(session.device().gpu.bandwidthBytesPerSecond / 1e9, 0))},
                    {QStringLiteral("context"), grouped(session.device().run.contextTokens)},
                    {QStringLiteral("survey.name"), QString::fromStdString(survey.name)},
                    {QStringLiteral("survey.month"), month.isValid() ? QLocale().toString(month, QStringLiteral("MMMM yyyy"))
                                                                     : QString::fromStdString(survey.month)},
                    {QStringLiteral("example.bf16.users"), users(survey.percentThatHold(exampleBf16))},
                    {QStringLiteral("example.q6.users"), users(survey.percentThatHold(exampleQ6))}};
    addModel(session, values);
    addPlan(session, values);
    addSizes(session, values);
    addFamilies(values);
    return values;
}

} // namespace quantlathe::ui
