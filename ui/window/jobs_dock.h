// SPDX-License-Identifier: GPL-3.0-or-later
// The list of jobs, the newest at its end, and beside it what the chosen one has to show.
#pragma once

#include "ui/bridge/job_queue.h"

#include <QDockWidget>
#include <unordered_map>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace quantlathe::ui {

class FactsCard;
class JobLog;
class JobRow;
class MeasureCard;
class ResultCard;
class RunningCard;

class JobsDock : public QDockWidget {
    Q_OBJECT
public:
    explicit JobsDock(JobQueue& jobs, QWidget* parent = nullptr);
    void select(int id);
    [[nodiscard]] int selected() const { return selected_; }
    void cancelSelected();
    /// The selected job, or else the running one.
    void pauseOrResume();
    /// Shows what the job has done so far instead of its result.
    void showLog(int id);
    /// What stands beside the list now.
    [[nodiscard]] QWidget* card() const;

Q_SIGNALS:
    void openWanted(const QString& path);
    void compareWanted();
    void weightWanted(const QString& source, const QString& name); // of the model with that path
    void resultWanted(int id);                                     // in the page that shows such

private:
    QWidget* makeList(QWidget& parent);
    QWidget* makeCards(QWidget& parent);
    void rebuild();
    void followJob(int id);
    void followNote();
    void showCard();
    void setLog(bool shown);

    JobQueue& jobs_;
    QLabel* note_ = nullptr;
    QScrollArea* scroll_ = nullptr;
    QVBoxLayout* list_ = nullptr;
    QStackedWidget* cards_ = nullptr;
    ResultCard* result_ = nullptr;
    MeasureCard* measurement_ = nullptr;
    FactsCard* facts_ = nullptr;
    RunningCard* running_ = nullptr;
    JobLog* log_ = nullptr;
    std::unordered_map<int, JobRow*> rows_;
    int selected_ = 0;
    int newest_ = 0; // id of the youngest job that there was
    bool showsLog_ = false;
};

} // namespace quantlathe::ui
