// SPDX-License-Identifier: GPL-3.0-or-later
// Size against quality: the chart and the table with the same rows, each selecting in the other.
#pragma once

#include "ui/bridge/measure_service.h"
#include "ui/bridge/quality_service.h"
#include "ui/models/plan_table_model.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QTableView;

namespace quantlathe::ui {

class CompareChart;
enum class CompareQuality;
class JoinedButtons;
class MeasureDialog;
class Panel;
class PlannerService;

class ComparePage : public QWidget {
    Q_OBJECT
public:
    ComparePage(Session& session, QualityService& quality, PlannerService& planner, JobQueue& jobs, QWidget* parent = nullptr);
    [[nodiscard]] CompareChart& chart() { return *chart_; }
    [[nodiscard]] PlanTableModel& table() { return *model_; }
    [[nodiscard]] MeasureService& measurements() { return *measurements_; }
    /// Opens "Measure quality…", or brings it to the front.
    MeasureDialog& askMeasurement();
    /// What the chart and the table tell quality by.
    void showQuality(CompareQuality quality);

Q_SIGNALS:
    void exportWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();
    void followMeasurement();
    [[nodiscard]] QString noteText() const;
    void showColumns();

    Session& session_;
    QualityService& quality_;
    MeasureService* measurements_;
    MeasureDialog* dialog_ = nullptr;
    Panel* panel_;
    CompareChart* chart_;
    PlanTableModel* model_;
    QTableView* view_;
    QPushButton* exact_;
    PlannerService& planner_;
    JoinedButtons* families_;
    QWidget* effort_;
    QComboBox* up_;
    QPushButton* measure_;
};

} // namespace quantlathe::ui
