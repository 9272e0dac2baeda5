// SPDX-License-Identifier: GPL-3.0-or-later
// AQLM's codebooks and codes chosen for a Gram matrix: against what the reference reaches, and what holds for all.
#include "codecs/aqlm_gram_data.h"

using namespace quantlathe;
using test::Golden;
using test::GoldenFile;
using test::goldenFiles;
using test::improved;

namespace {

double errorOf(const std::string& name, const Golden& golden) {
    return golden.relative(test::decodeModule(test::encodingNamed(name), golden.shape, improved(name, golden)));
}

} // namespace

class TestAqlmGram : public QObject {
    Q_OBJECT

private slots:
    /// Vectors of sixteen weights, at two bits a weight: the Gram matrix helps as it does with eight.
    void vectorsOfSixteenWeights() {
        const Golden golden(goldenFiles[3]);
        const auto columns = static_cast<std::size_t>(golden.shape.columns);
        const std::vector<double> exact(golden.gram.begin(), golden.gram.end());
        const FeedbackFactor factor = GramFactor(exact, columns, 1e-3).feedback();
        const MatrixEncoding& encoding = test::encodingNamed("AQLM4X8-G16-FAST");
        const double before = golden.relative(test::decodeModule(
            encoding, golden.shape, test::encodeModule(encoding, golden.shape, golden.weights, 1, nullptr, factor.energy)));
        const test::StoredModule stored = improved("AQLM4X8-G16-FAST", golden);
        QCOMPARE(test::firstDifference(improved("AQLM4X8-G16-FAST", golden, 3), stored), std::string());
        const double after = golden.relative(test::decodeModule(encoding, golden.shape, stored));
        qInfo("%g to %g", before, after);
        QVERIFY2(after < 0.7 * before, std::to_string(after / before).c_str());
    }

    /// The reference's result after its turns of Adam and beam search, from tests/data/aqlm.
    void errorsAreThoseOfTheReference_data() {
        QTest::addColumn<int>("index");
        QTest::addColumn<double>("theirs");
        QTest::newRow("1x8_g8_64x128") << 0 << 0.0441;
        QTest::newRow("2x8_g8_64x128") << 1 << 0.0042;
        QTest::newRow("1x8_g8_256x256") << 2 << 0.0801;
        QTest::newRow("2x8_g8_256x256") << 3 << 0.0219;
    }
    void errorsAreThoseOfTheReference() {
        QFETCH(int, index);
        QFETCH(double, theirs);
        const GoldenFile& file = goldenFiles[static_cast<std::size_t>(index)];
        const Golden golden(file);
        const std::string name(test::encodingOf(file.layout).name());
        std::vector<float> diagonal;
        for (std::size_t i = 0; i < file.shape.columns; ++i) {
            diagonal.push_back(golden.gram[i * file.shape.columns + i]);
        }
        const MatrixEncoding& encoding = test::encodingNamed(name);
        const double guided = golden.relative(test::decodeModule(
            encoding, golden.shape, test::encodeModule(encoding, golden.shape, golden.weights, 1, nullptr, diagonal)));
        const double fast = errorOf(name + "-FAST", golden);
        const double normal = errorOf(name, golden);
        const double high = errorOf(name + "-HIGH", golden);
        qInfo("%s: importance %g, fast %g, normal %g, high %g, reference %g", file.name, guided, fast, normal, high, theirs);
        QVERIFY2(normal < theirs, std::to_string(normal / theirs).c_str());
        QVERIFY(fast < guided && normal < fast && high < normal);
    }

    void sameBytesForAnyNumberOfThreads() {
        const Golden golden(goldenFiles[1]);
        for (const char* const name : {"AQLM2X8-G8", "AQLM1X16-G8-FAST"}) {
            const test::StoredModule alone = improved(name, golden);
            for (const unsigned threads : {2U, 3U}) {
                QCOMPARE(test::firstDifference(improved(name, golden, threads), alone), std::string());
            }
        }
    }

    /// A row of zeros has a scale of zero: there is nothing to divide by.
    void rowsOfZeros() {
        Golden golden(goldenFiles[0]);
        const auto columns = static_cast<std::ptrdiff_t>(golden.shape.columns);
        std::fill_n(golden.weights.begin() + 5 * columns, columns, 0.0F);
        const std::vector<float> decoded =
            test::decodeModule(test::encodingNamed("AQLM1X8-G8"), golden.shape, improved("AQLM1X8-G8", golden));
        QVERIFY(
            std::all_of(decoded.begin() + 5 * columns, decoded.begin() + 6 * columns, [](float value) { return value == 0; }));
        QVERIFY(std::ranges::all_of(decoded, [](float value) { return std::isfinite(value); }));
    }
};

QTEST_GUILESS_MAIN(TestAqlmGram)
#include "tst_aqlm_gram.moc"
