// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/statistics.h"
#include "weights/weight_fixture.h"
#include "weights/weight_rows.h"

#include <atomic>
#include <cmath>
#include <limits>

using namespace quantlathe;
using test::ModelMaker;

namespace {

constexpr float notANumber = std::numeric_limits<float>::quiet_NaN();
constexpr float infinity = std::numeric_limits<float>::infinity();

WeightStatistics statisticsOf(const Model& model, const std::string& name, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    return computeStatistics(model, *model.find(name), arena, progress, CancelToken());
}

std::vector<float> valuesOf(const Model& model, const std::string& name) {
    const Weight& weight = *model.find(name);
    std::vector<float> values(static_cast<std::size_t>(weight.elements()));
    readRows(model, weight, 0, values);
    return values;
}

bool isClose(double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance;
}

// The definitions of docs/statistics.md, written down plainly.
void compareWithDefinitions(const WeightStatistics& s, const std::vector<float>& values, double tailTolerance = 0) {
    long double sum = 0;
    double minimum = infinity;
    double maximum = -infinity;
    std::uint64_t nans = 0;
    std::uint64_t infinities = 0;
    std::uint64_t zeros = 0;
    std::uint64_t finite = 0;
    for (const float v : values) {
        nans += std::isnan(v) ? 1 : 0;
        infinities += std::isinf(v) ? 1 : 0;
        if (std::isfinite(v)) {
            ++finite;
            zeros += v == 0 ? 1 : 0;
            sum += static_cast<long double>(v);
            minimum = std::min(minimum, static_cast<double>(v));
            maximum = std::max(maximum, static_cast<double>(v));
        }
    }
    QCOMPARE(s.count, values.size());
    QCOMPARE(s.nanCount, nans);
    QCOMPARE(s.infCount, infinities);
    QCOMPARE(s.histogram.total(), finite);
    const auto n = static_cast<double>(finite);
    const long double mean = sum / static_cast<long double>(finite);
    long double m2 = 0;
    long double m4 = 0;
    for (const float v : values) {
        if (std::isfinite(v)) {
            const long double d = static_cast<long double>(v) - mean;
            m2 += d * d;
            m4 += d * d * d * d;
        }
    }
    const auto deviation = static_cast<double>(std::sqrt(m2 / static_cast<long double>(finite)));
    std::uint64_t beyond = 0;
    for (const float v : values) {
        beyond += std::isfinite(v) && std::abs(static_cast<double>(v)) > 6 * deviation ? 1 : 0;
    }
    QCOMPARE(s.minimum, minimum);
    QCOMPARE(s.maximum, maximum);
    QVERIFY(isClose(s.mean, static_cast<double>(mean), 1e-12 * deviation + 1e-15 * std::abs(static_cast<double>(mean))));
    QVERIFY(isClose(s.standardDeviation, deviation, 1e-11 * deviation));
    QVERIFY(isClose(s.excessKurtosis, static_cast<double>(static_cast<long double>(n) * m4 / (m2 * m2)) - 3, 1e-8));
    QCOMPARE(s.zeroShare, static_cast<double>(zeros) / n);
    QVERIFY(isClose(s.beyondSixSigmaShare, static_cast<double>(beyond) / n, tailTolerance));
}

std::vector<float> heavyTailed(std::size_t count, std::uint64_t seed) {
    auto values = test::normalValues(count, seed);
    for (std::size_t i = 0; i < count; i += 501) {
        values[i] *= 30;
    }
    for (std::size_t i = 7; i < count; i += 100) {
        values[i] = 0;
    }
    return values;
}

} // namespace

