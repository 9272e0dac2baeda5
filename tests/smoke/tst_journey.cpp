// SPDX-License-Identifier: GPL-3.0-or-later
// A user's way through the program on a real X server with a window manager, mouse and keys by xdotool: drop, choose, plan,
// pin, undo, convert, measure, drop a second model, pause, close in the middle of work, and find everything again. CTest starts
// it under Xvfb. What is clicked is found by its widget, what came of it is asked of the program and the disk.
#include "base/file.h"
#include "checkpoint/checkpoint.h"
#include "model/model.h"
#include "smoke/drag_source.h"
#include "support/test_support.h"
#include "ui/bridge/measure_job.h"
#include "ui/bridge/planner_service.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/large_model.h"
#include "ui/models/plan_matrix_model.h"
#include "ui/own_surroundings.h"
#include "ui/pages/budget_panel.h"
#include "ui/pages/empty_page.h"
#include "ui/pages/plan_page.h"
#include "ui/text/paths.h"
#include "ui/widgets/matrix_view.h"
#include "ui/widgets/preset_combo.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <QAbstractButton>
#include <QAbstractItemView>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace quantlathe;
using namespace quantlathe::test;
using namespace quantlathe::ui;

namespace {

const std::string chosenWeight = "blk.1.ffn_up.weight";
constexpr QRect windowPlace{240, 60, 1340, 880}; // beside the program that files are dragged from

} // namespace

