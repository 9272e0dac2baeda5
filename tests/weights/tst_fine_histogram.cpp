// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/numeric.h"
#include "kernels/histogram.h"
#include "support/test_support.h"
#include "weights/fine_histogram.h"

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace quantlathe;

namespace {

std::vector<float> roundedToBf16(std::vector<float> values) {
    for (float& v : values) {
        v = floatFromBf16(bf16FromFloat(v));
    }
    return values;
}

FineHistogram histogramOf(const std::vector<float>& values) {
    PatternCounter counter;
    counter.addFloats(values);
    std::vector<std::uint64_t> counts(patternCount);
    counter.addTo(counts);
    return fineHistogram(counts, counter.floatsWereExact());
}

double sum(const LinearHistogram& h) {
    return std::accumulate(h.counts.begin(), h.counts.end(), h.below + h.above);
}

} // namespace

class TestFineHistogram : public QObject {
    Q_OBJECT

private slots:
    void binsAreInTheOrderOfTheValues() {
        float previous = -INFINITY;
        for (unsigned bin = 0; bin < 65536; ++bin) {
            const std::uint16_t pattern = fineBinPattern(static_cast<std::uint16_t>(bin));
            QCOMPARE(fineBin(pattern), static_cast<std::uint16_t>(bin));
            const float value = floatFromBf16(pattern);
            if (!std::isnan(value)) {
                QVERIFY(value >= previous);
                previous = value;
            }
        }
    }

    void nanAndInfinityAreLeftOut() {
        const auto h = histogramOf({1, INFINITY, -INFINITY, NAN, -NAN, 1, 0});
        QCOMPARE(h.total(), 3U);
        QCOMPARE(h.bins.size(), 2U);
    }

    void quantilesOfExactValuesAreExact() {
        auto values = roundedToBf16(test::normalValues(10001, 3));
        const FineHistogram h = histogramOf(values);
        QVERIFY(h.isExact);
        std::ranges::sort(values);
        QCOMPARE(quantile(h, 0.5), static_cast<double>(values[5000]));
        QCOMPARE(quantile(h, 0.0), static_cast<double>(values.front()));
        QCOMPARE(quantile(h, 1.0), static_cast<double>(values.back()));
        std::ranges::sort(values, {}, [](float v) { return std::abs(v); });
        QCOMPARE(symmetricRange(h, 0.999), static_cast<double>(std::abs(values[9990])));
        const double limit = std::abs(values[9000]);
        const auto beyond = std::ranges::count_if(values, [&](float v) { return std::abs(v) > limit; });
        QCOMPARE(shareBeyond(h, limit), static_cast<double>(beyond) / 10001);
    }

    void quantilesOfFloatsAreWithinABin() {
        auto values = test::normalValues(20001, 4);
        const FineHistogram h = histogramOf(values);
        QVERIFY(!h.isExact);
        std::ranges::sort(values);
        for (const double p : {0.001, 0.1, 0.5, 0.9, 0.999}) {
            const double exact = values[static_cast<std::size_t>(std::ceil(p * 20001)) - 1];
            QVERIFY(std::abs(quantile(h, p) - exact) <= std::abs(exact) / 128 + 1e-6);
        }
    }

    void linearBinsOfExactValuesAreCountedExactly() {
        const auto values = roundedToBf16(test::normalValues(5000, 5));
        const FineHistogram h = histogramOf(values);
        constexpr std::size_t bins = 300;
        const LinearHistogram linear = linearHistogram(h, bins, -0.03, 0.03);
        std::vector<double> expected(bins);
        double below = 0;
        double above = 0;
        for (const double v : values) {
            if (v < -0.03) {
                ++below;
            } else if (v > 0.03) {
                ++above;
            } else {
                std::size_t bin = 0;
                while (bin + 1 < bins && v >= -0.03 + 0.06 * (static_cast<double>(bin + 1) / bins)) {
                    ++bin;
                }
                ++expected[bin];
            }
        }
        QCOMPARE(linear.counts, expected);
        QCOMPARE(linear.below, below);
        QCOMPARE(linear.above, above);
    }

    void bordersBelongToTheBinAbove() {
        const LinearHistogram linear = linearHistogram(histogramOf({-1, -0.5F, 0, -0.0F, 0.5F, 1, 1.5F}), 4, -1, 1);
        QCOMPARE(linear.counts, (std::vector<double>{1, 1, 2, 2}));
        QCOMPARE(linear.above, 1.0);
    }

    void noValueGetsLost() {
        for (const auto& values : {test::normalValues(3000, 6), roundedToBf16(test::normalValues(3000, 6))}) {
            const FineHistogram h = histogramOf(values);
            for (const bool smooth : {false, true}) {
                for (const std::size_t bins : {1U, 7U, 256U, 5000U}) {
                    QVERIFY(std::abs(sum(linearHistogram(h, bins, -0.02, 0.05, smooth)) - 3000) < 1e-6);
                }
            }
        }
    }

    void floatsFallIntoLinearBinsToTheResolutionOfAFineBin() {
        const auto values = test::normalValues(200000, 9);
        const LinearHistogram linear = linearHistogram(histogramOf(values), 64, -0.064, 0.064);
        std::vector<double> expected(64);
        for (const float v : values) {
            if (std::abs(v) < 0.064F) {
                ++expected[static_cast<std::size_t>((static_cast<double>(v) + 0.064) / 0.002)];
            }
        }
        for (std::size_t bin = 0; bin < 64; ++bin) { // a border cuts one fine bin, at most 1/8 as wide as the linear bin
            QVERIFY(std::abs(linear.counts[bin] - expected[bin]) <= 0.03 * expected[bin] + 20);
        }
    }

    void smoothingRemovesTheCombOfCoarseSteps() {
        // BF16 steps at 1 … 2 are 1/128; bins of 1/512 would be hit one time in four.
        std::vector<float> values;
        for (int i = 0; i < 128; ++i) {
            values.insert(values.end(), 8, 1.0F + static_cast<float>(i) / 128);
        }
        const FineHistogram h = histogramOf(values);
        const auto comb = linearHistogram(h, 400, 1.1, 1.9);
        const auto smooth = linearHistogram(h, 400, 1.1, 1.9, true);
        QCOMPARE(std::ranges::min(comb.counts), 0.0);
        QVERIFY(std::ranges::min(smooth.counts) > 2.04 && std::ranges::max(smooth.counts) < 2.06); // 8 · 128 · 0.002
    }

    void mergingEqualsCountingTogether() {
        const auto a = roundedToBf16(test::normalValues(1000, 1));
        const auto b = roundedToBf16(test::normalValues(500, 2, 1.0F));
        auto together = a;
        together.insert(together.end(), b.begin(), b.end());
        FineHistogram h = histogramOf(a);
        h.merge(histogramOf(b));
        QCOMPARE(h, histogramOf(together));
        FineHistogram empty;
        empty.merge(h);
        QCOMPARE(empty, h);
        h.merge(FineHistogram{});
        QCOMPARE(empty, h);
        h.merge(histogramOf(test::normalValues(10, 3)));
        QVERIFY(!h.isExact);
    }

    void anEmptyHistogramAnswersZero() {
        const FineHistogram h;
        QCOMPARE(quantile(h, 0.5), 0.0);
        QCOMPARE(symmetricRange(h), 0.0);
        QCOMPARE(shareBeyond(h, 1), 0.0);
        QCOMPARE(sum(linearHistogram(h, 10, -1, 1)), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestFineHistogram)
#include "tst_fine_histogram.moc"
