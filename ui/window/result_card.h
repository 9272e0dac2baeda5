// SPDX-License-Identifier: GPL-3.0-or-later
// What a finished conversion has made: sizes, errors against the prediction, the worst tensors, and the command that repeats
// it.
#pragma once

#include "ui/bridge/conversion_job.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlathe::ui {

class ResultCard : public QWidget {
    Q_OBJECT
public:
    explicit ResultCard(QWidget* parent = nullptr);
    /// nullptr or a job that is not done: says what will stand here.
    void show(const ConversionJob* job);
    using QWidget::show;

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
    QLineEdit* command_;
    QString path_;
};

/// Opens the folder that holds the file.
void showInFolder(const std::filesystem::path& file);

} // namespace quantlathe::ui
