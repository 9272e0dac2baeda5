// SPDX-License-Identifier: GPL-3.0-or-later
// Two models side by side in a window of its own: tensors, metadata, values when asked for, and grafting tensors of one into
// the other.
#pragma once

#include "plan/plan.h"
#include "ui/bridge/difference_service.h"
#include "ui/models/difference_model.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;
class QTableView;
class QTabWidget;

namespace quantlathe::ui {

struct DivergenceJob;
class JoinedButtons;
class MessageArea;

class DifferenceWindow : public QWidget {
    Q_OBJECT
public:
    /// `service` is open, and becomes the window's. `importance`: guides the encodings of grafted tensors; nullptr: none.
    DifferenceWindow(DifferenceService* service, std::shared_ptr<const ImportanceMatrix> importance);

    [[nodiscard]] DifferenceService& service() { return *service_; }
    [[nodiscard]] DifferenceFilter& rows() { return *rows_; }
    [[nodiscard]] QTableView& table() { return *table_; }
    [[nodiscard]] QTableView& metadataTable() { return *metadata_; }
    [[nodiscard]] QTabWidget& tabs() { return *tabs_; }
    [[nodiscard]] QLineEdit& filterField() { return *filter_; }
    [[nodiscard]] JoinedButtons& shownRows() { return *shown_; }
    [[nodiscard]] QPushButton& compareButton() { return *compare_; }
    [[nodiscard]] QPushButton& graftButton() { return *graft_; }
    [[nodiscard]] QPushButton& exportButton() { return *export_; }
    [[nodiscard]] QComboBox& encodingField() { return *encoding_; }
    [[nodiscard]] JoinedButtons& graftTarget() { return *target_; }
    [[nodiscard]] const MessageArea& messages() const { return *messages_; }
    [[nodiscard]] const QLabel& summary() const { return *summary_; }
    [[nodiscard]] const QLabel& status() const { return *status_; }
    [[nodiscard]] QPushButton& divergenceButton() { return *divergence_; }
    [[nodiscard]] const QLabel& divergenceLabel() const { return *divergenceText_; }
    /// The larger of the two is what the other is measured against.
    [[nodiscard]] const std::shared_ptr<const Model>& reference() const;
    [[nodiscard]] const std::shared_ptr<const Model>& measured() const;
    /// A measurement of the pair, as far as it is.
    void showDivergence(const DivergenceJob& job);

Q_SIGNALS:
    /// The plan for a copy of one model's file with the chosen tensors of the other; `planName`: "graft-Q6_K".
    void graftWanted(std::shared_ptr<const quantlathe::Plan> plan, const QString& title, const QString& planName);
    void exportWanted(const QString& suggestion, const QByteArray& text);
    /// What the answers of one differ from those of the other.
    void divergenceWanted();

private:
    QWidget* makeHead();
    QWidget* makeTools();
    QWidget* makeTables();
    QWidget* makeGraftRow();
    QWidget* makeFoot();
    void makeShortcuts();
    [[nodiscard]] QString whyNoDivergence() const;
    void followRun();
    void followProgress();
    void followSelection();
    void startOrStop();
    void makeGraft();
    void showProblem(const Problem& problem);
    void exportRows();
    void copyRows() const;
    [[nodiscard]] QString countsText() const;
    [[nodiscard]] QString foundText() const;
    [[nodiscard]] const Model& graftFile() const;
    [[nodiscard]] const Model& graftOriginal() const;
    /// Why nothing can be grafted from either into the other; empty if something can.
    [[nodiscard]] QString whyNoGraft() const;
    /// Of the selected rows those that can be.
    [[nodiscard]] std::vector<std::string> weightsToGraft() const;

    DifferenceService* service_;
    std::shared_ptr<const ImportanceMatrix> importance_;
    DifferenceModel* model_;
    DifferenceFilter* rows_;
    MessageArea* messages_ = nullptr;
    QLabel* summary_ = nullptr;
    QLineEdit* filter_ = nullptr;
    JoinedButtons* shown_ = nullptr;
    QTabWidget* tabs_ = nullptr;
    QTableView* table_ = nullptr;
    QTableView* metadata_ = nullptr;
    QWidget* targetRow_ = nullptr;
    JoinedButtons* target_ = nullptr;
    QComboBox* encoding_ = nullptr;
    QPushButton* graft_ = nullptr;
    QLabel* status_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QPushButton* compare_ = nullptr;
    QPushButton* export_ = nullptr;
    QPushButton* divergence_ = nullptr;
    QLabel* divergenceText_ = nullptr;
    TaskLane planLane_; // last: it stops before what it delivers to
};

} // namespace quantlathe::ui
