// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions in the background: one after the other, with progress, cancelling and resuming.
#pragma once

#include "ui/bridge/conversion_job.h"
#include "ui/bridge/kept_jobs.h"
#include "ui/bridge/task_lane.h"

#include <memory>
#include <QObject>
#include <vector>

namespace quantlathe::ui {

/// The log, and of a finished job what was written, tensor by tensor.
[[nodiscard]] QString logText(const ConversionJob& job);

/// Lives in the window's thread; two jobs never run at once unless asked. The destructor cancels and leaves what a resume
/// needs.
class JobQueue : public QObject {
    Q_OBJECT
public:
    explicit JobQueue(QObject* parent = nullptr);

    /// From now on unfinished jobs are kept in the folder. Those of earlier runs join the list, paused; files that cannot be
    /// read are told.
    std::vector<Problem> keepIn(const std::filesystem::path& folder);

    /// Checks nothing: see checkDestination(). Returns the id of the new job.
    int add(ConversionJob job);
    /// What is done is kept beside the destination.
    void cancel(int id);
    /// As cancel(), under another name in the list: the user means to go on.
    void pause(int id);
    /// Runs a waiting job at once, beside the one that runs.
    void startNow(int id);
    /// Runs a stopped or failed job again; finished tensors are not done twice.
    void resume(int id);
    void clearFinished();
    /// Takes a job out of the list; an active one is cancelled first, and keeps what is done. What a paused, stopped or failed
    /// one has left beside its destination is deleted.
    void remove(int id);

    [[nodiscard]] const std::vector<ConversionJob>& jobs() const { return jobs_; }
    [[nodiscard]] const ConversionJob* find(int id) const;
    [[nodiscard]] const ConversionJob* running() const;
    [[nodiscard]] int activeCount() const;

Q_SIGNALS:
    void listChanged();       // jobs came or went
    void jobChanged(int id);  // state or progress
    void jobFinished(int id); // done, stopped or failed

private:
    void enqueue(ConversionJob& job, TaskLane& lane);
    void stop(int id, JobState wanted);
    struct Result {
        std::shared_ptr<const Plan> plan;
        ConvertReport report;
        QString calibrated;
    };
    struct Seen {
        int run = 0;
        ProgressState state;
        double elapsed = 0;
        bool isChoosingCodes = false;
    };
    void follow(int id, const Seen& seen);
    void finish(int id, int run, Outcome<Result> outcome);
    ConversionJob* entry(int id);
    void keep(ConversionJob& job, bool isProgress = false);

    std::unique_ptr<KeptJobs> kept_;
    std::vector<ConversionJob> jobs_; // newest last
    std::vector<std::pair<int, std::shared_ptr<CancelToken>>> tokens_;
    int nextId_ = 1;
    std::vector<int> pausing_; // running jobs that will be paused when they have stopped
    TaskLane lane_;
    std::vector<std::unique_ptr<TaskLane>> besides_; // of jobs that were started at once
    TaskLane cleaningLane_;
};

} // namespace quantlathe::ui
