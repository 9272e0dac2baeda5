// SPDX-License-Identifier: GPL-3.0-or-later
// "Measure quality…" by hand: choose text and plans, see how long it takes, measure, cancel, find the points in Compare.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/charts/compare_chart.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/headless/wait.h"
#include "ui/pages/compare_page.h"
#include "ui/text/measure_texts.h"
#include "ui/text/paths.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"
#include "ui/window/measure_card.h"

#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSettings>
#include <QSpinBox>
#include <QTableWidget>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestMeasure : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { test::useOwnSurroundings(settings_.path()); }
    void init() {
        QSettings().clear();
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", cache_->path().toLocal8Bit());  // nothing that another test left unfinished
        qputenv("XDG_CACHE_HOME", cache_->path().toLocal8Bit()); // nobody else's results
        openWindow();
    }
    void cleanup() {
        window_.reset();
        cache_.reset();
    }

    void measuresWhatIsChosen() {
        MeasureDialog& dialog = page().askMeasurement();
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        dialog.contextField().setCurrentIndex(dialog.contextField().findData(qulonglong{128}));
        dialog.windowsField().setValue(3);
        QVERIFY(waitUntil([&] { return service().text() && service().text()->windows.targets.size() == 3 * 63; }));
        QVERIFY(service().text()->windowsInText > 100);

        // At first the plan at hand is chosen, and how long it takes is tried on this machine.
        QCOMPARE(dialog.wishes().size(), std::size_t{1});
        QCOMPARE(dialog.wishes().front().name, QStringLiteral("Q4_K_M"));
        dialog.setChecked(QStringLiteral("Q8_0"), true);
        dialog.setChecked(QStringLiteral("Q2_K"), true);
        QVERIFY(waitUntil([&] { return service().expectedSeconds(dialog.wishes()).has_value(); }));
        QVERIFY(*service().expectedSeconds(dialog.wishes()) > 0);
        QVERIFY2(dialog.durationLabel().text().startsWith(QStringLiteral("About ")), qPrintable(dialog.durationLabel().text()));

        QStringList items;
        connect(&service(), &MeasureService::runChanged, this, [&] { items.append(service().run().item); });
        dialog.startButton().click();
        QVERIFY(service().run().isRunning);
        QVERIFY(!dialog.windowsField().isEnabled());
        QVERIFY(waitUntil([&] { return !service().run().isRunning; }));
        const QRegularExpression layer(QStringLiteral(".*layer [1-6] of 6")); // which ones are seen is a matter of speed
        QVERIFY2(items.indexOf(layer) >= 0, qPrintable(items.join(QLatin1Char(' '))));
        QVERIFY(service().original());
        const auto divergenceOf = [&](const char* preset) {
            const auto measured = measuredOf(preset);
            return measured && measured->divergence ? measured->divergence->kl.value : -1;
        };
        QVERIFY(divergenceOf("Q8_0") > 0);
        QVERIFY(divergenceOf("Q4_K_M") > 3 * divergenceOf("Q8_0"));
        QVERIFY(divergenceOf("Q2_K") > 3 * divergenceOf("Q4_K_M"));
        QVERIFY(!dialog.startButton().isEnabled()); // nothing is left to measure

        // A model without experts becomes the same with both of these: what was measured of one is known of the other.
        QCOMPARE(divergenceOf("MXFP4_MOE"), divergenceOf("Q8_0"));

        // The points stand in Compare: four measured ones, the others predicted from them.
        CompareChart& chart = page().chart();
        QVERIFY(waitUntil([&] { return chart.pointCount() > 10; }));
        page().showQuality(CompareQuality::divergence);
        QCOMPARE(chart.measuredCount(), 4);
        // The best mixes are drawn on the scale of what was measured: none is worse than a preset of its size.
        QVERIFY(waitUntil([&] { return chart.mixCount() > 10; }, 60'000));
        const auto& presets = window_->session().presets();
        for (const char* name : {"Q4_K_M", "Q2_K"}) {
            const auto preset = std::ranges::find(presets, QLatin1String(name), &PlanFacts::name);
            const auto mix = chart.mixAt(static_cast<double>(preset->fileBytes) / 1e6);
            QVERIFY2(mix && *mix < 1.2 * divergenceOf(name) && *mix > 0.2 * divergenceOf(name), name);
        }
        // So do the predictions of the plan.
        PlannerService& planner = window_->planner();
        QCOMPARE(planner.scaledBy(), std::size_t{4});
        const auto prediction = planner.predictionOfPlan();
        QVERIFY(prediction && prediction->kl < 1.5 * divergenceOf("Q4_K_M") && prediction->kl > 0.6 * divergenceOf("Q4_K_M"));
        QVERIFY(prediction->klLow < divergenceOf("Q4_K_M") && prediction->klHigh > divergenceOf("Q4_K_M"));
        page().showQuality(CompareQuality::perplexity);
        QCOMPARE(chart.pointCount(), 4);
        QCOMPARE(chart.measuredCount(), 4);
        const QByteArray csv = chart.csv();
        QVERIFY(csv.contains("kl_divergence") && csv.contains("\nQ2_K,"));
        PlanTableModel& table = page().table();
        const QModelIndex cell = table.index(table.rowOf(QStringLiteral("Q2_K")), table.columnOf(PlanColumn::divergence));
        QCOMPARE(cell.data().toString(), divergenceText(divergenceOf("Q2_K")));

        // It is a job of the list, which shows what was found.
        const Job& job = *window_->jobs().jobs().back();
        QVERIFY(job.state == JobState::done);
        QCOMPARE(job.title, QStringLiteral("sample, Q8_0, Q4_K_M, Q2_K"));
        QCOMPARE(job.commandLine.count(QStringLiteral("quantlathe-cli measure ")), 3);
        window_->jobsDock().select(job.id);
        const auto* card = qobject_cast<MeasureCard*>(window_->jobsDock().card());
        QVERIFY(card != nullptr);
        QTableWidget& found = const_cast<MeasureCard*>(card)->table();
        QCOMPARE(found.rowCount(), 4);
        QCOMPARE(found.item(3, 0)->text(), QStringLiteral("Q2_K"));
        QVERIFY(found.item(3, 1)->text().startsWith(divergenceText(divergenceOf("Q2_K"))));

        // Another window finds them, too, without running anything.
        const double known = divergenceOf("Q2_K");
        const MeasureSettings settings = service().settings();
        openWindow();
        service().setSettings(settings);
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        QCOMPARE(divergenceOf("Q2_K"), known);
        QCOMPARE(service().knownCount(), std::size_t{4});
        // Other settings are another question.
        service().setSettings({{}, 128, 2});
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        QCOMPARE(service().knownCount(), std::size_t{0});
    }

    void plansOfAllFamiliesAreMeasuredAtOnce() {
        service().setSettings({{}, 128, 2});
        MeasureDialog& dialog = page().askMeasurement();
        const auto families = [&] {
            QSet<QString> all;
            for (int row = 0; row < dialog.planTable().rowCount(); ++row) {
                all.insert(dialog.planTable().item(row, 1)->text());
            }
            return all;
        };
        QVERIFY(waitUntil([&] { return families().size() > 3 && service().text() != nullptr; }));
        dialog.setChecked(QStringLiteral("Q4_K_M"), true);
        dialog.setChecked(QStringLiteral("HQQ4"), true);
        const auto wishes = dialog.wishes();
        QCOMPARE(wishes.size(), std::size_t{2});
        QCOMPARE(wishes[0].format, std::string("gguf"));
        QCOMPARE(wishes[1].format, std::string("hqq"));
        QVERIFY(waitUntil([&] { return dialog.startButton().isEnabled(); }));
        dialog.startButton().click();
        QVERIFY(service().run().isRunning);
        QVERIFY(waitUntil([&] { return !service().run().isRunning; }, 120'000));
        const auto& others = window_->session().otherPresets();
        const auto hqq = std::ranges::find(others, QStringLiteral("HQQ4"), &PlanFacts::name);
        QVERIFY(hqq != others.end());
        const auto measured = service().measuredAt(*hqq, Effort::normal);
        QVERIFY(measured && measured->divergence && measured->divergence->kl.value > 0);
        QVERIFY(measuredOf("Q4_K_M"));
        const Job& job = *window_->jobs().jobs().back();
        QVERIFY2(job.commandLine.contains(QStringLiteral("--format hqq --preset HQQ4")), qPrintable(job.commandLine));
        // What is checked stays so, whatever format is chosen.
        window_->session().setFormat(*hqq->format);
        QVERIFY(waitUntil([&] { return families().size() > 3 && dialog.wishes().size() == 2; }));
        QVERIFY(waitUntil([&] { return measuredOf("HQQ4") != nullptr; }));
    }

    void theLineOfTheBestMixesStaysInTheChart() {
        page().showQuality(CompareQuality::divergence);
        CompareChart& chart = page().chart();
        window_->planner().start();
        QVERIFY(waitUntil([&] { return chart.mixCount() > 10; }, 60'000));
        for (int i = 0; i < 50; ++i) {
            const double x = chart.xAxis->range().lower + chart.xAxis->range().size() * i / 49;
            const auto value = chart.mixAt(x);
            QVERIFY2(value && *value <= chart.yAxis->range().upper, qPrintable(QString::number(x)));
        }
    }

    void cancelStopsWithinASecond() {
        MeasureDialog& dialog = page().askMeasurement();
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        dialog.windowsField().setValue(30);
        dialog.setChecked(QStringLiteral("Q8_0"), true);
        QVERIFY(waitUntil([&] { return service().text() && service().text()->windows.sequences.size() == 30; }));
        dialog.startButton().click();
        QVERIFY(waitUntil([&] { return service().run().share > 0; }));
        QCOMPARE(dialog.startButton().text(), QStringLiteral("Cancel"));
        dialog.startButton().click();
        QVERIFY(waitUntil([&] { return !service().run().isRunning; }));
        QCOMPARE(service().knownCount(), std::size_t{0});
        const Job& job = *window_->jobs().jobs().back();
        QVERIFY(job.state == JobState::stopped);
        QVERIFY(job.canResume());
        QElapsedTimer clock;
        clock.start();
        window_.reset(); // waits for the worker
        qInfo("stopped after %lld ms", static_cast<long long>(clock.elapsed()));
    }

    void anotherModelDoesNotStopIt() {
        MeasureDialog& dialog = page().askMeasurement();
        service().setSettings({{}, 128, 40});
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        const MeasureSettings settings = service().settings();
        service().start(dialog.wishes());
        QVERIFY(waitUntil([&] { return service().run().share > 0; }));
        const Job& job = *window_->jobs().jobs().back();
        const std::shared_ptr<const Model> before = window_->session().model();
        window_->open(QString::fromStdString(test::dataFile("gguf/tiny-llama-f32.gguf").string()));
        QVERIFY(waitUntil([&] { return window_->session().model() != before; }));
        QVERIFY(job.isActive());
        QVERIFY(!service().run().isRunning); // not of this model
        QVERIFY(waitUntil([&] { return !job.isActive(); }, 120'000));
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        QVERIFY(!service().original());
        // A click brings the model back, and what was measured of it.
        Q_EMIT window_->jobsDock().resultWanted(job.id);
        QVERIFY(waitUntil([&] { return service().original() != nullptr; }));
        QVERIFY(measuredOf("Q4_K_M"));
        QVERIFY(service().settings() == settings);
    }

    void ownPlansAreMeasured() {
        Session& session = window_->session();
        session.setEncoding({QStringLiteral("blk.0.ffn_down.weight")}, QStringLiteral("Q8_0"));
        QVERIFY(waitUntil([&] { return session.planFacts()->isOwnPlan; }));
        service().setSettings({{}, 64, 2});
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        MeasureDialog& dialog = page().askMeasurement();
        QCOMPARE(dialog.wishes().size(), std::size_t{1});
        QVERIFY(dialog.wishes().front().plan == session.plan());
        service().start(dialog.wishes());
        QVERIFY(waitUntil([&] { return !service().run().isRunning; }));
        QVERIFY(service().measuredAt(*session.planFacts(), Effort::normal));
        QVERIFY(service().isKnown(dialog.wishes().front()));
        // A change makes it another plan; taking it back finds the figures again.
        session.setEncoding({QStringLiteral("blk.1.ffn_down.weight")}, QStringLiteral("Q8_0"));
        QVERIFY(waitUntil([&] { return session.plan()->document.weights.size() == 2; }));
        QVERIFY(!service().measuredAt(*session.planFacts(), Effort::normal));
        session.history().undo();
        QVERIFY(waitUntil([&] { return service().measuredAt(*session.planFacts(), Effort::normal) != nullptr; }));
    }

    void saysWhatIsWrongWithAText() {
        MeasureDialog& dialog = page().askMeasurement();
        const QString file = cache_->filePath(QStringLiteral("short.txt"));
        const QByteArray words("Three short words.");
        test::writeAll(pathOf(file), std::as_bytes(std::span(words.constData(), static_cast<std::size_t>(words.size()))));
        dialog.useFile(file);
        QVERIFY(waitUntil([&] { return service().problem().has_value(); }));
        QVERIFY2(dialog.durationLabel().text().contains(QStringLiteral("too short")),
                 qPrintable(dialog.durationLabel().text()));
        QVERIFY(!dialog.startButton().isEnabled());
        dialog.useFile({});
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        QVERIFY(!service().problem());
        QVERIFY(dialog.startButton().isEnabled());
    }

    /// What is calibrated on a text looks better on it than it is.
    void theTextOfTheCalibrationIsWarnedAbout() {
        const QString file = cache_->filePath(QStringLiteral("calibration.txt"));
        QVERIFY(QFile::copy(textOf(test::resourceFile("text/default-calibration.txt")), file));
        MeasureDialog& dialog = page().askMeasurement();
        window_->session().setCalibration(calibrationByText());
        QVERIFY(waitUntil([&] { return service().text() != nullptr; }));
        settle(500);
        QVERIFY(!dialog.warningLabel().isVisible()); // the program's own texts are two
        dialog.useFile(file);
        QVERIFY(waitUntil([&] { return dialog.warningLabel().isVisible(); }));
        dialog.useFile({});
        QVERIFY(waitUntil([&] { return service().text() != nullptr && !dialog.warningLabel().isVisible(); }));
        settle(500);
        QVERIFY(!dialog.warningLabel().isVisible());
    }

    void divergencesAreWrittenWithTheirUncertainty() {
        QCOMPARE(divergenceText(0.02823, 0.00421), QStringLiteral("0.0282 ± 0.0042"));
        QCOMPARE(divergenceText(1.5), QStringLiteral("1.5000"));
        QCOMPARE(divergenceText(0.0000401), QStringLiteral("0.0000401"));
        QCOMPARE(divergenceText(0), QStringLiteral("0.0000"));
        QCOMPARE(halfWidth95(std::nan("")), 0.0);
    }

private:
    void openWindow() {
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        window_->show();
        window_->openSample();
        QVERIFY(waitUntil([&] { return window_->session().plan() && !window_->session().presets().empty(); }));
        window_->showPage(Page::compare);
    }
    ComparePage& page() { return window_->comparePage(); }
    MeasureService& service() { return page().measurements(); }
    std::shared_ptr<const TextQuality> measuredOf(const char* preset) {
        const auto& presets = window_->session().presets();
        const auto found = std::ranges::find(presets, QString::fromLatin1(preset), &PlanFacts::name);
        return found == presets.end() ? nullptr : service().measuredAt(*found, Effort::normal);
    }

    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestMeasure)
#include "tst_measure.moc"
