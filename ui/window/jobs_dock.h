// SPDX-License-Identifier: GPL-3.0-or-later
// The list of conversions, and beside it the result of the chosen one.
#pragma once

#include "ui/bridge/job_queue.h"

#include <QDockWidget>
#include <unordered_map>

class QLabel;
class QVBoxLayout;

namespace quantlathe::ui {

class JobRow;
class ResultCard;

class JobsDock : public QDockWidget {
    Q_OBJECT
public:
    explicit JobsDock(JobQueue& jobs, QWidget* parent = nullptr);
    void select(int id);
    void cancelSelected();
    /// The selected job, or else the running one.
    void pauseOrResume();
    /// Shows what the job has done so far instead of its result.
    void showLog(int id);
    /// Asks first when more than a minute of work would be lost; `sure` skips the question.
    void removeJob(int id, bool sure = false);

    static constexpr double secondsWorthAsking = 60;

Q_SIGNALS:
    void openWanted(const QString& path);
    void compareWanted();

private:
    void rebuild();
    void followJob(int id);
    void followNote();

    JobQueue& jobs_;
    QLabel* note_ = nullptr;
    QVBoxLayout* list_;
    ResultCard* card_;
    std::unordered_map<int, JobRow*> rows_;
    int selected_ = 0;
};

/// "layer 21, ffn_up · 4.31 of 6.60 GB · 212 MB/s · 20 s elapsed"
[[nodiscard]] QString progressText(const ConversionJob& job);
/// "65 %, 11 s left"
[[nodiscard]] QString remainingText(const ConversionJob& job);

} // namespace quantlathe::ui