class TestStatistics : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void agreesWithTheDefinitionsForEveryWayOfStoring() {
        auto values = heavyTailed(700 * 1024, 1); // more than two tiles and a rest
        const auto model = ModelMaker()
                               .add("bf16", ElementType::BF16, {700, 1024}, test::bytesOf(test::bf16Of(values)))
                               .add("f16", ElementType::F16, {700, 1024}, test::bytesOf(test::f16Of(values)), 7)
                               .add("f32", ElementType::F32, {700, 1024}, test::bytesOf(values), 7)
                               .add("q8_0", ElementType::Q8_0, {700, 1024}, test::encoded("Q8_0", values, 1024))
                               .make(folder_);
        compareWithDefinitions(statisticsOf(*model, "bf16"), valuesOf(*model, "bf16"));
        compareWithDefinitions(statisticsOf(*model, "f16"), valuesOf(*model, "f16"));
        compareWithDefinitions(statisticsOf(*model, "f32"), values, 2e-5);
        compareWithDefinitions(statisticsOf(*model, "q8_0"), valuesOf(*model, "q8_0"), 2e-5);
        QVERIFY(statisticsOf(*model, "bf16").histogram.isExact);
        QVERIFY(!statisticsOf(*model, "f32").histogram.isExact);
    }

    void eightBitFloatsAndIntegers() {
        std::vector<std::byte> bytes(70000);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            bytes[i] = static_cast<std::byte>(i * 2654435761U >> 13U);
        }
        ModelMaker maker;
        const std::vector<ElementType> types{ElementType::F8_E4M3, ElementType::F8_E5M2, ElementType::I8, ElementType::U8,
                                             ElementType::BOOL,    ElementType::I16,     ElementType::U16};
        for (const ElementType type : types) {
            maker.add(std::string(info(type).name), type, {bytes.size() / info(type).bytesPerBlock}, bytes);
        }
        const auto model = maker.make(folder_);
        for (const ElementType type : types) {
            const std::string name(info(type).name);
            compareWithDefinitions(statisticsOf(*model, name), valuesOf(*model, name));
        }
    }

    void bf16ValuesStoredAsF32AreStillCountedExactly() {
        auto values = heavyTailed(300 * 1000, 2);
        for (float& v : values) {
            v = floatFromBf16(bf16FromFloat(v));
        }
        const auto model = ModelMaker()
                               .add("wide", ElementType::F32, {300, 1000}, test::bytesOf(values))
                               .add("narrow", ElementType::BF16, {300, 1000}, test::bytesOf(test::bf16Of(values)))
                               .make(folder_);
        const auto wide = statisticsOf(*model, "wide");
        QCOMPARE(wide.histogram, statisticsOf(*model, "narrow").histogram);
        compareWithDefinitions(wide, values);
    }

    void constantZeroAndEmptyTensors() {
        const std::vector<float> constant(1000, 0.0123F);
        const auto model = ModelMaker()
                               .add("constant", ElementType::F32, {10, 100}, test::bytesOf(constant))
                               .add("constant16", ElementType::F16, {10, 100}, test::bytesOf(test::f16Of(constant)))
                               .add("zero", ElementType::BF16, {1000}, std::vector<std::byte>(2000))
                               .add("minusZero", ElementType::F32, {2}, test::bytesOf(std::vector<float>{-0.0F, 0.0F}))
                               .add("empty", ElementType::F32, {5, 0}, {})
                               .make(folder_);
        for (const char* name : {"constant", "constant16"}) {
            const auto s = statisticsOf(*model, name);
            QCOMPARE(s.minimum, s.maximum);
            QVERIFY(isClose(s.mean, s.minimum, 1e-17));
            QCOMPARE(s.standardDeviation, 0.0);
            QCOMPARE(s.excessKurtosis, 0.0);
        }
        for (const char* name : {"zero", "minusZero"}) {
            const auto s = statisticsOf(*model, name);
            QCOMPARE(s.zeroShare, 1.0);
            QCOMPARE(s.beyondSixSigmaShare, 0.0);
            QCOMPARE(s.standardDeviation, 0.0);
        }
        QCOMPARE(statisticsOf(*model, "empty"), WeightStatistics{});
    }

    void nonFiniteValuesAreCountedAndLeftOut() {
        auto values = heavyTailed(5000, 3);
        values[0] = notANumber;
        values[4999] = infinity;
        values[77] = -infinity;
        const std::vector<float> none{notANumber, infinity};
        // A NaN whose payload lies in the lower half looks like an infinity from above.
        auto hidden = values;
        hidden[5] = std::bit_cast<float>(0x7F800001U);
        const auto model = ModelMaker()
                               .add("f32", ElementType::F32, {5000}, test::bytesOf(values))
                               .add("bf16", ElementType::BF16, {5000}, test::bytesOf(test::bf16Of(values)))
                               .add("f16", ElementType::F16, {5000}, test::bytesOf(test::f16Of(values)))
                               .add("none", ElementType::BF16, {2}, test::bytesOf(test::bf16Of(none)))
                               .add("hidden", ElementType::F32, {5000}, test::bytesOf(hidden))
                               .make(folder_);
        for (const char* name : {"f32", "bf16", "f16", "hidden"}) {
            compareWithDefinitions(statisticsOf(*model, name), valuesOf(*model, name), 1e-3);
        }
        const auto s = statisticsOf(*model, "none");
        QCOMPARE(s.count, 2U);
        QCOMPARE(s.nanCount, 1U);
        QCOMPARE(s.infCount, 1U);
        QCOMPARE(s.mean, 0.0);
        QCOMPARE(s.beyondSixSigmaShare, 0.0);
    }

    void anyNumberOfThreadsGivesTheSameResult() {
        const test::MoreThreadsThanCores many;
        const auto values = heavyTailed(1500 * 1024, 4);
        const auto model = ModelMaker()
                               .add("f32", ElementType::F32, {1500, 1024}, test::bytesOf(values))
                               .add("bf16", ElementType::BF16, {1500, 1024}, test::bytesOf(test::bf16Of(values)))
                               .make(folder_);
        for (const char* name : {"f32", "bf16"}) {
            const auto one = statisticsOf(*model, name, 1);
            for (const int threads : {2, 3, 8}) {
                QCOMPARE(statisticsOf(*model, name, threads), one);
            }
        }
    }

    void mergedPartsEqualTheWhole() {
        const auto a = heavyTailed(4000, 5);
        const auto b = heavyTailed(6000, 6);
        auto both = a;
        both.insert(both.end(), b.begin(), b.end());
        const auto model = ModelMaker()
                               .add("a", ElementType::BF16, {4000}, test::bytesOf(test::bf16Of(a)))
                               .add("b", ElementType::BF16, {6000}, test::bytesOf(test::bf16Of(b)))
                               .add("both", ElementType::BF16, {10000}, test::bytesOf(test::bf16Of(both)))
                               .add("empty", ElementType::BF16, {0}, {})
                               .make(folder_);
        const std::vector<WeightStatistics> parts{statisticsOf(*model, "empty"), statisticsOf(*model, "a"),
                                                  statisticsOf(*model, "b")};
        const WeightStatistics all = merged(parts);
        compareWithDefinitions(all, valuesOf(*model, "both"));
        QCOMPARE(all.histogram, statisticsOf(*model, "both").histogram);
    }

    void statisticsOfWhatAnEncodingMakesOfTheWeight() {
        const auto values = test::normalValues(64 * 256, 7);
        const auto model = ModelMaker()
                               .add("f32", ElementType::F32, {64, 256}, test::bytesOf(values))
                               .add("q4_0", ElementType::Q4_0, {64, 256}, test::encoded("Q4_0", values, 256))
                               .make(folder_);
        ThreadArena arena(2);
        Progress progress;
        const auto decoded =
            decodedStatistics(*model, *model->find("f32"), *encodingByName("Q4_0"), {}, arena, progress, CancelToken());
        const auto stored = statisticsOf(*model, "q4_0");
        QCOMPARE(decoded.histogram, stored.histogram);
        QCOMPARE(decoded.moments, stored.moments);
        const auto error = test::errorOf([&] {
            const std::vector<float> importance(255, 1.0F);
            (void)decodedStatistics(*model, *model->find("f32"), *encodingByName("Q4_0"), {.importance = importance}, arena,
                                    progress, CancelToken());
        });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }

    void maximaOfRowsAndColumns() {
        const auto values = heavyTailed(600 * 1000, 8);
        const auto model = ModelMaker().add("f32", ElementType::F32, {600, 1000}, test::bytesOf(values)).make(folder_);
        std::vector<float> columns(1000);
        std::vector<float> rows(600);
        for (std::size_t i = 0; i < values.size(); ++i) {
            columns[i % 1000] = std::max(columns[i % 1000], std::abs(values[i]));
            rows[i / 1000] = std::max(rows[i / 1000], std::abs(values[i]));
        }
        ThreadArena arena(2);
        Progress progress;
        const auto maxima = absoluteMaxima(*model, *model->find("f32"), arena, progress, CancelToken());
        QCOMPARE(maxima.columns, columns);
        QCOMPARE(maxima.rows, rows);
    }

    void progressCountsTheStoredBytesAndCancelStops() {
        const auto values = heavyTailed(1024 * 1024, 9);
        const auto model = ModelMaker()
                               .add("f32", ElementType::F32, {1024, 1024}, test::bytesOf(values))
                               .add("bf16", ElementType::BF16, {1024, 1024}, test::bytesOf(test::bf16Of(values)))
                               .make(folder_);
        ThreadArena arena(1); // so that the second tile starts after the first has reported
        for (const char* name : {"f32", "bf16"}) {
            const Weight& weight = *model->find(name);
            std::uint64_t done = 0;
            Progress progress([&](const ProgressState& state) { done = state.done; });
            progress.start("Reading", 1);
            (void)computeStatistics(*model, weight, arena, progress, CancelToken());
            progress.finish();
            QCOMPARE(done, weight.storedBytes());

            CancelToken cancel;
            Progress stopping(
                [&](const ProgressState& state) {
                    if (state.done > 0) {
                        cancel.cancel();
                    }
                },
                std::chrono::milliseconds(0));
            const auto error = test::errorOf([&] { (void)computeStatistics(*model, weight, arena, stopping, cancel); });
            QVERIFY(error && error->kind() == ErrorKind::cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestStatistics)
#include "tst_statistics.moc"
