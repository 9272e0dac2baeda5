// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "base/resources.h"
#include "hub/address.h"
#include "model/assumptions.h"
#include "ui/bridge/merge_job.h"
#include "ui/bridge/plan_drafts.h"
#include "ui/bridge/planner_service.h"
#include "ui/bridge/user_data.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/compare_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/models/importance_texts.h"
#include "ui/models/model_texts.h"
#include "ui/models/plan_matrix_model.h"
#include "ui/models/recent_models.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/pages/budget_panel.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/empty_page.h"
#include "ui/pages/memory_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/weights_page.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/calibration_panel.h"
#include "ui/widgets/explain_card.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/options_form.h"
#include "ui/widgets/small_controls.h"
#include "ui/window/difference_window.h"
#include "ui/window/guide_window.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/status_line.h"
#include "ui/window/tensors_dock.h"
#include "ui/window/top_bar.h"
#include "ui/window/window_actions.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QSystemTrayIcon>
#include <QTabBar>
#include <QToolBar>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

/// The row of tabs with its line from edge to edge.
class TabRow : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(QRect(0, height() - 1, width(), 1), theme().border); }
};

constexpr int openingDelayMilliseconds = 200;
constexpr int roomyWidth = 1280; // from here on docks may grow without pressing the pages

} // namespace

MainWindow::MainWindow(std::shared_ptr<ResultCache> cache, QWidget* parent)
    : QMainWindow(parent), actions_(std::make_unique<Actions>()) {
    setWindowTitle(tr("Quantlathe"));
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    // Made for 1024 × 640 and more; on a small or strongly scaled screen it scrolls instead of reaching beyond the edges.
    const QSize available = screen()->availableSize();
    const QSize frame(8, 40); // that a window manager puts around it
    setMinimumSize(QSize(1024, 640).boundedTo(available - frame));
    resize(QSize(1440, 900).boundedTo(available - frame));
    if (!cache) {
        cache = std::make_shared<ResultCache>();
    }
    session_ = new Session(this);
    jobs_ = new JobQueue(this);
    statistics_ = new StatisticsService(*session_, cache, this);
    quality_ = new QualityService(*session_, cache, this);
    planner_ = new PlannerService(*session_, cache, this);
    statistics_->listLongWorkIn(*jobs_);
    planner_->listLongWorkIn(*jobs_);
    drafts_ = new PlanDrafts(*session_, userDataFolder() / "drafts", this);
    recents_ = new RecentModels(this);

    tensorsDock_ = new TensorsDock(*session_, *statistics_, this);
    jobsDock_ = new JobsDock(*jobs_, this);
    makePages();
    makeActions();
    QDesktopServices::setUrlHandler(QLatin1String(guideScheme), this, "openGuide");
    makeMenus();
    topBar_ = new TopBar(*session_, {actions_->openFolder, actions_->showTensors, actions_->plan, actions_->convert}, this);
    auto* bar = new QToolBar(tr("Toolbar"), this);
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setFloatable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    topBar_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(topBar_);
    connect(topBar_, &TopBar::presetListOpened, quality_, &QualityService::start); // the list shows the errors
    addToolBar(bar);
    addDockWidget(Qt::LeftDockWidgetArea, tensorsDock_);
    addDockWidget(Qt::BottomDockWidgetArea, jobsDock_);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    resizeDocks({tensorsDock_}, {std::min(528, width() * 9 / 20)}, Qt::Horizontal);
    resizeDocks({jobsDock_}, {jobsHeight}, Qt::Vertical);
    tensorsDock_->hide();
    jobsDock_->hide();
    status_ = new StatusLine(*session_, *jobs_, this);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(status_, 1);
    connectSession();
    connectPages();
    readSettings();
    keepSettings();
    keepWork();
    followModel();
}

MainWindow::~MainWindow() {
    delete comparing_;
    delete difference_;
    QDesktopServices::unsetUrlHandler(QLatin1String(guideScheme));
    // The base class hides the docks, when the actions that follow them are gone already.
    tensorsDock_->disconnect(this);
    jobsDock_->disconnect(this);
}

