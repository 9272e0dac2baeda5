// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/histogram.h"
#include "kernels/moments.h"
#include "kernels/simd_targets.h"
#include "support/test_support.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

using namespace quantlathe;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

// The definitions, written down in long double.
Moments reference(std::span<const float> values) {
    Moments m;
    long double sum = 0;
    m.minimum = infinity;
    m.maximum = -infinity;
    for (const float v : values) {
        if (std::isnan(v)) {
            ++m.nans;
        } else if (std::isinf(v)) {
            ++m.infinities;
        } else {
            ++m.count;
            m.zeros += v == 0 ? 1 : 0;
            sum += static_cast<long double>(v);
            m.minimum = std::min(m.minimum, static_cast<double>(v));
            m.maximum = std::max(m.maximum, static_cast<double>(v));
        }
    }
    if (m.count == 0) {
        m.minimum = m.maximum = 0;
        return m;
    }
    const long double mean = sum / static_cast<long double>(m.count);
    long double m2 = 0;
    long double m3 = 0;
    long double m4 = 0;
    for (const float v : values) {
        if (std::isfinite(v)) {
            const long double d = static_cast<long double>(v) - mean;
            m2 += d * d;
            m3 += d * d * d;
            m4 += d * d * d * d;
        }
    }
    m.mean = static_cast<double>(mean);
    m.m2 = static_cast<double>(m2);
    m.m3 = static_cast<double>(m3);
    m.m4 = static_cast<double>(m4);
    return m;
}

void compareClosely(const Moments& actual, const Moments& expected) {
    QCOMPARE(actual.count, expected.count);
    QCOMPARE(actual.zeros, expected.zeros);
    QCOMPARE(actual.nans, expected.nans);
    QCOMPARE(actual.infinities, expected.infinities);
    QCOMPARE(actual.minimum, expected.minimum);
    QCOMPARE(actual.maximum, expected.maximum);
    const double deviation = std::sqrt(expected.m2 / static_cast<double>(std::max<std::uint64_t>(1, expected.count)));
    const double n = static_cast<double>(expected.count);
    QVERIFY(std::abs(actual.mean - expected.mean) <= 1e-12 * (deviation + std::abs(expected.mean)));
    QVERIFY(std::abs(actual.m2 - expected.m2) <= 1e-11 * expected.m2);
    QVERIFY(std::abs(actual.m3 - expected.m3) <= 1e-10 * n * std::pow(deviation, 3) + 1e-11 * std::abs(expected.m3));
    QVERIFY(std::abs(actual.m4 - expected.m4) <= 1e-11 * expected.m4);
}

std::vector<float> heavyTailed(std::size_t count) {
    auto values = test::normalValues(count, 3);
    for (std::size_t i = 0; i < count; i += 97) {
        values[i] *= 40;
    }
    for (std::size_t i = 5; i < count; i += 31) {
        values[i] = i % 2 == 0 ? 0.0F : -0.0F;
    }
    return values;
}

} // namespace

class TestMoments : public QObject {
    Q_OBJECT

private slots:
    void agreesWithTheDefinitions() {
        for (const std::size_t count : {1U, 7U, 8U, 9U, 1000U, 100003U}) {
            const auto values = heavyTailed(count);
            compareClosely(momentsOf(values), reference(values));
        }
    }

    void aLargeMeanDoesNotEatTheDeviation() {
        auto values = test::normalValues(50000, 8, 1.0F);
        for (float& v : values) {
            v += 30000;
        }
        compareClosely(momentsOf(values), reference(values));
    }

    void nonFiniteValuesAreCountedAndLeftOut() {
        auto values = heavyTailed(1001);
        values[0] = notANumber;
        values[513] = -notANumber;
        values[514] = infinity;
        values[1000] = -infinity;
        const Moments m = momentsOf(values);
        QCOMPARE(m.nans, 2U);
        QCOMPARE(m.infinities, 2U);
        compareClosely(m, reference(values));

        const std::vector<float> none{notANumber, infinity, notANumber};
        QCOMPARE(momentsOf(none), reference(none));
        QCOMPARE(momentsOf({}), Moments{});
    }

    void theSameBitsOnEveryInstructionSet() {
        auto values = heavyTailed(4099);
        values[17] = notANumber;
        const Moments expected = momentsOf(values);
        test::onEachSimdTarget([&](const char* target) { QVERIFY2(momentsOf(values) == expected, target); });
    }

    void mergingPartsEqualsTheWhole() {
        auto values = heavyTailed(30011);
        for (std::size_t i = 0; i < 10000; ++i) {
            values[i] += 5; // parts with different means
        }
        values[20000] = infinity;
        Moments together;
        for (std::size_t start = 0; start < values.size(); start += 777) {
            together.merge(momentsOf(std::span(values).subspan(start, std::min<std::size_t>(777, values.size() - start))));
        }
        compareClosely(together, reference(values));

        Moments onlySpecial = momentsOf(std::vector<float>{notANumber});
        onlySpecial.merge(momentsOf(values));
        QCOMPARE(onlySpecial.nans, 1U);
        QCOMPARE(onlySpecial.infinities, 1U);
        QCOMPARE(onlySpecial.count, 30010U);
    }

    void countsGiveTheMomentsOfTheirMultiset() {
        const std::vector<float> values{-2, -0.0F, notANumber, 3};
        const std::vector<std::uint64_t> counts{3, 2, 0, 4};
        const std::vector<float> spelledOut{-2, -2, -2, 0, 0, 3, 3, 3, 3};
        compareClosely(momentsOfCounts(values, counts), reference(spelledOut));
        QCOMPARE(momentsOfCounts({}, {}), Moments{});
    }

    void patternsAreCountedAtAnyLengthAndAddress() {
        std::mt19937 random(11);
        std::vector<std::byte> stored(2 * 3001 + 1);
        for (auto& b : stored) {
            b = static_cast<std::byte>(random());
        }
        for (const std::size_t count : {0U, 1U, 3U, 4U, 3000U}) {
            const auto part = std::span<const std::byte>(stored).subspan(1, 2 * count);
            std::vector<std::uint64_t> expected(patternCount);
            for (std::size_t i = 0; i < count; ++i) {
                std::uint16_t pattern = 0;
                std::memcpy(&pattern, part.data() + 2 * i, 2);
                ++expected[pattern];
            }
            PatternCounter counter;
            counter.addPatterns(part);
            std::vector<std::uint64_t> counts(patternCount);
            counter.addTo(counts);
            QCOMPARE(counts, expected);
        }
    }

    void floatsAreCountedByTheirUpperHalf() {
        const std::vector<float> values{1.0F, std::nextafter(1.0F, 2.0F), -0.0F, -1.5F, 1.0F, infinity, 3e-45F};
        PatternCounter counter;
        counter.addFloats(values);
        std::vector<std::uint64_t> counts(patternCount);
        counter.addTo(counts);
        QCOMPARE(counts[0x3F80], 3U);
        QCOMPARE(counts[0x8000], 1U);
        QCOMPARE(counts[0xBFC0], 1U);
        QCOMPARE(counts[0x7F80], 1U);
        QCOMPARE(counts[0x0000], 1U);
    }

    void bytesAreCounted() {
        const std::vector<std::byte> stored(1003, std::byte{7});
        std::vector<std::uint64_t> counts(256, 1);
        countBytes(stored, counts);
        QCOMPARE(counts[7], 1004U);
        QCOMPARE(counts[8], 1U);
    }
};

QTEST_APPLESS_MAIN(TestMoments)
#include "tst_moments.moc"
