// SPDX-License-Identifier: GPL-3.0-or-later
// Choosing with the tables of formats and presets, the program it shall run in, and the card that says why an encoding is
// what it is.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/models/cells.h"
#include "ui/models/explanation_model.h"
#include "ui/models/format_table_model.h"
#include "ui/models/plan_matrix_model.h"
#include "ui/pages/plan_page.h"
#include "ui/widgets/explain_card.h"
#include "ui/widgets/format_combo.h"
#include "ui/widgets/matrix_view.h"
#include "ui/widgets/preset_combo.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <QAbstractItemView>
#include <QTemporaryDir>
#include <QTreeView>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestChoosing : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;

    [[nodiscard]] Session& session() { return window_->session(); }
    [[nodiscard]] FormatCombo& formatCombo() { return *window_->findChild<FormatCombo*>(); }
    [[nodiscard]] PresetCombo& presetCombo() { return *window_->findChild<PresetCombo*>(); }
    [[nodiscard]] static int rowOf(const char* format) {
        return static_cast<int>(std::ranges::find(formats(), formatById(format)) - formats().begin());
    }
    [[nodiscard]] QModelIndex cellOf(const char* format, FormatColumn column) {
        return formatCombo().model()->index(rowOf(format), static_cast<int>(column));
    }
    [[nodiscard]] QComboBox& runsIn() {
        for (QComboBox* combo : window_->findChildren<QComboBox*>()) {
            if (combo->findData(QStringLiteral("vLLM")) >= 0) {
                return *combo;
            }
        }
        qFatal("no such combo");
    }
    [[nodiscard]] bool isSettled() { return session().plan() && !session().presets().empty(); }
    void keyInList(QComboBox& combo, Qt::Key key) { QTest::keyClick(combo.view(), key); }

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
        window_->resize(1440, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        window_->openSample();
        QVERIFY(waitUntil([&] { return isSettled(); }));
    }
    void cleanup() { window_.reset(); }

    void formatsSayWhatTheyAre() {
        QCOMPARE(cellOf("gguf", FormatColumn::loadsIn).data().toString(), QStringLiteral("llama.cpp, Ollama, LM Studio"));
        QVERIFY(cellOf("fbgemm", FormatColumn::runsOn).data().toString().contains(QStringLiteral("Ampere")));
        QCOMPARE(cellOf("smoothquant", FormatColumn::calibration).data().toString(), QStringLiteral("needed"));
        // The usual card is of Ampere: what wants Hopper in every preset would have a sign, what wants Turing has none.
        QVERIFY(!cellOf("awq", FormatColumn::runsOn).data(FlagRole).toBool());
        QVERIFY(session().setGpu(QStringLiteral("GTX 1070 8 GB")) || session().setGpu(QStringLiteral("GTX 1070")));
        QVERIFY(cellOf("awq", FormatColumn::runsOn).data(FlagRole).toBool());
        QVERIFY(cellOf("awq", FormatColumn::runsOn).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Pascal")));
    }

    void aCardThatIsTooOldIsToldWhereThePresetFits() {
        session().setFormat(*formatById("fbgemm"));
        session().setPreset(QStringLiteral("FP8"));
        QVERIFY(session().setGpu(QStringLiteral("RTX 2080 Ti")) || session().setGpu(QStringLiteral("RTX 2080 Ti 11 GB")));
        const auto device = [&] { return session().planFacts() != nullptr ? session().planFacts()->device : DeviceFacts(); };
        QVERIFY(waitUntil([&] { return isSettled() && device().whyNotRun.contains(QStringLiteral("Ampere")); }));
        QCOMPARE(device().fit.fit, Fit::fits);
        QCOMPARE(fitBadge(device()).kind, Badge::Kind::bad);
        QVERIFY(!device().speed.isKnown());
        QVERIFY(session().setGpu(QStringLiteral("RTX 5090")) || session().setGpu(QStringLiteral("RTX 5090 32 GB")));
        QVERIFY(waitUntil([&] { return device().whyNotRun.isEmpty(); }));
        QCOMPARE(fitBadge(device()).kind, Badge::Kind::ok);
    }

    void sizesAreThereWhileTheListIsOpen() {
        QVERIFY(session().otherPresets().empty());
        QCOMPARE(cellOf("hqq", FormatColumn::size).data().toString(), QStringLiteral("–"));
        formatCombo().showPopup();
        QVERIFY(
            waitUntil([&] { return cellOf("hqq", FormatColumn::size).data().toString().contains(QStringLiteral(" to ")); }));
        QVERIFY(cellOf("gguf", FormatColumn::size).data().toString().contains(QStringLiteral(" to ")));
        formatCombo().hidePopup();
        QVERIFY(waitUntil([&] { return session().otherPresets().empty(); }));
    }

    void aProgramGreysWhatItDoesNotLoad() {
        QComboBox& combo = runsIn();
        combo.setCurrentIndex(combo.findData(QStringLiteral("vLLM")));
        Q_EMIT combo.activated(combo.currentIndex());
        QCOMPARE(session().runsIn(), QStringLiteral("vLLM"));
        QVERIFY(cellOf("gguf", FormatColumn::format).data(DimmedRole).toBool());
        QVERIFY(!cellOf("gptq", FormatColumn::format).data(DimmedRole).toBool());
        QVERIFY(cellOf("gguf", FormatColumn::format)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .contains(QStringLiteral("vLLM does not load GGUF")));
        QVERIFY(cellOf("gguf", FormatColumn::format).data(Qt::ToolTipRole).toString().contains(QStringLiteral("vLLM")));
        QVERIFY(formatCombo().toolTip().contains(QStringLiteral("vLLM does not load")));
        // Presets of the format, too, one by one.
        session().setFormat(*formatById("gptq"));
        QVERIFY(waitUntil([&] { return isSettled() && session().format().id() == "gptq"; }));
        const auto* presets = qobject_cast<const PlanTableModel*>(presetCombo().model());
        QVERIFY(presets->index(presets->rowOf(QStringLiteral("GPTQ-3-g128")), 0).data(DimmedRole).toBool());
        QVERIFY(!presets->index(presets->rowOf(QStringLiteral("GPTQ-4-g128")), 0).data(DimmedRole).toBool());
        QVERIFY(presets->reasonAt(presets->rowOf(QStringLiteral("GPTQ-3-g128"))).contains(QStringLiteral("vLLM")));
        QVERIFY(formatCombo().toolTip().startsWith(QStringLiteral("Loads in")));
        // It is a wish: what is grey can be chosen.
        session().setRunsIn(QStringLiteral("TabbyAPI"));
        formatCombo().showPopup();
        formatCombo().view()->setCurrentIndex(cellOf("hqq", FormatColumn::format));
        keyInList(formatCombo(), Qt::Key_Return);
        QVERIFY(waitUntil([&] { return session().format().id() == "hqq"; }));
        session().setRunsIn(QStringLiteral("no such program"));
        QVERIFY(session().runsIn().isEmpty());
    }

    void theProgramIsRemembered() {
        session().setRunsIn(QStringLiteral("Ollama"));
        QVERIFY(window_->close());
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        QCOMPARE(session().runsIn(), QStringLiteral("Ollama"));
        QCOMPARE(runsIn().currentText(), QStringLiteral("Ollama"));
        window_->show();
    }

    /// A GGUF file cannot become a folder of most families.
    void whatIsImpossibleCanBeLookedAt() {
        window_->open(QString::fromStdString(test::dataFile("gguf/tiny-llama-f32.gguf").string()));
        QVERIFY(waitUntil([&] { return isSettled() && session().model()->name() != std::string(); }));
        QVERIFY(waitUntil([&] { return cellOf("hqq", FormatColumn::format).data(DimmedRole).toBool(); }));
        FormatCombo& combo = formatCombo();
        combo.showPopup();
        QVERIFY(waitUntil([&] { return combo.view()->isVisible(); }));
        combo.view()->setCurrentIndex(cellOf("hqq", FormatColumn::format));
        const auto* model = qobject_cast<const FormatTableModel*>(combo.model());
        QVERIFY(model->index(model->footerRow(), 0).data().toString().contains(QStringLiteral("Hugging Face")));
        keyInList(combo, Qt::Key_Return);
        QVERIFY(combo.view()->isVisible()); // it was told why not
        QCOMPARE(session().format().id(), std::string_view("gguf"));
        combo.hidePopup();
        // Keys on the closed field pass over it and its like, to the folder of floats.
        combo.setFocus();
        QTest::keyClick(&combo, Qt::Key_Down);
        QCOMPARE(session().format().id(), std::string_view("safetensors"));
        QCOMPARE(combo.currentIndex(), rowOf("safetensors"));
    }

    void presetsTellTimeErrorAndPrograms() {
        const auto* presets = qobject_cast<const PlanTableModel*>(presetCombo().model());
        const int row = presets->rowOf(QStringLiteral("Q4_K_M"));
        const auto text = [&](PlanColumn column) { return presets->index(row, presets->columnOf(column)).data().toString(); };
        QCOMPARE(text(PlanColumn::time), QStringLiteral("–"));
        QCOMPARE(text(PlanColumn::loadsIn), QStringLiteral("llama.cpp, Ollama, LM Studio"));
        window_->showPresetList(true);
        QVERIFY(waitUntil([&] { return text(PlanColumn::time) != QLatin1String("–"); }));
        QVERIFY(waitUntil([&] { return text(PlanColumn::error) != QLatin1String("–"); })); // the list asks for it
        window_->showPresetList(false);
    }

    void keysOnTheClosedFieldStepThroughPresets() {
        PresetCombo& combo = presetCombo();
        const QString before = session().planFacts()->name;
        combo.setFocus();
        QTest::keyClick(&combo, Qt::Key_Down);
        QVERIFY(waitUntil([&] { return session().planFacts() != nullptr && session().planFacts()->name != before; }));
        QTest::keyClick(&combo, Qt::Key_Home);
        QVERIFY(
            waitUntil([&] { return session().planFacts() != nullptr && session().planFacts()->name == QLatin1String("F32"); }));
    }

    void aDoubleClickExplainsACell() {
        window_->showPage(Page::plan);
        MatrixView& view = window_->planPage().view();
        const QModelIndex cell = window_->planPage().matrix().indexOfWeight(*session().model()->find("blk.2.attn_v.weight"));
        view.scrollTo(cell);
        const QPoint at = view.visualRect(cell).center();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, at);
        ExplainCard& card = window_->explainCard();
        QVERIFY(waitUntil([&] { return card.isVisible() && card.reason().contains(QStringLiteral("llama-quantize")); }));
        QVERIFY(card.title().startsWith(QStringLiteral("blk.2.attn_v.weight · ")));
        QVERIFY(waitUntil([&] { return card.alternatives().rowCount() > 8; }, 60'000)); // measured meanwhile
        const int chosen = card.alternatives().chosenRow();
        QVERIFY(chosen > 0);
        const auto worth = [&](int row) {
            return card.alternatives().index(row, static_cast<int>(ExplanationColumn::worth)).data().toString();
        };
        QCOMPARE(worth(chosen), QStringLiteral("chosen"));
        QVERIFY(worth(0).contains(QStringLiteral("nats")) || worth(0).contains(QStringLiteral("another")));
        QTest::keyClick(&card, Qt::Key_Escape);
        QVERIFY(!card.isVisible());
    }

    void aKeyExplainsATensor() {
        window_->showPage(Page::weights);
        TensorsDock& dock = window_->tensors();
        for (std::size_t i = 0; i < session().model()->weights().size(); ++i) {
            if (session().model()->weights()[i].name == "blk.0.attn_norm.weight") {
                dock.showWeight(i);
            }
        }
        dock.view().setFocus();
        QTest::keyClick(&dock.view(), Qt::Key_Return, Qt::AltModifier);
        ExplainCard& card = window_->explainCard();
        QVERIFY(waitUntil([&] { return card.isVisible() && !card.reason().isEmpty(); }));
        QVERIFY2(card.reason().contains(QStringLiteral("norms are never quantized")), qPrintable(card.reason()));
        QCOMPARE(card.alternatives().rowCount(), 0);
        card.hide();
    }

    void theReasonFollowsThePlan() {
        window_->showPage(Page::plan);
        session().setEncoding({QStringLiteral("blk.1.ffn_up.weight")}, QStringLiteral("Q8_0"));
        QVERIFY(waitUntil([&] { return session().plan()->encodingOf("blk.1.ffn_up.weight")->name() == "Q8_0"; }));
        MatrixView& view = window_->planPage().view();
        view.setCurrentIndex(window_->planPage().matrix().indexOfWeight(*session().model()->find("blk.1.ffn_up.weight")));
        window_->planPage().explainCurrent();
        ExplainCard& card = window_->explainCard();
        QVERIFY(waitUntil([&] { return card.isVisible() && card.reason().contains(QStringLiteral("names this weight")); }));
        card.hide();
    }
};

QTEST_MAIN(TestChoosing)
#include "tst_choosing.moc"
