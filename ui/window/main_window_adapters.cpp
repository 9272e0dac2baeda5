// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the main window that has to do with LoRA adapters: which base they belong to, and merging them into it.
#include "ui/bridge/merge_job.h"
#include "ui/text/paths.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace quantlathe::ui {

namespace {

constexpr const char* mergeFolderKey = "folders/merge";

} // namespace

void MainWindow::openAdapter(const std::filesystem::path& path) {
    adapterLane_.ask(
        this, [path, model = session_->model()](const CancelToken&) { return lookAtAdapter(path, model); },
        [this](const Outcome<AdapterOutlook>& answer) {
            if (const auto* const problem = std::get_if<Problem>(&answer)) {
                showProblem(*problem);
            } else {
                offerMerge(std::get<AdapterOutlook>(answer));
            }
        },
        TaskLane::Order::replace);
}

void MainWindow::offerMerge(const AdapterOutlook& adapter) {
    QString detail = adapter.base.isEmpty() ? tr("It does not say which model it was trained on.")
                                            : tr("It was trained on %1.").arg(adapter.base);
    std::vector<MessageAction> actions;
    const auto& model = session_->model();
    if (model && !adapter.whyNot) {
        actions.push_back({tr("Merge into %1…").arg(modelName()),
                           [this, base = model->checkpoint().path(), adapter] { askMerged(base, adapter.folder); }});
    } else if (model && !adapter.whyNot->isEmpty()) {
        detail += QLatin1Char(' ') + tr("The open model is another one: %1").arg(*adapter.whyNot);
    }
    actions.push_back({tr("Merge into…"), [this, adapter] { askBase(adapter.folder); }});
    messages_->show({Message::Kind::warning, tr("%1 is a LoRA adapter, no model of its own").arg(fileNameOf(adapter.folder)),
                     detail, actions, QStringLiteral("adapter")});
}

void MainWindow::askBase(const std::filesystem::path& adapter) {
    const QString home = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
    const QString base =
        QFileDialog::getExistingDirectory(this, tr("The folder of the model that %1 was trained on").arg(fileNameOf(adapter)),
                                          QSettings().value(QLatin1String(mergeFolderKey), home).toString());
    if (!base.isEmpty()) {
        askMerged(pathOf(base), adapter);
    }
}

void MainWindow::askMerged(const std::filesystem::path& base, const std::filesystem::path& adapter) {
    QSettings settings;
    const QString home = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
    const QString suggestion =
        QStringLiteral("%1/%2-%3")
            .arg(settings.value(QLatin1String(mergeFolderKey), home).toString(), fileNameOf(base), fileNameOf(adapter));
    const QString folder = QFileDialog::getSaveFileName(this, tr("Name the new folder for the merged model"), suggestion,
                                                        tr("Folder (*)"), nullptr, QFileDialog::DontConfirmOverwrite);
    if (!folder.isEmpty()) {
        settings.setValue(QLatin1String(mergeFolderKey), QFileInfo(folder).absolutePath());
        mergeTo(base, adapter, pathOf(folder));
    }
}

void MainWindow::mergeTo(const std::filesystem::path& base, const std::filesystem::path& adapter,
                         const std::filesystem::path& folder) {
    messages_->clear(QStringLiteral("adapter"));
    jobsDock_->select(jobs_->add(mergeJob(base, adapter, folder)));
}

} // namespace quantlathe::ui
