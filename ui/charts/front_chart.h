// SPDX-License-Identifier: GPL-3.0-or-later
// What more bytes buy: the front of best mixes as a line, presets as dots, the plan as a star that can be dragged along it.
#pragma once

#include "ui/bridge/planner_service.h"
#include "ui/charts/chart_view.h"
#include "ui/text/numbers.h"

#include <QTimer>

namespace quantlathe::ui {

/// Follows the planner and the session.
class FrontChart : public ChartView {
    Q_OBJECT
public:
    FrontChart(const Session& session, PlannerService& planner, QWidget* parent = nullptr);
    [[nodiscard]] QByteArray csv() const override;

Q_SIGNALS:
    void sizeWanted(std::uint64_t fileBytes); // dragged there; at most every 50 ms

protected:
    void restyle() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void refill();
    void wish(double x);

    const Session& session_;
    PlannerService& planner_;
    SizeUnit unit_ = SizeUnit::gigabytes;
    QCPGraph* line_;
    QCPGraph* presets_;
    QCPGraph* own_;
    QCPItemText* label_;
    QCPItemText* waiting_;
    bool isDragging_ = false;
    std::uint64_t wished_ = 0;
    QTimer rest_;
};

} // namespace quantlathe::ui
