// SPDX-License-Identifier: GPL-3.0-or-later
// The error of a whole plan: parameter-weighted, sampled within its interval, remembered.
#include "plan/quality.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"
#include "weights/encoding_error.h"
#include "weights/result_cache.h"

#include <algorithm>
#include <cmath>
#include <fstream>

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

    /// Each expert is encoded and measured with the importance of its own, as the conversion does it; IQ2_XXS cannot do
    /// without.
    void expertsKeepTheirImportance() {
        const QTemporaryDir folder;
        test::LlamaShape shape;
        shape.layers = 1;
        shape.experts = 4;
        shape.expertsUsed = 2;
        const auto path = test::writeLlamaGguf(folder, shape, ElementType::F32);
        const char* const name = "blk.0.ffn_down_exps.weight";
        const Checkpoint checkpoint = openCheckpoint(path);
        const TensorInfo& stored = *checkpoint.find(name);
        const std::vector<float> values = test::normalValues(stored.bytes / sizeof(float), 7);
        {
            std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(static_cast<std::streamoff>(stored.offset));
            file.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(stored.bytes));
        }
        const auto model = openModel(path);
        const Weight& weight = *model->find(name);
        const auto importance = std::make_shared<ImportanceMatrix>();
        std::vector<float>& columns = importance->columns[name];
        for (const float value : test::normalValues(importanceLength(weight), 8, 1)) {
            columns.push_back(std::exp(value));
        }
        PlanDocument document;
        document.preset = "Q8_0";
        for (const char* const encoding : {"Q3_K", "IQ2_XXS"}) {
            document.weights[name] = encoding;
            const Plan made = makePlan(model, document, importance);
            const PlanQuality quality = measure(made, {.exact = true});
            const auto found = std::ranges::find(quality.weights, std::string(name), &WeightQuality::weight);
            QVERIFY(found != quality.weights.end());
            QCOMPARE(found->encoding, std::string(encoding));
            ThreadArena arena(1);
            const CancelToken cancel;
            const EncodingError expected = measureError(*model, weight, *encodingByName(encoding), {.importance = columns},
                                                        {.exact = true}, arena, cancel);
            QVERIFY(expected.relative > 0.05 && expected.weightedRelative);
            QCOMPARE(found->relativeError, expected.relative);
        }
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
