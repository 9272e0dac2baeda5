// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/metadata.h"

#include <QTest>

using namespace quantlathe;

namespace {

std::vector<std::string> keysOf(const Metadata& metadata) {
    std::vector<std::string> keys;
    for (const MetadataPair& pair : metadata.pairs()) {
        keys.push_back(pair.key);
    }
    return keys;
}

} // namespace

class TestMetadata : public QObject {
    Q_OBJECT
private slots:
    void keepsOrderAndUniqueKeys() {
        Metadata metadata;
        QVERIFY(metadata.insert("a", std::uint32_t{1}));
        QVERIFY(metadata.insert("b", std::uint32_t{2}));
        QVERIFY(metadata.insert("c", std::uint32_t{3}));
        QVERIFY(!metadata.insert("a", std::uint32_t{9}));
        QCOMPARE(metadata.integer("a"), std::optional<std::int64_t>(1));
        metadata.set("a", std::string("now at the end"));
        QCOMPARE(keysOf(metadata), (std::vector<std::string>{"b", "c", "a"}));
        metadata.erase("b");
        metadata.erase("not there");
        QCOMPARE(keysOf(metadata), (std::vector<std::string>{"c", "a"}));
        QCOMPARE(metadata.integer("c"), std::optional<std::int64_t>(3)); // still found after the shift
        QVERIFY(metadata.insert("b", true));
        QVERIFY(metadata.contains("b") && !metadata.contains("d"));
    }

    void answersInTheKindThatIsAsked() {
        Metadata metadata;
        metadata.insert("u8", std::uint8_t{200});
        metadata.insert("i64", std::int64_t{-5});
        metadata.insert("huge", ~std::uint64_t{0});
        metadata.insert("f32", 0.5F);
        metadata.insert("bool", true);
        metadata.insert("string", std::string("text"));
        QCOMPARE(metadata.integer("u8"), std::optional<std::int64_t>(200));
        QCOMPARE(metadata.integer("i64"), std::optional<std::int64_t>(-5));
        QCOMPARE(metadata.integer("bool"), std::optional<std::int64_t>(1));
        QVERIFY(!metadata.integer("huge") && !metadata.integer("f32") && !metadata.integer("string") &&
                !metadata.integer("none"));
        QCOMPARE(metadata.number("f32"), std::optional<double>(0.5));
        QCOMPARE(metadata.number("i64"), std::optional<double>(-5));
        QVERIFY(!metadata.number("string") && !metadata.number("bool"));
        QCOMPARE(metadata.boolean("bool"), std::optional<bool>(true));
        QVERIFY(!metadata.boolean("u8"));
        QCOMPARE(metadata.string("string"), std::optional<std::string_view>("text"));
        QVERIFY(!metadata.string("u8"));
    }

    void repeatsASingleIntegerPerLayer() {
        Metadata metadata;
        metadata.insert("one", std::uint32_t{8});
        metadata.insert("many", MetadataArray(std::vector<std::int32_t>{8, 8, 4}));
        metadata.insert("bools", MetadataArray(std::vector<bool>{true, false, true}));
        metadata.insert("floats", MetadataArray(std::vector<float>{1, 2, 3}));
        metadata.insert("huge", MetadataArray(std::vector<std::uint64_t>{1, 2, ~std::uint64_t{0}}));
        using Integers = std::vector<std::int64_t>;
        QCOMPARE(metadata.integers("one", 3), std::optional(Integers{8, 8, 8}));
        QCOMPARE(metadata.integers("many", 3), std::optional(Integers{8, 8, 4}));
        QCOMPARE(metadata.integers("bools", 3), std::optional(Integers{1, 0, 1}));
        QVERIFY(!metadata.integers("many", 2) && !metadata.integers("floats", 3) && !metadata.integers("huge", 3) &&
                !metadata.integers("none", 3));
    }
};

QTEST_APPLESS_MAIN(TestMetadata)
#include "tst_metadata.moc"
