// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "support/test_support.h"

using namespace quantlathe;

class TestText : public QObject {
    Q_OBJECT
private slots:
    void escapesWhatAScreenMustNotSee() {
        QCOMPARE(escapeForDisplay("blk.0.attn_q.weight"), std::string("blk.0.attn_q.weight"));
        QCOMPARE(escapeForDisplay(std::string_view("a\0b\x1b[31m", 8)), std::string("a\\x00b\\x1B[31m"));
        QCOMPARE(escapeForDisplay("gr\xC3\xBC\xC3\x9F \xFF"), std::string("gr\xC3\xBC\xC3\x9F \\xFF"));
        QCOMPARE(escapeForDisplay("\xC2\x9B"), std::string("\\xC2\\x9B")); // C1 control: a terminal would obey
        QCOMPARE(escapeForDisplay("a\u202Egpj.exe"), std::string("a\\xE2\\x80\\xAEgpj.exe")); // turns what follows around
        for (const char* const hidden : {"\u200B", "\u200D", "\u2060", "\uFEFF", "\u2066", "\u061C", "\u00AD", "\u2028",
                                         "\u2029", "\u3164", "\uE000", "\U000E0041", "\u0085"}) {
            const std::string shown = escapeForDisplay(hidden);
            QVERIFY2(shown.starts_with("\\x") && shown.size() == 4 * std::string_view(hidden).size(), shown.c_str());
        }
        for (const char* const visible : {"é", "e\u0301", "模型", "λ→∞", "نموذج", "🦙", "❤\uFE0F", "\u00A0"}) {
            QCOMPARE(escapeForDisplay(visible), std::string(visible));
        }
        QCOMPARE(escapeForDisplay("abcdef", 3), std::string("abc…"));
    }

    void tellsValidUtf8() {
        QVERIFY(isValidUtf8("plain, \xC3\xA9, \xE2\x82\xAC, \xF0\x9F\x9A\x80"));
        QVERIFY(!isValidUtf8("\xC0\xAF"));         // overlong
        QVERIFY(!isValidUtf8("\xED\xA0\x80"));     // surrogate
        QVERIFY(!isValidUtf8("\xF4\x90\x80\x80")); // beyond U+10FFFF
        QVERIFY(!isValidUtf8("\xE2\x82"));         // cut short
    }

    void matchesGlobs_data() {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("star") << "*.ffn_down*"
                              << "blk.7.ffn_down.weight" << true;
        QTest::newRow("whole text") << "ffn_down"
                                    << "blk.7.ffn_down.weight" << false;
        QTest::newRow("question") << "blk.?.attn_?.weight"
                                  << "blk.3.attn_q.weight" << true;
        QTest::newRow("set") << "blk.[0-3].*"
                             << "blk.4.attn_q.weight" << false;
        QTest::newRow("negated set") << "blk.[!0-3].*"
                                     << "blk.4.attn_q.weight" << true;
        QTest::newRow("unclosed set is itself") << "a[b"
                                                << "a[b" << true;
        QTest::newRow("many stars") << "*a*a*a*a*a*a*a*b" << QString(2000, 'a') << false;
        QTest::newRow("empty") << ""
                               << "" << true;
    }
    void matchesGlobs() {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QTEST(globMatches(pattern.toStdString(), text.toStdString()), "matches");
    }

    void writesSizesAndCounts() {
        QCOMPARE(fileSizeText(4'920'000'000), std::string("4.92 GB"));
        QCOMPARE(fileSizeText(278'960'000), std::string("279.0 MB"));
        QCOMPARE(memoryText(8ULL << 30U), std::string("8.0 GiB"));
        QCOMPARE(parameterText(8'030'000'000), std::string("8.03 B"));
        QCOMPARE(parameterText(134'900'000), std::string("135 M"));
        QCOMPARE(parameterText(999), std::string("999"));
        QCOMPARE(groupedDigits(1'234'567), std::string("1 234 567"));
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