void MainWindow::makePages() {
    auto* central = new QWidget(this);
    auto* column = new QVBoxLayout(central);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    stack_ = new QStackedWidget(central);
    empty_ = new EmptyPage(*recents_, stack_);
    overview_ = new OverviewPage(*session_, *statistics_, stack_);
    weights_ = new WeightsPage(*session_, *statistics_, stack_);
    memory_ = new MemoryPage(*session_, stack_);
    planPage_ = new PlanPage(*session_, stack_);
    auto* side = new QWidget(planPage_);
    auto* sideColumn = new QVBoxLayout(side);
    sideColumn->setContentsMargins(0, 0, 0, 0);
    sideColumn->setSpacing(16);
    options_ = new OptionsForm(*session_, side);
    budget_ = new BudgetPanel(*session_, *planner_, side);
    sideColumn->addWidget(options_);
    sideColumn->addWidget(budget_, 1);
    planPage_->setSide(side);
    compare_ = new ComparePage(*session_, *quality_, *planner_, *jobs_, stack_);
    memory_->setMeasurements(compare_->measurements());
    // Messages stand between the tabs and the page, so the two cannot be one QTabWidget.
    tabRow_ = new TabRow(central);
    auto* tabLayout = new QHBoxLayout(tabRow_);
    tabLayout->setContentsMargins(16, 0, 16, 0);
    tabs_ = new QTabBar(tabRow_);
    tabs_->setExpanding(false);
    tabs_->setDrawBase(false);
    tabs_->setDocumentMode(true);
    tabLayout->addWidget(tabs_);
    tabLayout->addStretch(1);
    makePlanTools(*tabLayout);
    const std::array<std::pair<QWidget*, QString>, 5> pages = {{{overview_, tr("Overview")},
                                                                {weights_, tr("Weights")},
                                                                {memory_, tr("Memory")},
                                                                {planPage_, tr("Plan")},
                                                                {compare_, tr("Compare")}}};
    stack_->addWidget(makeScrollable(empty_, stack_));
    for (const auto& [page, title] : pages) {
        stack_->addWidget(page == overview_ ? page : makeScrollable(page, stack_)); // Overview scrolls by itself
        tabs_->addTab(title);
    }
    messages_ = new MessageArea(central);
    column->addWidget(tabRow_);
    column->addWidget(messages_);
    column->addWidget(stack_, 1);
    setCentralWidget(central);
    // While something is dragged over an open model the answer covers the pages.
    dropVeil_ = new DropArea(central);
    compareVeil_ = new DropArea(central);
    compareVeil_->setAccessibleName(tr("Drop a model here to compare it"));
    for (DropArea* veil : {dropVeil_, compareVeil_}) {
        veil->setMinimumHeight(0);
        veil->setMaximumHeight(QWIDGETSIZE_MAX);
        veil->hide();
    }
}

void MainWindow::connectSession() {
    openingDelay_.setSingleShot(true);
    openingDelay_.setInterval(openingDelayMilliseconds);
    connect(&openingDelay_, &QTimer::timeout, this,
            [this] { messages_->showBusy(tr("Opening %1").arg(openingName_), 0, {}, [this] { session_->cancelOpening(); }); });
    connect(session_, &Session::openingStarted, this, [this](const QString& name) {
        openingName_ = name;
        openingDelay_.start();
    });
    connect(session_, &Session::openingProgressed, this, [this](double share, quint64 bytes) {
        if (!openingDelay_.isActive()) {
            messages_->showBusy(tr("Opening %1").arg(openingName_), share, fileSize(bytes),
                                [this] { session_->cancelOpening(); });
        }
    });
    connect(session_, &Session::openingEnded, this, [this] {
        openingDelay_.stop();
        messages_->hideBusy();
    });
    connect(session_, &Session::modelChanged, this, &MainWindow::followModel);
    connect(session_, &Session::problem, this, &MainWindow::showProblem);
    connect(&session_->history(), &QUndoStack::indexChanged, this, &MainWindow::followHistory);
    connect(session_, &Session::planChanged, this, &MainWindow::followPlan);
    connect(session_, &Session::importanceChanged, this, &MainWindow::followImportance);
    connect(session_, &Session::remark, this, [this](const QString& title, const QString& detail) {
        messages_->show({Message::Kind::warning, title, detail, {}, QStringLiteral("remark")});
    });
    connect(statistics_, &StatisticsService::scanChanged, this, &MainWindow::followScan);
    connectJobs();
}

