// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/facts_card.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/widgets/facts_list.h"
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int factsColumn = 150;

} // namespace

FactsCard::FactsCard(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 10, 24, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    name_ = makeLabel({}, false, boldFont(TextSize::heading), this);
    note_ = makeLabel({}, true, textFont(TextSize::caption), this);
    head->addWidget(name_, 1);
    head->addWidget(note_);
    column->addLayout(head);
    facts_ = new FactsList(factsColumn, 0, this);
    column->addWidget(facts_);
    column->addStretch(1);
    auto* buttons = new QHBoxLayout;
    action_ = new QPushButton(this);
    auto* log = new QPushButton(tr("Log"), this);
    const auto restyle = [log] { log->setIcon(themedIcon(Icon::log)); };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    connect(action_, &QPushButton::clicked, this, &FactsCard::actionWanted);
    connect(log, &QPushButton::clicked, this, &FactsCard::logWanted);
    buttons->addWidget(action_);
    buttons->addStretch(1);
    buttons->addWidget(log);
    column->addLayout(buttons);
}

void FactsCard::show(const Job& job, const std::vector<QStringList>& rows, const QString& action) {
    name_->setText(job.title);
    note_->setText(job.label());
    facts_->setRows(rows);
    action_->setText(action);
    action_->setEnabled(job.state == JobState::done);
}

void FactsCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace quantlathe::ui
