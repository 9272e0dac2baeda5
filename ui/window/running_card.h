// SPDX-License-Identifier: GPL-3.0-or-later
// The live charts of a conversion that runs.
#pragma once

#include "ui/bridge/conversion_job.h"

#include <QElapsedTimer>
#include <QWidget>

class QLabel;

namespace quantlathe::ui {

class LayerLossChart;
class SpeedChart;
class TensorErrorChart;

class RunningCard : public QWidget {
    Q_OBJECT
public:
    explicit RunningCard(QWidget* parent = nullptr);
    /// At most a few times a second: jobs say more.
    void show(const ConversionJob& job);
    using QWidget::show;
    [[nodiscard]] LayerLossChart& losses() { return *losses_; }
    [[nodiscard]] TensorErrorChart& errors() { return *errors_; }

Q_SIGNALS:
    void logWanted();
    /// Of the model that is converted.
    void weightWanted(const QString& name);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* name_;
    QLabel* note_;
    LayerLossChart* losses_;
    SpeedChart* speed_;
    TensorErrorChart* errors_;
    QElapsedTimer clock_;
    int shownJob_ = 0;
};

} // namespace quantlathe::ui
