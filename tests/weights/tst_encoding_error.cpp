// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/encoding_error.h"
#include "weights/weight_fixture.h"
#include "weights/weight_rows.h"

#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <tuple>

using namespace quantlathe;
using test::ModelMaker;

namespace {

const ErrorOptions exact{.exact = true, .sampleWeights = 0};

EncodingError measured(const Model& model, const std::string& name, const std::string& encoding, const ErrorOptions& options,
                       std::span<const float> importance = {}, int threads = 2) {
    ThreadArena arena(threads);
    return measureError(model, *model.find(name), *encodingByName(encoding), {.importance = importance}, options, arena,
                        CancelToken());
}

bool isClose(double a, double b) {
    return std::abs(a - b) <= 1e-9 * std::abs(b);
}

// Rows whose spread differs by a factor of 20, as in an embedding: the hard case for sampling.
std::vector<float> unevenRows(std::size_t rows, std::size_t columns, std::uint64_t seed) {
    auto values = test::normalValues(rows * columns, seed, 1.0F);
    const auto scales = test::normalValues(rows, seed + 1000, 1.0F);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] *= 0.02F * std::exp(0.7F * scales[i / columns]);
        if (i % 997 == 0) {
            values[i] *= 20;
        }
    }
    return values;
}

} // namespace

