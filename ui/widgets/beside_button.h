// SPDX-License-Identifier: GPL-3.0-or-later
// What is loaded with the model, as a menu: layers that predict, an image part, a model that drafts.
#pragma once

#include "estimate/companions.h"
#include "ui/bridge/session.h"

#include <QPushButton>

class QAction;

namespace quantlathe::ui {

/// Follows the session. Files are opened on a lane of its own; one that does not fit is a problem of the session and changes
/// nothing.
class BesideButton : public QPushButton {
    Q_OBJECT
public:
    explicit BesideButton(Session& session, QWidget* parent = nullptr);
    /// Without asking for a file.
    void useImagePart(const std::filesystem::path& file);
    void useDraft(const std::filesystem::path& file);

private:
    void follow();
    void askImagePart();
    void askDraft();
    void load(std::function<Companions(Companions, const CancelToken&)> work);
    [[nodiscard]] Companions current() const;

    Session& session_;
    QAction* predicts_;
    QAction* imagePart_;
    QAction* draft_;
    QAction* nothing_;
    TaskLane lane_; // last, so that it stops before what it delivers to goes away
};

} // namespace quantlathe::ui
