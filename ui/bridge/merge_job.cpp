// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/merge_job.h"

#include "adapters/lora_merge.h"
#include "base/file_kind.h"
#include "convert/job.h"
#include "ui/bridge/user_data.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct MergeTexts {
    Q_DECLARE_TR_FUNCTIONS(MergeTexts)
};

void merge(const MergeJob& wanted, JobContext& job) {
    const MergePlan plan = planMerge(openModel(wanted.base), openLoraAdapter(wanted.adapter));
    const DirectReport report = mergeLora(plan, wanted.folder, false, 0, job.progress, job.cancel);
    job.deliver([report, changed = plan.merged.size(), tensors = plan.layout.pieces.size()](Job& of) {
        auto& done = static_cast<MergeJob&>(of);
        done.changed = changed;
        done.tensors = tensors;
        done.bytes = report.bytesWritten;
        done.seconds = report.seconds;
    });
}

} // namespace

MergeJob mergeJob(const std::filesystem::path& base, const std::filesystem::path& adapter,
                  const std::filesystem::path& folder) {
    MergeJob job;
    job.title = QStringLiteral("%1 + %2").arg(fileNameOf(base), fileNameOf(adapter));
    job.base = base;
    job.adapter = adapter;
    job.folder = folder;
    job.commandLine = QStringLiteral("quantlathe-cli merge-lora %1 %2 -o %3")
                          .arg(shellQuoted(textOf(base)), shellQuoted(textOf(adapter)), shellQuoted(textOf(folder)));
    return job;
}

QString MergeJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString MergeJob::label() const {
    return MergeTexts::tr("Merge");
}

QString MergeJob::announce() {
    return MergeTexts::tr("%1 into %2, to %3").arg(textOf(adapter), textOf(base), textOf(folder));
}

JobTask MergeJob::task(bool) const {
    return [wanted = mergeJob(base, adapter, folder)](JobContext& job) { merge(wanted, job); };
}

QString MergeJob::outcome() const {
    return fileSize(bytes);
}

QStringList MergeJob::outcomeLines() const {
    return {MergeTexts::tr("%1 of %2 tensors changed, %3 in %4")
                .arg(grouped(changed), grouped(tensors), fileSize(bytes), duration(seconds))};
}

std::function<void()> MergeJob::cleaning() const {
    return [place = folder] { discardInterruptedRun(place); };
}

QJsonObject MergeJob::json() const {
    return {{QStringLiteral("base"), pathInJson(base)},
            {QStringLiteral("adapter"), pathInJson(adapter)},
            {QStringLiteral("folder"), pathInJson(folder)},
            {QStringLiteral("changed"), static_cast<double>(changed)},
            {QStringLiteral("tensors"), static_cast<double>(tensors)},
            {QStringLiteral("bytes"), static_cast<double>(bytes)},
            {QStringLiteral("took"), seconds}};
}

std::unique_ptr<Job> MergeJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<MergeJob>();
    job->base = pathFromJson(json[QStringLiteral("base")]);
    job->adapter = pathFromJson(json[QStringLiteral("adapter")]);
    job->folder = pathFromJson(json[QStringLiteral("folder")]);
    job->changed = countFromJson(json[QStringLiteral("changed")]);
    job->tensors = countFromJson(json[QStringLiteral("tensors")]);
    job->bytes = countFromJson(json[QStringLiteral("bytes")]);
    job->seconds = std::max(0.0, json[QStringLiteral("took")].toDouble());
    return job;
}

AdapterOutlook lookAtAdapter(const std::filesystem::path& adapter, const std::shared_ptr<const Model>& model) {
    LoraAdapter opened = openLoraAdapter(adapter);
    AdapterOutlook outlook{.folder = opened.folder, .base = QString::fromStdString(opened.config.base()), .whyNot = QString()};
    if (!model) {
        return outlook;
    }
    const auto fits = outcomeOf([&] {
        static_cast<void>(planMerge(model, std::move(opened)));
        return true;
    });
    const auto* const problem = std::get_if<Problem>(&fits);
    outlook.whyNot = problem == nullptr ? std::nullopt : std::optional(problem->text());
    return outlook;
}

bool looksLikeAdapter(const std::filesystem::path& path) {
    const auto answer = outcomeOf([&] {
        if (fileKind(path) == FileKind::folder) {
            return fileKind(path / "adapter_config.json") == FileKind::file;
        }
        return path.filename().string().starts_with("adapter_") &&
               fileKind(path.parent_path() / "adapter_config.json") == FileKind::file;
    });
    const auto* const known = std::get_if<bool>(&answer);
    return known != nullptr && *known;
}

} // namespace quantlathe::ui
