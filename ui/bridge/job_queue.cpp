// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_queue.h"

#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <QTime>

namespace quantlathe::ui {

namespace {

constexpr qsizetype longestLog = 20000; // lines

void write(ConversionJob& job, const QString& line) {
    job.log.append(QTime::currentTime().toString(QStringLiteral("HH:mm:ss  ")) + line);
}

/// What became of the matrices.
QString calibratedText(const CodeStore& codes) {
    const CalibrationGain gain = gainOf(codes);
    return JobQueue::tr("%1 weights, squared error of their outputs %2 lower at the median")
        .arg(grouped(gain.weights), percent(gain.lowerLoss, 0));
}

/// The whole work of a job, on its thread.
struct Work {
    JobRecipe recipe;
    std::shared_ptr<const Plan> plan;
    std::filesystem::path destination;
    ConvertOptions options;
    std::optional<TextCalibration> calibration;

    /// `choosing` is true while a text does its part; `calibrated` receives what it was good for.
    ConvertReport run(std::atomic<bool>& choosing, QString& calibrated, Progress& progress, const CancelToken& cancel) {
        if (!plan) {
            plan = planOf(recipe, calibration.has_value());
        }
        if (!calibration) {
            return convert(*plan, destination, options, progress, cancel);
        }
        choosing = true;
        ThreadArena arena(options.threads);
        const CalibratedPlan chosen = calibratePlan(*plan, *calibration, {arena, progress, cancel});
        choosing = false;
        options.codes = chosen.codes;
        ConvertReport report = convert(chosen.plan, destination, options, progress, cancel);
        if (chosen.codes) {
            calibrated = calibratedText(*chosen.codes);
            chosen.codes->remove();
        }
        return report;
    }
};

} // namespace

QString logText(const ConversionJob& job) {
    QString text = job.log.join(QLatin1Char('\n')) + QLatin1Char('\n');
    if (job.report) {
        for (const WeightResult& weight : job.report->weights) {
            text += QStringLiteral("%1  %2  %3  %4\n")
                        .arg(QString::fromStdString(weight.weight), -40)
                        .arg(QString::fromStdString(weight.encoding), -8)
                        .arg(grouped(weight.bytes), 16)
                        .arg(percent(weight.relativeError, 3), 10);
        }
    }
    return text + job.commandLine + QLatin1Char('\n');
}

JobQueue::JobQueue(QObject* parent) : QObject(parent) {}

const ConversionJob* JobQueue::find(int id) const {
    const auto found = std::find_if(jobs_.begin(), jobs_.end(), [id](const ConversionJob& job) { return job.id == id; });
    return found == jobs_.end() ? nullptr : &*found;
}

ConversionJob* JobQueue::entry(int id) {
    return const_cast<ConversionJob*>(find(id));
}

const ConversionJob* JobQueue::running() const {
    const auto found =
        std::find_if(jobs_.begin(), jobs_.end(), [](const ConversionJob& job) { return job.state == JobState::running; });
    return found == jobs_.end() ? nullptr : &*found;
}

int JobQueue::activeCount() const {
    return static_cast<int>(std::count_if(jobs_.begin(), jobs_.end(), [](const ConversionJob& job) { return job.isActive(); }));
}

std::vector<Problem> JobQueue::keepIn(const std::filesystem::path& folder) {
    kept_ = std::make_unique<KeptJobs>(folder);
    KeptJobs::Former former = kept_->takeOver();
    for (ConversionJob& job : former.jobs) {
        job.id = nextId_++;
        write(job, tr("%1 to %2, begun in an earlier run of the program").arg(job.title, textOf(job.destination)));
        jobs_.push_back(std::move(job));
    }
    if (!former.jobs.empty()) {
        Q_EMIT listChanged();
    }
    return std::move(former.unreadable);
}

void JobQueue::keep(ConversionJob& job, bool isProgress) {
    if (!kept_) {
        return;
    }
    if (job.state == JobState::done) {
        kept_->forget(job);
    } else {
        kept_->keep(job, isProgress);
    }
}

int JobQueue::add(ConversionJob job) {
    job.id = nextId_++;
    job.plannedBytes = job.plan->fileBytes();
    jobs_.push_back(std::move(job));
    write(jobs_.back(),
          tr("%1 to %2, %3").arg(jobs_.back().title, textOf(jobs_.back().destination), fileSize(jobs_.back().plannedBytes)));
    keep(jobs_.back());
    Q_EMIT listChanged();
    enqueue(jobs_.back(), lane_);
    return jobs_.back().id;
}

void JobQueue::enqueue(ConversionJob& job, TaskLane& lane) {
    job.state = JobState::waiting;
    job.progress = {};
    job.problem.reset();
    const int id = job.id;
    const int run = ++job.run;
    const auto token =
        lane.post([this, id, run, work = Work{job.recipe, job.plan, job.destination, job.options, job.calibration}](
                      const CancelToken& cancel) mutable {
            QMetaObject::invokeMethod(
                this,
                [this, id, run] {
                    ConversionJob* running = entry(id);
                    if (running != nullptr && running->run == run && running->state == JobState::waiting) {
                        running->state = JobState::running;
                        write(*running, tr("started"));
                        Q_EMIT jobChanged(id);
                    }
                },
                Qt::QueuedConnection);
            const auto start = std::chrono::steady_clock::now();
            std::atomic<bool> choosing = false;
            Progress progress([this, id, run, start, &choosing](const ProgressState& state) {
                const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
                QMetaObject::invokeMethod(
                    this, [this, id, seen = Seen{run, state, elapsed, choosing}] { follow(id, seen); }, Qt::QueuedConnection);
            });
            auto outcome = outcomeOf([&] {
                Result result;
                result.report = work.run(choosing, result.calibrated, progress, cancel);
                result.plan = work.plan;
                return result;
            });
            QMetaObject::invokeMethod(
                this, [this, id, run, outcome = std::move(outcome)]() mutable { finish(id, run, std::move(outcome)); },
                Qt::QueuedConnection);
        });
    std::erase_if(tokens_, [id](const auto& entry) { return entry.first == id; });
    tokens_.emplace_back(id, token);
    Q_EMIT jobChanged(id);
}

void JobQueue::follow(int id, const Seen& seen) {
    const ProgressState& state = seen.state;
    ConversionJob* job = entry(id);
    if (job == nullptr || job->run != seen.run || job->state != JobState::running) {
        return;
    }
    if (state.phase != job->progress.phase) {
        write(*job, QString::fromStdString(state.phase));
    }
    if (state.item != job->progress.item && !state.item.empty() && job->log.size() < longestLog) {
        write(*job, QStringLiteral("  ") + QString::fromStdString(state.item));
    }
    job->progress = state;
    job->elapsedSeconds = seen.elapsed;
    job->isChoosingCodes = seen.isChoosingCodes;
    keep(*job, true);
    Q_EMIT jobChanged(id);
}

void JobQueue::finish(int id, int run, Outcome<Result> outcome) {
    ConversionJob* job = entry(id);
    if (job == nullptr || job->run != run || !job->isActive()) {
        return;
    }
    job->finishedAt = QDateTime::currentDateTime();
    if (auto* result = std::get_if<Result>(&outcome)) {
        job->plan = result->plan;
        job->report = std::make_shared<const ConvertReport>(std::move(result->report));
        job->calibrated = result->calibrated;
        job->state = JobState::done;
        job->elapsedSeconds = job->report->seconds;
        write(*job, tr("written, verified and named, %1 in %2")
                        .arg(fileSize(job->report->bytesWritten), duration(job->report->seconds)));
        if (!job->calibrated.isEmpty()) {
            write(*job, tr("calibrated: %1").arg(job->calibrated));
        }
    } else {
        job->problem = std::get<Problem>(outcome);
        const bool isPaused = std::erase(pausing_, id) > 0;
        job->state = !job->problem->isCancelled() ? JobState::failed : isPaused ? JobState::paused : JobState::stopped;
        write(*job, job->state == JobState::paused    ? tr("paused")
                    : job->state == JobState::stopped ? tr("stopped")
                                                      : tr("failed: %1").arg(job->problem->text()));
    }
    std::erase(pausing_, id);
    keep(*job);
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
    ConversionJob* job = entry(id);
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
        finish(id, job->run, problem);
    }
}

