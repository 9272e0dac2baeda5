// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the main window that has to do with plans as files, and the tools of the Plan page beside the tabs.
#include "base/file.h"
#include "plan/pinned_plan.h"
#include "ui/bridge/plan_drafts.h"
#include "ui/bridge/planner_service.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/pages/plan_page.h"
#include "ui/report/html_report.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"
#include "ui/window/window_actions.h"

#include <QDesktopServices>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>
#include <QTabBar>
#include <QToolButton>
#include <QUrl>

namespace quantlathe::ui {

namespace {

constexpr const char* planFolderKey = "folders/plan";
constexpr const char* reportFolderKey = "folders/report";

} // namespace

/// Of the weight that the focus is on: in the tree, or in the matrix of the Plan page.
void MainWindow::explainChosen() {
    const bool isInTree = !tensorsDock_->isHidden() && tensorsDock_->isAncestorOf(focusWidget());
    if (!isInTree && static_cast<Page>(tabs_->currentIndex()) == Page::plan) {
        planPage_->explainCurrent();
    } else if (!tensorsDock_->isHidden()) {
        tensorsDock_->explainCurrent();
    }
}

/// What was set by hand is never changed unasked.
void MainWindow::askAboutSearch(const std::vector<std::string>& names, const Budget& budget,
                                const std::function<void()>& search) {
    messages_->show(
        {Message::Kind::warning,
         counted(static_cast<std::int64_t>(names.size()), tr("1 weight has an encoding that was set by hand"),
                 tr("%1 weights have encodings that were set by hand")),
         tr("The search leaves pinned weights as they are and chooses all others."),
         {{tr("Pin and search"), [this, names, budget] { planner_->pinAndSolve(names, budget); }}, {tr("Choose all"), search}},
         QStringLiteral("search")});
}

/// The Edit menu names the step.
void MainWindow::followHistory() {
    const QUndoStack& history = session_->history();
    const QString undone = history.undoText();
    const QString redone = history.redoText();
    actions_->undo.setText(undone.isEmpty() ? tr("&Undo in the plan") : tr("&Undo %1").arg(undone));
    actions_->redo.setText(redone.isEmpty() ? tr("&Redo in the plan") : tr("&Redo %1").arg(redone));
    actions_->undo.setEnabled(history.canUndo());
    actions_->redo.setEnabled(history.canRedo());
}

void MainWindow::makePlanTools(QHBoxLayout& row) {
    planTools_ = new QWidget(tabRow_);
    auto* tools = new QHBoxLayout(planTools_);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(8);
    const auto addTool = [&](QAction& action, const QString& tip) {
        auto* button = new QToolButton(planTools_);
        action.setToolTip(tip);
        button->setDefaultAction(&action);
        button->setFixedSize(28, 28);
        button->setToolButtonStyle(Qt::ToolButtonIconOnly);
        button->setFocusPolicy(Qt::TabFocus);
        tools->addWidget(button);
    };
    addTool(actions_->undo, tr("Undo in the plan (Ctrl+Z)"));
    addTool(actions_->redo, tr("Redo in the plan (Ctrl+Shift+Z)"));
    tools->addSpacing(8);
    auto* load = new QPushButton(tr("Load…"), planTools_);
    auto* save = new QPushButton(tr("Save…"), planTools_);
    load->setToolTip(tr("Use a plan.json that was saved before, or that another program made"));
    save->setToolTip(tr("Save the plan as plan.json, for this program and the command line (Ctrl+S)"));
    connect(load, &QPushButton::clicked, &actions_->loadPlan, &QAction::trigger);
    connect(save, &QPushButton::clicked, &actions_->savePlan, &QAction::trigger);
    for (const auto& [button, action] : {std::pair(load, &actions_->loadPlan), std::pair(save, &actions_->savePlan)}) {
        connect(action, &QAction::changed, button, [b = button, a = action] { b->setEnabled(a->isEnabled()); });
        tools->addWidget(button);
    }
    const auto restyle = [this, load, save] {
        actions_->undo.setIcon(themedIcon(Icon::undo));
        actions_->redo.setIcon(themedIcon(Icon::redo));
        load->setIcon(themedIcon(Icon::open));
        save->setIcon(themedIcon(Icon::save));
    };
    connect(&ThemeHub::instance(), &ThemeHub::changed, planTools_, restyle);
    restyle();
    row.addWidget(planTools_);
    auto* report = new QPushButton(tr("Report…"), tabRow_);
    report->setToolTip(tr("Model, plan, presets and charts as one HTML page (Ctrl+R)"));
    const auto restyleReport = [report] { report->setIcon(themedIcon(Icon::exportChart)); };
    connect(&ThemeHub::instance(), &ThemeHub::changed, report, restyleReport);
    restyleReport();
    connect(report, &QPushButton::clicked, &actions_->report, &QAction::trigger);
    reportTool_ = report;
    row.addWidget(report);
}

void MainWindow::askReport() {
    QSettings settings;
    const QString home = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString name = modelName() + QStringLiteral("-report.html");
    name.replace(QLatin1Char('/'), QLatin1Char('-')).replace(QLatin1Char(' '), QLatin1Char('-'));
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Write a report"), settings.value(QLatin1String(reportFolderKey), home).toString() + QLatin1Char('/') + name,
        tr("Web pages (*.html)"));
    if (!file.isEmpty()) {
        settings.setValue(QLatin1String(reportFolderKey), QFileInfo(file).absolutePath());
        writeReportTo(file);
    }
}

