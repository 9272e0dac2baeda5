// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring with a memory: the same figures as without, nothing measured twice, nothing believed that is damaged, interruptions
// that go on, and what is said beforehand about duration and divergence.
#include "base/cache_file.h"
#include "base/file.h"
#include "base/resources.h"
#include "measure/divergence_fit.h"
#include "measure/duration_forecast.h"
#include "measure/text_measurer.h"
#include "plan/planned_weights.h"
#include "runtime/run_support.h"

#include <nlohmann/json.hpp>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

const std::shared_ptr<const Model>& sample() {
    static const std::shared_ptr<const Model> model = openModel(resourceFile("sample"));
    return model;
}

const TextWindows& shortText() {
    static const TextWindows text =
        cutIntoWindows(*sample(), nullptr, readTextFile(resourceFile("text/default-evaluation.txt"), 1U << 24U),
                       {.contextTokens = 64, .windows = 5});
    return text;
}

Plan planOf(const char* preset, Effort effort = Effort::normal) {
    PlanDocument document;
    document.preset = preset;
    document.effort = effort;
    return makePlan(sample(), document);
}

/// A run that counts how much was done in it, and that stops when a layer with this name begins.
struct Run {
    explicit Run(std::string stopsAt = {}) : stopsAt_(std::move(stopsAt)) {}

    ThreadArena arena{2};
    CancelToken cancel;
    std::uint64_t unitsDone = 0;
    Progress progress{[this](const ProgressState& state) {
                          unitsDone = std::max(unitsDone, state.done);
                          if (!stopsAt_.empty() && state.phase == "Measuring" && state.item == stopsAt_) {
                              cancel.cancel();
                          }
                      },
                      std::chrono::milliseconds(0)};
    [[nodiscard]] RunContext context() { return {arena, progress, cancel}; }

private:
    std::string stopsAt_;
};

bool sameFigures(const TextQuality& a, const TextQuality& b) {
    const bool same = a.tokens == b.tokens && a.perplexity.value == b.perplexity.value &&
                      a.perplexity.error == b.perplexity.error && a.logLoss.value == b.logLoss.value &&
                      a.divergence.has_value() == b.divergence.has_value();
    if (!same || !a.divergence) {
        return same;
    }
    const Divergence& p = *a.divergence;
    const Divergence& q = *b.divergence;
    return p.kl.value == q.kl.value && p.kl.error == q.kl.error && p.klMedian == q.klMedian && p.klP99 == q.klP99 &&
           p.klMax == q.klMax && p.topOneAgreement.value == q.topOneAgreement.value &&
           p.logPerplexityChange.error == q.logPerplexityChange.error;
}

TextMeasurement together(const WeightSource* reference, const WeightSource& model) {
    Run run;
    const std::array<const WeightSource*, 1> models{&model};
    return measureText(reference, models, shortText(), {}, run.context());
}

std::vector<std::filesystem::path> filesIn(const std::filesystem::path& folder, const char* ending) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().string().ends_with(ending)) {
            files.push_back(entry.path());
        }
    }
    return files;
}

} // namespace

class TextMeasurerTest : public QObject {
    Q_OBJECT
private slots:
    void oneAfterTheOtherIsSideBySide() {
        const ModelWeights original(sample());
        TextMeasurer measurer(&original, shortText(), {}, nullptr);
        for (const char* preset : {"Q4_0", "Q2_K"}) {
            const PlannedWeights model(planOf(preset));
            Run run;
            const TextQuality quality = measurer.measure(model, run.context());
            const TextMeasurement expected = together(&original, model);
            QVERIFY(quality.divergence && quality.divergence->kl.value > 0);
            QVERIFY(sameFigures(quality, expected.models.front()));
            QVERIFY(sameFigures(measurer.measureReference(run.context()), *expected.reference));
        }
        TextMeasurer alone(nullptr, shortText(), {}, nullptr);
        Run run;
        QVERIFY(sameFigures(alone.measure(original, run.context()), together(nullptr, original).models.front()));
    }

