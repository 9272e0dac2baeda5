// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/kept_jobs.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "ui/bridge/job_kinds.h"
#include "ui/bridge/user_data.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <QDateTime>
#include <QUuid>

namespace quantlathe::ui {

namespace {

constexpr std::chrono::seconds betweenProgress{5};

QString stateName(JobState state) {
    switch (state) {
    case JobState::done: return QStringLiteral("done");
    case JobState::stopped: return QStringLiteral("stopped");
    case JobState::failed: return QStringLiteral("failed");
    default: return QStringLiteral("paused"); // what runs or waits now is so once the program has ended
    }
}

JobState stateOf(const QString& name) {
    return name == QLatin1String("done")      ? JobState::done
           : name == QLatin1String("stopped") ? JobState::stopped
           : name == QLatin1String("failed")  ? JobState::failed
                                              : JobState::paused;
}

QJsonObject jobJson(const Job& job) {
    QJsonObject json = job.json();
    json[QStringLiteral("kind")] = job.kind();
    json[QStringLiteral("title")] = job.title;
    json[QStringLiteral("commandLine")] = job.commandLine;
    json[QStringLiteral("state")] = stateName(job.state);
    json[QStringLiteral("done")] = static_cast<double>(job.progress.done);
    json[QStringLiteral("total")] = static_cast<double>(job.progress.total);
    json[QStringLiteral("seconds")] = job.elapsedSeconds;
    if (job.state == JobState::done) {
        json[QStringLiteral("finished")] = job.finishedAt.toUTC().toString(Qt::ISODate);
    }
    if (job.problem && job.state == JobState::failed) {
        json[QStringLiteral("problem")] = job.problem->title;
        json[QStringLiteral("detail")] = job.problem->detail;
    }
    return json;
}

std::unique_ptr<Job> parseJob(const QJsonObject& json) {
    std::unique_ptr<Job> job = jobFromJson(json[QStringLiteral("kind")].toString(), json);
    job->title = json[QStringLiteral("title")].toString();
    job->commandLine = json[QStringLiteral("commandLine")].toString();
    job->state = stateOf(json[QStringLiteral("state")].toString());
    job->progress.done = countFromJson(json[QStringLiteral("done")]);
    job->progress.total = countFromJson(json[QStringLiteral("total")]);
    job->elapsedSeconds = std::max(0.0, json[QStringLiteral("seconds")].toDouble());
    job->finishedAt = QDateTime::fromString(json[QStringLiteral("finished")].toString(), Qt::ISODate).toLocalTime();
    if (job->state == JobState::failed) {
        Problem problem;
        problem.title = json[QStringLiteral("problem")].toString();
        problem.detail = json[QStringLiteral("detail")].toString();
        job->problem = problem;
    }
    return job;
}

} // namespace

KeptJobs::KeptJobs(std::filesystem::path folder) : folder_(std::move(folder)) {}

std::filesystem::path KeptJobs::fileOf(const QString& key) const {
    return folder_ / pathOf(key + QStringLiteral(".json"));
}

std::unique_ptr<QLockFile> KeptJobs::lockOf(const QString& key) const {
    auto lock = std::make_unique<QLockFile>(textOf(folder_ / pathOf(key + QStringLiteral(".lock"))));
    lock->setStaleLockTime(0); // only when its program is gone
    return lock->tryLock(0) ? std::move(lock) : nullptr;
}

KeptJobs::Former KeptJobs::takeOver() {
    Former former;
    const auto files = outcomeOf([this] {
        return fileKind(folder_) == FileKind::none ? std::vector<std::filesystem::path>() // before the first job
                                                   : entriesOf(folder_);
    });
    if (const auto* const problem = std::get_if<Problem>(&files)) {
        former.unreadable.push_back(*problem);
        former.unreadable.back().kind = ErrorKind::failed; // it may be read the next time
        return former;
    }
    for (const std::filesystem::path& file : std::get<std::vector<std::filesystem::path>>(files)) {
        if (file.extension() != ".json") {
            continue;
        }
        const QString key = textOf(file.stem());
        std::unique_ptr<QLockFile> lock = lockOf(key);
        if (!lock) {
            continue;
        }
        auto read = outcomeOf([&] { return parseJob(readUserData(file)); });
        if (auto* problem = std::get_if<Problem>(&read)) {
            former.unreadable.push_back(*problem);
            if (problem->kind == ErrorKind::badInput) {
                removeEntry(file);
            } // else the disk did not answer, and may do so the next time
            continue;
        }
        former.jobs.push_back(std::move(std::get<std::unique_ptr<Job>>(read)));
        former.jobs.back()->key = key;
        entries_[key].lock = std::move(lock);
    }
    return former;
}

void KeptJobs::keep(Job& job, bool isProgress) {
    if (job.key.isEmpty()) { // names sort as the jobs were added
        job.key =
            QStringLiteral("%1-%2").arg(QDateTime::currentMSecsSinceEpoch()).arg(QUuid::createUuid().toString(QUuid::Id128));
        (void)outcomeOf([this] {
            makeFolders(folder_); // where it cannot be made, nothing is kept
            return true;
        });
        entries_[job.key].lock = lockOf(job.key);
    }
    Entry& entry = entries_[job.key];
    const auto now = std::chrono::steady_clock::now();
    if (isProgress && now - entry.writtenAt < betweenProgress) {
        return;
    }
    entry.writtenAt = now;
    writer_.change(fileOf(job.key), jobJson(job));
}

void KeptJobs::forget(const Job& job) {
    if (entries_.contains(job.key)) {
        writer_.change(fileOf(job.key), std::nullopt);
        entries_.erase(job.key); // and with it the lock's file
    }
}

} // namespace quantlathe::ui
