// SPDX-License-Identifier: GPL-3.0-or-later
// The Plan page by hand: select, paint, undo, rules, compare with a preset, save and load.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/charts/picture.h"
#include "ui/dialogs/rule_dialog.h"
#include "ui/headless/wait.h"
#include "ui/models/plan_lists.h"
#include "ui/models/plan_matrix_model.h"
#include "ui/pages/plan_page.h"
#include "ui/report/html_report.h"
#include "ui/widgets/matrix_view.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestPlanPage : public QObject {
    Q_OBJECT

    [[nodiscard]] Session& session() { return window_->session(); }
    [[nodiscard]] PlanMatrixModel& matrix() { return window_->planPage().matrix(); }
    [[nodiscard]] MatrixView& view() { return window_->planPage().view(); }
    [[nodiscard]] QString encodingOf(const char* weight) {
        const Encoding* encoding = session().plan()->encodingOf(weight);
        return encoding == nullptr
                   ? QString()
                   : QString::fromLatin1(encoding->name().data(), static_cast<qsizetype>(encoding->name().size()));
    }
    void select(int fromRow, int fromColumn, int toRow, int toColumn) {
        view().selectionModel()->select(QItemSelection(matrix().index(fromRow, fromColumn), matrix().index(toRow, toColumn)),
                                        QItemSelectionModel::ClearAndSelect);
    }
    [[nodiscard]] int rowOf(Role role) {
        const auto& roles = matrix().matrix().roles;
        return static_cast<int>(std::ranges::find(roles, role) - roles.begin());
    }

