// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/jobs_dock.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/models/recent_models.h"
#include "ui/text/numbers.h"
#include "ui/widgets/panel.h"
#include "ui/window/result_card.h"
#include "ui/window/tensors_dock.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

QString progressText(const ConversionJob& job) {
    const ProgressState& p = job.progress;
    QStringList parts;
    if (!p.phase.empty()) {
        parts.append(QString::fromStdString(p.phase));
    }
    if (!p.item.empty()) {
        parts.append(QString::fromStdString(p.item));
    }
    if (p.total > 0 && !job.isChoosingCodes) {
        parts.append(JobsDock::tr("%1 of %2").arg(fileSize(p.done), fileSize(p.total)));
    }
    if (p.unitsPerSecond > 0 && !job.isChoosingCodes) {
        parts.append(throughput(p.unitsPerSecond));
    }
    parts.append(JobsDock::tr("%1 elapsed").arg(duration(job.elapsedSeconds)));
    return parts.join(QStringLiteral("  ·  "));
}

QString remainingText(const ConversionJob& job) {
    const QString done = percent(job.progress.fraction(), 0);
    return job.progress.secondsLeft >= 0 ? JobsDock::tr("%1, %2 left").arg(done, duration(job.progress.secondsLeft)) : done;
}

class JobRow : public QWidget {
public:
    JobRow(JobQueue& jobs, int id, JobsDock& dock) : QWidget(&dock), jobs_(jobs), id_(id), dock_(dock) {
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
            if (const ConversionJob* job = jobs_.find(id_)) {
                showInFolder(job->destination);
            }
        });
        folder_->setToolTip(JobsDock::tr("Show in folder"));
        log_ = addTool(Icon::log, [this] { dock_.showLog(id_); });
        log_->setToolTip(JobsDock::tr("Log"));
        cancel_ = addTool(Icon::cross, [this] {
            const ConversionJob* job = jobs_.find(id_);
            if (job != nullptr && job->isActive()) {
                jobs_.cancel(id_);
            } else {
                dock_.removeJob(id_);
            }
        });
        follow();
    }

    void follow() {
        const ConversionJob* job = jobs_.find(id_);
        if (job == nullptr) {
            return;
        }
        setFixedHeight(job->state == JobState::running ? 84 : 60);
        resume_->setVisible(job->canResume());
        resume_->setText(job->state == JobState::failed ? JobsDock::tr("Retry") : JobsDock::tr("Resume"));
        resume_->setIcon(themedIcon(Icon::retry));
        start_->setVisible(job->state == JobState::waiting && jobs_.running() != nullptr);
        pause_->setVisible(job->isActive());
        folder_->setVisible(job->state == JobState::done);
        log_->setVisible(job->state != JobState::waiting);
        for (QWidget* tool : {start_, pause_, folder_, log_}) {
            tool->setAccessibleName(tool->toolTip() + QStringLiteral(": ") + job->title);
        }
        cancel_->setToolTip(job->isActive() ? JobsDock::tr("Cancel (Ctrl+.)") : JobsDock::tr("Take out of the list"));
        cancel_->setAccessibleName(job->isActive() ? JobsDock::tr("Cancel %1").arg(job->title)
                                                   : JobsDock::tr("Remove %1").arg(job->title));
        setAccessibleName(job->title);
        update();
    }
    void setSelected(bool selected) {
        selected_ = selected;
        update();
    }

protected:
    void mousePressEvent(QMouseEvent*) override { dock_.select(id_); }
    void focusInEvent(QFocusEvent*) override { dock_.select(id_); }

    void paintEvent(QPaintEvent*) override {
        const ConversionJob* job = jobs_.find(id_);
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
        int right = width() - 16;
        for (const QWidget* button : std::initializer_list<const QWidget*>{resume_, start_, pause_, folder_, log_, cancel_}) {
            right -= button->isVisible() ? button->width() + 4 : 0;
        }
        painter.setFont(boldFont(TextSize::body));
        painter.setPen(t.text);
        const QString title = painter.fontMetrics().elidedText(job->title, Qt::ElideMiddle, right - 190);
        painter.drawText(QRect(40, 10, right - 40, 22), Qt::AlignLeft | Qt::AlignVCenter, title);
        const int titleWidth = painter.fontMetrics().horizontalAdvance(title);
        painter.setFont(textFont(TextSize::body));
        painter.setPen(t.textSecondary);
        painter.drawText(QRect(40 + titleWidth + 8, 10, 120, 22), Qt::AlignLeft | Qt::AlignVCenter, job->format);
        painter.setPen(t.text);
        QString second;
        if (job->state == JobState::running) {
            painter.drawText(QRect(40, 10, right - 40, 22), Qt::AlignRight | Qt::AlignVCenter, remainingText(*job));
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(t.track);
            painter.drawRoundedRect(QRectF(40, 39, width() - 56, 6), 3, 3);
            painter.setBrush(t.accent);
            painter.drawRoundedRect(QRectF(40, 39, (width() - 56) * job->progress.fraction(), 6), 3, 3);
            second = progressText(*job);
        } else if (job->state == JobState::done) {
            painter.drawText(QRect(40, 10, right - 40, 22), Qt::AlignRight | Qt::AlignVCenter,
                             fileSize(job->report->bytesWritten));
            second = JobsDock::tr("%1, took %2")
                         .arg(dayText(job->finishedAt, QDateTime::currentDateTime()), duration(job->report->seconds));
        } else if (job->state == JobState::waiting) {
            second = JobsDock::tr("Waits for the job above");
        } else if (job->state == JobState::paused) {
            second = JobsDock::tr("Paused at %1").arg(percent(job->progress.fraction(), 0));
        } else if (job->state == JobState::stopped) {
            second = JobsDock::tr("Stopped at %1. Resume goes on from there.").arg(percent(job->progress.fraction(), 0));
        } else if (job->problem) {
            second = job->problem->title +
                     (job->problem->detail.isEmpty() ? QString() : QStringLiteral(". ") + job->problem->detail);
        }
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(t.textSecondary);
        const int top = job->state == JobState::running ? 50 : 32;
        painter.drawText(QRect(40, top, right - 40, 20), Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(second, Qt::ElideRight, right - 40));
    }

