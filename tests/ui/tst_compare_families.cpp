// SPDX-License-Identifier: GPL-3.0-or-later
// Compare beyond one format: presets of every family side by side, and the front of the best mixes to drag along.
#include "support/test_support.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/planner_service.h"
#include "ui/charts/compare_chart.h"
#include "ui/headless/wait.h"
#include "ui/pages/compare_page.h"
#include "ui/widgets/small_controls.h"

#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestCompareFamilies : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<QualityService> quality_;
    std::unique_ptr<PlannerService> planner_;
    std::unique_ptr<JobQueue> jobs_;
    std::unique_ptr<ComparePage> page_;

private slots:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
    void init() {
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", cache_->path().toLocal8Bit()); // nobody else's results
        const auto results = std::make_shared<ResultCache>(cache_->path().toStdString());
        session_ = std::make_unique<Session>();
        quality_ = std::make_unique<QualityService>(*session_, results);
        planner_ = std::make_unique<PlannerService>(*session_, results);
        jobs_ = std::make_unique<JobQueue>();
        page_ = std::make_unique<ComparePage>(*session_, *quality_, *planner_, *jobs_);
        page_->resize(1200, 800);
        page_->show();
        session_->open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return session_->plan() && !session_->presets().empty(); }));
    }
    void cleanup() {
        page_.reset();
        jobs_.reset();
        planner_.reset();
        quality_.reset();
        session_.reset();
    }

    void everyFamilyHasItsPoints() {
        CompareChart& chart = page_->chart();
        QVERIFY(waitUntil([&] { return chart.pointCount() > 20; }));
        QVERIFY(!chart.csv().contains(",hqq,"));
        JoinedButtons* families = nullptr;
        for (JoinedButtons* const buttons : page_->findChildren<JoinedButtons*>()) {
            families = buttons->toolTip().contains(QStringLiteral("all formats")) ? buttons : families;
        }
        QVERIFY(families != nullptr);
        Q_EMIT families->choiceMade(1);
        const auto has = [&](const char* part) { return chart.csv().contains(part); };
        QVERIFY(waitUntil([&] { return has("\nNF4,bitsandbytes,") && has("\nHQQ4,hqq,") && has("\nFP8,fbgemm,"); }));
        QVERIFY(page_->table().rowOf(QStringLiteral("NF4-DQ")) >= 0);
    }

    void aPresetOfAnotherFormatBecomesThePlan() {
        PlanDocument document;
        document.format = "hqq";
        document.preset = "HQQ3";
        Q_EMIT page_->chart().foreignPresetClicked(document);
        QVERIFY(waitUntil([&] { return session_->plan() && session_->plan()->format->id() == "hqq"; }));
        QCOMPARE(std::string(session_->plan()->preset->name), std::string("HQQ3"));
        QCOMPARE(session_->format().id(), std::string_view("hqq"));
    }

    void draggingAlongTheBestMixesChangesThePlan() {
        CompareChart& chart = page_->chart();
        page_->showQuality(CompareQuality::divergence);
        QVERIFY(waitUntil([&] { return chart.mixCount() > 10; }));
        const std::uint64_t before = session_->planFacts()->fileBytes;
        Q_EMIT chart.mixWanted(before - 600'000);
        QVERIFY(waitUntil([&] { return session_->planFacts()->isOwnPlan; }));
        QVERIFY(session_->planFacts()->fileBytes < before - 400'000);
        QVERIFY(session_->planFacts()->fileBytes > before - 800'000);
        page_->showQuality(CompareQuality::relativeError);
        QCOMPARE(chart.mixCount(), 0); // the line belongs to divergences
    }
};

QTEST_MAIN(TestCompareFamilies)
#include "tst_compare_families.moc"
