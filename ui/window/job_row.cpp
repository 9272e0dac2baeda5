// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/job_row.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/models/recent_models.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/result_card.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace quantlathe::ui {

namespace {

constexpr int runningHeight = 84;
constexpr int restingHeight = 60;
constexpr int textLeft = 40;

QString betweenParts() {
    return QStringLiteral("  ·  ");
}

QString withPlace(const QString& text, const Job& job) {
    return job.place().empty() ? text : text + betweenParts() + shortPath(job.place());
}

} // namespace

QString progressText(const Job& job) {
    const ProgressState& p = job.progress;
    QStringList parts;
    if (!p.phase.empty()) {
        parts.append(QString::fromStdString(p.phase));
    }
    if (!p.item.empty()) {
        parts.append(QString::fromStdString(p.item));
    }
    if (p.total > 0 && job.countsBytes()) {
        parts.append(JobsDock::tr("%1 of %2").arg(fileSize(p.done), fileSize(p.total)));
    }
    if (p.unitsPerSecond > 0 && job.countsBytes()) {
        parts.append(throughput(p.unitsPerSecond));
    }
    parts.append(JobsDock::tr("%1 elapsed").arg(duration(job.elapsedSeconds)));
    return parts.join(betweenParts());
}

QString remainingText(const Job& job) {
    const QString done = percent(job.progress.fraction(), 0);
    return job.progress.secondsLeft >= 0 ? JobsDock::tr("%1, %2 left").arg(done, duration(job.progress.secondsLeft)) : done;
}

QString stateText(const Job& job) {
    const QString share = percent(job.progress.fraction(), 0);
    switch (job.state) {
    case JobState::running: return progressText(job);
    case JobState::waiting: return withPlace(JobsDock::tr("Waits for the job above"), job);
    case JobState::paused: return withPlace(JobsDock::tr("Paused at %1").arg(share), job);
    case JobState::stopped: return withPlace(JobsDock::tr("Stopped at %1. Resume goes on from there.").arg(share), job);
    case JobState::done:
        return withPlace(JobsDock::tr("%1, took %2")
                             .arg(dayText(job.finishedAt, QDateTime::currentDateTime()), duration(job.elapsedSeconds)),
                         job);
    case JobState::failed: break;
    }
    if (!job.problem) {
        return {};
    }
    return job.problem->detail.isEmpty() ? job.problem->title
                                         : QStringLiteral("%1. %2").arg(job.problem->title, job.problem->detail);
}

JobRow::JobRow(JobQueue& jobs, int id, QWidget* parent) : QWidget(parent), jobs_(jobs), id_(id) {
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 8, 12, 8);
    row->addStretch(1);
    row->setSpacing(4);
    resume_ = new QPushButton(JobsDock::tr("Resume"), this);
    connect(resume_, &QPushButton::clicked, this, [this] { jobs_.resume(id_); });
    row->addWidget(resume_, 0, Qt::AlignVCenter);
    const auto addTool = [&](Icon icon, auto run) {
        auto* button = new QToolButton(this);
        button->setFixedSize(28, 28);
        button->setIcon(themedIcon(icon));
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QToolButton::clicked, this, run);
        row->addWidget(button, 0, Qt::AlignTop);
        return button;
    };
    start_ = addTool(Icon::play, [this] { jobs_.startNow(id_); });
    start_->setToolTip(JobsDock::tr("Start now, beside the running job"));
    pause_ = addTool(Icon::pause, [this] { jobs_.pause(id_); });
    pause_->setToolTip(JobsDock::tr("Pause (Ctrl+Shift+P)"));
    folder_ = addTool(Icon::open, [this] {
        if (const Job* job = jobs_.find(id_)) {
            showInFolder(job->place());
        }
    });
    folder_->setToolTip(JobsDock::tr("Show in folder"));
    log_ = addTool(Icon::log, [this] { Q_EMIT logWanted(); });
    log_->setToolTip(JobsDock::tr("Log"));
    cancel_ = addTool(Icon::cross, [this] { jobs_.remove(id_); });
    follow();
}

