// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/address_dialog.h"

#include "hub/access.h"
#include "hub/address.h"
#include "ui/bridge/problem.h"
#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/widgets/dialog_buttons.h"
#include "ui/widgets/panel.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int addressWidth = 520;

} // namespace

QString hubAddressIn(const QString& text, bool mayBeShort, QString* why) {
    const QString trimmed = text.trimmed();
    const bool isMeant = looksLikeHubAddress(trimmed.toStdString());
    if (trimmed.isEmpty() || (!isMeant && !mayBeShort)) {
        return {};
    }
    const QString whole = isMeant ? trimmed : QStringLiteral("hf:") + trimmed;
    const auto parsed = outcomeOf([&] {
        return QString::fromStdString(parseHubAddress(whole.toStdString(), hubAccessFromEnvironment().endpoint).text());
    });
    if (const auto* problem = std::get_if<Problem>(&parsed)) {
        if (why != nullptr) {
            *why = problem->detail.isEmpty() ? problem->title : QStringLiteral("%1. %2").arg(problem->title, problem->detail);
        }
        return {};
    }
    return std::get<QString>(parsed);
}

AddressDialog::AddressDialog(const QString& suggestion, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Open an address"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    QLabel* what =
        makeLabel(tr("A model on a hub, such as hf:ORG/NAME or the address of its page in a browser. Only its headers "
                     "are read, a few MB: sizes, memory and plans are exact. It can be downloaded afterwards."),
                  true, textFont(TextSize::body), this);
    what->setWordWrap(true);
    what->setMinimumWidth(addressWidth);
    column->addWidget(what);
    field_ = new QLineEdit(hubAddressIn(suggestion, false), this);
    field_->setPlaceholderText(QStringLiteral("hf:ORG/NAME"));
    field_->setAccessibleName(tr("Address"));
    field_->setClearButtonEnabled(true);
    column->addWidget(field_);
    note_ = makeLabel({}, true, textFont(TextSize::caption), this);
    note_->setWordWrap(true);
    note_->setMinimumHeight(note_->fontMetrics().height() * 2); // nothing moves when it says something
    note_->setAlignment(Qt::AlignTop);
    column->addWidget(note_);
    const DialogButtons buttons = makeDialogButtons(*this, tr("Open"), tr("Cancel"));
    open_ = buttons.action;
    column->addWidget(buttons.box);
    connect(field_, &QLineEdit::textChanged, this, &AddressDialog::follow);
    field_->setFocus();
    field_->selectAll();
    follow();
}

QString AddressDialog::address() const {
    return hubAddressIn(field_->text(), true);
}

void AddressDialog::follow() {
    QString why;
    const bool isOne = !hubAddressIn(field_->text(), true, &why).isEmpty();
    open_->setEnabled(isOne);
    field_->setProperty(look::wrongEntry, !isOne && !field_->text().trimmed().isEmpty());
    field_->update();
    note_->setText(why);
}

} // namespace quantlathe::ui
