// SPDX-License-Identifier: GPL-3.0-or-later
// One encoding for every weight: the matrix to look at and to paint on, the rules behind it, what each encoding takes.
#pragma once

#include "ui/bridge/session.h"

#include <QPointer>
#include <QWidget>
#include <vector>

class QBoxLayout;
class QComboBox;
class QTableView;
class QToolButton;

namespace quantlathe::ui {

class JoinedButtons;
class MatrixView;
class Panel;
class PlanMatrixModel;
class RuleDialog;
class RulesModel;
class TotalsModel;
struct Picture;

class PlanPage : public QWidget {
    Q_OBJECT
public:
    explicit PlanPage(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] PlanMatrixModel& matrix() { return *model_; }
    [[nodiscard]] MatrixView& view() { return *view_; }
    [[nodiscard]] RulesModel& rules() { return *rules_; }
    [[nodiscard]] TotalsModel& totals() { return *totals_; }
    [[nodiscard]] QComboBox& paintEncoding() { return *paint_; }
    /// Shows what differs from a preset, or the encodings again.
    void toggleDifference();
    /// Opens the dialog for a rule in front of the others; with cells selected it starts from them.
    RuleDialog* addRule();
    [[nodiscard]] Picture picture() const;
    /// The panel on the right, where the budget control goes.
    void setSide(QWidget* side);
    /// Shows the cell of a weight.
    void showWeight(const Weight& weight);
    /// Asks for the explanation of the current cell's weight.
    void explainCurrent();

Q_SIGNALS:
    void exportWanted();
    void tableExportWanted(const QString& title, const QByteArray& csv);
    void weightWanted(std::size_t weight); // show it among the tensors
    void explanationWanted(std::size_t weight, const QPoint& global);
    void hint(const QString& title, const QString& detail);
    void pinWanted(const std::vector<const quantlathe::Weight*>& weights);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QWidget* makeMatrixPanel();
    [[nodiscard]] QWidget* makeRulesPanel();
    [[nodiscard]] QWidget* makeTotalsPanel();
    void followPlan();
    void followPresets();
    void followSelection();
    void followRule();
    void paintSelection();
    void paintWith(const Encoding* encoding);
    void paintBits(int bits);
    void showMenu(const QPoint& at);
    void editRule(int row);
    void restyle();
    void arrange();

    Session& session_;
    PlanMatrixModel* model_;
    RulesModel* rules_;
    TotalsModel* totals_;
    Panel* matrixPanel_ = nullptr;
    MatrixView* view_ = nullptr;
    QComboBox* paint_ = nullptr;
    QToolButton* brush_ = nullptr;
    QToolButton* pin_ = nullptr;
    JoinedButtons* measure_ = nullptr;
    QComboBox* other_ = nullptr;
    QTableView* rulesView_ = nullptr;
    QToolButton* up_ = nullptr;
    QToolButton* down_ = nullptr;
    QToolButton* remove_ = nullptr;
    QTableView* totalsView_ = nullptr;
    QBoxLayout* columns_;
    QPointer<QWidget> side_;
    const Format* paintFormat_ = nullptr;
    std::vector<const Encoding*> paintEncodings_; // what the list of paints shows
    bool isPaintChosen_ = false;                  // by the user, for this format
};

} // namespace quantlathe::ui