void MainWindow::connectPages() {
    DropArea& drop = empty_->dropArea();
    connect(&drop, &DropArea::openFolderWanted, this, &MainWindow::askFolder);
    connect(&drop, &DropArea::openFileWanted, this, &MainWindow::askFile);
    connect(&drop, &DropArea::openAddressWanted, this, &MainWindow::askAddress);
    connect(&drop, &DropArea::sampleWanted, this, &MainWindow::openSample);
    connect(empty_, &EmptyPage::recentWanted, this, [this](const QString& path) { open(path); });
    connect(&overview_->calibration(), &CalibrationPanel::importanceWanted, this, &MainWindow::askImportance);
    connect(weights_, &WeightsPage::exportWanted, this, &MainWindow::exportChart);
    connect(weights_, &WeightsPage::weightClicked, this, [this](std::size_t weight) {
        tensorsDock_->show();
        tensorsDock_->showWeight(weight);
    });
    connect(weights_, &WeightsPage::layerClicked, this, [this](std::uint32_t layer) {
        tensorsDock_->show();
        tensorsDock_->showLayer(layer);
    });
    connect(memory_, &MemoryPage::exportWanted, this, &MainWindow::exportChart);
    connect(memory_, &MemoryPage::tableExportWanted, this, &MainWindow::exportCurrent);
    explanation_ = new ExplainCard(*session_, *planner_, this);
    connect(planPage_, &PlanPage::explanationWanted, explanation_, &ExplainCard::explain);
    connect(tensorsDock_, &TensorsDock::explanationWanted, explanation_, &ExplainCard::explain);
    connect(planPage_, &PlanPage::exportWanted, this, &MainWindow::exportCurrent);
    connect(planPage_, &PlanPage::tableExportWanted, this, &MainWindow::exportText);
    connect(planPage_, &PlanPage::weightWanted, this, [this](std::size_t weight) {
        tensorsDock_->show();
        tensorsDock_->showWeight(weight);
    });
    connect(planPage_, &PlanPage::pinWanted, planner_, &PlannerService::togglePins);
    connect(budget_, &BudgetPanel::exportWanted, this, &MainWindow::exportChart);
    connect(planner_, &PlannerService::question, this, &MainWindow::askAboutSearch);
    connect(planner_, &PlannerService::problem, this, [this](const Problem& problem) {
        if (!problem.isCancelled()) {
            messages_->show({Message::Kind::bad, problem.title, problem.detail, {}, QStringLiteral("plan")});
        }
    });
    connect(planner_, &PlannerService::changed, this, [this] {
        if (planner_->isSolving()) { // what is said of the search before is past
            messages_->clear(QStringLiteral("plan"));
        }
    });
    connect(planPage_, &PlanPage::hint, this, [this](const QString& title, const QString& detail) {
        messages_->show({Message::Kind::warning, title, detail, {}, QStringLiteral("plan")});
    });
    connect(compare_, &ComparePage::exportWanted, this, &MainWindow::exportCurrent);
    connect(status_, &StatusLine::jobsWanted, jobsDock_, &QWidget::show);
    connect(tabs_, &QTabBar::currentChanged, this, &MainWindow::tabHasChanged);
    connect(&actions_->showTensors, &QAction::triggered, tensorsDock_, &QWidget::setVisible);
    connect(&actions_->showJobs, &QAction::triggered, jobsDock_, &QWidget::setVisible);
    connect(tensorsDock_, &QDockWidget::visibilityChanged, this, [this] {
        const bool shown = !tensorsDock_->isHidden();
        actions_->showTensors.setChecked(shown);
        keepTabsInSight();
        if (!isSwitchingTab_ && session_->model()) {
            dockShown_[static_cast<std::size_t>(tabs_->currentIndex())] = shown;
        }
    });
    connect(jobsDock_, &QDockWidget::visibilityChanged, this,
            [this] { actions_->showJobs.setChecked(!jobsDock_->isHidden()); });
}

