// SPDX-License-Identifier: GPL-3.0-or-later
// The main job by hand: drop a model, look, choose, convert, cancel.
#include "large_model.h"
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/charts/compare_chart.h"
#include "ui/headless/wait.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/empty_page.h"
#include "ui/text/paths.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <algorithm>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QMimeData>
#include <QSettings>
#include <QTemporaryDir>
#include <QTreeView>
#include <QUrl>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

struct DragResult {
    bool moveAccepted = false;
    bool dropAccepted = false;
};

/// What the platform sends when a path is dragged in and let go.
DragResult dragAndDrop(QWidget& window, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QDragMoveEvent move(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    move.ignore();
    QApplication::sendEvent(&window, &move);
    DragResult result{move.isAccepted(), false};
    if (move.isAccepted()) {
        QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        drop.ignore();
        QApplication::sendEvent(&window, &drop);
        result.dropAccepted = drop.isAccepted();
    } else {
        QDragLeaveEvent leave;
        QApplication::sendEvent(&window, &leave);
    }
    return result;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
    }
    void init() {
        QSettings().clear();
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", cache_->path().toLocal8Bit()); // nothing that another test left unfinished
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        window_->show();
    }
    void cleanup() {
        window_.reset();
        cache_.reset();
    }

    /// The model is the same: what was chosen of its weights stays, and nothing is read again.
    void anotherFormatKeepsTheChosenWeight() {
        window_->openSample();
        Session& session = window_->session();
        const StatisticsService& statistics = window_->statistics();
        QVERIFY(waitUntil([&] { return session.plan() && statistics.selection().decoded && statistics.scan().isComplete; }));
        const auto original = statistics.selection().original;
        const std::vector<std::size_t> chosen = statistics.selection().weights;
        QCOMPARE(chosen.size(), std::size_t{1});
        session.setFormat(*formatById("hqq"));
        QVERIFY(waitUntil([&] { return session.plan() && session.plan()->format->id() == "hqq"; }));
        QVERIFY(waitUntil([&] { return statistics.selection().decoded != nullptr; }));
        QCOMPARE(statistics.selection().weights, chosen);
        QCOMPARE(statistics.selection().original, original);
        QVERIFY(statistics.scan().isComplete);
    }

    void dropsLooksChoosesConverts() {
        QTemporaryDir folder;
        const QString sample = QString::fromStdString(test::resourceFile("sample").string());
        const DragResult drag = dragAndDrop(*window_, sample);
        QVERIFY(drag.moveAccepted);
        QVERIFY(drag.dropAccepted);

        // The tree stands, and the presets with their sizes.
        Session& session = window_->session();
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
        QCOMPARE(window_->tensors().model().rowCount(), 9);
        QVERIFY(waitUntil([&] { return window_->statistics().selection().decoded != nullptr; }));

        // Points of the comparison come by themselves.
        window_->showPage(Page::compare);
        QVERIFY(waitUntil([&] { return window_->comparePage().chart().pointCount() >= 3; }));

        // A preset.
        session.setPreset(QStringLiteral("Q5_K_M"));
        QVERIFY(
            waitUntil([&] { return session.planFacts() != nullptr && session.planFacts()->name == QLatin1String("Q5_K_M"); }));
        const std::uint64_t planned = session.planFacts()->fileBytes;

        // The file.
        const QString file = folder.filePath(QStringLiteral("sample.gguf"));
        window_->convertTo(file);
        QCOMPARE(window_->jobs().jobs().size(), std::size_t{1});
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().front()->isActive(); }));
        const auto& job = dynamic_cast<const ConversionJob&>(*window_->jobs().jobs().front());
        QVERIFY2(job.state == JobState::done, job.problem ? qPrintable(job.problem->text()) : "");
        const Checkpoint reopened = openCheckpoint(pathOf(file));
        QCOMPARE(reopened.fileBytes(), planned);
        QCOMPARE(reopened.tensors().size(), session.plan()->choices.size());
        QVERIFY(job.report->relativeError > 0.001 && job.report->relativeError < 0.1);
        QVERIFY(window_->messages().titles().contains(QStringLiteral("sample.gguf is ready")));
        QVERIFY(job.commandLine.startsWith(QStringLiteral("quantlathe-cli convert ")));
    }

    void cancelsAndResumes() {
        QTemporaryDir folder;
        test::makeLargeModel(folder.path());
        window_->open(folder.path());
        Session& session = window_->session();
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }));
        window_->quality().disconnect(); // its work is not wanted here
        session.setPreset(QStringLiteral("IQ4_XS"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("IQ4_XS"); }));
        const QString file = folder.filePath(QStringLiteral("large.gguf"));
        window_->convertTo(file);
        const int id = window_->jobs().jobs().front()->id;
        QVERIFY(waitUntil([&] { return window_->jobs().find(id)->progress.done > 0; }));
        QElapsedTimer clock;
        clock.start();
        window_->jobs().cancel(id);
        QVERIFY(waitUntil([&] { return !window_->jobs().find(id)->isActive(); }, 60'000));
        qInfo("stopped after %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(window_->jobs().find(id)->state == JobState::stopped);
        QVERIFY2(!QFile::exists(file), "nothing may look complete");
        QVERIFY(window_->jobs().find(id)->canResume());

        window_->jobs().resume(id);
        QVERIFY(waitUntil([&] { return !window_->jobs().find(id)->isActive(); }));
        QVERIFY(window_->jobs().find(id)->state == JobState::done);
        QCOMPARE(openCheckpoint(pathOf(file)).fileBytes(), session.planFacts()->fileBytes);
    }

    void pausesGoesOnAndKeepsALog() {
        QTemporaryDir folder;
        test::makeLargeModel(folder.path());
        window_->open(folder.path());
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
        const QString file = folder.filePath(QStringLiteral("paused.gguf"));
        window_->convertTo(file);
        JobQueue& jobs = window_->jobs();
        const int id = jobs.jobs().front()->id;
        window_->jobsDock().pauseOrResume(); // waiting or running, as it happens
        QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }, 60'000));
        if (jobs.find(id)->state == JobState::paused) { // a quick machine may have finished first
            QVERIFY(jobs.find(id)->canResume());
            QVERIFY(!QFile::exists(file));
            jobs.clearFinished();
            QVERIFY2(jobs.find(id) != nullptr, "what can be gone on with stays");
            window_->jobsDock().pauseOrResume();
            QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }));
        }
        QVERIFY(jobs.find(id)->state == JobState::done);
        const QString log = logText(*jobs.find(id));
        QVERIFY(log.contains(QStringLiteral("blk.0.attn_q.weight")));
        QVERIFY(log.contains(jobs.find(id)->commandLine));
        window_->jobsDock().showLog(id);
        jobs.clearFinished();
        QVERIFY(jobs.jobs().empty());
    }

    void takingAStoppedJobOutOfTheListLeavesNothingBehind() {
        QTemporaryDir folder;
        test::makeLargeModel(folder.path());
        window_->open(folder.path());
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
        const QString file = folder.filePath(QStringLiteral("gone.gguf"));
        window_->convertTo(file);
        JobQueue& jobs = window_->jobs();
        const int id = jobs.jobs().front()->id;
        QVERIFY(waitUntil([&] { return jobs.find(id)->progress.done > 0 || !jobs.find(id)->isActive(); }));
        jobs.cancel(id);
        QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }, 60'000));
        if (jobs.find(id)->state == JobState::done) {
            QSKIP("the conversion was done before it could be stopped");
        }
        jobs.remove(id);
        QVERIFY(jobs.find(id) == nullptr);
        QVERIFY2(QFile::exists(file + ".part"), "nothing is deleted while it can be undone");
        jobs.undoRemoval();
        QVERIFY(jobs.find(id) != nullptr && jobs.find(id)->canResume());
        jobs.remove(id);
        QVERIFY(window_->messages().titles().front().endsWith(QStringLiteral("is taken out of the list")));
        jobs.makeRemovalFinal();
        QVERIFY(!window_->messages().titles().join(QString()).contains(QStringLiteral("taken out of the list")));
        QVERIFY(waitUntil([&] { return !QFile::exists(file + ".part") && !QFile::exists(file + ".part.journal"); }, 60'000));
    }

    void refusesWhatCannotBeOpened() {
        const QString tokenizer = QString::fromStdString(test::resourceFile("sample/tokenizer.model").string());
        const DragResult drag = dragAndDrop(*window_, tokenizer);
        QVERIFY(!drag.moveAccepted);
        const DragAnswer answer = answerDrag(pathOf(tokenizer));
        QVERIFY(!answer.openable);
        QVERIFY(!answer.detail.isEmpty());
        QVERIFY(!window_->session().model());
    }

    void widthsOfColumnsAreRemembered() {
        window_->tensors().view().setColumnWidth(2, 137);
        QVERIFY(window_->close());
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        QCOMPARE(window_->tensors().view().columnWidth(2), 137);
        QVERIFY(window_->tensors().view().isColumnHidden(static_cast<int>(TensorColumn::importance)));
    }

    void aDroppedPlanBecomesThePlan() {
        QTemporaryDir folder;
        const QString plan = folder.filePath(QStringLiteral("mine.json"));
        const DragAnswer before = answerDrag(pathOf(plan));
        QVERIFY(!before.openable);
        window_->openSample();
        Session& session = window_->session();
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }));
        session.setPreset(QStringLiteral("Q5_K_M"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("Q5_K_M"); }));
        window_->savePlanTo(plan);
        QVERIFY2(!answerDrag(pathOf(plan)).openable, "it is for an open model");
        session.setPreset(QStringLiteral("Q8_0"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("Q8_0"); }));
        QVERIFY(dragAndDrop(*window_, plan).dropAccepted);
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("Q5_K_M"); }));
    }

    void saysWhatIsWrongInALineAndKeepsTheOldModel() {
        QTemporaryDir folder;
        window_->openSample();
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
        const auto before = window_->session().model();
        const QString broken = folder.filePath(QStringLiteral("broken.safetensors"));
        test::writeAll(pathOf(broken), std::vector<std::byte>(64, std::byte{0xFF}));
        window_->open(broken);
        QVERIFY(waitUntil([&] { return !window_->messages().titles().isEmpty(); }, 60'000));
        QCOMPARE(window_->session().model(), before);
    }

    void refusesToReplaceItsSource() {
        QTemporaryDir folder;
        const QString source = folder.filePath(QStringLiteral("tiny.gguf"));
        QVERIFY(QFile::copy(QString::fromStdString(test::dataFile("gguf/tiny-llama-f32.gguf").string()), source));
        window_->open(source);
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
        window_->convertTo(source, true);
        QCOMPARE(window_->messages().titles().size(), 1);
        QVERIFY(window_->jobs().jobs().empty());
    }

    void aModelWithAShortContextDoesNotChangeTheWish() {
        Session& session = window_->session();
        session.setContext(16384);
        window_->openSample();
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
        const std::uint64_t trained = session.model()->hyper().contextTokens;
        QVERIFY(trained < 16384);
        QCOMPARE(session.device().run.contextTokens, trained);
        session.setContext(trained); // a field that is left as it stands says just this
        QCOMPARE(session.wishedContext(), std::uint64_t{16384});
        QVERIFY(window_->close());
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        QCOMPARE(window_->session().device().run.contextTokens, std::uint64_t{16384});
        window_->session().setContext(128);
        QCOMPARE(window_->session().wishedContext(), std::uint64_t{128});
    }

    void theLatestContextWins() {
        window_->openSample();
        Session& session = window_->session();
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
        for (const std::uint64_t tokens : {64ULL, 128ULL, 256ULL, 512ULL}) {
            session.setContext(tokens);
        }
        QVERIFY(waitUntil([&] {
            return !session.presets().empty() &&
                   session.presets().front().device.memory.kv.bytes == session.planFacts()->device.memory.kv.bytes;
        }));
        RunSettings run = session.device().run;
        QCOMPARE(run.contextTokens, std::uint64_t{512});
        const MemoryEstimate expected = estimateMemory(*session.model(), session.planFacts()->choices, run);
        QVERIFY(waitUntil([&] { return session.planFacts()->device.memory.total() == expected.total(); }, 60'000));
    }

private:
    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
