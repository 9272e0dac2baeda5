// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/running_card.h"

#include "ui/charts/job_charts.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr qint64 betweenPaintsMilliseconds = 250;

} // namespace

RunningCard::RunningCard(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 10, 16, 8);
    column->setSpacing(4);
    auto* head = new QHBoxLayout;
    name_ = makeLabel({}, false, boldFont(TextSize::heading), this);
    note_ = makeLabel({}, true, textFont(TextSize::caption), this);
    auto* log = new QToolButton(this);
    log->setFixedSize(28, 28);
    log->setToolTip(tr("Log"));
    log->setAccessibleName(tr("Log"));
    log->setFocusPolicy(Qt::TabFocus);
    const auto restyle = [log] { log->setIcon(themedIcon(Icon::log)); };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    connect(log, &QToolButton::clicked, this, &RunningCard::logWanted);
    head->addWidget(name_, 1);
    head->addWidget(note_);
    head->addWidget(log);
    column->addLayout(head);
    auto* charts = new QHBoxLayout;
    charts->setSpacing(8);
    losses_ = new LayerLossChart(this);
    speed_ = new SpeedChart(this);
    errors_ = new TensorErrorChart(this);
    for (ChartView* chart : std::initializer_list<ChartView*>{losses_, speed_, errors_}) {
        charts->addWidget(chart, 1);
    }
    column->addLayout(charts, 1);
    connect(losses_, &LayerLossChart::weightClicked, this, &RunningCard::weightWanted);
    connect(errors_, &TensorErrorChart::weightClicked, this, &RunningCard::weightWanted);
}

void RunningCard::show(const ConversionJob& job) {
    if (job.id == shownJob_ && clock_.isValid() && !clock_.hasExpired(betweenPaintsMilliseconds)) {
        return;
    }
    shownJob_ = job.id;
    clock_.start();
    name_->setText(job.title);
    const bool showsLosses = job.calibration().choosesCodes() && (job.isChoosingCodes || job.results.empty());
    const bool runsText = showsLosses && job.losses.empty(); // nothing to draw yet
    note_->setText(runsText ? tr("The text runs first. Then what its codes spare is shown, layer by layer.")
                   : showsLosses
                       ? tr("Triangle: the worst matrix of its layer. A click shows it in Weights.")
                       : tr("%1 tensors are written. A click shows one in Weights.").arg(grouped(job.results.size())));
    losses_->setVisible(showsLosses && !runsText);
    speed_->setVisible(!showsLosses);
    errors_->setVisible(!showsLosses);
    if (showsLosses) {
        losses_->show(job);
    } else {
        speed_->show(job);
        errors_->show(job);
    }
}

void RunningCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace quantlathe::ui
