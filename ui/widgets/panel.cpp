// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/widgets/help_button.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

/// Its own class so that a change of theme recolours it without anybody keeping a list.
class RoleLabel : public QLabel {
public:
    RoleLabel(const QString& text, bool secondary, QWidget* parent) : QLabel(text, parent), secondary_(secondary) {
        recolour();
        connect(&ThemeHub::instance(), &ThemeHub::changed, this, [this] { recolour(); });
    }

private:
    void recolour() {
        QPalette p = palette();
        p.setColor(QPalette::WindowText, secondary_ ? theme().textSecondary : theme().text);
        setPalette(p);
    }
    bool secondary_;
};

/// One line that ends with an ellipsis where there is no room; the tooltip has all of it, unless it has its own.
class ElidedLabel : public RoleLabel {
public:
    explicit ElidedLabel(const QString& text, QWidget* parent) : RoleLabel(text, true, parent) {}
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, QLabel::minimumSizeHint().height()}; }

protected:
    bool event(QEvent* event) override {
        if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && shown() != text()) {
            QToolTip::showText(static_cast<QHelpEvent*>(event)->globalPos(), text(), this);
            return true;
        }
        return RoleLabel::event(event);
    }
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(rect(), static_cast<int>(alignment()), shown());
    }

private:
    [[nodiscard]] QString shown() const {
        constexpr int fewest = 8; // letters; less says nothing
        const QString elided = fontMetrics().elidedText(text(), Qt::ElideRight, width());
        return elided == text() || elided.size() > fewest ? elided : QString();
    }
};

/// Lies over the contents, so that tables and charts that fill the panel end at its rounded corners.
class Outline : public QWidget {
public:
    explicit Outline(QWidget* parent) : QWidget(parent) { setAttribute(Qt::WA_TransparentForMouseEvents); }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QPainterPath corners;
        corners.addRect(rect());
        corners.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
        painter.fillPath(corners, theme().window);
        paintFieldFrame(painter, rect(), QColor(), theme().border, 6);
    }
};

} // namespace

QLabel* makeElidedLabel(const QString& text, const QFont& font, QWidget* parent) {
    auto* label = new ElidedLabel(text, parent);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    return label;
}

QLabel* makeLabel(const QString& text, bool secondary, const QFont& font, QWidget* parent) {
    auto* label = new RoleLabel(text, secondary, parent);
    label->setFont(font);
    label->setTextFormat(Qt::PlainText);
    label->setForegroundRole(QPalette::WindowText); // also inside toolbars and docks, whose own role is another
    return label;
}

Panel::Panel(const QString& title, QWidget* parent) : QFrame(parent) {
    setFrameShape(QFrame::NoFrame);
    outline_ = new Outline(this);
    body_ = new QVBoxLayout(this);
    body_->setContentsMargins(1, 0, 1, 1);
    body_->setSpacing(0);
    auto* row = new QWidget(this);
    row->setFixedHeight(40);
    heading_ = new QHBoxLayout(row);
    heading_->setContentsMargins(16, 0, 12, 0);
    heading_->setSpacing(8);
    title_ = makeLabel(title, false, boldFont(TextSize::heading), row);
    note_ = makeElidedLabel({}, textFont(TextSize::caption), row);
    heading_->addWidget(title_);
    heading_->addWidget(note_, 1);
    body_->addWidget(row);
    row->setVisible(!title.isEmpty());
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

void Panel::setTitle(const QString& title) {
    title_->setText(title);
    title_->parentWidget()->setVisible(true);
}

void Panel::setHelp(const QString& place) {
    heading_->insertWidget(1, new HelpButton(place, title_->parentWidget()));
}

void Panel::setNote(const QString& note) {
    note_->setText(note);
}

void Panel::addAction(QWidget* widget) {
    heading_->addWidget(widget);
}

void Panel::addLooseAction(QWidget* widget) {
    loose_ = widget;
    looseRow_ = new QHBoxLayout;
    looseRow_->setContentsMargins(16, 0, 12, 0);
    body_->insertLayout(1, looseRow_);
    heading_->insertWidget(heading_->indexOf(note_) + 1, loose_);
    placeLooseAction();
}

void Panel::placeLooseAction() {
    if (loose_ == nullptr) {
        return;
    }
    int needed = heading_->contentsMargins().left() + heading_->contentsMargins().right() + loose_->sizeHint().width();
    for (int i = 0; i < heading_->count(); ++i) {
        const QWidget* const widget = heading_->itemAt(i)->widget();
        if (widget != nullptr && widget != note_ && widget != loose_ && !widget->isHidden()) {
            needed += widget->sizeHint().width() + heading_->spacing();
        }
    }
    const bool fits = needed + heading_->spacing() <= width();
    if (fits == (heading_->indexOf(loose_) >= 0)) {
        return;
    }
    if (fits) {
        looseRow_->removeWidget(loose_);
        heading_->insertWidget(heading_->indexOf(note_) + 1, loose_);
    } else {
        heading_->removeWidget(loose_);
        looseRow_->addWidget(loose_, 0, Qt::AlignLeft);
    }
}

void Panel::addContent(QWidget* widget, int stretch, bool toTheEdges) {
    if (toTheEdges) {
        body_->addWidget(widget, stretch);
        return;
    }
    auto* inset = new QHBoxLayout;
    inset->setContentsMargins(16, 0, 16, 8);
    inset->addWidget(widget);
    body_->addLayout(inset, stretch);
}

void Panel::paintEvent(QPaintEvent*) {
    QPainter(this).fillRect(rect(), theme().surface);
}

void Panel::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    outline_->setGeometry(rect());
    outline_->raise();
    placeLooseAction();
}

bool Panel::event(QEvent* event) {
    if (event->type() == QEvent::LayoutRequest) { // an action came, went or changed its words
        placeLooseAction();
    }
    return QFrame::event(event);
}

void Panel::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    outline_->raise(); // above contents that were added meanwhile
}

void Panel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        update();
    }
    QFrame::changeEvent(event);
}

EmptyNote::EmptyNote(const QString& text, QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    label_ = makeLabel(text, true, textFont(TextSize::body), this);
    label_->setAlignment(Qt::AlignCenter);
    label_->setWordWrap(true);
    layout->addWidget(label_);
}

void EmptyNote::setText(const QString& text) {
    label_->setText(text);
}

} // namespace quantlathe::ui
