// SPDX-License-Identifier: GPL-3.0-or-later
// The budget control: the best mix becomes the plan, pins hold, and what is not possible is said.
#include "base/cache_file.h"
#include "measure/quick_sensitivity.h"
#include "support/test_support.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/planner_service.h"
#include "ui/charts/front_chart.h"
#include "ui/headless/wait.h"
#include "ui/models/plan_lists.h"
#include "ui/pages/budget_panel.h"

#include <algorithm>
#include <QDoubleSpinBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestBudget : public QObject {
    Q_OBJECT

    [[nodiscard]] bool isSettled() const { return !planner_->isMeasuring() && !planner_->isSolving(); }
    [[nodiscard]] bool solve(const Budget& budget) {
        planner_->solve(budget);
        return waitUntil([&] { return planner_->mix() != nullptr && isSettled(); });
    }

private slots:
    void init() {
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", cache_->path().toLocal8Bit()); // what other tests have measured is not known here
        session_ = std::make_unique<Session>();
        planner_ = std::make_unique<PlannerService>(*session_, std::make_shared<ResultCache>(cache_->path().toStdString()));
        session_->open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session_->plan() && !session_->presets().empty(); }));
    }
    void cleanup() {
        planner_.reset();
        session_.reset();
    }

    void aTextTellsWhatItsCodesWillLeave() {
        const FileSizeBudget budget{session_->planFacts()->fileBytes};
        QVERIFY(solve(budget));
        const double plain = planner_->mix()->prediction.kl;
        QVERIFY(!planner_->planner()->table().isCalibrated);
        CalibrationChoice text = calibrationByText();
        text.contextTokens = 128;
        text.windows = 4;
        session_->setCalibration(text);
        QVERIFY(planner_->planner() == nullptr); // of other codes
        QVERIFY(solve(budget));
        QVERIFY(planner_->planner()->table().isCalibrated);
        QVERIFY(planner_->mix()->prediction.kl < 0.95 * plain);
    }

    void theBestMixBecomesThePlan() {
        const std::uint64_t budget = session_->planFacts()->fileBytes; // that of Q4_K_M
        QVERIFY(solve(FileSizeBudget{budget}));
        QVERIFY(session_->planFacts()->isOwnPlan);
        QVERIFY(session_->planFacts()->fileBytes <= budget);
        const auto prediction = planner_->predictionOfPlan();
        QVERIFY(prediction.has_value());
        QCOMPARE(prediction->kl, planner_->mix()->prediction.kl);
        const auto presets = planner_->planner()->presets();
        const auto same =
            std::ranges::find_if(presets, [](const PresetPoint& point) { return point.preset->name == "Q4_K_M"; });
        QVERIFY(same != presets.end());
        QVERIFY(prediction->kl <= same->prediction.kl);
        session_->history().undo();
        QVERIFY(waitUntil([&] { return !session_->planFacts()->isOwnPlan; }, 10'000));
        QVERIFY(planner_->mix() == nullptr);
    }

    void aMixForTheCardCanHaveToBeQuick() {
        QVERIFY(session_->setGpu(QStringLiteral("RTX 4060 8 GB")));
        BudgetPanel panel(*session_, *planner_);
        QVERIFY(std::holds_alternative<GpuBudget>(panel.budget()));
        panel.speed().setValue(50);
        const Budget budget = panel.budget();
        QVERIFY(std::holds_alternative<MachineBudget>(budget));
        QCOMPARE(std::get<MachineBudget>(budget).cards.size(), std::size_t{1});
        QCOMPARE(std::get<MachineBudget>(budget).tokensPerSecond, 50.0);
        panel.solveButton().click();
        QVERIFY(waitUntil([&] { return planner_->mix() != nullptr && isSettled(); }));
        const auto limits = planner_->mix()->plan->document.machine.limits;
        const auto speed = std::ranges::find(limits, PlanLimit::Of::speed, &PlanLimit::of);
        QVERIFY(speed != limits.end());
        QVERIFY(speed->used <= 1000.0 / 50);
        // No mix is as quick as that, and the plan stays.
        const auto before = session_->plan();
        QSignalSpy problems(planner_.get(), &PlannerService::problem);
        panel.speed().setValue(100'000);
        panel.solveButton().click();
        QVERIFY(waitUntil([&] { return problems.count() == 1 && isSettled(); }));
        QCOMPARE(session_->plan(), before);
        panel.setKind(BudgetKind::fileSize);
        QVERIFY(std::holds_alternative<FileSizeBudget>(panel.budget()));
    }

    void pinsHold() {
        const Weight* weight = session_->model()->find("blk.0.attn_v.weight");
        session_->setEncoding({QStringLiteral("blk.0.attn_v.weight")}, QStringLiteral("F16"));
        QVERIFY(waitUntil([&] { return session_->planFacts()->isOwnPlan; }, 10'000));
        planner_->togglePins({weight});
        QCOMPARE(planner_->pins().size(), std::size_t{1});
        QVERIFY(planner_->chosenByHand().empty()); // a pin holds it already
        QVERIFY(solve(BitsBudget{4.5}));
        QCOMPARE(session_->plan()->encodingOf(weight->name), encodingByName("F16"));
        QVERIFY(session_->plan()->bitsPerWeight() <= 4.5);
        // Free again: the same search gives it fewer bits.
        planner_->togglePins({weight});
        QVERIFY(planner_->pins().empty());
        QVERIFY(waitUntil([&] {
            return planner_->mix() != nullptr && isSettled() &&
                   session_->plan()->encodingOf(weight->name) != encodingByName("F16");
        }));
    }

    void aPinIsAStepOfTheHistoryAndPartOfTheFile() {
        const std::set<std::string> pinned{"blk.0.attn_v.weight"};
        const auto plan = session_->plan();
        planner_->togglePins({session_->model()->find(*pinned.begin())});
        QCOMPARE(session_->pinned(), pinned);
        QCOMPARE(session_->plan(), plan); // it changes no weight
        QCOMPARE(planner_->pins().at(*pinned.begin()), std::string(plan->encodingOf(*pinned.begin())->name()));
        session_->history().undo();
        QVERIFY(session_->pinned().empty());
        session_->history().redo();
        QCOMPARE(session_->pinned(), pinned);
        const PinnedPlan saved = parsePinnedPlan(planJson(session_->planToSave()));
        RulesModel rules(*session_);
        QCOMPARE(rules.index(0, RulesModel::kind).data().toString(), QStringLiteral("pinned"));
        rules.remove(0);
        QVERIFY(session_->pinned().empty() && !rules.canRemove(0));
        session_->usePlan(saved);
        QCOMPARE(session_->pinned(), pinned);
        QCOMPARE(rules.rowCount(), 2);
    }

    void whatWasSetByHandIsAskedAbout() {
        const QString name = QStringLiteral("blk.0.attn_v.weight");
        session_->setEncoding({name}, QStringLiteral("F16"));
        QVERIFY(waitUntil([&] { return session_->planFacts()->isOwnPlan; }, 10'000));
        QCOMPARE(planner_->chosenByHand(), std::vector<std::string>{name.toStdString()});
        BudgetPanel panel(*session_, *planner_);
        QSignalSpy questions(planner_.get(), &PlannerService::question);
        const auto before = session_->plan();
        panel.setKind(BudgetKind::bitsPerWeight);
        panel.amount().setValue(4.5);
        panel.solveButton().click();
        QCOMPARE(questions.count(), 1);
        QVERIFY(isSettled() && session_->plan() == before);
        // Pinned, it stays; and what the search has chosen itself is asked about no more.
        planner_->pinAndSolve(planner_->chosenByHand(), panel.budget());
        QVERIFY(waitUntil([&] { return planner_->mix() != nullptr && isSettled(); }));
        QCOMPARE(session_->plan()->encodingOf(name.toStdString()), encodingByName("F16"));
        QVERIFY(planner_->chosenByHand().empty());
        panel.solveButton().click();
        QCOMPARE(questions.count(), 1);
        QVERIFY(waitUntil([&] { return isSettled(); }));
    }

    void draggingFollowsTheFront() {
        planner_->start();
        QVERIFY(waitUntil([&] { return planner_->planner() != nullptr && isSettled(); }));
        const auto& point = planner_->planner()->front()[planner_->planner()->front().size() / 2];
        planner_->showNearest(point.fileBytes);
        QVERIFY(waitUntil([&] { return planner_->mix() != nullptr; }, 20'000));
        const double ratio = static_cast<double>(session_->planFacts()->fileBytes) / static_cast<double>(point.fileBytes);
        QVERIFY(ratio > 0.99 && ratio < 1.01);
    }

    void whatIsNotPossibleIsSaid() {
        QSignalSpy problems(planner_.get(), &PlannerService::problem);
        const auto before = session_->plan();
        planner_->solve(FileSizeBudget{1000});
        QVERIFY(waitUntil([&] { return problems.count() == 1; }));
        const auto problem = problems.front().front().value<Problem>();
        QVERIFY(!problem.title.isEmpty() && !problem.detail.isEmpty());
        QCOMPARE(session_->plan(), before);
        QVERIFY(isSettled());
    }

    void sensitivitiesAreAJobThatGoesOnAndIsUsed() {
        // As an earlier run has left it: all is measured but the last part of the model.
        ThreadArena arena;
        Progress silent;
        const CancelToken never;
        CandidateRequest request{.model = session_->model(),
                                 .format = &session_->format(),
                                 .importance = nullptr,
                                 .sensitivity = priorSensitivity(*session_->model())};
        const auto results = std::make_shared<ResultCache>(cache_->path().toStdString());
        const ProbeRequest probes = thoroughProbes(
            std::make_shared<const CandidateTable>(makeCandidates(request, results.get(), arena, silent, never)));
        SensitivityMeasurement measurement{.modelName = session_->model()->name(),
                                           .architecture = session_->model()->architecture(),
                                           .shapes = shapesOf(*session_->model()),
                                           .weights = session_->model()->weights().size(),
                                           .layers = session_->model()->hyper().layers,
                                           .text = probes.textName,
                                           .tokens = probes.text.targets.size(),
                                           .usesImportance = false,
                                           .groups = probeGroups(probes)};
        const std::size_t groups = measurement.groups.size();
        const std::size_t missing = measurement.groups.back().probes.size();
        QVERIFY(missing > 0);
        measurement.groups.pop_back();
        for (SensitivityGroup& group : measurement.groups) {
            for (SensitivityProbe& probe : group.probes) {
                probe.kl = 0.02;
            }
        }
        const std::filesystem::path file = probeCacheFile(probes);
        std::filesystem::create_directories(file.parent_path());
        writeCacheFile(file, sensitivityJson(measurement));

        BudgetPanel panel(*session_, *planner_);
        panel.show();
        QVERIFY(!panel.measureButton().isHidden());
        QCOMPARE(panel.measureButton().text(), QStringLiteral("Measure sensitivities"));
        panel.setSensitivityShare(0.25);
        QVERIFY(panel.measureButton().text().contains(QStringLiteral("25")));
        panel.setSensitivityShare(std::nullopt);
        JobQueue jobs;
        std::uint64_t mostUnits = 0;
        connect(&jobs, &JobQueue::jobChanged, this, [&](int id) {
            const ProgressState& progress = jobs.find(id)->progress;
            mostUnits = progress.phase == translated("Measuring sensitivities") ? progress.total : mostUnits;
        });
        connect(&jobs, &JobQueue::jobDelivered, this, [&](int id) { planner_->take(*jobs.find<SensitivityJob>(id)); });
        const int id = jobs.add(planner_->sensitivityJob());
        QVERIFY(planner_->isAbout(*jobs.find<SensitivityJob>(id)));
        QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }, 120'000));
        const auto& job = *jobs.find<SensitivityJob>(id);
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        QCOMPARE(mostUnits, std::uint64_t{1000} * missing); // and nothing that was measured before
        QCOMPARE(job.groups, std::uint64_t{groups});
        QVERIFY(waitUntil([&] { return planner_->planner() != nullptr && isSettled(); }));
        QVERIFY(planner_->isMeasuredThoroughly());
        QVERIFY(panel.measureButton().isHidden());
        QCOMPARE(planner_->predictionOfPlan()->source, SensitivitySource::measured);

        // Another run of the program uses it without being told.
        const auto again =
            std::dynamic_pointer_cast<SensitivityJob>(std::shared_ptr<Job>(SensitivityJob::fromJson(job.json())));
        QVERIFY(again->subject == job.subject);
        QCOMPARE(again->probes, job.probes);
        planner_ = std::make_unique<PlannerService>(*session_, results);
        planner_->start();
        QVERIFY(waitUntil([&] { return planner_->planner() != nullptr && isSettled(); }));
        QVERIFY(planner_->isMeasuredThoroughly());
    }

    void thePanelAsksForWhatItShows() {
        BudgetPanel panel(*session_, *planner_);
        panel.resize(336, 700);
        panel.show();
        QVERIFY(std::holds_alternative<GpuBudget>(panel.budget()));
        panel.setKind(BudgetKind::fileSize);
        QVERIFY(panel.amount().value() > 4 && panel.amount().value() < 5); // MB, as the plan is now
        panel.amount().setValue(4.0);
        QCOMPARE(std::get<FileSizeBudget>(panel.budget()).bytes, std::uint64_t{4'000'000});
        panel.setKind(BudgetKind::bitsPerWeight);
        panel.amount().setValue(4.75);
        panel.solveButton().click();
        QVERIFY(waitUntil([&] { return planner_->mix() != nullptr && isSettled(); }));
        QVERIFY(session_->plan()->bitsPerWeight() <= 4.75);
        QVERIFY(!panel.gainText().isEmpty());
        QVERIFY(panel.chart().csv().count('\n') > 20);
    }

private:
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<PlannerService> planner_;
};

QTEST_MAIN(TestBudget)
#include "tst_budget.moc"
