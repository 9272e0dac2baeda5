// SPDX-License-Identifier: GPL-3.0-or-later
// What guides the next conversions, in one card: nothing, a text that chooses the codes, or an importance matrix; what is known
// of it, what it reaches, and how long it takes.
#pragma once

#include "ui/bridge/conversion_outlook.h"
#include "ui/bridge/session.h"
#include "ui/widgets/panel.h"

#include <memory>
#include <optional>
#include <QStringList>
#include <QTimer>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace quantlathe::ui {

class FactsList;
class JoinedButtons;

/// Follows the session.
class CalibrationPanel : public Panel {
    Q_OBJECT
public:
    enum Way { none, text, importance };

    explicit CalibrationPanel(Session& session, QWidget* parent = nullptr);
    [[nodiscard]] JoinedButtons& ways() { return *ways_; }
    [[nodiscard]] JoinedButtons& modes() { return *modes_; }
    [[nodiscard]] QSpinBox& windowsField() { return *windows_; }
    [[nodiscard]] QComboBox& contextField() { return *context_; }
    [[nodiscard]] const QLabel& note() const { return *note_; }
    /// As they are shown: what is known of the text or of the matrix.
    [[nodiscard]] const std::vector<QStringList>& facts() const { return rows_; }
    /// As a press on one of the buttons does. A matrix needs a file: importanceWanted().
    void choose(Way way);
    /// A text; empty: the one that comes with the program.
    void useFile(const QString& file);

Q_SIGNALS:
    void importanceWanted();

protected:
    void showEvent(QShowEvent* event) override;

private:
    [[nodiscard]] QWidget* makeTextRows();
    void askFile();
    /// The choice with what the fields say.
    void apply();
    void follow();
    void showText(const CalibrationChoice& choice);
    void fillContexts(std::size_t chosen);
    /// What is there of the choice is looked at at once, what it costs is tried as soon as both have rested; when somebody
    /// looks.
    void forget();
    void look();
    void tryCost();
    void showFacts();
    void showNote();

    Session& session_;
    JoinedButtons* ways_;
    QPushButton* chooseMatrix_;
    QWidget* textRows_;
    QLabel* name_;
    QPushButton* usual_;
    QPushButton* chooseText_;
    QWidget* windowsRow_;
    QSpinBox* windows_;
    QComboBox* context_;
    JoinedButtons* modes_;
    FactsList* facts_;
    QLabel* note_;
    std::vector<QStringList> rows_;
    QTimer rest_;
    CalibrationChoice lastText_ = calibrationByText(); // to come back to
    std::optional<Outcome<StatisticsOutlook>> known_;
    std::optional<CalibrationCost> cost_;
    // Last: they stop before what they deliver to.
    TaskLane lookLane_;
    TaskLane costLane_;
};

} // namespace quantlathe::ui
