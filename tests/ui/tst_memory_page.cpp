// SPDX-License-Identifier: GPL-3.0-or-later
// The Memory page follows the program in Runs in, and says how llama.cpp splits what the card does not hold.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/pages/memory_page.h"
#include "ui/widgets/beside_button.h"
#include "ui/widgets/offer_line.h"
#include "ui/widgets/offload_line.h"
#include "ui/widgets/small_controls.h"
#include "ui/window/main_window.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QTemporaryDir>
#include <QToolButton>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestMemoryPage : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;

    [[nodiscard]] Session& session() { return window_->session(); }
    [[nodiscard]] MemoryPage& page() { return *window_->findChild<MemoryPage*>(); }
    [[nodiscard]] OffloadLine& offload() { return *page().findChild<OffloadLine*>(); }
    [[nodiscard]] bool isSettled() { return session().plan() && !session().presets().empty(); }
    [[nodiscard]] bool says(const QString& text) {
        const auto labels = page().findChildren<QLabel*>();
        return std::ranges::any_of(labels, [&](const QLabel* label) { return label->text().contains(text); });
    }
    /// Of the types of the cache.
    [[nodiscard]] QStringList kvButtons() {
        for (const JoinedButtons* buttons : page().findChildren<JoinedButtons*>()) {
            QStringList texts;
            for (const QToolButton* button : buttons->findChildren<QToolButton*>()) {
                if (!button->isHidden()) {
                    texts.append(button->text());
                }
            }
            if (texts.contains(QStringLiteral("f16"))) {
                return texts;
            }
        }
        return {};
    }
    void takeFormat(const char* id) {
        session().setFormat(*formatById(id));
        QVERIFY(waitUntil([&] { return isSettled() && session().format().id() == id && session().planFacts() != nullptr; }));
    }

private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
    }
    void init() {
        QSettings().clear();
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", cache_->path().toLocal8Bit());
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        window_->resize(1440, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->openSample();
        QVERIFY(waitUntil([&] { return isSettled(); }));
    }
    void cleanup() { window_.reset(); }

    void followsTheProgram() {
        QCOMPARE(session().runtime(), Runtime::llamaCpp);
        QCOMPARE(kvButtons(), (QStringList{"f16", "bf16", "q8_0", "q5_1", "q4_0"}));
        session().setKvType(KvType::q8_0);
        QVERIFY(!session().planFacts()->device.room);
        takeFormat("gptq");
        session().setRunsIn(QStringLiteral("vLLM"));
        QCOMPARE(session().runtime(), Runtime::vllm);
        QVERIFY(waitUntil([&] { return session().planFacts() != nullptr && session().planFacts()->device.room; }));
        QVERIFY(waitUntil([&] { return kvButtons() == QStringList{"f16", "bf16", "fp8"}; }));
        QVERIFY(says(QStringLiteral("sequences at once")));
        QVERIFY(says(QStringLiteral("KV cache fp8"))); // the nearest to what was chosen
        QVERIFY(says(QStringLiteral("Estimated for vLLM")));
        // What it does not load is estimated for what does, and the wish is not lost.
        takeFormat("gguf");
        QVERIFY(waitUntil([&] { return says(QStringLiteral("KV cache q8_0")); }));
        QCOMPARE(session().runtime(), Runtime::llamaCpp);
        takeFormat("exl2");
        QVERIFY(waitUntil([&] { return kvButtons() == QStringList{"f16", "q8", "q6", "q4"}; }));
    }

    void saysWhatToTake() {
        auto* const offer = page().findChild<OfferLine*>();
        QVERIFY(offer != nullptr);
        QVERIFY(waitUntil([&] { return offer->answer().text().contains(QStringLiteral("of context")); }));
        QVERIFY(!offer->isHidden());
    }

    /// Predicted losses, and a mark on what nobody should take.
    void hasAColumnOfQuality() {
        const auto* const table = page().findChild<QTableView*>();
        const auto* const model = qobject_cast<const PlanTableModel*>(table->model());
        const int column = model->columnOf(PlanColumn::quality);
        QVERIFY(column >= 0 && !table->isColumnHidden(column));
        const auto cell = [&](const char* preset, int role) {
            return model->data(model->index(model->rowOf(QString::fromLatin1(preset)), column), role);
        };
        QVERIFY(waitUntil([&] { return cell("Q4_K_M", SortRole).isValid(); }));
        QVERIFY(cell("Q4_K_M", SortRole).toDouble() > cell("Q6_K", SortRole).toDouble());
        QVERIFY(!cell("Q4_K_M", BadgeCellRole).isValid());
        QVERIFY(cell("TQ1_0", BadgeCellRole).isValid());
        QVERIFY(cell("TQ1_0", Qt::ToolTipRole).toString().contains(QStringLiteral("trained for it")));
    }

    void countsWhatStandsBeside() {
        auto* const button = page().findChild<BesideButton*>();
        QVERIFY(waitUntil([&] { return session().planFacts() != nullptr; }));
        const std::uint64_t alone = session().planFacts()->device.memory.total();
        button->useDraft(test::resourceFile("sample"));
        QVERIFY(waitUntil(
            [&] { return session().planFacts() != nullptr && !session().planFacts()->device.memory.extras.empty(); }));
        QVERIFY(session().planFacts()->device.memory.total() > alone);
        QVERIFY(button->text().contains(QStringLiteral("draft model")));
        session().setBeside({});
        QVERIFY(waitUntil([&] { return session().planFacts()->device.memory.total() == alone; }));
    }

    void aServersCommandLineIsThere() {
        takeFormat("gptq");
        session().setRunsIn(QStringLiteral("vLLM"));
        QVERIFY(waitUntil([&] { return !offload().isHidden(); }));
        offload().findChild<QPushButton*>()->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("vllm serve ")));
    }

    void saysHowLlamaCppSplits() {
        QVERIFY(offload().isHidden());
        session().setGpu(QStringLiteral("RTX 3060 12 GB"));
        session().setSequences(256);
        session().setContext(1U << 22U);
        QVERIFY(waitUntil([&] { return !offload().isHidden(); }));
        const auto labels = offload().findChildren<QLabel*>();
        QVERIFY(std::ranges::any_of(labels, [](const QLabel* label) { return label->text().contains("Does not fit whole"); }));
        offload().findChild<QPushButton*>()->click();
        QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("llama-server -m MODEL-")));
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral(" -ngl ")));
        session().setSequences(1);
        session().setContext(256);
        QVERIFY(waitUntil([&] { return offload().isHidden(); }));
    }
};

QTEST_MAIN(TestMemoryPage)
#include "tst_memory_page.moc"
