// SPDX-License-Identifier: GPL-3.0-or-later
// One job in the list: what it is, how far, and its buttons.
#pragma once

#include "ui/bridge/job_queue.h"

#include <QWidget>

class QPushButton;
class QToolButton;

namespace quantlathe::ui {

class JobRow : public QWidget {
    Q_OBJECT
public:
    JobRow(JobQueue& jobs, int id, QWidget* parent);
    void follow();
    void setSelected(bool selected);

Q_SIGNALS:
    void chosen();
    void logWanted();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int textWidth() const;

    JobQueue& jobs_;
    int id_;
    QPushButton* resume_;
    QToolButton* start_;
    QToolButton* pause_;
    QToolButton* folder_;
    QToolButton* log_;
    QToolButton* cancel_;
    bool selected_ = false;
};

/// "layer 21, ffn_up · 4.31 of 6.60 GB · 212 MB/s · 20 s elapsed"
[[nodiscard]] QString progressText(const Job& job);
/// "65 %, 11 s left"
[[nodiscard]] QString remainingText(const Job& job);
/// The line below the title, by the job's state.
[[nodiscard]] QString stateText(const Job& job);

} // namespace quantlathe::ui
