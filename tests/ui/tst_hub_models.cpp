// SPDX-License-Identifier: GPL-3.0-or-later
// Models on a hub in the window: looked at by address, downloaded as a job that outlives the window, opened.
#include "hub/hub_server.h"
#include "own_surroundings.h"
#include "ui/bridge/download_job.h"
#include "ui/dialogs/address_dialog.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/headless/wait.h"
#include "ui/pages/empty_page.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/window/facts_card.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestHubModels : public QObject {
    Q_OBJECT

    QTemporaryDir surroundings_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<test::FakeHub> hub_;
    std::unique_ptr<MainWindow> window_;

    [[nodiscard]] QString at(const char* name) const { return folder_->filePath(QLatin1String(name)); }
    [[nodiscard]] std::filesystem::path jobsFolder() const { return pathOf(at("data/quantlathe/jobs")); }
    void openWindow() {
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(at("results"))));
        window_->show();
    }
    [[nodiscard]] bool isLookedAt() {
        return waitUntil([&] { return window_->session().remote() && window_->session().plan(); });
    }
    [[nodiscard]] QString titles() const { return window_->messages().titles().join(QLatin1Char('\n')); }
    /// Answers of weights come byte by byte, for ever.
    void drip() {
        hub_->fault = [this](const test::HttpRequest& request) -> std::optional<test::HttpReply> {
            if (!request.target.starts_with("/cdn/")) {
                return std::nullopt;
            }
            test::HttpReply reply = hub_->rightAnswer(request);
            reply.drip = std::chrono::milliseconds(1);
            return reply;
        };
    }

