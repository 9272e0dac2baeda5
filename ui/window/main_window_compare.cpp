// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the main window that stands a second model beside the open one, and grafts tensors from one into the other.
#include "ui/bridge/divergence_job.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/pages/compare_page.h"
#include "ui/text/paths.h"
#include "ui/window/difference_window.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QSettings>
#include <QStandardPaths>

namespace quantlathe::ui {

namespace {

constexpr const char* compareFolderKey = "folders/compare";

} // namespace

void MainWindow::askComparedFile() {
    QSettings settings;
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Compare with a model"), settings.value(QLatin1String(compareFolderKey)).toString(),
        tr("Models (*.safetensors *.gguf *.bin *.pt *.pth *.index.json);;All files (*)"));
    if (!file.isEmpty()) {
        settings.setValue(QLatin1String(compareFolderKey), QFileInfo(file).absolutePath());
        compareWith(file);
    }
}

void MainWindow::askComparedFolder() {
    QSettings settings;
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Compare with the folder of a model"),
                                                             settings.value(QLatin1String(compareFolderKey)).toString());
    if (!folder.isEmpty()) {
        settings.setValue(QLatin1String(compareFolderKey), QFileInfo(folder).absolutePath());
        compareWith(folder);
    }
}

void MainWindow::compareWith(const QString& second) {
    if (!session_->model()) {
        return;
    }
    delete comparing_; // the one that is not open yet
    auto* const service = new DifferenceService(session_->model(), this);
    comparing_ = service;
    connect(service, &QObject::destroyed, this, [this, service] {
        if (comparing_ == service) {
            comparing_ = nullptr;
            messages_->hideBusy();
        }
    });
    QTimer::singleShot(openingDelay_.interval(), service, [this, service, second] {
        if (comparing_ == service) {
            messages_->showBusy(tr("Opening %1").arg(fileNameOf(pathOf(second))), 0, {}, [service] { service->deleteLater(); });
        }
    });
    connect(service, &DifferenceService::problem, this, [this, service](const Problem& problem) {
        if (comparing_ == service) { // else its window tells
            service->deleteLater();
            showProblem(problem);
        }
    });
    connect(service, &DifferenceService::opened, this, [this, service] {
        comparing_ = nullptr;
        messages_->hideBusy();
        showDifference(service);
    });
    service->open(second);
}

/// One comparison at a time: the window of the one before goes.
void MainWindow::showDifference(DifferenceService* service) {
    if (difference_ != nullptr) {
        difference_->close();
    }
    auto* const window = new DifferenceWindow(service, session_->importance());
    difference_ = window;
    connect(window, &QObject::destroyed, this, [this, window] {
        if (difference_ == window) {
            difference_ = nullptr;
        }
    });
    connect(window, &DifferenceWindow::exportWanted, this, &MainWindow::exportText);
    connect(window, &DifferenceWindow::graftWanted, this, &MainWindow::askGraft);
    connect(window, &DifferenceWindow::divergenceWanted, this, [this, window] {
        jobsDock_->select(
            jobs_->add(divergenceJob(window->reference(), window->measured(), compare_->measurements().settings())));
    });
    for (const auto& job : jobs_->jobs()) { // of earlier, the last one stays
        showDivergenceOf(job->id);
    }
    window->show();
}

/// In the window of the pair.
void MainWindow::showDivergenceOf(int id) {
    const auto* const job = jobs_->find<DivergenceJob>(id);
    if (job != nullptr && difference_ != nullptr && job->reference.source == difference_->reference()->checkpoint().path() &&
        job->measured.source == difference_->measured()->checkpoint().path()) {
        difference_->showDivergence(*job);
    }
}

/// The same last look as before every conversion; it stands over the comparison.
void MainWindow::askGraft(const std::shared_ptr<const Plan>& plan, const QString& title, const QString& planName) {
    const QString home = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
    const QString folder = QSettings().value(QLatin1String(saveFolderKey), home).toString();
    auto* const sheet =
        new ConvertSheet(*session_, SeparatePlan{plan, title}, suggestedDestination(*plan, planName, folder), difference_);
    sheet->setAttribute(Qt::WA_DeleteOnClose);
    connect(sheet, &QDialog::accepted, this, [this, sheet, plan, planName] {
        QSettings().setValue(QLatin1String(saveFolderKey), QFileInfo(sheet->destination()).absolutePath());
        ConversionJob job;
        job.title = QStringLiteral("%1, %2").arg(QString::fromStdString(plan->model->name()), planName);
        job.plan = plan;
        startConversion(std::move(job), {sheet->destination(), {}, {}, false, sheet->allowsSecondLoss()});
        raise(); // where the job runs
        activateWindow();
    });
    sheet->open();
}

} // namespace quantlathe::ui