class TestJourney : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QProcess manager_;
    std::unique_ptr<MainWindow> window_;
    int measurement_ = 0;
    int conversion_ = 0;

    [[nodiscard]] QString at(const char* name) const { return folder_.filePath(QLatin1String(name)); }
    [[nodiscard]] Session& session() const { return window_->session(); }
    [[nodiscard]] JobQueue& jobs() const { return window_->jobs(); }
    [[nodiscard]] MatrixView& matrixView() const { return window_->planPage().view(); }

    [[nodiscard]] bool isOpen(const std::filesystem::path& path) const {
        return session().model() && session().model()->checkpoint().path() == path && session().plan() &&
               !session().presets().empty();
    }

    void openWindow() {
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(at("results"))));
        window_->setGeometry(windowPlace);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get(), 30'000));
        QVERIFY(isInFront(*window_));
    }

    /// Keys go to the window that the window manager has made the active one.
    [[nodiscard]] static bool isInFront(QWidget& window) {
        return waitUntil(
            [&] {
                window.activateWindow();
                return window.isActiveWindow();
            },
            30'000);
    }

    template <class Dialog>
    [[nodiscard]] Dialog* visible() const {
        const auto dialogs = window_->findChildren<Dialog*>();
        const auto found = std::ranges::find_if(dialogs, [](const Dialog* dialog) { return dialog->isVisible(); });
        return found == dialogs.end() ? nullptr : *found;
    }
    template <class Dialog>
    [[nodiscard]] Dialog* appears() const {
        return waitUntil([this] { return visible<Dialog>() != nullptr; }, 30'000) ? visible<Dialog>() : nullptr;
    }

    /// Anywhere in the upper part: the lower third is for comparing.
    void drop(const std::filesystem::path& path) {
        const auto isAnswered = [this] {
            const auto areas = window_->findChildren<DropArea*>();
            return std::ranges::any_of(areas, [](const DropArea* area) { return area->isVisible() && area->answer(); });
        };
        QCOMPARE(dragFile(textOf(path), window_->geometry().center() - QPoint(0, 100), isAnswered), QStringLiteral("dropped"));
        QVERIFY2(waitUntil([&] { return isOpen(path); }), path.c_str());
        QVERIFY(isInFront(*window_));
    }

    void choosePreset(const char* name) {
        auto* const combo = window_->findChild<PresetCombo*>();
        QVERIFY(combo != nullptr && clickOn(*combo));
        QVERIFY(waitUntil([] { return QApplication::activePopupWidget() != nullptr; }, 30'000));
        QAbstractItemView& list = *combo->view();
        QModelIndex row;
        for (int i = 0; i < list.model()->rowCount(); ++i) {
            for (int column = 0; column < list.model()->columnCount(); ++column) {
                if (const QModelIndex index = list.model()->index(i, column); index.data().toString() == QLatin1String(name)) {
                    row = index;
                }
            }
        }
        QVERIFY(row.isValid());
        list.scrollTo(row);
        QVERIFY(waitUntil([&] { return list.viewport()->rect().contains(list.visualRect(row).center()); }, 30'000));
        QVERIFY(clickAt(list.viewport()->mapToGlobal(list.visualRect(row).center())));
        QVERIFY2(
            waitUntil([&] { return session().planFacts() != nullptr && session().planFacts()->name == QLatin1String(name); }),
            name);
    }

    [[nodiscard]] QModelIndex chosenCell() const {
        return window_->planPage().matrix().indexOfWeight(
            *std::ranges::find(session().model()->weights(), chosenWeight, &Weight::name));
    }
    void clickOnCell() const {
        settle(QApplication::doubleClickInterval() + 100); // it may have been clicked just now: two clicks are not to be one
        matrixView().scrollTo(chosenCell());
        QVERIFY(clickAt(matrixView().viewport()->mapToGlobal(matrixView().visualRect(chosenCell()).center())));
        QVERIFY(waitUntil([this] { return matrixView().selectedCells().contains(chosenCell()); }, 30'000));
    }
    [[nodiscard]] std::string chosenEncoding() const {
        const Encoding* const encoding = session().plan() ? session().plan()->encodingOf(chosenWeight) : nullptr;
        return encoding != nullptr ? std::string(encoding->name()) : std::string();
    }
    [[nodiscard]] bool becomes(const std::string& encoding) const {
        return waitUntil([&] { return chosenEncoding() == encoding; }, 30'000);
    }
    [[nodiscard]] bool pinBecomes(bool pinned) const {
        return waitUntil(
            [&] {
                const PlanMatrixModel& matrix = window_->planPage().matrix();
                return matrix.isPinned(*matrix.cellAt(chosenCell())) == pinned;
            },
            30'000);
    }

    /// Ctrl+Return, another name in the field, Return. The id of the job.
    [[nodiscard]] int startConversion(const QString& destination) {
        const std::size_t before = jobs().jobs().size();
        ConvertSheet* sheet = nullptr;
        if (!isInFront(*window_) || !press("ctrl+Return") || (sheet = appears<ConvertSheet>()) == nullptr ||
            !isInFront(*sheet) || !clickOn(sheet->destinationField()) || !press("ctrl+a") || !type(destination) ||
            !waitUntil([&] { return sheet->destination() == destination && sheet->startButton().isEnabled(); }, 30'000) ||
            !press("Return") || !waitUntil([&] { return jobs().jobs().size() > before; }, 30'000)) {
            return 0;
        }
        return jobs().jobs().back()->id;
    }
    [[nodiscard]] bool comesTo(int id, JobState state) const {
        return waitUntil([&] { return jobs().find(id) != nullptr && jobs().find(id)->state == state; });
    }
    [[nodiscard]] bool isAtWork(int id) const {
        return waitUntil([&] { return jobs().find(id)->state == JobState::running && jobs().find(id)->progress.done > 0; });
    }

    /// A box has an event loop of its own, in which only timers go on.
    [[nodiscard]] static std::unique_ptr<QTimer> clickInBox(const QString& button) {
        auto timer = std::make_unique<QTimer>();
        connect(timer.get(), &QTimer::timeout, timer.get(), [button] {
            const auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
            for (const QAbstractButton* const each : box != nullptr ? box->buttons() : QList<QAbstractButton*>()) {
                if (each->text().remove(QLatin1Char('&')) == button && each->isVisible()) {
                    (void)clickOn(*each);
                }
            }
        });
        timer->start(200);
        return timer;
    }

    /// In a line above the page.
    void clickInMessage(const QString& title, const QString& button) {
        QAbstractButton* wanted = nullptr;
        QVERIFY2(waitUntil([&] {
                     const auto buttons = window_->messages().findChildren<QAbstractButton*>();
                     const auto found = std::ranges::find_if(buttons, [&](const auto* each) {
                         return each->text() == button && each->isVisible() && !each->visibleRegion().isEmpty();
                     });
                     wanted = found == buttons.end() ? nullptr : *found;
                     return wanted != nullptr && window_->messages().titles().contains(title);
                 }),
                 qPrintable(window_->messages().titles().join(QStringLiteral(" | "))));
        QVERIFY(isInFront(*window_));
        settle(); // until lines above it have their places
        QVERIFY(clickOn(*wanted));
    }

private slots:
    void initTestCase() {
        QCOMPARE(QGuiApplication::platformName(), QStringLiteral("xcb"));
        test::useOwnSurroundings(folder_.path());
        QSettings().setValue(QStringLiteral("folders/save"), folder_.path());
        QVERIFY(QDir(folder_.path()).mkdir(QStringLiteral("large")));
        test::makeLargeModel(at("large"), 32768);
        QVERIFY2(manageWindows(manager_), "openbox is missing");
        openWindow();
    }
    void cleanupTestCase() {
        window_.reset();
        manager_.terminate();
        manager_.waitForFinished();
    }

    void aModelIsDropped() {
        drop(resourceFile("sample"));
        QVERIFY(window_->windowTitle().endsWith(QStringLiteral("— Quantlathe")));
    }

    void aPresetIsChosenFromTheList() { choosePreset("Q5_K_M"); }

    void aCellIsPaintedAndUndone() {
        QVERIFY(press("alt+4"));
        QVERIFY(waitUntil([this] { return matrixView().isVisible(); }, 30'000));
        const std::string before = chosenEncoding();
        clickOnCell();
        QVERIFY(press("8"));
        QVERIFY2(becomes("Q8_0"), chosenEncoding().c_str());
        QVERIFY(session().planFacts()->isOwnPlan);
        QVERIFY(press("ctrl+z") && becomes(before));
        QVERIFY(press("ctrl+shift+z") && becomes("Q8_0"));
    }

    void whatIsPinnedStaysWhenTheBestMixIsFound() {
        clickOnCell();
        QVERIFY(press("p") && pinBecomes(true));
        QVERIFY(press("ctrl+z") && pinBecomes(false));
        QVERIFY(press("ctrl+shift+z") && pinBecomes(true));
        BudgetPanel& budget = window_->budgetPanel();
        budget.setKind(BudgetKind::bitsPerWeight);
        QVERIFY(waitUntil([&] { return !budget.amount().visibleRegion().isEmpty(); }, 30'000));
        QVERIFY(clickOn(budget.amount()) && press("ctrl+a") && type(QStringLiteral("5")) && press("Tab"));
        QVERIFY(waitUntil([&] { return budget.solveButton().isEnabled() && budget.amount().value() == 5; }));
        QVERIFY(clickOn(budget.solveButton()));
        QVERIFY(waitUntil([this] { return window_->planner().mix() != nullptr; }));
        QVERIFY(session().plan()->bitsPerWeight() <= 5.0);
        QCOMPARE(chosenEncoding(), std::string("Q8_0"));
        QVERIFY(pinBecomes(true));
    }

    void theMixIsConverted() {
        const int id = startConversion(at("mix.gguf"));
        QVERIFY(id != 0 && comesTo(id, JobState::done));
        const Checkpoint written = openCheckpoint(pathOf(at("mix.gguf")));
        QVERIFY(written.find(chosenWeight)->type == ElementType::Q8_0);
    }

    void aMeasurementIsStartedFromItsDialog() {
        QVERIFY(isInFront(*window_) && press("ctrl+m"));
        auto* const dialog = appears<MeasureDialog>();
        QVERIFY(dialog != nullptr && isInFront(*dialog));
        QVERIFY(clickOn(dialog->windowsField()) && press("ctrl+a") && type(QStringLiteral("4")) && press("Tab"));
        QVERIFY(waitUntil([&] { return dialog->windowsField().value() == 4 && dialog->startButton().isEnabled(); }));
        const std::size_t before = jobs().jobs().size();
        QVERIFY(waitUntil([&] { // the first click may only have the text read again
            return jobs().jobs().size() > before || (clickOn(dialog->startButton()), settle(), false);
        }));
        measurement_ = jobs().jobs().back()->id;
        QVERIFY(jobs().find<MeasureJob>(measurement_) != nullptr);
        QVERIFY(press("Escape") && waitUntil([this] { return visible<MeasureDialog>() == nullptr; }, 30'000));
    }

    void aSecondModelTakesItsPlaceAndStopsNothing() {
        drop(pathOf(at("large")));
        QVERIFY(comesTo(measurement_, JobState::done));
    }

    void aJobIsPausedAndGoesOn() {
        choosePreset("IQ4_XS"); // which takes its time
        conversion_ = startConversion(at("large.gguf"));
        QVERIFY(conversion_ != 0 && isAtWork(conversion_));
        QVERIFY(isInFront(*window_) && press("ctrl+shift+p") && comesTo(conversion_, JobState::paused));
        QVERIFY(!QFile::exists(at("large.gguf")));
        QVERIFY(press("ctrl+shift+p") && isAtWork(conversion_));
    }

    void whatRunsIsAskedAboutAndKeptWhenTheWindowIsClosed() {
        QVERIFY(isInFront(*window_));
        const auto timer = clickInBox(QStringLiteral("Stop and close"));
        QVERIFY(press("ctrl+q"));
        QVERIFY(waitUntil([this] { return !window_->isVisible(); }, 30'000));
        QVERIFY(!QFile::exists(at("large.gguf")));
    }

    void everythingIsThereWhenTheProgramIsOpenedAgain() {
        const std::size_t before = jobs().jobs().size();
        window_.reset();
        openWindow();
        QCOMPARE(jobs().jobs().size(), before);
        // The job goes on from where it was.
        clickInMessage(QStringLiteral("1 job is not finished"), QStringLiteral("Continue"));
        QVERIFY(waitUntil([this] { return jobs().activeCount() == 1; }, 30'000));
        QVERIFY(waitUntil([this] { return jobs().activeCount() == 0; }));
        QVERIFY(std::ranges::all_of(jobs().jobs(), [](const auto& job) { return job->state == JobState::done; }));
        QCOMPARE(openCheckpoint(pathOf(at("large.gguf"))).fileBytes(),
                 jobs().find<ConversionJob>(jobs().jobs().back()->id)->report->bytesWritten);

        // The first model is in the list of recent ones, and its plan, which nobody saved, comes with it: painted, pinned and
        // planned.
        auto* const recents = window_->emptyPage().findChild<QTableView*>();
        const std::filesystem::path sample = resourceFile("sample");
        QModelIndex row;
        for (int i = 0; i < recents->model()->rowCount(); ++i) {
            if (const QModelIndex index = recents->model()->index(i, 0);
                index.data(Qt::UserRole).toString() == textOf(sample)) {
                row = index;
            }
        }
        QVERIFY(row.isValid() && isInFront(*window_) && press("ctrl+j")); // jobs leave their room to the list
        QVERIFY(waitUntil([&] { return recents->viewport()->visibleRegion().contains(recents->visualRect(row).center()); },
                          30'000));
        const QPoint place = recents->viewport()->mapToGlobal(recents->visualRect(row).center());
        QVERIFY(moveTo(place) &&
                mouse({QStringLiteral("click"), QStringLiteral("--repeat"), QStringLiteral("2"), QStringLiteral("1")}));
        QVERIFY(waitUntil([&] { return isOpen(sample); }));
        clickInMessage(QStringLiteral("A mix for this model was not saved"), QStringLiteral("Use it"));
        QVERIFY(becomes("Q8_0") && pinBecomes(true));
    }
};

int main(int argc, char** argv) {
    if (isDragSource(argc, argv)) {
        return runDragSource(argc, argv);
    }
    QApplication application(argc, argv);
    TestJourney test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journey.moc"
