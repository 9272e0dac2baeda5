// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/statistics.h"
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

    void transformsAndStacks_data() {
        QTest::addColumn<int>("parts"); // of one tensor each
        QTest::addColumn<bool>("split");
        QTest::addColumn<bool>("transposes");
        for (const int parts : {1, 3}) {
            for (const bool split : {false, true}) {
                for (const bool transposes : {false, true}) {
                    QTest::addRow("%d tensors%s%s", parts, split ? " split" : "", transposes ? " transposed" : "")
                        << parts << split << transposes;
                }
            }
        }
    }
    void transformsAndStacks() {
        QFETCH(int, parts);
        QFETCH(bool, split);
        QFETCH(bool, transposes);
        // Each tensor has two groups of 5 rows of 6 values; split, a weight takes rows 1 to 3 of each group.
        constexpr std::uint64_t columns = 6;
        const std::uint64_t groups = 2 * static_cast<std::uint64_t>(parts);
        const std::uint64_t taken = split ? 3 : 5;
        ModelMaker maker;
        std::vector<float> stored;
        for (int part = 0; part < parts; ++part) {
            std::vector<float> values(10 * columns);
            for (float& value : values) {
                value = static_cast<float>(stored.size());
                stored.push_back(value);
            }
            maker.add("part" + std::to_string(part), ElementType::F32, {10, columns}, test::bytesOf(values));
        }
        const auto model = maker.make(folder_);
        Weight weight = model->weights().front();
        for (std::size_t part = 1; part < static_cast<std::size_t>(parts); ++part) {
            weight.tensors.push_back(part);
        }
        if (split) {
            weight.transform = pickedRows(groups, 5, 1, 3);
        }
        weight.transform.transposes = transposes;
        weight.shape = transposes ? std::vector<std::uint64_t>{groups, columns, taken}
                                  : std::vector<std::uint64_t>{groups, taken, columns};
        weight.addend = 0.5F;
        std::vector<float> expected;
        for (std::uint64_t group = 0; group < groups; ++group) {
            for (std::uint64_t i = 0; i < taken * columns; ++i) {
                const std::uint64_t row = transposes ? i % taken : i / columns;
                const std::uint64_t column = transposes ? i / taken : i % columns;
                expected.push_back(stored[(group * 5 + row + (split ? 1 : 0)) * columns + column] + 0.5F);
            }
        }
        QCOMPARE(allRows(*model, weight, 1), expected);
        // Any run of rows gives the same values, whatever borders it crosses; dropping pages changes nothing.
        const std::uint64_t width = weight.columns();
        for (std::uint64_t first = 0; first < weight.rows(); ++first) {
            std::vector<float> values(std::min<std::uint64_t>(4, weight.rows() - first) * width);
            readRows(*model, weight, first, values);
            releaseRows(*model, weight, first, values.size() / width);
            QVERIFY(std::equal(values.begin(), values.end(), expected.begin() + static_cast<std::ptrdiff_t>(first * width)));
        }
        ThreadArena arena(2);
        Progress silent;
        const WeightStatistics statistics = computeStatistics(*model, weight, arena, silent, CancelToken());
        QCOMPARE(statistics.count, weight.elements());
        QCOMPARE(statistics.minimum, static_cast<double>(*std::ranges::min_element(expected)));
        QCOMPARE(statistics.maximum, static_cast<double>(*std::ranges::max_element(expected)));
    }

    void refusesTransformsThatDoNotFit() {
        const auto model = ModelMaker()
                               .add("a", ElementType::F32, {10, 6}, test::bytesOf(std::vector<float>(60)))
                               .add("b", ElementType::F32, {9, 6}, test::bytesOf(std::vector<float>(54)))
                               .make(folder_);
        const auto refuses = [&](const Weight& weight) {
            std::vector<float> row(weight.columns());
            return test::errorOf([&] { readRows(*model, weight, 0, row); }).has_value();
        };
        Weight weight = model->weights().front();
        QVERIFY(!refuses(weight));
        weight.tensors = {0, 1};
        weight.shape = {19, 6};
        QVERIFY(refuses(weight)); // of different sizes
        weight.tensors = {0, 7};
        weight.shape = {20, 6};
        QVERIFY(refuses(weight)); // no such tensor
        weight.tensors = {0};
        weight.shape = {9, 6};
        QVERIFY(refuses(weight));                  // not all of it
        weight.transform = pickedRows(3, 4, 1, 3); // rows 9 and 11 would lie behind its end
        QVERIFY(refuses(weight));
        weight.transform = pickedRows(2, 5, 1, 3);
        QVERIFY(refuses(weight)); // six rows for nine
        weight.shape = {6, 6};
        QVERIFY(!refuses(weight));
    }

    void tilesAreWholeRowsAndWholeHeads() {
        Weight weight;
        weight.shape = {1000, 4096};
        const RowTiles tiles = tilesOf(weight);
        QCOMPARE(tiles.rowsPerTile, 64U);
        QCOMPARE(tiles.count(), 16U);
        QCOMPARE(tiles.rowsIn(15), 40U);
        weight.transform = interleavedHeads(1000, 10); // heads of 100 rows
        QCOMPARE(tilesOf(weight).rowsPerTile, 100U);
        weight.transform = interleavedHeads(1000, 50); // heads of 20 rows
        QCOMPARE(tilesOf(weight).rowsPerTile, 60U);
        weight.transform = interleavedHeads(1000, 1); // one head of 1000 rows would be 16 tiles
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
