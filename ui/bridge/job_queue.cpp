// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_queue.h"

#include "base/peak_memory.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <chrono>
#include <QTime>

namespace quantlathe::ui {

namespace {

constexpr qsizetype longestLog = 20000; // lines
constexpr std::ptrdiff_t mostFinishedKept = 50;

void write(Job& job, const QString& line) {
    job.log.append(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + line);
}

/// A second job for the same file may be at work: then it keeps what is there.
void clean(const std::function<void()>& cleaning) {
    (void)outcomeOf([&] {
        cleaning();
        return true;
    });
}

/// A long run is remembered more coarsely.
void keepSpeed(Job& job) {
    constexpr std::size_t most = 2000;
    if (job.progress.unitsPerSecond > 0) {
        job.speeds.push_back({job.elapsedSeconds, job.progress.unitsPerSecond});
    }
    if (job.speeds.size() > most) {
        std::size_t place = 0;
        std::erase_if(job.speeds, [&place](const Job::Speed&) { return place++ % 2 == 1; });
    }
}

bool hasLeftovers(const Job& job) {
    return job.canResume() && job.cleaning();
}

} // namespace

QString logText(const Job& job) {
    QStringList lines = job.log;
    if (job.state == JobState::done) {
        lines += job.outcomeLines();
    }
    if (!job.commandLine.isEmpty()) {
        lines.append(job.commandLine);
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

JobQueue::JobQueue(QObject* parent) : QObject(parent) {
    removal_.setSingleShot(true);
    removal_.setInterval(secondsToUndo * 1000);
    connect(&removal_, &QTimer::timeout, this, &JobQueue::makeRemovalFinal);
}

JobQueue::~JobQueue() {
    for (const auto& job : removed_) { // now: a lane drops what waits
        if (hasLeftovers(*job)) {
            clean(job->cleaning());
        }
        if (kept_) {
            kept_->forget(*job);
        }
    }
}

Job* JobQueue::entryOf(int id) const {
    const auto found = std::ranges::find(jobs_, id, [](const auto& job) { return job->id; });
    return found == jobs_.end() ? nullptr : found->get();
}

const Job* JobQueue::running() const {
    const auto found = std::ranges::find(jobs_, JobState::running, [](const auto& job) { return job->state; });
    return found == jobs_.end() ? nullptr : found->get();
}

int JobQueue::activeCount() const {
    return static_cast<int>(std::ranges::count_if(jobs_, [](const auto& job) { return job->isActive(); }));
}

int JobQueue::wantedCount() const {
    return static_cast<int>(
        std::ranges::count_if(jobs_, [](const auto& job) { return job->isActive() && !job->startsAtOnce(); }));
}

TaskLane& JobQueue::laneFor(const Job& job) {
    return job.startsAtOnce() ? laneBeside(job.id) : lane_;
}

TaskLane& JobQueue::laneBeside(int id) {
    std::erase_if(besides_, [this](const auto& beside) { // whose job is over: nothing runs there any more
        const Job* const job = entryOf(beside.first);
        return job == nullptr || !job->isActive();
    });
    besides_.emplace_back(id, std::make_unique<TaskLane>());
    return *besides_.back().second;
}

std::vector<Problem> JobQueue::keepIn(const std::filesystem::path& folder) {
    kept_ = std::make_unique<KeptJobs>(folder);
    KeptJobs::Former former = kept_->takeOver();
    const auto isDone = [](const auto& job) { return job->state == JobState::done; };
    auto tooMany = std::ranges::count_if(former.jobs, isDone) - mostFinishedKept;
    std::erase_if(former.jobs, [&](const auto& job) { // the oldest come first
        const bool isTooOld = isDone(job) && tooMany-- > 0;
        if (isTooOld) {
            kept_->forget(*job);
        }
        return isTooOld;
    });
    for (std::unique_ptr<Job>& job : former.jobs) {
        job->id = nextId_++;
        if (job->state != JobState::done) {
            write(*job, job->place().empty()
                            ? tr("%1, begun in an earlier run of the program").arg(job->title)
                            : tr("%1 to %2, begun in an earlier run of the program").arg(job->title, textOf(job->place())));
        }
        jobs_.push_back(std::move(job));
    }
    if (!former.jobs.empty()) {
        Q_EMIT listChanged();
    }
    return std::move(former.unreadable);
}

void JobQueue::keep(Job& job, bool isProgress) {
    if (kept_) {
        kept_->keep(job, isProgress);
    }
}

int JobQueue::add(std::unique_ptr<Job> job) {
    job->id = nextId_++;
    jobs_.push_back(std::move(job));
    Job& added = *jobs_.back();
    write(added, added.announce());
    keep(added);
    Q_EMIT listChanged();
    enqueue(added, laneFor(added), false);
    return added.id;
}

void JobQueue::withRun(int id, int run, std::function<void(Job&)> act) {
    QMetaObject::invokeMethod(
        this,
        [this, id, run, act = std::move(act)] {
            Job* const job = entryOf(id);
            if (job != nullptr && job->run == run && job->isActive()) {
                act(*job);
            }
        },
        Qt::QueuedConnection);
}

void JobQueue::enqueue(Job& job, TaskLane& lane, bool goesOn) {
    job.state = JobState::waiting;
    job.progress = {};
    job.speeds.clear();
    job.problem.reset();
    const int id = job.id;
    const auto later = [this, id, run = ++job.run](std::function<void(Job&)> act) { withRun(id, run, std::move(act)); };
    const auto token =
        lane.post([this, later, isInTurn = !job.startsAtOnce(), work = job.task(goesOn)](const CancelToken& cancel) {
            later([this](Job& started) {
                started.state = JobState::running;
                write(started, tr("started"));
                Q_EMIT jobChanged(started.id);
            });
            if (isInTurn) {
                restartPeakMemory(); // reports tell what was held while their job ran
            }
            const auto start = std::chrono::steady_clock::now();
            Progress progress([this, later, start](const ProgressState& state) {
                const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
                later([this, seen = Seen{state, elapsed}](Job& running) { follow(running, seen); });
            });
            JobContext context{progress, cancel, [this, later](JobUpdate update) {
                                   later([this, update = std::move(update)](Job& running) {
                                       update(running);
                                       Q_EMIT jobDelivered(running.id);
                                       Q_EMIT jobChanged(running.id);
                                   });
                               }};
            const auto outcome = outcomeOf([&] {
                work(context);
                return true;
            });
            const auto* const found = std::get_if<Problem>(&outcome);
            const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            later([this, elapsed, problem = found != nullptr ? std::optional(*found) : std::nullopt](Job& over) {
                over.elapsedSeconds = elapsed;
                finish(over, problem);
            });
        });
    std::erase_if(tokens_, [id](const auto& entry) { return entry.first == id; });
    tokens_.emplace_back(id, token);
    Q_EMIT jobChanged(id);
}

void JobQueue::follow(Job& job, const Seen& seen) {
    const ProgressState& state = seen.state;
    if (state.phase != job.progress.phase) {
        write(job, QString::fromStdString(state.phase));
    }
    if (state.item != job.progress.item && !state.item.empty() && job.log.size() < longestLog) {
        write(job, QStringLiteral("  ") + QString::fromStdString(state.item));
    }
    job.progress = state;
    job.elapsedSeconds = seen.elapsed;
    if (job.countsBytes()) {
        keepSpeed(job);
    }
    keep(job, true);
    Q_EMIT jobChanged(job.id);
}

void JobQueue::finish(Job& job, const std::optional<Problem>& problem) {
    const int id = job.id;
    const bool isPaused = std::erase(pausing_, id) > 0;
    job.finishedAt = QDateTime::currentDateTime();
    job.problem = problem;
    if (!problem) {
        job.state = JobState::done;
        write(job, tr("finished after %1").arg(duration(job.elapsedSeconds)));
    } else {
        job.state = !problem->isCancelled() ? JobState::failed : isPaused ? JobState::paused : JobState::stopped;
        write(job, job.state == JobState::paused    ? tr("paused")
                   : job.state == JobState::stopped ? tr("stopped")
                                                    : tr("failed: %1").arg(problem->text()));
    }
    keep(job);
    Q_EMIT jobChanged(id);
    Q_EMIT jobFinished(id);
}

void JobQueue::cancel(int id) {
    stop(id, JobState::stopped);
}

void JobQueue::pause(int id) {
    stop(id, JobState::paused);
}

void JobQueue::stop(int id, JobState wanted) {
    Job* const job = entryOf(id);
    if (job == nullptr || !job->isActive()) {
        return;
    }
    if (wanted == JobState::paused) {
        pausing_.push_back(id);
    }
    for (const auto& [tokenId, token] : tokens_) {
        if (tokenId == id) {
            token->cancel();
        }
    }
    if (job->state == JobState::waiting) { // its task will be skipped: no answer comes
        Problem problem;
        problem.kind = ErrorKind::cancelled;
        finish(*job, problem);
    }
}

void JobQueue::resume(int id) {
    if (Job* const job = entryOf(id); job != nullptr && job->canResume()) {
        enqueue(*job, laneFor(*job), true);
    }
}

void JobQueue::resumeAll() {
    for (const auto& job : jobs_) {
        if (!job->startsAtOnce()) {
            resume(job->id);
        }
    }
}

void JobQueue::startNow(int id) {
    Job* const job = entryOf(id);
    if (job == nullptr || job->state != JobState::waiting || running() == nullptr) {
        return;
    }
    for (const auto& [tokenId, token] : tokens_) {
        if (tokenId == id) {
            token->cancel(); // its place in the queue
        }
    }
    enqueue(*job, laneBeside(id), job->run > 1);
}

void JobQueue::discard(int id) {
    const auto found = std::ranges::find(jobs_, id, [](const auto& job) { return job->id; });
    if (found == jobs_.end()) {
        return;
    }
    for (const auto& [tokenId, token] : tokens_) {
        if (tokenId == id) {
            token->cancel();
        }
    }
    if (kept_) {
        kept_->forget(**found);
    }
    jobs_.erase(found); // what its run still says is about nothing
    closeLaneOf(id);
    Q_EMIT listChanged();
}

/// Away from the window's thread: what runs there takes a moment to stop.
void JobQueue::closeLaneOf(int id) {
    const auto found = std::ranges::find(besides_, id, [](const auto& beside) { return beside.first; });
    if (found != besides_.end()) {
        std::shared_ptr<TaskLane> lane = std::move(found->second);
        besides_.erase(found);
        cleaningLane_.post([lane = std::move(lane)](const CancelToken&) mutable { lane.reset(); });
    }
}

void JobQueue::clearFinished() {
    // What can still be gone on with stays, or its half of a file would be forgotten.
    std::erase_if(jobs_, [this](const auto& job) {
        const bool isOver = job->state == JobState::done || (job->state == JobState::failed && job->secondsToLose() == 0);
        if (isOver && kept_) {
            kept_->forget(*job);
        }
        return isOver;
    });
    Q_EMIT listChanged();
}

void JobQueue::remove(int id) {
    const auto found = std::ranges::find(jobs_, id, [](const auto& job) { return job->id; });
    if (found == jobs_.end()) {
        return;
    }
    if ((*found)->isActive()) {
        cancel(id);
        return;
    }
    const QString title = (*found)->title;
    removed_.push_back(std::move(*found));
    jobs_.erase(found);
    removal_.start();
    Q_EMIT listChanged();
    Q_EMIT jobRemoved(title);
}

void JobQueue::undoRemoval() {
    removal_.stop();
    std::ranges::move(removed_, std::back_inserter(jobs_));
    removed_.clear();
    std::ranges::sort(jobs_, {}, [](const auto& job) { return job->id; });
    Q_EMIT listChanged();
    Q_EMIT removalIsFinal();
}

void JobQueue::makeRemovalFinal() {
    removal_.stop();
    for (const auto& job : removed_) {
        if (hasLeftovers(*job)) {
            cleaningLane_.post([cleaning = job->cleaning()](const CancelToken&) { clean(cleaning); });
        }
        if (kept_) {
            kept_->forget(*job);
        }
    }
    removed_.clear();
    Q_EMIT removalIsFinal();
}

} // namespace quantlathe::ui