void JobQueue::resume(int id) {
    if (ConversionJob* job = entry(id); job != nullptr && job->canResume()) {
        job->options.resume = true;
        enqueue(*job, lane_);
    }
}

void JobQueue::startNow(int id) {
    ConversionJob* job = entry(id);
    if (job == nullptr || job->state != JobState::waiting || running() == nullptr) {
        return;
    }
    for (const auto& [tokenId, token] : tokens_) {
        if (tokenId == id) {
            token->cancel(); // its place in the queue
        }
    }
    besides_.push_back(std::make_unique<TaskLane>());
    enqueue(*job, *besides_.back());
}

void JobQueue::clearFinished() {
    // What can still be gone on with stays, or its half of a file would be forgotten.
    std::erase_if(jobs_, [this](const ConversionJob& job) {
        const bool isOver = job.state == JobState::done || (job.state == JobState::failed && job.secondsToLose() == 0);
        if (isOver && kept_) {
            kept_->forget(job);
        }
        return isOver;
    });
    Q_EMIT listChanged();
}

void JobQueue::remove(int id) {
    if (const ConversionJob* job = find(id); job != nullptr && job->canResume()) {
        cleaningLane_.post([destination = job->destination](const CancelToken&) {
            // A second job for the same file may be at work: then it keeps what is there.
            (void)outcomeOf([&] {
                discardInterruptedRun(destination);
                return true;
            });
        });
    }
    cancel(id);
    if (const ConversionJob* job = find(id); job != nullptr && kept_) {
        kept_->forget(*job);
    }
    std::erase_if(jobs_, [id](const ConversionJob& job) { return job.id == id; });
    Q_EMIT listChanged();
}

} // namespace quantlathe::ui
