// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/pre_tokenizer_dialog.h"

#include "model/pre_tokenizer.h"
#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/text/strings.h"
#include "ui/widgets/dialog_buttons.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <QComboBox>
#include <QCompleter>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int questionWidth = 520;

} // namespace

PreTokenizerDialog::PreTokenizerDialog(const QString& question, const QString& current, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Choose the pre-tokenizer"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    const auto paragraph = [this, column](const QString& text, bool secondary, const QFont& font) {
        QLabel* label = makeLabel(text, secondary, font, this);
        label->setWordWrap(true);
        label->setMinimumWidth(questionWidth);
        column->addWidget(label);
        return label;
    };
    paragraph(question + QLatin1Char('.'), false, boldFont(TextSize::body));
    paragraph(
        tr("Before a tokenizer looks words up, it cuts the text into pieces: at spaces, digits, punctuation. llama.cpp knows "
           "these rules by name, and the name is written into the GGUF file. With a wrong one the file loads and answers, "
           "but it reads numbers, code and foreign scripts differently from the original."),
        false, textFont(TextSize::body));
    paragraph(
        tr("Choose the name that belongs to the vocabulary of this model: usually that of the model it was trained from, such "
           "as llama-bpe for Llama 3, qwen2 for Qwen, tekken for Mistral Nemo. \"default\" means GPT-2's old rules and is "
           "right for few models."),
        false, textFont(TextSize::body));
    field_ = new QComboBox(this);
    field_->setEditable(true);
    field_->setInsertPolicy(QComboBox::NoInsert);
    field_->setAccessibleName(tr("Pre-tokenizer"));
    field_->setMaxVisibleItems(16);
    for (const std::string_view name : knownPreTokenizers()) {
        field_->addItem(fromView(name));
    }
    field_->completer()->setCompletionMode(QCompleter::PopupCompletion);
    field_->completer()->setFilterMode(Qt::MatchContains);
    field_->lineEdit()->setPlaceholderText(tr("Nothing chosen"));
    field_->setCurrentIndex(current.isEmpty() ? -1 : field_->findText(current));
    auto* row = new QHBoxLayout;
    QLabel* caption = makeLabel(tr("&Pre-tokenizer"), false, textFont(TextSize::body), this);
    caption->setBuddy(field_);
    row->addWidget(caption);
    row->addWidget(field_, 1);
    column->addLayout(row);
    column->addSpacing(8);
    const DialogButtons buttons = makeDialogButtons(*this, tr("Use it"), tr("Cancel"));
    use_ = buttons.action;
    column->addWidget(buttons.box);
    connect(field_, &QComboBox::editTextChanged, this, &PreTokenizerDialog::follow);
    connect(field_, &QComboBox::currentIndexChanged, this, &PreTokenizerDialog::follow);
    follow();
    field_->setFocus();
}

QString PreTokenizerDialog::chosen() const {
    const QString text = field_->currentText().trimmed();
    const auto known = knownPreTokenizers();
    return std::ranges::find(known, std::string_view(text.toStdString())) == known.end() ? QString() : text;
}

void PreTokenizerDialog::follow() {
    const bool isKnown = !chosen().isEmpty();
    use_->setEnabled(isKnown);
    use_->setToolTip(isKnown ? QString() : tr("Choose a name from the list first"));
    field_->setProperty(look::wrongEntry, !isKnown && !field_->currentText().isEmpty());
    field_->update();
}

} // namespace quantlathe::ui
