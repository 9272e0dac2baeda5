// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/conversion_job.h"

#include "base/error.h"
#include "checkpoint/replica.h"
#include "convert/hub_supply.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/user_data.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <chrono>
#include <QCoreApplication>
#include <QJsonArray>
#include <utility>

namespace quantlathe::ui {

namespace {

/// What became of the matrices.
QString calibratedText(const CodeStore& codes) {
    const CalibrationGain gain = gainOf(codes);
    return JobQueue::tr("%1 weights, squared error of their outputs %2 lower at the median")
        .arg(grouped(gain.weights), percent(gain.lowerLoss, 0));
}

void setChoosing(const JobContext& job, bool isChoosing) {
    job.deliver([isChoosing](Job& of) { static_cast<ConversionJob&>(of).isChoosingCodes = isChoosing; });
}

/// What is found weight by weight, brought to the job a few times a second. Called by one thread after the other.
class Findings {
public:
    explicit Findings(const JobContext& job) : job_(job) {}
    void add(const WeightResult& result) {
        results_.push_back(result);
        deliverWhenDue();
    }
    void add(const std::string& weight, const CalibratedLoss& loss) {
        losses_.push_back({weight, loss});
        deliverWhenDue();
    }
    void deliver() {
        deliveredAt_ = std::chrono::steady_clock::now();
        job_.deliver([results = std::exchange(results_, {}), losses = std::exchange(losses_, {})](Job& of) {
            auto& running = static_cast<ConversionJob&>(of);
            running.results.insert(running.results.end(), results.begin(), results.end());
            running.losses.insert(running.losses.end(), losses.begin(), losses.end());
        });
    }

private:
    void deliverWhenDue() {
        if (std::chrono::steady_clock::now() - deliveredAt_ >= std::chrono::milliseconds(200)) {
            deliver();
        }
    }

    const JobContext& job_;
    std::vector<WeightResult> results_;
    std::vector<ConversionJob::Loss> losses_;
    std::chrono::steady_clock::time_point deliveredAt_;
};

/// The whole work of a job, on its thread.
struct Conversion {
    JobRecipe recipe;
    std::shared_ptr<const Plan> plan;
    std::filesystem::path destination;
    ConvertOptions options;

    void run(JobContext& job) {
        if (!plan) {
            plan = planOf(recipe);
        }
        job.deliver([plan = plan](Job& of) {
            auto& running = static_cast<ConversionJob&>(of);
            running.plan = plan;
            running.results.clear();
            running.losses.clear();
        });
        QString calibrated;
        std::shared_ptr<const ConvertReport> report;
        Findings findings(job);
        options.onResult = [&findings](const WeightResult& result) { findings.add(result); };
        if (recipe.document.calibration.choosesCodes()) {
            report = calibrateAndConvert(calibrated, findings, job);
        } else {
            const bool isHere = !addressOfReplica(plan->model->checkpoint());
            report = std::make_shared<const ConvertReport>(
                isHere ? convert(*plan, destination, options, job.progress, job.cancel) : convertFromHub(job));
        }
        findings.deliver();
        job.deliver([report, calibrated](Job& of) {
            auto& done = static_cast<ConversionJob&>(of);
            done.report = report;
            done.calibrated = calibrated;
            done.sourceBytes = done.plan->model->checkpoint().fileBytes();
            done.bitsPerWeight = done.plan->bitsPerWeight();
        });
    }

    /// A model that is not on this machine is fetched file by file, and nothing of it is kept.
    ConvertReport convertFromHub(const JobContext& job) const {
        HubConnection hub{
            .access = hubAccessFromEnvironment(), .limits = {}, .traffic = {}, .cancel = job.cancel, .progress = job.progress};
        ConvertOptions supplied = options;
        supplied.supply = std::make_shared<HubSupply>(hub, plan->model->checkpoint(), destination);
        return convert(*plan, destination, supplied, job.progress, job.cancel);
    }

