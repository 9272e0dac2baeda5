// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/folder.h"
#include "convert/job.h"
#include "ui/bridge/planner_service.h"
#include "ui/charts/compare_chart.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/headless/charts.h"
#include "ui/headless/wait.h"
#include "ui/look/theme.h"
#include "ui/models/explanation_model.h"
#include "ui/models/plan_matrix_model.h"
#include "ui/pages/budget_panel.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/weights_page.h"
#include "ui/text/paths.h"
#include "ui/widgets/explain_card.h"
#include "ui/widgets/matrix_view.h"
#include "ui/window/difference_window.h"
#include "ui/window/guide_window.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <QApplication>
#include <QDir>
#include <QDockWidget>
#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QUrl>
#include <utility>

namespace quantlathe::ui {

namespace {

class Photographer {
public:
    Photographer(MainWindow& window, QString folder) : window_(window), folder_(std::move(folder)) {}

    /// Of the window, or of what stands beside it.
    void take(const char* name, QWidget* other = nullptr) {
        settle(400);
        const QString file = folder_ + QLatin1Char('/') + QLatin1String(name) + QLatin1String(".png");
        QPixmap picture = other != nullptr ? other->grab() : window_.grab();
        if (QWidget* popup = QApplication::activePopupWidget()) {
            QPainter(&picture).drawPixmap(window_.mapFromGlobal(popup->mapToGlobal(QPoint())), popup->grab());
        }
        if (!picture.save(file)) {
            ++failures_;
            std::fprintf(stderr, "%s cannot be written\n", file.toLocal8Bit().constData());
            return;
        }
        std::printf("wrote %s\n", file.toLocal8Bit().constData());
    }
    [[nodiscard]] int failures() const { return failures_; }

private:
    MainWindow& window_;
    QString folder_;
    int failures_ = 0;
};

/// The dialog, and the comparison by what was measured. A short text, so that it takes seconds with a small model.
void photographMeasurement(MainWindow& window, Photographer& photos) {
    MeasureService& service = window.comparePage().measurements();
    service.setSettings({{}, 128, 8});
    if (!waitUntil([&] { return service.text() || service.problem(); }) || !service.text()) {
        return; // a model that cannot be run
    }
    MeasureDialog& dialog = window.comparePage().askMeasurement();
    for (const char* preset : {"Q8_0", "Q6_K", "Q5_K_M", "Q4_0", "Q3_K_M", "Q2_K"}) {
        dialog.setChecked(QLatin1String(preset), true);
    }
    (void)waitUntil([&] { return service.expectedSeconds(dialog.wishes()).has_value(); });
    photos.take("06b-measure", &dialog);
    service.start(dialog.wishes());
    (void)waitUntil([&] { return service.run().done > 0 || !service.run().isRunning; });
    photos.take("06c-measuring", &dialog);
    (void)waitUntil([&] { return !service.run().isRunning; }, 600'000);
    dialog.close();
    window.comparePage().showQuality(CompareQuality::divergence);
    photos.take("06d-compare-divergence");
    window.comparePage().showQuality(CompareQuality::perplexity);
    photos.take("06e-compare-perplexity");
    window.comparePage().showQuality(CompareQuality::relativeError);
}

/// The open model beside a plain conversion of it.
void photographDifference(MainWindow& window, Photographer& photos, const QString& folder) {
    PlanDocument document;
    document.preset = "Q4_K_M";
    const std::filesystem::path second = pathOf(folder) / "compared" / "prose-llama-7m-Q4_K_M.gguf";
    makeFolders(second.parent_path());
    Progress silent;
    const auto made = outcomeOf(
        [&] { return convert(makePlan(window.session().model(), document), second, {}, silent, CancelToken()).bytesWritten; });
    if (std::holds_alternative<Problem>(made)) {
        return; // a model that cannot be one
    }
    window.compareWith(textOf(second));
    if (!waitUntil([&] { return window.differenceWindow() != nullptr; })) {
        return;
    }
    DifferenceWindow& beside = *window.differenceWindow();
    beside.service().startValues();
    (void)waitUntil([&] { return beside.service().isComplete(); });
    beside.table().selectRow(4);
    photos.take("06f-difference", &beside);
    beside.close();
}

/// What stands before a conversion.
void photographSheet(MainWindow& window, Photographer& photos) {
    ConvertSheet sheet(window.session(), QDir::temp().filePath(QStringLiteral("prose-llama-7m-Q4_K_M.gguf")), &window);
    sheet.show();
    (void)waitUntil([&] { return sheet.isComplete(); }, 20'000);
    photos.take("07b-convert", &sheet);
}

/// The best mix of the preset's own size, with a few cells selected; then what it changes.
void photographPlan(MainWindow& window, Photographer& photos) {
    window.budgetPanel().setKind(BudgetKind::fileSize);
    window.planner().solve(FileSizeBudget{window.session().planFacts()->fileBytes});
    (void)waitUntil([&] { return window.planner().mix() != nullptr && !window.planner().isSolving(); }, 600'000);
    MatrixView& view = window.planPage().view();
    PlanMatrixModel& matrix = window.planPage().matrix();
    view.selectionModel()->select(QItemSelection(matrix.index(4, 1), matrix.index(5, std::min(4, matrix.columnCount() - 1))),
                                  QItemSelectionModel::ClearAndSelect);
    photos.take("05-plan");
    view.setCurrentIndex(matrix.index(2, 1));
    window.planPage().explainCurrent();
    (void)waitUntil([&] { return window.explainCard().alternatives().rowCount() > 0; });
    photos.take("05c-explanation");
    window.explainCard().hide();
    view.clearSelection();
    window.planPage().toggleDifference();
    photos.take("05b-plan-difference");
    window.planPage().toggleDifference();
    window.session().history().undo();
    (void)waitUntil([&] { return !window.session().planFacts()->isOwnPlan; });
}

void photographDark(MainWindow& window, Photographer& photos) {
    constexpr std::array<std::pair<Page, const char*>, 5> pages = {{{Page::overview, "02-overview-dark"},
                                                                    {Page::weights, "03-weights-dark"},
                                                                    {Page::memory, "04-memory-dark"},
                                                                    {Page::plan, "05-plan-dark"},
                                                                    {Page::compare, "06-compare-dark"}}};
    for (const auto& [page, name] : pages) {
        window.showPage(page);
        photos.take(name);
    }
}

} // namespace

int writeScreenshots(const ReportOptions& options) {
    QTemporaryDir scratch;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope,
                       scratch.path()); // the user's own settings stay out of the pictures
    if (!scratch.isValid() || !QDir().mkpath(options.folder)) {
        std::fprintf(stderr, "%s cannot be made\n", options.folder.toLocal8Bit().constData());
        return 1;
    }
    qputenv("XDG_CACHE_HOME", QFile::encodeName(scratch.path())); // and what was measured before
    qputenv("XDG_DATA_HOME", QFile::encodeName(scratch.path()));  // and what was not finished
    ThemeHub::instance().setChoice(ThemeChoice::light);
    ThemeHub::instance().setMoreContrast(false);
    MainWindow window;
    window.resize(options.windowSize);
    window.show();
    Photographer photos(window, options.folder);
    photos.take("01-empty");

    bool failed = false;
    QObject::connect(&window.session(), &Session::problem, &window, [&failed](const Problem& problem) {
        std::fprintf(stderr, "%s\n", problem.text().toLocal8Bit().constData());
        failed = true;
    });
    if (!options.gpu.isEmpty()) {
        window.session().setGpu(options.gpu);
    }
    if (options.contextTokens > 0) {
        window.session().setContext(options.contextTokens);
    }
    if (options.model.isEmpty()) {
        window.openSample();
    } else {
        window.open(options.model);
    }
    const auto isKnown = [&window] {
        return !window.session().presets().empty() || !window.session().whyNotConvertible().isEmpty();
    };
    if (!waitUntil([&] { return failed || isKnown(); }) || failed) {
        return 1;
    }
    if (!options.importance.isEmpty()) {
        window.session().useImportance(pathOf(options.importance));
        if (!waitUntil([&] { return failed || window.session().importance(); }) || failed) {
            return 1;
        }
    }
    (void)waitUntil([&] { return window.statistics().scan().isComplete; });
    window.quality().start();
    (void)waitUntil([&] { return !window.quality().isRunning(); }, 600'000);
    photos.take("02-overview");
    window.showPresetList(true);
    photos.take("02b-presets");
    window.showPresetList(false);
    window.showFormatList(true);
    (void)waitUntil([&] { return !window.session().otherPresets().empty(); });
    photos.take("02c-formats");
    window.showFormatList(false);
    window.showPage(Page::weights);
    (void)waitUntil([&] { return window.statistics().selection().decoded != nullptr || !window.session().plan(); });
    photos.take("03-weights");
    (void)waitUntil([&] { return window.statistics().selection().levels != nullptr || !window.session().plan(); });
    window.weightsPage().showLayers(LayersView::bins);
    photos.take("03b-weights-bins");
    window.weightsPage().showLayers(LayersView::maxima);
    (void)waitUntil([&] { return window.statistics().selection().maxima != nullptr; }, 5000);
    photos.take("03c-weights-maxima");
    window.weightsPage().showLayers(LayersView::roles);
    window.showPage(Page::memory);
    photos.take("04-memory");
    window.showPage(Page::plan);
    if (window.session().plan()) {
        photographPlan(window, photos);
    }
    window.showPage(Page::compare);
    photos.take("06-compare");
    photographMeasurement(window, photos);
    photographDifference(window, photos, scratch.path());
    window.openGuide(QUrl(QStringLiteral("guide:/choose")));
    photos.take("08-guide", window.guideWindow());
    ThemeHub::instance().setChoice(ThemeChoice::dark);
    window.openGuide(QUrl(QStringLiteral("guide:/gguf")));
    photos.take("08-guide-dark", window.guideWindow());
    window.guideWindow()->close();
    photographDark(window, photos);
    ThemeHub::instance().setChoice(ThemeChoice::light);
    ThemeHub::instance().setMoreContrast(true);
    window.showPage(Page::memory);
    photos.take("09-more-contrast");
    ThemeHub::instance().setMoreContrast(false);
    window.showPage(Page::compare);
    if (window.session().plan()) {
        photographSheet(window, photos);
        window.convertTo(scratch.filePath(QStringLiteral("prose-llama-7m-Q4_K_M.gguf")));
        (void)waitUntil([&] { return failed || (!window.jobs().jobs().empty() && !window.jobs().jobs().back()->isActive()); });
        photos.take("07-jobs");
    }
    return failed || photos.failures() > 0 ? 1 : 0;
}

} // namespace quantlathe::ui
