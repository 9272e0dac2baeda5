// SPDX-License-Identifier: GPL-3.0-or-later
// The actions of the main window, each with its key: menus and toolbar only place them.
#pragma once

#include "ui/window/main_window.h"

#include <array>
#include <QAction>

namespace quantlathe::ui {

struct MainWindow::Actions {
    QAction openFile, openFolder, openAddress, openSample, closeModel, newWindow, convert, compareFile, compareFolder,
        exportChart, report, quit;
    QAction undo, redo, presetOnly, filter, savePlan, savePlanAs, loadPlan, addRule, difference, explain;
    QAction useImportance, removeImportance, highEffort, preTokenizer, pure, leaveOutput, oneFile, filesOfSource;
    std::array<QAction, 5> splitSizes;
    QAction showTensors, showJobs, overview, weights, memory, plan, compare, nextTab, previousTab;
    QAction presetList, gpuList, contextField, nextPane, previousPane;
    QAction measure, cancelJob, pauseJob, guide, about;
    QAction themeSystem, themeLight, themeDark, moreContrast;
};

} // namespace quantlathe::ui
