// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <QLocale>
#include <QTest>

using namespace quantlathe::ui;

class TestNumbers : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void groupsDigitsByANarrowSpace() {
        QCOMPARE(grouped(999), QStringLiteral("999"));
        QCOMPARE(grouped(1000), QStringLiteral("1\u202F000"));
        QCOMPARE(grouped(16384), QStringLiteral("16\u202F384"));
        QCOMPARE(grouped(2147483648), QStringLiteral("2\u202F147\u202F483\u202F648"));
    }

    void writesATrueMinusAndNoNegativeZero() {
        QCOMPARE(decimal(-1.36, 2), QStringLiteral("\u22121.36"));
        QCOMPARE(decimal(-0.001, 2), QStringLiteral("0.00"));
        QCOMPARE(decimal(12345.678, 1), QStringLiteral("12\u202F345.7"));
        QCOMPARE(decimal(std::numeric_limits<double>::quiet_NaN(), 2), unknownText());
    }

    void followsTheDecimalSignOfTheLocale() {
        QLocale::setDefault(QLocale(QLocale::German));
        QCOMPARE(decimal(4.92, 2), QStringLiteral("4,92"));
        QCOMPARE(grouped(16384), QStringLiteral("16\u202F384")); // never a point
        QLocale::setDefault(QLocale::c());
    }

    void writesSizes() {
        QCOMPARE(fileSize(4'920'000'000), QStringLiteral("4.92\u00A0GB"));
        QCOMPARE(fileSize(123'400'000'000), QStringLiteral("123.4\u00A0GB"));
        QCOMPARE(fileSize(278'960'000), QStringLiteral("279.0\u00A0MB"));
        QCOMPARE(fileSize(7'100), QStringLiteral("7.1\u00A0kB"));
        QCOMPARE(tensorMegabytes(33'030'000), QStringLiteral("33.03"));
        QCOMPARE(tensorMegabytes(279'000'000), QStringLiteral("279.0"));
        QCOMPARE(tensorMegabytes(4096), QStringLiteral("0.0041"));
        QCOMPARE(memorySize(8.0 * (1ULL << 30U)), QStringLiteral("8.0\u00A0GiB"));
        QCOMPARE(sizeNumber(4'920'000'000, SizeUnit::gigabytes), QStringLiteral("4.92"));
        QCOMPARE(sizeNumber(13'644'312, SizeUnit::megabytes), QStringLiteral("13.6"));
        QVERIFY(sizeUnitFor(13'644'312) == SizeUnit::megabytes);
        QVERIFY(sizeUnitFor(1'000'000'000) == SizeUnit::gigabytes);
    }

    void writesCountsSharesAndTimes() {
        QCOMPARE(parameterCount(8'030'000'000), QStringLiteral("8.03\u00A0B"));
        QCOMPARE(parameterCount(134'900'000), QStringLiteral("135\u00A0M"));
        QCOMPARE(parameterCount(6'819'072), QStringLiteral("6.82\u00A0M"));
        QCOMPARE(parameterCount(999'600'000), QStringLiteral("1.00\u00A0B")); // rounds up into the next unit
        QCOMPARE(percent(0.076, 1), QStringLiteral("7.6\u00A0%"));
        QCOMPARE(duration(64), QStringLiteral("1\u00A0min\u00A004\u00A0s"));
        QCOMPARE(duration(11.2), QStringLiteral("11\u00A0s"));
        QCOMPARE(duration(7500), QStringLiteral("2\u00A0h\u00A005\u00A0min"));
        QCOMPARE(duration(-1), unknownText());
        QCOMPARE(speedRange(42.4, 56.8), QStringLiteral("42 to 57"));
        QCOMPARE(speedRange(3.14, 4.36), QStringLiteral("3.1 to 4.4")); // where a token more is much
        QCOMPARE(speedRange(0, 0), unknownText());
        QCOMPARE(throughput(212.4e6), QStringLiteral("212\u00A0MB/s"));
    }

    void writesTicks() {
        QCOMPARE(contextTick(512), QStringLiteral("512"));
        QCOMPARE(contextTick(16384), QStringLiteral("16\u00A0k"));
        QCOMPARE(countTick(0), QStringLiteral("0"));
        QCOMPARE(countTick(250'000), QStringLiteral("250\u00A0k"));
        QCOMPARE(countTick(1'200'000), QStringLiteral("1.2\u00A0M"));
    }

    void keepsFourSignificantDigits() {
        QCOMPARE(significant(0.0152, 3), QStringLiteral("0.0152"));
        QCOMPARE(significant(-1.3649, 3), QStringLiteral("\u22121.36"));
        QCOMPARE(significant(0), QStringLiteral("0"));
        QCOMPARE(significant(2.1e-6, 2), QStringLiteral("2.1 × 10\u207B\u2076"));
    }

    void readsTokensAsPeopleWriteThem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qulonglong>("tokens"); // 0: refused
        QTest::newRow("plain") << "16384" << 16384ULL;
        QTest::newRow("k is 1024") << "16k" << 16384ULL;
        QTest::newRow("capital K, space") << "16 K" << 16384ULL;
        QTest::newRow("blank") << "16 384" << 16384ULL;
        QTest::newRow("narrow space") << QStringLiteral("16\u202F384") << 16384ULL;
        QTest::newRow("zero") << "0" << 0ULL;
        QTest::newRow("negative") << "-5" << 0ULL;
        QTest::newRow("word") << "many" << 0ULL;
        QTest::newRow("overflow") << "99999999999999999999k" << 0ULL;
        QTest::newRow("beyond any context") << "9999999999" << 0ULL;
    }
    void readsTokensAsPeopleWriteThem() {
        QFETCH(QString, text);
        QFETCH(qulonglong, tokens);
        QCOMPARE(static_cast<qulonglong>(parseTokens(text).value_or(0)), tokens);
    }

    void quotesForAShell() {
        QCOMPARE(shellQuoted(QStringLiteral("models/llama-7b")), QStringLiteral("models/llama-7b"));
        QCOMPARE(shellQuoted(QStringLiteral("my model")), QStringLiteral("'my model'"));
        QCOMPARE(shellQuoted(QStringLiteral("it's")), QStringLiteral("'it'\\''s'"));
    }
};

QTEST_MAIN(TestNumbers)
#include "tst_numbers.moc"
