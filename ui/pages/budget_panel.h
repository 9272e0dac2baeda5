// SPDX-License-Identifier: GPL-3.0-or-later
// The budget of a plan: how large it may be, what the best mix of that size costs, what more or fewer bytes would buy.
#pragma once

#include "ui/bridge/planner_service.h"

#include <QWidget>

class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;

namespace quantlathe::ui {

class FactsList;
class FrontChart;
class JoinedButtons;
class Panel;
struct Picture;

enum class BudgetKind { gpu, fileSize, bitsPerWeight };

/// Follows session and planner.
class BudgetPanel : public QWidget {
    Q_OBJECT
public:
    BudgetPanel(Session& session, PlannerService& planner, QWidget* parent = nullptr);

    void setKind(BudgetKind kind);
    /// What the fields say.
    [[nodiscard]] Budget budget() const;
    void focusBudget();
    [[nodiscard]] QDoubleSpinBox& amount() { return *amount_; }
    /// Tokens a second that a mix for the card makes at least; 0: any.
    [[nodiscard]] QDoubleSpinBox& speed() { return *speed_; }
    [[nodiscard]] QPushButton& solveButton() { return *solve_; }
    [[nodiscard]] QPushButton& measureButton() { return *measure_; }
    /// How far a job is that measures them; nothing: none does.
    void setSensitivityShare(std::optional<double> share);
    [[nodiscard]] FrontChart& chart() { return *chart_; }
    /// "27 % less loss at the same size"; empty while nothing can be said.
    [[nodiscard]] QString gainText() const;

Q_SIGNALS:
    void exportWanted(const quantlathe::ui::Picture& picture);
    void sensitivitiesWanted(); // to be measured, which takes long

private:
    void followPlanner();
    void followDevice();
    void suggestAmount();
    void followSpeed();
    [[nodiscard]] bool isForCard() const;
    [[nodiscard]] QString changeText(double bytes) const;

    Session& session_;
    PlannerService& planner_;
    Panel* panel_;
    JoinedButtons* kind_;
    QDoubleSpinBox* amount_;
    QWidget* speedRow_;
    QDoubleSpinBox* speed_;
    QLabel* before_;
    QLabel* unit_;
    QPushButton* solve_;
    QPushButton* measure_;
    std::optional<double> sensitivityShare_;
    QProgressBar* progress_;
    QLabel* figureCaption_;
    QLabel* figure_;
    QLabel* otherCaption_;
    QLabel* other_;
    QWidget* gain_;
    FactsList* facts_;
    FrontChart* chart_;
    FactsList* steps_;
};

} // namespace quantlathe::ui
