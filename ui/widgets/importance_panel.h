// SPDX-License-Identifier: GPL-3.0-or-later
// The importance matrix in use: where it comes from, what it covers; choosing and removing it.
#pragma once

#include "ui/bridge/session.h"
#include "ui/widgets/panel.h"

class QLabel;
class QPushButton;

namespace quantlathe::ui {

class FactsList;

/// Follows the session.
class ImportancePanel : public Panel {
    Q_OBJECT
public:
    explicit ImportancePanel(Session& session, QWidget* parent = nullptr);
    [[nodiscard]] QPushButton& chooseButton() { return *choose_; }
    [[nodiscard]] QPushButton& removeButton() { return *remove_; }

Q_SIGNALS:
    void chooseWanted();

private:
    void follow();

    Session& session_;
    QPushButton* choose_;
    QPushButton* remove_;
    QLabel* explanation_;
    FactsList* facts_;
};

} // namespace quantlathe::ui
