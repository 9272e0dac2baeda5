// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse and keys by another program: events come from the X server and through a window manager, not from Qt.
#pragma once

#include "ui/headless/wait.h"

#include <QApplication>
#include <QProcess>
#include <QString>
#include <QStringList>
#include <QWidget>

namespace quantlathe::test {

inline bool commandIsDone(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.start(program, arguments);
    return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

inline bool mouse(const QStringList& arguments) {
    return commandIsDone(QStringLiteral("xdotool"), arguments);
}

inline bool moveTo(QPoint place) {
    return mouse({QStringLiteral("mousemove"), QString::number(place.x()), QString::number(place.y())});
}

inline bool clickAt(QPoint place) {
    return moveTo(place) && mouse({QStringLiteral("click"), QStringLiteral("1")});
}

/// In the middle of what is seen of it.
inline bool clickOn(const QWidget& widget) {
    return clickAt(widget.mapToGlobal(widget.visibleRegion().boundingRect().center()));
}

/// As xdotool names them: "ctrl+o", "Return".
inline bool press(const char* keys) {
    return mouse({QStringLiteral("key"), QLatin1String(keys)});
}

inline bool type(const QString& text) {
    return mouse({QStringLiteral("type"), text});
}

/// Starts the window manager and waits until it is there.
inline bool manageWindows(QProcess& manager) {
    manager.start(QStringLiteral("openbox"), {});
    return manager.waitForStarted() &&
           ui::waitUntil([] { return commandIsDone(QStringLiteral("xdotool"), {QStringLiteral("get_num_desktops")}); }, 30'000);
}

} // namespace quantlathe::test
