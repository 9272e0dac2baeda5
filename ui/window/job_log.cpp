// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/job_log.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr qint64 betweenTextsMilliseconds = 1000;

} // namespace

JobLog::JobLog(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 14, 24, 12);
    log_ = new QPlainTextEdit(this);
    log_->setReadOnly(true);
    log_->setFont(fixedPitchFont());
    log_->setLineWrapMode(QPlainTextEdit::NoWrap);
    log_->setAccessibleName(tr("Log of the job"));
    log_->setTabChangesFocus(true);
    auto* buttons = new QHBoxLayout;
    auto* copy = new QPushButton(tr("Copy"), this);
    auto* close = new QPushButton(tr("Close the log"), this);
    buttons->addStretch(1);
    buttons->addWidget(copy);
    buttons->addWidget(close);
    column->addWidget(log_, 1);
    column->addLayout(buttons);
    const auto restyle = [copy] { copy->setIcon(themedIcon(Icon::copy)); };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(close, &QPushButton::clicked, this, &JobLog::closed);
}

QString JobLog::text() const {
    return log_->toPlainText();
}

void JobLog::show(const Job& job) {
    const bool isSame = job.id == shownJob_;
    if (isSame && job.isActive() && clock_.isValid() && !clock_.hasExpired(betweenTextsMilliseconds)) {
        return;
    }
    shownJob_ = job.id;
    clock_.start();
    const QString text = logText(job);
    if (text == log_->toPlainText()) {
        return;
    }
    QScrollBar* const bar = log_->verticalScrollBar();
    const bool followsEnd = !isSame || bar->value() >= bar->maximum() - 2;
    const int before = bar->value();
    log_->setPlainText(text);
    bar->setValue(followsEnd ? bar->maximum() : before);
}

} // namespace quantlathe::ui
