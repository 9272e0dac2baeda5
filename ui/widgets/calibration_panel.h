// SPDX-License-Identifier: GPL-3.0-or-later
// A text that chooses the codes of the next conversions: whether, and which.
#pragma once

#include "ui/bridge/session.h"
#include "ui/widgets/panel.h"

class QCheckBox;
class QLabel;
class QPushButton;

namespace quantlathe::ui {

/// Follows the session.
class CalibrationPanel : public Panel {
    Q_OBJECT
public:
    explicit CalibrationPanel(Session& session, QWidget* parent = nullptr);
    [[nodiscard]] QCheckBox& box() { return *box_; }
    [[nodiscard]] const QLabel& note() const { return *note_; }
    /// Empty: the text that comes with the program.
    void useFile(const QString& file);

private:
    void apply();
    void askFile();
    void follow();

    Session& session_;
    std::filesystem::path text_;
    QCheckBox* box_;
    QPushButton* choose_;
    QPushButton* usual_;
    QLabel* note_;
};

} // namespace quantlathe::ui