private slots:
    void initTestCase() {
        test::useOwnSurroundings(surroundings_.path());
        qunsetenv("HF_HUB_OFFLINE");
        qunsetenv("HF_TOKEN");
    }
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", at("data").toLocal8Bit());
        qputenv("XDG_CACHE_HOME", at("cache").toLocal8Bit());
        qputenv("HF_HOME", at("hf").toLocal8Bit()); // nobody's token
        hub_ = std::make_unique<test::FakeHub>();
        hub_->addFolder(test::resourceFile("sample"));
        qputenv("HF_ENDPOINT", QByteArray::fromStdString(hub_->endpoint()));
        openWindow();
    }
    void cleanup() {
        window_.reset();
        hub_.reset();
        qunsetenv("HF_ENDPOINT");
    }

    void anAddressIsLookedAtAndDownloaded() {
        window_->open(QStringLiteral("hf:org/model"));
        QVERIFY2(isLookedAt(), qPrintable(titles()));
        const Session& session = window_->session();
        const std::uint64_t whole = session.model()->checkpoint().fileBytes();
        QVERIFY(session.remote()->bytes > 0 && session.remote()->bytes < whole);
        QCOMPARE(session.remote()->address, QStringLiteral("hf:org/model"));
        QVERIFY(waitUntil([&] { return !session.presets().empty(); }));
        QVERIFY2(titles().contains(QStringLiteral("hf:org/model is not on this computer")), qPrintable(titles()));
        // Nothing asks for values that are not here.
        window_->showPage(Page::compare);
        QVERIFY(!waitUntil([&] { return window_->messages().titles().size() > 1; }, 500));

        window_->downloadTo(session.remote()->address, at("model"));
        const Job& job = *window_->jobs().jobs().back();
        QCOMPARE(job.title, QStringLiteral("org/model"));
        QVERIFY(waitUntil([&] { return !job.isActive(); }));
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        QCOMPARE(test::readAll(pathOf(at("model/model.safetensors"))),
                 test::readAll(test::resourceFile("sample/model.safetensors")));
        QVERIFY2(titles().contains(QStringLiteral("model is ready")), qPrintable(titles()));
        QVERIFY(logText(job).contains(QStringLiteral("quantlathe-cli download hf:org/model -o ")));
        auto* const card = qobject_cast<FactsCard*>(window_->jobsDock().card());
        QVERIFY(card != nullptr);
        card->actionButton().click();
        QVERIFY(waitUntil([&] { return session.model()->checkpoint().path() == pathOf(at("model")); }));
        QVERIFY(!session.remote());
        QVERIFY(waitUntil([&] { return !titles().contains(QStringLiteral("not on this computer")); }));
    }

    void aConversionFetchesFileByFileAndKeepsTheResultAlone() {
        window_->open(QStringLiteral("hf:org/model"));
        QVERIFY2(isLookedAt(), qPrintable(titles()));
        const std::uint64_t whole = window_->session().model()->checkpoint().fileBytes();
        ConvertSheet sheet(window_->session(), at("model.gguf"));
        QVERIFY(waitUntil([&] { return sheet.diskLabel().text().contains(QStringLiteral("file by file")); }));
        QVERIFY2(waitUntil([&] { return sheet.timeLabel().text().contains(fileSize(whole)); }),
                 qPrintable(sheet.timeLabel().text()));
        QVERIFY2(sheet.command().contains(QStringLiteral("hf:org/model")), qPrintable(sheet.command()));
        // Ended in the middle, it is offered again, and goes on.
        drip();
        window_->convertTo(at("model.gguf"));
        QVERIFY(waitUntil([&] { return QFile::exists(at("model.gguf.part.source/model.safetensors.part")); }));
        window_.reset();
        QVERIFY(!QFile::exists(at("model.gguf")));
        hub_->fault = nullptr;
        openWindow();
        const Job& job = *window_->jobs().jobs().front();
        QVERIFY(job.state == JobState::paused);
        window_->jobs().resume(job.id);
        QVERIFY(waitUntil([&] { return !job.isActive(); }));
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        QVERIFY2(logText(job).contains(QStringLiteral("of which nothing was kept")), qPrintable(logText(job)));
        QVERIFY(QFile::exists(at("model.gguf")) && !QFile::exists(at("model.gguf.part.source")));
    }

    void aDownloadThatWasCutGoesOnInTheNextRun() {
        drip();
        window_->downloadTo(QStringLiteral("hf:org/model"), at("model"));
        const int id = window_->jobs().jobs().back()->id;
        QVERIFY(waitUntil([&] { return window_->jobs().find(id)->progress.done > 0; }));
        QVERIFY(waitUntil([&] { return QFile::exists(at("model.part/model.safetensors.part")); }));
        QElapsedTimer clock;
        clock.start();
        window_.reset(); // ended in the middle
        QVERIFY2(clock.elapsed() < 5000, "a download stops at once");
        QVERIFY(!QFile::exists(at("model")));

        hub_->fault = nullptr;
        openWindow();
        QVERIFY2(titles().contains(QStringLiteral("1 job is not finished")), qPrintable(titles()));
        JobQueue& jobs = window_->jobs();
        QCOMPARE(jobs.jobs().size(), std::size_t{1});
        const Job& job = *jobs.jobs().front();
        QVERIFY(job.state == JobState::paused);
        QCOMPARE(job.place(), pathOf(at("model")));
        jobs.resume(job.id);
        QVERIFY(waitUntil([&] { return !job.isActive(); }));
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        QCOMPARE(test::readAll(pathOf(at("model/model.safetensors"))),
                 test::readAll(test::resourceFile("sample/model.safetensors")));

        // What is done is in the list of the next run, too.
        window_.reset();
        openWindow();
        QCOMPARE(window_->jobs().jobs().size(), std::size_t{1});
        const auto* const kept = window_->jobs().find<DownloadJob>(window_->jobs().jobs().front()->id);
        QVERIFY(kept != nullptr && kept->state == JobState::done);
        QVERIFY(kept->bytes > 1'000'000 && kept->files >= 5 && kept->commit == QString::fromStdString(hub_->commit));
        QVERIFY(!titles().contains(QStringLiteral("not finished")));
    }

    void whatAnUnwantedDownloadLeftIsDeleted() {
        drip();
        window_->downloadTo(QStringLiteral("hf:org/model"), at("model"));
        JobQueue& jobs = window_->jobs();
        const int id = jobs.jobs().back()->id;
        QVERIFY(waitUntil([&] { return QFile::exists(at("model.part/model.safetensors.part")); }));
        jobs.remove(id); // runs: it is cancelled first
        QVERIFY(waitUntil([&] { return jobs.find(id)->state == JobState::stopped; }));
        jobs.remove(id);
        jobs.makeRemovalFinal();
        QVERIFY(waitUntil([&] { return !QFile::exists(at("model.part")); }));
    }

    void whatIsInTheWayIsSaid() {
        QVERIFY(QDir().mkpath(at("model/mine")));
        window_->downloadTo(QStringLiteral("hf:org/model"), at("model"));
        const Job& job = *window_->jobs().jobs().back();
        QVERIFY(waitUntil([&] { return job.state == JobState::failed; }));
        QVERIFY2(titles().contains(QStringLiteral("model exists already")), qPrintable(titles()));
        QVERIFY(QFile::exists(at("model/mine")));
    }

    void whatIsNotThereIsSaid() {
        window_->open(QStringLiteral("hf:org/none"));
        QVERIFY(waitUntil([&] { return !titles().isEmpty(); }));
        QVERIFY(!window_->session().model());
        window_->open(QStringLiteral("hf:one"));
        QVERIFY(waitUntil([&] { return titles().contains(QStringLiteral("is no address of a model")); }));
    }

    void addressesAreTypedDroppedAndPasted() {
        AddressDialog dialog(QStringLiteral("some other text"));
        QVERIFY(dialog.field().text().isEmpty());
        QVERIFY(!dialog.openButton().isEnabled());
        dialog.field().setText(QStringLiteral(" org/model "));
        QCOMPARE(dialog.address(), QStringLiteral("hf:org/model"));
        QVERIFY(dialog.openButton().isEnabled());
        dialog.field().setText(QStringLiteral("org"));
        QVERIFY(!dialog.openButton().isEnabled());
        QCOMPARE(AddressDialog(QStringLiteral("https://huggingface.co/org/model/tree/main")).address(),
                 QStringLiteral("hf:org/model"));

        QMimeData mime;
        mime.setText(QStringLiteral("hf:org/model"));
        QDragEnterEvent enter({200, 200}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &enter);
        QVERIFY(enter.isAccepted());
        QCOMPARE(window_->emptyPage().dropArea().answer()->title, QStringLiteral("Open hf:org/model"));
        QDropEvent drop({200, 200}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(window_.get(), &drop);
        QVERIFY2(isLookedAt(), qPrintable(titles()));
    }
};

QTEST_MAIN(TestHubModels)
#include "tst_hub_models.moc"
