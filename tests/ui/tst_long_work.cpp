// SPDX-License-Identifier: GPL-3.0-or-later
// What takes long on a large model stands in the list of jobs, beside the others: reading all weights, and what the best mix
// has to know.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/bridge/job_kinds.h"
#include "ui/bridge/mix_job.h"
#include "ui/bridge/planner_service.h"
#include "ui/bridge/scan_job.h"
#include "ui/bridge/statistics_service.h"
#include "ui/headless/wait.h"
#include "ui/window/facts_card.h"
#include "ui/window/jobs_dock.h"

#include <algorithm>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

constexpr int longest = 900'000; // ms: errors of all encodings and some sensitivities are measured

/// Runs until it is cancelled.
struct EndlessJob : Job {
    [[nodiscard]] QString kind() const override { return "endless"; }
    [[nodiscard]] QString label() const override { return "Endless"; }
    [[nodiscard]] JobTask task(bool) const override {
        return [](JobContext& job) {
            while (true) {
                job.cancel.throwIfCancelled();
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
        };
    }
    [[nodiscard]] QString outcome() const override { return {}; }
    [[nodiscard]] QJsonObject json() const override { return {}; }
};

struct EndlessSearch : EndlessJob {
    [[nodiscard]] bool startsAtOnce() const override { return true; }
};

} // namespace

class TestLongWork : public QObject {
    Q_OBJECT

    void openSample() {
        session_->open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session_->plan() && !session_->presets().empty(); }));
    }
    void openOther() {
        session_->open(test::dataFile("gguf/tiny-llama-f32.gguf"));
        QVERIFY(waitUntil([&] { return session_->model() && session_->model()->name() != "sample"; }));
    }
    template <class Kind>
    [[nodiscard]] const Kind* only() const {
        return jobs_->jobs().size() == 1 ? dynamic_cast<const Kind*>(jobs_->jobs().front().get()) : nullptr;
    }

