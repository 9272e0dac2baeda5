// SPDX-License-Identifier: GPL-3.0-or-later
// A card over the window: why a weight has its encoding, what that loses, and what the others would cost.
#pragma once

#include "ui/bridge/session.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace quantlathe {
struct Explanation;
class Planner;
} // namespace quantlathe

namespace quantlathe::ui {

class ExplanationModel;
class FactsList;
class PlannerService;

/// Closes with Escape or a click beside it. What every encoding loses is measured while it is shown, unless that is known.
class ExplainCard : public QFrame {
    Q_OBJECT
public:
    ExplainCard(Session& session, PlannerService& planner, QWidget* parent);

    /// Opens beside `global`, within the window. `weight`: index into the model's weights; nothing happens for one that the
    /// plan leaves out.
    void explain(std::size_t weight, const QPoint& global);
    [[nodiscard]] ExplanationModel& alternatives() const { return *model_; }
    [[nodiscard]] QString reason() const;
    [[nodiscard]] QString title() const;

Q_SIGNALS:
    /// The answer is there, or a better one.
    void answered();

protected:
    void paintEvent(QPaintEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void ask();
    void showAnswer(const Explanation& explanation);
    void followPlanner();
    void place(const QPoint& global);
    [[nodiscard]] std::vector<QStringList> factsOf(const Explanation& explanation) const;

    Session& session_;
    PlannerService& planner_;
    std::optional<std::size_t> weight_;
    std::shared_ptr<const Planner> asked_; // the answer that is shown has its figures
    QLabel* title_;
    QLabel* reason_;
    FactsList* facts_;
    ExplanationModel* model_;
    QTableView* view_;
    QLabel* state_;
    QPushButton* cancel_;
    TaskLane lane_;
};

} // namespace quantlathe::ui
