// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/weight_fixture.h"
#include "weights/weight_rows.h"

#include <algorithm>

using namespace quantlathe;
using test::ModelMaker;

namespace {

std::vector<float> allRows(const Model& model, const Weight& weight, std::uint64_t rowsAtOnce) {
    std::vector<float> values(static_cast<std::size_t>(weight.elements()));
    const auto columns = static_cast<std::size_t>(weight.columns());
    for (std::uint64_t row = 0; row < weight.rows(); row += rowsAtOnce) {
        const std::uint64_t rows = std::min(rowsAtOnce, weight.rows() - row);
        readRows(model, weight, row,
                 std::span(values).subspan(static_cast<std::size_t>(row) * columns, static_cast<std::size_t>(rows) * columns));
        releaseRows(model, weight, row, rows);
    }
    return values;
}

} // namespace

class TestWeightRows : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void scalarsAndBlocksComeOutAsFloats() {
        const auto values = test::normalValues(6 * 64, 1);
        std::vector<float> small{-3, 0, 1, 127};
        const auto model = ModelMaker()
                               .add("f32", ElementType::F32, {6, 64}, test::bytesOf(values))
                               .add("bf16", ElementType::BF16, {6, 64}, test::bytesOf(test::bf16Of(values)))
                               .add("f16", ElementType::F16, {2, 3, 64}, test::bytesOf(test::f16Of(values)))
                               .add("i8", ElementType::I8, {4}, test::bytesOf(std::vector<std::int8_t>{-3, 0, 1, 127}))
                               .add("q8_0", ElementType::Q8_0, {6, 64}, test::encoded("Q8_0", values, 64))
                               .add("scalar", ElementType::F32, {}, test::bytesOf(std::vector<float>{2.5F}))
                               .make(folder_);
        for (const std::uint64_t atOnce : {1U, 4U, 6U}) {
            QCOMPARE(allRows(*model, *model->find("f32"), atOnce), values);
            const auto bf16 = allRows(*model, *model->find("bf16"), atOnce);
            const auto f16 = allRows(*model, *model->find("f16"), atOnce);
            const auto q8 = allRows(*model, *model->find("q8_0"), atOnce);
            for (std::size_t i = 0; i < values.size(); ++i) {
                QCOMPARE(bf16[i], floatFromBf16(bf16FromFloat(values[i])));
                QCOMPARE(f16[i], floatFromF16(f16FromFloat(values[i])));
                QVERIFY(std::abs(q8[i] - values[i]) < 0.1F / 127); // half a step of a block whose largest value is below 0.1
            }
        }
        QCOMPARE(allRows(*model, *model->find("i8"), 1), small);
        QCOMPARE(allRows(*model, *model->find("scalar"), 1), std::vector<float>{2.5F});
    }

    void rotaryHeadsAreInterleaved() {
        // Two heads of four rows: stored halves (0 1 | 2 3) become pairs (0 2 1 3).
        std::vector<float> values;
        for (int row = 0; row < 8; ++row) {
            values.insert(values.end(), {static_cast<float>(row), static_cast<float>(row) + 0.5F});
        }
        const auto model = ModelMaker().add("q", ElementType::F32, {8, 2}, test::bytesOf(values), 2).make(folder_);
        const std::vector<float> expected{0, 0.5F, 2, 2.5F, 1, 1.5F, 3, 3.5F, 4, 4.5F, 6, 6.5F, 5, 5.5F, 7, 7.5F};
        for (const std::uint64_t atOnce : {1U, 3U, 8U}) {
            QCOMPARE(allRows(*model, *model->find("q"), atOnce), expected);
        }
    }

    void aBiasIsInterleavedElementByElement() {
        const std::vector<float> values{0, 1, 2, 3, 4, 5, 6, 7};
        const auto model = ModelMaker().add("q.bias", ElementType::F32, {8}, test::bytesOf(values), 2).make(folder_);
        QCOMPARE(allRows(*model, *model->find("q.bias"), 1), (std::vector<float>{0, 2, 1, 3, 4, 6, 5, 7}));
    }

    void generatedWeightsHaveRowsToo() {
        const auto model = ModelMaker().addGenerated("rope_freqs.weight", {1, 2, 8}).make(folder_);
        const Weight& weight = *model->find("rope_freqs.weight");
        QVERIFY(!whyNotReadable(weight));
        QCOMPARE(allRows(*model, weight, 1), (std::vector<float>{1, 2, 8}));
        std::vector<float> last(1);
        readStoredValues(*model, weight, 2, last);
        QCOMPARE(last[0], 8.0F);
    }

    void storedValuesComeInPieces() {
        const auto values = test::normalValues(4 * 64, 7);
        const auto model = ModelMaker()
                               .add("q", ElementType::F32, {4, 64}, test::bytesOf(values), 2)
                               .add("blocks", ElementType::Q8_0, {4, 64}, test::encoded("Q8_0", values, 64))
                               .make(folder_);
        std::vector<float> piece(40);
        readStoredValues(*model, *model->find("q"), 50, piece);
        QVERIFY(std::equal(piece.begin(), piece.end(), values.begin() + 50));
        std::vector<float> blocks(96);
        readStoredValues(*model, *model->find("blocks"), 32, blocks);
        const auto rows = allRows(*model, *model->find("blocks"), 4);
        QVERIFY(std::equal(blocks.begin(), blocks.end(), rows.begin() + 32));
        const auto error = test::errorOf([&] { readStoredValues(*model, *model->find("blocks"), 16, blocks); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }

    void whatCannotBeReadIsRefusedWithAReason() {
        const auto model = ModelMaker()
                               .add("complex", ElementType::C64, {2}, std::vector<std::byte>(16))
                               .add("iq1", ElementType::IQ1_S, {256}, std::vector<std::byte>(50))
                               .add("f32", ElementType::F32, {2, 2}, std::vector<std::byte>(16))
                               .make(folder_);
        std::vector<float> values(256);
        const auto complex = test::errorOf([&] { readRows(*model, *model->find("complex"), 0, std::span(values).first(2)); });
        QVERIFY(complex);
        QCOMPARE(complex->title(), std::string("complex cannot be read"));
        QCOMPARE(complex->detail(), std::string("It holds complex numbers."));
        if (encodingFor(ElementType::IQ1_S) == nullptr) {
            const auto iq1 = test::errorOf([&] { readRows(*model, *model->find("iq1"), 0, values); });
            QVERIFY(iq1 && iq1->detail().find("IQ1_S") != std::string::npos);
        }
        const Weight& weight = *model->find("f32");
        for (const std::uint64_t first : {1ULL, 2ULL, 3ULL, ~0ULL}) {
            const auto outside = test::errorOf([&] { readRows(*model, weight, first, std::span(values).first(4)); });
            QVERIFY(outside && outside->kind() == ErrorKind::badInput);
        }
        QVERIFY(test::errorOf([&] { readRows(*model, weight, 0, std::span(values).first(3)); }));
        Weight tooLong = weight;
        tooLong.shape = {4, 2};
        QVERIFY(test::errorOf([&] { readRows(*model, tooLong, 0, std::span(values).first(2)); }));
    }

    void tilesAreWholeRowsAndWholeHeads() {
        Weight weight;
        weight.shape = {1000, 4096};
        const RowTiles tiles = tilesOf(weight);
        QCOMPARE(tiles.rowsPerTile, 64U);
        QCOMPARE(tiles.count(), 16U);
        QCOMPARE(tiles.rowsIn(15), 40U);
        weight.transform.interleaveHeads = 10; // heads of 100 rows
        QCOMPARE(tilesOf(weight).rowsPerTile, 100U);
        weight.transform.interleaveHeads = 50; // heads of 20 rows
        QCOMPARE(tilesOf(weight).rowsPerTile, 60U);
        weight.transform.interleaveHeads = 1; // one head of 1000 rows would be 16 tiles
        QCOMPARE(tilesOf(weight).rowsPerTile, 64U);
        Weight wide;
        wide.shape = {3, 1U << 20U};
        QCOMPARE(tilesOf(wide).rowsPerTile, 1U);
        Weight empty;
        empty.shape = {5, 0};
        QCOMPARE(tilesOf(empty).count(), 0U);
        empty.shape = {0, 5};
        QCOMPARE(tilesOf(empty).count(), 0U);
    }
};

QTEST_APPLESS_MAIN(TestWeightRows)
#include "tst_weight_rows.moc"
