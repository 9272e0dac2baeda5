// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headless/wait.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

namespace quantlathe::ui {

bool waitUntil(const std::function<bool()>& condition, int timeoutMilliseconds) {
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > timeoutMilliseconds) {
            return false;
        }
        settle(20);
    }
    return true;
}

void settle(int milliseconds) {
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace quantlathe::ui
