// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for one rule of a plan: which weights, and their encoding. Says while typing how many weights match.
#pragma once

#include "plan/plan.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlathe::ui {

class JoinedButtons;

class RuleDialog : public QDialog {
    Q_OBJECT
public:
    /// `rule`: what the fields show at first; its conditions may be empty.
    RuleDialog(std::shared_ptr<const Plan> plan, const PlanRule& rule, bool isNew, QWidget* parent = nullptr);

    [[nodiscard]] PlanRule rule() const;
    /// How many weights match, or what is wrong with the rule; what the line below the fields says.
    [[nodiscard]] QString verdict() const;
    [[nodiscard]] bool isUsable() const;

    [[nodiscard]] QLineEdit& pattern() { return *pattern_; }
    [[nodiscard]] QLineEdit& layers() { return *layers_; }
    [[nodiscard]] QComboBox& role() { return *role_; }
    [[nodiscard]] QComboBox& encoding() { return *encoding_; }

private:
    void follow();

    std::shared_ptr<const Plan> plan_;
    JoinedButtons* kind_;
    QLineEdit* pattern_;
    QComboBox* role_;
    QLineEdit* layers_;
    QComboBox* encoding_;
    QLabel* verdict_;
    QPushButton* use_;
    bool isPassedOver_ = false;
};

/// "3", "0-3", "0 to 3"; nothing for an empty text, an inverted range or anything else.
[[nodiscard]] std::optional<std::pair<std::uint32_t, std::uint32_t>> layerRange(const QString& text);

} // namespace quantlathe::ui
