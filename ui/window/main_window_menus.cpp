// SPDX-License-Identifier: GPL-3.0-or-later
// Actions, keys and menus of the main window.
#include "ui/dialogs/address_dialog.h"
#include "ui/look/language.h"
#include "ui/look/theme.h"
#include "ui/models/recent_models.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/plan_page.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/help_button.h"
#include "ui/window/guide_window.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/tensors_dock.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"

#include <algorithm>
#include <array>
#include <QActionGroup>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenuBar>
#include <QMessageBox>
#include <QProcess>
#include <QSettings>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>

namespace quantlathe::ui {

namespace {

/// Common limits of file systems and hosts.
constexpr std::array<std::uint64_t, 5> splitSizes = {2'000'000'000, 4'000'000'000, 10'000'000'000, 20'000'000'000,
                                                     40'000'000'000};

} // namespace

void MainWindow::makeActions() {
    Actions& a = *actions_;
    struct Entry {
        QAction* action;
        QString text;
        const char* keys;
        std::function<void()> run;
    };
    const auto tab = [this](int step) {
        tabs_->setCurrentIndex((tabs_->currentIndex() + step + tabs_->count()) % tabs_->count());
    };
    const std::vector<Entry> entries = {
        {&a.openFile, tr("Open &file…"), "Ctrl+O", [this] { askFile(); }},
        {&a.openFolder, tr("Open f&older…"), "Ctrl+Shift+O", [this] { askFolder(); }},
        {&a.openAddress, tr("Open &address…"), "Ctrl+U", [this] { askAddress(); }},
        {&a.openSample, tr("Try the &sample model"), "", [this] { openSample(); }},
        {&a.closeModel, tr("&Close the model"), "Ctrl+W", [this] { session_->close(); }},
        {&a.newWindow, tr("&New window"), "Ctrl+N",
         [] { QProcess::startDetached(QCoreApplication::applicationFilePath(), {}); }},
        {&a.compareFile, tr("Compare with a fi&le…"), "Ctrl+K", [this] { askComparedFile(); }},
        {&a.compareFolder, tr("Compare with a fol&der…"), "Ctrl+Shift+K", [this] { askComparedFolder(); }},
        {&a.convert, tr("Convert…"), "Ctrl+Return", [this] { askDestination(); }},
        {&a.exportChart, tr("&Export the chart…"), "Ctrl+E", [this] { exportCurrent(); }},
        {&a.report, tr("&Report…"), "Ctrl+R", [this] { askReport(); }},
        {&a.quit, tr("&Quit"), "Ctrl+Q", [this] { close(); }},
        {&a.undo, tr("&Undo in the plan"), "Ctrl+Z", [this] { session_->history().undo(); }},
        {&a.redo, tr("&Redo in the plan"), "Ctrl+Shift+Z", [this] { session_->history().redo(); }},
        {&a.presetOnly, tr("&Back to the plain preset"), "", [this] { session_->setPlainPreset(); }},
        {&a.useImportance, tr("Use an &importance matrix…"), "Ctrl+I", [this] { askImportance(); }},
        {&a.removeImportance, tr("Re&move the importance matrix"), "", [this] { session_->removeImportance(); }},
        {&a.highEffort, tr("&High effort: lower error, slower"), "", {}},
        {&a.preTokenizer, tr("Choose the pre-&tokenizer…"), "", [this] { askPreTokenizer(); }},
        {&a.savePlan, tr("&Save the plan"), "Ctrl+S", [this] { savePlan(false); }},
        {&a.savePlanAs, tr("Save the plan &as…"), "Ctrl+Shift+S", [this] { savePlan(true); }},
        {&a.loadPlan, tr("&Load a plan…"), "", [this] { loadPlan(); }},
        {&a.addRule, tr("Add a &rule…"), "",
         [this] {
             showPage(Page::plan);
             planPage_->addRule();
         }},
        {&a.difference, tr("&Difference against a preset"), "Ctrl+D",
         [this] {
             showPage(Page::plan);
             planPage_->toggleDifference();
         }},
        {&a.explain, tr("&Explain the encoding"), "Alt+Return", [this] { explainChosen(); }},
        {&a.filter, tr("&Filter the tensors"), "Ctrl+F", [this] { tensorsDock_->focusFilter(); }},
        {&a.showTensors, tr("&Tensors"), "F9", {}},
        {&a.showJobs, tr("&Jobs"), "Ctrl+J", {}},
        {&a.overview, tr("&Overview"), "Alt+1", [this] { showPage(Page::overview); }},
        {&a.weights, tr("&Weights"), "Alt+2", [this] { showPage(Page::weights); }},
        {&a.memory, tr("&Memory"), "Alt+3", [this] { showPage(Page::memory); }},
        {&a.plan, tr("&Plan"), "Alt+4", [this] { showPage(Page::plan); }},
        {&a.compare, tr("&Compare"), "Alt+5", [this] { showPage(Page::compare); }},
        {&a.nextTab, tr("Next page"), "Ctrl+Tab", [tab] { tab(1); }},
        {&a.previousTab, tr("Previous page"), "Ctrl+Shift+Tab", [tab] { tab(-1); }},
        {&a.presetList, tr("Choose a pr&eset"), "Ctrl+P", [this] { topBar_->openPresetList(); }},
        {&a.gpuList, tr("Choose a &GPU"), "Ctrl+G", [this] { topBar_->focusGpu(); }},
        {&a.contextField, tr("Set the conte&xt"), "Ctrl+L", [this] { topBar_->focusContext(); }},
        {&a.nextPane, tr("Next part of the wi&ndow"), "F6", [this] { focusPane(1); }},
        {&a.previousPane, tr("Previous part of the window"), "Shift+F6", [this] { focusPane(-1); }},
        {&a.measure, tr("&Measure quality…"), "Ctrl+M",
         [this] {
             showPage(Page::compare);
             compare_->askMeasurement();
         }},
        {&a.cancelJob, tr("&Cancel the chosen job"), "Ctrl+.", [this] { jobsDock_->cancelSelected(); }},
        {&a.pauseJob, tr("&Pause or go on with the job"), "Ctrl+Shift+P", [this] { jobsDock_->pauseOrResume(); }},
        {&a.guide, tr("&Guide"), "F1", [this] { openGuide(QUrl()); }},
        {&a.about, tr("&About Quantlathe"), "", [this] { about(); }},
    };
    for (const Entry& entry : entries) {
        entry.action->setText(entry.text);
        entry.action->setShortcut(QKeySequence(QString::fromLatin1(entry.keys)));
        if (entry.run) {
            connect(entry.action, &QAction::triggered, this, entry.run);
        }
        addAction(entry.action);
    }
    connect(&a.highEffort, &QAction::triggered, this,
            [this](bool high) { session_->setEffort(high ? Effort::high : Effort::normal); });
    a.highEffort.setCheckable(true);
    auto* paste = new QShortcut(QKeySequence::Paste, this); // where no field takes it
    connect(paste, &QShortcut::activated, this, [this] {
        if (const QString address = hubAddressIn(QGuiApplication::clipboard()->text(), false); !address.isEmpty()) {
            open(address);
        }
    });
    makeOptionActions();
    a.showTensors.setCheckable(true);
    a.showJobs.setCheckable(true);
    a.openFolder.setToolTip(tr("Open folder (Ctrl+Shift+O)"));
    a.showTensors.setToolTip(tr("Show or hide the tensors (F9)"));
    a.convert.setEnabled(false);

    a.moreContrast.setText(tr("&More contrast"));
    a.moreContrast.setCheckable(true);
    a.moreContrast.setChecked(ThemeHub::instance().moreContrast());
    connect(&a.moreContrast, &QAction::triggered, this, [](bool on) { ThemeHub::instance().setMoreContrast(on); });
    auto* themes = new QActionGroup(this);
    const std::array<std::tuple<QAction*, QString, ThemeChoice>, 3> choices = {
        {{&a.themeSystem, tr("&System colours"), ThemeChoice::system},
         {&a.themeLight, tr("&Light"), ThemeChoice::light},
         {&a.themeDark, tr("&Dark"), ThemeChoice::dark}}};
    for (const auto& [action, text, choice] : choices) {
        action->setText(text);
        action->setCheckable(true);
        action->setChecked(ThemeHub::instance().choice() == choice);
        themes->addAction(action);
        connect(action, &QAction::triggered, this, [which = choice] { ThemeHub::instance().setChoice(which); });
    }
}

/// Texts are made once, so another language begins with the next start.
void MainWindow::fillLanguageMenu(QMenu& menu) {
    auto* group = new QActionGroup(&menu);
    const QString wish = QSettings().value(QStringLiteral("language")).toString();
    const auto add = [this, group, &menu, wish](const QString& text, const QString& code) {
        QAction* action = group->addAction(text);
        action->setCheckable(true);
        action->setChecked(code == wish);
        menu.addAction(action);
        connect(action, &QAction::triggered, this, [this, text, code] {
            QSettings().setValue(QStringLiteral("language"), code);
            if (languageFor(code) != currentLanguage()) {
                messages_->show({Message::Kind::good,
                                 tr("The language changes when Quantlathe starts again"),
                                 text,
                                 {},
                                 QStringLiteral("language")});
            }
        });
    };
    add(tr("&System language"), {});
    menu.addSeparator();
    for (const Language& language : languages()) {
        add(language.ownName, language.code);
    }
}

/// What a plan may ask of its output beside encodings.
void MainWindow::makeOptionActions() {
    Actions& a = *actions_;
    const auto change = [this](auto edit) {
        OutputOptions options = session_->options();
        edit(options);
        session_->setOptions(options);
    };
    a.pure.setText(tr("P&ure: the preset's main encoding everywhere"));
    a.leaveOutput.setText(tr("Leave the output matri&x as it is stored"));
    for (QAction* action : {&a.pure, &a.leaveOutput}) {
        action->setCheckable(true);
    }
    connect(&a.pure, &QAction::triggered, this,
            [change](bool on) { change([on](OutputOptions& options) { options.pure = on; }); });
    connect(&a.leaveOutput, &QAction::triggered, this,
            [change](bool on) { change([on](OutputOptions& options) { options.leaveOutput = on; }); });
    auto* files = new QActionGroup(this);
    const auto addChoice = [&](QAction& action, const QString& text, const SplitOptions& split) {
        action.setText(text);
        action.setCheckable(true);
        action.setData(QVariant::fromValue<qulonglong>(split.maxBytes));
        files->addAction(&action);
        connect(&action, &QAction::triggered, this,
                [change, split] { change([split](OutputOptions& options) { options.split = split; }); });
    };
    addChoice(a.oneFile, tr("&One file"), {});
    for (std::size_t i = 0; i < a.splitSizes.size(); ++i) {
        addChoice(a.splitSizes[i], tr("At most %1 each").arg(fileSize(splitSizes[i])), {.maxBytes = splitSizes[i]});
    }
    addChoice(a.filesOfSource, tr("The &same files as the source"), {.asSource = true});
}

/// The menu shows what the plan says, also after undo.
void MainWindow::followOptions() {
    Actions& a = *actions_;
    const bool hasPlan = session_->planFacts() != nullptr;
    a.measure.setEnabled(hasPlan);
    a.explain.setEnabled(hasPlan);
    const OutputOptions& options = session_->options();
    a.pure.setChecked(options.pure);
    a.leaveOutput.setChecked(options.leaveOutput);
    a.oneFile.setChecked(!options.split.wantsSeveral());
    a.filesOfSource.setChecked(options.split.asSource);
    for (QAction& size : a.splitSizes) {
        size.setChecked(options.split.maxBytes > 0 && size.data().toULongLong() == options.split.maxBytes);
        size.setEnabled(hasPlan);
    }
    a.oneFile.setEnabled(hasPlan);
    // Folders of tensors have no preset mixtures to switch off.
    for (QAction* action : {&a.pure, &a.leaveOutput}) {
        action->setEnabled(hasPlan && !session_->format().fileSuffix().empty());
    }
    a.filesOfSource.setEnabled(hasPlan && session_->model()->checkpoint().files().size() > 1);
}

void MainWindow::makeMenus() {
    Actions& a = *actions_;
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->addActions({&a.openFile, &a.openFolder, &a.openAddress});
    QMenu* recent = file->addMenu(tr("Open recen&t"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecentMenu(*recent); });
    file->addAction(&a.openSample);
    file->addSeparator();
    file->addActions({&a.closeModel, &a.newWindow});
    file->addSeparator();
    file->addActions({&a.compareFile, &a.compareFolder});
    file->addSeparator();
    file->addActions({&a.exportChart, &a.report});
    file->addSeparator();
    file->addAction(&a.quit);
    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({&a.undo, &a.redo});
    edit->addSeparator();
    edit->addAction(&a.filter);
    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addActions({&a.overview, &a.weights, &a.memory, &a.plan, &a.compare});
    view->addSeparator();
    view->addActions({&a.showTensors, &a.showJobs});
    view->addSeparator();
    view->addActions({&a.presetList, &a.gpuList, &a.contextField, &a.nextPane});
    view->addSeparator();
    QMenu* theme = view->addMenu(tr("Colou&rs"));
    theme->addActions({&a.themeSystem, &a.themeLight, &a.themeDark});
    theme->addSeparator();
    theme->addAction(&a.moreContrast);
    fillLanguageMenu(*view->addMenu(tr("Lang&uage")));
    QMenu* plan = menuBar()->addMenu(tr("&Plan"));
    plan->addActions({&a.loadPlan, &a.savePlan, &a.savePlanAs});
    plan->addSeparator();
    plan->addActions({&a.addRule, &a.difference, &a.explain});
    plan->addSeparator();
    plan->addActions({&a.useImportance, &a.removeImportance});
    plan->addSeparator();
    plan->addActions({&a.highEffort, &a.pure, &a.leaveOutput, &a.presetOnly});
    plan->addSeparator();
    QMenu* split = plan->addMenu(tr("&Files of the output"));
    split->addAction(&a.oneFile);
    for (QAction& size : a.splitSizes) {
        split->addAction(&size);
    }
    split->addAction(&a.filesOfSource);
    plan->addSeparator();
    plan->addAction(&a.preTokenizer);
    QMenu* jobs = menuBar()->addMenu(tr("&Jobs"));
    jobs->addActions({&a.convert, &a.measure, &a.pauseJob, &a.cancelJob});
    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({&a.guide, &a.about});
}

void MainWindow::fillRecentMenu(QMenu& menu) {
    menu.clear();
    for (const RecentModel& recent : recents_->all()) {
        QString text = QStringLiteral("%1  ·  %2").arg(recent.name, shortPath(pathOf(recent.path)));
        QAction* const action = menu.addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
        connect(action, &QAction::triggered, this, [this, path = recent.path] { open(path); });
    }
    if (menu.isEmpty()) {
        menu.addAction(tr("None yet"))->setEnabled(false);
        return;
    }
    menu.addSeparator();
    connect(menu.addAction(tr("Clear list")), &QAction::triggered, recents_, &RecentModels::clear);
}

/// Toolbar, tabs, tensors, page, jobs, and round again: the first of each that takes keys.
void MainWindow::focusPane(int step) {
    const std::array<QWidget*, 5> panes = {topBar_, tabRow_, tensorsDock_, stack_, jobsDock_};
    const QWidget* const now = focusWidget();
    const auto found =
        std::ranges::find_if(panes, [now](const QWidget* pane) { return now != nullptr && pane->isAncestorOf(now); });
    const auto count = static_cast<int>(panes.size());
    int place = found == panes.end() ? (step > 0 ? -1 : count) : static_cast<int>(found - panes.begin());
    for (int tried = 0; tried < count; ++tried) {
        place = (place + step + count) % count;
        QWidget* const pane = panes[static_cast<std::size_t>(place)];
        // The chain of the Tab key runs through the whole window; what belongs to the pane comes in its order.
        QWidget* each = pane;
        do {
            const bool takesKeys = pane->isAncestorOf(each) && each->isVisible() && each->isEnabled() &&
                                   (each->focusPolicy() & Qt::TabFocus) != 0 && each->focusProxy() == nullptr;
            if (takesKeys) {
                each->setFocus(Qt::TabFocusReason);
                return;
            }
            each = each->nextInFocusChain();
        } while (each != pane);
    }
}

void MainWindow::openGuide(const QUrl& address) {
    if (!guide_) {
        guide_ = std::make_unique<GuideWindow>(*session_);
    }
    QString place = address.path().mid(1);
    if (address.hasFragment()) {
        place += QLatin1Char('#') + address.fragment();
    }
    guide_->openPlace(place.isEmpty() ? placeOfPage() : place);
}

QString MainWindow::placeOfPage() const {
    if (session_->model()) {
        switch (static_cast<Page>(tabs_->currentIndex())) {
        case Page::weights: return QStringLiteral("charts#histogram");
        case Page::memory: return QStringLiteral("memory");
        case Page::plan: return QStringLiteral("planning");
        case Page::compare: return QStringLiteral("charts#compare");
        case Page::overview: break;
        }
    }
    return GuideBook::topics().front();
}

void MainWindow::about() {
    QMessageBox box(this);
    box.setWindowTitle(tr("About Quantlathe"));
    box.setIconPixmap(windowIcon().pixmap(64));
    box.setText(tr("<b>Quantlathe %1</b><br>Inspect, plan and convert language-model checkpoints")
                    .arg(QStringLiteral(QUANTLATHE_VERSION)));
    box.setInformativeText(tr("Licensed under the GNU General Public License, version 3 or later.<br>Built with Qt (LGPL 3), "
                              "QCustomPlot (GPL 3), oneTBB, "
                              "Highway and SentencePiece (Apache 2.0), fmt and nlohmann/json (MIT), PCRE2 (BSD)."));
    box.exec();
}

} // namespace quantlathe::ui
