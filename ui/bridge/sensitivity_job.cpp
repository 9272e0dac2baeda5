// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/sensitivity_job.h"

#include "base/error.h"
#include "measure/quick_sensitivity.h"
#include "ui/bridge/user_data.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct SensitivityTexts {
    Q_DECLARE_TR_FUNCTIONS(SensitivityTexts)
};

struct Probing {
    SensitivitySubject subject;
    GuidedModel opened;
    std::shared_ptr<ResultCache> cache;

    void run(JobContext& job) {
        if (!opened.model) {
            opened = openAgain(subject.model);
        }
        if (!cache) {
            cache = std::make_shared<ResultCache>();
        }
        CandidateRequest request;
        request.model = opened.model;
        request.format = formatById(subject.format);
        request.importance = opened.importance;
        request.effort = subject.effort;
        request.sensitivity = priorSensitivity(*opened.model, opened.importance != nullptr);
        if (request.format == nullptr) {
            throw badInput(
                {}, SensitivityTexts::tr("There is no format %1").arg(QString::fromStdString(subject.format)).toStdString());
        }
        ThreadArena arena;
        const auto table =
            std::make_shared<const CandidateTable>(makeCandidates(request, cache.get(), arena, job.progress, job.cancel));
        const ProbeRequest probes = thoroughProbes(table);
        const SensitivityMeasurement measurement =
            measureSensitivity(probes, probeCacheFile(probes), {arena, job.progress, job.cancel, {}});
        deliver(job, measurement, withMeasured(probes, measurement));
    }

    static void deliver(const JobContext& job, const SensitivityMeasurement& measurement,
                        const std::shared_ptr<const CandidateTable>& table) {
        std::uint64_t count = 0;
        for (const SensitivityGroup& group : measurement.groups) {
            count += group.probes.size();
        }
        job.deliver([text = QString::fromStdString(measurement.text), tokens = measurement.tokens,
                     groups = measurement.groups.size(), count, table](Job& of) {
            auto& done = static_cast<SensitivityJob&>(of);
            done.textName = text;
            done.tokens = tokens;
            done.groups = groups;
            done.probes = count;
            done.table = table;
            done.opened = {};
        });
    }
};

} // namespace

SensitivityJob sensitivityJob(const SensitivitySubject& subject, GuidedModel opened, std::shared_ptr<ResultCache> cache) {
    SensitivityJob job;
    job.title = QString::fromStdString(opened.model->name());
    job.subject = subject;
    job.opened = std::move(opened);
    job.cache = std::move(cache);
    return job;
}

QString SensitivityJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString SensitivityJob::label() const {
    return SensitivityTexts::tr("Sensitivities");
}

QString SensitivityJob::announce() {
    return SensitivityTexts::tr("What an error in each part of %1 does to its answers").arg(title);
}

JobTask SensitivityJob::task(bool) const {
    return [work = Probing{subject, opened, cache}](JobContext& job) mutable { work.run(job); };
}

QString SensitivityJob::outcome() const {
    return SensitivityTexts::tr("%1 parts").arg(grouped(groups));
}

QStringList SensitivityJob::outcomeLines() const {
    return {SensitivityTexts::tr("%1 parts of the model, %2 measurements, %3 tokens of %4")
                .arg(grouped(groups), grouped(probes), grouped(tokens), textName)};
}

QJsonObject SensitivityJob::json() const {
    return {{QStringLiteral("model"), recipeJson(subject.model)},
            {QStringLiteral("format"), QString::fromStdString(subject.format)},
            {QStringLiteral("high"), subject.effort == Effort::high},
            {QStringLiteral("text"), textName},
            {QStringLiteral("tokens"), static_cast<double>(tokens)},
            {QStringLiteral("groups"), static_cast<double>(groups)},
            {QStringLiteral("probes"), static_cast<double>(probes)}};
}

std::unique_ptr<Job> SensitivityJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<SensitivityJob>();
    job->subject = {.model = parseModelRecipe(json[QStringLiteral("model")].toObject()),
                    .format = json[QStringLiteral("format")].toString().toStdString(),
                    .effort = json[QStringLiteral("high")].toBool() ? Effort::high : Effort::normal};
    job->textName = json[QStringLiteral("text")].toString();
    job->tokens = countFromJson(json[QStringLiteral("tokens")]);
    job->groups = countFromJson(json[QStringLiteral("groups")]);
    job->probes = countFromJson(json[QStringLiteral("probes")]);
    return job;
}

} // namespace quantlathe::ui
