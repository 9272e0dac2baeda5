// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_queue.h"

#include <algorithm>
#include <chrono>

namespace quantlathe::ui {

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

int JobQueue::add(ConversionJob job) {
    job.id = nextId_++;
    job.plannedBytes = job.plan->fileBytes();
    jobs_.push_back(std::move(job));
    Q_EMIT listChanged();
    enqueue(jobs_.back());
    return jobs_.back().id;
}

void JobQueue::enqueue(ConversionJob& job) {
    job.state = JobState::waiting;
    job.progress = {};
    job.problem.reset();
    const int id = job.id;
    const auto token = lane_.post([this, id, plan = job.plan, destination = job.destination,
                                   options = job.options](const CancelToken& cancel) {
        QMetaObject::invokeMethod(
            this,
            [this, id] {
                if (ConversionJob* running = entry(id); running != nullptr && running->state == JobState::waiting) {
                    running->state = JobState::running;
                    Q_EMIT jobChanged(id);
                }
            },
            Qt::QueuedConnection);
        const auto start = std::chrono::steady_clock::now();
        Progress progress([this, id, start](const ProgressState& state) {
            const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            QMetaObject::invokeMethod(
                this,
                [this, id, state, elapsed] {
                    if (ConversionJob* running = entry(id); running != nullptr && running->state == JobState::running) {
                        running->progress = state;
                        running->elapsedSeconds = elapsed;
                        Q_EMIT jobChanged(id);
                    }
                },
                Qt::QueuedConnection);
        });
        auto outcome = outcomeOf([&] { return convert(*plan, destination, options, progress, cancel); });
        QMetaObject::invokeMethod(
            this, [this, id, outcome = std::move(outcome)]() mutable { finish(id, std::move(outcome)); }, Qt::QueuedConnection);
    });
    std::erase_if(tokens_, [id](const auto& entry) { return entry.first == id; });
    tokens_.emplace_back(id, token);
    Q_EMIT jobChanged(id);
}

void JobQueue::finish(int id, Outcome<ConvertReport> outcome) {
    ConversionJob* job = entry(id);
    if (job == nullptr || !job->isActive()) {
        return;
    }
    job->finishedAt = QDateTime::currentDateTime();
    if (auto* report = std::get_if<ConvertReport>(&outcome)) {
        job->report = std::make_shared<const ConvertReport>(std::move(*report));
        job->state = JobState::done;
        job->elapsedSeconds = job->report->seconds;
    } else {
        job->problem = std::get<Problem>(outcome);
        job->state = job->problem->isCancelled() ? JobState::stopped : JobState::failed;
    }
    Q_EMIT jobChanged(id);
    Q_EMIT jobFinished(id);
}

void JobQueue::cancel(int id) {
    ConversionJob* job = entry(id);
    if (job == nullptr || !job->isActive()) {
        return;
    }
    for (const auto& [tokenId, token] : tokens_) {
        if (tokenId == id) {
            token->cancel();
        }
    }
    if (job->state == JobState::waiting) { // its task will be skipped: no answer comes
        Problem problem;
        problem.kind = ErrorKind::cancelled;
        finish(id, problem);
    }
}

void JobQueue::resume(int id) {
    if (ConversionJob* job = entry(id); job != nullptr && job->canResume()) {
        job->options.resume = true;
        enqueue(*job);
    }
}

void JobQueue::clearFinished() {
    std::erase_if(jobs_, [](const ConversionJob& job) { return !job.isActive(); });
    Q_EMIT listChanged();
}

void JobQueue::remove(int id) {
    cancel(id);
    std::erase_if(jobs_, [id](const ConversionJob& job) { return job.id == id; });
    Q_EMIT listChanged();
}

} // namespace quantlathe::ui
