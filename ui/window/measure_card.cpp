// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/measure_card.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

enum MeasuredColumn { planColumn, klColumn, perplexityOfPlanColumn, sameTopColumn };

QTableWidgetItem* measuredCell(const QString& text, bool isNumber = true) {
    auto* item = new QTableWidgetItem(text);
    item->setTextAlignment(Qt::AlignVCenter | (isNumber ? Qt::AlignRight : Qt::AlignLeft));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

} // namespace

MeasureCard::MeasureCard(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 10, 24, 12);
    column->setSpacing(8);
    auto* head = new QHBoxLayout;
    name_ = makeLabel({}, false, boldFont(TextSize::heading), this);
    note_ = makeLabel({}, true, textFont(TextSize::caption), this);
    head->addWidget(name_, 1);
    head->addWidget(note_);
    column->addLayout(head);
    table_ = new QTableWidget(0, 4, this);
    prepareTable(*table_);
    table_->setHorizontalHeaderLabels({tr("Plan"), tr("KL divergence"), tr("Perplexity"), tr("Same top token")});
    table_->setAccessibleName(tr("What was measured"));
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    QHeaderView* header = table_->horizontalHeader();
    header->setSectionResizeMode(planColumn, QHeaderView::Stretch);
    table_->horizontalHeaderItem(planColumn)->setTextAlignment(Qt::AlignVCenter | Qt::AlignLeft);
    for (const int which : {klColumn, perplexityOfPlanColumn, sameTopColumn}) {
        header->setSectionResizeMode(which, QHeaderView::Fixed);
        table_->horizontalHeaderItem(which)->setTextAlignment(Qt::AlignVCenter | Qt::AlignRight);
        table_->setColumnWidth(which, which == klColumn ? 160 : 120);
    }
    column->addWidget(table_, 1);
    auto* buttons = new QHBoxLayout;
    compare_ = new QPushButton(tr("Show in Compare"), this);
    compare_->setToolTip(tr("Open the model where it is not open, and show what was measured beside the other presets"));
    auto* log = new QPushButton(tr("Log"), this);
    const auto restyle = [log] { log->setIcon(themedIcon(Icon::log)); };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    connect(compare_, &QPushButton::clicked, this, &MeasureCard::compareWanted);
    connect(log, &QPushButton::clicked, this, &MeasureCard::logWanted);
    buttons->addWidget(compare_);
    buttons->addStretch(1);
    buttons->addWidget(log);
    column->addLayout(buttons);
}

void MeasureCard::show(const MeasureJob& job) {
    name_->setText(job.title);
    note_->setText(job.tokens == 0 ? QString() : tr("%1 tokens of %2").arg(grouped(job.tokens), job.textName));
    note_->setToolTip(tr("Model: %1").arg(textOf(job.subject.model.source)));
    compare_->setEnabled(job.original != nullptr);
    const auto fill = [this](int row, const QString& name, const TextQuality* quality) {
        const Divergence* const divergence = quality != nullptr && quality->divergence ? &*quality->divergence : nullptr;
        const std::array<QString, 4> texts = {
            name,
            divergence != nullptr ? divergenceText(divergence->kl.value, halfWidth95(divergence->kl.error)) : unknownText(),
            quality != nullptr ? decimal(quality->perplexity.value, 2) : unknownText(),
            divergence != nullptr ? percent(divergence->topOneAgreement.value, 1) : unknownText()};
        for (int which = planColumn; which <= sameTopColumn; ++which) {
            const QString& text = texts[static_cast<std::size_t>(which)];
            if (QTableWidgetItem* const there = table_->item(row, which)) {
                there->setText(text);
            } else {
                table_->setItem(row, which, measuredCell(text, which != planColumn));
            }
        }
    };
    table_->setRowCount(static_cast<int>(job.entries.size()) + 1);
    fill(0, tr("Original"), job.original.get());
    for (std::size_t i = 0; i < job.entries.size(); ++i) {
        const MeasureJob::Entry& entry = job.entries[i];
        const bool isHigh = !entry.isOwnPlan && entry.effort == Effort::high;
        fill(static_cast<int>(i) + 1, isHigh ? tr("%1, high effort").arg(entry.name) : entry.name, entry.quality.get());
    }
}

void MeasureCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().surface);
    painter.fillRect(QRect(0, 0, 1, height()), theme().border);
}

} // namespace quantlathe::ui
