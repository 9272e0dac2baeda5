// SPDX-License-Identifier: GPL-3.0-or-later
// Size against error: the chart and the table with the same rows, each selecting in the other.
#pragma once

#include "ui/bridge/quality_service.h"
#include "ui/models/plan_table_model.h"

#include <QWidget>

class QPushButton;
class QTableView;

namespace quantlathe::ui {

class CompareChart;
class Panel;

class ComparePage : public QWidget {
    Q_OBJECT
public:
    ComparePage(Session& session, QualityService& quality, QWidget* parent = nullptr);
    [[nodiscard]] CompareChart& chart() { return *chart_; }
    [[nodiscard]] PlanTableModel& table() { return *model_; }

Q_SIGNALS:
    void exportWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void follow();

    Session& session_;
    QualityService& quality_;
    Panel* panel_;
    CompareChart* chart_;
    PlanTableModel* model_;
    QTableView* view_;
    QPushButton* exact_;
    QWidget* effort_;
};

} // namespace quantlathe::ui
