// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/rule_dialog.h"

#include "base/error.h"
#include "plan/rules.h"
#include "ui/bridge/problem.h"
#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/models/plan_matrix.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/dialog_buttons.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>
#include <set>

namespace quantlathe::ui {

namespace {

struct Verdict {
    bool isUsable = false;
    QString text;
};

Verdict judge(const Plan& plan, const PlanRule& rule) {
    const auto matching = outcomeOf([&] {
        const ResolvedRule resolved(rule, *plan.format);
        std::size_t matches = 0;
        std::size_t refused = 0;
        std::string reason;
        for (const Choice& choice : plan.choices) {
            if (choice.isForced || !resolved.matches(*choice.weight)) {
                continue;
            }
            ++matches;
            if (const auto why = plan.whyNot(*choice.weight, resolved.encoding())) {
                ++refused;
                reason = *why;
            }
        }
        if (matches == 0) {
            return Verdict{false, RuleDialog::tr("Matches no weight that has a choice")};
        }
        if (refused > 0) {
            return Verdict{false, RuleDialog::tr("%1 of the %2 weights it matches cannot have that encoding: %3")
                                      .arg(grouped(refused), grouped(matches), QString::fromStdString(reason))};
        }
        return Verdict{true, counted(static_cast<std::int64_t>(matches), RuleDialog::tr("Matches 1 weight"),
                                     RuleDialog::tr("Matches %1 weights"))};
    });
    if (const auto* problem = std::get_if<Problem>(&matching)) {
        return {false, problem->title};
    }
    return std::get<Verdict>(matching);
}

QPixmap swatch(double bits) {
    QPixmap pixmap(12, 12);
    pixmap.fill(theme().bitsColour(bits));
    return pixmap;
}

} // namespace

std::optional<std::pair<std::uint32_t, std::uint32_t>> layerRange(const QString& text) {
    static const QRegularExpression shape(QStringLiteral(R"(^\s*(\d{1,6})\s*(?:(?:-|–|to|bis|\.\.)\s*(\d{1,6}))?\s*$)"));
    const auto match = shape.match(text);
    if (!match.hasMatch()) {
        return std::nullopt;
    }
    const std::uint32_t first = match.captured(1).toUInt();
    const std::uint32_t last = match.captured(2).isEmpty() ? first : match.captured(2).toUInt();
    return first <= last ? std::optional(std::pair(first, last)) : std::nullopt;
}

RuleDialog::RuleDialog(std::shared_ptr<const Plan> plan, const PlanRule& rule, bool isNew, QWidget* parent)
    : QDialog(parent), plan_(std::move(plan)) {
    setWindowTitle(isNew ? tr("Add a rule") : tr("Change the rule"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(16);
    auto* intro =
        makeLabel(tr("Weights that meet all conditions given here get the encoding. The first rule that matches wins."), true,
                  textFont(TextSize::body), this);
    intro->setWordWrap(true);
    column->addWidget(intro);

    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    int row = 0;
    const auto addField = [&](const QString& text, QWidget* field, QWidget* extra = nullptr) {
        QLabel* label = makeLabel(text, false, textFont(TextSize::body), this);
        label->setBuddy(field);
        grid->addWidget(label, row, 0);
        grid->addWidget(field, row, 1, 1, extra == nullptr ? 2 : 1);
        if (extra != nullptr) {
            grid->addWidget(extra, row, 2);
        }
        ++row;
    };
    pattern_ = new QLineEdit(this);
    pattern_->setMinimumWidth(260);
    pattern_->setAccessibleName(tr("Name pattern"));
    kind_ = new JoinedButtons({tr("Glob"), tr("Regex")}, this);
    kind_->setToolTip(tr("Glob: * any run of characters, ? one, over the whole name. Regex: found anywhere in the name"));
    kind_->setChosen(rule.regex ? 1 : 0);
    isPassedOver_ = rule.isPassedOver;
    pattern_->setText(QString::fromStdString(rule.regex ? *rule.regex : rule.glob.value_or("")));
    pattern_->setPlaceholderText(tr("any name, or for example blk.*.attn_v.weight"));
    addField(tr("&Name"), pattern_, kind_);
    role_ = new QComboBox(this);
    role_->setAccessibleName(tr("Role"));
    role_->addItem(tr("any role"), -1);
    std::set<Role> roles;
    for (const Choice& choice : plan_->choices) {
        if (!choice.isForced) {
            roles.insert(choice.weight->role);
        }
    }
    for (const Role each : roles) {
        role_->addItem(roleText(each), static_cast<int>(each));
    }
    role_->setCurrentIndex(rule.role ? std::max(0, role_->findData(static_cast<int>(*rule.role))) : 0);
    addField(tr("&Role"), role_);
    layers_ = new QLineEdit(this);
    layers_->setPlaceholderText(tr("all, or for example 0-3"));
    if (rule.layers) {
        layers_->setText(QStringLiteral("%1-%2").arg(rule.layers->first).arg(rule.layers->second));
    }
    addField(tr("&Layers"), layers_);
    encoding_ = new QComboBox(this);
    encoding_->setMaxVisibleItems(16);
    for (const Encoding* each : plan_->suggestedEncodings()) {
        if (each->canEncode()) {
            encoding_->addItem(swatch(each->bitsPerWeight()), fromView(each->name()));
        }
    }
    if (const Encoding* own = encodingByName(rule.encoding); own != nullptr && encoding_->findText(fromView(own->name())) < 0) {
        encoding_->addItem(swatch(own->bitsPerWeight()), fromView(own->name())); // named in a file
    }
    encoding_->setCurrentIndex(std::max(0, encoding_->findText(QString::fromStdString(rule.encoding))));
    addField(tr("&Encoding"), encoding_);
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);

    verdict_ = makeLabel({}, true, textFont(TextSize::caption), this);
    verdict_->setWordWrap(true);
    verdict_->setMinimumHeight(36);
    verdict_->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    column->addWidget(verdict_);
    const DialogButtons buttons = makeDialogButtons(*this, isNew ? tr("Add rule") : tr("Change"), tr("Cancel"));
    use_ = buttons.action;
    column->addWidget(buttons.box);
    connect(pattern_, &QLineEdit::textChanged, this, &RuleDialog::follow);
    connect(kind_, &JoinedButtons::choiceMade, this, &RuleDialog::follow);
    connect(role_, &QComboBox::currentIndexChanged, this, &RuleDialog::follow);
    connect(layers_, &QLineEdit::textChanged, this, &RuleDialog::follow);
    connect(encoding_, &QComboBox::currentIndexChanged, this, &RuleDialog::follow);
    follow();
    pattern_->setFocus();
}

PlanRule RuleDialog::rule() const {
    PlanRule rule;
    rule.isPassedOver = isPassedOver_; // of a plan from the command line: stays as it was
    const std::string pattern = pattern_->text().trimmed().toStdString();
    if (!pattern.empty()) {
        (kind_->chosen() == 1 ? rule.regex : rule.glob) = pattern;
    }
    if (const int role = role_->currentData().toInt(); role >= 0) {
        rule.role = static_cast<Role>(role);
    }
    rule.layers = layerRange(layers_->text());
    rule.encoding = encoding_->currentText().toStdString();
    return rule;
}

QString RuleDialog::verdict() const {
    if (!layers_->text().trimmed().isEmpty() && !layerRange(layers_->text())) {
        return tr("Layers are a number or two, such as 0-3");
    }
    return judge(*plan_, rule()).text;
}

bool RuleDialog::isUsable() const {
    const bool layersAreClear = layers_->text().trimmed().isEmpty() || layerRange(layers_->text());
    return layersAreClear && judge(*plan_, rule()).isUsable;
}

void RuleDialog::follow() {
    const bool usable = isUsable();
    verdict_->setText(verdict());
    use_->setEnabled(usable);
    layers_->setProperty(look::wrongEntry, !layers_->text().trimmed().isEmpty() && !layerRange(layers_->text()));
    layers_->update();
}

} // namespace quantlathe::ui
