// SPDX-License-Identifier: GPL-3.0-or-later
// One line at the bottom: which file, its size, the plan's size, whether it fits, and the running job.
#pragma once

#include "ui/bridge/job_queue.h"
#include "ui/bridge/session.h"

#include <QWidget>

namespace quantlathe::ui {

class StatusLine : public QWidget {
    Q_OBJECT
public:
    StatusLine(const Session& session, const JobQueue& jobs, QWidget* parent = nullptr);
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void jobsWanted();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;

private:
    void follow();
    [[nodiscard]] QString jobsText() const;

    const Session& session_;
    const JobQueue& jobs_;
};

} // namespace quantlathe::ui
