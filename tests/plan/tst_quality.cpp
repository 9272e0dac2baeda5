// SPDX-License-Identifier: GPL-3.0-or-later
// The error of a whole plan: parameter-weighted, sampled within its interval, remembered.
#include "plan/quality.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"
#include "weights/result_cache.h"

#include <cmath>

using namespace quantlathe;

namespace {

PlanQuality measure(const Plan& plan, const QualityOptions& options, ResultCache* cache = nullptr, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    const CancelToken cancel;
    return measureQuality(plan, options, cache, arena, progress, cancel);
}

} // namespace

class TestQuality : public QObject {
    Q_OBJECT

    std::shared_ptr<const Model> sample_;
    [[nodiscard]] Plan plan(const std::string& preset) const {
        PlanDocument document;
        document.preset = preset;
        return makePlan(sample_, document);
    }

private slots:
    void initTestCase() { sample_ = openModel(test::resourceFile("sample")); }

    void isTheParameterWeightedMeanOfTheTensors() {
        const Plan made = plan("Q4_K_M");
        const PlanQuality quality = measure(made, {.exact = true});
        QVERIFY(!quality.sampled);
        QCOMPARE(quality.interval95, 0.0);
        QCOMPARE(quality.weights.size(), made.choices.size());
        double sum = 0;
        double count = 0;
        for (std::size_t i = 0; i < made.choices.size(); ++i) {
            const auto elements = static_cast<double>(made.choices[i].weight->elements());
            QCOMPARE(quality.weights[i].weight, made.choices[i].weight->name);
            QCOMPARE(quality.weights[i].relativeError == 0, made.choices[i].isForced);
            sum += elements * quality.weights[i].relativeError;
            count += elements;
        }
        QVERIFY(std::abs(quality.relativeError - sum / count) < 1e-12);
        QCOMPARE(quality.weightsTotal, static_cast<std::uint64_t>(count));
        QCOMPARE(quality.weightsLookedAt, quality.weightsTotal);
    }

    void moreBitsMeanLessError() {
        double last = 1.0;
        for (const char* preset : {"Q2_K", "Q3_K_M", "Q4_K_M", "Q5_K_M", "Q6_K", "Q8_0", "F16"}) {
            const double error = measure(plan(preset), {.exact = true}).relativeError;
            QVERIFY2(error < last, preset);
            last = error;
        }
        QCOMPARE(measure(plan("F32"), {.exact = true}).relativeError, 0.0);
    }

    void whatIsCopiedHasNoError() {
        QCOMPARE(sample_->dominantType(), ElementType::BF16);
        QCOMPARE(measure(plan("BF16"), {.exact = true}).relativeError, 0.0);
    }

    void samplesHoldTheExactFigureInTheirInterval() {
        for (const char* preset : {"Q4_0", "Q4_K_M", "Q2_K"}) {
            const double exact = measure(plan(preset), {.exact = true}).relativeError;
            const PlanQuality sampled = measure(plan(preset), {.exact = false, .sampleWeights = 1U << 13U});
            QVERIFY(sampled.sampled);
            QVERIFY(sampled.weightsLookedAt < sampled.weightsTotal);
            QVERIFY(sampled.interval95 > 0);
            // Twice the 95 % interval: the draw is fixed, and this must not depend on luck.
            QVERIFY2(std::abs(sampled.relativeError - exact) < 2 * sampled.interval95, preset);
        }
    }

    void threadsDoNotMatter() {
        const Plan made = plan("Q5_K_M");
        QCOMPARE(measure(made, {}, nullptr, 1).relativeError, measure(made, {}, nullptr, 4).relativeError);
    }

    void whatIsKnownIsNotMeasuredAgain() {
        const QTemporaryDir folder;
        ResultCache cache(folder.path().toStdString());
        const Plan made = plan("Q4_K_M");
        const PlanQuality first = measure(made, {.exact = true}, &cache);
        // The same pairs of weight and encoding, now answered although nothing may be measured.
        ThreadArena arena(1);
        Progress progress;
        const CancelToken cancel;
        for (const Choice& choice : made.choices) {
            const bool isKnown = cache.find(*sample_, *choice.weight, *choice.encoding, {}, {.exact = true}).has_value();
            QCOMPARE(isKnown, !choice.isForced);
        }
        QCOMPARE(measure(made, {.exact = true}, &cache).relativeError, first.relativeError);
    }

    void reportsProgressAndStops() {
        ThreadArena arena(2);
        ProgressState last;
        Progress progress([&](const ProgressState& state) { last = state; }, std::chrono::milliseconds(0));
        CancelToken cancel;
        static_cast<void>(measureQuality(plan("Q8_0"), {}, nullptr, arena, progress, cancel));
        QCOMPARE(last.done, last.total);
        QVERIFY(last.total > 0);
        cancel.cancel();
        const auto error =
            test::errorOf([&] { static_cast<void>(measureQuality(plan("Q8_0"), {}, nullptr, arena, progress, cancel)); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
    }
};

QTEST_APPLESS_MAIN(TestQuality)
#include "tst_quality.moc"
