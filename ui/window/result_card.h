// SPDX-License-Identifier: GPL-3.0-or-later
// What a finished conversion has made: sizes, errors against the prediction, the worst tensors, and the command that repeats
// it.
#pragma once

#include "ui/bridge/conversion_job.h"
#include "ui/bridge/task_lane.h"

#include <QWidget>
#include <utility>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlathe::ui {

class ConsumerLine;

class ResultCard : public QWidget {
    Q_OBJECT
public:
    explicit ResultCard(QWidget* parent = nullptr);
    /// nullptr or a job that is not done: says what will stand here.
    void show(const ConversionJob* job);
    using QWidget::show;
    /// Which programs load the result, once its headers are read again.
    [[nodiscard]] const ConsumerLine& consumers() const { return *consumers_; }

Q_SIGNALS:
    void openWanted(const QString& path);
    void compareWanted();
    void logWanted();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* empty_;
    QLabel* emptyText_;
    QWidget* result_;
    QLabel* name_;
    QLabel* verified_;
    struct Figure {
        QLabel* caption;
        QLabel* value;
        QLabel* note;
    };
    std::vector<Figure> figures_;
    std::vector<std::pair<QLabel*, QLabel*>> facts_;
    void askConsumersOf(const ConversionJob& job);

    QLineEdit* command_;
    QString path_;
    ConsumerLine* consumers_;
    std::pair<int, int> asked_{}; // job and run that consumers_ is about
    TaskLane lane_;               // last: it stops before what it delivers to
};

/// Opens the folder that holds the file.
void showInFolder(const std::filesystem::path& file);

} // namespace quantlathe::ui
