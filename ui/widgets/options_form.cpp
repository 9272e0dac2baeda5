// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/options_form.h"

#include "ui/look/fonts.h"
#include "ui/text/strings.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <cmath>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

bool isWhole(const FormatOption& option) {
    return std::floor(option.low) == option.low && std::floor(option.high) == option.high && option.high - option.low > 1 &&
           option.defaultValue.find('.') == std::string_view::npos;
}

} // namespace

OptionsForm::OptionsForm(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    panel_ = new Panel(tr("Options"), this);
    panel_->setHelp(QStringLiteral("options#format"));
    content_ = new QWidget(panel_);
    form_ = new QFormLayout(content_);
    form_->setContentsMargins(16, 0, 16, 12);
    form_->setHorizontalSpacing(12);
    form_->setVerticalSpacing(8);
    form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
    panel_->addContent(content_, 0, true);
    column->addWidget(panel_);
    connect(&session_, &Session::modelChanged, this, &OptionsForm::rebuild);
    connect(&session_, &Session::planChanged, this, &OptionsForm::follow);
    connect(&session_.history(), &QUndoStack::indexChanged, this, &OptionsForm::follow);
    rebuild();
}

void OptionsForm::rebuild() {
    if (format_ != &session_.format()) {
        format_ = &session_.format();
        fields_.clear();
        while (form_->rowCount() > 0) {
            form_->removeRow(0);
        }
        for (const FormatOption& option : format_->options()) {
            QWidget* field = makeField(option);
            field->setObjectName(fromView(option.id));
            field->setToolTip(inOwnWords(option.help));
            field->setAccessibleName(inOwnWords(option.title));
            field->setAccessibleDescription(inOwnWords(option.help));
            QLabel* label = makeLabel(inOwnWords(option.title), false, textFont(TextSize::body), content_);
            label->setToolTip(inOwnWords(option.help));
            label->setBuddy(field);
            auto* row = new QHBoxLayout;
            row->setSpacing(6);
            row->addWidget(field);
            row->addWidget(new HelpButton(QStringLiteral("options#") + fromView(option.id), content_));
            row->addStretch(1);
            form_->addRow(label, row);
            fields_.emplace_back(&option, field);
        }
        panel_->setNote(fromView(format_->title()));
    }
    setVisible(!fields_.empty());
    follow();
}

QWidget* OptionsForm::makeField(const FormatOption& option) {
    switch (option.kind) {
    case FormatOption::Kind::flag: {
        auto* box = new QCheckBox(content_);
        connect(box, &QCheckBox::clicked, this,
                [this, &option](bool on) { setOption(option, on ? QStringLiteral("true") : QStringLiteral("false")); });
        return box;
    }
    case FormatOption::Kind::number: {
        auto* box = new QDoubleSpinBox(content_);
        box->setRange(option.low, option.high);
        box->setDecimals(isWhole(option) ? 0 : 4);
        box->setSingleStep(isWhole(option) ? 1 : (option.high - option.low) / 100);
        box->setKeyboardTracking(false);
        connect(box, &QDoubleSpinBox::valueChanged, this, [this, &option](double value) {
            setOption(option, isWhole(option) ? QString::number(static_cast<qint64>(std::llround(value)))
                                              : QString::number(value, 'g', 9));
        });
        return box;
    }
    case FormatOption::Kind::choice: break;
    }
    auto* box = new QComboBox(content_);
    box->setMinimumContentsLength(5); // short values are not cut beside long names
    for (const std::string_view value : option.values) {
        box->addItem(fromView(value));
    }
    connect(box, &QComboBox::activated, this, [this, &option, box] { setOption(option, box->currentText()); });
    return box;
}

QString OptionsForm::valueOf(const FormatOption& option) const {
    const auto& chosen = session_.options().family;
    const auto found = chosen.find(std::string(option.id));
    return found == chosen.end() ? fromView(option.defaultValue) : QString::fromStdString(found->second);
}

void OptionsForm::follow() {
    for (const auto& [option, field] : fields_) {
        const QSignalBlocker blocker(field);
        const QString value = valueOf(*option);
        if (auto* check = qobject_cast<QCheckBox*>(field)) {
            check->setChecked(value == QLatin1String("true"));
        } else if (auto* number = qobject_cast<QDoubleSpinBox*>(field)) {
            number->setValue(value.toDouble());
        } else if (auto* combo = qobject_cast<QComboBox*>(field)) {
            combo->setCurrentIndex(combo->findText(value));
        }
    }
    setEnabled(session_.plan() != nullptr);
}

void OptionsForm::setOption(const FormatOption& option, const QString& value) {
    OutputOptions options = session_.options();
    const std::string id(option.id);
    if (value == fromView(option.defaultValue)) {
        options.family.erase(id); // a plan says only what deviates
    } else {
        options.family[id] = value.toStdString();
    }
    session_.setOptions(options);
}

QWidget* OptionsForm::field(const QString& id) const {
    const auto found = std::ranges::find_if(fields_, [&id](const auto& entry) { return fromView(entry.first->id) == id; });
    return found == fields_.end() ? nullptr : found->second;
}

} // namespace quantlathe::ui
