// SPDX-License-Identifier: GPL-3.0-or-later
// The buttons at the end of a dialog, in the order that the desktop has.
#pragma once

#include <QString>

class QDialog;
class QDialogButtonBox;
class QPushButton;

namespace quantlathe::ui {

struct DialogButtons {
    QDialogButtonBox* box = nullptr;
    QPushButton* action = nullptr; // the primary and default one; accepts the dialog
    QPushButton* leave = nullptr;  // rejects it
};
/// The box is a child of the dialog that no layout holds yet.
[[nodiscard]] DialogButtons makeDialogButtons(QDialog& dialog, const QString& action, const QString& leave);

} // namespace quantlathe::ui
