// SPDX-License-Identifier: GPL-3.0-or-later
// Long work in the background, whatever it is: one job after the other, with progress, pausing, cancelling and going on.
#pragma once

#include "ui/bridge/conversion_job.h"
#include "ui/bridge/kept_jobs.h"
#include "ui/bridge/task_lane.h"

#include <memory>
#include <QObject>
#include <QTimer>
#include <vector>

namespace quantlathe::ui {

/// Lives in the window's thread; two jobs never run at once, but for those that start at once and those that are told to. The
/// destructor cancels and leaves what a resume needs.
class JobQueue : public QObject {
    Q_OBJECT
public:
    explicit JobQueue(QObject* parent = nullptr);
    ~JobQueue() override;

    /// From now on jobs are kept in the folder. Those of earlier runs join the list, what was not finished paused; files that
    /// cannot be read are told.
    std::vector<Problem> keepIn(const std::filesystem::path& folder);

    /// Checks nothing: see checkDestination(). Returns the id of the new job.
    int add(std::unique_ptr<Job> job);
    template <class Kind>
    int add(Kind job) {
        return add(std::unique_ptr<Job>(std::make_unique<Kind>(std::move(job))));
    }
    /// What is done is kept.
    void cancel(int id);
    /// As cancel(), under another name in the list: the user means to go on.
    void pause(int id);
    /// Runs a waiting job at once, beside the one that runs.
    void startNow(int id);
    /// Runs a stopped or failed job again; what is done is not done twice.
    void resume(int id);
    /// All that can be resumed and do not start at once: those somebody looks at begin again when they are looked for.
    void resumeAll();
    /// Cancels it and takes it out of the list for good, without a word: another one takes its place.
    void discard(int id);
    void clearFinished();
    /// Takes a job that is not active out of the list, and deletes what an unfinished one has left: later, so that
    /// undoRemoval() can bring it back. One that is active is cancelled instead.
    void remove(int id);
    /// Of all jobs whose removal is not final yet.
    void undoRemoval();
    void makeRemovalFinal();

    static constexpr int secondsToUndo = 30;

    [[nodiscard]] const std::vector<std::unique_ptr<Job>>& jobs() const { return jobs_; } // newest last
    /// nullptr for none, and for one of another kind.
    template <class Kind = Job>
    [[nodiscard]] const Kind* find(int id) const {
        return dynamic_cast<const Kind*>(entryOf(id));
    }
    [[nodiscard]] const Job* running() const;
    [[nodiscard]] int activeCount() const;
    /// Of them, those that were not begun by looking at something: Job::startsAtOnce().
    [[nodiscard]] int wantedCount() const;
    /// Threads of jobs that run, or lately ran, beside others.
    [[nodiscard]] std::size_t lanesBeside() const { return besides_.size(); }

Q_SIGNALS:
    void listChanged();                    // jobs came or went
    void jobChanged(int id);               // state or progress
    void jobDelivered(int id);             // it has found something, and may still run
    void jobFinished(int id);              // done, stopped or failed
    void jobRemoved(const QString& title); // can be undone …
    void removalIsFinal();                 // … until now, or was

private:
    struct Seen {
        ProgressState state;
        double elapsed = 0;
    };
    [[nodiscard]] Job* entryOf(int id) const;
    [[nodiscard]] TaskLane& laneFor(const Job& job);
    [[nodiscard]] TaskLane& laneBeside(int id);
    void closeLaneOf(int id);
    void enqueue(Job& job, TaskLane& lane, bool goesOn);
    void stop(int id, JobState wanted);
    void withRun(int id, int run, std::function<void(Job&)> act);
    void follow(Job& job, const Seen& seen);
    void finish(Job& job, const std::optional<Problem>& problem);
    void keep(Job& job, bool isProgress = false);

    std::unique_ptr<KeptJobs> kept_;
    std::vector<std::unique_ptr<Job>> jobs_;    // by their ids
    std::vector<std::unique_ptr<Job>> removed_; // not yet for good
    QTimer removal_;
    std::vector<std::pair<int, std::shared_ptr<CancelToken>>> tokens_;
    int nextId_ = 1;
    std::vector<int> pausing_; // running jobs that will be paused when they have stopped
    TaskLane lane_;
    std::vector<std::pair<int, std::unique_ptr<TaskLane>>> besides_; // of jobs that run beside others
    TaskLane cleaningLane_;
};

} // namespace quantlathe::ui
