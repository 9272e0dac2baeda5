// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/measure_job.h"

#include "base/error.h"
#include "base/file.h"
#include "base/resources.h"
#include "measure/text_measurer.h"
#include "measure/text_quality_json.h"
#include "plan/planned_weights.h"
#include "ui/bridge/pass_progress.h"
#include "ui/bridge/user_data.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <QCoreApplication>
#include <QJsonArray>

namespace quantlathe::ui {

namespace {

constexpr std::uint64_t mostTextBytes = (1ULL << 30U) - 1; // of a tokenizer's input
constexpr std::size_t mostNamesInTitle = 3;

struct MeasureJobTexts {
    Q_DECLARE_TR_FUNCTIONS(MeasureJobTexts)
};

struct Measurement {
    MeasureSubject subject;
    std::vector<PlanDocument> documents;
    std::vector<QString> names;
    GuidedModel opened;
    std::shared_ptr<const QualityCache> cache;

    void run(JobContext& job) {
        if (!opened.model) {
            opened = openAgain(subject.model);
        }
        const auto text = prepareText(*opened.model, subject.settings);
        job.deliver([name = text->name, tokens = text->windows.targets.size()](Job& of) {
            static_cast<MeasureJob&>(of).textName = name;
            static_cast<MeasureJob&>(of).tokens = tokens;
        });
        job.cancel.throwIfCancelled();
        ThreadArena arena;
        const QualityCache own;
        const ModelWeights reference(opened.model);
        TextMeasurer measurer(&reference, text->windows, {}, cache ? cache.get() : &own);
        std::vector<std::unique_ptr<PlannedWeights>> sources;
        for (const PlanDocument& document : documents) {
            job.cancel.throwIfCancelled();
            sources.push_back(std::make_unique<PlannedWeights>(makePlan(opened.model, document, opened.importance)));
        }
        const auto unknown = static_cast<std::size_t>(
            std::ranges::count_if(sources, [&](const auto& source) { return !measurer.isKnown(*source); }));
        PassProgress passes(job.progress, unknown + 1); // the original's is needed for the first of them
        const auto deliverOriginal = [&](const RunContext& context) {
            const auto quality = std::make_shared<const TextQuality>(measurer.measureReference(context));
            job.deliver([quality](Job& of) { static_cast<MeasureJob&>(of).original = quality; });
        };
        for (std::size_t i = 0; i < sources.size(); ++i) {
            job.cancel.throwIfCancelled();
            Progress progress = passes.of(names[i]);
            const RunContext context{arena, progress, job.cancel};
            const bool isKnown = measurer.isKnown(*sources[i]);
            const auto quality = std::make_shared<const TextQuality>(measurer.measure(*sources[i], context));
            if (!isKnown) {
                passes.passIsOver();
            }
            job.deliver([i, quality](Job& of) { static_cast<MeasureJob&>(of).entries[i].quality = quality; });
            deliverOriginal(context);
        }
        if (sources.empty()) {
            Progress progress = passes.of({});
            deliverOriginal({arena, progress, job.cancel});
        }
        measurer.finish();
        job.progress.finish();
    }
};

QString commandFor(const MeasureSubject& subject, const MeasureWish& wish) {
    QStringList words = {QStringLiteral("quantlathe-cli measure"),
                         shellQuoted(textOf(subject.model.source)),
                         QStringLiteral("--format"),
                         QString::fromStdString(wish.format),
                         QStringLiteral("--preset"),
                         shellQuoted(wish.name)};
    const auto add = [&words](const char* option, const QString& value) {
        words << QLatin1String(option) << shellQuoted(value);
    };
    if (wish.effort == Effort::high) {
        add("--effort", QStringLiteral("high"));
    }
    if (!subject.model.importance.empty()) {
        add("--imatrix", textOf(subject.model.importance));
    }
    if (!subject.model.preTokenizer.isEmpty()) {
        add("--pre-tokenizer", subject.model.preTokenizer);
    }
    if (!subject.settings.textFile.isEmpty()) {
        add("--text", subject.settings.textFile);
    }
    if (subject.settings.contextTokens > 0) {
        add("--context", QString::number(subject.settings.contextTokens));
    }
    add("--chunks", QString::number(subject.settings.windows));
    return words.join(QLatin1Char(' '));
}

QString titleFor(const QString& model, const std::vector<MeasureWish>& wishes) {
    if (wishes.empty()) {
        return QStringLiteral("%1, %2").arg(model, MeasureJobTexts::tr("original"));
    }
    if (wishes.size() > mostNamesInTitle) {
        return MeasureJobTexts::tr("%1, %2 plans").arg(model, grouped(wishes.size()));
    }
    QStringList names{model};
    std::ranges::transform(wishes, std::back_inserter(names), &MeasureWish::name);
    return names.join(QStringLiteral(", "));
}

QString qualityLine(const QString& name, const TextQuality& quality) {
    const QString perplexity = decimal(quality.perplexity.value, 2);
    if (!quality.divergence) {
        return MeasureJobTexts::tr("%1: perplexity %2").arg(name, perplexity);
    }
    const Estimate& kl = quality.divergence->kl;
    return MeasureJobTexts::tr("%1: perplexity %2, KL divergence %3")
        .arg(name, perplexity, divergenceText(kl.value, halfWidth95(kl.error)));
}

} // namespace

QJsonValue qualityJson(const std::shared_ptr<const TextQuality>& quality) {
    return quality ? QJsonValue(QString::fromStdString(toJson(*quality).dump())) : QJsonValue();
}

std::shared_ptr<const TextQuality> parseQuality(const QJsonValue& json) {
    if (!json.isString()) {
        return nullptr;
    }
    try {
        return std::make_shared<const TextQuality>(
            textQualityFromJson(nlohmann::ordered_json::parse(json.toString().toStdString())));
    } catch (const std::exception&) {
        throw badInput({}, QCoreApplication::translate("UserData", "This file is damaged").toStdString());
    }
}

std::filesystem::path textFileOf(const MeasureSettings& settings) {
    return settings.textFile.isEmpty() ? resourcePath("text/default-evaluation.txt") : pathOf(settings.textFile);
}

std::shared_ptr<const PreparedText> prepareText(const Model& model, const MeasureSettings& settings, const Model* reference) {
    const std::filesystem::path file = textFileOf(settings);
    const std::size_t context = settings.contextTokens == 0 ? defaultContextTokens(model) : settings.contextTokens;
    PreparedText text;
    text.name = fileNameOf(file);
    text.windows = cutIntoWindows(model, reference, readTextFile(file, mostTextBytes), {.contextTokens = context});
    text.windowsInText = text.windows.sequences.size();
    if (settings.windows != 0 && settings.windows < text.windowsInText) {
        const std::size_t scoredInEach = text.windows.targets.size() / text.windowsInText;
        text.windows.settings.windows = settings.windows;
        text.windows.sequences.resize(settings.windows);
        text.windows.targets.resize(settings.windows * scoredInEach);
    }
    return std::make_shared<const PreparedText>(std::move(text));
}

PlanDocument presetDocument(const MeasureWish& wish) {
    PlanDocument document;
    document.format = wish.format;
    document.preset = wish.name.toStdString();
    document.effort = wish.effort;
    return document;
}

MeasureJob measureJob(const MeasureSubject& subject, const std::vector<MeasureWish>& wishes, GuidedModel opened,
                      std::shared_ptr<const QualityCache> cache) {
    MeasureJob job;
    job.title = titleFor(QString::fromStdString(opened.model->name()), wishes);
    job.subject = subject;
    QStringList commands;
    for (const MeasureWish& wish : wishes) {
        job.entries.push_back({.name = wish.name,
                               .effort = wish.effort,
                               .document = wish.plan ? wish.plan->document : presetDocument(wish),
                               .isOwnPlan = wish.plan != nullptr,
                               .quality = nullptr});
        if (!wish.plan) { // others have no file that could be named
            commands.append(commandFor(subject, wish));
        }
    }
    job.commandLine = commands.join(QLatin1Char('\n'));
    job.opened = std::move(opened);
    job.cache = std::move(cache);
    return job;
}

std::size_t MeasureJob::measuredCount() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(entries, [](const Entry& entry) { return entry.quality != nullptr; }));
}

