// SPDX-License-Identifier: GPL-3.0-or-later
// A window that is on the screen while models, formats and plans change under it: headers, delegates and charts are painted
// and asked at moments that a hidden window never sees. Every item model is watched by Qt's tester meanwhile.
#include "item_models.h"
#include "own_surroundings.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"
#include "ui/charts/compare_chart.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/dialogs/rule_dialog.h"
#include "ui/headless/wait.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/plan_page.h"
#include "ui/text/paths.h"
#include "ui/widgets/small_controls.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QVBoxLayout>
#include <QWheelEvent>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

/// One step of the wheel as the platform sends it.
void turnWheelOver(QWidget& widget) {
    const QPointF middle = QRectF(widget.rect()).center();
    QWheelEvent event(middle, widget.mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                      false);
    QSpontaneKeyEvent::setSpontaneous(&event); // only such events bring the focus
    qApp->notify(&widget, &event);             // sendEvent() would make it another kind
}

/// All that the wheel could change; empty for other widgets.
QString stateOf(const QWidget& widget) {
    if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) {
        return QStringLiteral("%1 %2").arg(combo->currentIndex()).arg(combo->currentText());
    }
    if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(&widget)) {
        return QLatin1Char('=') + spin->text();
    }
    const auto* slider = qobject_cast<const QAbstractSlider*>(&widget);
    return slider != nullptr && qobject_cast<const QScrollBar*>(slider) == nullptr ? QString::number(slider->value())
                                                                                   : QString();
}

} // namespace

class TestShownWindow : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    QTemporaryDir made_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;
    std::vector<std::filesystem::path> models_;
    QSet<QString> watched_;

    /// Small models of unlike shapes: other layers, other roles, other formats that they can become, and one that is none.
    void collectModels() {
        models_ = {test::resourceFile("sample"), test::dataFile("gguf/tiny-llama-f32.gguf"),
                   test::dataFile("gguf-blocks/q4_k.safetensors")};
        models_.push_back(test::writeLlamaGguf(made_, {.layers = 1}, ElementType::F16, "shallow.gguf"));
        models_.push_back(test::writeLlamaGguf(made_, {.layers = 23, .experts = 4, .expertsUsed = 2, .tied = true},
                                               ElementType::BF16, "experts.gguf"));
        for (const char* const extra : {"models/gpt2-tinystories", "models/qwen2-stories260k", "models/stories260k"}) {
            if (const auto path = test::extraData(extra)) {
                models_.push_back(*path);
            }
        }
    }

    bool open(const std::filesystem::path& path) {
        Session& session = window_->session();
        window_->open(textOf(path));
        return waitUntil([&] { return !session.isOpening(); }) && waitUntil([&] { return isSettled(); });
    }
    [[nodiscard]] bool isSettled() {
        Session& session = window_->session();
        return session.model() &&
               (!session.whyNotConvertible().isEmpty() || (session.plan() != nullptr && !session.presets().empty()));
    }
    void visitAllPages() {
        for (const Page page : {Page::overview, Page::weights, Page::memory, Page::plan, Page::compare}) {
            window_->showPage(page);
            settle(30);
        }
    }
    QComboBox* formatCombo() {
        for (QComboBox* const combo : window_->findChildren<QComboBox*>()) {
            if (combo->findData(QStringLiteral("gguf")) >= 0) {
                return combo;
            }
        }
        return nullptr;
    }

