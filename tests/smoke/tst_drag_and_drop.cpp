// SPDX-License-Identifier: GPL-3.0-or-later
// The window on a real X server with a window manager: another program drags files over it with the mouse. CTest starts it
// under Xvfb. With the argument --source it is that other program: a window whose content is a file that can be dragged.
#include "smoke/drag_source.h"
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/own_surroundings.h"
#include "ui/pages/empty_page.h"
#include "ui/text/paths.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QFile>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;
using namespace quantlathe::ui;

namespace {

constexpr QRect windowPlace{300, 60, 1100, 800};

} // namespace

class TestDragAndDrop : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QCOMPARE(QGuiApplication::platformName(), QStringLiteral("xcb"));
        test::useOwnSurroundings(folder_.path());
        QVERIFY2(manageWindows(manager_), "openbox is missing");
        window_ =
            std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(folder_.filePath(QStringLiteral("cache")))));
        window_->setGeometry(windowPlace);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get(), 30'000));
    }
    void cleanupTestCase() {
        window_.reset();
        manager_.terminate();
        manager_.waitForFinished();
    }

    void whatCannotBeOpenedIsRefusedBeforeTheDrop() {
        const QString path = folder_.filePath(QStringLiteral("notes.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("only words") > 0);
        file.close();
        QString shownWhileDragging;
        drag(path, [&] { shownWhileDragging = answer() ? answer()->title : QString(); });
        QVERIFY2(shownWhileDragging.contains(QStringLiteral("notes.txt")), qPrintable(shownWhileDragging));
        QCOMPARE(outcome_, QStringLiteral("refused"));
        QVERIFY(!window_->session().model());
        QVERIFY(waitUntil([&] { return !answer(); }, 10'000));
    }

    void aModelIsOpenedByDroppingIt() {
        drag(QString::fromStdString(test::resourceFile("sample").string()), [] {});
        QCOMPARE(outcome_, QStringLiteral("dropped"));
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
        QVERIFY(window_->windowTitle().endsWith(QStringLiteral("— Quantlathe")));
    }

    void theKeyboardReachesEveryPage() {
        window_->activateWindow();
        QVERIFY(waitUntil([&] { return window_->isActiveWindow(); }));
        for (const Page page : {Page::compare, Page::memory, Page::weights, Page::plan, Page::overview}) {
            const int number = static_cast<int>(page) + 1;
            QVERIFY(mouse({QStringLiteral("key"), QStringLiteral("alt+%1").arg(number)}));
            QVERIFY2(waitUntil([&] { return window_->findChild<QTabBar*>()->currentIndex() == number - 1; }, 10'000),
                     qPrintable(QString::number(number)));
        }
    }

    void convertsWhatWasDropped() {
        const QString file = folder_.filePath(QStringLiteral("sample.gguf"));
        window_->convertTo(file);
        const int id = window_->jobs().jobs().front()->id;
        QVERIFY(waitUntil([&] { return !window_->jobs().find(id)->isActive(); }));
        QVERIFY(window_->jobs().find(id)->state == JobState::done);
        QVERIFY(window_->close());
    }

private:
    [[nodiscard]] const std::optional<DragAnswer>& answer() const { return window_->emptyPage().dropArea().answer(); }

    void drag(const QString& path, const std::function<void()>& over) {
        outcome_ = dragFile(
            path, window_->geometry().center(), [this] { return answer().has_value(); }, over);
    }

    QTemporaryDir folder_;
    QProcess manager_;
    std::unique_ptr<MainWindow> window_;
    QString outcome_;
};

int main(int argc, char** argv) {
    if (isDragSource(argc, argv)) {
        return runDragSource(argc, argv);
    }
    QApplication application(argc, argv);
    TestDragAndDrop test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_drag_and_drop.moc"
