// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/guide_window.h"

#include "ui/bridge/session.h"
#include "ui/guide/guide_drawings.h"
#include "ui/guide/guide_values.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/language.h"
#include "ui/look/theme.h"
#include "ui/widgets/help_button.h"

#include <algorithm>
#include <QAction>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int topicRole = Qt::UserRole;
constexpr int longestLine = 700; // logical pixels

QUrl addressOf(const QString& place) {
    return QUrl(QStringLiteral("%1:/%2").arg(QLatin1String(guideScheme), place));
}

} // namespace

GuideBrowser::GuideBrowser(const GuideBook& book, std::function<GuideValues()> values, QWidget* parent)
    : QTextBrowser(parent), book_(book), values_(std::move(values)) {
    setOpenExternalLinks(true); // none in the pages; a link that is none of ours belongs to a browser
    setFrameShape(QFrame::NoFrame);
    setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setAccessibleName(tr("Page of the guide"));
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, [this] {
        restyle();
        refresh();
    });
}

void GuideBrowser::restyle() {
    const Theme& t = theme();
    document()->setDefaultStyleSheet(
        QStringLiteral(
            "a { color: %1; text-decoration: none; } h1 { font-size: 20px; } h2 { font-size: 15px; margin-top: 18px; } "
            "h1 a, h2 a { color: %2; } p, li { line-height: 135%; } p.drawing { line-height: 100%; } "
            "td, th { border-color: %3; } code { background-color: %4; }")
            .arg(t.accent.name(), t.text.name(), t.border.name(), t.header.name()));
}

void GuideBrowser::refresh() {
    if (source().isEmpty()) {
        return;
    }
    const int place = verticalScrollBar()->value();
    reload();
    verticalScrollBar()->setValue(place);
}

QString GuideBrowser::topic() const {
    return source().path().mid(1);
}

QVariant GuideBrowser::loadResource(int type, const QUrl& name) {
    if (name.scheme() == QLatin1String("drawing")) {
        return guideDrawing(name.path(), devicePixelRatioF());
    }
    if (name.scheme() == QLatin1String(guideScheme)) {
        return fillGuidePage(book_.source(name.path().mid(1)), values_()).html;
    }
    return QTextBrowser::loadResource(type, name);
}

void GuideBrowser::resizeEvent(QResizeEvent* event) {
    // Lines stay short enough to be read; what is left over stands to their right.
    constexpr int left = 24;
    setViewportMargins(left, 8, std::max(left, contentsRect().width() - left - longestLine), 8);
    QTextBrowser::resizeEvent(event);
}

