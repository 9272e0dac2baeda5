// SPDX-License-Identifier: GPL-3.0-or-later
// Files dragged out of another program: the test's own program, started anew with --source, is a window whose content can be
// dragged.
#pragma once

#include "smoke/real_input.h"
#include "ui/headless/wait.h"

#include <cstdio>
#include <functional>
#include <QApplication>
#include <QDrag>
#include <QLabel>
#include <QMimeData>
#include <QMouseEvent>
#include <QTest>
#include <QUrl>

namespace quantlathe::test {

inline constexpr QRect dragSourcePlace{20, 60, 200, 200};

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
        say(drag->exec(Qt::CopyAction) == Qt::CopyAction ? "dropped" : "refused");
    }
    void paintEvent(QPaintEvent* event) override {
        QLabel::paintEvent(event);
        if (!isShown_) { // and so under the mouse
            isShown_ = true;
            say("ready");
        }
    }

private:
    static void say(const char* word) {
        std::printf("%s\n", word);
        std::fflush(stdout);
    }

    QString path_;
    bool isShown_ = false;
};

/// Whether the program is such a source.
inline bool isDragSource(int argc, char** argv) {
    return argc == 3 && qstrcmp(argv[1], "--source") == 0;
}

inline int runDragSource(int argc, char** argv) {
    QApplication application(argc, argv);
    DragSource source(QString::fromLocal8Bit(argv[2]));
    source.setWindowFlag(Qt::WindowStaysOnTopHint);
    source.setGeometry(dragSourcePlace);
    source.show();
    return QApplication::exec();
}

/// From the other program to `target`; where the window has `noticed` it, `over` is called before the button is let go. What
/// the other program says of it: "dropped", "refused", or empty when something did not happen at all.
inline QString dragFile(
    const QString& path, QPoint target, const std::function<bool()>& noticed, const std::function<void()>& over = [] {}) {
    QProcess source;
    source.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--source"), path});
    const auto says = [&source] {
        return ui::waitUntil([&] { return source.canReadLine(); }, 60'000) ? QString::fromUtf8(source.readLine()).trimmed()
                                                                           : QString();
    };
    QString outcome;
    if (source.waitForStarted() && says() == QStringLiteral("ready")) {
        ui::settle(500); // until the window manager has put it where it belongs
        bool isMoved = moveTo(dragSourcePlace.center()) && mouse({QStringLiteral("mousedown"), QStringLiteral("1")});
        for (int step = 0; step <= 10 && isMoved; ++step) {
            isMoved = moveTo(dragSourcePlace.center() + (target - dragSourcePlace.center()) * step / 10);
            ui::settle(50);
        }
        const bool isNoticed = isMoved && ui::waitUntil(noticed, 30'000);
        if (isNoticed) {
            over();
        }
        const bool isLetGo = mouse({QStringLiteral("mouseup"), QStringLiteral("1")});
        outcome = isNoticed && isLetGo ? says() : QString();
    }
    source.kill();
    source.waitForFinished();
    return outcome;
}

} // namespace quantlathe::test
