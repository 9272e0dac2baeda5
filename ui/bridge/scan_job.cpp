// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/scan_job.h"

#include "ui/bridge/user_data.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct ScanTexts {
    Q_DECLARE_TR_FUNCTIONS(ScanTexts)
};

struct Reading {
    ModelRecipe recipe;
    std::shared_ptr<const Model> model;
    std::shared_ptr<ResultCache> cache;

    void run(JobContext& job) {
        if (!model) {
            model = openAgain(recipe).model;
        }
        if (!cache) {
            cache = std::make_shared<ResultCache>();
        }
        job.deliver([count = model->weights().size()](Job& of) {
            ModelScan& found = *static_cast<ScanJob&>(of).found;
            found = {};
            found.weights.resize(count);
            found.isRunning = true;
        });
        scanWeights(*model, cache.get(), job.progress, job.cancel, [&job](ScanBatch batch) {
            job.deliver([batch = std::move(batch)](Job& of) { static_cast<ScanJob&>(of).found->take(batch); });
        });
        job.deliver([](Job& of) {
            auto& done = static_cast<ScanJob&>(of);
            done.found->isComplete = true;
            done.weights = done.badWeights = 0;
            for (const auto& summary : done.found->weights) {
                done.weights += summary ? 1 : 0;
                done.badWeights += summary && summary->hasBadValues() ? 1 : 0;
            }
            done.opened.reset();
        });
    }
};

} // namespace

ScanJob scanJob(const ModelRecipe& recipe, std::shared_ptr<const Model> model, std::shared_ptr<ResultCache> cache) {
    ScanJob job;
    job.title = QString::fromStdString(model->name());
    job.model = recipe;
    job.opened = std::move(model);
    job.cache = std::move(cache);
    return job;
}

QString ScanJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString ScanJob::label() const {
    return ScanTexts::tr("All weights");
}

QString ScanJob::announce() {
    return ScanTexts::tr("All weights of %1, read once").arg(title);
}

JobTask ScanJob::task(bool) const {
    return [work = Reading{model, opened, cache}](JobContext& job) mutable { work.run(job); };
}

QString ScanJob::outcome() const {
    return badWeights > 0 ? ScanTexts::tr("%1 with NaN or infinite values").arg(grouped(badWeights))
                          : ScanTexts::tr("%1 weights").arg(grouped(weights));
}

QStringList ScanJob::outcomeLines() const {
    return {ScanTexts::tr("%1 weights, %2 of them with NaN or infinite values").arg(grouped(weights), grouped(badWeights))};
}

QJsonObject ScanJob::json() const {
    return {{QStringLiteral("model"), recipeJson(model)},
            {QStringLiteral("weights"), static_cast<double>(weights)},
            {QStringLiteral("bad"), static_cast<double>(badWeights)}};
}

std::unique_ptr<Job> ScanJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<ScanJob>();
    job->model = parseModelRecipe(json[QStringLiteral("model")].toObject());
    job->weights = countFromJson(json[QStringLiteral("weights")]);
    job->badWeights = countFromJson(json[QStringLiteral("bad")]);
    return job;
}

} // namespace quantlathe::ui
