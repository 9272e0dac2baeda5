// SPDX-License-Identifier: GPL-3.0-or-later
// Calibrated conversions from the window: the panel, the job, what is said about it.
#include "support/test_support.h"
#include "ui/bridge/job_queue.h"
#include "ui/charts/job_charts.h"
#include "ui/headless/wait.h"
#include "ui/own_surroundings.h"
#include "ui/text/paths.h"
#include "ui/widgets/calibration_panel.h"

#include <QCheckBox>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QTemporaryDir>

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
        job.calibration = session_->calibration();
        return job;
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

    void thePanelSaysWhatWillBeDone() {
        CalibrationPanel panel(*session_);
        QVERIFY(!panel.box().isEnabled());
        QVERIFY(open("Q4_K_M"));
        QVERIFY(panel.box().isEnabled() && !panel.box().isChecked());
        panel.box().click();
        QVERIFY(session_->calibration().has_value());
        QVERIFY(session_->calibration()->text.empty());
        panel.useFile(QStringLiteral("my-text.txt"));
        QVERIFY2(panel.note().text().contains("my-text.txt"), qPrintable(panel.note().text()));
        QCOMPARE(session_->calibration()->text.filename().string(), std::string("my-text.txt"));
        panel.box().click();
        QVERIFY(!session_->calibration().has_value());
    }

    void whatItCostsIsTriedWhenSomebodyLooks() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("Q4_K_M"));
        const auto isTold = [&] { return panel.note().text().contains("on this computer"); };
        panel.box().click();
        QVERIFY(!waitUntil(isTold, 1500)); // nobody sees it
        panel.show();
        QVERIFY2(waitUntil(isTold), qPrintable(panel.note().text()));
        panel.box().click();
        QVERIFY(!isTold());
    }

    void aPlanThatNeedsImportanceGetsItFromTheText() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("IQ2_XS"));
        QVERIFY(session_->planFacts()->needsCalibration);
        QVERIFY(session_->calibration().has_value());
        QVERIFY(panel.box().isChecked() && !panel.box().isEnabled());
        QVERIFY2(panel.note().text().contains("IQ2_XS"), qPrintable(panel.note().text()));
        session_->setCalibration(std::nullopt); // the plan stands on it
        QVERIFY(session_->calibration().has_value());
        session_->setCalibration(TextCalibration{.text = {}, .contextTokens = 128, .windows = 8, .options = {}});
        const ConversionJob* const job = finished(jobs_->add(jobTo("small.gguf")));
        QVERIFY(job != nullptr);
        QVERIFY2(job->state == JobState::done, qPrintable(job->problem ? job->problem->text() : QString()));
        QCOMPARE(QFileInfo(folder_.filePath("small.gguf")).size() / 1000,
                 static_cast<qint64>(session_->planFacts()->fileBytes) / 1000);
    }

    void aPlanThatStoresScalesOfInputsGetsThemFromTheText() {
        QVERIFY(open("Q4_K_M"));
        QVERIFY(!session_->calibration().has_value());
        session_->setPresetOf(*formatById("compressed-tensors"), "NVFP4");
        QVERIFY(waitUntil([&] { return session_->planFacts() != nullptr && session_->planFacts()->name == "NVFP4"; }));
        QVERIFY(session_->planFacts()->needsCalibration);
        QVERIFY(session_->calibration().has_value());
    }

    void theTextIsGivenUpWithThePlanThatNeededIt() {
        QVERIFY(open("IQ2_XS"));
        QVERIFY(session_->calibration().has_value());
        session_->setPreset("Q4_K_M");
        QVERIFY(waitUntil([&] { return session_->planFacts()->name == "Q4_K_M"; }));
        QVERIFY(!session_->calibration().has_value());
    }

    void whatCannotBeCalibratedSaysWhy() {
        CalibrationPanel panel(*session_);
        QVERIFY(open("F16"));
        QVERIFY(!panel.box().isEnabled());
        QVERIFY2(panel.note().text().contains("No weight"), qPrintable(panel.note().text()));
    }

    void aCalibratedJobGivesACloserFileOfTheSameSize() {
        QVERIFY(open("Q4_K_M"));
        session_->setCalibration(TextCalibration{.text = {}, .contextTokens = 128, .windows = 8, .options = {}});
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
        session_->setCalibration(std::nullopt);
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
        session_->setCalibration(TextCalibration{.text = {}, .contextTokens = 256, .windows = 64, .options = {}});
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
        session_->setCalibration(TextCalibration{.text = "/nonexistent/text.txt", .options = {}});
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