void MainWindow::open(const QString& path, const QString& importance) {
    if (!importance.isEmpty()) {
        whenOpened([this, importance] { session_->useImportance(pathOf(importance)); });
    }
    if (looksLikeHubAddress(path.toStdString())) {
        session_->openAddress(path);
    } else if (looksLikeAdapter(pathOf(path))) {
        openAdapter(pathOf(path));
    } else {
        session_->open(pathOf(path));
    }
}

void MainWindow::openSample() {
    const auto outcome = outcomeOf([] { return resourcePath("sample"); });
    if (const auto* path = std::get_if<std::filesystem::path>(&outcome)) {
        session_->open(*path);
    } else {
        showProblem(std::get<Problem>(outcome));
    }
}

void MainWindow::showPage(Page page) {
    tabs_->setCurrentIndex(static_cast<int>(page));
}

void MainWindow::showPresetList(bool shown) {
    shown ? topBar_->openPresetList() : topBar_->closePresetList();
}

void MainWindow::showFormatList(bool shown) {
    topBar_->showFormatList(shown);
}

void MainWindow::showTab(int index) {
    stack_->setCurrentIndex(session_->model() ? index + 1 : 0);
}

void MainWindow::tabHasChanged(int index) {
    showTab(index);
    planTools_->setVisible(static_cast<Page>(index) == Page::plan);
    reportTool_->setVisible(static_cast<Page>(index) != Page::plan);
    isSwitchingTab_ = true;
    tensorsDock_->setVisible(session_->model() != nullptr && dockShown_[static_cast<std::size_t>(index)]);
    isSwitchingTab_ = false;
}

void MainWindow::followModel() {
    const Model* model = session_->model().get();
    tabRow_->setVisible(model != nullptr);
    showTab(tabs_->currentIndex());
    actions_->showTensors.setEnabled(model != nullptr);
    actions_->convert.setEnabled(false);
    planFile_.clear();
    for (QAction* action :
         {&actions_->overview, &actions_->weights, &actions_->memory, &actions_->plan, &actions_->compare, &actions_->nextTab,
          &actions_->previousTab, &actions_->exportChart, &actions_->report, &actions_->filter, &actions_->presetList,
          &actions_->useImportance, &actions_->closeModel, &actions_->compareFile, &actions_->compareFolder}) {
        action->setEnabled(model != nullptr);
    }
    followHistory();
    actions_->preTokenizer.setEnabled(!session_->preTokenizerQuestion().isEmpty());
    followPlan();
    followImportance();
    for (const char* topic : {"open", "remark", "remote", "convert", "importance", "plan", "search"}) {
        messages_->clear(QLatin1String(topic));
    }
    tabHasChanged(tabs_->currentIndex());
    if (model == nullptr) {
        setWindowTitle(tr("Quantlathe"));
        return;
    }
    setWindowTitle(tr("%1 — Quantlathe").arg(QString::fromStdString(model->name())));
    const Checkpoint& checkpoint = model->checkpoint();
    const auto& remote = session_->remote();
    recents_->add({remote ? remote->address : textOf(std::filesystem::absolute(checkpoint.path())),
                   QString::fromStdString(model->name()), containerText(*model), QString::fromStdString(model->architecture()),
                   model->parameters(), checkpoint.fileBytes(), QDateTime::currentDateTime()});
    if (model->tokenizerProblem()) {
        messages_->show({Message::Kind::warning,
                         session_->whyNotConvertible(),
                         tr("Statistics work. Converting works once you have said which pre-tokenizer it is."),
                         {{tr("Choose the pre-tokenizer…"), [this] { askPreTokenizer(); }, true}},
                         QStringLiteral("open")});
    } else if (!session_->whyNotConvertible().isEmpty()) {
        const QStringList others = session_->otherFormats();
        messages_->show({Message::Kind::warning, session_->whyNotConvertible(),
                         others.isEmpty() ? tr("Statistics work, converting does not.")
                                          : tr("It can become %1.").arg(QLocale().createSeparatedList(others)),
                         others.isEmpty()
                             ? std::vector<MessageAction>{}
                             : std::vector<MessageAction>{{tr("Choose a format…"), [this] { showFormatList(true); }, true}},
                         QStringLiteral("open")});
    } else if (const auto guess = tokenizerGuess(*model)) {
        messages_->show({Message::Kind::warning,
                         QString::fromStdString(*guess),
                         tr("Converting works: the result says as little as the file."),
                         {{tr("Choose the pre-tokenizer…"), [this] { askPreTokenizer(); }, true}},
                         QStringLiteral("open")});
    }
    if (remote) {
        sayThatItIsRemote();
    } else if (checkpoint.fileBytes() < longWorkBytes) {
        statistics_->startScan();
        quality_->start();
    }
    // Something is selected from the start, so that Weights is never an empty page: the first matrix of the first layer.
    for (std::size_t i = 0; i < model->weights().size(); ++i) {
        const Weight& weight = model->weights()[i];
        if (weight.dimensions() > 1 && placeOf(weight).layer) {
            tensorsDock_->showWeight(i);
            break;
        }
    }
}

