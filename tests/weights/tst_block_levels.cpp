// SPDX-License-Identifier: GPL-3.0-or-later
// The levels of a block: how many each encoding has, and that every decoded value is one of them.
#include "support/test_support.h"
#include "weights/block_levels.h"

#include <set>

using namespace quantlathe;

class TestBlockLevels : public QObject {
    Q_OBJECT
private slots:
    void countsOfLevels_data() {
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<int>("levels");
        QTest::addColumn<int>("columns"); // that share them
        // Types with a scale a block of 32.
        QTest::newRow("Q8_0") << "Q8_0" << 256 << 32;
        QTest::newRow("Q4_0") << "Q4_0" << 16 << 32;
        QTest::newRow("Q4_1") << "Q4_1" << 16 << 32;
        QTest::newRow("Q5_0") << "Q5_0" << 32 << 32;
        QTest::newRow("IQ4_NL") << "IQ4_NL" << 16 << 32;
        // Super-blocks of 256 with scales for 16 or 32 columns.
        QTest::newRow("Q2_K") << "Q2_K" << 4 << 16;
        QTest::newRow("Q3_K") << "Q3_K" << 8 << 16;
        QTest::newRow("Q4_K") << "Q4_K" << 16 << 32;
        QTest::newRow("Q5_K") << "Q5_K" << 32 << 32;
        QTest::newRow("Q6_K") << "Q6_K" << 64 << 16;
        QTest::newRow("IQ4_XS") << "IQ4_XS" << 16 << 32;
    }
    void countsOfLevels() {
        QFETCH(QString, encoding);
        QFETCH(int, levels);
        QFETCH(int, columns);
        const std::vector<float> row = test::normalValues(512, 7);
        const Encoding* which = encodingByName(encoding.toStdString());
        QVERIFY(which != nullptr);
        const std::uint64_t column = 256 + 77;
        const BlockLevels found = blockLevels(row, *which, {}, column);
        QVERIFY(found.isComplete);
        QCOMPARE(static_cast<int>(found.levels.size()), levels);
        // Two neighbours may have the same scale by chance; then they share their levels, too.
        QVERIFY(found.columns >= static_cast<std::uint64_t>(columns) &&
                found.columns % static_cast<std::uint64_t>(columns) == 0);
        QVERIFY(found.firstColumn <= column && column < found.firstColumn + found.columns);
        QVERIFY(std::is_sorted(found.levels.begin(), found.levels.end()));
        std::vector<std::byte> stored(which->bytes(1, row.size()));
        which->encode(row, row.size(), {}, stored);
        std::vector<float> decoded(row.size());
        which->decode(stored, row.size(), decoded);
        for (std::uint64_t i = found.firstColumn; i < found.firstColumn + found.columns; ++i) {
            QVERIFY(std::binary_search(found.levels.begin(), found.levels.end(), decoded[i]));
        }
    }

    void latticesShowWhatOccurs() {
        const std::vector<float> row = test::normalValues(256, 9);
        const BlockLevels found = blockLevels(row, *encodingByName("IQ3_S"), {}, 0);
        QVERIFY(!found.isComplete);
        QVERIFY(!found.levels.empty());
        QCOMPARE(found.columns, std::uint64_t{256});
    }

    void manyBitsHaveNoLevelsToDraw() {
        const std::vector<float> row = test::normalValues(256, 9);
        QVERIFY(blockLevels(row, *encodingByName("BF16"), {}, 3).levels.empty());
    }

    void blocksThatSpanRowsHaveNoLevelsToDraw() {
        const BlockLevels found = blockLevels(test::normalValues(96, 9), *encodingByName("HQQ8-G64"), {}, 70);
        QVERIFY(found.levels.empty());
        QCOMPARE(found.columns, std::uint64_t{96});
    }

    void aColumnOutsideIsRefused() {
        const std::vector<float> row = test::normalValues(256, 9);
        const auto error = test::errorOf([&] { static_cast<void>(blockLevels(row, *encodingByName("Q4_0"), {}, 256)); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }

    void rowsOfAModel() {
        const auto model = openModel(test::resourceFile("sample"));
        const Weight* weight = model->find("blk.0.ffn_down.weight");
        QVERIFY(weight != nullptr);
        const BlockLevels found = blockLevels(*model, *weight, *encodingByName("Q4_K"), {}, 3, 300);
        QCOMPARE(found.row, std::uint64_t{3});
        QCOMPARE(found.levels.size(), std::size_t{16});
        const auto error =
            test::errorOf([&] { static_cast<void>(blockLevels(*model, *weight, *encodingByName("Q4_K"), {}, 1U << 20U, 0)); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }
};

QTEST_APPLESS_MAIN(TestBlockLevels)
#include "tst_block_levels.moc"
