// SPDX-License-Identifier: GPL-3.0-or-later
// Size against quality for all presets and the user's plan, with the card's limit and the front that nothing beats.
#pragma once

#include "measure/divergence_fit.h"
#include "ui/bridge/measure_service.h"
#include "ui/bridge/planner_service.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/hover_card.h"
#include "ui/text/numbers.h"

#include <QTimer>

namespace quantlathe::ui {

enum class CompareAxis { fileSize, memory, bitsPerWeight };
/// What quality is told by: the error of the weights, or what was measured on a text.
enum class CompareQuality { relativeError, divergence, perplexity };
/// Which quality of a preset is drawn: the same bytes as the reference, a longer search, or both joined by a line.
enum class ShownEffort { normal, high, both };

/// Follows the session. Points come as they are measured.
class CompareChart : public ChartView {
    Q_OBJECT
public:
    explicit CompareChart(const Session& session, QWidget* parent = nullptr);

    /// Where measured quality comes from; without it there is only the error of the weights.
    void setMeasurements(const MeasureService& measurements);
    void setAcross(CompareAxis axis);
    void setUp(CompareQuality quality);
    /// Presets of the other formats, too, as far as the session knows them; each family in its colour and shape.
    void setWithOtherFormats(bool withOthers);
    /// Where the front of the best mixes comes from, which is drawn beside divergences: dragging along it changes the plan.
    void setPlanner(const PlannerService& planner);
    /// Points of the front of mixes that are drawn.
    [[nodiscard]] int mixCount() const;
    /// The divergence that the line of the best mixes has at x; nothing where there is no line.
    [[nodiscard]] std::optional<double> mixAt(double x) const;
    [[nodiscard]] CompareQuality up() const { return up_; }
    void setShownEffort(ShownEffort shown);
    [[nodiscard]] QByteArray csv() const override;
    [[nodiscard]] int pointCount() const { return static_cast<int>(points_.size()); }
    /// Where a point stands, in pixels of the widget.
    [[nodiscard]] QPointF positionOf(int point) const;
    /// Points that were measured, not estimated, predicted or sampled.
    [[nodiscard]] int measuredCount() const;
    /// Points that show the quality at high effort beside that at normal effort.
    [[nodiscard]] int pairCount() const;
    /// What lies outside the axes: presets without blocks, the card's limit when it is far away.
    [[nodiscard]] const QString& limitNote() const { return limitNote_; }

Q_SIGNALS:
    void presetClicked(const QString& name);
    /// A preset of another format.
    void foreignPresetClicked(const quantlathe::PlanDocument& document);
    /// The mix of the front that is nearest to this file size is wanted.
    void mixWanted(quint64 fileBytes);
    void redrawn();

protected:
    void restyle() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Point {
        PlanFacts facts;
        double x = 0;
        double value = 0; // as drawn
        double low = 0;   // ends of the 95 % interval; both `value` when it is exact
        double high = 0;
        bool isMeasured = false;         // filled; else an estimate
        std::optional<double> highValue; // at high effort, drawn beside it
        bool isNearly0 = false;          // too small for the axis: stands on the lower edge
        bool isOwn = false;
    };
    /// What is drawn for a plan on the chosen axis.
    struct Value {
        double value = 0;
        double low = 0;
        double high = 0;
        bool isMeasured = false;
    };
    [[nodiscard]] std::optional<Value> valueOf(const PlanFacts& facts, Effort effort) const;
    [[nodiscard]] std::optional<Value> shownValue(const PlanFacts& facts) const;
    void fitDivergence();
    [[nodiscard]] std::shared_ptr<const PlanQuality> qualityOf(const PlanFacts& facts, Effort effort) const;
    [[nodiscard]] std::shared_ptr<const TextQuality> measuredOf(const PlanFacts& facts, Effort effort) const;
    [[nodiscard]] std::shared_ptr<const TextQuality> originalMeasured() const;
    [[nodiscard]] Effort shownAs() const { return shown_ == ShownEffort::high ? Effort::high : Effort::normal; }
    [[nodiscard]] bool isLogarithmic() const { return up_ != CompareQuality::perplexity; }
    void setRangeOfValues();
    void refill();
    void fillGraphs();
    void fillMixes();
    [[nodiscard]] bool isNearMixes(const QPointF& position) const;
    void wishFor(double x);
    void choose(const Point& point);
    [[nodiscard]] const Format& formatOf(const PlanFacts& facts) const {
        return facts.format != nullptr ? *facts.format : session_.format();
    }
    [[nodiscard]] bool isForeign(const PlanFacts& facts) const { return &formatOf(facts) != &session_.format(); }
    void drawOriginal();
    void drawLimit(double largestX);
    [[nodiscard]] QString valueText(const Value& value) const;
    [[nodiscard]] HoverFacts hoverFacts(const Point& point) const;
    void placeLabels();
    void hover(int point);
    [[nodiscard]] int nearest(const QPointF& position) const;
    [[nodiscard]] double xOf(const PlanFacts& facts) const;
    [[nodiscard]] QPointF pixelOf(const Point& point) const;
    [[nodiscard]] bool isCurrent(const Point& point) const;

    const Session& session_;
    const MeasureService* measurements_ = nullptr;
    const PlannerService* planner_ = nullptr;
    bool withOthers_ = false;
    CompareAxis across_ = CompareAxis::fileSize;
    CompareQuality up_ = CompareQuality::relativeError;
    std::optional<DivergenceFit> fit_; // of what was measured on this model
    double fitFrom_ = 0;               // errors of the weights that were measured
    double fitTo_ = 0;
    ShownEffort shown_ = ShownEffort::both;
    SizeUnit unit_ = SizeUnit::gigabytes;
    std::vector<Point> points_;
    double floor_ = 1e-4; // value at the lower edge

    /// The points of one format.
    struct Series {
        const Format* format = nullptr;
        QCPGraph* measured = nullptr; // filled marks
        QCPErrorBars* measuredBars = nullptr;
        QCPGraph* estimated = nullptr; // outlined marks
        QCPErrorBars* estimatedBars = nullptr;
    };
    std::vector<Series> series_; // of all formats, in the order of the registry
    QCPGraph* front_;
    QCPGraph* mixes_; // the best mixes, as the planner predicts them
    QCPGraph* own_;
    QCPGraph* high_;
    QCPGraph* stems_; // from normal to high effort
    QCPErrorBars* ownBars_;
    QCPItemStraightLine* original_; // perplexity of the model as it is
    QCPItemText* originalText_;
    QCPItemStraightLine* limit_;
    QCPItemRect* beyond_;
    QCPItemText* limitText_;
    QCPItemEllipse* ring_;
    QCPItemEllipse* currentRing_;
    QCPItemText* waiting_;
    std::vector<QCPItemText*> labels_;
    HoverCard* card_;
    QTimer hoverDelay_;
    QTimer rest_; // between two plans while the mouse is dragged
    std::uint64_t wished_ = 0;
    bool isDragging_ = false;
    int hovered_ = -1;
    QString limitNote_;
};

} // namespace quantlathe::ui
