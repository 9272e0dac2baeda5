// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/context_controls.h"

#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"

#include <algorithm>
#include <cmath>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>

namespace quantlathe::ui {

namespace {

constexpr std::uint64_t shortest = 64; // step 0; where the scale begins depends on the model
constexpr int stepsPerOctave = 16;
constexpr int sideMargin = 22; // half of the widest label

} // namespace

ContextCombo::ContextCombo(QWidget* parent) : QComboBox(parent) {
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setAccessibleName(tr("Context, tokens"));
    setToolTip(tr("Context in tokens (Ctrl+L): 16384 and 16k are the same"));
    setFixedWidth(112);
    connect(this, &QComboBox::activated, this, [this](int index) { commit(itemText(index)); });
    connect(lineEdit(), &QLineEdit::editingFinished, this, [this] { commit(currentText()); });
    setLongest(longest_);
}

void ContextCombo::setTokens(std::uint64_t tokens) {
    tokens_ = tokens;
    const QSignalBlocker blocker(this);
    setEditText(grouped(tokens));
    setProperty(look::wrongEntry, false);
    update();
}

void ContextCombo::setLongest(std::uint64_t tokens) {
    const QSignalBlocker blocker(this);
    longest_ = tokens;
    clear();
    for (std::uint64_t at = std::min(shortestContext(tokens), tokens); at <= tokens; at *= 2) {
        addItem(grouped(at));
    }
    setEditText(grouped(tokens_));
}

void ContextCombo::commit(const QString& text) {
    const auto tokens = parseTokens(text);
    setProperty(look::wrongEntry, !tokens.has_value());
    update();
    if (tokens) {
        tokens_ = *tokens;
        setTokens(*tokens);
        Q_EMIT tokensChosen(*tokens);
    }
}

ContextSlider::ContextSlider(QWidget* parent) : QSlider(Qt::Horizontal, parent) {
    setAccessibleName(tr("Context, tokens"));
    setToolTip(tr("Snaps to powers of two; hold Shift for steps between them"));
    setFixedHeight(44);
    setFocusPolicy(Qt::StrongFocus);
    setLongest(131072);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
}

std::uint64_t ContextSlider::tokensAt(int step) {
    const double tokens = static_cast<double>(shortest) * std::exp2(static_cast<double>(step) / stepsPerOctave);
    // Between powers of two: whole multiples of 256, the unit in which runtimes reserve.
    return step % stepsPerOctave == 0
               ? static_cast<std::uint64_t>(std::llround(tokens))
               : std::max<std::uint64_t>(shortest, static_cast<std::uint64_t>(std::llround(tokens / 256)) * 256);
}

int ContextSlider::stepOf(std::uint64_t tokens) {
    return static_cast<int>(std::lround(
        std::log2(static_cast<double>(std::max(tokens, shortest)) / static_cast<double>(shortest)) * stepsPerOctave));
}

void ContextSlider::setLongest(std::uint64_t tokens) {
    const QSignalBlocker blocker(this);
    const int first = stepOf(shortestContext(tokens));
    setRange(first, std::max(stepOf(tokens), first + stepsPerOctave));
    update();
}

void ContextSlider::setTokens(std::uint64_t tokens) {
    const QSignalBlocker blocker(this);
    setValue(stepOf(tokens));
    update();
}

QSize ContextSlider::sizeHint() const {
    return {450, 44};
}

double ContextSlider::xOf(int step) const {
    return sideMargin + (width() - 2.0 * sideMargin) * (step - minimum()) / std::max(1, maximum() - minimum());
}

void ContextSlider::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setFont(textFont(TextSize::caption));
    const double y = 12;
    const QColor active = isEnabled() ? t.accent : t.disabled;
    const int firstOctave = minimum() / stepsPerOctave;
    const int octaves = maximum() / stepsPerOctave - firstOctave;
    const double octaveWidth = (width() - 2.0 * sideMargin) / std::max(1, octaves);
    const int every = octaveWidth >= 44 ? 1 : 2;
    for (int octave = firstOctave; octave <= firstOctave + octaves; octave += every) {
        const int x = static_cast<int>(std::lround(xOf(octave * stepsPerOctave)));
        painter.fillRect(QRect(x, 20, 1, 4), t.axis);
        painter.setPen(value() == octave * stepsPerOctave ? t.text : t.textSecondary);
        painter.drawText(QRect(x - 30, 25, 60, 18), Qt::AlignHCenter | Qt::AlignTop,
                         contextTick(tokensAt(octave * stepsPerOctave)));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double left = xOf(minimum());
    const double at = xOf(value());
    painter.setBrush(t.track);
    painter.drawRoundedRect(QRectF(left, y - 2, xOf(maximum()) - left, 4), 2, 2);
    painter.setBrush(active);
    painter.drawRoundedRect(QRectF(left, y - 2, at - left, 4), 2, 2);
    painter.setPen(QPen(active, 2));
    painter.setBrush(t.surface);
    painter.drawEllipse(QPointF(at, y), 7.5, 7.5);
    if (hasFocus()) {
        painter.setBrush(active);
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(QPointF(at, y), 3, 3);
    }
}

void ContextSlider::choose(int step) {
    step = std::clamp(step, minimum(), maximum());
    if (step != value()) {
        setValue(step);
        update();
        Q_EMIT tokensChosen(tokensAt(step));
    }
}

void ContextSlider::follow(const QPointF& position, Qt::KeyboardModifiers modifiers) {
    const double share = (position.x() - sideMargin) / std::max(1.0, width() - 2.0 * sideMargin);
    const double step = minimum() + share * (maximum() - minimum());
    choose(modifiers.testFlag(Qt::ShiftModifier) ? static_cast<int>(std::lround(step))
                                                 : static_cast<int>(std::lround(step / stepsPerOctave)) * stepsPerOctave);
}

void ContextSlider::mousePressEvent(QMouseEvent* event) {
    setFocus(Qt::MouseFocusReason);
    follow(event->position(), event->modifiers());
}

void ContextSlider::mouseMoveEvent(QMouseEvent* event) {
    if (event->buttons().testFlag(Qt::LeftButton)) {
        follow(event->position(), event->modifiers());
    }
}

void ContextSlider::keyPressEvent(QKeyEvent* event) {
    const bool fine = event->modifiers().testFlag(Qt::ShiftModifier);
    const int step = fine ? 1 : stepsPerOctave;
    switch (event->key()) {
    case Qt::Key_Right:
    case Qt::Key_Up: choose(fine ? value() + 1 : (value() / stepsPerOctave + 1) * step); break;
    case Qt::Key_Left:
    case Qt::Key_Down: choose(fine ? value() - 1 : ((value() + stepsPerOctave - 1) / stepsPerOctave - 1) * step); break;
    case Qt::Key_Home: choose(minimum()); break;
    case Qt::Key_End: choose(maximum()); break;
    default: QSlider::keyPressEvent(event);
    }
}

} // namespace quantlathe::ui
