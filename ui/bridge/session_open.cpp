// SPDX-License-Identifier: GPL-3.0-or-later
// The part of the session that opens models, from this machine and from a hub.
#include "checkpoint/replica.h"
#include "formats/importance_glance.h"
#include "hub/remote_model.h"
#include "ui/bridge/session.h"
#include "ui/text/paths.h"

#include <chrono>

namespace quantlathe::ui {

namespace {

double millisecondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

void Session::open(const std::filesystem::path& path) {
    openBy(
        fileNameOf(path),
        [path](const CancelToken&) {
            Opened opened;
            opened.isImportance = looksLikeImportanceMatrix(path);
            if (!opened.isImportance) {
                opened.model = openModel(path);
                if (const auto address = addressOfReplica(opened.model->checkpoint())) {
                    opened.remote.emplace().address = QString::fromStdString(*address);
                }
            }
            return opened;
        },
        [this, path] { useImportance(path); });
}

void Session::openAddress(const QString& address) {
    openBy(address.trimmed(),
           [this, text = address.trimmed().toStdString()](const CancelToken& cancel) {
               std::unique_ptr<HubConnection> hub; // the progress tells of its traffic
               Progress progress([this, &hub](const ProgressState& state) {
                   QMetaObject::invokeMethod(
                       this,
                       [this, share = state.fraction(), bytes = hub->traffic.bytes.load()] {
                           if (isOpening()) {
                               Q_EMIT openingProgressed(share, bytes);
                           }
                       },
                       Qt::QueuedConnection);
               });
               hub.reset(new HubConnection{
                   .access = hubAccessFromEnvironment(), .limits = {}, .traffic = {}, .cancel = cancel, .progress = progress});
               const HubAddress wanted = parseHubAddress(text, hub->access.endpoint);
               const RemoteModel found = lookAtRemoteModel(*hub, wanted);
               Opened opened;
               opened.model = openModel(found.path);
               opened.remote = RemoteLook{.address = QString::fromStdString(wanted.text()),
                                          .commit = QString::fromStdString(found.commit),
                                          .requests = found.requests,
                                          .bytes = found.bytes};
               return opened;
           },
           {});
}

void Session::openBy(const QString& name, std::function<Opened(const CancelToken&)> work,
                     std::function<void()> useImportanceInstead) {
    Q_EMIT openingStarted(name);
    opening_ = openLane_.ask(
        this,
        [work = std::move(work)](const CancelToken& cancel) {
            const auto start = std::chrono::steady_clock::now();
            Opened opened = work(cancel);
            opened.milliseconds = millisecondsSince(start);
            cancel.throwIfCancelled();
            return opened;
        },
        [this, useImportanceInstead = std::move(useImportanceInstead)](Outcome<Opened> outcome) {
            opening_.reset();
            Q_EMIT openingEnded();
            if (auto* found = std::get_if<Problem>(&outcome)) {
                Q_EMIT problem(*found);
            } else if (std::get<Opened>(outcome).isImportance) {
                useImportanceInstead();
            } else {
                adopt(std::move(std::get<Opened>(outcome)));
            }
        },
        TaskLane::Order::replace);
}

void Session::close() {
    cancelOpening();
    if (model_) {
        adopt(Opened());
    }
}

ModelRecipe Session::modelRecipe() const {
    return {.source = model_->checkpoint().path(),
            .preTokenizer = preTokenizer_,
            .importance = guide_.matrix ? guide_.matrix->file : std::filesystem::path()};
}

void Session::cancelOpening() {
    if (opening_) {
        opening_->cancel();
        opening_.reset();
        Q_EMIT openingEnded();
    }
}

} // namespace quantlathe::ui
