// SPDX-License-Identifier: GPL-3.0-or-later
// Size against relative error for all presets and the user's plan, with the card's limit and the front that nothing beats.
#pragma once

#include "ui/bridge/session.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/hover_card.h"
#include "ui/text/numbers.h"

#include <QTimer>

namespace quantlathe::ui {

enum class CompareAxis { fileSize, memory, bitsPerWeight };
/// Which error of a preset is drawn: the same bytes as the reference, a longer search, or both joined by a line.
enum class ShownEffort { normal, high, both };

/// Follows the session. Points come as they are measured.
class CompareChart : public ChartView {
    Q_OBJECT
public:
    explicit CompareChart(const Session& session, QWidget* parent = nullptr);

    void setAcross(CompareAxis axis);
    void setShownEffort(ShownEffort shown);
    [[nodiscard]] QByteArray csv() const override;
    [[nodiscard]] int pointCount() const { return static_cast<int>(points_.size()); }
    /// Points that show the error at high effort beside that at normal effort.
    [[nodiscard]] int pairCount() const;
    /// What lies outside the axes: presets without blocks, the card's limit when it is far away.
    [[nodiscard]] const QString& limitNote() const { return limitNote_; }

Q_SIGNALS:
    void presetClicked(const QString& name);
    void redrawn();

protected:
    void restyle() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Point {
        PlanFacts facts;
        double x = 0;
        double error = 0;                // as drawn
        std::optional<double> highError; // drawn beside it
        bool isNearly0 = false;          // too small for the axis: stands on the lower edge
        bool isOwn = false;
    };
    void refill();
    void fillGraphs();
    void drawLimit(double largestX);
    [[nodiscard]] const std::shared_ptr<const PlanQuality>& qualityOf(const PlanFacts& facts) const;
    void placeLabels();
    void hover(int point);
    [[nodiscard]] int nearest(const QPointF& position) const;
    [[nodiscard]] double xOf(const PlanFacts& facts) const;
    [[nodiscard]] QPointF pixelOf(const Point& point) const;
    [[nodiscard]] bool isCurrent(const Point& point) const;

    const Session& session_;
    CompareAxis across_ = CompareAxis::fileSize;
    ShownEffort shown_ = ShownEffort::both;
    SizeUnit unit_ = SizeUnit::gigabytes;
    std::vector<Point> points_;
    double floor_ = 1e-4; // per cent at the lower edge

    QCPGraph* front_;
    QCPGraph* exact_;
    QCPGraph* sampled_;
    QCPGraph* own_;
    QCPGraph* high_;
    QCPGraph* stems_; // from normal to high effort
    QCPErrorBars* bars_;
    QCPItemStraightLine* limit_;
    QCPItemRect* beyond_;
    QCPItemText* limitText_;
    QCPItemEllipse* ring_;
    QCPItemEllipse* currentRing_;
    QCPItemText* waiting_;
    std::vector<QCPItemText*> labels_;
    HoverCard* card_;
    QTimer hoverDelay_;
    int hovered_ = -1;
    QString limitNote_;
};

} // namespace quantlathe::ui
