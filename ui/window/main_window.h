// SPDX-License-Identifier: GPL-3.0-or-later
// The window: toolbar, pages, docks, status line, and how they are wired. It decides nothing about models.
#pragma once

#include "plan/planner.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/quality_service.h"
#include "ui/bridge/session.h"
#include "ui/bridge/settings_writer.h"
#include "ui/bridge/statistics_service.h"
#include "ui/bridge/task_lane.h"
#include "ui/widgets/message_area.h"

#include <array>
#include <functional>
#include <QMainWindow>
#include <QTimer>

class QHBoxLayout;
class QMenu;
class QStackedWidget;
class QSystemTrayIcon;
class QTabBar;
class QUrl;

namespace quantlathe::ui {

class ChartView;
class ComparePage;
class DifferenceService;
class DifferenceWindow;
struct AdapterOutlook;
struct DragAnswer;
class DropArea;
class EmptyPage;
class ExplainCard;
class GuideWindow;
class JobsDock;
class MemoryPage;
class OptionsForm;
class OverviewPage;
class BudgetPanel;
class PlanDrafts;
class PlanPage;
class PlannerService;
class RecentModels;
class StatusLine;
class TensorsDock;
class TopBar;
class WeightsPage;
struct Picture;

enum class Page { overview, weights, memory, plan, compare };

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `cache`: where measured errors are kept; nullptr for the user's own.
    explicit MainWindow(std::shared_ptr<ResultCache> cache = nullptr, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// `path` may be an address on a hub. `importance`: the matrix to use once the model is there.
    void open(const QString& path, const QString& importance = {});
    void openSample();
    /// Asks for an address on a hub, with what the clipboard has to suggest.
    void askAddress();
    /// Fetches the model that the address names into a new folder, as a job.
    void downloadTo(const QString& address, const QString& folder);
    /// Adds the job that makes the folder.
    void mergeTo(const std::filesystem::path& base, const std::filesystem::path& adapter, const std::filesystem::path& folder);
    /// Stands the model, a path or an address on a hub, beside the open one.
    void compareWith(const QString& second);
    void showPage(Page page);
    /// Opens or closes the list of presets.
    void showPresetList(bool shown);
    void showFormatList(bool shown);
    /// Checks the destination, then starts the job; what stands in the way is said in a line.
    void convertTo(const QString& destination, bool replace = false, bool requantize = false);
    /// Writes one HTML page about model, plan and presets, or tells why not.
    void writeReportTo(const QString& file);
    /// Writes plan.json, or tells why not.
    void savePlanTo(const QString& file);
    /// Reads plan.json and makes it the plan.
    void loadPlanFrom(const QString& file);
    /// The guide at a place, guide:/memory#bars, or at what the page in front shows.
    Q_INVOKABLE void openGuide(const QUrl& address);
    /// nullptr while no second model stands beside the open one.
    [[nodiscard]] DifferenceWindow* differenceWindow() { return difference_; }
    /// nullptr until it was opened.
    [[nodiscard]] GuideWindow* guideWindow() { return guide_.get(); }
    /// Shows the choice; the conversion becomes possible with the answer.
    void askPreTokenizer();

    [[nodiscard]] Session& session() { return *session_; }
    [[nodiscard]] JobQueue& jobs() { return *jobs_; }
    [[nodiscard]] StatisticsService& statistics() { return *statistics_; }
    [[nodiscard]] QualityService& quality() { return *quality_; }
    [[nodiscard]] PlannerService& planner() { return *planner_; }
    [[nodiscard]] TensorsDock& tensors() { return *tensorsDock_; }
    [[nodiscard]] JobsDock& jobsDock() { return *jobsDock_; }
    [[nodiscard]] OverviewPage& overviewPage() { return *overview_; }
    [[nodiscard]] WeightsPage& weightsPage() { return *weights_; }
    [[nodiscard]] ComparePage& comparePage() { return *compare_; }
    [[nodiscard]] PlanPage& planPage() { return *planPage_; }
    [[nodiscard]] BudgetPanel& budgetPanel() { return *budget_; }
    [[nodiscard]] OptionsForm& optionsForm() { return *options_; }
    [[nodiscard]] EmptyPage& emptyPage() { return *empty_; }
    [[nodiscard]] ExplainCard& explainCard() { return *explanation_; }
    [[nodiscard]] MessageArea& messages() { return *messages_; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;
    void moveEvent(QMoveEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeActions();
    void makeMenus();
    void makeOptionActions();
    void fillLanguageMenu(QMenu& menu);
    void fillRecentMenu(QMenu& menu);
    void focusPane(int step);
    void followOptions();
    void makePages();
    void connectSession();
    void connectPages();
    void connectJobs();
    void followModel();
    void followScan();
    [[nodiscard]] QString placeOfPage() const;
    void tabHasChanged(int index);
    void showTab(int index);
    void showProblem(const Problem& problem);
    void jobHasFinished(int id);
    /// Runs it once the model that is being opened is there; never when it cannot be opened.
    void whenOpened(std::function<void()> then);
    /// Of a finished job, in the page that has more to say. Opens its model first where another one is open.
    void showResult(int id);
    void showResultHere(const Job& job);
    void followSensitivities();
    void showWeightOf(const QString& source, const QString& name);
    void offerToGoOn();
    void notifyDesktop(const QString& title, const QString& text);
    void askDownload(const QString& address);
    void openAdapter(const std::filesystem::path& path);
    void offerMerge(const AdapterOutlook& adapter);
    void askBase(const std::filesystem::path& adapter);
    void askMerged(const std::filesystem::path& base, const std::filesystem::path& adapter);
    void sayThatItIsRemote();
    void askFile();
    void askFolder();
    void askDestination();
    void askComparedFile();
    void askComparedFolder();
    void showDifference(DifferenceService* service);
    void showDivergenceOf(int id);
    void askGraft(const std::shared_ptr<const Plan>& plan, const QString& title, const QString& planName);
    /// What a conversion needs to know beside its plan.
    struct ConversionWish {
        QString destination;
        QString preTokenizer;
        QString whyNotCalibrated; // empty: it is, or was not wanted
        bool replace = false;
        bool requantize = false;
    };
    /// Checks the destination and asks what must be asked, then adds the job.
    void startConversion(ConversionJob job, ConversionWish wish);
    /// The part of the model that sees, as a job of its own.
    void convertImagePart(const QString& type, const std::filesystem::path& destination);
    void askImportance();
    void explainChosen();
    void askAboutSearch(const std::vector<std::string>& names, const Budget& budget, const std::function<void()>& search);
    void followHistory();
    void followPlan();
    void followImportance();
    void makePlanTools(QHBoxLayout& row);
    void askReport();
    void savePlan(bool asOther);
    void loadPlan();
    [[nodiscard]] QString modelName() const;
    void exportChart(const Picture& picture);
    void exportText(const QString& suggestion, const QByteArray& text);
    void exportCurrent();
    void about();
    void showDragAnswer(const std::filesystem::path* path);
    [[nodiscard]] const DragAnswer& answerFor(const QString& path);
    [[nodiscard]] bool isOverComparison(const QPoint& position) const;
    void markDropTarget(const QPoint& position);
    void readSettings();
    void keepTabsInSight();
    void writeSettings();
    void keepSettings();
    void keepWork();

    Session* session_;
    JobQueue* jobs_;
    StatisticsService* statistics_;
    QualityService* quality_;
    PlannerService* planner_;
    PlanDrafts* drafts_;
    RecentModels* recents_;

    struct Actions;
    std::unique_ptr<Actions> actions_;
    std::unique_ptr<GuideWindow> guide_;
    TopBar* topBar_;
    QStackedWidget* stack_;
    QWidget* tabRow_;
    QTabBar* tabs_;
    MessageArea* messages_;
    EmptyPage* empty_;
    OverviewPage* overview_;
    WeightsPage* weights_;
    MemoryPage* memory_;
    PlanPage* planPage_;
    BudgetPanel* budget_;
    OptionsForm* options_; // of the format
    ComparePage* compare_;
    ExplainCard* explanation_;
    TensorsDock* tensorsDock_;
    JobsDock* jobsDock_;
    StatusLine* status_;
    DropArea* dropVeil_;
    DropArea* compareVeil_;
    DifferenceService* comparing_ = nullptr; // while the second model is being opened
    DifferenceWindow* difference_ = nullptr; // deletes itself when it is closed
    QSystemTrayIcon* tray_ = nullptr;
    static constexpr const char* saveFolderKey = "folders/save";
    static constexpr int jobsHeight = 330;
    QString draggedPath_;
    std::unique_ptr<DragAnswer> dragAnswer_; // to what is dragged now: asked once, not with every move
    QTimer openingDelay_;
    QTimer settingsDelay_; // a row of changes is written once
    SettingsWriter settings_;
    QString openingName_;
    QWidget* reportTool_;
    QWidget* planTools_;                                              // undo, redo, load, save beside the tabs
    QString planFile_;                                                // the last one that was saved or loaded for this model
    std::array<bool, 5> dockShown_{false, true, false, false, false}; // Tensors dock, by tab
    bool isSwitchingTab_ = false;
    TaskLane adapterLane_; // last: it stops before what it delivers to
};

} // namespace quantlathe::ui
