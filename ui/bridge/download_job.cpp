// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/download_job.h"

#include "hub/download.h"
#include "ui/bridge/user_data.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct DownloadTexts {
    Q_DECLARE_TR_FUNCTIONS(DownloadTexts)
};

/// An address of one GGUF file means that file, which lies in the folder; every other one the folder.
std::filesystem::path modelIn(const std::filesystem::path& folder, const DownloadReport& report) {
    const std::string& path = report.plan.listing.address.path;
    const auto named = std::ranges::find(report.plan.files, path, &HubFile::path);
    return named == report.plan.files.end() ? folder : folder / report.plan.relative(*named);
}

void fetchModel(const QString& address, const std::filesystem::path& folder, const JobContext& job) {
    HubConnection hub{
        .access = hubAccessFromEnvironment(), .limits = {}, .traffic = {}, .cancel = job.cancel, .progress = job.progress};
    const DownloadReport report = download(
        hub, {.address = parseHubAddress(address.toStdString(), hub.access.endpoint), .patterns = {}, .folder = folder});
    job.deliver([report, model = modelIn(folder, report)](Job& of) {
        auto& done = static_cast<DownloadJob&>(of);
        done.model = model;
        done.commit = QString::fromStdString(report.plan.listing.commit);
        done.files = report.plan.files.size();
        done.bytes = report.plan.bytes;
        done.fetched = report.bytesFetched;
    });
}

} // namespace

DownloadJob downloadJob(const QString& address, const std::filesystem::path& folder) {
    DownloadJob job;
    job.title = address.startsWith(QLatin1String("hf:")) ? address.mid(3) : address;
    job.address = address;
    job.folder = folder;
    job.commandLine = QStringLiteral("quantlathe-cli download %1 -o %2").arg(shellQuoted(address), shellQuoted(textOf(folder)));
    return job;
}

QString DownloadJob::kind() const {
    return QString::fromLatin1(kindName);
}

QString DownloadJob::label() const {
    return DownloadTexts::tr("Download");
}

QString DownloadJob::announce() {
    return DownloadTexts::tr("%1 to %2").arg(address, textOf(folder));
}

JobTask DownloadJob::task(bool) const {
    return [from = address, to = folder](JobContext& job) { fetchModel(from, to, job); };
}

QString DownloadJob::outcome() const {
    return fileSize(bytes);
}

QStringList DownloadJob::outcomeLines() const {
    return {DownloadTexts::tr("%1 files, %2, checked; commit %3").arg(grouped(files), fileSize(bytes), commit),
            DownloadTexts::tr("%1 over the network").arg(fileSize(fetched))};
}

std::function<void()> DownloadJob::cleaning() const {
    return [place = folder] { discardInterruptedDownload(place); };
}

QJsonObject DownloadJob::json() const {
    return {{QStringLiteral("address"), address},
            {QStringLiteral("folder"), pathInJson(folder)},
            {QStringLiteral("model"), pathInJson(model)},
            {QStringLiteral("commit"), commit},
            {QStringLiteral("files"), static_cast<double>(files)},
            {QStringLiteral("bytes"), static_cast<double>(bytes)},
            {QStringLiteral("fetched"), static_cast<double>(fetched)}};
}

std::unique_ptr<Job> DownloadJob::fromJson(const QJsonObject& json) {
    auto job = std::make_unique<DownloadJob>();
    job->address = json[QStringLiteral("address")].toString();
    job->folder = pathFromJson(json[QStringLiteral("folder")]);
    job->model = pathFromJson(json[QStringLiteral("model")]);
    job->commit = json[QStringLiteral("commit")].toString();
    job->files = countFromJson(json[QStringLiteral("files")]);
    job->bytes = countFromJson(json[QStringLiteral("bytes")]);
    job->fetched = countFromJson(json[QStringLiteral("fetched")]);
    return job;
}

} // namespace quantlathe::ui
