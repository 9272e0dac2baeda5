// SPDX-License-Identifier: GPL-3.0-or-later
// Everything of the main window that has to do with files: dialogs, drag and drop, converting, exporting, closing.
#include "base/file_kind.h"
#include "hub/address.h"
#include "plan/plan_file.h"
#include "ui/bridge/conversion_outlook.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/compare_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/memory_charts.h"
#include "ui/dialogs/address_dialog.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/dialogs/pre_tokenizer_dialog.h"
#include "ui/models/recent_models.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/empty_page.h"
#include "ui/pages/plan_page.h"
#include "ui/pages/weights_page.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/window/difference_window.h"
#include "ui/window/guide_window.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFile>
#include <QFileDialog>
#include <QMessageBox>
#include <QMimeData>
#include <QSaveFile>
#include <QSettings>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabBar>
#include <QUrl>
#include <tuple>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr const char* openFolderKey = "folders/open";
constexpr const char* importanceFolderKey = "folders/importance";

/// The one local file or folder that is dragged, or the address of a model on a hub; empty for anything else.
QString draggedModel(const QMimeData* data) {
    if (data == nullptr) {
        return {};
    }
    if (data->hasUrls() && data->urls().size() == 1 && data->urls().front().isLocalFile()) {
        return data->urls().front().toLocalFile();
    }
    const bool isLink = data->hasUrls() && data->urls().size() == 1;
    return hubAddressIn(isLink ? data->urls().front().toString() : data->text(), false);
}

} // namespace

void MainWindow::askFile() {
    QSettings settings;
    const QString file =
        QFileDialog::getOpenFileName(this, tr("Open a model"), settings.value(QLatin1String(openFolderKey)).toString(),
                                     tr("Models (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;All files (*)"));
    if (!file.isEmpty()) {
        settings.setValue(QLatin1String(openFolderKey), QFileInfo(file).absolutePath());
        open(file);
    }
}

void MainWindow::askFolder() {
    QSettings settings;
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open the folder of a model"),
                                                             settings.value(QLatin1String(openFolderKey)).toString());
    if (!folder.isEmpty()) {
        settings.setValue(QLatin1String(openFolderKey), QFileInfo(folder).absolutePath());
        open(folder);
    }
}

void MainWindow::askImportance() {
    if (!session_->model()) {
        return;
    }
    QSettings settings;
    const QString file = QFileDialog::getOpenFileName(this, tr("Use an importance matrix"),
                                                      settings.value(QLatin1String(importanceFolderKey)).toString(),
                                                      tr("Importance matrices (*.gguf *.dat *.imatrix);;All files (*)"));
    if (!file.isEmpty()) {
        settings.setValue(QLatin1String(importanceFolderKey), QFileInfo(file).absolutePath());
        session_->useImportance(pathOf(file));
    }
}

void MainWindow::askPreTokenizer() {
    if (session_->preTokenizerQuestion().isEmpty()) {
        return;
    }
    auto* dialog = new PreTokenizerDialog(session_->preTokenizerQuestion(), session_->preTokenizer(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { session_->setPreTokenizer(dialog->chosen()); });
    dialog->open();
}

void MainWindow::askDestination() {
    if (!session_->plan()) {
        return;
    }
    const QString home = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
    const QString folder = QSettings().value(QLatin1String(saveFolderKey), home).toString();
    auto* sheet = new ConvertSheet(*session_, suggestedDestination(*session_->plan(), *session_->planFacts(), folder), this);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this, [this, sheet] {
        QSettings().setValue(QLatin1String(saveFolderKey), QFileInfo(sheet->destination()).absolutePath());
        convertTo(sheet->destination(), false, sheet->allowsSecondLoss());
        if (const auto part = sheet->wantedImagePart()) {
            convertImagePart(part->type, part->destination);
        }
    });
    sheet->open();
}

void MainWindow::convertImagePart(const QString& type, const std::filesystem::path& destination) {
    const Model& model = *session_->model();
    ConversionJob job;
    job.title = tr("%1, image part %2").arg(QString::fromStdString(model.name()), type);
    job.format = fromView(formatById("gguf")->title());
    job.recipe.model.source = model.checkpoint().path();
    job.recipe.model.isImagePart = true;
    job.recipe.document.preset = type.toStdString();
    job.destination = destination;
    job.commandLine = imagePartCommand(model, type, destination);
    jobs_->add(std::move(job));
}

void MainWindow::convertTo(const QString& destination, bool replace, bool requantize) {
    const auto plan = session_->plan();
    if (!plan) {
        return;
    }
    ConversionJob job;
    job.title = QStringLiteral("%1, %2").arg(QString::fromStdString(plan->model->name()), planTitle(*session_->planFacts()));
    job.plan = plan;
    ConversionWish wish{destination, session_->preTokenizer(), {}, replace, requantize};
    if (session_->calibration().choosesCodes()) {
        wish.whyNotCalibrated = session_->whyNotCalibrated();
    }
    if (wish.whyNotCalibrated.isEmpty()) {
        job.recipe.document.calibration = session_->calibration();
    }
    if (session_->planFacts()->quality) {
        job.predictedError = session_->planFacts()->quality->relativeError;
    }
    startConversion(std::move(job), std::move(wish));
}

