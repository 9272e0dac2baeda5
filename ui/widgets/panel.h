// SPDX-License-Identifier: GPL-3.0-or-later
// A surface with a rounded outline, a heading row and one content: what every page is made of.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace quantlathe::ui {

class Panel : public QFrame {
    Q_OBJECT
public:
    explicit Panel(const QString& title = {}, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setNote(const QString& note);
    /// A "?" behind the title that opens the guide at this place: "memory#bars".
    void setHelp(const QString& place);
    /// At the right end of the heading row, in the order of the calls.
    void addAction(QWidget* widget);
    /// In front of the actions that were added, or, where there is no room for it, in a row of its own below. One a panel.
    void addLooseAction(QWidget* widget);
    /// Below what is there already.
    void addContent(QWidget* widget, int stretch = 1, bool toTheEdges = false);
    [[nodiscard]] QVBoxLayout* body() { return body_; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void placeLooseAction();

    QWidget* outline_;
    QVBoxLayout* body_;
    QHBoxLayout* heading_;
    QWidget* loose_ = nullptr;
    QHBoxLayout* looseRow_ = nullptr;
    QLabel* title_;
    QLabel* note_;
};

/// Text in a role's colour; follows the theme.
/// One line in the secondary colour that ends with an ellipsis where there is no room for it.
[[nodiscard]] QLabel* makeElidedLabel(const QString& text, const QFont& font, QWidget* parent = nullptr);
[[nodiscard]] QLabel* makeLabel(const QString& text, bool secondary, const QFont& font, QWidget* parent = nullptr);

/// One sentence in the middle of a panel where there is nothing to show.
class EmptyNote : public QWidget {
    Q_OBJECT
public:
    explicit EmptyNote(const QString& text, QWidget* parent = nullptr);
    void setText(const QString& text);

private:
    QLabel* label_;
};

} // namespace quantlathe::ui
