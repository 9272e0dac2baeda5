// SPDX-License-Identifier: GPL-3.0-or-later
// The toolbar: what to make (format, preset), where it shall run (card, program, context, KV type), and Convert.
#pragma once

#include "ui/bridge/session.h"

#include <QWidget>

class QAction;
class QComboBox;
class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace quantlathe::ui {

class ContextCombo;
class FormatCombo;
class HelpButton;
class PresetCombo;

class TopBar : public QWidget {
    Q_OBJECT
public:
    struct BarActions {
        QAction &open, &tensors, &plan, &convert;
    };
    TopBar(Session& session, const BarActions& actions, QWidget* parent = nullptr);

    void focusGpu();
    void focusContext();
    void openPresetList();
    void closePresetList();
    void showFormatList(bool shown);

Q_SIGNALS:
    void presetListOpened();

protected:
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void followModel();
    void followPlan();
    void followDevice();
    void followRuntime();
    void followRunsIn();
    void followMachine();
    void restyle();
    void arrange();

    Session& session_;
    QToolButton* open_;
    QToolButton* tensors_;
    FormatCombo* format_;
    QLabel* presetCaption_;
    QLabel* contextCaption_;
    PresetCombo* preset_;
    QGridLayout* grid_;
    std::vector<HelpButton*> help_; // one a caption, in their order
    bool isTight_ = false;
    QLabel* effortCaption_;
    QComboBox* effort_;
    QComboBox* gpu_;
    bool isGpuEntered_ = false; // by a click that is not over yet
    bool hasMachine_ = false;   // its first entry
    QComboBox* runsIn_;
    ContextCombo* context_;
    QComboBox* kv_;
    QPushButton* plan_;
    QPushButton* convert_;
    QAction& openAction_;
    QAction& tensorsAction_;
};

} // namespace quantlathe::ui
