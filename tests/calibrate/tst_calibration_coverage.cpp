// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a text's statistics: whether they are on the disk, and which matrices they say too little of.
#include "calibrate/calibration_coverage.h"

#include "calibrate/random_mixtral.h"
#include "calibrate/sample_text.h"
#include "measure/calibration_text.h"
#include "runtime/run_support.h"

#include <algorithm>
#include <QTemporaryDir>

using namespace quantlathe;
using test::Runner;

class TestCalibrationCoverage : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }

    void statisticsAreFoundOnceTheyAreMade() {
        CalibrationChoice choice = calibrationByText();
        choice.contextTokens = 64;
        choice.windows = 8;
        const StatisticsOutlook before = lookAtStatistics(test::sample(), choice);
        QVERIFY(!before.kept && !before.isInterrupted);
        QCOMPARE(before.text, std::string("default-calibration.txt"));
        QCOMPARE(before.sequences, std::uint64_t{8});
        QCOMPARE(before.contextTokens, std::uint64_t{64});
        QCOMPARE(before.tokens, std::uint64_t{512});

        Runner runner;
        const auto file = calibrateInCache(test::sample(), calibrationRequest(*test::sample(), choice), runner.context());
        const StatisticsOutlook after = lookAtStatistics(test::sample(), choice);
        QVERIFY(after.kept.has_value());
        QCOMPARE(after.kept->bytes, std::uint64_t{std::filesystem::file_size(file)});
        QVERIFY(after.kept->writtenAtNanoseconds > 0);
        QCOMPARE(after.tokens, std::uint64_t{512});

        // The same file by its name, and a file that is none.
        choice.source = CalibrationChoice::Source::statistics;
        choice.file = file;
        const StatisticsOutlook named = lookAtStatistics(test::sample(), choice);
        QVERIFY(named.kept && named.kept->bytes == after.kept->bytes);
        choice.file = test::resourceFile("text/default-calibration.txt");
        const auto error = test::errorOf([&] { static_cast<void>(lookAtStatistics(test::sample(), choice)); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }

    /// 512 tokens are enough for 256 columns and too few for 768.
    void widerMatricesThanTokensAreNamed() {
        CalibrationChoice choice = calibrationByText();
        choice.contextTokens = 64;
        choice.windows = 8;
        const StatisticsOutlook outlook = lookAtStatistics(test::sample(), choice);
        QVERIFY(outlook.kept.has_value());
        const CalibrationCoverage& coverage = outlook.kept->coverage;
        QVERIFY(coverage.weights > 0 && coverage.matrices == coverage.weights);
        QCOMPARE(coverage.unusedMatrices, std::uint64_t{0});
        for (const ThinWeight& weight : coverage.thin) {
            QVERIFY2(weight.columns > 512, weight.weight.c_str());
            QCOMPARE(weight.fewestTokens, std::uint64_t{512});
        }
        choice.windows = 3; // 192 tokens
        Runner runner;
        const auto file = calibrateInCache(test::sample(), calibrationRequest(*test::sample(), choice), runner.context());
        QVERIFY(coverageOf(CalibrationStatistics(file)).thin.size() > coverage.thin.size());
    }

    void expertsThatNoTokenChoseAreCounted() {
        CalibrationRequest request;
        request.sequences = test::randomTokens(true, 32).sequences;
        for (TokenSequence& sequence : request.sequences) {
            std::ranges::fill(sequence.tokens, 7); // one word, so that most experts have nothing to say
        }
        request.dataset = "one word";
        Runner runner;
        const auto file = std::filesystem::path(folder_.filePath("experts.cal").toStdString());
        const CalibrationStatistics statistics = calibrate(ModelWeights(test::mixtral()), request, file, runner.context());
        const CalibrationCoverage coverage = coverageOf(statistics);
        const auto found = std::ranges::find(coverage.thin, "blk.0.ffn_gate_exps.weight", &ThinWeight::weight);
        QVERIFY(found != coverage.thin.end());
        QCOMPARE(found->matrices, std::uint64_t{4});
        QVERIFY(found->unusedMatrices > 0 && found->unusedMatrices < 4);
        QVERIFY(coverage.matrices > coverage.weights);
        QVERIFY(coverage.unusedMatrices >= found->unusedMatrices);
        const std::string summary = summaryOf(coverage);
        QVERIFY2(summary.find("were never reached") != std::string::npos, summary.c_str());
    }

    void aMeasurementKnowsTheTextOfItsCalibration() {
        const auto text = test::resourceFile("text/default-calibration.txt");
        const auto windowsOf = [](const std::filesystem::path& file, std::size_t context) {
            return cutIntoWindows(*test::sample(), nullptr, readTextFile(file, 1U << 30U),
                                  {.contextTokens = context, .windows = 2});
        };
        QVERIFY(isCalibratedOn(calibrationByText(), text, windowsOf(text, 128)));
        const auto other = test::resourceFile("text/default-evaluation.txt");
        QVERIFY(!isCalibratedOn(calibrationByText(), other, windowsOf(other, 128)));
        // Statistics keep the tokens; windows of another length are the same text.
        CalibrationChoice statistics = calibrationByText();
        statistics.contextTokens = 64;
        statistics.windows = 8;
        Runner runner;
        statistics.file = calibrateInCache(test::sample(), calibrationRequest(*test::sample(), statistics), runner.context());
        statistics.source = CalibrationChoice::Source::statistics;
        QVERIFY(isCalibratedOn(statistics, text, windowsOf(text, 128)));
        QVERIFY(!isCalibratedOn(statistics, other, windowsOf(other, 128)));
        QVERIFY(!isCalibratedOn({}, text, windowsOf(text, 128)));
    }
};

QTEST_GUILESS_MAIN(TestCalibrationCoverage)
#include "tst_calibration_coverage.moc"