private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
    }
    void init() {
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", cache_->path().toLocal8Bit()); // nothing that another test left unfinished
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        window_->show();
        window_->openSample();
        QVERIFY(waitUntil([&] { return session().plan() && !session().presets().empty(); }));
        window_->showPage(Page::plan);
    }
    void cleanup() { window_.reset(); }

    void showsLayersByRole() {
        QAbstractItemModelTester tester(&matrix());
        QCOMPARE(matrix().layerRows(), 7);
        QCOMPARE(matrix().columnCount(), 6);
        QCOMPARE(matrix().rowCount(), 9); // token_embd and output below
        const QModelIndex down = matrix().index(rowOf(Role::ffnDown), 0);
        QCOMPARE(matrix().titleOf(down), QStringLiteral("layer 0, ffn_down"));
        QVERIFY(down.data().toString() == QLatin1String("4") || down.data().toString() == QLatin1String("6"));
        QVERIFY(matrix().isLoose(8));
        QVERIFY(matrix().index(8, 0).data().toString().contains(QLatin1String("MB")));
        QVERIFY(!matrix().index(8, 1).flags().testFlag(Qt::ItemIsSelectable));
    }

    void paintingTheSelectionIsOneStep() {
        const QString before = encodingOf("blk.1.ffn_up.weight");
        select(rowOf(Role::ffnUp), 1, rowOf(Role::ffnUp), 3);
        QTest::keyClick(&view(), Qt::Key_8);
        QVERIFY(waitUntil([&] { return encodingOf("blk.2.ffn_up.weight") == QLatin1String("Q8_0"); }, 10'000));
        QCOMPARE(encodingOf("blk.1.ffn_up.weight"), QStringLiteral("Q8_0"));
        QVERIFY(encodingOf("blk.4.ffn_up.weight") != QLatin1String("Q8_0"));
        QCOMPARE(session().plan()->document.rules.size(), std::size_t{1});
        QVERIFY(session().planFacts()->isOwnPlan);
        session().history().undo();
        QVERIFY(waitUntil([&] { return encodingOf("blk.1.ffn_up.weight") == before; }, 10'000));
        QVERIFY(!session().planFacts()->isOwnPlan);
        session().history().redo();
        QVERIFY(waitUntil([&] { return encodingOf("blk.1.ffn_up.weight") == QLatin1String("Q8_0"); }, 10'000));
        QTest::keyClick(&view(), Qt::Key_Delete);
        QVERIFY(waitUntil([&] { return !session().planFacts()->isOwnPlan; }, 10'000));
    }

    void theBrushPaintsWhatItTouches() {
        view().setBrush(true);
        QComboBox& paint = window_->planPage().paintEncoding();
        paint.setCurrentIndex(paint.findText(QStringLiteral("Q5_K")));
        const auto middle = [&](int row, int column) { return view().visualRect(matrix().index(row, column)).center(); };
        const int row = rowOf(Role::attnQ);
        QWidget* port = view().viewport();
        QTest::mousePress(port, Qt::LeftButton, {}, middle(row, 0));
        QMouseEvent move(QEvent::MouseMove, middle(row + 1, 2), port->mapToGlobal(middle(row + 1, 2)), Qt::NoButton,
                         Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(port, &move);
        QTest::mouseRelease(port, Qt::LeftButton, {}, middle(row + 1, 2));
        QVERIFY(waitUntil([&] { return encodingOf("blk.2.attn_k.weight") == QLatin1String("Q5_K"); }, 10'000));
        QCOMPARE(encodingOf("blk.0.attn_q.weight"), QStringLiteral("Q5_K"));
        QVERIFY(encodingOf("blk.3.attn_q.weight") != QLatin1String("Q5_K"));
    }

    void comparesWithAPreset() {
        select(rowOf(Role::attnV), 0, rowOf(Role::attnV), 0);
        QTest::keyClick(&view(), Qt::Key_8);
        QVERIFY(waitUntil([&] { return session().planFacts()->isOwnPlan; }, 10'000));
        window_->planPage().toggleDifference();
        // The preset counts the weights it decides itself, so its own choices for others may move, too.
        QVERIFY(matrix().matrix().changed >= 1 && matrix().matrix().changed < 10);
        QVERIFY(matrix().index(rowOf(Role::attnV), 0).data().toString().startsWith(QLatin1Char('+')));
        QCOMPARE(matrix().index(rowOf(Role::attnQ), 3).data().toString(), QString());
        matrix().setOther(QStringLiteral("Q8_0"));
        QVERIFY(matrix().matrix().changed > 30);
    }

    void rulesSayWhatDecides() {
        RulesModel& rules = window_->planPage().rules();
        QAbstractItemModelTester tester(&rules);
        QCOMPARE(rules.rowCount(), 1);
        QVERIFY(!rules.canRemove(0));
        PlanRule first;
        first.glob = "*.attn_v.weight";
        first.encoding = "Q8_0";
        rules.setRule(std::nullopt, first);
        QVERIFY(waitUntil([&] { return rules.rowCount() == 2; }, 10'000));
        PlanRule second;
        second.role = Role::attnV;
        second.layers = std::pair(0U, 1U);
        second.encoding = "Q6_K";
        rules.setRule(std::nullopt, second);
        QVERIFY(waitUntil([&] { return rules.rowCount() == 3; }, 10'000));
        QCOMPARE(rules.index(0, RulesModel::pattern).data().toString(), QStringLiteral("attn_v, layers 0 to 1"));
        QCOMPARE(rules.index(0, RulesModel::weights).data().toString(), QStringLiteral("2"));
        QCOMPARE(rules.index(1, RulesModel::weights).data().toString(), QStringLiteral("4"));
        QVERIFY(rules.move(0, 1));
        QVERIFY(waitUntil([&] { return encodingOf("blk.0.attn_v.weight") == QLatin1String("Q8_0"); }, 10'000));
        QCOMPARE(rules.index(1, RulesModel::weights).data().toString(), QStringLiteral("0"));
        rules.remove(0);
        QVERIFY(waitUntil([&] { return rules.rowCount() == 2; }, 10'000));
        QCOMPARE(encodingOf("blk.0.attn_v.weight"), QStringLiteral("Q6_K"));
    }

    void theDialogJudgesARuleWhileTyping() {
        select(rowOf(Role::attnV), 1, rowOf(Role::attnV), 3);
        RuleDialog* dialog = window_->planPage().addRule();
        QVERIFY(dialog != nullptr);
        QCOMPARE(dialog->layers().text(), QStringLiteral("1-3"));
        QCOMPARE(dialog->role().currentText(), QStringLiteral("attn_v"));
        QVERIFY(dialog->isUsable());
        QVERIFY(dialog->verdict().contains(QLatin1Char('3')));
        dialog->layers().setText(QStringLiteral("3-1"));
        QVERIFY(!dialog->isUsable());
        dialog->layers().setText(QStringLiteral("90"));
        QVERIFY(!dialog->isUsable()); // matches nothing
        dialog->layers().clear();
        dialog->pattern().setText(QStringLiteral("blk.2.*"));
        QVERIFY(dialog->isUsable());
        dialog->encoding().setCurrentIndex(dialog->encoding().findText(QStringLiteral("Q5_K")));
        dialog->accept();
        QVERIFY(waitUntil([&] { return encodingOf("blk.2.attn_v.weight") == QLatin1String("Q5_K"); }, 10'000));
    }

    void totalsAddUp() {
        TotalsModel& totals = window_->planPage().totals();
        QAbstractItemModelTester tester(&totals);
        std::size_t tensors = 0;
        for (int row = 0; row + 1 < totals.rowCount(); ++row) {
            tensors += totals.index(row, TotalsModel::tensors).data().toULongLong();
        }
        QCOMPARE(tensors, session().plan()->choices.size());
        QVERIFY(totals.encodingAt(totals.rowCount() - 1) == nullptr);
    }

    void savesAndLoadsPlans() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("mix.json"));
        select(rowOf(Role::ffnGate), 0, rowOf(Role::ffnGate), 5);
        QTest::keyClick(&view(), Qt::Key_6);
        QVERIFY(waitUntil([&] { return session().planFacts()->isOwnPlan; }, 10'000));
        const std::uint64_t bytes = session().planFacts()->fileBytes;
        window_->savePlanTo(file);
        QVERIFY(QFile::exists(file));
        session().setPlainPreset();
        QVERIFY(waitUntil([&] { return !session().planFacts()->isOwnPlan; }, 10'000));
        window_->loadPlanFrom(file);
        QVERIFY(waitUntil([&] { return session().planFacts()->isOwnPlan; }, 10'000));
        QCOMPARE(session().planFacts()->fileBytes, bytes);
    }

    void refusesWhatIsNoPlan() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("no.json"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("{\"quantlathe_plan\": 1, \"format\": \"gguf\", \"preset\": \"Q4_K_M\", \"rule\": []}");
        out.close();
        const auto before = session().plan();
        window_->loadPlanFrom(file);
        QCOMPARE(window_->messages().titles().size(), 1);
        QCOMPARE(session().plan(), before);
        window_->savePlanTo(folder.filePath(QStringLiteral("missing/plan.json")));
        QVERIFY(window_->messages().titles().contains(QStringLiteral("The plan cannot be saved")));
    }

    void thePictureHoldsEveryCell() {
        const QByteArray csv = matrix().csv();
        QCOMPARE(csv.split('\n').size(), 1 + 7 + 2 + 1);
        const Picture picture = window_->planPage().picture();
        const QImage image = imageOf(picture, QStringLiteral("sample"), 1);
        QVERIFY(image.width() >= picture.size.width() && !image.isNull());
        QTemporaryDir folder;
        for (const char* name : {"plan.svg", "plan.png", "plan.csv"}) {
            exportPicture(picture, folder.filePath(QLatin1String(name)), QStringLiteral("sample"));
            QVERIFY(QFileInfo(folder.filePath(QLatin1String(name))).size() > 100);
        }
    }

    void theReportStandsAlone() {
        QVERIFY(waitUntil([&] { return window_->statistics().scan().isComplete; }));
        QVERIFY(waitUntil([&] { return !window_->quality().isRunning(); }, 600'000));
        const QByteArray page = htmlReport(session(), window_->statistics());
        QVERIFY(page.startsWith("<!DOCTYPE html>"));
        QVERIFY(page.count("<svg") >= 6);
        QVERIFY(page.contains("Q4_K_M"));
        QVERIFY(page.contains("quantlathe_plan"));
        for (const char* outside : {"src=\"http", "href=\"http", "url(", "@import", "<script"}) {
            QVERIFY2(!page.contains(outside), outside);
        }
        // The drawings are well-formed XML.
        qsizetype at = 0;
        while ((at = page.indexOf("<svg", at)) >= 0) {
            const qsizetype end = page.indexOf("</svg>", at) + 6;
            QXmlStreamReader xml(page.mid(at, end - at));
            while (!xml.atEnd()) {
                xml.readNext();
            }
            QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
            at = end;
        }
    }

private:
    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestPlanPage)
#include "tst_plan_page.moc"
