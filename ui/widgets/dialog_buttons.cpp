// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/dialog_buttons.h"

#include "ui/look/style.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QPushButton>

namespace quantlathe::ui {

DialogButtons makeDialogButtons(QDialog& dialog, const QString& action, const QString& leave) {
    DialogButtons buttons{new QDialogButtonBox(&dialog), nullptr, nullptr};
    buttons.action = buttons.box->addButton(action, QDialogButtonBox::AcceptRole);
    buttons.action->setProperty(look::primary, true);
    buttons.action->setDefault(true);
    buttons.leave = buttons.box->addButton(leave, QDialogButtonBox::RejectRole);
    buttons.leave->setAutoDefault(false);
    QObject::connect(buttons.box, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons.box, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    return buttons;
}

} // namespace quantlathe::ui