    void nothingIsMeasuredTwice() {
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString());
        const ModelWeights original(sample());
        const PlannedWeights model(planOf("Q4_0"));
        Run first;
        TextMeasurer measurer(&original, shortText(), {}, &cache);
        QVERIFY(!measurer.isKnown(model));
        const TextQuality quality = measurer.measure(model, first.context());
        QVERIFY(first.unitsDone > 0);

        // Another process, another object of an equal plan.
        const PlannedWeights again(planOf("Q4_0"));
        TextMeasurer later(&original, shortText(), {}, &cache);
        Run second;
        QVERIFY(later.isKnown(again));
        QVERIFY(sameFigures(later.measure(again, second.context()), quality));
        QCOMPARE(later.measureReference(second.context()).perplexity.value,
                 measurer.measureReference(second.context()).perplexity.value);
        QCOMPARE(second.unitsDone, std::uint64_t{0});

        // Anything else is another question.
        QVERIFY(!later.isKnown(PlannedWeights(planOf("Q4_1"))));
        QVERIFY(!TextMeasurer(nullptr, shortText(), {}, &cache).isKnown(again));
        TextWindows fewer = shortText();
        fewer.sequences.pop_back();
        QVERIFY(!TextMeasurer(&original, fewer, {}, &cache).isKnown(again));
        QVERIFY(TextMeasurer(&original, shortText(), {}, &cache).isKnown(again));
    }

    void plansAreKnownByTheirValues() {
        const Plan preset = planOf("Q4_K_M");
        Plan spelledOut = makePlan(sample(), preset.explicitDocument());
        QVERIFY(!spelledOut.document.weights.empty());
        QCOMPARE(plannedIdentity(spelledOut), plannedIdentity(preset));
        QCOMPARE(PlannedWeights(preset).identity(), plannedIdentity(preset));
        QVERIFY(plannedIdentity(planOf("Q4_K_S")) != plannedIdentity(preset));
        QVERIFY(plannedIdentity(planOf("Q4_K_M", Effort::high)) != plannedIdentity(preset));
        // The sample is stored in BF16: F32 and BF16 keep every value.
        QCOMPARE(plannedIdentity(planOf("F32")), ModelWeights(sample()).identity());
        QVERIFY(plannedIdentity(preset) != ModelWeights(sample()).identity());
    }

    void plansAreKnownByTheTypeThatTheyDecodeTo() {
        const auto planIn = [](const char* type) {
            PlanDocument document;
            document.format = "hqq";
            document.preset = "HQQ4";
            document.options.family["compute_dtype"] = type;
            return makePlan(sample(), document);
        };
        QCOMPARE(plannedIdentity(planIn("float16")), plannedIdentity(planIn("float16")));
        QVERIFY(plannedIdentity(planIn("float16")) != plannedIdentity(planIn("bfloat16")));
    }

    void damagedResultsAreIgnored_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("no JSON") << QByteArray("\x00\xFF\x13{", 4);
        QTest::newRow("another document") << QByteArray("[1, 2, 3]");
        QTest::newRow("without figures") << QByteArray(
            R"({"version":2,"model":"m","reference":"r","text":"t","compute":"f32 f32"})");
        QTest::newRow("another version") << QByteArray("version");
        QTest::newRow("another model") << QByteArray("model");
        QTest::newRow("no perplexity") << QByteArray("perplexity");
        QTest::newRow("without divergence") << QByteArray("kl_mean");
        QTest::newRow("much too long") << QByteArray(1 << 20, ' ');
    }
    void damagedResultsAreIgnored() {
        QFETCH(QByteArray, content);
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString());
        const QualityKey key{"m", "r", "t", "f32 f32"};
        TextQuality quality{100, {12.5, 0.5}, {2.5, 0.04}, Divergence{}};
        quality.divergence->kl = {0.25, 0.01};
        cache.store(key, quality);
        QVERIFY(cache.find(key) && sameFigures(*cache.find(key), quality));
        const auto file = filesIn(folder.path().toStdString(), ".json").at(0);
        auto document = nlohmann::json::parse(readCacheFile(file, 1U << 20U).value());
        if (content == "version" || content == "model") {
            document[content.toStdString()] = content == "version" ? nlohmann::json(999) : nlohmann::json("other");
            content = QByteArray::fromStdString(document.dump());
        } else if (content == "perplexity" || content == "kl_mean") {
            document["quality"][content.toStdString()] = nullptr;
            content = QByteArray::fromStdString(document.dump());
        }
        writeCacheFile(file, content.toStdString());
        QVERIFY(!cache.find(key));
        cache.store(key, quality);
        QVERIFY(cache.find(key));
    }

    void aFlippedBitIsNoResult() {
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString());
        const QualityKey key{"m", "", "t", "f32"};
        cache.store(key, TextQuality{100, {12.5, 0.5}, {2.5, 0.04}, {}});
        QVERIFY(cache.find(key));
        const auto file = filesIn(folder.path().toStdString(), ".json").at(0);
        const std::string whole = readTextFile(file, 1U << 20U);
        for (std::size_t byte = 0; byte < whole.size(); ++byte) {
            std::string damaged = whole;
            damaged[byte] = static_cast<char>(damaged[byte] ^ (1 << byte % 7));
            writeAll(file, std::as_bytes(std::span(damaged)));
            QVERIFY2(!cache.find(key), qPrintable(QString::number(byte)));
        }
    }

    void whatCannotBeToldApartIsNotKept() {
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString());
        const TextQuality quality{100, {12.5, 0.5}, {2.5, 0.04}, {}};
        cache.store({"", "", "t", "f32"}, quality);
        QVERIFY(filesIn(folder.path().toStdString(), ".json").empty());
        // A folder that cannot be made is no failure.
        const auto blocked = std::filesystem::path(folder.path().toStdString()) / "file";
        writeTextFileAtomically(blocked, "here");
        const QualityCache unwritable(blocked / "below");
        unwritable.store({"m", "", "t", "f32"}, quality);
        QVERIFY(!unwritable.find({"m", "", "t", "f32"}));
    }

    void theOldestResultsGo() {
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString(), 3);
        const TextQuality quality{100, {12.5, 0.5}, {2.5, 0.04}, {}};
        for (const char* model : {"a", "b", "c", "d", "e"}) {
            cache.store({model, "", "t", "f32"}, quality);
        }
        QCOMPARE(filesIn(folder.path().toStdString(), ".json").size(), std::size_t{3});
        QVERIFY(cache.find({"e", "", "t", "f32"}));
        QVERIFY(!cache.find({"a", "", "t", "f32"}));
    }

    void interruptionsGoOn() {
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString());
        const ModelWeights original(sample());
        const PlannedWeights model(planOf("Q3_K_M"));
        {
            TextMeasurer measurer(&original, shortText(), {}, &cache, std::chrono::seconds(0));
            Run run("layer 4 of 6");
            const auto error = errorOf([&] { static_cast<void>(measurer.measure(model, run.context())); });
            QVERIFY(error);
            QCOMPARE(error->exitCode(), 130);
        }
        QCOMPARE(filesIn(folder.path().toStdString(), ".state").size(), std::size_t{2}); // the original's and the plan's
        TextMeasurer measurer(&original, shortText(), {}, &cache, std::chrono::seconds(0));
        std::vector<std::string> layers;
        ThreadArena arena(2);
        const CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.item.starts_with("layer") && (layers.empty() || layers.back() != state.item)) {
                    layers.push_back(state.item);
                }
            },
            std::chrono::milliseconds(0));
        const TextQuality quality = measurer.measure(model, {arena, progress, cancel});
        QCOMPARE(layers, (std::vector<std::string>{"layer 4 of 6", "layer 5 of 6", "layer 6 of 6"}));
        QVERIFY(sameFigures(quality, together(&original, model).models.front()));
        measurer.finish();
        QVERIFY(filesIn(folder.path().toStdString(), ".state").empty());
        QVERIFY(filesIn(folder.path().toStdString(), ".stream").empty());
    }

    void cutStreamsAreNotTaken() {
        const QTemporaryDir folder;
        const QualityCache cache(folder.path().toStdString());
        const ModelWeights original(sample());
        {
            TextMeasurer measurer(nullptr, shortText(), {}, &cache, std::chrono::seconds(0));
            Run run("layer 4 of 6");
            QVERIFY(errorOf([&] { static_cast<void>(measurer.measure(original, run.context())); }));
        }
        const auto stream = filesIn(folder.path().toStdString(), ".stream").at(0);
        std::filesystem::resize_file(stream, 1000);
        TextMeasurer measurer(nullptr, shortText(), {}, &cache, std::chrono::seconds(0));
        Run run;
        QVERIFY(sameFigures(measurer.measure(original, run.context()), together(nullptr, original).models.front()));
    }

    void durationsAreTakenFromThisMachine() {
        const ModelWeights original(sample());
        ThreadArena arena(2);
        const CancelToken cancel;
        const PassDuration pass = forecastPass(original, shortText(), {}, arena, cancel);
        QVERIFY(pass.perWindow > 0);
        QCOMPARE(pass.seconds(10), 10 * pass.perWindow);
        // Encodings that search take longer than those that round; keeping every value takes nothing.
        const double rounding = forecastEncoding(planOf("Q8_0"), arena, cancel);
        QVERIFY(rounding > 0);
        QCOMPARE(forecastEncoding(planOf("F32"), arena, cancel), 0.0);
    }

    void divergencesFollowALine() {
        // KL = 2 · error^1.5, exactly: the prediction is that, without any doubt.
        std::vector<MeasuredPair> pairs;
        for (const double error : {0.01, 0.02, 0.05, 0.1}) {
            pairs.push_back({error, 2 * std::pow(error, 1.5)});
        }
        pairs.push_back({0, 0}); // what keeps every value says nothing
        const auto fit = DivergenceFit::of(pairs);
        QVERIFY(fit);
        QVERIFY(std::abs(fit->slope() - 1.5) < 1e-9);
        const PredictedDivergence exact = fit->at(0.03);
        QVERIFY(std::abs(exact.value / (2 * std::pow(0.03, 1.5)) - 1) < 1e-9);
        QVERIFY(exact.low <= exact.value * (1 + 1e-9) && exact.high < exact.value * (1 + 1e-6));

        // Of three points with residuals (1, −2, 1) · 0.1 in ln KL: s = √0.06, one degree of freedom.
        pairs.clear();
        for (const double x : {-1.0, 0.0, 1.0}) {
            pairs.push_back({std::exp(x), std::exp(2 * x + (x == 0 ? -0.2 : 0.1))});
        }
        const PredictedDivergence rough = DivergenceFit::of(pairs)->at(1.0);
        QVERIFY(std::abs(rough.value - 1) < 1e-9);
        QVERIFY(std::abs(std::log(rough.high) - 12.706 * std::sqrt(0.06) * std::sqrt(1 + 1.0 / 3)) < 1e-9);
        QVERIFY(std::abs(rough.low * rough.high - 1) < 1e-9);

        QVERIFY(!DivergenceFit::of({}));
        QVERIFY(!DivergenceFit::of(std::span(pairs).first(2)));
        const std::vector<MeasuredPair> same(3, {0.1, 0.2});
        QVERIFY(!DivergenceFit::of(same));
    }
};

QTEST_GUILESS_MAIN(TextMeasurerTest)
#include "tst_text_measurer.moc"