void MainWindow::followPlan() {
    const PlanFacts* plan = session_->planFacts();
    actions_->convert.setEnabled(plan != nullptr);
    actions_->presetOnly.setEnabled(plan != nullptr && plan->isOwnPlan);
    actions_->highEffort.setEnabled(plan != nullptr && plan->hasEffort);
    actions_->highEffort.setChecked(session_->effort() == Effort::high);
    for (QAction* action : {&actions_->savePlan, &actions_->savePlanAs, &actions_->addRule, &actions_->difference}) {
        action->setEnabled(plan != nullptr);
    }
    actions_->loadPlan.setEnabled(session_->model() && session_->whyNotConvertible().isEmpty());
    followOptions();
}

void MainWindow::followImportance() {
    const auto& matrix = session_->importance();
    actions_->removeImportance.setEnabled(matrix != nullptr);
    messages_->clear(QStringLiteral("importance"));
    if (!matrix) {
        return;
    }
    messages_->clear(QStringLiteral("open")); // an earlier matrix that did not fit
    if (!tensorsDock_->isHidden() && width() >= roomyWidth) {
        resizeDocks({tensorsDock_}, {tensorsDock_->width() + TensorsDock::importanceWidth}, Qt::Horizontal);
    }
    const ImportanceCoverage& coverage = session_->importanceCoverage();
    QString detail = coverageText(coverage);
    if (coverage.missing > 0) {
        detail += tr("; none for %1").arg(weightsIn(coverage, WeightCoverage::State::missing));
    }
    messages_->show({Message::Kind::good,
                     tr("%1 guides the plan now").arg(fileNameOf(matrix->file)),
                     detail,
                     {},
                     QStringLiteral("importance")});
}

void MainWindow::followScan() {
    const ModelScan& scan = statistics_->scan();
    const bool takesLong = scan.isRunning && session_->model() && session_->model()->checkpoint().fileBytes() >= longWorkBytes;
    if (takesLong) {
        const double left = scan.doneShare > 0 ? scan.seconds / scan.doneShare * (1 - scan.doneShare) : -1;
        const QString right =
            left >= 0 ? tr("%1, %2 left").arg(percent(scan.doneShare, 0), duration(left)) : percent(scan.doneShare, 0);
        messages_->showBusy(tr("Reading weights"), scan.doneShare, right, [this] { statistics_->cancelScan(); });
    } else if (!session_->isOpening()) {
        messages_->hideBusy();
    }
}

void MainWindow::showProblem(const Problem& problem) {
    if (problem.isCancelled()) {
        return;
    }
    Message message{Message::Kind::bad, problem.title, problem.detail, {}, QStringLiteral("open")};
    if (!problem.file.isEmpty()) {
        message.detail += (message.detail.isEmpty() ? QString() : QStringLiteral(" · ")) + shortPath(pathOf(problem.file));
    }
    message.actions.push_back(
        {tr("Copy details"), [text = problem.text()] { QGuiApplication::clipboard()->setText(text); }, true});
    messages_->show(message);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::ActivationChange && isActiveWindow() && tray_ != nullptr) {
        tray_->hide();
    }
    QMainWindow::changeEvent(event);
}

} // namespace quantlathe::ui