QString MeasureJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString MeasureJob::label() const {
    return MeasureJobTexts::tr("Measurement");
}

QString MeasureJob::announce() {
    return MeasureJobTexts::tr("%1, measured on a text").arg(title);
}

JobTask MeasureJob::task(bool) const {
    Measurement work{.subject = subject, .documents = {}, .names = {}, .opened = opened, .cache = cache};
    for (const Entry& entry : entries) {
        work.documents.push_back(entry.document);
        work.names.push_back(entry.name);
    }
    return [work](JobContext& job) mutable { work.run(job); };
}

QString MeasureJob::outcome() const {
    if (entries.size() == 1 && entries.front().quality && entries.front().quality->divergence) {
        return MeasureJobTexts::tr("KL %1").arg(divergenceText(entries.front().quality->divergence->kl.value));
    }
    return entries.empty() ? QString() : MeasureJobTexts::tr("%1 measured").arg(grouped(measuredCount()));
}

QStringList MeasureJob::outcomeLines() const {
    QStringList lines;
    if (original) {
        lines.append(qualityLine(MeasureJobTexts::tr("original"), *original));
    }
    for (const Entry& entry : entries) {
        if (entry.quality) {
            lines.append(qualityLine(entry.name, *entry.quality));
        }
    }
    return lines;
}

