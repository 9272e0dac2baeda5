// SPDX-License-Identifier: GPL-3.0-or-later
// A job with a few facts to show beside the list, and one thing to do with what it made.
#pragma once

#include "ui/bridge/job.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace quantlathe::ui {

class FactsList;

class FactsCard : public QWidget {
    Q_OBJECT
public:
    explicit FactsCard(QWidget* parent = nullptr);
    /// `action`: what the button says; it works once the job is done.
    void show(const Job& job, const std::vector<QStringList>& rows, const QString& action);
    using QWidget::show;
    [[nodiscard]] QPushButton& actionButton() { return *action_; }

Q_SIGNALS:
    void actionWanted();
    void logWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QLabel* name_;
    QLabel* note_;
    FactsList* facts_;
    QPushButton* action_;
};

} // namespace quantlathe::ui
