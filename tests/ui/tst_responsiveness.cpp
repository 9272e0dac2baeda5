// SPDX-License-Identifier: GPL-3.0-or-later
// The window answers all the time: nothing holds its thread for more than 100 ms while a model of a gigabyte is opened, looked
// at, converted and measured.
#include "large_model.h"
#include "loop_watch.h"
#include "own_surroundings.h"
#include "ui/charts/compare_chart.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/headless/wait.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/plan_page.h"
#include "ui/text/paths.h"
#include "ui/window/main_window.h"

#include <QComboBox>
#include <QPushButton>
#include <QSpinBox>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr int limitMilliseconds = 1000; // everything is slower by a factor that differs
#else
constexpr int limitMilliseconds = 100;
#endif

} // namespace

class TestResponsiveness : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        test::useOwnSurroundings(folder_.path());
        test::makeLargeModel(folder_.path(), 110'592);
        window_ =
            std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(folder_.filePath(QStringLiteral("cache")))));
        window_->show();
        settle();
        watch_ = std::make_unique<test::LoopWatch>();
    }
    void cleanupTestCase() {
        watch_.reset();
        window_.reset();
    }
    void init() { (void)watch_->takeLongestMilliseconds(); }
    void cleanup() {
        const int longest = watch_->takeLongestMilliseconds();
        qInfo("longest wait: %d ms", longest);
        if (!QTest::currentTestFailed()) {
            QVERIFY2(longest <= limitMilliseconds, qPrintable(QStringLiteral("held for %1 ms").arg(longest)));
        }
    }

    void theWatchdogBites() {
        QTest::qSleep(250);
        settle(50);
        QVERIFY(watch_->takeLongestMilliseconds() >= 200);
    }

    void opens() {
        window_->open(folder_.path());
        QVERIFY(waitUntil([&] { return session().plan() && !session().presets().empty(); }));
        settle();
    }

    void readsAllWeights() {
        QVERIFY(waitUntil([&] { return window_->statistics().scan().isComplete; }));
        settle();
    }

    void showsEveryPage_data() {
        QTest::addColumn<int>("page");
        for (const auto& [name, page] : std::initializer_list<std::pair<const char*, Page>>{{"overview", Page::overview},
                                                                                            {"weights", Page::weights},
                                                                                            {"memory", Page::memory},
                                                                                            {"plan", Page::plan},
                                                                                            {"compare", Page::compare}}) {
            QTest::newRow(name) << static_cast<int>(page);
        }
    }
    void showsEveryPage() {
        QFETCH(int, page);
        window_->showPage(static_cast<Page>(page));
        settle(1500);
    }

    void changesThePlan() {
        for (const char* preset : {"Q5_K_M", "IQ4_XS", "Q4_K_M"}) {
            session().setPreset(QString::fromLatin1(preset));
            QVERIFY(waitUntil([&] { return session().planFacts()->name == QLatin1String(preset); }));
        }
        session().setContext(512);
        settle(500);
    }

    void converts() {
        window_->convertTo(folder_.filePath(QStringLiteral("large.gguf")));
        const int id = window_->jobs().jobs().front()->id;
        QVERIFY(waitUntil([&] { return !window_->jobs().find(id)->isActive(); }, 600'000));
        QVERIFY(window_->jobs().find(id)->state == JobState::done);
        settle();
    }

    void measures() {
        MeasureDialog& dialog = window_->comparePage().askMeasurement();
        MeasureService& service = window_->comparePage().measurements();
        QVERIFY(waitUntil([&] { return service.text() != nullptr; }));
        dialog.contextField().setCurrentIndex(dialog.contextField().findData(qulonglong{128}));
        dialog.windowsField().setValue(1);
        QVERIFY(waitUntil([&] { return service.text() && service.text()->windows.targets.size() == 63; }));
        QVERIFY(waitUntil([&] { return service.expectedSeconds(dialog.wishes()).has_value(); }, 600'000));
        dialog.startButton().click();
        QVERIFY(service.run().isRunning);
        QVERIFY(waitUntil([&] { return !service.run().isRunning; }, 600'000));
        QVERIFY(service.original());
        settle();
    }

private:
    Session& session() { return window_->session(); }

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;
    std::unique_ptr<test::LoopWatch> watch_;
};

QTEST_MAIN(TestResponsiveness)
#include "tst_responsiveness.moc"