private:
    JobQueue& jobs_;
    int id_;
    JobsDock& dock_;
    QPushButton* resume_;
    QToolButton* start_;
    QToolButton* pause_;
    QToolButton* folder_;
    QToolButton* log_;
    QToolButton* cancel_;
    bool selected_ = false;
};

JobsDock::JobsDock(JobQueue& jobs, QWidget* parent) : QDockWidget(tr("Jobs"), parent), jobs_(jobs) {
    setObjectName(QStringLiteral("jobsDock"));
    setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    auto* clear = new QPushButton(tr("Clear finished"), this);
    clear->setProperty(look::flat, true);
    clear->setFixedHeight(26);
    connect(clear, &QPushButton::clicked, &jobs_, &JobQueue::clearFinished);
    setTitleBarWidget(makeDockTitle(*this, tr("Jobs"), note_, {clear}));
    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* row = new QHBoxLayout(content);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* scroll = new QScrollArea(content);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setMinimumWidth(360);
    auto* body = new QWidget(scroll);
    body->setBackgroundRole(QPalette::Base);
    list_ = new QVBoxLayout(body);
    list_->setContentsMargins(0, 0, 0, 0);
    list_->setSpacing(0);
    list_->addStretch(1);
    scroll->setWidget(body);
    card_ = new ResultCard(content);
    row->addWidget(scroll, 42);
    row->addWidget(card_, 58);
    setWidget(content);
    content->setMinimumHeight(240);
    connect(card_, &ResultCard::openWanted, this, &JobsDock::openWanted);
    connect(card_, &ResultCard::logToggled, this, [this] { card_->show(jobs_.find(selected_)); });
    connect(card_, &ResultCard::compareWanted, this, &JobsDock::compareWanted);
    connect(&jobs_, &JobQueue::listChanged, this, &JobsDock::rebuild);
    connect(&jobs_, &JobQueue::jobChanged, this, &JobsDock::followJob);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &JobsDock::rebuild);
    rebuild();
}

void JobsDock::rebuild() {
    for (const auto& [id, row] : rows_) {
        row->hide();
        row->deleteLater(); // it may be its own button that asks
    }
    rows_.clear();
    int place = 0;
    for (auto job = jobs_.jobs().rbegin(); job != jobs_.jobs().rend(); ++job) {
        auto* row = new JobRow(jobs_, job->id, *this);
        rows_.emplace(job->id, row);
        list_->insertWidget(place++, row);
    }
    if (rows_.find(selected_) == rows_.end()) {
        selected_ = jobs_.jobs().empty() ? 0 : jobs_.jobs().back().id;
    }
    select(selected_);
    followNote();
}

void JobsDock::select(int id) {
    selected_ = id;
    for (const auto& [rowId, row] : rows_) {
        row->setSelected(rowId == id);
    }
    card_->show(jobs_.find(id));
}

void JobsDock::cancelSelected() {
    jobs_.cancel(selected_);
}

void JobsDock::pauseOrResume() {
    const ConversionJob* job = jobs_.find(selected_);
    if (job == nullptr || (!job->isActive() && !job->canResume())) {
        job = jobs_.running();
    }
    if (job != nullptr && job->canResume()) {
        jobs_.resume(job->id);
    } else if (job != nullptr) {
        jobs_.pause(job->id);
    }
}

void JobsDock::showLog(int id) {
    select(id);
    card_->showLog(true);
}

void JobsDock::removeJob(int id, bool sure) {
    const ConversionJob* job = jobs_.find(id);
    if (job == nullptr) {
        return;
    }
    if (!sure && job->secondsToLose() > secondsWorthAsking) {
        QMessageBox box(QMessageBox::Question, tr("Take the job out of the list"),
                        tr("%1 of work would be lost").arg(duration(job->secondsToLose())), QMessageBox::Cancel, this);
        box.setInformativeText(tr("What %1 has written so far is deleted.").arg(job->title));
        const QAbstractButton* yes = box.addButton(tr("Delete it"), QMessageBox::DestructiveRole);
        box.exec();
        if (box.clickedButton() != yes) {
            return;
        }
    }
    jobs_.remove(id);
}

void JobsDock::followJob(int id) {
    if (const auto row = rows_.find(id); row != rows_.end()) {
        row->second->follow();
    }
    if (id == selected_) {
        card_->show(jobs_.find(id));
    }
    followNote();
}

void JobsDock::followNote() {
    const auto count = [this](JobState state) {
        return static_cast<int>(std::count_if(jobs_.jobs().begin(), jobs_.jobs().end(),
                                              [state](const ConversionJob& job) { return job.state == state; }));
    };
    QStringList parts;
    const std::array<std::pair<JobState, QString>, 6> words = {{{JobState::running, tr("%1 running")},
                                                                {JobState::waiting, tr("%1 waiting")},
                                                                {JobState::done, tr("%1 done")},
                                                                {JobState::paused, tr("%1 paused")},
                                                                {JobState::stopped, tr("%1 stopped")},
                                                                {JobState::failed, tr("%1 failed")}}};
    for (const auto& [state, text] : words) {
        if (const int n = count(state); n > 0) {
            parts.append(text.arg(n));
        }
    }
    note_->setText(parts.isEmpty() ? tr("none") : parts.join(QStringLiteral(", ")));
}

} // namespace quantlathe::ui
