// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring sensitivities: shared layers change no figure, an interrupted run goes on, the answer is a usable sensitivity.
#include "base/cache_file.h"
#include "measure/sensitivity_probe.h"

#include "base/file.h"
#include "plan/planned_weights.h"
#include "support/test_support.h"

#include <array>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;

namespace {

SensitivityMeasurement keptIn(const std::filesystem::path& cache) {
    return parseSensitivity(readCacheFile(cache, 1U << 24U).value(), cache);
}

} // namespace

class TestSensitivityProbe : public QObject {
    Q_OBJECT

    std::shared_ptr<const Model> model_;
    ProbeRequest request_;
    ThreadArena arena_{2};
    Progress progress_;
    CancelToken cancel_;

    [[nodiscard]] RunContext context() { return {arena_, progress_, cancel_, {}}; }

private slots:
    void initTestCase() {
        model_ = openModel(test::resourceFile("sample"));
        CandidateRequest request;
        request.model = model_;
        request.format = formatById("gguf");
        request.sensitivity = priorSensitivity(*model_);
        request.errors = ErrorSource::nominal;
        request_.table = std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena_, progress_, cancel_));
        const std::string text = readTextFile(test::resourceFile("text/default-calibration.txt"), 1U << 24U);
        request_.text = cutIntoWindows(*model_, nullptr, text, {.contextTokens = 64, .windows = 2});
        request_.textName = "default-calibration.txt";
        request_.groups = ProbeGroups::bands;
        request_.errors = {0.06};
    }

    void groupsCoverEveryWeightOnce() {
        std::set<std::string> seen;
        for (const ProbeGroups groups : {ProbeGroups::weights, ProbeGroups::bands}) {
            ProbeRequest request = request_;
            request.groups = groups;
            seen.clear();
            for (const SensitivityGroup& group : probeGroups(request)) {
                QVERIFY(!group.probes.empty());
                for (const std::string& weight : group.weights) {
                    QVERIFY(seen.insert(weight).second);
                }
            }
            QCOMPARE(seen.size(), request_.table->weights.size());
        }
        ProbeRequest two = request_;
        two.errors = {0.06, 0.01};
        QCOMPARE(probeGroups(two).front().probes.size(), std::size_t{2});
    }

    void layersTakenFromTheReferenceChangeNothing() {
        Plan plan;
        plan.model = model_;
        plan.format = formatById("gguf");
        plan.choices = {{.weight = model_->find("blk.3.ffn_down.weight"), .encoding = encodingByName("Q2_K")}};
        Plan output = plan;
        output.choices = {{.weight = model_->find("output.weight"), .encoding = encodingByName("Q2_K")}};
        const PlannedWeights third(plan);
        const PlannedWeights last(output);
        const ModelWeights original(model_);
        const std::array<const WeightSource*, 2> models{&third, &last};
        const auto measured = [&](std::vector<std::size_t> shared) {
            MeasureOptions options;
            options.sharedLayers = std::move(shared);
            return measureText(&original, models, request_.text, options, context());
        };
        const TextMeasurement whole = measured({});
        const TextMeasurement shared = measured({3, 99});
        for (std::size_t i = 0; i < 2; ++i) {
            QVERIFY(whole.models[i].divergence->kl.value > 0);
            QCOMPARE(shared.models[i].divergence->kl.value, whole.models[i].divergence->kl.value);
            QCOMPARE(shared.models[i].perplexity.value, whole.models[i].perplexity.value);
        }
    }

    void aMeasurementGivesSensitivitiesAndIsKept() {
        const QTemporaryDir folder;
        const std::filesystem::path cache = std::filesystem::path(folder.path().toStdString()) / "kept" / "probes.json";
        // Stopped behind the first few probes …
        CancelToken stop;
        Progress watcher(
            [&](const ProgressState& state) {
                if (state.done > state.total / 3) {
                    stop.cancel();
                }
            },
            std::chrono::milliseconds(0));
        ProbeRequest request = request_;
        request.modelsAtOnce = 5;
        const auto stopped = test::errorOf([&] {
            static_cast<void>(measureSensitivity(request, cache, {arena_, watcher, stop, {}}));
        });
        QVERIFY(stopped && stopped->kind() == ErrorKind::cancelled);
        const SensitivityMeasurement part = keptIn(cache);
        QVERIFY(!part.groups.empty() && part.groups.size() < probeGroups(request).size());
        // … it goes on, and gives what one run without interruption and cache gives.
        const SensitivityMeasurement resumed = measureSensitivity(request, cache, context());
        const SensitivityMeasurement whole = measureSensitivity(request_, {}, context());
        QCOMPARE(resumed, whole);
        QCOMPARE(keptIn(cache), whole);
        // All is known now: nothing is run although a run would be stopped at once.
        stop.cancel();
        QCOMPARE(measureSensitivity(request, cache, {arena_, progress_, stop, {}}), whole);

        for (const SensitivityGroup& group : whole.groups) {
            QVERIFY(group.probes.front().kl > 0);
        }
        const Sensitivity sensitivity = sensitivityFrom(whole, *model_, request_.table->sensitivity);
        QCOMPARE(sensitivity.source, SensitivitySource::measured);
        QVERIFY(sensitivity.of("output.weight") > 0);
    }

    void anotherQuestionHasAnotherCacheFile() {
        ProbeRequest other = request_;
        other.text.sequences.pop_back();
        QVERIFY(probeCacheFile(other) != probeCacheFile(request_));
        QCOMPARE(probeCacheFile(request_), probeCacheFile(request_));
    }
};

QTEST_APPLESS_MAIN(TestSensitivityProbe)
#include "tst_sensitivity_probe.moc"
