// SPDX-License-Identifier: GPL-3.0-or-later
// What is in the model, what fits the chosen card, and whether something is wrong with the file.
#pragma once

#include "ui/bridge/statistics_service.h"
#include "ui/models/plan_table_model.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QPushButton;
class QTableView;
class QVBoxLayout;

namespace quantlathe::ui {

class Panel;

class PartsBar;
class FactsList;
class CalibrationPanel;
class OfferLine;

class OverviewPage : public QWidget {
    Q_OBJECT
public:
    OverviewPage(Session& session, StatisticsService& statistics, QWidget* parent = nullptr);
    [[nodiscard]] OfferLine& offer() { return *offer_; }
    [[nodiscard]] CalibrationPanel& calibration() { return *calibration_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();
    void followModel();
    void followDevice();
    void followChecks();
    [[nodiscard]] QWidget* makeHead();

    Session& session_;
    StatisticsService& statistics_;
    QGridLayout* grid_;
    QWidget* head_;
    Panel* architecturePanel_;
    QWidget* side_; // files and what guides conversions, one above the other
    Panel* filesPanel_;
    int arranged_ = -1; // columns, as arrange() did it last
    QLabel* name_;
    QLabel* path_;
    QLabel* opened_;
    std::vector<std::pair<QLabel*, QLabel*>> figures_; // caption, value
    PartsBar* parts_;
    FactsList* architecture_;
    FactsList* tokenizer_;
    Panel* cardPanel_;
    OfferLine* offer_;
    PlanTableModel* presets_;
    QTableView* presetView_;
    FactsList* files_;
    QLabel* aboutFormat_; // the family in two sentences
    QLabel* alsoRead_;
    Panel* checksPanel_;
    QVBoxLayout* checks_;
    QPushButton* scan_;
    CalibrationPanel* calibration_;
};

} // namespace quantlathe::ui
