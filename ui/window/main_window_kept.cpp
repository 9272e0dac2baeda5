// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the main window that outlives it: settings, mixes that nobody saved, jobs that are not finished.
#include "ui/bridge/plan_drafts.h"
#include "ui/bridge/user_data.h"
#include "ui/look/theme.h"
#include "ui/models/recent_models.h"
#include "ui/text/strings.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <algorithm>
#include <QMoveEvent>
#include <QResizeEvent>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>

namespace quantlathe::ui {

namespace {

constexpr int settingsDelayMilliseconds = 500;

} // namespace

void MainWindow::keepWork() {
    connect(drafts_, &PlanDrafts::found, this, [this](const QDateTime& at) {
        messages_->show({Message::Kind::warning,
                         tr("A mix for this model was not saved"),
                         tr("Changed last %1.").arg(dayText(at, QDateTime::currentDateTime())),
                         {{tr("Use it"), [this] { drafts_->use(); }}, {tr("Delete it"), [this] { drafts_->forget(); }}},
                         QStringLiteral("draft")});
    });
    connect(drafts_, &PlanDrafts::withdrawn, this, [this] { messages_->clear(QStringLiteral("draft")); });
    for (const Problem& problem : jobs_->keepIn(userDataFolder() / "jobs")) {
        const bool isForgotten = problem.kind == ErrorKind::badInput;
        messages_->show(
            {Message::Kind::bad,
             isForgotten ? tr("A job of an earlier run is forgotten") : tr("Jobs of earlier runs cannot be read"),
             isForgotten ? problem.text() : tr("%1 Nothing is removed: the next start looks again.").arg(problem.text()),
             {},
             QStringLiteral("damaged jobs")});
    }
    offerToGoOn();
}

void MainWindow::keepSettings() {
    settingsDelay_.setSingleShot(true);
    settingsDelay_.setInterval(settingsDelayMilliseconds);
    connect(&settingsDelay_, &QTimer::timeout, this, &MainWindow::writeSettings);
    const auto haveChanged = qOverload<>(&QTimer::start);
    connect(session_, &Session::deviceChanged, &settingsDelay_, haveChanged);
    connect(session_, &Session::runsInChanged, &settingsDelay_, haveChanged);
    connect(&ThemeHub::instance(), &ThemeHub::changed, &settingsDelay_, haveChanged);
    connect(tabs_, &QTabBar::currentChanged, &settingsDelay_, haveChanged);
    for (const QDockWidget* dock : std::initializer_list<const QDockWidget*>{tensorsDock_, jobsDock_}) {
        connect(dock, &QDockWidget::visibilityChanged, &settingsDelay_, haveChanged);
        connect(dock, &QDockWidget::dockLocationChanged, &settingsDelay_, haveChanged);
    }
    for (const QSplitter* splitter : findChildren<QSplitter*>()) {
        connect(splitter, &QSplitter::splitterMoved, &settingsDelay_, haveChanged);
    }
}

void MainWindow::moveEvent(QMoveEvent* event) {
    QMainWindow::moveEvent(event);
    settingsDelay_.start();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    keepTabsInSight();
    settingsDelay_.start();
}

/// In a narrow window the tensors leave the tabs the room that they need.
void MainWindow::keepTabsInSight() {
    constexpr int besideTheTabs = 40; // the separator, and that a chosen tab is wider
    const int most = width() - tabRow_->sizeHint().width() - besideTheTabs;
    if (!tensorsDock_->isHidden() && tensorsDock_->width() > most) {
        resizeDocks({tensorsDock_}, {most}, Qt::Horizontal);
    }
}

void MainWindow::readSettings() {
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    if (settings.value(QStringLiteral("ownMachine"), false).toBool()) {
        session_->setOwnMachine();
    } else {
        session_->setGpu(settings.value(QStringLiteral("gpu"), QString::fromStdString(session_->device().gpu.name)).toString());
    }
    if (!settings.contains(QStringLiteral("gpu")) && !session_->isOnOwnMachine()) {
        session_->preferOwnCard();
    }
    session_->setRunsIn(settings.value(QStringLiteral("runsIn")).toString());
    session_->probeMachine();
    session_->setContext(settings.value(QStringLiteral("context"), 16384).toULongLong());
    if (const auto kv =
            kvTypeFromName(settings.value(QStringLiteral("kvType"), QStringLiteral("f16")).toString().toStdString())) {
        session_->setKvType(*kv);
    }
    for (std::size_t i = 0; i < dockShown_.size(); ++i) {
        dockShown_[i] = settings.value(QStringLiteral("tensorsDock/%1").arg(i), dockShown_[i]).toBool();
    }
    restoreState(settings.value(QStringLiteral("windowState")).toByteArray());
    jobsDock_->hide(); // there are no jobs yet; Tensors follows the page
    for (QSplitter* splitter : findChildren<QSplitter*>()) {
        if (!splitter->objectName().isEmpty()) {
            splitter->restoreState(settings.value(QStringLiteral("splitters/") + splitter->objectName()).toByteArray());
        }
    }
    tensorsDock_->setColumnWidths(settings.value(QStringLiteral("tensorColumns")).toList());
    tabs_->setCurrentIndex(std::clamp(settings.value(QStringLiteral("tab"), 0).toInt(), 0, tabs_->count() - 1));
}

void MainWindow::writeSettings() {
    QVariantMap settings;
    settings[QStringLiteral("geometry")] = saveGeometry();
    settings[QStringLiteral("ownMachine")] = session_->isOnOwnMachine();
    if (!session_->isOnOwnMachine()) {
        settings[QStringLiteral("gpu")] = QString::fromStdString(session_->device().gpu.name);
    }
    settings[QStringLiteral("runsIn")] = session_->runsIn();
    settings[QStringLiteral("context")] = static_cast<qulonglong>(session_->wishedContext());
    const std::string_view kv = name(session_->device().run.kv);
    settings[QStringLiteral("kvType")] = fromView(kv);
    settings[QStringLiteral("theme")] = static_cast<int>(ThemeHub::instance().choice());
    settings[QStringLiteral("moreContrast")] = ThemeHub::instance().moreContrast();
    settings[QStringLiteral("tab")] = tabs_->currentIndex();
    settings[QStringLiteral("tensorColumns")] = tensorsDock_->columnWidths();
    settings[QStringLiteral("windowState")] = saveState();
    for (const QSplitter* splitter : findChildren<QSplitter*>()) {
        if (!splitter->objectName().isEmpty()) {
            settings[QStringLiteral("splitters/") + splitter->objectName()] = splitter->saveState();
        }
    }
    for (std::size_t i = 0; i < dockShown_.size(); ++i) {
        settings[QStringLiteral("tensorsDock/%1").arg(i)] = dockShown_[i];
    }
    settings_.change(settings);
}

} // namespace quantlathe::ui
