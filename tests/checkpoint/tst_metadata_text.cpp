// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/metadata_text.h"

#include <limits>
#include <QTest>

using namespace quantlathe;

namespace {

Metadata with(std::string key, MetadataValue value) {
    Metadata metadata;
    metadata.insert(std::move(key), std::move(value));
    return metadata;
}

/// What is told of one key with these two values.
MetadataDifference told(MetadataValue first, MetadataValue second) {
    const auto all = differencesOf(with("key", std::move(first)), with("key", std::move(second)));
    return all.size() == 1 ? all.front() : MetadataDifference();
}

} // namespace

class TestMetadataText : public QObject {
    Q_OBJECT
private slots:
    void valuesAreShort() {
        QCOMPARE(metadataText(std::uint32_t{4096}), std::string("4096"));
        QCOMPARE(metadataText(std::string("a\nb")), std::string("a\\x0Ab"));
        QCOMPARE(metadataText(MetadataArray(std::vector<std::int32_t>{1, 2, 3})), std::string("3 × 1 2 3"));
        QCOMPARE(metadataText(MetadataArray(std::vector<std::int32_t>(1000, 7))), std::string("1 000 × 7 7 7 7 7 7 7 7 …"));
    }

    void equalMetadataDifferInNothing() {
        Metadata metadata = with("a", std::uint32_t{1});
        metadata.insert("nan", std::numeric_limits<float>::quiet_NaN());
        metadata.insert("list", MetadataArray(std::vector<double>{0.0, std::numeric_limits<double>::quiet_NaN()}));
        QVERIFY(differencesOf(metadata, metadata).empty());
    }

    void keysOfOneSideStandInTheirOrder() {
        Metadata first = with("same", std::uint32_t{1});
        first.insert("gone", true);
        Metadata second = with("new", std::string("x"));
        second.insert("same", std::uint32_t{1});
        const std::vector<MetadataDifference> expected{{"gone", "true", std::nullopt}, {"new", std::nullopt, "x"}};
        QCOMPARE(differencesOf(first, second), expected);
    }

    void theTypeIsPartOfAValue() {
        QCOMPARE(told(std::uint32_t{3}, std::int32_t{3}), (MetadataDifference{"key", "3 (uint32)", "3 (int32)"}));
        QCOMPARE(told(MetadataArray(std::vector<std::uint32_t>{3}), std::uint32_t{3}),
                 (MetadataDifference{"key", "1 × 3 (uint32 array)", "3 (uint32)"}));
        QCOMPARE(told(0.0F, -0.0F), (MetadataDifference{"key", "0", "-0"}));
    }

    void ofArraysTheFirstElementThatDiffersIsShown() {
        std::vector<std::string> tokens(2000, "same");
        std::vector<std::string> others = tokens;
        others[1500] = "other";
        QCOMPARE(told(MetadataArray(tokens), MetadataArray(others)),
                 (MetadataDifference{"key", "2 000 × [1500] same", "2 000 × [1500] other"}));
        tokens.pop_back();
        others = tokens;
        others.emplace_back("more");
        QCOMPARE(told(MetadataArray(tokens), MetadataArray(others)),
                 (MetadataDifference{"key", "1 999 ×", "2 000 × [1999] more"}));
        QCOMPARE(told(MetadataArray(std::vector<bool>{true, false}), MetadataArray(std::vector<bool>{true, true})),
                 (MetadataDifference{"key", "2 × [1] false", "2 × [1] true"}));
    }

    void ofLongTextsThePlaceIsShown() {
        const std::string common(500, 'a');
        const MetadataDifference difference = told(common + "first", common + "second");
        QVERIFY2(difference.first->ends_with("aaafirst") && difference.second->ends_with("aaasecond"),
                 difference.first->c_str());
        QVERIFY(difference.first->starts_with("…") && difference.first->size() < 40);
        // Never begins inside of a character: the bytes before the place are those of "ä".
        std::string umlauts;
        for (int i = 0; i < 100; ++i) {
            umlauts += "ä";
        }
        const MetadataDifference inside = told(umlauts + "x1" + common, umlauts + "x2" + common);
        QVERIFY2(inside.first->find("\\x") == std::string::npos, inside.first->c_str());
        QCOMPARE(told(std::string("short"), std::string("shore")), (MetadataDifference{"key", "short", "shore"}));
    }
};

QTEST_APPLESS_MAIN(TestMetadataText)
#include "tst_metadata_text.moc"
