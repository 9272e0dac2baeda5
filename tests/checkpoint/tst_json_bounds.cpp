// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked at before a JSON text becomes a tree.
#include "checkpoint/json_bounds.h"
#include "support/test_support.h"

using namespace quantlathe;

namespace {

std::string kindOf(std::string_view text, const JsonBounds& bounds) {
    const auto breach = breachOf(text, bounds);
    if (!breach) {
        return "none";
    }
    switch (breach->kind) {
    case JsonBreach::Kind::nesting: return "nesting";
    case JsonBreach::Kind::values: return "values";
    case JsonBreach::Kind::key: break;
    }
    return "key " + breach->key;
}

} // namespace

class TestJsonBounds : public QObject {
    Q_OBJECT

private slots:
    void namesTheFirstBreach_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("breach");
        QTest::newRow("fits") << R"({"a":[1,"x",null],"b":{"a":2}})"
                              << "none";
        QTest::newRow("deepest") << "[[[1]]]"
                                 << "none";
        QTest::newRow("too deep") << "[[[[1]]]]"
                                  << "nesting";
        QTest::newRow("too deep and cut") << "[[[[[[[[["
                                          << "nesting";
        QTest::newRow("as many as may be") << "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18]"
                                           << "none";
        QTest::newRow("one more") << "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]"
                                  << "values";
        QTest::newRow("empty lists") << "[[],[],[],[],[],[],[],[],[],[]]"
                                     << "values";
        QTest::newRow("keys") << R"({"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1,"j":1})"
                              << "values";
        QTest::newRow("key twice") << R"({"a":1,"a":2})"
                                   << "key a";
        QTest::newRow("key of another object") << R"({"a":{"a":1},"b":{"a":1}})"
                                               << "none";
        QTest::newRow("no JSON") << R"({"a":1,)"
                                 << "none"; // the parser says what is wrong
        QTest::newRow("nothing") << ""
                                 << "none";
    }
    void namesTheFirstBreach() {
        QFETCH(QString, text);
        QFETCH(QString, breach);
        const JsonBounds bounds{.deepestNesting = 3, .mostValues = 20, .hasUniqueKeys = true};
        QCOMPARE(QString::fromStdString(kindOf(text.toStdString(), bounds)), breach);
    }

    void aKeyMayStandTwiceWhereNobodyMinds() {
        QCOMPARE(kindOf(R"({"a":1,"a":2})", {.deepestNesting = 3, .mostValues = 20}), std::string("none"));
    }
};

QTEST_APPLESS_MAIN(TestJsonBounds)
#include "tst_json_bounds.moc"
