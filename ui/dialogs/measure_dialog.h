// SPDX-License-Identifier: GPL-3.0-or-later
// "Measure quality…": on which text, how much of it, which plans; how long it will take; then how far it is.
#pragma once

#include "ui/bridge/measure_service.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QTableWidget;

namespace quantlathe::ui {

class JoinedButtons;

/// Stands beside the window, not before it: closing it does not stop what runs, which is a job of the list.
class MeasureDialog : public QDialog {
    Q_OBJECT
public:
    MeasureDialog(Session& session, MeasureService& service, QWidget* parent = nullptr);

    /// The checked plans, as they will be measured.
    [[nodiscard]] std::vector<MeasureWish> wishes() const;
    /// By the names of the table: presets, "Planned mix"; the first of several families.
    void setChecked(const QString& name, bool checked);
    /// Of all families.
    [[nodiscard]] QTableWidget& planTable() { return *plans_; }
    void useFile(const QString& file);
    [[nodiscard]] QSpinBox& windowsField() { return *windows_; }
    [[nodiscard]] QComboBox& contextField() { return *context_; }
    [[nodiscard]] QPushButton& startButton() { return *start_; }
    /// That the text is no good judge of what is converted now; hidden when it is.
    [[nodiscard]] QLabel& warningLabel() { return *warning_; }
    [[nodiscard]] QLabel& durationLabel() { return *duration_; }

    /// Starts the measurement, or cancels the one that runs.
    void accept() override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Row {
        QString name;
        const Format* format = nullptr;
        bool isOwnPlan = false;
        friend bool operator==(const Row&, const Row&) = default;
    };
    /// nullptr: gone meanwhile.
    [[nodiscard]] const PlanFacts* factsOf(const Row& row) const;
    [[nodiscard]] bool isChecked(int row) const;
    QWidget* makeTextRows();
    QWidget* makePlanTable();
    QWidget* makeFoot();
    void fillPlans();
    void followResults();
    void askFile();
    void applySettings();
    void followText();
    void followDuration();
    void followRun();
    void wishesChanged();

    Session& session_;
    MeasureService& service_;
    JoinedButtons* source_ = nullptr;
    QLabel* textNote_ = nullptr;
    QComboBox* context_ = nullptr;
    QSpinBox* windows_ = nullptr;
    QLabel* windowsNote_ = nullptr;
    QLabel* warning_ = nullptr;
    QTableWidget* plans_ = nullptr;
    QLabel* duration_ = nullptr;
    QProgressBar* bar_ = nullptr;
    QPushButton* start_ = nullptr;
    QString file_;
    std::vector<Row> rows_;
    std::vector<Row> checked_; // those that are gone until their sizes are counted again, too
    bool hasSuggestion_ = false;
    bool isFilling_ = false;
    QTimer settingsDelay_;
};

} // namespace quantlathe::ui
