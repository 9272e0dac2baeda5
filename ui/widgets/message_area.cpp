// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/message_area.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr std::size_t mostLines = 3;
constexpr int goodLineMilliseconds = 6000;

/// A cross in the theme's colour, whatever the theme becomes.
void keepIconOf(QToolButton& button) {
    const auto restyle = [&button] { button.setIcon(themedIcon(Icon::cross)); };
    QObject::connect(&ThemeHub::instance(), &ThemeHub::changed, &button, restyle);
    restyle();
}

} // namespace

class MessageArea::Line : public QWidget {
public:
    Line(const Message& message, MessageArea& area) : QWidget(&area), message_(message) {
        setAccessibleName(message.title);
        setAccessibleDescription(message.detail);
        auto* row = new QHBoxLayout(this);
        row->setContentsMargins(48, 10, 8, 10);
        row->setSpacing(8);
        auto* texts = new QVBoxLayout;
        texts->setSpacing(0);
        auto* title = makeLabel(message.title, false, boldFont(TextSize::body), this);
        title->setWordWrap(true);
        title->setTextInteractionFlags(Qt::TextSelectableByMouse);
        texts->addWidget(title);
        if (!message.detail.isEmpty()) {
            auto* detail = makeLabel(message.detail, false, textFont(TextSize::caption), this);
            detail->setWordWrap(true);
            detail->setTextInteractionFlags(Qt::TextSelectableByMouse);
            texts->addWidget(detail);
        }
        row->addLayout(texts, 1);
        for (const MessageAction& action : message.actions) {
            auto* button = new QPushButton(action.text, this);
            connect(button, &QPushButton::clicked, this, [this, &area, action] {
                const auto run = action.run; // the line, and with it this capture, may go first
                if (!action.keepsLine) {
                    area.remove(this);
                }
                run();
            });
            row->addWidget(button, 0, Qt::AlignVCenter);
        }
        auto* close = new QToolButton(this);
        keepIconOf(*close);
        close->setToolTip(MessageArea::tr("Close this line"));
        close->setAccessibleName(MessageArea::tr("Close"));
        close->setFixedSize(28, 28);
        connect(close, &QToolButton::clicked, this, [this, &area] { area.remove(this); });
        row->addWidget(close, 0, Qt::AlignVCenter);
        if (message.kind == Message::Kind::good) {
            QTimer::singleShot(goodLineMilliseconds, this, [this, &area] { area.remove(this); });
        }
    }
    [[nodiscard]] const Message& message() const { return message_; }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = theme();
        const bool good = message_.kind == Message::Kind::good;
        const bool bad = message_.kind == Message::Kind::bad;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(good ? t.okTint : bad ? t.badTint : t.warnTint);
        painter.drawRoundedRect(rect(), 4, 4);
        paintIcon(painter,
                  good  ? Icon::check
                  : bad ? Icon::cross
                        : Icon::warn,
                  QRectF(16, height() / 2.0 - 8, 16, 16),
                  good  ? t.ok
                  : bad ? t.bad
                        : t.warn);
    }

private:
    Message message_;
};

MessageArea::MessageArea(QWidget* parent) : QWidget(parent) {
    layout_ = new QVBoxLayout(this);
    layout_->setContentsMargins(16, 8, 16, 0);
    layout_->setSpacing(8);
    busy_ = new QWidget(this);
    auto* rows = new QVBoxLayout(busy_);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(2);
    auto* texts = new QHBoxLayout;
    busyText_ = makeLabel({}, false, textFont(TextSize::body), busy_);
    busyRight_ = makeLabel({}, true, textFont(TextSize::caption), busy_);
    auto* cancel = new QToolButton(busy_);
    keepIconOf(*cancel);
    cancel->setToolTip(tr("Cancel"));
    cancel->setAccessibleName(tr("Cancel"));
    connect(cancel, &QToolButton::clicked, this, [this] {
        if (busyCancel_) {
            busyCancel_();
        }
    });
    texts->addWidget(busyText_, 1);
    texts->addWidget(busyRight_);
    texts->addWidget(cancel);
    busyBar_ = new QProgressBar(busy_);
    busyBar_->setTextVisible(false);
    busyBar_->setFixedHeight(6);
    busyBar_->setRange(0, 1000);
    rows->addLayout(texts);
    rows->addWidget(busyBar_);
    layout_->addWidget(busy_);
    busy_->hide();
    hide();
}

void MessageArea::show(const Message& message) {
    if (!message.topic.isEmpty()) {
        clear(message.topic);
    }
    while (lines_.size() >= mostLines) {
        remove(lines_.back());
    }
    auto* line = new Line(message, *this);
    lines_.insert(lines_.begin(), line);
    layout_->insertWidget(0, line);
    setVisible(true);
    QAccessibleEvent alert(line, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void MessageArea::clear(const QString& topic) {
    for (std::size_t i = lines_.size(); i-- > 0;) {
        if (lines_[i]->message().topic == topic) {
            remove(lines_[i]);
        }
    }
}

QStringList MessageArea::titles() const {
    QStringList all;
    for (const Line* line : lines_) {
        all.append(line->message().title);
    }
    return all;
}

void MessageArea::remove(QWidget* line) {
    const auto found = std::find(lines_.begin(), lines_.end(), line);
    if (found == lines_.end()) {
        return;
    }
    lines_.erase(found);
    layout_->removeWidget(line);
    line->hide();
    line->deleteLater();
    setVisible(!lines_.empty() || busy_->isVisibleTo(this));
}

void MessageArea::showBusy(const QString& text, double fraction, const QString& right, std::function<void()> cancel) {
    busyText_->setText(text);
    busyRight_->setText(right);
    busyBar_->setValue(static_cast<int>(fraction * 1000));
    busyCancel_ = std::move(cancel);
    busy_->show();
    setVisible(true);
}

void MessageArea::hideBusy() {
    busy_->hide();
    setVisible(!lines_.empty());
}

} // namespace quantlathe::ui
