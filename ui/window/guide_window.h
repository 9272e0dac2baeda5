// SPDX-License-Identifier: GPL-3.0-or-later
// The guide in a window of its own, so that one can read beside working: contents and search on the left, pages on the right.
#pragma once

#include "ui/guide/guide_book.h"

#include <functional>
#include <QTextBrowser>
#include <QWidget>

class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QUrl;

namespace quantlathe::ui {

class Session;

/// Shows the pages of a book, with drawings; addresses are guide:/topic#anchor, others open in the user's browser.
class GuideBrowser : public QTextBrowser {
    Q_OBJECT
public:
    GuideBrowser(const GuideBook& book, std::function<GuideValues()> values, QWidget* parent = nullptr);

    /// The same page with today's numbers and colours, at the same place.
    void refresh();
    [[nodiscard]] QString topic() const;

protected:
    QVariant loadResource(int type, const QUrl& name) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void restyle();

    const GuideBook& book_;
    std::function<GuideValues()> values_;
};

class GuideWindow : public QWidget {
    Q_OBJECT
public:
    explicit GuideWindow(Session& session, QWidget* parent = nullptr);

    /// "memory#bars"; shows the window.
    void openPlace(const QString& place);
    [[nodiscard]] const GuideBook& book() const { return book_; }
    [[nodiscard]] GuideBrowser& browser() { return *browser_; }
    [[nodiscard]] QLineEdit& searchField() { return *search_; }
    [[nodiscard]] QListWidget& list() { return *list_; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void showContents();
    void showHits();
    void openItem(const QListWidgetItem* item);
    void showPlace(const QString& topic);

    Session& session_;
    GuideBook book_;
    QLineEdit* search_;
    QListWidget* list_;
    GuideBrowser* browser_;
};

} // namespace quantlathe::ui
