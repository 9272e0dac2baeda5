// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/divergence_job.h"

#include "measure/text_measurer.h"
#include "ui/bridge/pass_progress.h"
#include "ui/bridge/user_data.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct DivergenceTexts {
    Q_DECLARE_TR_FUNCTIONS(DivergenceTexts)
};

struct ModelPair {
    ModelRecipe reference;
    ModelRecipe measured;
    MeasureSettings settings;
    std::shared_ptr<const Model> openedReference;
    std::shared_ptr<const Model> openedMeasured;

    void run(JobContext& job) {
        if (!openedReference) {
            openedReference = openAgain(reference).model;
        }
        if (!openedMeasured) {
            openedMeasured = openAgain(measured).model;
        }
        job.cancel.throwIfCancelled();
        const auto text = prepareText(*openedMeasured, settings, openedReference.get());
        job.deliver([name = text->name, tokens = text->windows.targets.size()](Job& of) {
            static_cast<DivergenceJob&>(of).textName = name;
            static_cast<DivergenceJob&>(of).tokens = tokens;
        });
        job.cancel.throwIfCancelled();
        ThreadArena arena;
        const QualityCache cache;
        const ModelWeights referenceWeights(openedReference);
        const ModelWeights measuredWeights(openedMeasured);
        TextMeasurer measurer(&referenceWeights, text->windows, {}, &cache);
        PassProgress passes(job.progress, 2);
        Progress progress = passes.of(QString::fromStdString(openedMeasured->name()));
        const RunContext context{arena, progress, job.cancel};
        const auto found = std::make_shared<const TextQuality>(measurer.measure(measuredWeights, context));
        const auto original = std::make_shared<const TextQuality>(measurer.measureReference(context));
        measurer.finish();
        job.progress.finish();
        job.deliver([found, original](Job& of) {
            auto& done = static_cast<DivergenceJob&>(of);
            done.quality = found;
            done.referenceQuality = original;
            done.openedReference.reset();
            done.openedMeasured.reset();
        });
    }
};

} // namespace

DivergenceJob divergenceJob(std::shared_ptr<const Model> reference, std::shared_ptr<const Model> measured,
                            const MeasureSettings& settings) {
    DivergenceJob job;
    job.reference.source = reference->checkpoint().path();
    job.measured.source = measured->checkpoint().path();
    job.settings = settings;
    job.title = DivergenceTexts::tr("%1 against %2").arg(fileNameOf(job.measured.source), fileNameOf(job.reference.source));
    QStringList words = {QStringLiteral("quantlathe-cli measure"), shellQuoted(textOf(job.measured.source)),
                         QStringLiteral("--reference"), shellQuoted(textOf(job.reference.source))};
    if (!settings.textFile.isEmpty()) {
        words << QStringLiteral("--text") << shellQuoted(settings.textFile);
    }
    if (settings.contextTokens > 0) {
        words << QStringLiteral("--context") << QString::number(settings.contextTokens);
    }
    words << QStringLiteral("--chunks") << QString::number(settings.windows);
    job.commandLine = words.join(QLatin1Char(' '));
    job.openedReference = std::move(reference);
    job.openedMeasured = std::move(measured);
    return job;
}

QString DivergenceJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString DivergenceJob::label() const {
    return DivergenceTexts::tr("KL divergence");
}

QString DivergenceJob::announce() {
    return DivergenceTexts::tr("%1, measured on a text").arg(title);
}

JobTask DivergenceJob::task(bool) const {
    return [work = ModelPair{reference, measured, settings, openedReference, openedMeasured}](JobContext& job) mutable {
        work.run(job);
    };
}

QString DivergenceJob::outcome() const {
    return quality && quality->divergence ? DivergenceTexts::tr("KL %1").arg(divergenceText(quality->divergence->kl.value))
                                          : QString();
}

QStringList DivergenceJob::outcomeLines() const {
    if (!quality || !quality->divergence) {
        return {};
    }
    const Estimate& kl = quality->divergence->kl;
    return {DivergenceTexts::tr("KL divergence %1, same most likely token %2")
                .arg(divergenceText(kl.value, halfWidth95(kl.error)), percent(quality->divergence->topOneAgreement.value, 1))};
}

QJsonObject DivergenceJob::json() const {
    return {{QStringLiteral("reference"), recipeJson(reference)},
            {QStringLiteral("measured"), recipeJson(measured)},
            {QStringLiteral("text"), pathInJson(pathOf(settings.textFile))},
            {QStringLiteral("context"), static_cast<double>(settings.contextTokens)},
            {QStringLiteral("windows"), static_cast<double>(settings.windows)},
            {QStringLiteral("textName"), textName},
            {QStringLiteral("tokens"), static_cast<double>(tokens)},
            {QStringLiteral("quality"), qualityJson(quality)},
            {QStringLiteral("referenceQuality"), qualityJson(referenceQuality)}};
}

std::unique_ptr<Job> DivergenceJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<DivergenceJob>();
    job->reference = parseModelRecipe(json[QStringLiteral("reference")].toObject());
    job->measured = parseModelRecipe(json[QStringLiteral("measured")].toObject());
    job->settings = {.textFile = textOf(pathFromJson(json[QStringLiteral("text")])),
                     .contextTokens = countFromJson(json[QStringLiteral("context")]),
                     .windows = countFromJson(json[QStringLiteral("windows")])};
    job->textName = json[QStringLiteral("textName")].toString();
    job->tokens = countFromJson(json[QStringLiteral("tokens")]);
    job->quality = parseQuality(json[QStringLiteral("quality")]);
    job->referenceQuality = parseQuality(json[QStringLiteral("referenceQuality")]);
    return job;
}

} // namespace quantlathe::ui