void MainWindow::startConversion(ConversionJob job, ConversionWish wish) {
    const Plan& plan = *job.plan;
    messages_->clear(QStringLiteral("convert"));
    const std::filesystem::path path = pathOf(wish.destination);
    const auto kind = outcomeOf([&] { return fileKind(path); }); // where it is not known, checkDestination() says why
    const FileKind* const there = std::get_if<FileKind>(&kind);
    const bool isThere = there != nullptr && *there != FileKind::none;
    ConvertOptions options;
    options.replace = wish.replace || isThere; // asked for below, when nothing else stands in the way
    options.allowRequantize = wish.requantize;
    const auto check = outcomeOf([&] {
        checkDestination(plan, path, options);
        return true;
    });
    if (const auto* problem = std::get_if<Problem>(&check)) {
        Message message{Message::Kind::bad, problem->title, problem->detail, {}, QStringLiteral("convert")};
        if (plan.model->isQuantized() && !wish.requantize) {
            message.kind = Message::Kind::warning;
            wish.requantize = true;
            message.actions.push_back({tr("Convert all the same"), [this, job, wish] { startConversion(job, wish); }});
        }
        messages_->show(message);
        return;
    }
    if (isThere && !wish.replace) {
        // Replacing a file is one of the three questions that stand in a box.
        const bool isFolder = *there == FileKind::folder;
        QMessageBox box(QMessageBox::Question, isFolder ? tr("Replace the folder") : tr("Replace the file"),
                        tr("%1 exists already").arg(fileNameOf(path)), QMessageBox::Cancel, this);
        box.setInformativeText(tr("Replacing it loses what is in it."));
        const QAbstractButton* yes = box.addButton(tr("Replace"), QMessageBox::AcceptRole);
        box.exec();
        if (box.clickedButton() != yes) {
            return;
        }
    }
    if (const auto links = copiedFromElsewhere(plan); !links.empty()) {
        std::error_code ignored;
        messages_->show({Message::Kind::warning,
                         tr("The result takes in files from outside of the model's folder"),
                         tr("%1 is a link to %2. What lies there is copied.")
                             .arg(fileNameOf(links.front()), textOf(std::filesystem::weakly_canonical(links.front(), ignored))),
                         {},
                         QStringLiteral("convert")});
    }
    if (!plan.layout.remarks.empty()) {
        QStringList remarks;
        for (const std::string& remark : plan.layout.remarks) {
            remarks.append(QString::fromStdString(remark));
        }
        messages_->show({Message::Kind::warning,
                         tr("The result does not say all that the model says"),
                         remarks.join(QStringLiteral(". ")) + QLatin1Char('.'),
                         {},
                         QStringLiteral("convert")});
    }
    if (!wish.whyNotCalibrated.isEmpty()) {
        messages_->show({Message::Kind::warning,
                         tr("This conversion is not calibrated"),
                         wish.whyNotCalibrated,
                         {},
                         QStringLiteral("convert")});
    }
    job.format = fromView(plan.format->title());
    job.recipe = recipeOf(plan, wish.preTokenizer, job.calibration());
    job.commandLine = conversionCommand(plan, wish.preTokenizer, path, options, job.calibration());
    job.destination = path;
    job.options = options;
    jobsDock_->select(jobs_->add(std::move(job)));
}

QString MainWindow::modelName() const {
    return session_->model() ? QString::fromStdString(session_->model()->name()) : QString();
}

void MainWindow::exportChart(const Picture& picture) {
    const QString file = askPictureFile(this, picture, modelName());
    if (file.isEmpty()) {
        return;
    }
    const auto outcome = outcomeOf([&] {
        exportPicture(picture, file, modelName());
        return true;
    });
    if (const auto* problem = std::get_if<Problem>(&outcome)) {
        showProblem(*problem);
    }
}

void MainWindow::exportCurrent() {
    switch (static_cast<Page>(tabs_->currentIndex())) {
    case Page::weights: exportChart(weights_->histogram().picture()); return;
    case Page::compare: exportChart(compare_->chart().picture()); return;
    case Page::plan: exportChart(planPage_->picture()); return;
    case Page::overview:
    case Page::memory: break;
    }
    // The bars of the table are drawn as a chart of their own for files.
    MemoryBarsChart chart(*session_);
    chart.resize(1000, 60 + 34 * static_cast<int>(session_->presets().size()));
    exportChart(chart.picture());
}

