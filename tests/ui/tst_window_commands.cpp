// SPDX-License-Identifier: GPL-3.0-or-later
// What the window offers beside its pages: models opened lately, closing one, ways by key, fields of the toolbar, lines that
// follow the theme.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/look/theme.h"
#include "ui/pages/empty_page.h"
#include "ui/pages/plan_page.h"
#include "ui/text/measure_texts.h"
#include "ui/text/paths.h"
#include "ui/widgets/help_button.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTabBar>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolBar>
#include <QToolButton>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestWindowCommands : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<MainWindow> window_;

    [[nodiscard]] bool openSample() const {
        window_->openSample();
        return waitUntil([this] { return window_->session().plan() && !window_->session().presets().empty(); });
    }
    /// Of one of the menus.
    [[nodiscard]] QAction* actionOf(const char* text) const {
        for (const QAction* const menu : window_->menuBar()->actions()) {
            for (QAction* const action : menu->menu()->actions()) {
                if (action->text().remove(QLatin1Char('&')) == QLatin1String(text)) {
                    return action;
                }
            }
        }
        return nullptr;
    }
    [[nodiscard]] QComboBox* gpuField() const {
        for (QComboBox* const combo : window_->findChildren<QComboBox*>()) {
            if (combo->accessibleName() == QLatin1String("GPU")) {
                return combo;
            }
        }
        return nullptr;
    }

private slots:
    void initTestCase() { test::useOwnSurroundings(settings_.path()); }
    void init() {
        QSettings().clear();
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(settings_.path())));
        window_->resize(1440, 900);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
    }
    void cleanup() {
        window_.reset();
        ThemeHub::instance().setChoice(ThemeChoice::light);
    }

    void aModelIsClosedAndOpenedAgainFromTheMenu() {
        QVERIFY(openSample());
        QTest::keyClick(window_.get(), Qt::Key_W, Qt::ControlModifier);
        QVERIFY(window_->session().model() == nullptr && window_->session().plan() == nullptr);
        QCOMPARE(window_->windowTitle(), QStringLiteral("Quantlathe"));
        QVERIFY(window_->emptyPage().isVisible());
        settle(); // nothing that was on its way arrives
        QVERIFY(!actionOf("Save the plan")->isEnabled() && !actionOf("Close the model")->isEnabled());
        QMenu* const recent = actionOf("Open recent")->menu();
        Q_EMIT recent->aboutToShow();
        QVERIFY2(recent->actions().front()->text().startsWith(QStringLiteral("sample")),
                 qPrintable(recent->actions().front()->text()));
        recent->actions().front()->trigger();
        QVERIFY(waitUntil([this] { return window_->session().plan() != nullptr; }));
    }

    void aRecentModelIsOpenedByEnterAndNotByAClick() {
        QVERIFY(openSample());
        window_->session().close();
        auto* const table = window_->emptyPage().findChild<QTableView*>();
        const QPoint row = table->visualRect(table->model()->index(0, 0)).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, row);
        settle();
        QVERIFY(!window_->session().isOpening() && window_->session().model() == nullptr);
        QTest::keyClick(table, Qt::Key_Return);
        QVERIFY(waitUntil([this] { return window_->session().plan() != nullptr; }));
    }

    void aClickSelectsTheNameOfTheCardAndEscapeBringsItBack() {
        QComboBox* const field = gpuField();
        QVERIFY(field != nullptr);
        const QString before = field->currentText();
        QLineEdit& edit = *field->lineEdit();
        QTest::mouseClick(&edit, Qt::LeftButton, {}, QPoint(20, edit.height() / 2));
        QCOMPARE(edit.selectedText(), before);
        QTest::keyClicks(&edit, QStringLiteral("no card"));
        QCOMPARE(edit.text(), QStringLiteral("no card"));
        QTest::keyClick(&edit, Qt::Key_Escape);
        QCOMPARE(edit.text(), before);
        QCOMPARE(QString::fromStdString(window_->session().device().gpu.name), before);
    }

    void f6GoesRoundThePartsOfTheWindow() {
        QVERIFY(openSample());
        window_->showPage(Page::plan);
        window_->activateWindow();
        QVERIFY(waitUntil([this] { return window_->isActiveWindow(); }));
        auto* const tabs = window_->findChild<QTabBar*>();
        auto* const bar = window_->findChild<QToolBar*>();
        tabs->setFocus();
        QTest::keyClick(window_.get(), Qt::Key_F6);
        QVERIFY(window_->planPage().isAncestorOf(window_->focusWidget()));
        QTest::keyClick(window_.get(), Qt::Key_F6); // the docks are not there
        QVERIFY(bar->isAncestorOf(window_->focusWidget()));
        QTest::keyClick(window_.get(), Qt::Key_F6);
        QVERIFY(tabs->hasFocus());
        QTest::keyClick(window_.get(), Qt::Key_F6, Qt::ShiftModifier);
        QVERIFY(bar->isAncestorOf(window_->focusWidget()));
    }

    void theTabKeyPassesOverTheHelp() {
        for (const HelpButton* const help : window_->findChildren<HelpButton*>()) {
            QVERIFY2((help->focusPolicy() & Qt::TabFocus) == 0, qPrintable(help->place()));
        }
    }

    void theCrossOfALineFollowsTheTheme() {
        ThemeHub::instance().setChoice(ThemeChoice::light);
        window_->messages().show({Message::Kind::warning, QStringLiteral("A line"), {}, {}, {}});
        const auto buttons = window_->messages().findChildren<QToolButton*>();
        const auto cross = std::ranges::find_if(
            buttons, [](const QToolButton* button) { return button->accessibleName() == QLatin1String("Close"); });
        QVERIFY(cross != buttons.end());
        const auto ink = [&] {
            const QImage image = (*cross)->icon().pixmap(16).toImage();
            int lightest = 0;
            int darkest = 255;
            for (int x = 0; x < image.width(); ++x) {
                for (int y = 0; y < image.height(); ++y) {
                    if (const QColor colour = image.pixelColor(x, y); colour.alpha() > 200) {
                        lightest = std::max(lightest, colour.lightness());
                        darkest = std::min(darkest, colour.lightness());
                    }
                }
            }
            return std::pair(darkest, lightest);
        };
        QVERIFY(ink().second < 128);
        ThemeHub::instance().setChoice(ThemeChoice::dark);
        QVERIFY(ink().first > 128);
    }

    void whatIsPredictedBeyondANatIsBroken() {
        QCOMPARE(predictedDivergenceText(2001.8), QStringLiteral("broken"));
        QCOMPARE(predictedDivergenceText(0.02823), QStringLiteral("0.0282"));
    }
};

QTEST_MAIN(TestWindowCommands)
#include "tst_window_commands.moc"
