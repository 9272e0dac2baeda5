// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/status_line.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <QMouseEvent>
#include <QPainter>

namespace quantlathe::ui {

namespace {

constexpr int margin = 16;

QString fitSentence(const Session& session) {
    const DeviceFacts& device = session.planFacts()->device;
    const FitResult& fit = device.fit;
    const QString card = QString::fromStdString(session.device().gpu.name);
    const QString tokens = grouped(session.device().run.contextTokens);
    const QString amount = memorySize(std::abs(static_cast<double>(fit.freeBytes)));
    if (!device.whyNotRun.isEmpty() && fit.fit != Fit::tooLarge) {
        return StatusLine::tr("Fits %1, but this card cannot run it").arg(card);
    }
    switch (fit.fit) {
    case Fit::fits: return StatusLine::tr("Fits %1, %2 free at %3 tokens").arg(card, amount, tokens);
    case Fit::tight: return StatusLine::tr("Tight on %1, %2 free at %3 tokens").arg(card, amount, tokens);
    case Fit::unknown: return StatusLine::tr("Whether it fits %1 is not known").arg(card);
    case Fit::tooLarge: break;
    }
    return StatusLine::tr("Does not fit %1, %2 short at %3 tokens").arg(card, amount, tokens);
}

} // namespace

StatusLine::StatusLine(const Session& session, const JobQueue& jobs, QWidget* parent)
    : QWidget(parent), session_(session), jobs_(jobs) {
    setFixedHeight(32);
    for (const auto signal :
         {&Session::modelChanged, &Session::planChanged, &Session::presetsChanged, &Session::deviceChanged}) {
        connect(&session, signal, this, &StatusLine::follow);
    }
    connect(&jobs, &JobQueue::jobChanged, this, &StatusLine::follow);
    connect(&jobs, &JobQueue::listChanged, this, &StatusLine::follow);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &StatusLine::follow);
    follow();
}

void StatusLine::follow() {
    setAccessibleName(text());
    update();
}

QString StatusLine::jobsText() const {
    if (const Job* job = jobs_.running()) {
        const QString count = counted(jobs_.activeCount(), tr("1 job"), tr("%1 jobs"));
        return job->progress.secondsLeft >= 0 ? tr("%1, %2 left").arg(count, duration(job->progress.secondsLeft)) : count;
    }
    return jobs_.activeCount() > 0 ? counted(jobs_.activeCount(), tr("1 job waiting"), tr("%1 jobs waiting"))
                                   : tr("No jobs running");
}

QString StatusLine::text() const {
    if (!session_.model()) {
        return tr("No model open");
    }
    QString text = QString::fromStdString(session_.model()->name());
    if (const PlanFacts* plan = session_.planFacts()) {
        text += QStringLiteral(". %1: %2. %3").arg(planTitle(*plan), fileSize(plan->fileBytes), fitSentence(session_));
    }
    return text;
}

void StatusLine::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.fillRect(rect(), t.window);
    painter.setFont(textFont(TextSize::caption));
    const QFontMetrics metrics = painter.fontMetrics();
    int right = width() - margin;
    const auto divider = [&](int x) { painter.fillRect(QRect(x, 8, 1, 16), t.border); };
    const auto drawRight = [&](const QString& text, const QColor& colour) {
        const int width = metrics.horizontalAdvance(text);
        painter.setPen(colour);
        painter.drawText(QRect(right - width, 0, width, height()), Qt::AlignLeft | Qt::AlignVCenter, text);
        right -= width;
    };
    drawRight(jobsText(), t.textSecondary);
    if (const Job* job = jobs_.running()) {
        right -= 8 + 64;
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.track);
        painter.drawRoundedRect(QRectF(right, 13, 64, 6), 3, 3);
        painter.setBrush(t.accent);
        painter.drawRoundedRect(QRectF(right, 13, 64 * job->progress.fraction(), 6), 3, 3);
        painter.setRenderHint(QPainter::Antialiasing, false);
    }
    const PlanFacts* plan = session_.planFacts();
    if (plan != nullptr) {
        right -= 16;
        divider(right);
        right -= 16;
        const Fit fit = plan->device.whyNotRun.isEmpty() ? plan->device.fit.fit : Fit::tooLarge;
        const bool isDoubtful = fit == Fit::tight || fit == Fit::unknown;
        const QColor colour = fit == Fit::fits ? t.ok : isDoubtful ? t.warn : t.bad;
        drawRight(fitSentence(session_), colour);
        right -= 18;
        paintIcon(painter,
                  fit == Fit::fits ? Icon::check
                  : isDoubtful     ? Icon::warn
                                   : Icon::cross,
                  QRectF(right, 10, 13, 13), colour);
    }
    int left = margin;
    const auto drawLeft = [&](const QString& text, const QColor& colour) {
        const QString shown = metrics.elidedText(text, Qt::ElideMiddle, std::max(0, right - left - 24));
        painter.setPen(colour);
        painter.drawText(QRect(left, 0, right - left, height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
        left += metrics.horizontalAdvance(shown);
    };
    if (!session_.model()) {
        drawLeft(tr("No model open"), t.textSecondary);
        return;
    }
    const Model& model = *session_.model();
    const std::string_view type = model.storedTypeName();
    drawLeft(QString::fromStdString(model.name()), t.text);
    left += 16;
    divider(left);
    left += 16;
    drawLeft(tr("%1 parameters, %2, %3")
                 .arg(parameterCount(model.parameters()), fromView(type), fileSize(model.checkpoint().fileBytes())),
             t.textSecondary);
    if (plan != nullptr) {
        left += 16;
        divider(left);
        left += 16;
        drawLeft(planTitle(*plan) + QStringLiteral(": "), t.textSecondary);
        const QString size = fileSize(plan->fileBytes);
        const QString both = QStringLiteral("%1, %2%3%4").arg(size, decimal(plan->bitsPerWeight, 2), unitSpace, tr("bpw"));
        drawLeft(metrics.horizontalAdvance(both) <= right - left - 24 ? both : size, t.text);
    }
}

void StatusLine::mousePressEvent(QMouseEvent* event) {
    if (event->position().x() > width() - 200) {
        Q_EMIT jobsWanted();
    }
}

} // namespace quantlathe::ui
