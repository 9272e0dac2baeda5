// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/mix_job.h"

#include "base/error.h"
#include "calibrate/feedback_trial.h"
#include "convert/calibrated_conversion.h"
#include "measure/quick_sensitivity.h"
#include "plan/calibration_json.h"
#include "ui/bridge/user_data.h"
#include "ui/text/numbers.h"

#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct MixTexts {
    Q_DECLARE_TR_FUNCTIONS(MixTexts)
};

} // namespace

namespace {

/// With the losses of the codes that the text will choose, where that is quick to try.
std::shared_ptr<const CandidateTable> withCalibration(std::shared_ptr<const CandidateTable> table, const MixSearch& search,
                                                      const RunContext& context) {
    if (!search.measuresSensitivities || !search.calibration.choosesCodes() || whyNotRunnable(*table->model)) {
        return table;
    }
    const auto trial = feedbackTrial(table, codesRequest(*table->model, search.calibration).sequences);
    return trial ? withFeedback(*trial, context) : table;
}

} // namespace

MixTable makeMixTable(MixSearch search, Progress& progress, const CancelToken& cancel) {
    if (!search.opened.model) {
        search.opened = openAgain(search.subject.model);
    }
    if (!search.cache) {
        search.cache = std::make_shared<ResultCache>();
    }
    CandidateRequest request;
    request.model = search.opened.model;
    request.format = formatById(search.subject.format);
    request.importance = search.opened.importance;
    request.effort = search.subject.effort;
    request.sensitivity = priorSensitivity(*request.model, request.importance != nullptr);
    if (request.format == nullptr) {
        throw badInput({},
                       MixTexts::tr("There is no format %1").arg(QString::fromStdString(search.subject.format)).toStdString());
    }
    ThreadArena arena;
    const auto table =
        search.known
            ? search.known
            : std::make_shared<const CandidateTable>(makeCandidates(request, search.cache.get(), arena, progress, cancel));
    const RunContext context{arena, progress, cancel, {}};
    if (auto measured = withKnownSensitivity(table, context)) {
        return {withCalibration(std::move(measured), search, context), true};
    }
    const auto probes = search.measuresSensitivities ? quickProbes(table) : std::nullopt;
    return {withCalibration(probes ? withQuickSensitivity(*probes, context) : table, search, context), false};
}

MixJob mixJob(MixSearch search) {
    MixJob job;
    job.title = QString::fromStdString(search.opened.model->name());
    job.search = std::move(search);
    return job;
}

QString MixJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString MixJob::label() const {
    return MixTexts::tr("Best mix");
}

QString MixJob::announce() {
    return MixTexts::tr("What each encoding loses on each weight of %1").arg(title);
}

JobTask MixJob::task(bool) const {
    return [work = search](JobContext& job) {
        const MixTable made = makeMixTable(work, job.progress, job.cancel);
        job.deliver([made](Job& of) {
            auto& done = static_cast<MixJob&>(of);
            done.found = made;
            done.weights = made.table->weights.size();
            done.search.opened = {};
            done.search.known.reset();
        });
    };
}

QString MixJob::outcome() const {
    return MixTexts::tr("%1 weights").arg(grouped(weights));
}

QJsonObject MixJob::json() const {
    return {{QStringLiteral("model"), recipeJson(search.subject.model)},
            {QStringLiteral("format"), QString::fromStdString(search.subject.format)},
            {QStringLiteral("high"), search.subject.effort == Effort::high},
            {QStringLiteral("sensitivities"), search.measuresSensitivities},
            {QStringLiteral("calibration"), QString::fromStdString(calibrationJson(search.calibration))},
            {QStringLiteral("weights"), static_cast<double>(weights)}};
}

std::unique_ptr<Job> MixJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<MixJob>();
    job->search.subject = {.model = parseModelRecipe(json[QStringLiteral("model")].toObject()),
                           .format = json[QStringLiteral("format")].toString().toStdString(),
                           .effort = json[QStringLiteral("high")].toBool() ? Effort::high : Effort::normal};
    job->search.measuresSensitivities = json[QStringLiteral("sensitivities")].toBool();
    if (json.contains(QStringLiteral("calibration"))) {
        job->search.calibration = parseCalibration(json[QStringLiteral("calibration")].toString().toStdString());
    }
    job->weights = countFromJson(json[QStringLiteral("weights")]);
    return job;
}

} // namespace quantlathe::ui
