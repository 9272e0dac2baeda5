// SPDX-License-Identifier: GPL-3.0-or-later
// The log of a job, of whatever kind, to read along and to copy.
#pragma once

#include "ui/bridge/job.h"

#include <QElapsedTimer>
#include <QWidget>

class QPlainTextEdit;

namespace quantlathe::ui {

class JobLog : public QWidget {
    Q_OBJECT
public:
    explicit JobLog(QWidget* parent = nullptr);
    /// Of a running job at most once a second: it grows many times as often.
    void show(const Job& job);
    using QWidget::show;
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void closed();

private:
    QPlainTextEdit* log_;
    QElapsedTimer clock_;
    int shownJob_ = 0;
};

} // namespace quantlathe::ui
