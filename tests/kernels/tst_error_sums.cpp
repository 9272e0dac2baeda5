// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/error_sums.h"
#include "kernels/simd_targets.h"
#include "support/test_support.h"

#include <cmath>
#include <limits>

using namespace quantlathe;

namespace {

ErrorSums reference(std::span<const float> w, std::span<const float> q, std::size_t columns,
                    std::span<const float> importance) {
    ErrorSums sums;
    long double difference = 0;
    long double original = 0;
    long double decoded = 0;
    long double product = 0;
    long double weightedDifference = 0;
    long double weightedOriginal = 0;
    for (std::size_t i = 0; i < w.size(); ++i) {
        if (!std::isfinite(w[i]) || !std::isfinite(q[i])) {
            ++sums.nonFinite;
            continue;
        }
        ++sums.weights;
        const auto a = static_cast<long double>(w[i]);
        const auto b = static_cast<long double>(q[i]);
        const auto s = static_cast<long double>(importance.empty() ? 0.0F : importance[i % columns]);
        difference += (a - b) * (a - b);
        original += a * a;
        decoded += b * b;
        product += a * b;
        weightedDifference += s * (a - b) * (a - b);
        weightedOriginal += s * a * a;
        sums.maxAbsolute = std::max(sums.maxAbsolute, static_cast<double>(std::abs(a - b)));
    }
    sums.difference = static_cast<double>(difference);
    sums.original = static_cast<double>(original);
    sums.decoded = static_cast<double>(decoded);
    sums.product = static_cast<double>(product);
    sums.weightedDifference = static_cast<double>(weightedDifference);
    sums.weightedOriginal = static_cast<double>(weightedOriginal);
    return sums;
}

bool isNear(double a, double b, double scale) {
    return std::abs(a - b) <= 1e-12 * scale;
}

void compareClosely(const ErrorSums& actual, const ErrorSums& expected) {
    QCOMPARE(actual.weights, expected.weights);
    QCOMPARE(actual.nonFinite, expected.nonFinite);
    QVERIFY(isNear(actual.difference, expected.difference, expected.difference));
    QVERIFY(isNear(actual.original, expected.original, expected.original));
    QVERIFY(isNear(actual.decoded, expected.decoded, expected.decoded));
    QVERIFY(isNear(actual.product, expected.product, expected.original + expected.decoded));
    QVERIFY(isNear(actual.weightedDifference, expected.weightedDifference, expected.weightedDifference));
    QVERIFY(isNear(actual.weightedOriginal, expected.weightedOriginal, expected.weightedOriginal));
    QCOMPARE(actual.maxAbsolute, expected.maxAbsolute);
}

struct Pair {
    std::vector<float> w;
    std::vector<float> q;
    std::vector<float> importance;
};

Pair pairOf(std::size_t rows, std::size_t columns) {
    Pair pair{test::normalValues(rows * columns, 1), test::normalValues(rows * columns, 2, 0.001F),
              test::normalValues(columns, 3)};
    for (std::size_t i = 0; i < pair.w.size(); ++i) {
        pair.q[i] += pair.w[i];
    }
    for (float& s : pair.importance) {
        s = s * s;
    }
    return pair;
}

} // namespace

class TestErrorSums : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheDefinitions() {
        for (const std::size_t columns : {1U, 5U, 8U, 64U, 100U}) {
            const Pair p = pairOf(37, columns);
            compareClosely(errorSums(p.w, p.q, columns), reference(p.w, p.q, columns, {}));
            compareClosely(errorSums(p.w, p.q, columns, p.importance), reference(p.w, p.q, columns, p.importance));
        }
        QCOMPARE(errorSums({}, {}, 4), ErrorSums{});
    }

    void pairsWithNonFiniteValuesAreLeftOut() {
        Pair p = pairOf(11, 40);
        p.w[3] = std::numeric_limits<float>::quiet_NaN();
        p.q[3] = std::numeric_limits<float>::infinity();
        p.q[77] = -std::numeric_limits<float>::infinity();
        p.w[439] = std::numeric_limits<float>::quiet_NaN();
        const auto sums = errorSums(p.w, p.q, 40, p.importance);
        QCOMPARE(sums.nonFinite, 3U);
        compareClosely(sums, reference(p.w, p.q, 40, p.importance));
    }

    void theSameBitsOnEveryInstructionSet() {
        const Pair p = pairOf(23, 101);
        const auto plain = errorSums(p.w, p.q, 101);
        const auto weighted = errorSums(p.w, p.q, 101, p.importance);
        test::onEachSimdTarget([&](const char* target) {
            QVERIFY2(errorSums(p.w, p.q, 101) == plain, target);
            QVERIFY2(errorSums(p.w, p.q, 101, p.importance) == weighted, target);
        });
    }

    void absoluteMaximaOfRowsAndColumns() {
        constexpr std::size_t rows = 9;
        constexpr std::size_t columns = 77;
        auto values = test::normalValues(rows * columns, 4);
        values[5] = std::numeric_limits<float>::quiet_NaN();
        values[columns + 70] = -9;
        std::vector<float> expectedColumns(columns);
        std::vector<float> expectedRows(rows);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!std::isnan(values[i])) {
                expectedColumns[i % columns] = std::max(expectedColumns[i % columns], std::abs(values[i]));
                expectedRows[i / columns] = std::max(expectedRows[i / columns], std::abs(values[i]));
            }
        }
        test::onEachSimdTarget([&](const char* target) {
            std::vector<float> columnMaxima(columns);
            std::vector<float> rowMaxima(rows);
            updateAbsoluteMaxima(values, columnMaxima, rowMaxima);
            QVERIFY2(columnMaxima == expectedColumns, target);
            QVERIFY2(rowMaxima == expectedRows, target);
        });
    }
};

QTEST_APPLESS_MAIN(TestErrorSums)
#include "tst_error_sums.moc"