QJsonObject MeasureJob::json() const {
    QJsonArray plans;
    for (const Entry& entry : entries) {
        plans.append(QJsonObject{{QStringLiteral("name"), entry.name},
                                 {QStringLiteral("isOwn"), entry.isOwnPlan},
                                 {QStringLiteral("plan"), QString::fromStdString(planJson(entry.document))},
                                 {QStringLiteral("quality"), qualityJson(entry.quality)}});
    }
    return {{QStringLiteral("model"), recipeJson(subject.model)},
            {QStringLiteral("text"), pathInJson(pathOf(subject.settings.textFile))},
            {QStringLiteral("context"), static_cast<double>(subject.settings.contextTokens)},
            {QStringLiteral("windows"), static_cast<double>(subject.settings.windows)},
            {QStringLiteral("textName"), textName},
            {QStringLiteral("tokens"), static_cast<double>(tokens)},
            {QStringLiteral("original"), qualityJson(original)},
            {QStringLiteral("plans"), plans}};
}

std::unique_ptr<Job> MeasureJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<MeasureJob>();
    job->subject.model = parseModelRecipe(json[QStringLiteral("model")].toObject());
    job->subject.settings = {.textFile = textOf(pathFromJson(json[QStringLiteral("text")])),
                             .contextTokens = countFromJson(json[QStringLiteral("context")]),
                             .windows = countFromJson(json[QStringLiteral("windows")])};
    job->textName = json[QStringLiteral("textName")].toString();
    job->tokens = countFromJson(json[QStringLiteral("tokens")]);
    job->original = parseQuality(json[QStringLiteral("original")]);
    for (const QJsonValue& value : json[QStringLiteral("plans")].toArray()) {
        const QJsonObject plan = value.toObject();
        Entry entry;
        entry.name = plan[QStringLiteral("name")].toString();
        entry.isOwnPlan = plan[QStringLiteral("isOwn")].toBool();
        entry.document = parsePlan(plan[QStringLiteral("plan")].toString().toStdString());
        entry.effort = entry.document.effort;
        entry.quality = parseQuality(plan[QStringLiteral("quality")]);
        job->entries.push_back(std::move(entry));
    }
    return job;
}

} // namespace quantlathe::ui