private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid() && made_.isValid());
        test::useOwnSurroundings(settings_.path());
        collectModels();
    }
    void init() {
        QSettings().clear();
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", cache_->path().toLocal8Bit()); // nothing that another test left unfinished
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        watched_ = test::watchItemModels(*window_);
        connect(&window_->session(), &Session::problem, this, [](const Problem& found) {
            // The quality of groups that span rows cannot be measured: told, and no matter of what is shown.
            QVERIFY2(found.title.contains(QStringLiteral("cannot be measured as HQQ")), qPrintable(found.text()));
        });
        window_->resize(1400, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }
    void cleanup() {
        window_.reset();
        cache_.reset();
    }

    void everyItemModelIsWatched() {
        const QSet<QString> expected = {QStringLiteral("PlanMatrixModel"),  QStringLiteral("PlanTableModel"),
                                        QStringLiteral("TensorTreeModel"),  QStringLiteral("RulesModel"),
                                        QStringLiteral("TotalsModel"),      QStringLiteral("RecentModels"),
                                        QStringLiteral("FormatTableModel"), QStringLiteral("ExplanationModel")};
        QCOMPARE(watched_, expected);
    }

    void theWheelChangesNoControlWithoutFocus() {
        QVERIFY(open(models_.front()));
        int controls = 0;
        MeasureDialog& measure = window_->comparePage().askMeasurement();
        std::unique_ptr<RuleDialog> rule(window_->planPage().addRule());
        QVERIFY(rule != nullptr);
        const auto check = [&](const QWidget& top) {
            for (QWidget* const widget : top.findChildren<QWidget*>()) {
                const QString before = stateOf(*widget);
                if (before.isEmpty() || !widget->isVisible() || !widget->isEnabled()) {
                    continue;
                }
                if (QWidget* const focused = QApplication::focusWidget()) {
                    focused->clearFocus();
                }
                turnWheelOver(*widget);
                QVERIFY2(stateOf(*widget) == before, qPrintable(widget->accessibleName()));
                QVERIFY2(!widget->hasFocus(), qPrintable(widget->accessibleName()));
                ++controls;
            }
        };
        for (const Page page : {Page::overview, Page::weights, Page::memory, Page::plan, Page::compare}) {
            window_->showPage(page);
            settle(30);
            check(*window_);
        }
        check(measure);
        check(*rule);
        QVERIFY2(controls >= 12, qPrintable(QString::number(controls)));
    }

    void theWheelOverAControlScrollsWhatItStandsIn() {
        QScrollArea area;
        auto* const page = new QWidget;
        auto* const column = new QVBoxLayout(page);
        auto* const combo = new QComboBox(page);
        combo->addItems({QStringLiteral("one"), QStringLiteral("two")});
        auto* const spin = new QSpinBox(page);
        spin->setValue(50);
        column->addWidget(combo);
        column->addWidget(spin);
        column->addSpacing(2000);
        area.setWidget(page);
        area.resize(300, 200);
        area.show();
        QVERIFY(QTest::qWaitForWindowExposed(&area));
        area.setFocus();
        for (QWidget* const control : std::initializer_list<QWidget*>{combo, spin}) {
            const int before = area.verticalScrollBar()->value();
            turnWheelOver(*control);
            QVERIFY(area.verticalScrollBar()->value() > before);
            QVERIFY(!control->hasFocus());
        }
        QCOMPARE(combo->currentIndex(), 0);
        QCOMPARE(spin->value(), 50);
        spin->setFocus();
        turnWheelOver(*spin);
        QCOMPARE(spin->value(), 49);
    }

    void everyModelAfterEveryOther() {
        for (const auto& first : models_) {
            for (const auto& second : models_) {
                if (first == second) {
                    continue;
                }
                for (const auto& path : {first, second}) {
                    QVERIFY2(open(path), path.c_str());
                    visitAllPages();
                }
            }
        }
    }

    void everyFormatOfEveryModelFromTheToolBar() {
        for (const auto& path : models_) {
            QVERIFY2(open(path), path.c_str());
            QComboBox* const combo = formatCombo();
            QVERIFY(combo != nullptr);
            for (const Page page : {Page::plan, Page::compare, Page::overview}) {
                window_->showPage(page);
                for (int row = combo->count() - 1; row >= 0; --row) {
                    const Format* const format = formatById(combo->itemData(row).toString().toStdString());
                    if (format == nullptr || format->whyNot(*window_->session().model())) { // none: the list's last line
                        continue;
                    }
                    combo->setCurrentIndex(row);
                    Q_EMIT combo->activated(row);
                    settle(20);
                    QVERIFY(waitUntil([&] { return isSettled(); }));
                    QCOMPARE(&window_->session().format(), format);
                    settle(20);
                }
            }
        }
    }

    void everyPointOfCompare() {
        QVERIFY(open(models_.front()));
        window_->showPage(Page::plan);
        settle(50);
        window_->showPage(Page::compare);
        CompareChart& chart = window_->comparePage().chart();
        for (JoinedButtons* const buttons : window_->comparePage().findChildren<JoinedButtons*>()) {
            if (buttons->toolTip().contains(QStringLiteral("all formats"))) {
                Q_EMIT buttons->choiceMade(1);
            }
        }
        const auto has = [&](const char* part) { return chart.csv().contains(part); };
        QVERIFY(waitUntil([&] { return has("\nNF4,bitsandbytes,") && has("\nHQQ4,hqq,") && has("\nFP8,fbgemm,"); }));
        const int points = chart.pointCount();
        QVERIFY(points > 20);
        QSet<QString> families;
        for (int point = 0; point < points; ++point) {
            QVERIFY(waitUntil([&] { return isSettled() && chart.pointCount() > point; }));
            QTest::mouseClick(&chart, Qt::LeftButton, {}, chart.positionOf(point).toPoint());
            settle(20);
            QVERIFY(waitUntil([&] { return isSettled(); }));
            families.insert(QString::fromUtf8(window_->session().format().id().data()));
            if (point % 5 == 0) {
                visitAllPages();
            }
        }
        QVERIFY2(families.size() >= 3, qPrintable(QStringList(families.values()).join(QLatin1Char(' '))));
    }
};

QTEST_MAIN(TestShownWindow)
#include "tst_shown_window.moc"
