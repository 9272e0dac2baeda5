// SPDX-License-Identifier: GPL-3.0-or-later
// Asks how llama.cpp shall cut text into words when the model's files do not tell. Nothing is chosen beforehand.
#pragma once

#include <QDialog>

class QComboBox;
class QPushButton;

namespace quantlathe::ui {

class PreTokenizerDialog : public QDialog {
    Q_OBJECT
public:
    /// `question`: what is not known, in one sentence. `current`: an earlier answer, or empty.
    PreTokenizerDialog(const QString& question, const QString& current, QWidget* parent = nullptr);

    /// A known name; empty while none is chosen.
    [[nodiscard]] QString chosen() const;
    [[nodiscard]] QComboBox& field() { return *field_; }
    [[nodiscard]] QPushButton& useButton() { return *use_; }

private:
    void follow();

    QComboBox* field_;
    QPushButton* use_;
};

} // namespace quantlathe::ui
