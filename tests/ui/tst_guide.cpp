// SPDX-License-Identifier: GPL-3.0-or-later
// The guide: its pages are whole in every language, its numbers are the window's, and every "?" leads somewhere.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/guide/guide_drawings.h"
#include "ui/guide/guide_values.h"
#include "ui/headless/wait.h"
#include "ui/look/language.h"
#include "ui/look/theme.h"
#include "ui/pages/overview_page.h"
#include "ui/text/numbers.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/options_form.h"
#include "ui/widgets/panel.h"
#include "ui/window/guide_window.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

QStringList found(const QString& page, const char* pattern) {
    QStringList all;
    for (auto match = QRegularExpression(QLatin1String(pattern)).globalMatch(page); match.hasNext();) {
        all.append(match.next().captured(1));
    }
    all.sort();
    return all;
}

/// "memory#bars" exists.
bool exists(const GuideBook& book, const QString& place) {
    const QString topic = place.section(QLatin1Char('#'), 0, 0);
    const QString anchor = place.section(QLatin1Char('#'), 1);
    return !book.source(topic).isEmpty() && (anchor.isEmpty() || book.anchors(topic).contains(anchor));
}

} // namespace

class TestGuide : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        test::useOwnSurroundings(folder_.path());
        window_ =
            std::make_unique<MainWindow>(std::make_shared<ResultCache>(folder_.filePath(QStringLiteral("c")).toStdString()));
        window_->show();
        window_->openSample();
        QVERIFY(waitUntil([&] { return session().plan() && !session().presets().empty(); }));
    }
    void cleanupTestCase() { window_.reset(); }

    void placesAndBlocksAreFilled() {
        GuideValues values;
        values.texts[QStringLiteral("a")] = QStringLiteral("1 < 2");
        values.facts.insert(QStringLiteral("yes"));
        const auto fill = [&](const char* page) { return fillGuidePage(QString::fromUtf8(page), values); };
        QCOMPARE(fill("x {{a}} y").html, QStringLiteral("x 1 &lt; 2 y"));
        QCOMPARE(fill("{{#yes}}in{{/yes}}{{^yes}}out{{/yes}}").html, QStringLiteral("in"));
        QCOMPARE(fill("{{#no}}in {{b}}{{/no}}{{^no}}out{{/no}}").html, QStringLiteral("out"));
        QCOMPARE(fill("{{#yes}}a{{#no}}b{{/no}}c{{/yes}}d").html, QStringLiteral("acd"));
        QVERIFY(fill("{{#no}}in{{/no}}").unknown.isEmpty());
        QCOMPARE(fill("{{b}}").unknown, QStringList{QStringLiteral("b")});
        QCOMPARE(fill("{{#yes}}open").unknown.size(), 1);
        QCOMPARE(fill("{{/yes}}").unknown.size(), 1);
        QCOMPARE(fill("{{#yes}}a{{/no}}").unknown.size(), 1);
    }

    void everyPageIsWhole_data() {
        QTest::addColumn<QString>("language");
        for (const Language& language : languages()) {
            QTest::newRow(qPrintable(language.code)) << language.code;
        }
    }
    void everyPageIsWhole() {
        QFETCH(QString, language);
        const GuideBook english(QStringLiteral("en"));
        const GuideBook book(language);
        const GuideValues values = guideValues(session());
        QVERIFY(values.facts.contains(QStringLiteral("model")) && values.facts.contains(QStringLiteral("plan")));
        const QStringList drawings = guideDrawings();
        for (const QString& topic : GuideBook::topics()) {
            const QString page = book.source(topic);
            const QByteArray name = topic.toUtf8();
            QVERIFY2(!book.title(topic).isEmpty(), name.constData());
            if (language != QLatin1String("en")) {
                QVERIFY2(page != english.source(topic), name.constData());
            }
            const FilledPage filled = fillGuidePage(page, values);
            QVERIFY2(filled.unknown.isEmpty(), qPrintable(topic + QLatin1String(": ") + filled.unknown.join(QLatin1Char(' '))));
            QVERIFY2(!filled.html.contains(QLatin1String("{{")), name.constData());
            for (const char* pattern :
                 {"<a name=\"([^\"]+)\"", "href=\"([^\"]+)\"", "src=\"([^\"]+)\"", "\\{\\{([^}]+)\\}\\}"}) {
                QVERIFY2(found(page, pattern) == found(english.source(topic), pattern), name.constData());
            }
            for (const QString& link : found(page, "href=\"([^\"]+)\"")) {
                QVERIFY2(exists(book, link), qPrintable(topic + QLatin1String(" → ") + link));
            }
            for (const QString& drawing : found(page, "src=\"drawing:([^\"]+)\"")) {
                QVERIFY2(drawings.contains(drawing), qPrintable(drawing));
            }
        }
    }

    void everyDrawingIsUsedAndPainted() {
        const GuideBook book(QStringLiteral("en"));
        QStringList used;
        for (const QString& topic : GuideBook::topics()) {
            used += found(book.source(topic), "src=\"drawing:([^\"]+)\"");
        }
        for (const QString& name : guideDrawings()) {
            QVERIFY2(used.contains(name), qPrintable(name));
            ThemeHub::instance().setChoice(ThemeChoice::light);
            const QImage light = guideDrawing(name, 2);
            ThemeHub::instance().setChoice(ThemeChoice::dark);
            QCOMPARE(light.devicePixelRatio(), 2.0);
            QVERIFY2(light != guideDrawing(name, 2), qPrintable(name));
            QImage nothing(light.size(), light.format());
            nothing.setDevicePixelRatio(2);
            nothing.fill(Qt::transparent);
            QVERIFY2(light != nothing, qPrintable(name));
        }
        ThemeHub::instance().setChoice(ThemeChoice::light);
        QVERIFY(guideDrawing(QStringLiteral("none"), 1).isNull());
    }

    void everyQuestionMarkLeadsToAnExplanation() {
        const GuideBook book(QStringLiteral("en"));
        const auto buttons = window_->findChildren<HelpButton*>();
        QVERIFY(buttons.size() > 20);
        for (const HelpButton* button : buttons) {
            QVERIFY2(exists(book, button->place()), qPrintable(button->place()));
        }
        for (const Panel* panel : window_->findChildren<Panel*>()) {
            const auto* title = panel->findChild<QLabel*>();
            if (title != nullptr && !title->text().isEmpty() && panel->isAncestorOf(&window_->overviewPage()) == false &&
                title->text() != QLatin1String("Recent models") &&
                panel->findChild<QLabel*>()->parentWidget()->isVisibleTo(panel)) {
                QVERIFY2(panel->findChild<HelpButton*>() != nullptr, qPrintable(title->text()));
            }
        }
        for (const Format* format : formats()) {
            QVERIFY2(exists(book, QString::fromUtf8(format->id().data(), static_cast<qsizetype>(format->id().size()))),
                     format->id().data());
            for (const FormatOption& option : format->options()) {
                QVERIFY2(exists(book, QStringLiteral("options#") +
                                          QString::fromUtf8(option.id.data(), static_cast<qsizetype>(option.id.size()))),
                         option.id.data());
            }
        }
    }

    void aQuestionMarkOpensItsPlace() {
        const auto buttons = window_->findChildren<HelpButton*>();
        const auto memory =
            std::ranges::find_if(buttons, [](const HelpButton* b) { return b->place() == QLatin1String("memory#audience"); });
        QVERIFY(memory != buttons.end());
        (*memory)->click();
        QVERIFY(window_->guideWindow() != nullptr);
        QVERIFY(window_->guideWindow()->isVisible());
        QCOMPARE(window_->guideWindow()->browser().topic(), QStringLiteral("memory"));
        QCOMPARE(window_->guideWindow()->list().currentItem()->text(),
                 window_->guideWindow()->book().title(QStringLiteral("memory")));
    }

    void theKeyExplainsThePageInFront() {
        const GuideBook book(QStringLiteral("en"));
        for (const auto& [page, topic] :
             {std::pair(Page::overview, "choose"), std::pair(Page::weights, "charts"), std::pair(Page::memory, "memory"),
              std::pair(Page::plan, "planning"), std::pair(Page::compare, "charts")}) {
            window_->showPage(page);
            window_->openGuide(QUrl());
            QCOMPARE(window_->guideWindow()->browser().topic(), QLatin1String(topic));
            const QString place = window_->guideWindow()->browser().source().toString(QUrl::RemoveScheme).mid(1);
            QVERIFY2(exists(book, place), qPrintable(place));
        }
        window_->showPage(Page::overview);
    }

    void numbersAreThoseOfTheWindow() {
        GuideWindow& guide = openGuide(QStringLiteral("memory"));
        // Plain text has ordinary spaces where a number keeps its unit.
        const auto shown = [&] { return guide.browser().toPlainText(); };
        const auto plain = [](QString text) { return text.replace(QChar(QChar::Nbsp), QLatin1Char(' ')); };
        const PlanFacts* facts = session().planFacts();
        const QString total = plain(memorySize(static_cast<double>(facts->device.memory.total()), 2));
        QVERIFY2(shown().contains(total), qPrintable(total + QLatin1String(": ") + shown()));
        session().setPreset(QStringLiteral("Q8_0"));
        QVERIFY(waitUntil([&] { return shown().contains(QStringLiteral("Q8_0 on ")); }, 60'000));
        guide.browser().setSource(QUrl(QStringLiteral("guide:/choose")));
        const auto bf16 =
            std::ranges::find_if(session().presets(), [](const PlanFacts& f) { return f.name == QLatin1String("BF16"); });
        QVERIFY2(shown().contains(plain(fileSize(bf16->fileBytes)) + QStringLiteral(" in BF16")), qPrintable(shown()));
        // What the survey of November 2024 said stands beside today's.
        QVERIFY(shown().contains(QStringLiteral("November 2024")));
    }

    void familiesTellTheSizesOfTheirPresets() {
        GuideWindow& guide = openGuide(QStringLiteral("hqq"));
        QVERIFY(waitUntil([&] { return guide.browser().toPlainText().contains(QStringLiteral("HQQ4 ")); }, 60'000));
        const auto hqq4 =
            std::ranges::find_if(session().otherPresets(), [](const PlanFacts& f) { return f.name == QLatin1String("HQQ4"); });
        QVERIFY(hqq4 != session().otherPresets().end());
        const QString expected =
            QStringLiteral("HQQ4 ") + fileSize(hqq4->fileBytes).replace(QChar(QChar::Nbsp), QLatin1Char(' '));
        QVERIFY2(guide.browser().toPlainText().contains(expected), qPrintable(guide.browser().toPlainText()));
        QVERIFY(!session().wantsOtherFormats()); // other pages stay as they are
        session().wantOtherFormats(true);
        session().wantOtherFormats(false);
        QVERIFY(!session().otherPresets().empty());
        guide.close(); // nobody looks at them any more
        QVERIFY(session().otherPresets().empty());
    }

    void searchFindsAndGoesThere() {
        GuideWindow& guide = openGuide(QStringLiteral("choose"));
        guide.searchField().setText(QStringLiteral("hessian"));
        QCOMPARE(guide.list().count(), 1);
        QTest::keyClick(&guide.searchField(), Qt::Key_Return);
        QCOMPARE(guide.browser().topic(), QStringLiteral("gptq"));
        QCOMPARE(guide.browser().textCursor().selectedText().toLower(), QStringLiteral("hessian"));
        guide.searchField().setText(QStringLiteral("no such words"));
        QCOMPARE(guide.list().count(), 1);
        QVERIFY(!(guide.list().item(0)->flags() & Qt::ItemIsEnabled));
        guide.searchField().clear();
        QCOMPARE(guide.list().count(), GuideBook::topics().size());
        guide.browser().backward();
        QCOMPARE(guide.browser().topic(), QStringLiteral("choose"));
    }

private:
    Session& session() { return window_->session(); }
    GuideWindow& openGuide(const QString& place) {
        window_->openGuide(QUrl(QStringLiteral("guide:/") + place));
        return *window_->guideWindow();
    }

    QTemporaryDir folder_;
    std::unique_ptr<MainWindow> window_;
};

QTEST_MAIN(TestGuide)
#include "tst_guide.moc"
