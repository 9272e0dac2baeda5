// SPDX-License-Identifier: GPL-3.0-or-later
// A text that chooses the codes of the next conversions: whether, which, and how long that takes.
#pragma once

#include "ui/bridge/conversion_outlook.h"
#include "ui/bridge/session.h"
#include "ui/widgets/panel.h"

#include <memory>
#include <optional>
#include <QTimer>

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

protected:
    void showEvent(QShowEvent* event) override;

private:
    void apply();
    void askFile();
    void follow();
    /// Of the plan with the text as they are now: tried as soon as both have rested and somebody looks.
    void followCost();
    void tryCost();
    void showNote();

    Session& session_;
    std::filesystem::path text_;
    QCheckBox* box_;
    QPushButton* choose_;
    QPushButton* usual_;
    QLabel* note_;
    QTimer rest_;
    std::shared_ptr<const Plan> costlyPlan_; // of cost_, tried or about to be; nullptr: no calibration
    std::optional<CalibrationCost> cost_;
    TaskLane lane_; // last: it stops before what it delivers to
};

} // namespace quantlathe::ui