void JobRow::follow() {
    const Job* job = jobs_.find(id_);
    if (job == nullptr) {
        return;
    }
    setFixedHeight(job->state == JobState::running ? runningHeight : restingHeight);
    resume_->setVisible(job->canResume());
    resume_->setText(job->state == JobState::failed ? JobsDock::tr("Retry") : JobsDock::tr("Resume"));
    resume_->setIcon(themedIcon(Icon::retry));
    start_->setVisible(job->state == JobState::waiting && jobs_.running() != nullptr);
    pause_->setVisible(job->isActive());
    folder_->setVisible(job->state == JobState::done && !job->place().empty());
    log_->setVisible(job->state != JobState::waiting);
    for (QWidget* tool : {start_, pause_, folder_, log_}) {
        tool->setAccessibleName(tool->toolTip() + QStringLiteral(": ") + job->title);
    }
    cancel_->setToolTip(job->isActive() ? JobsDock::tr("Cancel (Ctrl+.)") : JobsDock::tr("Take out of the list"));
    cancel_->setAccessibleName(job->isActive() ? JobsDock::tr("Cancel %1").arg(job->title)
                                               : JobsDock::tr("Remove %1").arg(job->title));
    setAccessibleName(job->title);
    setAccessibleDescription(stateText(*job));
    setToolTip(job->place().empty() ? job->title : QStringLiteral("%1\n%2").arg(job->title, textOf(job->place())));
    update();
}

void JobRow::setSelected(bool selected) {
    selected_ = selected;
    update();
}

void JobRow::mousePressEvent(QMouseEvent*) {
    Q_EMIT chosen();
}

void JobRow::focusInEvent(QFocusEvent*) {
    Q_EMIT chosen();
}

/// Left of the buttons.
int JobRow::textWidth() const {
    int right = width() - 16;
    for (const QWidget* button : std::initializer_list<const QWidget*>{resume_, start_, pause_, folder_, log_, cancel_}) {
        right -= button->isVisible() ? button->width() + 4 : 0;
    }
    return right - textLeft;
}

void JobRow::paintEvent(QPaintEvent*) {
    const Job* job = jobs_.find(id_);
    if (job == nullptr) {
        return;
    }
    const Theme& t = theme();
    QPainter painter(this);
    painter.fillRect(rect(), selected_ ? t.accentTint : t.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.grid);
    struct Mark {
        Icon icon;
        QColor colour;
    };
    const Mark mark = job->state == JobState::done      ? Mark{Icon::check, t.ok}
                      : job->state == JobState::failed  ? Mark{Icon::cross, t.bad}
                      : job->state == JobState::running ? Mark{Icon::convert, t.accent}
                      : job->state == JobState::paused  ? Mark{Icon::pause, t.textSecondary}
                                                        : Mark{Icon::clock, t.textSecondary};
    paintIcon(painter, mark.icon, QRectF(16, 13, 16, 16), mark.colour);
    const int room = textWidth();
    const QString right = job->state == JobState::running ? remainingText(*job)
                          : job->state == JobState::done  ? job->outcome()
                                                          : QString();
    painter.setFont(textFont(TextSize::body));
    const int labelWidth = painter.fontMetrics().horizontalAdvance(job->label());
    const int rightWidth = right.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(right) + 12;
    painter.setPen(t.text);
    painter.drawText(QRect(textLeft, 10, room, 22), Qt::AlignRight | Qt::AlignVCenter, right);
    painter.setFont(boldFont(TextSize::body));
    const QString title = painter.fontMetrics().elidedText(job->title, Qt::ElideMiddle, room - rightWidth - labelWidth - 8);
    painter.drawText(QRect(textLeft, 10, room, 22), Qt::AlignLeft | Qt::AlignVCenter, title);
    const int titleWidth = painter.fontMetrics().horizontalAdvance(title);
    painter.setFont(textFont(TextSize::body));
    painter.setPen(t.textSecondary);
    painter.drawText(QRect(textLeft + titleWidth + 8, 10, labelWidth + 8, 22), Qt::AlignLeft | Qt::AlignVCenter, job->label());
    if (job->state == JobState::running) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.track);
        painter.drawRoundedRect(QRectF(textLeft, 39, width() - 56, 6), 3, 3);
        painter.setBrush(t.accent);
        painter.drawRoundedRect(QRectF(textLeft, 39, (width() - 56) * job->progress.fraction(), 6), 3, 3);
    }
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(t.textSecondary);
    const bool isRunning = job->state == JobState::running;
    const int below = isRunning ? width() - textLeft - 16 : room; // buttons stand above it only while it runs
    painter.drawText(QRect(textLeft, isRunning ? 50 : 32, below, 20), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(stateText(*job), isRunning ? Qt::ElideRight : Qt::ElideMiddle, below));
}

} // namespace quantlathe::ui
