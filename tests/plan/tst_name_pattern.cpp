// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/name_pattern.h"
#include "support/test_support.h"

#include <QElapsedTimer>

using namespace quantlathe;

class TestNamePattern : public QObject {
    Q_OBJECT
private slots:
    void searchesAnywhereInTheName() {
        QVERIFY(NamePattern("attn_v").foundIn("blk.3.attn_v.weight"));
        QVERIFY(NamePattern(R"(blk\.1\.ffn_down)").foundIn("blk.1.ffn_down.weight"));
        QVERIFY(!NamePattern(R"(blk\.1\.ffn_down)").foundIn("blk.11.ffn_down.weight"));
        QVERIFY(NamePattern(R"(blk\.([0-9]|1[0-5])\.)").foundIn("blk.15.attn_q.weight"));
        QVERIFY(!NamePattern("^attn").foundIn("blk.0.attn_q.weight"));
        QVERIFY(!NamePattern("ATTN").foundIn("blk.0.attn_q.weight"));
        QVERIFY(NamePattern("").foundIn("anything"));
        QVERIFY(NamePattern("a.b").foundIn("a\xFF"
                                           "b")); // names are bytes
    }

    void saysWhereAnExpressionGoesWrong() {
        const auto error = test::errorOf([] { NamePattern{"attn_(q|k"}; });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QCOMPARE(error->title(), std::string("The regular expression attn_(q|k is not valid"));
        QVERIFY2(error->detail().starts_with("At character 10: "), error->detail().c_str());
    }

    void hostileExpressionsEndSoon_data() {
        QTest::addColumn<QByteArray>("expression");
        QTest::newRow("nested repetition") << QByteArray("^(a+)+$");
        QTest::newRow("alternatives") << QByteArray("^(a|a|a|a)*$");
        QTest::newRow("back references") << QByteArray(R"(^(.*)(.*)(.*)(.*)(.*)\1\2\3\4\5([?]|b)$)");
        QTest::newRow("recursion") << QByteArray("^((a|(?1))*)+$");
        QTest::newRow("counted repetition of a count") << QByteArray("((a{1,60000}){1,60000}){1,60000}");
        QTest::newRow("too long") << QByteArray(100'000, 'a');
        QTest::newRow("many parentheses") << QByteArray(500, '(') + QByteArray(500, ')');
    }
    void hostileExpressionsEndSoon() {
        QFETCH(QByteArray, expression);
        QElapsedTimer timer;
        timer.start();
        const auto error = test::errorOf([&] {
            const NamePattern pattern(expression.toStdString());
            static_cast<void>(pattern.foundIn(std::string(200, 'a') + '!'));
        });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QVERIFY2(timer.elapsed() < 60'000, qPrintable(QString::number(timer.elapsed()))); // no catastrophe
    }
};

QTEST_APPLESS_MAIN(TestNamePattern)
#include "tst_name_pattern.moc"
