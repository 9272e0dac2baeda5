// SPDX-License-Identifier: GPL-3.0-or-later
// The context in tokens as a combo box with free entry and as a slider over powers of two. Both show one value.
#pragma once

#include <cstdint>
#include <QComboBox>
#include <QSlider>

namespace quantlathe::ui {

class ContextCombo : public QComboBox {
    Q_OBJECT
public:
    explicit ContextCombo(QWidget* parent = nullptr);
    void setTokens(std::uint64_t tokens);
    void setLongest(std::uint64_t tokens);
    [[nodiscard]] std::uint64_t tokens() const { return tokens_; }

Q_SIGNALS:
    void tokensChosen(quint64 tokens);

private:
    void commit(const QString& text);
    std::uint64_t tokens_ = 0;
    std::uint64_t longest_ = 131072;
};

/// 16 steps between two powers of two; snaps to powers of two unless Shift is held.
class ContextSlider : public QSlider {
    Q_OBJECT
public:
    explicit ContextSlider(QWidget* parent = nullptr);
    void setTokens(std::uint64_t tokens);
    void setLongest(std::uint64_t tokens);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] static std::uint64_t tokensAt(int step);
    [[nodiscard]] static int stepOf(std::uint64_t tokens);

Q_SIGNALS:
    void tokensChosen(quint64 tokens);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] double xOf(int step) const;
    void follow(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void choose(int step);
};

} // namespace quantlathe::ui
