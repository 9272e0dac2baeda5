// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions in the background: one after the other, with progress, cancelling and resuming.
#pragma once

#include "convert/job.h"
#include "ui/bridge/problem.h"
#include "ui/bridge/task_lane.h"

#include <memory>
#include <optional>
#include <QDateTime>
#include <QObject>
#include <vector>

namespace quantlathe::ui {

enum class JobState { waiting, running, done, stopped, failed };

struct ConversionJob {
    int id = 0;
    QString title;       // "Meta-Llama-3.1-8B, Q4_K_M"
    QString format;      // "GGUF"
    QString commandLine; // repeats it without a window
    std::shared_ptr<const Plan> plan;
    std::filesystem::path destination;
    ConvertOptions options;
    JobState state = JobState::waiting;
    ProgressState progress;
    double elapsedSeconds = 0;
    QDateTime finishedAt;
    std::optional<Problem> problem;              // stopped, failed
    std::shared_ptr<const ConvertReport> report; // done
    std::uint64_t plannedBytes = 0;
    std::optional<double> predictedError; // the plan's relative error, if it was measured before

    [[nodiscard]] bool isActive() const { return state == JobState::waiting || state == JobState::running; }
    [[nodiscard]] bool canResume() const { return state == JobState::stopped || state == JobState::failed; }
};

/// Lives in the window's thread; two jobs never run at once. The destructor cancels and leaves what a resume needs.
class JobQueue : public QObject {
    Q_OBJECT
public:
    explicit JobQueue(QObject* parent = nullptr);

    /// Checks nothing: see checkDestination(). Returns the id of the new job.
    int add(ConversionJob job);
    void cancel(int id);
    /// Runs a stopped or failed job again; finished tensors are not done twice.
    void resume(int id);
    void clearFinished();
    /// Takes a job out of the list; an active one is cancelled first.
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
    void enqueue(ConversionJob& job);
    void finish(int id, Outcome<ConvertReport> outcome);
    ConversionJob* entry(int id);

    std::vector<ConversionJob> jobs_; // newest last
    std::vector<std::pair<int, std::shared_ptr<CancelToken>>> tokens_;
    int nextId_ = 1;
    TaskLane lane_;
};

} // namespace quantlathe::ui