void MainWindow::exportText(const QString& suggestion, const QByteArray& text) {
    const QString file =
        QFileDialog::getSaveFileName(this, tr("Export the numbers"), suggestion + QLatin1String(".csv"), tr("Numbers (*.csv)"));
    if (file.isEmpty()) {
        return;
    }
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text) < 0 || !out.commit()) {
        messages_->show({Message::Kind::bad, tr("The file cannot be written"), out.errorString(), {}, {}});
    }
}

void MainWindow::showDragAnswer(const std::filesystem::path* path) {
    const std::optional<DragAnswer> answer = path != nullptr ? std::optional(answerFor(textOf(*path))) : std::nullopt;
    if (!session_->model()) {
        empty_->dropArea().setAnswer(answer);
        return;
    }
    // The lower third is for standing a second model beside the open one.
    const bool canCompare = answer && answer->isModel;
    const QRect all = centralWidget()->rect().adjusted(16, 16, -16, -16);
    const int lower = canCompare ? all.height() / 3 : 0;
    compareVeil_->setAnswer(canCompare ? std::optional(comparisonAnswer(*answer, modelName())) : std::nullopt);
    for (const auto& [veil, shown, place] :
         {std::tuple(dropVeil_, answer.has_value(), all.adjusted(0, 0, 0, -lower)),
          std::tuple(compareVeil_, canCompare, all.adjusted(0, all.height() - lower + 16, 0, 0))}) {
        veil->setVisible(shown);
        veil->setGeometry(place);
        veil->raise();
    }
    dropVeil_->setAnswer(answer);
    markDropTarget({});
}

bool MainWindow::isOverComparison(const QPoint& position) const {
    return compareVeil_->isVisible() && compareVeil_->rect().contains(compareVeil_->mapFrom(this, position));
}

/// Of the two, the one under the pointer takes the drop.
void MainWindow::markDropTarget(const QPoint& position) {
    const bool compares = isOverComparison(position);
    compareVeil_->setTarget(compares);
    dropVeil_->setTarget(!compares);
}

const DragAnswer& MainWindow::answerFor(const QString& path) {
    if (!dragAnswer_ || draggedPath_ != path) {
        const auto& model = session_->model();
        dragAnswer_ = std::make_unique<DragAnswer>(
            looksLikeHubAddress(path.toStdString())
                ? DragAnswer{.openable = true,
                             .title = tr("Open %1").arg(path),
                             .detail = tr("A model on a hub. Only its headers are read, a few MB."),
                             .isModel = true,
                             .name = path}
                : answerDrag(pathOf(path), model ? QString::fromStdString(model->name()) : QString()));
        draggedPath_ = path;
    }
    return *dragAnswer_;
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    const QString path = draggedModel(event->mimeData());
    if (path.isEmpty()) {
        event->ignore();
        return;
    }
    const std::filesystem::path file = pathOf(path);
    dragAnswer_.reset();
    showDragAnswer(&file);
    markDropTarget(event->position().toPoint());
    // The event is taken either way, so that leaving is told; what cannot be opened gets the forbidden sign from dragMove.
    if (answerFor(path).openable) {
        event->acceptProposedAction();
    } else {
        event->setDropAction(Qt::IgnoreAction);
        event->accept();
    }
}

void MainWindow::dragMoveEvent(QDragMoveEvent* event) {
    const QString path = draggedModel(event->mimeData());
    markDropTarget(event->position().toPoint());
    if (!path.isEmpty() && answerFor(path).openable) {
        event->acceptProposedAction();
    } else {
        event->ignore();
    }
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) {
    showDragAnswer(nullptr);
}

void MainWindow::dropEvent(QDropEvent* event) {
    const bool compares = isOverComparison(event->position().toPoint());
    showDragAnswer(nullptr);
    const QString path = draggedModel(event->mimeData());
    if (!path.isEmpty() && answerFor(path).openable) {
        event->acceptProposedAction();
        if (compares) {
            compareWith(path);
        } else if (looksLikePlan(pathOf(path))) {
            loadPlanFrom(path);
        } else {
            open(path);
        }
    } else {
        event->ignore();
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (jobs_->wantedCount() > 0) {
        QMessageBox box(QMessageBox::Question, tr("Jobs are running"),
                        counted(jobs_->wantedCount(), tr("1 job is not finished"), tr("%1 jobs are not finished")),
                        QMessageBox::Cancel, this);
        box.setInformativeText(tr("What is done is kept and goes on from there next time."));
        const QAbstractButton* yes = box.addButton(tr("Stop and close"), QMessageBox::AcceptRole);
        box.exec();
        if (box.clickedButton() != yes) {
            event->ignore();
            return;
        }
    }
    settingsDelay_.stop();
    writeSettings();
    settings_.finish();
    if (guide_) {
        guide_->close();
    }
    if (difference_ != nullptr) {
        difference_->close();
    }
    event->accept();
}

} // namespace quantlathe::ui
