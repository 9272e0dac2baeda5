// SPDX-License-Identifier: GPL-3.0-or-later
// What all jobs of the list share, whatever they do: a name, how far they are, and what it takes to run one, to keep it in a
// file and to go on with it in another run of the program.
#pragma once

#include "base/progress.h"
#include "ui/bridge/problem.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <vector>

namespace quantlathe::ui {

enum class JobState { waiting, running, done, paused, stopped, failed };

struct Job;
/// Brings what was found to the job, in the window's thread.
using JobUpdate = std::function<void(Job&)>;

/// What the work of a job has, on a thread of its own.
struct JobContext {
    Progress& progress;
    const CancelToken& cancel;
    /// From any thread; updates arrive in the order in which they were delivered, and before the job counts as done.
    std::function<void(JobUpdate)> deliver;
};

/// The work: holds copies of what it needs, as its job may be taken out of the list meanwhile. Throws what went wrong.
using JobTask = std::function<void(JobContext&)>;

/// Lives in the window's thread.
struct Job {
    int id = 0;
    QString key;         // of its file among the kept jobs; empty: not kept
    QString title;       // "Meta-Llama-3.1-8B, Q4_K_M"
    QString commandLine; // repeats it without a window; empty: there is none
    JobState state = JobState::waiting;
    int run = 0; // how often it was enqueued: what an earlier run still says is not about this one
    ProgressState progress;
    double elapsedSeconds = 0;
    struct Speed {
        double seconds = 0; // since the run has begun
        double bytesPerSecond = 0;
    };
    std::vector<Speed> speeds; // of this run, while its progress counts bytes
    QDateTime finishedAt;
    std::optional<Problem> problem; // paused, stopped, failed
    QStringList log;                // lines with the time of day, oldest first

    Job() = default;
    Job(const Job&) = default;
    Job& operator=(const Job&) = default;
    virtual ~Job() = default;

    /// Its word in files: jobFromJson().
    [[nodiscard]] virtual QString kind() const = 0;
    /// Beside the title: "GGUF", "Measurement".
    [[nodiscard]] virtual QString label() const = 0;
    /// Somebody looks at an empty chart until it is done: it does not wait for other jobs, and is no news in the list.
    [[nodiscard]] virtual bool startsAtOnce() const { return false; }
    /// The file or folder that it makes; empty: none.
    [[nodiscard]] virtual std::filesystem::path place() const { return {}; }
    /// Does the progress count bytes now?
    [[nodiscard]] virtual bool countsBytes() const { return false; }
    /// Joins the list: the first line of its log.
    [[nodiscard]] virtual QString announce() { return title; }
    /// `goesOn`: an earlier run was interrupted.
    [[nodiscard]] virtual JobTask task(bool goesOn) const = 0;
    /// Of a finished one, in a few characters: "4.92 GB".
    [[nodiscard]] virtual QString outcome() const = 0;
    /// The same in lines for the log.
    [[nodiscard]] virtual QStringList outcomeLines() const { return {}; }
    /// Deletes what an unfinished run has left, on another thread; empty: nothing to delete.
    [[nodiscard]] virtual std::function<void()> cleaning() const { return {}; }
    /// What this kind adds to the file of a kept job: enough to begin again, and what was found.
    [[nodiscard]] virtual QJsonObject json() const = 0;

    [[nodiscard]] bool isActive() const { return state == JobState::waiting || state == JobState::running; }
    [[nodiscard]] bool canResume() const {
        return state == JobState::paused || state == JobState::stopped || state == JobState::failed;
    }
    /// Work that is lost when the job is taken out of the list.
    [[nodiscard]] double secondsToLose() const { return canResume() && cleaning() ? elapsedSeconds : 0; }
};

/// The log, what came out, and the command that repeats it.
[[nodiscard]] QString logText(const Job& job);

} // namespace quantlathe::ui
