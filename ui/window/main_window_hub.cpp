// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the main window that has to do with models on a hub: asking for an address, saying what is not here, fetching it.
#include "hub/access.h"
#include "hub/address.h"
#include "ui/bridge/download_job.h"
#include "ui/dialogs/address_dialog.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QSettings>
#include <QStandardPaths>

namespace quantlathe::ui {

namespace {

constexpr const char* downloadFolderKey = "folders/download";

} // namespace

void MainWindow::askAddress() {
    auto* dialog = new AddressDialog(QGuiApplication::clipboard()->text(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { open(dialog->address()); });
    dialog->open();
}

void MainWindow::sayThatItIsRemote() {
    const RemoteLook& remote = *session_->remote();
    QString detail =
        tr("Sizes, memory and plans are exact; values and errors need the weights. Converting fetches them file by "
           "file and keeps the result alone.");
    if (!remote.commit.isEmpty()) {
        detail = (remote.bytes == 0 ? tr("Its headers were here already.")
                                    : tr("Its headers were read, %1 over the network.").arg(fileSize(remote.bytes))) +
                 QLatin1Char(' ') + detail;
    }
    messages_->show({Message::Kind::warning,
                     tr("%1 is not on this computer").arg(remote.address),
                     detail,
                     {{tr("Download…"), [this, address = remote.address] { askDownload(address); }, true}},
                     QStringLiteral("remote")});
}

void MainWindow::askDownload(const QString& address) {
    const auto parsed = outcomeOf([&] { return parseHubAddress(address.toStdString(), hubAccessFromEnvironment().endpoint); });
    if (const auto* problem = std::get_if<Problem>(&parsed)) {
        showProblem(*problem);
        return;
    }
    QSettings settings;
    const QString home = QStandardPaths::writableLocation(QStandardPaths::HomeLocation);
    const QString suggestion = settings.value(QLatin1String(downloadFolderKey), home).toString() + QLatin1Char('/') +
                               QString::fromStdString(std::get<HubAddress>(parsed).name);
    const QString folder = QFileDialog::getSaveFileName(this, tr("Name the new folder for %1").arg(address), suggestion,
                                                        tr("Folder (*)"), nullptr, QFileDialog::DontConfirmOverwrite);
    if (!folder.isEmpty()) {
        settings.setValue(QLatin1String(downloadFolderKey), QFileInfo(folder).absolutePath());
        downloadTo(address, folder);
    }
}

void MainWindow::downloadTo(const QString& address, const QString& folder) {
    messages_->clear(QStringLiteral("remote"));
    jobsDock_->select(jobs_->add(downloadJob(address, pathOf(folder))));
}

} // namespace quantlathe::ui
