// SPDX-License-Identifier: GPL-3.0-or-later
// The distribution of the selected weights, and of what the planned encoding makes of them.
#pragma once

#include "ui/bridge/statistics_service.h"
#include "ui/charts/chart_view.h"

namespace quantlathe::ui {

class HistogramChart : public ChartView {
    Q_OBJECT
public:
    explicit HistogramChart(QWidget* parent = nullptr);

    void show(const SelectionReport& report);
    void setLogarithmic(bool logarithmic);
    [[nodiscard]] QByteArray csv() const override;
    [[nodiscard]] int binCount() const { return static_cast<int>(original_.counts.size()); }
    /// Levels of the block that stand inside the axis.
    [[nodiscard]] int levelCount() const { return marks_->dataCount(); }

Q_SIGNALS:
    void blockWanted(int step); // Page Down and Page Up

protected:
    void restyle() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void drawBars();
    void drawLevels();

    QCPGraph* bars_;
    QCPGraph* decoded_;
    QCPGraph* marks_; // a triangle for each level
    QCPItemText* beyond_;
    std::vector<QCPItemStraightLine*> lines_; // reused
    std::shared_ptr<const BlockLevels> levels_;
    LinearHistogram original_;
    LinearHistogram afterwards_;
    bool logarithmic_ = false;
};

} // namespace quantlathe::ui