private slots:
    void initTestCase() { test::useOwnSurroundings(settings_.path()); }
    void init() {
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", cache_->path().toLocal8Bit());
        results_ = std::make_shared<ResultCache>(cache_->path().toStdString());
        session_ = std::make_unique<Session>();
        jobs_ = std::make_unique<JobQueue>();
        statistics_ = std::make_unique<StatisticsService>(*session_, results_);
        planner_ = std::make_unique<PlannerService>(*session_, results_);
    }
    void cleanup() {
        planner_.reset();
        statistics_.reset();
        jobs_.reset();
        session_.reset();
    }

    void smallModelsAreReadOffTheList() {
        statistics_->listLongWorkIn(*jobs_);
        openSample();
        statistics_->startScan();
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete; }));
        QVERIFY(jobs_->jobs().empty());
    }

    void readingAllWeightsIsAJobThatWaitsForNone() {
        statistics_->listLongWorkIn(*jobs_, 0);
        openSample();
        jobs_->add(EndlessJob());
        statistics_->startScan();
        QVERIFY(statistics_->scan().isRunning);
        QCOMPARE(jobs_->wantedCount(), 1);
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete; }));
        const auto* const job = dynamic_cast<const ScanJob*>(jobs_->jobs().back().get());
        QVERIFY(job != nullptr && waitUntil([&] { return job->state == JobState::done; }));
        QVERIFY(job->weights > 0 && job->badWeights == 0);
        QCOMPARE(job->outcome(), QStringLiteral("%1 weights").arg(job->weights));
        QVERIFY(!statistics_->scan().isRunning);
        QCOMPARE(statistics_->scan().layers.size(), std::size_t{6});
        QVERIFY(std::ranges::all_of(statistics_->scan().weights, [](const auto& summary) { return summary.has_value(); }));
        QCOMPARE(jobs_->running(), jobs_->jobs().front().get()); // which still runs
        statistics_->startScan();                                // is known
        QCOMPARE(jobs_->jobs().size(), std::size_t{2});
        jobs_->cancel(jobs_->jobs().front()->id);
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
    }

    void aSearchThatAnotherOneReplacesLeavesNoThread() {
        const int former = jobs_->add(EndlessSearch());
        QVERIFY(waitUntil([&] { return jobs_->find(former)->state == JobState::running; }));
        QCOMPARE(jobs_->lanesBeside(), std::size_t{1});
        jobs_->discard(former);
        QCOMPARE(jobs_->lanesBeside(), std::size_t{0});
        const int latter = jobs_->add(EndlessSearch());
        QVERIFY(waitUntil([&] { return jobs_->find(latter)->state == JobState::running; }));
        QCOMPARE(jobs_->lanesBeside(), std::size_t{1});
        jobs_->cancel(latter);
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
    }

    void whatIsOffTheListAndOnItIsTheSame() {
        openSample();
        statistics_->startScan();
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete; }));
        const ModelScan before = statistics_->scan();
        auto listed = std::make_unique<StatisticsService>(*session_, nullptr); // nothing is known to it
        listed->listLongWorkIn(*jobs_, 0);
        listed->startScan();
        QVERIFY(waitUntil([&] { return listed->scan().isComplete; }));
        for (std::size_t i = 0; i < before.weights.size(); ++i) {
            QCOMPARE(listed->scan().weights[i]->standardDeviation, before.weights[i]->standardDeviation);
            QCOMPARE(listed->scan().weights[i]->symmetricRange, before.weights[i]->symmetricRange);
        }
    }

    void itPausesWithItsModelAndGoesOnWithIt() {
        statistics_->listLongWorkIn(*jobs_, 0);
        openSample();
        statistics_->startScan();
        const int id = jobs_->jobs().front()->id;
        jobs_->pause(id); // before it has begun
        QVERIFY(waitUntil([&] { return jobs_->find(id)->state == JobState::paused; }));
        QVERIFY(!statistics_->scan().isRunning && !statistics_->scan().isComplete);
        jobs_->resumeAll(); // nobody looks at it
        QCOMPARE(jobs_->find(id)->state, JobState::paused);
        openOther();
        QVERIFY(statistics_->scan().weights.empty());
        session_->open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session_->model()->name() == "sample"; }));
        statistics_->startScan();
        QCOMPARE(jobs_->jobs().size(), std::size_t{1}); // the same one
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete; }));
        QVERIFY(waitUntil([&] { return jobs_->find(id)->state == JobState::done; }));
    }

    void anOpenModelTakesItsPlace() {
        statistics_->listLongWorkIn(*jobs_, 0);
        openSample();
        statistics_->startScan();
        openOther();
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
        const auto* const job = only<ScanJob>();
        QVERIFY(job != nullptr && (job->state == JobState::paused || job->state == JobState::done));
        QVERIFY(!statistics_->scan().isRunning && statistics_->scan().weights.empty());
    }

    void cancellingStopsItAndTakingItOutForgetsIt() {
        statistics_->listLongWorkIn(*jobs_, 0);
        openSample();
        statistics_->startScan();
        statistics_->cancelScan();
        QVERIFY(!statistics_->scan().isRunning);
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
        const int id = jobs_->jobs().front()->id;
        jobs_->remove(id);
        jobs_->makeRemovalFinal();
        statistics_->startScan();
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete; }));
        QVERIFY(only<ScanJob>() != nullptr && only<ScanJob>()->id != id);
    }

    void anotherRunOfTheProgramGoesOn() {
        statistics_->listLongWorkIn(*jobs_, 0);
        openSample();
        statistics_->startScan();
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete; }));
        const auto kept = jobFromJson(QLatin1String(ScanJob::kindName), only<ScanJob>()->json());
        const auto& scan = dynamic_cast<const ScanJob&>(*kept);
        QVERIFY(scan.model == only<ScanJob>()->model);
        QCOMPARE(scan.weights, only<ScanJob>()->weights);
        const int id = jobs_->add(ScanJob(scan)); // opens the file itself
        QVERIFY(waitUntil([&] { return jobs_->find(id)->state == JobState::done; }));
        QVERIFY(jobs_->find<ScanJob>(id)->found->isComplete);
    }

    void theBestMixIsLookedForOnTheList() {
        planner_->listLongWorkIn(*jobs_, 0);
        openSample();
        jobs_->add(EndlessJob());
        planner_->start();
        QVERIFY(planner_->isMeasuring());
        planner_->solve(FileSizeBudget{session_->planFacts()->fileBytes}); // takes the place of the first
        QCOMPARE(jobs_->jobs().size(), std::size_t{2});
        QVERIFY(waitUntil([&] { return planner_->mix() != nullptr && !planner_->isSolving(); }, longest));
        QVERIFY(!planner_->isMeasuring());
        const auto* const job = dynamic_cast<const MixJob*>(jobs_->jobs().back().get());
        QVERIFY(job != nullptr && waitUntil([&] { return job->state == JobState::done; }));
        QVERIFY(job->weights > 0);
        const auto kept = jobFromJson(QLatin1String(MixJob::kindName), job->json());
        QVERIFY(dynamic_cast<const MixJob&>(*kept).search.subject == job->search.subject);
        QVERIFY(dynamic_cast<const MixJob&>(*kept).search.measuresSensitivities);
        jobs_->cancel(jobs_->jobs().front()->id);
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
    }

    void aStoppedSearchIsNoneAndAPausedOneGoesOn() {
        planner_->listLongWorkIn(*jobs_, 0);
        openSample();
        planner_->solve(FileSizeBudget{session_->planFacts()->fileBytes});
        planner_->cancel();
        QVERIFY(!planner_->isMeasuring());
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
        QVERIFY(planner_->planner() == nullptr);
        planner_->solve(FileSizeBudget{session_->planFacts()->fileBytes}); // resumes it
        QCOMPARE(jobs_->jobs().size(), std::size_t{1});
        const int id = jobs_->jobs().front()->id;
        jobs_->pause(id);
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
        if (jobs_->find(id)->state == JobState::paused) { // it may have been quicker
            QVERIFY(!planner_->isMeasuring());
            jobs_->resume(id);
        }
        QVERIFY(waitUntil([&] { return planner_->mix() != nullptr; }, longest));
    }

    void theListShowsThemWithoutTakingTheirPlace() {
        JobsDock dock(*jobs_);
        dock.show();
        statistics_->listLongWorkIn(*jobs_, 0);
        openSample();
        const int endless = jobs_->add(EndlessJob());
        statistics_->startScan();
        QCOMPARE(dock.selected(), endless); // what was asked for stays in front
        QVERIFY(waitUntil([&] { return statistics_->scan().isComplete && jobs_->jobs().back()->state == JobState::done; }));
        const int scan = jobs_->jobs().back()->id;
        dock.select(scan);
        auto* const card = dynamic_cast<FactsCard*>(dock.card());
        QVERIFY(card != nullptr);
        QSignalSpy wanted(&dock, &JobsDock::resultWanted);
        QTest::keyClick(&card->actionButton(), Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        jobs_->cancel(endless);
        QVERIFY(waitUntil([&] { return jobs_->activeCount() == 0; }));
    }

private:
    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::shared_ptr<ResultCache> results_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<JobQueue> jobs_;
    std::unique_ptr<StatisticsService> statistics_;
    std::unique_ptr<PlannerService> planner_;
};

QTEST_MAIN(TestLongWork)
#include "tst_long_work.moc"
