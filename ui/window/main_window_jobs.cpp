// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the main window that has to do with jobs: what is offered at the start, said at the end, and undone.
#include "ui/bridge/divergence_job.h"
#include "ui/bridge/download_job.h"
#include "ui/bridge/measure_job.h"
#include "ui/bridge/merge_job.h"
#include "ui/bridge/mix_job.h"
#include "ui/bridge/planner_service.h"
#include "ui/bridge/scan_job.h"
#include "ui/charts/compare_chart.h"
#include "ui/pages/budget_panel.h"
#include "ui/pages/compare_page.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <algorithm>
#include <QApplication>
#include <QSystemTrayIcon>

namespace quantlathe::ui {

namespace {

/// What the result of the job is about; nullptr for one that is a file.
const ModelRecipe* modelOf(const Job& job) {
    const auto* const measured = dynamic_cast<const MeasureJob*>(&job);
    const auto* const sensitivities = dynamic_cast<const SensitivityJob*>(&job);
    const auto* const scan = dynamic_cast<const ScanJob*>(&job);
    const auto* const mix = dynamic_cast<const MixJob*>(&job);
    return measured != nullptr        ? &measured->subject.model
           : sensitivities != nullptr ? &sensitivities->subject.model
           : scan != nullptr          ? &scan->model
           : mix != nullptr           ? &mix->search.subject.model
                                      : nullptr;
}

/// nullptr: it says nothing of a format, or plans of several were measured.
const std::string* formatOf(const Job& job) {
    const auto* const measured = dynamic_cast<const MeasureJob*>(&job);
    const auto* const sensitivities = dynamic_cast<const SensitivityJob*>(&job);
    const auto* const mix = dynamic_cast<const MixJob*>(&job);
    if (measured != nullptr) {
        const auto& entries = measured->entries;
        const auto isOfFirst = [&](const MeasureJob::Entry& entry) {
            return entry.document.format == entries.front().document.format;
        };
        return !entries.empty() && std::ranges::all_of(entries, isOfFirst) ? &entries.front().document.format : nullptr;
    }
    return sensitivities != nullptr ? &sensitivities->subject.format : mix != nullptr ? &mix->search.subject.format : nullptr;
}

} // namespace

void MainWindow::connectJobs() {
    connect(jobs_, &JobQueue::jobFinished, this, &MainWindow::jobHasFinished);
    connect(jobs_, &JobQueue::listChanged, this, [this] {
        if (jobs_->wantedCount() > 0 && jobsDock_->isHidden()) {
            jobsDock_->show();
            resizeDocks({jobsDock_}, {std::min(jobsHeight, height() * 2 / 5)}, Qt::Vertical);
        }
    });
    connect(jobs_, &JobQueue::jobRemoved, this, [this](const QString& title) {
        messages_->show({Message::Kind::warning,
                         tr("%1 is taken out of the list").arg(title),
                         tr("What it has left is deleted after %1.").arg(duration(JobQueue::secondsToUndo)),
                         {{tr("Undo"), [this] { jobs_->undoRemoval(); }}},
                         QStringLiteral("removal")});
    });
    connect(jobs_, &JobQueue::removalIsFinal, this, [this] { messages_->clear(QStringLiteral("removal")); });
    connect(jobsDock_, &JobsDock::openWanted, this, [this](const QString& path) { open(path); });
    connect(jobsDock_, &JobsDock::compareWanted, this, [this] { showPage(Page::compare); });
    connect(jobsDock_, &JobsDock::weightWanted, this, &MainWindow::showWeightOf);
    connect(jobsDock_, &JobsDock::resultWanted, this, &MainWindow::showResult);
    connect(budget_, &BudgetPanel::sensitivitiesWanted, this, [this] {
        if (session_->model()) {
            jobsDock_->select(jobs_->add(planner_->sensitivityJob()));
        }
    });
    connect(jobs_, &JobQueue::jobChanged, this, &MainWindow::followSensitivities);
    connect(jobs_, &JobQueue::jobChanged, this, &MainWindow::showDivergenceOf);
    connect(session_, &Session::planChanged, this, &MainWindow::followSensitivities);
    connect(jobs_, &JobQueue::jobDelivered, this, [this](int id) {
        if (const auto* job = jobs_->find<SensitivityJob>(id)) {
            planner_->take(*job);
        }
    });
}

void MainWindow::offerToGoOn() {
    const auto unfinished =
        std::ranges::count_if(jobs_->jobs(), [](const auto& job) { return job->canResume() && !job->startsAtOnce(); });
    if (unfinished == 0) {
        return;
    }
    const auto goOn = [this] {
        jobs_->resumeAll();
        jobsDock_->show();
    };
    messages_->show({Message::Kind::warning,
                     counted(unfinished, tr("1 job is not finished"), tr("%1 jobs are not finished")),
                     tr("What was done is kept."),
                     {{tr("Continue"), goOn}, {tr("Show"), [this] { jobsDock_->show(); }}},
                     QStringLiteral("jobs")});
}

void MainWindow::jobHasFinished(int id) {
    const Job* const job = jobs_->find(id);
    if (job == nullptr || job->state == JobState::stopped || job->state == JobState::paused) {
        return;
    }
    if (job->state == JobState::failed) {
        showProblem(*job->problem);
        notifyDesktop(tr("%1 failed").arg(job->title), job->problem->title);
        return;
    }
    if (const Job* const shown = jobs_->find(jobsDock_->selected()); shown == nullptr || !shown->isActive()) {
        jobsDock_->select(id); // nobody looks at one that runs
    }
    const QString title = job->place().empty() ? QStringLiteral("%1: %2").arg(job->label(), job->title)
                                               : tr("%1 is ready").arg(fileNameOf(job->place()));
    Message message{Message::Kind::good, title, job->outcome(), {}, QStringLiteral("job")};
    if (const auto* conversion = jobs_->find<ConversionJob>(id)) {
        message.detail =
            tr("%1, verified, relative error %2").arg(job->outcome(), percent(conversion->report->relativeError, 2));
    }
    if (!job->place().empty()) {
        message.actions.push_back({tr("Open"), [this, path = textOf(job->place())] { open(path); }});
    } else {
        message.actions.push_back({tr("Show"), [this, id] { showResult(id); }});
    }
    messages_->show(message);
    notifyDesktop(title, job->outcome());
}

void MainWindow::whenOpened(std::function<void()> then) {
    auto* const once = new QObject(this);
    connect(
        session_, &Session::modelChanged, once,
        [once, then = std::move(then)] {
            once->deleteLater();
            then();
        },
        Qt::SingleShotConnection);
    connect(session_, &Session::problem, once, &QObject::deleteLater);
}

void MainWindow::showWeightOf(const QString& source, const QString& name) {
    const auto show = [this, name] {
        const std::span<const Weight> weights = session_->model()->weights();
        const auto found = std::ranges::find(weights, name.toStdString(), &Weight::name);
        if (found != weights.end()) {
            showPage(Page::weights);
            tensorsDock_->showWeight(static_cast<std::size_t>(found - weights.begin()));
        }
    };
    if (session_->model() && session_->model()->checkpoint().path() == pathOf(source)) {
        show();
        return;
    }
    whenOpened(show);
    open(source);
}

void MainWindow::showResult(int id) {
    const Job* const job = jobs_->find(id);
    if (jobs_->find<DownloadJob>(id) != nullptr || jobs_->find<MergeJob>(id) != nullptr) {
        open(textOf(job->place()));
        return;
    }
    if (const auto* const pair = jobs_->find<DivergenceJob>(id)) {
        const auto compare = [this, second = textOf(pair->measured.source)] { compareWith(second); };
        if (session_->model() && session_->model()->checkpoint().path() == pair->reference.source) {
            compare();
        } else {
            whenOpened(compare);
            open(textOf(pair->reference.source));
        }
        return;
    }
    const ModelRecipe* const model = job == nullptr ? nullptr : modelOf(*job);
    if (model == nullptr) {
        return;
    }
    const ModelRecipe& wanted = *model;
    if (session_->model() && session_->model()->checkpoint().path() == wanted.source) {
        showResultHere(*job);
        return;
    }
    whenOpened([this, id] {
        if (const Job* const there = jobs_->find(id)) {
            showResultHere(*there);
        }
    });
    open(textOf(wanted.source), textOf(wanted.importance));
}

void MainWindow::showResultHere(const Job& job) {
    if (dynamic_cast<const ScanJob*>(&job) != nullptr) {
        showPage(Page::weights); // which reads what it shows, from the cache
        return;
    }
    const std::string* const id = formatOf(job);
    if (const Format* const format = id == nullptr ? nullptr : formatById(*id)) {
        session_->setFormat(*format);
    }
    if (const auto* const measured = dynamic_cast<const MeasureJob*>(&job)) {
        compare_->measurements().setSettings(measured->subject.settings);
        compare_->showQuality(CompareQuality::divergence);
        showPage(Page::compare);
    } else {
        showPage(Page::plan);
        planner_->start();
    }
}

void MainWindow::followSensitivities() {
    std::optional<double> share;
    for (const auto& job : jobs_->jobs()) {
        const auto* const measuring = dynamic_cast<const SensitivityJob*>(job.get());
        if (measuring != nullptr && measuring->isActive() && planner_->isAbout(*measuring)) {
            share = measuring->progress.fraction();
        }
    }
    budget_->setSensitivityShare(share);
}

/// Only when the user looks at something else.
void MainWindow::notifyDesktop(const QString& title, const QString& text) {
    if (isActiveWindow()) {
        return;
    }
    QApplication::alert(this);
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        if (tray_ == nullptr) {
            tray_ = new QSystemTrayIcon(windowIcon(), this);
            const auto comeBack = [this] {
                raise();
                activateWindow();
                tray_->hide();
            };
            connect(tray_, &QSystemTrayIcon::messageClicked, this, comeBack);
            connect(tray_, &QSystemTrayIcon::activated, this, comeBack);
        }
        tray_->show(); // a message needs one; it goes when the window is looked at
        tray_->showMessage(title, text, windowIcon());
    }
}

} // namespace quantlathe::ui
