// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/consumer_list.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/text/strings.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <QDate>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <utility>

namespace quantlathe::ui {

namespace {

QColor colourOf(Loads loads) {
    switch (loads) {
    case Loads::yes: return theme().ok;
    case Loads::withCaveat: return theme().warn;
    case Loads::no: break;
    }
    return theme().bad;
}

QString colouredMark(Loads loads) {
    return QStringLiteral("<span style=\"color:%1\">%2</span>").arg(colourOf(loads).name(), markOf(loads));
}

QString titleOf(const Consumer& consumer) {
    return fromView(consumer.title);
}

/// Sentences, each with its full stop.
QString sentences(const ConsumerVerdict& verdict) {
    QStringList all;
    for (const ConsumerFinding& finding : verdict.findings) {
        const QString text = QString::fromStdString(finding.text);
        all.append((finding.loads == Loads::yes ? ConsumerList::tr("Needs: %1").arg(text) : text) + QLatin1Char('.'));
    }
    return all.join(QLatin1Char(' '));
}

/// "November 2026" of "2026-11".
QString monthText(std::string_view month) {
    const QDate date = QDate::fromString(fromView(month) + QStringLiteral("-01"), Qt::ISODate);
    return QLocale().toString(date, QStringLiteral("MMMM yyyy"));
}

bool isUnknown(const ConsumerVerdict& verdict) {
    return !verdict.knowsFormat;
}

/// Those that do not know the format, by name.
QString namesOfOthers(const std::vector<ConsumerVerdict>& verdicts) {
    QStringList names;
    for (const ConsumerVerdict& verdict : verdicts) {
        if (isUnknown(verdict)) {
            names.append(titleOf(*verdict.consumer));
        }
    }
    return names.join(QStringLiteral(", "));
}

void empty(QGridLayout& layout) {
    while (QLayoutItem* const item = layout.takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

} // namespace

QString markOf(Loads loads) {
    switch (loads) {
    case Loads::yes: return QStringLiteral("✓");
    case Loads::withCaveat: return QStringLiteral("▲");
    case Loads::no: break;
    }
    return QStringLiteral("✗");
}

QString reasonsOf(const ConsumerVerdict& verdict) {
    QStringList lines;
    if (const QString text = sentences(verdict); !text.isEmpty()) {
        lines.append(text);
    }
    const Consumer& consumer = *verdict.consumer;
    lines.append(consumer.version.empty()
                     ? ConsumerList::tr("As of %1.").arg(monthText(consumer.month))
                     : ConsumerList::tr("As of %1, version %2.").arg(monthText(consumer.month), fromView(consumer.version)));
    return lines.join(QLatin1Char('\n'));
}

ConsumerList::ConsumerList(QWidget* parent) : QWidget(parent) {
    rows_ = new QGridLayout(this);
    rows_->setContentsMargins(0, 0, 0, 0);
    rows_->setHorizontalSpacing(8);
    rows_->setVerticalSpacing(4);
    rows_->setColumnStretch(2, 1);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &ConsumerList::rebuild);
}

void ConsumerList::setVerdicts(std::vector<ConsumerVerdict> verdicts) {
    verdicts_ = std::move(verdicts);
    note_.clear();
    rebuild();
}

void ConsumerList::setNote(const QString& note) {
    verdicts_.clear();
    note_ = note;
    rebuild();
}

void ConsumerList::rebuild() {
    empty(*rows_);
    if (!note_.isEmpty()) {
        rows_->addWidget(makeLabel(note_, true, textFont(TextSize::body), this), 0, 0, 1, 3);
    }
    for (const ConsumerVerdict& verdict : verdicts_) {
        if (!isUnknown(verdict)) {
            addRow(colouredMark(verdict.loads()), titleOf(*verdict.consumer), sentences(verdict), reasonsOf(verdict));
        }
    }
    const auto other = std::ranges::find_if(verdicts_, isUnknown);
    if (other != verdicts_.end()) {
        addRow(markOf(Loads::no), tr("Others"), tr("Not known to load it: %1.").arg(namesOfOthers(verdicts_)),
               reasonsOf(*other));
    }
}

void ConsumerList::addRow(const QString& mark, const QString& title, const QString& text, const QString& tip) {
    const int row = rows_->rowCount();
    QLabel* const sign = makeLabel({}, true, textFont(TextSize::body), this);
    sign->setTextFormat(Qt::RichText);
    sign->setText(mark);
    QLabel* const name = makeLabel(title, false, textFont(TextSize::body), this);
    QLabel* const reason = makeLabel(text, true, textFont(TextSize::body), this);
    reason->setWordWrap(true);
    int column = 0;
    for (QLabel* const label : {sign, name, reason}) {
        label->setToolTip(tip);
        rows_->addWidget(label, row, column++, Qt::AlignTop);
    }
}

QStringList ConsumerList::lines() const {
    QStringList all;
    for (const ConsumerVerdict& verdict : verdicts_) {
        const QString text = sentences(verdict);
        all.append(QStringLiteral("%1 %2").arg(markOf(verdict.loads()), titleOf(*verdict.consumer)) +
                   (text.isEmpty() ? QString() : QStringLiteral(": ") + text));
    }
    return all;
}

ConsumerLine::ConsumerLine(QWidget* parent) : QWidget(parent) {
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    marks_ = makeLabel({}, false, textFont(TextSize::body), this);
    marks_->setTextFormat(Qt::RichText);
    reason_ = makeElidedLabel({}, textFont(TextSize::body), this);
    row->addWidget(marks_);
    row->addWidget(reason_, 1);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &ConsumerLine::follow);
}

void ConsumerLine::setVerdicts(std::vector<ConsumerVerdict> verdicts) {
    verdicts_ = std::move(verdicts);
    note_.clear();
    follow();
}

void ConsumerLine::setNote(const QString& note) {
    verdicts_.clear();
    note_ = note;
    follow();
}

void ConsumerLine::follow() {
    QStringList marks;
    QStringList reasons; // of those that do not load it, or with a caveat
    QStringList tips;
    for (const ConsumerVerdict& verdict : verdicts_) {
        if (isUnknown(verdict)) {
            continue;
        }
        const QString title = titleOf(*verdict.consumer);
        marks.append(colouredMark(verdict.loads()) + QStringLiteral("&nbsp;%1").arg(title.toHtmlEscaped()));
        tips.append(title + QStringLiteral(": ") + reasonsOf(verdict));
        if (verdict.loads() != Loads::yes) {
            reasons.append(QStringLiteral("%1: %2").arg(title, QString::fromStdString(verdict.findings.front().text)));
        }
    }
    if (marks.isEmpty() && !verdicts_.empty()) {
        marks.append(colouredMark(Loads::no) + QLatin1Char(' ') + tr("no program that is checked here").toHtmlEscaped());
        tips.append(reasonsOf(verdicts_.front()));
    }
    marks_->setText(marks.join(QStringLiteral("&nbsp;&nbsp; ")));
    reason_->setText(verdicts_.empty() ? note_ : reasons.join(QStringLiteral("  ·  ")));
    for (QWidget* const part : {marks_, reason_}) {
        part->setToolTip(tips.join(QLatin1Char('\n')));
    }
    setAccessibleName(tips.join(QLatin1Char(' ')));
}

QString ConsumerLine::text() const {
    QStringList parts;
    for (const ConsumerVerdict& verdict : verdicts_) {
        if (!isUnknown(verdict)) {
            parts.append(markOf(verdict.loads()) + QLatin1Char(' ') + titleOf(*verdict.consumer));
        }
    }
    return verdicts_.empty() ? note_ : parts.join(QStringLiteral("  "));
}

} // namespace quantlathe::ui
