// SPDX-License-Identifier: GPL-3.0-or-later
// Little things that several pages use: rows of joined buttons, the export button, legends.
#pragma once

#include <functional>
#include <QColor>
#include <QStringList>
#include <QWidget>
#include <vector>

class QButtonGroup;
class QScrollArea;
class QToolButton;

namespace quantlathe::ui {

/// A choice of a few as joined buttons.
class JoinedButtons : public QWidget {
    Q_OBJECT
public:
    explicit JoinedButtons(const QStringList& texts, QWidget* parent = nullptr);
    /// Other buttons, the first of them chosen; nothing where they are the same.
    void setTexts(const QStringList& texts);
    void setChosen(int index);
    [[nodiscard]] int chosen() const;
    /// One of the buttons alone.
    void setEnabledAt(int index, bool enabled);

Q_SIGNALS:
    void choiceMade(int index);

private:
    std::vector<QToolButton*> buttons_;
    QButtonGroup* group_;
    QStringList texts_;
};

/// The page with scroll bars where the window is smaller than the page's minimum size.
[[nodiscard]] QScrollArea* makeScrollable(QWidget* page, QWidget* parent);

[[nodiscard]] QToolButton* makeExportButton(QWidget& parent, std::function<void()> run);

/// Squares of colour with their names, in the order of drawing.
class Legend : public QWidget {
    Q_OBJECT
public:
    using Entry = std::pair<QString, std::function<QColor()>>;
    explicit Legend(std::vector<Entry> entries, QWidget* parent = nullptr);
    void setEntries(std::vector<Entry> entries);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<Entry> entries_;
};

} // namespace quantlathe::ui
