// SPDX-License-Identifier: GPL-3.0-or-later
// LoRA adapters in the window: what is opened or dropped says which base it belongs to, and is merged into it as a job.
#include "model/model.h"
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/bridge/job_kinds.h"
#include "ui/bridge/merge_job.h"
#include "ui/headless/wait.h"
#include "ui/pages/empty_page.h"
#include "ui/text/paths.h"
#include "ui/window/facts_card.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <QAbstractButton>
#include <QFile>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestAdapters : public QObject {
    Q_OBJECT

    QTemporaryDir surroundings_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<MainWindow> window_;

    const std::filesystem::path base_ = test::dataFile("adapters/llama");
    const std::filesystem::path adapter_ = test::dataFile("adapters/lora");

    [[nodiscard]] QString at(const char* name) const { return folder_->filePath(QLatin1String(name)); }
    [[nodiscard]] QString titles() const { return window_->messages().titles().join(QLatin1Char('\n')); }
    [[nodiscard]] bool offers(const QString& action) const {
        const auto buttons = window_->messages().findChildren<QAbstractButton*>();
        return std::ranges::any_of(buttons, [&](const QAbstractButton* button) { return button->text() == action; });
    }
    void openWindow() {
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(at("results"))));
        window_->show();
    }

private slots:
    void initTestCase() { test::useOwnSurroundings(surroundings_.path()); }
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", at("data").toLocal8Bit());
        qputenv("XDG_CACHE_HOME", at("cache").toLocal8Bit());
        openWindow();
    }
    void cleanup() { window_.reset(); }

    void isKnownByItsFiles() {
        QVERIFY(looksLikeAdapter(adapter_));
        QVERIFY(looksLikeAdapter(adapter_ / "adapter_model.safetensors"));
        QVERIFY(!looksLikeAdapter(base_) && !looksLikeAdapter(base_ / "model.safetensors") && !looksLikeAdapter("/none"));
        const DragAnswer answer = answerDrag(adapter_, QString());
        QVERIFY2(answer.openable && answer.title.contains(QStringLiteral("Merge")), qPrintable(answer.title));
    }

    void saysItsBaseWhereNoModelIsOpen() {
        window_->open(textOf(adapter_));
        QVERIFY(waitUntil([&] { return titles().contains(QStringLiteral("lora is a LoRA adapter")); }));
        QVERIFY(!window_->session().model());
        QVERIFY(offers(QStringLiteral("Merge into…")) && !offers(QStringLiteral("Merge into llama…")));
    }

    void offersTheOpenModelWhereItFits() {
        window_->open(textOf(base_));
        QVERIFY(waitUntil([&] { return window_->session().model() != nullptr; }));
        window_->open(textOf(adapter_));
        QVERIFY2(waitUntil([&] { return offers(QStringLiteral("Merge into llama…")); }), qPrintable(titles()));
        QCOMPARE(window_->session().model()->checkpoint().path(), base_); // it stays open
        const auto sample = openModel(test::resourceFile("sample"));
        const AdapterOutlook other = lookAtAdapter(adapter_, sample);
        QVERIFY2(other.whyNot && !other.whyNot->isEmpty(), "the sample has other tensors");
        QVERIFY(!lookAtAdapter(adapter_, openModel(base_)).whyNot);
    }

    void aBrokenOneIsSaidInOneSentence() {
        std::filesystem::create_directory(pathOf(at("broken")));
        QFile config(at("broken/adapter_config.json"));
        QVERIFY(config.open(QIODevice::WriteOnly) && config.write("{") == 1);
        config.close();
        window_->open(at("broken"));
        QVERIFY(waitUntil([&] { return !titles().isEmpty(); }));
        QVERIFY2(!titles().contains(QStringLiteral("is a LoRA adapter")), qPrintable(titles()));
    }

    void isMergedAsAJob() {
        window_->mergeTo(base_, adapter_, pathOf(at("merged")));
        const int id = window_->jobs().jobs().back()->id;
        QVERIFY(waitUntil([&] { return !window_->jobs().find(id)->isActive(); }));
        const auto* const job = window_->jobs().find<MergeJob>(id);
        QVERIFY2(job->state == JobState::done, qPrintable(logText(*job)));
        QVERIFY(job->changed > 0 && job->changed < job->tensors && job->bytes > 0);
        QVERIFY(logText(*job).contains(QStringLiteral("quantlathe-cli merge-lora ")));
        QVERIFY2(titles().contains(QStringLiteral("merged is ready")), qPrintable(titles()));
        QVERIFY(openModel(pathOf(at("merged")))->weights().size() == openModel(base_)->weights().size());
        auto* const card = qobject_cast<FactsCard*>(window_->jobsDock().card());
        QVERIFY(card != nullptr);
        card->actionButton().click();
        QVERIFY(waitUntil([&] { return window_->session().model() != nullptr; }));

        // It is in the list of the next run, too.
        window_.reset();
        openWindow();
        QCOMPARE(window_->jobs().jobs().size(), std::size_t{1});
        const auto* const kept = window_->jobs().find<MergeJob>(window_->jobs().jobs().front()->id);
        QVERIFY(kept != nullptr && kept->state == JobState::done && kept->changed > 0);
    }

    void whatIsInTheWayFailsTheJobAndItCanBeRunAgain() {
        std::filesystem::create_directory(pathOf(at("taken")));
        window_->mergeTo(base_, adapter_, pathOf(at("taken")));
        const Job& job = *window_->jobs().jobs().back();
        QVERIFY(waitUntil([&] { return !job.isActive(); }));
        QVERIFY(job.state == JobState::failed);
        std::filesystem::remove(pathOf(at("taken")));
        window_->jobs().resume(job.id);
        QVERIFY(waitUntil([&] { return !job.isActive(); }));
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        const auto again = jobFromJson(job.kind(), job.json());
        QCOMPARE(again->place(), pathOf(at("taken")));
    }
};

QTEST_MAIN(TestAdapters)
#include "tst_adapters.moc"
