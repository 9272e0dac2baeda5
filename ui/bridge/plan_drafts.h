// SPDX-License-Identifier: GPL-3.0-or-later
// A mix that nobody has saved outlives the program and the opening of another model: it is offered when its model comes back.
#pragma once

#include "ui/bridge/session.h"
#include "ui/bridge/user_data.h"

#include <filesystem>
#include <optional>
#include <QDateTime>
#include <QObject>
#include <QTimer>

namespace quantlathe::ui {

class PlanDrafts : public QObject {
    Q_OBJECT
public:
    /// Follows the session's plan.
    PlanDrafts(Session& session, std::filesystem::path folder, QObject* parent = nullptr);
    /// Keeps what has just been changed.
    ~PlanDrafts() override;

    /// The draft that found() told of becomes the plan.
    void use();
    /// It is deleted.
    void forget();
    /// The plan stands in a file of the user's: it is no draft any more.
    void isSaved(const PinnedPlan& plan);

Q_SIGNALS:
    /// The model that was opened has a draft of that time.
    void found(const QDateTime& at);
    /// Another model is open: what was found is of no use any more.
    void withdrawn();

private:
    struct Draft {
        PinnedPlan plan;
        QDateTime at;
    };
    void followModel();
    void followPlan();
    void keep();
    [[nodiscard]] std::filesystem::path file() const;

    Session& session_;
    std::filesystem::path folder_;
    std::filesystem::path source_; // of the open model
    std::optional<Draft> offered_;
    std::optional<PinnedPlan> changed_; // and not yet kept
    std::optional<PinnedPlan> kept_;    // since the model was opened
    QTimer delay_;
    UserDataWriter writer_;
};

} // namespace quantlathe::ui
