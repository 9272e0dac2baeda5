// SPDX-License-Identifier: GPL-3.0-or-later
// What a measurement has found so far, plan by plan.
#pragma once

#include "ui/bridge/measure_job.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTableWidget;

namespace quantlathe::ui {

class MeasureCard : public QWidget {
    Q_OBJECT
public:
    explicit MeasureCard(QWidget* parent = nullptr);
    void show(const MeasureJob& job);
    using QWidget::show;
    [[nodiscard]] QTableWidget& table() { return *table_; }

Q_SIGNALS:
    void compareWanted();
    void logWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* name_;
    QLabel* note_;
    QTableWidget* table_;
    QPushButton* compare_;
};

} // namespace quantlathe::ui
