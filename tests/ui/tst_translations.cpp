// SPDX-License-Identifier: GPL-3.0-or-later
// The shipped translations: complete, with the same places as the English texts, and loaded.
#include "base/text.h"
#include "base/words.h"
#include "formats/format.h"
#include "ui/look/language.h"
#include "ui/text/numbers.h"
#include "ui/window/main_window.h"

#include <QDir>
#include <QLocale>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

struct Entry {
    QString context, source, translation;
    bool isOpen = false;
};

std::vector<Entry> entriesOf(const QString& path) {
    QFile file(path);
    std::vector<Entry> entries;
    if (!file.open(QIODevice::ReadOnly)) {
        return entries;
    }
    QXmlStreamReader xml(&file);
    QString context;
    Entry entry;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) {
            continue;
        }
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("source")) {
            entry = {context, xml.readElementText(), {}, false};
        } else if (xml.name() == QLatin1String("translation")) {
            entry.isOpen = xml.attributes().hasAttribute(QLatin1String("type"));
            entry.translation = xml.readElementText();
            entries.push_back(entry);
        }
    }
    return entries;
}

/// "%1", "<b>" of the window or "{}", "{:.2f}" of the core, sorted: what a translation must have, too.
QStringList placesOf(const QString& text, bool isOfTheCore) {
    static const QRegularExpression qtPlaces(QStringLiteral("%L?\\d+|<[^>]+>"));
    static const QRegularExpression corePlaces(QStringLiteral("\\{\\{|\\}\\}|\\{(\\d*)([^}]*)\\}"));
    QStringList places;
    int number = 0;
    auto all = (isOfTheCore ? corePlaces : qtPlaces).globalMatch(text);
    while (all.hasNext()) {
        const QRegularExpressionMatch found = all.next();
        const bool isBrace = found.captured() == QLatin1String("{{") || found.captured() == QLatin1String("}}");
        if (!isOfTheCore || isBrace) {
            places.append(found.captured());
        } else { // a translation may number them to change their order
            const QString given = found.captured(1);
            places.append(QStringLiteral("{%1%2}").arg(given.isEmpty() ? QString::number(number) : given, found.captured(2)));
            ++number;
        }
    }
    places.sort();
    return places;
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT
private slots:
    void cleanup() { useLanguage(QStringLiteral("en")); }

    void everyTextIsTranslated_data() {
        QTest::addColumn<QString>("path");
        const QDir folder(QStringLiteral(QUANTLATHE_RESOURCES "/translations"));
        for (const QString& name : folder.entryList({QStringLiteral("*.ts")})) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        }
    }

    void everyTextIsTranslated() {
        QFETCH(QString, path);
        const std::vector<Entry> entries = entriesOf(path);
        QVERIFY(entries.size() > 1500);
        QStringList wrong;
        for (const Entry& entry : entries) {
            const bool isOfTheCore = entry.context == QLatin1String("core");
            if (entry.isOpen || entry.translation.isEmpty()) {
                wrong.append(QStringLiteral("open: ") + entry.source);
            } else if (placesOf(entry.source, isOfTheCore) != placesOf(entry.translation, isOfTheCore)) {
                wrong.append(QStringLiteral("places: %1 | %2").arg(entry.source, entry.translation));
            } else if (entry.source.contains(QLatin1Char('&')) && entry.context.endsWith(QLatin1String("MainWindow")) &&
                       entry.source.count(QLatin1Char('&')) != entry.translation.count(QLatin1Char('&'))) {
                wrong.append(QStringLiteral("key: %1 | %2").arg(entry.source, entry.translation));
            }
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.mid(0, 20).join(QLatin1Char('\n'))));
    }

    /// Two entries of a menu that want the same letter would need two presses.
    void menuKeysDiffer_data() {
        QTest::addColumn<QString>("language");
        for (const Language& language : languages()) {
            QTest::newRow(qPrintable(language.code)) << language.code;
        }
    }

    void menuKeysDiffer() {
        QFETCH(QString, language);
        useLanguage(language);
        MainWindow window;
        QStringList clashes;
        const std::function<void(const QString&, const QList<QAction*>&)> look = [&](const QString& menu,
                                                                                     const QList<QAction*>& actions) {
            QMap<QString, QString> seen;
            for (QAction* action : actions) {
                const QString key = QKeySequence::mnemonic(action->text()).toString();
                if (!key.isEmpty()) {
                    if (seen.contains(key)) {
                        clashes.append(QStringLiteral("%1: %2 and %3").arg(menu, seen[key], action->text()));
                    }
                    seen[key] = action->text();
                }
                if (action->menu() != nullptr) {
                    look(action->text(), action->menu()->actions());
                }
            }
        };
        look(QStringLiteral("menu bar"), window.menuBar()->actions());
        QVERIFY2(clashes.isEmpty(), qPrintable(clashes.join(QLatin1Char('\n'))));
    }

    void theWindowSpeaksTheChosenLanguage() {
        useLanguage(QStringLiteral("de"));
        QCOMPARE(currentLanguage(), QStringLiteral("de"));
        MainWindow window;
        QStringList titles;
        for (const QAction* action : window.menuBar()->actions()) {
            titles.append(action->text().remove(QLatin1Char('&')));
        }
        QVERIFY2(titles.contains(QStringLiteral("Datei")), qPrintable(titles.join(QLatin1Char(' '))));
        QCOMPARE(decimal(4.5, 1), QStringLiteral("4,5"));
        // Qt's own texts, too.
        QCOMPARE(QCoreApplication::translate("QPlatformTheme", "Cancel"), QStringLiteral("Abbrechen"));
    }

    void textsOfTheCoreAreTranslated() {
        const Format& gguf = *formatById("gguf");
        const std::string english = translated(gguf.summary());
        QCOMPARE(english, std::string(gguf.summary()));
        useLanguage(QStringLiteral("de"));
        QVERIFY(translated(gguf.summary()) != english);
        QCOMPARE(translated("no such text"), std::string("no such text"));
    }

    void sentencesWriteNumbersLikeTables() {
        const auto sentence = [] { return say("about {:.1Lf} tokens/s", 4.5); };
        QCOMPARE(sentence(), std::string("about 4.5 tokens/s"));
        useLanguage(QStringLiteral("de"));
        QVERIFY2(sentence().find("4,5") != std::string::npos, sentence().c_str());
        QCOMPARE(fileSizeText(4'920'000'000), std::string("4,92 GB"));
        QCOMPARE(quantityText({-0.001, 2}), std::string("0,00"));
        QCOMPARE(fileSize(4'920'000'000), QStringLiteral("4,92\u00A0GB"));
        useLanguage(QStringLiteral("zh_CN"));
        QCOMPARE(fileSizeText(4'920'000'000), std::string("4.92 GB"));
    }

    void numbersInSentencesAreOfTheLanguage() {
        static const QRegularExpression fixedPoint(QStringLiteral("\\{\\d*:[^}L]*[efg]\\}"));
        for (const Entry& entry : entriesOf(QStringLiteral(QUANTLATHE_RESOURCES "/translations/quantlathe_de.ts"))) {
            QVERIFY2(entry.context != QLatin1String("core") || !fixedPoint.match(entry.source).hasMatch(),
                     qPrintable(entry.source + QStringLiteral(": an L is missing")));
        }
    }

    void aTranslationWithWrongPlacesIsNotUsed() {
        setTranslator([](std::string_view) { return std::string("{} {} {}"); });
        QCOMPARE(say("{} of {}", 1, 2), std::string("1 of 2"));
        setTranslator([](std::string_view) { return std::string("{1} von {0}"); });
        QCOMPARE(say("{} of {}", 1, 2), std::string("2 von 1"));
    }

    void wishesAreUnderstood() {
        QCOMPARE(languageFor(QStringLiteral("de_AT")), QStringLiteral("de"));
        QCOMPARE(languageFor(QStringLiteral("zh")), QStringLiteral("zh_CN"));
        QCOMPARE(languageFor(QStringLiteral("en_GB")), QStringLiteral("en"));
        QCOMPARE(languageFor(QStringLiteral("xx")), QStringLiteral("en"));
        QCOMPARE(languageFor(QStringLiteral("C")), QStringLiteral("en"));
    }
};

QTEST_MAIN(TestTranslations)
#include "tst_translations.moc"
