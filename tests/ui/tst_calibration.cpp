// SPDX-License-Identifier: GPL-3.0-or-later
// Calibrated conversions from the window: the panel, the job, what is said about it.
#include "support/test_support.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/user_data.h"
#include "ui/charts/job_charts.h"
#include "ui/headless/wait.h"
#include "ui/models/calibration_texts.h"
#include "ui/own_surroundings.h"
#include "ui/text/paths.h"
#include "ui/widgets/calibration_panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QToolButton>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestCalibration : public QObject {
    Q_OBJECT

    [[nodiscard]] bool open(const char* preset) {
        session_->open(test::resourceFile("sample"));
        if (!waitUntil([&] { return session_->plan() != nullptr; })) {
            return false;
        }
        session_->setPreset(QString(preset));
        return waitUntil([&] { return session_->planFacts() != nullptr && session_->planFacts()->name == preset; });
    }
    [[nodiscard]] ConversionJob jobTo(const char* name) const {
        ConversionJob job;
        job.title = QString(name);
        job.plan = session_->plan();
        job.destination = folder_.filePath(name).toStdString();
        job.recipe.document.calibration = session_->calibration();
        return job;
    }
    [[nodiscard]] static CalibrationChoice someText() {
        CalibrationChoice choice = calibrationByText();
        choice.contextTokens = 128;
        choice.windows = 8;
        return choice;
    }
    [[nodiscard]] const ConversionJob* finished(int id) {
        const bool isOver = waitUntil([&] { return !jobs_->find(id)->isActive(); }, 120'000);
        return isOver ? jobs_->find<ConversionJob>(id) : nullptr;
    }

private slots:
    void initTestCase() { test::useOwnSurroundings(settings_.path()); }
    void init() {
        session_ = std::make_unique<Session>();
        jobs_ = std::make_unique<JobQueue>();
    }
    void cleanup() {
        jobs_.reset();
        session_.reset();
    }

    void theCardIsOneChoice() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("Q4_K_M"));
        QCOMPARE(panel.ways().chosen(), int(CalibrationPanel::none));
        QVERIFY2(panel.note().text().contains("weights alone"), qPrintable(panel.note().text()));
        panel.choose(CalibrationPanel::text);
        QCOMPARE(session_->calibration().source, CalibrationChoice::Source::text);
        QVERIFY(session_->calibration().file.empty());
        QCOMPARE(calibrationCaption(*session_), QStringLiteral("calibrated, 128 × 512"));
        panel.useFile(QStringLiteral("/texts/my-text.txt"));
        QCOMPARE(session_->calibration().file.filename().string(), std::string("my-text.txt"));
        panel.windowsField().setValue(64);
        panel.contextField().setCurrentIndex(panel.contextField().findData(qulonglong{256}));
        Q_EMIT panel.contextField().activated(panel.contextField().currentIndex());
        QCOMPARE(calibrationCaption(*session_), QStringLiteral("calibrated on my-text, 64 × 256"));
        // A way off and back again keeps what was chosen.
        panel.choose(CalibrationPanel::none);
        QVERIFY(calibrationCaption(*session_).isEmpty());
        panel.choose(CalibrationPanel::text);
        QCOMPARE(session_->calibration().windows, std::size_t{64});
        panel.useFile({});
        QCOMPARE(session_->calibration().windows, std::size_t{64});
        // A matrix needs a file first.
        QSignalSpy wanted(&panel, &CalibrationPanel::importanceWanted);
        panel.choose(CalibrationPanel::importance);
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(panel.ways().chosen(), int(CalibrationPanel::text));
    }

    void theCardIsUsedWithKeys() {
        CalibrationPanel panel(*session_);
        panel.show();
        QVERIFY(open("Q4_K_M"));
        const auto buttons = panel.ways().findChildren<QToolButton*>();
        QCOMPARE(buttons.size(), qsizetype{3});
        buttons[1]->setFocus();
        QTest::keyClick(buttons[1], Qt::Key_Space);
        QVERIFY(session_->calibration().choosesCodes());
        panel.windowsField().setFocus();
        QTest::keyClick(&panel.windowsField(), Qt::Key_Up);
        QCOMPARE(session_->calibration().windows, std::size_t{129});
        const auto modes = panel.modes().findChildren<QToolButton*>();
        modes[1]->setFocus();
        QTest::keyClick(modes[1], Qt::Key_Space);
        QVERIFY(!session_->calibration().isCorrected);
    }

    void whatIsKnownOfTheTextIsShown() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("Q4_K_M"));
        CalibrationChoice choice = someText();
        const auto fact = [&](const char* name) {
            const auto& rows = panel.facts();
            const auto row = std::ranges::find(rows, QString(name), [](const QStringList& cells) { return cells[0]; });
            return row == rows.end() ? QString() : (*row)[1];
        };
        session_->setCalibration(choice);
        QVERIFY(!waitUntil([&] { return !panel.facts().empty(); }, 300)); // nobody sees it
        panel.show();
        QVERIFY(waitUntil([&] { return fact("Time").contains("on this computer"); }));
        QCOMPARE(fact("Tokens"), QStringLiteral("1\u202f024 in 8 windows"));
        QCOMPARE(fact("Statistics"), QStringLiteral("not run yet"));
        QVERIFY(fact("Too few tokens").isEmpty());
        // Once a conversion has run the text, its statistics are there.
        ConversionJob wish = jobTo("known.gguf");
        const ConversionJob* const job = finished(jobs_->add(wish));
        QVERIFY(job != nullptr && job->state == JobState::done);
        panel.hide();
        panel.show();
        QVERIFY2(waitUntil([&] { return fact("Statistics").contains("old"); }), qPrintable(fact("Statistics")));
        QVERIFY(!fact("Too few tokens").isEmpty());
        panel.choose(CalibrationPanel::none);
        QVERIFY(panel.facts().empty());
    }

    void aTextThatCannotBeReadIsSaidOnTheCard() {
        CalibrationPanel panel(*session_);
        panel.show();
        QVERIFY(open("Q4_K_M"));
        panel.useFile(QStringLiteral("/nonexistent/text.txt"));
        QVERIFY2(waitUntil([&] { return panel.note().text().contains("text.txt"); }), qPrintable(panel.note().text()));
        QVERIFY(panel.facts().empty());
    }

    void aPlanThatNeedsImportanceGetsItFromTheText() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("IQ2_XS"));
        QVERIFY(session_->planFacts()->needsCalibration);
        QVERIFY(session_->calibration().choosesCodes());
        QCOMPARE(panel.ways().chosen(), int(CalibrationPanel::text));
        QVERIFY(!panel.ways().findChildren<QToolButton*>().front()->isEnabled());
        QVERIFY2(panel.note().text().contains("IQ2_XS"), qPrintable(panel.note().text()));
        panel.choose(CalibrationPanel::none); // the plan stands on it
        QVERIFY(session_->calibration().choosesCodes());
        QCOMPARE(panel.ways().chosen(), int(CalibrationPanel::text));
        session_->setCalibration(someText());
        const ConversionJob* const job = finished(jobs_->add(jobTo("small.gguf")));
        QVERIFY(job != nullptr);
        QVERIFY2(job->state == JobState::done, qPrintable(job->problem ? job->problem->text() : QString()));
        QCOMPARE(QFileInfo(folder_.filePath("small.gguf")).size() / 1000,
                 static_cast<qint64>(session_->planFacts()->fileBytes) / 1000);
    }

    void aPlanFileCarriesTheChoice() {
        QVERIFY(open("Q4_K_M"));
        session_->setCalibration(someText());
        QVERIFY(waitUntil([&] { return !session_->calibration().contents.empty(); }));
        const PlanDocument document = parsePlan(planJson(session_->planToSave()));
        QCOMPARE(document.calibration, session_->calibration());
        session_->setCalibration({});
        session_->usePlan(document);
        QCOMPARE(session_->calibration().windows, std::size_t{8});
        QVERIFY(session_->calibration().choosesCodes());
        PlanDocument older = document;
        older.calibration = {};
        session_->usePlan(older); // says nothing of it
        QVERIFY(session_->calibration().choosesCodes());
        // A job of it is kept and begun again with the same choice; older programs kept it elsewhere.
        ConversionJob job = jobTo("kept.gguf");
        job.recipe = recipeOf(*session_->plan(), {}, session_->calibration());
        QJsonObject json = job.json();
        QCOMPARE(dynamic_cast<ConversionJob&>(*ConversionJob::fromJson(json)).calibration(), session_->calibration());
        job.recipe.document.calibration = {};
        json = job.json();
        json["calibration"] = QJsonObject{{"text", pathInJson("/texts/old.txt")}, {"context", 128}, {"windows", 4}};
        const CalibrationChoice former = dynamic_cast<ConversionJob&>(*ConversionJob::fromJson(json)).calibration();
        QCOMPARE(former.file, std::filesystem::path("/texts/old.txt"));
        QVERIFY(former.choosesCodes() && former.windows == 4);
    }

    void aPlanThatStoresScalesOfInputsGetsThemFromTheText() {
        QVERIFY(open("Q4_K_M"));
        QVERIFY(!session_->calibration().choosesCodes());
        session_->setPresetOf(*formatById("compressed-tensors"), "NVFP4");
        QVERIFY(waitUntil([&] { return session_->planFacts() != nullptr && session_->planFacts()->name == "NVFP4"; }));
        QVERIFY(session_->planFacts()->needsCalibration);
        QVERIFY(session_->calibration().choosesCodes());
    }

    void theTextIsGivenUpWithThePlanThatNeededIt() {
        QVERIFY(open("IQ2_XS"));
        QVERIFY(session_->calibration().choosesCodes());
        session_->setPreset("Q4_K_M");
        QVERIFY(waitUntil([&] { return session_->planFacts()->name == "Q4_K_M"; }));
        QVERIFY(!session_->calibration().choosesCodes());
    }

    void whatCannotBeCalibratedSaysWhy() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("F16"));
        QVERIFY(!panel.ways().findChildren<QToolButton*>()[CalibrationPanel::text]->isEnabled());
        QVERIFY2(panel.note().text().contains("No weight"), qPrintable(panel.note().text()));
    }

    void aCalibratedJobGivesACloserFileOfTheSameSize() {
        QVERIFY(open("Q4_K_M"));
        session_->setCalibration(someText());
        ConversionJob wish = jobTo("calibrated.gguf");
        int calibrating = 0;
        connect(jobs_.get(), &JobQueue::jobChanged, this,
                [&](int id) { calibrating += jobs_->find<ConversionJob>(id)->isChoosingCodes ? 1 : 0; });
        const ConversionJob* const calibrated = finished(jobs_->add(wish));
        QVERIFY(calibrated != nullptr);
        QVERIFY2(calibrated->state == JobState::done,
                 qPrintable(calibrated->problem ? calibrated->problem->text() : QString()));
        QVERIFY(calibrating > 0);
        QVERIFY2(calibrated->calibrated.startsWith("43 "), qPrintable(calibrated->calibrated));
        QVERIFY(logText(*calibrated).contains("calibrated: 43"));
        // What its live charts show.
        QCOMPARE(calibrated->losses.size(), std::size_t{43});
        QCOMPARE(calibrated->results.size(), calibrated->report->weights.size());
        LayerLossChart chart;
        chart.show(*calibrated);
        QCOMPARE(chart.layers().size(), std::size_t{7}); // and the output matrix
        for (const LayerLossChart::Layer& layer : chart.layers()) {
            QVERIFY2(layer.share > 0 && layer.share < 1, qPrintable(layer.name));
            QVERIFY(layer.worstShare >= layer.share);
        }
        QCOMPARE(chart.csv().count('\n'), 8);
        TensorErrorChart errors;
        errors.show(*calibrated);
        QVERIFY(errors.count() >= 43 && errors.count() < calibrated->results.size()); // norms stay as they are
        session_->setCalibration({});
        const ConversionJob* const plain = finished(jobs_->add(jobTo("plain.gguf")));
        QVERIFY(plain != nullptr && plain->state == JobState::done);
        QVERIFY(plain->calibrated.isEmpty());
        const auto rowsOf = [](const ConversionJob& job) { return job.report->weights.size(); };
        QCOMPARE(rowsOf(*jobs_->find<ConversionJob>(1)), rowsOf(*plain));
        QVERIFY(test::readAll(folder_.filePath("calibrated.gguf").toStdString()) !=
                test::readAll(folder_.filePath("plain.gguf").toStdString()));
    }

    void aJobThatIsStoppedWhileItChoosesLeavesNoFile() {
        QVERIFY(open("Q3_K_M"));
        CalibrationChoice longer = someText();
        longer.contextTokens = 256;
        longer.windows = 64;
        session_->setCalibration(longer);
        const int id = jobs_->add(jobTo("stopped.gguf"));
        QVERIFY(waitUntil([&] { return jobs_->find<ConversionJob>(id)->isChoosingCodes; }, 60'000));
        jobs_->pause(id);
        const ConversionJob* job = finished(id);
        QVERIFY(job != nullptr);
        QCOMPARE(job->state, JobState::paused);
        QVERIFY(QDir(folder_.path()).entryList({"stopped*"}).isEmpty());
    }

    void aTextThatIsNotThereIsSaid() {
        QVERIFY(open("Q4_K_M"));
        session_->setCalibration(calibrationByText("/nonexistent/text.txt"));
        const ConversionJob* const job = finished(jobs_->add(jobTo("none.gguf")));
        QVERIFY(job != nullptr);
        QCOMPARE(job->state, JobState::failed);
        QVERIFY2(job->problem->text().contains("text.txt"), qPrintable(job->problem->text()));
        QVERIFY(!QFileInfo::exists(folder_.filePath("none.gguf")));
    }

private:
    QTemporaryDir settings_;
    QTemporaryDir folder_;
    std::unique_ptr<Session> session_;
    std::unique_ptr<JobQueue> jobs_;
};

QTEST_MAIN(TestCalibration)
#include "tst_calibration.moc"
