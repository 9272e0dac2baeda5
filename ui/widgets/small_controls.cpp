// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/small_controls.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"

#include <algorithm>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QScrollArea>
#include <QToolButton>

namespace quantlathe::ui {

JoinedButtons::JoinedButtons(const QStringList& texts, QWidget* parent) : QWidget(parent) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    group_ = new QButtonGroup(this);
    group_->setExclusive(true);
    connect(group_, &QButtonGroup::idClicked, this, &JoinedButtons::choiceMade);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setTexts(texts);
}

void JoinedButtons::setTexts(const QStringList& texts) {
    if (texts == texts_) {
        return;
    }
    texts_ = texts;
    for (QToolButton* const button : buttons_) {
        button->hide();
        button->deleteLater();
        group_->removeButton(button);
        layout()->removeWidget(button);
    }
    buttons_.clear();
    const QFontMetrics bold(boldFont(TextSize::body));
    for (qsizetype i = 0; i < texts.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setText(texts[i]);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFixedSize(bold.horizontalAdvance(texts[i]) + 24, 28);
        button->setFocusPolicy(Qt::TabFocus);
        button->setProperty(look::joined, texts.size() == 1       ? "only"
                                          : i == 0                ? "first"
                                          : i + 1 == texts.size() ? "last"
                                                                  : "middle");
        group_->addButton(button, static_cast<int>(i));
        layout()->addWidget(button);
        buttons_.push_back(button);
    }
    buttons_.front()->setChecked(true);
    updateGeometry();
}

void JoinedButtons::setChosen(int index) {
    buttons_[static_cast<std::size_t>(index)]->setChecked(true);
}

void JoinedButtons::setEnabledAt(int index, bool enabled) {
    buttons_[static_cast<std::size_t>(index)]->setEnabled(enabled);
}

int JoinedButtons::chosen() const {
    for (std::size_t i = 0; i < buttons_.size(); ++i) {
        if (buttons_[i]->isChecked()) {
            return static_cast<int>(i);
        }
    }
    return 0;
}

QScrollArea* makeScrollable(QWidget* page, QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus); // what is in the page takes the keys
    scroll->setWidget(page);
    return scroll;
}

QToolButton* makeExportButton(QWidget& parent, std::function<void()> run) {
    auto* button = new QToolButton(&parent);
    button->setFixedSize(28, 28);
    button->setIcon(themedIcon(Icon::exportChart));
    button->setToolTip(QObject::tr("Export as PNG, SVG or CSV (Ctrl+E); drag from here into another program"));
    button->setAccessibleName(QObject::tr("Export the chart"));
    button->setFocusPolicy(Qt::TabFocus);
    QObject::connect(button, &QToolButton::clicked, &parent, std::move(run));
    QObject::connect(&ThemeHub::instance(), &ThemeHub::changed, button,
                     [button] { button->setIcon(themedIcon(Icon::exportChart)); });
    return button;
}

Legend::Legend(std::vector<Entry> entries, QWidget* parent) : QWidget(parent), entries_(std::move(entries)) {
    setFont(textFont(TextSize::caption));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

void Legend::setEntries(std::vector<Entry> entries) {
    entries_ = std::move(entries);
    updateGeometry();
    update();
}

QSize Legend::sizeHint() const {
    int width = 0;
    for (const auto& [text, colour] : entries_) {
        width += 18 + fontMetrics().horizontalAdvance(text) + 18;
    }
    return {width, 20};
}

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    int x = 0;
    for (const auto& [text, colour] : entries_) {
        paintFieldFrame(painter, QRect(x, 4, 12, 12), colour(), theme().border, 2);
        painter.setPen(theme().text);
        const QString shown = fontMetrics().elidedText(text, Qt::ElideRight, std::max(0, this->width() - x - 18));
        const int width = fontMetrics().horizontalAdvance(shown);
        painter.drawText(QRect(x + 18, 0, width + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, shown);
        x += 18 + width + 18;
    }
}

} // namespace quantlathe::ui