GuideWindow::GuideWindow(Session& session, QWidget* parent)
    : QWidget(parent, Qt::Window), session_(session), book_(currentLanguage()) {
    setWindowTitle(tr("Guide — Quantlathe"));
    resize(1040, 760);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    auto* splitter = new QSplitter(this);
    row->addWidget(splitter);

    auto* side = new QWidget(splitter);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(16, 16, 8, 16);
    column->setSpacing(8);
    search_ = new QLineEdit(side);
    search_->setPlaceholderText(tr("Search the guide"));
    search_->setAccessibleName(tr("Search the guide"));
    search_->setClearButtonEnabled(true);
    QAction* magnifier = search_->addAction(themedIcon(Icon::search), QLineEdit::LeadingPosition);
    connect(&ThemeHub::instance(), &ThemeHub::changed, magnifier,
            [magnifier] { magnifier->setIcon(themedIcon(Icon::search)); });
    list_ = new QListWidget(side);
    list_->setWordWrap(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->setAccessibleName(tr("Contents"));
    list_->setSpacing(2);
    column->addWidget(search_);
    column->addWidget(list_, 1);

    auto* page = new QWidget(splitter);
    auto* pageColumn = new QVBoxLayout(page);
    pageColumn->setContentsMargins(0, 16, 16, 16);
    pageColumn->setSpacing(8);
    auto* tools = new QHBoxLayout;
    browser_ = new GuideBrowser(
        book_, [this] { return guideValues(session_); }, page);
    const auto tool = [&](const QString& text, const QKeySequence& key, auto run) {
        auto* button = new QPushButton(text, page);
        button->setToolTip(key.isEmpty() ? QString() : key.toString(QKeySequence::NativeText));
        button->setShortcut(key);
        connect(button, &QPushButton::clicked, browser_, run);
        tools->addWidget(button);
        return button;
    };
    QPushButton* back = tool(tr("Back"), QKeySequence(Qt::ALT | Qt::Key_Left), [this] { browser_->backward(); });
    QPushButton* forward = tool(tr("Forward"), QKeySequence(Qt::ALT | Qt::Key_Right), [this] { browser_->forward(); });
    tool(tr("Start"), QKeySequence(Qt::ALT | Qt::Key_Home), [this] { openPlace(GuideBook::topics().front()); });
    tools->addStretch(1);
    back->setEnabled(false);
    forward->setEnabled(false);
    connect(browser_, &QTextBrowser::backwardAvailable, back, &QWidget::setEnabled);
    connect(browser_, &QTextBrowser::forwardAvailable, forward, &QWidget::setEnabled);
    pageColumn->addLayout(tools);
    pageColumn->addWidget(browser_, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({280, 760});
    splitter->setChildrenCollapsible(false);

    connect(search_, &QLineEdit::textChanged, this, &GuideWindow::showHits);
    connect(search_, &QLineEdit::returnPressed, this, [this] {
        list_->setFocus();
        openItem(list_->currentItem() != nullptr ? list_->currentItem() : list_->item(0));
    });
    connect(list_, &QListWidget::currentItemChanged, this, [this](const QListWidgetItem* item) { openItem(item); });
    // The browser's own address is still the old one then.
    connect(browser_, &QTextBrowser::sourceChanged, this, [this](const QUrl& address) { showPlace(address.path().mid(1)); });
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, this, [this] {
        search_->setFocus(Qt::ShortcutFocusReason);
        search_->selectAll();
    });
    auto* next = new QShortcut(QKeySequence::FindNext, this);
    connect(next, &QShortcut::activated, this, [this] {
        if (!browser_->find(search_->text())) {
            browser_->moveCursor(QTextCursor::Start);
            browser_->find(search_->text());
        }
    });
    connect(new QShortcut(QKeySequence::Close, this), &QShortcut::activated, this, &QWidget::close);
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
    // Numbers change often while somebody drags a slider: once is enough.
    auto* later = new QTimer(this);
    later->setSingleShot(true);
    later->setInterval(200);
    connect(later, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            browser_->refresh();
        }
    });
    for (const auto signal :
         {&Session::modelChanged, &Session::presetsChanged, &Session::planChanged, &Session::deviceChanged}) {
        connect(&session_, signal, later, qOverload<>(&QTimer::start));
    }
    showContents();
}

void GuideWindow::openPlace(const QString& place) {
    const bool wasHidden = !isVisible();
    show();
    raise();
    activateWindow();
    if (wasHidden) {
        browser_->refresh();
    }
    browser_->setSource(addressOf(place));
}

void GuideWindow::showEvent(QShowEvent* event) {
    session_.needOtherSizes(*this, true);
    QWidget::showEvent(event);
}

void GuideWindow::hideEvent(QHideEvent* event) {
    session_.needOtherSizes(*this, false);
    QWidget::hideEvent(event);
}

void GuideWindow::showContents() {
    const QSignalBlocker blocker(list_);
    list_->clear();
    for (const QString& topic : GuideBook::topics()) {
        auto* item = new QListWidgetItem(book_.title(topic), list_);
        item->setData(topicRole, topic);
    }
}

void GuideWindow::showHits() {
    if (search_->text().trimmed().isEmpty()) {
        showContents();
        showPlace(browser_->topic());
        return;
    }
    const QSignalBlocker blocker(list_);
    list_->clear();
    for (const GuideHit& hit : book_.search(search_->text(), guideValues(session_))) {
        auto* item = new QListWidgetItem(QStringLiteral("%1\n%2").arg(hit.title, hit.excerpt), list_);
        item->setData(topicRole, hit.topic);
    }
    if (list_->count() == 0) {
        auto* item = new QListWidgetItem(tr("Nothing found"), list_);
        item->setFlags(Qt::NoItemFlags);
    }
}

void GuideWindow::openItem(const QListWidgetItem* item) {
    if (item == nullptr || item->data(topicRole).isNull()) {
        return;
    }
    browser_->setSource(addressOf(item->data(topicRole).toString()));
    if (const QString words = search_->text().simplified(); !words.isEmpty()) {
        browser_->moveCursor(QTextCursor::Start);
        browser_->find(words);
    }
}

/// The list shows where the page stands.
void GuideWindow::showPlace(const QString& topic) {
    const QSignalBlocker blocker(list_);
    for (int row = 0; row < list_->count(); ++row) {
        if (list_->item(row)->data(topicRole).toString() == topic) {
            list_->setCurrentRow(row);
            return;
        }
    }
}

} // namespace quantlathe::ui
