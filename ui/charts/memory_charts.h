// SPDX-License-Identifier: GPL-3.0-or-later
// Memory against context, who can run it, and the memory bars as one picture for files.
#pragma once

#include "ui/bridge/session.h"
#include "ui/charts/chart_view.h"

namespace quantlathe::ui {

/// Memory of the current plan over the context, one line a KV type, with the card's limit.
class ContextChart : public ChartView {
    Q_OBJECT
public:
    explicit ContextChart(const Session& session, QWidget* parent = nullptr);
    [[nodiscard]] QByteArray csv() const override;

protected:
    void restyle() override;

private:
    struct Curve {
        KvType type = KvType::f16;
        QVector<double> contexts; // log2 of tokens
        QVector<double> gib;
        QString text; // at the right end
    };
    void refill();
    void drawCurves(const std::vector<Curve>& curves);
    void placeEndLabels();

    const Session& session_;
    std::vector<Curve> curves_;
    std::vector<QCPGraph*> lines_;
    std::vector<QCPItemText*> ends_;
    QCPItemStraightLine* limit_;
    QCPItemText* limitText_;
    QCPItemStraightLine* now_;
    QCPItemText* nowText_;
    QCPGraph* nowPoint_;
    TaskLane lane_;
};

/// Share of surveyed users whose card holds so much, with the current plan's place on it.
class AudienceChart : public ChartView {
    Q_OBJECT
public:
    explicit AudienceChart(const Session& session, QWidget* parent = nullptr);
    [[nodiscard]] QByteArray csv() const override;

protected:
    void restyle() override;

private:
    void refill();

    const Session& session_;
    QCPGraph* steps_;
    QCPGraph* with_;
    QCPGraph* without_;
    QCPItemText* withText_;
    QCPItemText* withoutText_;
};

/// The stacked bars of the Memory page where there is no table around them.
class MemoryBarsChart : public ChartView {
    Q_OBJECT
public:
    explicit MemoryBarsChart(const Session& session, QWidget* parent = nullptr);
    [[nodiscard]] QByteArray csv() const override;

protected:
    void restyle() override;

private:
    void refill();

    const Session& session_;
    std::array<QCPBars*, 5> parts_{};
    QCPItemStraightLine* limit_;
    QCPItemText* limitText_;
};

} // namespace quantlathe::ui