void MainWindow::writeReportTo(const QString& file) {
    const auto page = outcomeOf([this] { return htmlReport(*session_, *statistics_); });
    if (const auto* problem = std::get_if<Problem>(&page)) {
        showProblem(*problem);
        return;
    }
    const QByteArray& bytes = std::get<QByteArray>(page);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit()) {
        messages_->show({Message::Kind::bad,
                         tr("The report cannot be written"),
                         tr("%1: %2. Choose another folder.").arg(shortPath(pathOf(file)), out.errorString()),
                         {},
                         QStringLiteral("report")});
        return;
    }
    messages_->show({Message::Kind::good,
                     tr("Report written"),
                     fileNameOf(pathOf(file)),
                     {{tr("Open"), [file] { QDesktopServices::openUrl(QUrl::fromLocalFile(file)); }}},
                     QStringLiteral("report")});
}

void MainWindow::savePlan(bool asOther) {
    if (!session_->plan()) {
        return;
    }
    QString file = asOther ? QString() : planFile_;
    if (file.isEmpty()) {
        QSettings settings;
        const QString home = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
        QString name = modelName() + QStringLiteral("-plan.json");
        name.replace(QLatin1Char('/'), QLatin1Char('-')).replace(QLatin1Char(' '), QLatin1Char('-'));
        file = QFileDialog::getSaveFileName(
            this, tr("Save the plan"), settings.value(QLatin1String(planFolderKey), home).toString() + QLatin1Char('/') + name,
            tr("Plans (*.json)"));
        if (file.isEmpty()) {
            return;
        }
        settings.setValue(QLatin1String(planFolderKey), QFileInfo(file).absolutePath());
    }
    savePlanTo(file);
}

void MainWindow::savePlanTo(const QString& file) {
    const auto plan = session_->plan();
    if (!plan) {
        return;
    }
    const auto written = outcomeOf([&] {
        writeTextFileAtomically(pathOf(file), planJson(session_->planToSave()));
        return true;
    });
    if (const auto* problem = std::get_if<Problem>(&written)) {
        const QString reason = problem->detail.endsWith(QLatin1Char('.')) ? problem->detail.chopped(1) : problem->detail;
        messages_->show({Message::Kind::bad,
                         tr("The plan cannot be saved"),
                         tr("%1: %2. Choose another folder.").arg(shortPath(pathOf(file)), reason),
                         {},
                         QStringLiteral("plan")});
        return;
    }
    planFile_ = file;
    drafts_->isSaved({plan->document, session_->pinned()});
    const QString folder = QFileInfo(file).absolutePath();
    messages_->show({Message::Kind::good,
                     tr("Plan saved"),
                     QStringLiteral("%1, %2").arg(fileNameOf(pathOf(file)), fileSize(plan->fileBytes())),
                     {{tr("Show"), [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); }}},
                     QStringLiteral("plan")});
}

void MainWindow::loadPlan() {
    QSettings settings;
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Load a plan"), settings.value(QLatin1String(planFolderKey)).toString(), tr("Plans (*.json);;All files (*)"));
    if (!file.isEmpty()) {
        settings.setValue(QLatin1String(planFolderKey), QFileInfo(file).absolutePath());
        loadPlanFrom(file);
    }
}

void MainWindow::loadPlanFrom(const QString& file) {
    messages_->clear(QStringLiteral("plan"));
    const auto read = outcomeOf([&] { return readPinnedPlan(pathOf(file)); });
    if (const auto* problem = std::get_if<Problem>(&read)) {
        showProblem(*problem);
        return;
    }
    planFile_ = file;
    PinnedPlan saved = std::get<PinnedPlan>(read);
    saved.document.calibration = {}; // of the session, not of the plan
    drafts_->isSaved(saved);
    session_->usePlan(std::get<PinnedPlan>(read));
}

} // namespace quantlathe::ui