    std::shared_ptr<const ConvertReport> calibrateAndConvert(QString& calibrated, Findings& findings, JobContext& job) {
        setChoosing(job, true);
        ThreadArena arena(options.threads);
        const CalibratedPlan chosen =
            calibratePlan(*plan, recipe.document.calibration, {arena, job.progress, job.cancel}, {},
                          [&findings](const std::string& weight, const CalibratedLoss& loss) { findings.add(weight, loss); });
        findings.deliver();
        setChoosing(job, false);
        options.codes = chosen.codes;
        auto report =
            std::make_shared<const ConvertReport>(convert(chosen.plan, destination, options, job.progress, job.cancel));
        if (chosen.codes) {
            calibrated = calibratedText(*chosen.codes);
            chosen.codes->remove();
        }
        return report;
    }
};

QJsonObject reportJson(const ConversionJob& job) {
    const ConvertReport& report = *job.report;
    QJsonArray weights;
    for (const WeightResult& weight : report.weights) {
        weights.append(QJsonArray{QString::fromStdString(weight.weight), QString::fromStdString(weight.encoding),
                                  static_cast<double>(weight.bytes), weight.relativeError});
    }
    return {{QStringLiteral("destination"), pathInJson(report.destination)},
            {QStringLiteral("written"), static_cast<double>(report.bytesWritten)},
            {QStringLiteral("read"), static_cast<double>(report.bytesRead)},
            {QStringLiteral("fetched"), static_cast<double>(report.bytesFetched)},
            {QStringLiteral("seconds"), report.seconds},
            {QStringLiteral("peak"), static_cast<double>(report.peakResidentBytes)},
            {QStringLiteral("error"), report.relativeError},
            {QStringLiteral("source"), static_cast<double>(job.sourceBytes)},
            {QStringLiteral("bits"), job.bitsPerWeight},
            {QStringLiteral("calibrated"), job.calibrated},
            {QStringLiteral("weights"), weights}};
}

void readReport(const QJsonObject& json, ConversionJob& job) {
    auto report = std::make_shared<ConvertReport>();
    report->destination = pathFromJson(json[QStringLiteral("destination")]);
    report->bytesWritten = countFromJson(json[QStringLiteral("written")]);
    report->bytesRead = countFromJson(json[QStringLiteral("read")]);
    report->bytesFetched = countFromJson(json[QStringLiteral("fetched")]);
    report->seconds = std::max(0.0, json[QStringLiteral("seconds")].toDouble());
    report->peakResidentBytes = countFromJson(json[QStringLiteral("peak")]);
    report->relativeError = json[QStringLiteral("error")].toDouble();
    for (const QJsonValue& value : json[QStringLiteral("weights")].toArray()) {
        const QJsonArray weight = value.toArray();
        report->weights.push_back({.weight = weight.at(0).toString().toStdString(),
                                   .encoding = weight.at(1).toString().toStdString(),
                                   .bytes = countFromJson(weight.at(2)),
                                   .relativeError = weight.at(3).toDouble()});
    }
    job.sourceBytes = countFromJson(json[QStringLiteral("source")]);
    job.bitsPerWeight = json[QStringLiteral("bits")].toDouble();
    job.calibrated = json[QStringLiteral("calibrated")].toString();
    job.report = std::move(report);
}

} // namespace

QString ConversionJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString ConversionJob::announce() {
    if (!plan) {
        return JobQueue::tr("%1 to %2").arg(title, textOf(destination));
    }
    plannedBytes = plan->fileBytes();
    return JobQueue::tr("%1 to %2, %3").arg(title, textOf(destination), fileSize(plannedBytes));
}

JobTask ConversionJob::task(bool goesOn) const {
    Conversion work{recipe, plan, destination, options};
    work.options.resume = work.options.resume || goesOn;
    return [work](JobContext& job) mutable { work.run(job); };
}

QString ConversionJob::outcome() const {
    return report ? fileSize(report->bytesWritten) : QString();
}

QStringList ConversionJob::outcomeLines() const {
    QStringList lines;
    if (!report) {
        return lines;
    }
    lines.append(
        JobQueue::tr("written, verified and named, %1 in %2").arg(fileSize(report->bytesWritten), duration(report->seconds)));
    if (report->bytesFetched > 0) {
        lines.append(JobQueue::tr("%1 over the network, of which nothing was kept").arg(fileSize(report->bytesFetched)));
    }
    if (!calibrated.isEmpty()) {
        lines.append(JobQueue::tr("calibrated: %1").arg(calibrated));
    }
    for (const WeightResult& weight : report->weights) {
        lines.append(QStringLiteral("%1  %2  %3  %4")
                         .arg(QString::fromStdString(weight.weight), -40)
                         .arg(QString::fromStdString(weight.encoding), -8)
                         .arg(grouped(weight.bytes), 16)
                         .arg(percent(weight.relativeError, 3), 10));
    }
    return lines;
}

std::function<void()> ConversionJob::cleaning() const {
    return [destination = destination] { discardInterruptedRun(destination); };
}

QJsonObject ConversionJob::json() const {
    QJsonObject json{{QStringLiteral("format"), format},
                     {QStringLiteral("recipe"), recipeJson(recipe)},
                     {QStringLiteral("destination"), pathInJson(destination)},
                     {QStringLiteral("replace"), options.replace},
                     {QStringLiteral("requantize"), options.allowRequantize},
                     {QStringLiteral("bytes"), static_cast<double>(plannedBytes)}};
    if (report) {
        json[QStringLiteral("report")] = reportJson(*this);
    }
    if (predictedError) {
        json[QStringLiteral("predictedError")] = *predictedError;
    }
    return json;
}

std::unique_ptr<Job> ConversionJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<ConversionJob>();
    job->format = json[QStringLiteral("format")].toString();
    job->recipe = parseRecipe(json[QStringLiteral("recipe")].toObject());
    job->destination = pathFromJson(json[QStringLiteral("destination")]);
    job->options.replace = json[QStringLiteral("replace")].toBool();
    job->options.allowRequantize = json[QStringLiteral("requantize")].toBool();
    job->plannedBytes = countFromJson(json[QStringLiteral("bytes")]);
    if (const QJsonObject report = json[QStringLiteral("report")].toObject(); !report.isEmpty()) {
        readReport(report, *job);
    } else if (json[QStringLiteral("state")] == QLatin1String("done")) {
        throw badInput({}, QCoreApplication::translate("UserData", "This file is damaged").toStdString());
    }
    if (const QJsonValue error = json[QStringLiteral("predictedError")]; error.isDouble()) {
        job->predictedError = error.toDouble();
    }
    if (const QJsonObject text = json[QStringLiteral("calibration")].toObject(); !text.isEmpty()) { // of earlier versions
        CalibrationChoice& choice = job->recipe.document.calibration =
            calibrationByText(pathFromJson(text[QStringLiteral("text")]));
        choice.contextTokens = countFromJson(text[QStringLiteral("context")]);
        choice.windows = countFromJson(text[QStringLiteral("windows")]);
    }
    return job;
}

} // namespace quantlathe::ui
