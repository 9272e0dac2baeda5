// SPDX-License-Identifier: GPL-3.0-or-later
// The window on a real X server with a window manager: another program drags files over it with the mouse. CTest starts it
// under Xvfb. With the argument --source it is that other program: a window whose content is a file that can be dragged.
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/own_surroundings.h"
#include "ui/pages/empty_page.h"
#include "ui/text/paths.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QDrag>
#include <QFile>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QProcess>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

constexpr QRect sourcePlace{20, 60, 200, 200};
constexpr QRect windowPlace{300, 60, 1100, 800};

/// Prints what became of each drag.
class DragSource : public QLabel {
public:
    explicit DragSource(QString path) : QLabel(path), path_(std::move(path)) { setWordWrap(true); }

protected:
    void mousePressEvent(QMouseEvent*) override {
        auto* dragged = new QMimeData;
        dragged->setUrls({QUrl::fromLocalFile(path_)});
        auto* drag = new QDrag(this);
        drag->setMimeData(dragged);
        std::printf("%s\n", drag->exec(Qt::CopyAction) == Qt::CopyAction ? "dropped" : "refused");
        std::fflush(stdout);
    }

private:
    QString path_;
};

int runSource(int argc, char** argv) {
    QApplication application(argc, argv);
    DragSource source(QString::fromLocal8Bit(argv[2]));
    source.setGeometry(sourcePlace);
    source.show();
    std::printf("ready\n");
    std::fflush(stdout);
    return QApplication::exec();
}

bool commandIsDone(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start(program, arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

/// The mouse, by another program: events come from the X server, not from Qt.
bool mouse(const QStringList& arguments) {
    return commandIsDone(QStringLiteral("xdotool"), arguments);
}
bool moveTo(QPoint place) {
    return mouse({QStringLiteral("mousemove"), QString::number(place.x()), QString::number(place.y())});
}

} // namespace

class TestDragAndDrop : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QCOMPARE(QGuiApplication::platformName(), QStringLiteral("xcb"));
        test::useOwnSurroundings(folder_.path());
        manager_.start(QStringLiteral("openbox"), {});
        QVERIFY2(manager_.waitForStarted(), "openbox is missing");
        QVERIFY(
            waitUntil([] { return commandIsDone(QStringLiteral("xdotool"), {QStringLiteral("get_num_desktops")}); }, 30'000));
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

    /// From the other program to the middle of the window; `over` is called there before the button is let go.
    void drag(const QString& path, const std::function<void()>& over) {
        QProcess source;
        source.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--source"), path});
        const auto says = [&](const char* line) {
            return waitUntil([&] {
                       return source.canReadLine() && (said_ = QString::fromUtf8(source.readLine()).trimmed(), true);
                   }) &&
                   (line == nullptr || said_ == QLatin1String(line));
        };
        QVERIFY(source.waitForStarted());
        QVERIFY(says("ready"));
        settle(500); // until the window manager shows it
        QVERIFY(moveTo(sourcePlace.center()));
        QVERIFY(mouse({QStringLiteral("mousedown"), QStringLiteral("1")}));
        const QPoint end = window_->geometry().center();
        for (int step = 0; step <= 10; ++step) {
            QVERIFY(moveTo(sourcePlace.center() + (end - sourcePlace.center()) * step / 10));
            settle(50);
        }
        QVERIFY(waitUntil([&] { return answer().has_value(); }, 20'000));
        over();
        QVERIFY(mouse({QStringLiteral("mouseup"), QStringLiteral("1")}));
        QVERIFY(says(nullptr));
        outcome_ = said_;
        source.kill();
        source.waitForFinished();
    }

    QTemporaryDir folder_;
    QProcess manager_;
    std::unique_ptr<MainWindow> window_;
    QString said_;
    QString outcome_;
};

int main(int argc, char** argv) {
    if (argc == 3 && qstrcmp(argv[1], "--source") == 0) {
        return runSource(argc, argv);
    }
    QApplication application(argc, argv);
    TestDragAndDrop test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_drag_and_drop.moc"