class TestEncodingError : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void matrixEncodingsAreMeasuredLikeOthers() {
        constexpr std::uint64_t columns = 512;
        const auto values = test::normalValues(700 * columns, 5);
        const auto model = ModelMaker().add("w", ElementType::F32, {700, columns}, test::bytesOf(values)).make(folder_);
        const auto importance = std::vector<float>(columns, 1.0F); // which these encodings do not look at
        const std::array<std::tuple<const char*, double, double>, 6> expected{{{"LLM.INT8", 0.005, 0.012},
                                                                               {"FBGEMM-FP8", 0.015, 0.035},
                                                                               {"NF4-64", 0.07, 0.11},
                                                                               {"NF4-64-DQ", 0.07, 0.11},
                                                                               {"HQQ4-G64", 0.07, 0.11},
                                                                               {"FBGEMM-INT4-128", 0.07, 0.13}}};
        for (const auto& [name, least, most] : expected) {
            for (const bool exact : {true, false}) {
                ThreadArena arena(2);
                const EncodingError error =
                    measureError(*model, model->weights().front(), *encodingByName(name), {.importance = importance},
                                 {.exact = exact, .sampleWeights = 1U << 15U}, arena, {});
                QVERIFY2(error.relative > least && error.relative < most,
                         qPrintable(QStringLiteral("%1: %2").arg(QLatin1String(name)).arg(error.relative)));
            }
        }
    }

    void exactErrorAgreesWithTheDefinitions() {
        constexpr std::uint64_t columns = 512;
        const auto values = unevenRows(700, columns, 1);
        const auto model = ModelMaker().add("w", ElementType::F32, {700, columns}, test::bytesOf(values)).make(folder_);
        std::vector<float> importance = test::normalValues(columns, 2, 1.0F);
        for (float& s : importance) {
            s = s * s + 0.01F;
        }
        for (const char* name : {"Q8_0", "Q4_K", "BF16"}) {
            const Encoding& encoding = *encodingByName(name);
            std::vector<std::byte> stored(encoding.bytes(700, columns));
            std::vector<float> decoded(values.size());
            encoding.encode(values, columns, {.importance = importance}, stored);
            encoding.decode(stored, columns, decoded);
            long double d2 = 0;
            long double w2 = 0;
            long double q2 = 0;
            long double wq = 0;
            long double sd2 = 0;
            long double sw2 = 0;
            double maxAbsolute = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                const long double w = static_cast<long double>(values[i]);
                const long double q = static_cast<long double>(decoded[i]);
                const long double s = static_cast<long double>(importance[i % columns]);
                d2 += (w - q) * (w - q);
                w2 += w * w;
                q2 += q * q;
                wq += w * q;
                sd2 += s * (w - q) * (w - q);
                sw2 += s * w * w;
                maxAbsolute = std::max(maxAbsolute, static_cast<double>(std::abs(w - q)));
            }
            const EncodingError error = measured(*model, "w", name, exact, importance);
            QVERIFY(
                isClose(error.rootMeanSquare, static_cast<double>(std::sqrt(d2 / static_cast<long double>(values.size())))));
            QVERIFY(isClose(error.relative, static_cast<double>(std::sqrt(d2 / w2))));
            QVERIFY(isClose(error.sqnrDecibels, static_cast<double>(10 * std::log10(w2 / d2))));
            QVERIFY(isClose(error.cosine, static_cast<double>(wq / std::sqrt(w2 * q2))));
            QCOMPARE(error.maxAbsolute, maxAbsolute);
            QVERIFY(error.weightedRelative && isClose(*error.weightedRelative, static_cast<double>(std::sqrt(sd2 / sw2))));
            QCOMPARE(error.weights, values.size());
            QCOMPARE(error.weightsLookedAt, values.size());
            QVERIFY(!error.sampled);
            QCOMPARE(error.interval95, 0.0);
        }
        QVERIFY(!measured(*model, "w", "Q8_0", exact).weightedRelative);
        // Importance that is 0 everywhere says nothing; an error of 0 it would not be.
        const EncodingError silent = measured(*model, "w", "Q4_K", exact, std::vector<float>(importance.size(), 0.0F));
        QVERIFY(!silent.weightedRelative && silent.relative > 0);
    }

    void anExactEncodingHasNoError() {
        const auto values = test::normalValues(64 * 32, 3);
        const auto model =
            ModelMaker().add("w", ElementType::BF16, {64, 32}, test::bytesOf(test::bf16Of(values))).make(folder_);
        for (const char* name : {"F32", "BF16"}) {
            const auto error = measured(*model, "w", name, exact);
            QCOMPARE(error.relative, 0.0);
            QCOMPARE(error.sqnrDecibels, std::numeric_limits<double>::infinity());
            QVERIFY(isClose(error.cosine, 1.0));
        }
    }

    void zeroAndEmptyAndNonFiniteWeights() {
        std::vector<float> broken = test::normalValues(4 * 32, 4);
        broken[40] = std::numeric_limits<float>::quiet_NaN();
        const auto model = ModelMaker()
                               .add("zero", ElementType::F32, {4, 32}, std::vector<std::byte>(4 * 32 * 4))
                               .add("empty", ElementType::F32, {0, 32}, {})
                               .add("broken", ElementType::F32, {4, 32}, test::bytesOf(broken))
                               .make(folder_);
        const auto zero = measured(*model, "zero", "Q4_0", exact);
        QCOMPARE(zero.relative, 0.0);
        QCOMPARE(zero.cosine, 1.0);
        QCOMPARE(measured(*model, "empty", "Q4_0", exact), errorFromSums(ErrorSums{}));
        const auto withNan = measured(*model, "broken", "F16", exact);
        QCOMPARE(withNan.sums.nonFinite, 1U);
        QCOMPARE(withNan.weights, 128U);
        QVERIFY(withNan.relative > 0 && withNan.relative < 0x1p-11);
    }

    void anyNumberOfThreadsGivesTheSameResult() {
        const test::MoreThreadsThanCores many;
        const auto values = unevenRows(3000, 512, 5);
        const auto model = ModelMaker().add("w", ElementType::F32, {3000, 512}, test::bytesOf(values), 30).make(folder_);
        for (const ErrorOptions& options : {exact, ErrorOptions{.exact = false, .sampleWeights = 1U << 16U}}) {
            const auto one = measured(*model, "w", "Q4_0", options, {}, 1);
            for (const int threads : {2, 8}) {
                QCOMPARE(measured(*model, "w", "Q4_0", options, {}, threads), one);
            }
        }
    }

    void aSampleLooksAtLittleAndItsIntervalHolds() {
        constexpr std::size_t rows = 6000;
        constexpr std::size_t columns = 256;
        const ErrorOptions sample{.exact = false, .sampleWeights = 1U << 17U};
        int covered = 0;
        int total = 0;
        double widest = 0;
        for (std::uint64_t seed = 0; seed < 40; ++seed) {
            const auto values = unevenRows(rows, columns, seed);
            const std::string name = fmt::format("blk.{}.w", seed);
            const auto model = ModelMaker().add(name, ElementType::F32, {rows, columns}, test::bytesOf(values)).make(folder_);
            const auto truth = measured(*model, name, "Q4_0", exact);
            const auto estimate = measured(*model, name, "Q4_0", sample);
            QVERIFY(estimate.sampled);
            QVERIFY(estimate.weightsLookedAt <= sample.sampleWeights);
            QVERIFY(estimate.weightsLookedAt >= sample.sampleWeights / 2);
            QCOMPARE(estimate.weights, rows * columns);
            QVERIFY(estimate.interval95 > 0);
            widest = std::max(widest, estimate.interval95 / truth.relative);
            covered += std::abs(estimate.relative - truth.relative) <= estimate.interval95 ? 1 : 0;
            ++total;
        }
        qInfo("%d of %d intervals hold the exact error; the widest is ±%.1f %%", covered, total, 100 * widest);
        QVERIFY(covered >= 36); // 38 expected; at least 36 of 40 in 95 % of all series
        QVERIFY(widest < 0.25);
    }

    void smallOrFewRowedWeightsAreMeasuredWhole() {
        const auto values = test::normalValues(1024 * 512, 6);
        const auto model = ModelMaker()
                               .add("small", ElementType::F32, {200, 512},
                                    test::bytesOf(std::vector<float>(values.begin(), values.begin() + 102400)))
                               .add("wide", ElementType::F32, {4, 131072}, test::bytesOf(values))
                               .make(folder_);
        const ErrorOptions sample{.exact = false, .sampleWeights = 1U << 17U};
        QVERIFY(!measured(*model, "small", "Q8_0", sample).sampled);
        QCOMPARE(measured(*model, "small", "Q8_0", sample), measured(*model, "small", "Q8_0", exact));
        QVERIFY(!measured(*model, "wide", "Q8_0", sample).sampled);
    }

    void differentEncodingsAreMeasuredOnTheSameRows() {
        const auto values = unevenRows(6000, 256, 7);
        const auto model = ModelMaker().add("w", ElementType::F32, {6000, 256}, test::bytesOf(values)).make(folder_);
        const ErrorOptions sample{.exact = false, .sampleWeights = 1U << 16U};
        QCOMPARE(measured(*model, "w", "Q4_0", sample).sums.original, measured(*model, "w", "Q8_0", sample).sums.original);
    }

    void whatDoesNotFitIsRefused() {
        const auto model = ModelMaker()
                               .add("odd", ElementType::F32, {2, 40}, std::vector<std::byte>(320))
                               .add("complex", ElementType::C64, {32}, std::vector<std::byte>(256))
                               .make(folder_);
        const auto odd = test::errorOf([&] { (void)measured(*model, "odd", "Q4_0", exact); });
        QVERIFY(odd);
        QCOMPARE(odd->kind(), ErrorKind::badInput);
        QCOMPARE(odd->detail(), std::string("Q4_0 needs rows of a multiple of 32 columns, this weight has 40."));
        QVERIFY(test::errorOf([&] { (void)measured(*model, "complex", "F16", exact); }));
        const std::vector<float> importance(39, 1.0F);
        QVERIFY(test::errorOf([&] { (void)measured(*model, "odd", "F16", exact, importance); }));
        CancelToken cancel;
        cancel.cancel();
        ThreadArena arena(1);
        const auto stopped = test::errorOf(
            [&] { (void)measureError(*model, *model->find("odd"), *encodingByName("F16"), {}, exact, arena, cancel); });
        QVERIFY(stopped && stopped->kind() == ErrorKind::cancelled);
    }

    void stackedExpertsHaveTheirOwnImportance() {
        constexpr std::uint64_t columns = 256;
        constexpr std::uint64_t rowsPerExpert = 700; // no tile ends where an expert does
        const auto values = unevenRows(3 * rowsPerExpert, columns, 11);
        auto importance = test::normalValues(3 * columns, 12, 1.0F);
        for (float& s : importance) {
            s = s * s + 0.01F;
        }
        const auto part = [&](std::size_t expert) {
            const auto first = values.begin() + static_cast<std::ptrdiff_t>(expert * rowsPerExpert * columns);
            return test::bytesOf(std::vector<float>(first, first + rowsPerExpert * columns));
        };
        const auto model = ModelMaker()
                               .add("experts", ElementType::F32, {3, rowsPerExpert, columns}, test::bytesOf(values))
                               .add("e0", ElementType::F32, {rowsPerExpert, columns}, part(0))
                               .add("e1", ElementType::F32, {rowsPerExpert, columns}, part(1))
                               .add("e2", ElementType::F32, {rowsPerExpert, columns}, part(2))
                               .make(folder_);
        for (const char* encoding : {"Q4_K", "NF4-64", "FBGEMM-INT4-128"}) { // matrices of several parts are no sum of rows
            ErrorSums parts;
            for (std::size_t expert = 0; expert < 3; ++expert) {
                const auto own = std::span(importance).subspan(expert * columns, columns);
                parts.merge(measured(*model, fmt::format("e{}", expert), encoding, exact, own).sums);
            }
            const ErrorSums all = measured(*model, "experts", encoding, exact, importance).sums;
            QCOMPARE(all.weights, parts.weights);
            QVERIFY2(isClose(all.difference, parts.difference), encoding);
            QVERIFY2(isClose(all.weightedDifference, parts.weightedDifference), encoding);
            QVERIFY2(isClose(all.weightedOriginal, parts.weightedOriginal), encoding);
        }
        QVERIFY(test::errorOf(
            [&] { (void)measured(*model, "experts", "Q4_K", exact, std::span(importance).first(2 * columns + 1)); }));
    }

    void aModelIsWeightedByItsParameters() {
        EncodingError a;
        a.weights = a.weightsLookedAt = 300;
        a.relative = 0.1;
        EncodingError b;
        b.weights = 100;
        b.weightsLookedAt = 10;
        b.relative = 0.02;
        b.sampled = true;
        b.interval95 = 0.004;
        EncodingError nothing;
        const ModelError all = parameterWeighted(std::vector<EncodingError>{a, b, nothing});
        QVERIFY(isClose(all.relative, 0.08));
        QVERIFY(isClose(all.interval95, 0.001));
        QVERIFY(all.sampled);
        QCOMPARE(all.weights, 400U);
        QCOMPARE(all.weightsLookedAt, 310U);
        QCOMPARE(parameterWeighted({}).relative, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestEncodingError)
#include "tst_encoding_error.moc"
