// SPDX-License-Identifier: GPL-3.0-or-later
// Measuring sensitivities: shared layers change no figure, an interrupted run goes on, the answer is a usable sensitivity.
#include "base/cache_file.h"
#include "measure/sensitivity_probe.h"

#include "base/file.h"
#include "measure/disturbed_passes.h"
#include "model/pruned_model.h"
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

    void layersTakenFromTheOriginalChangeNothing() {
        const auto planned = [&](const char* weight) {
            Plan plan;
            plan.model = model_;
            plan.format = formatById("gguf");
            plan.choices = {{.weight = model_->find(weight), .encoding = encodingByName("Q2_K")}};
            return PlannedWeights(plan);
        };
        const PlannedWeights embedding = planned("token_embd.weight");
        const PlannedWeights second = planned("blk.2.attn_q.weight");
        const PlannedWeights third = planned("blk.3.ffn_down.weight");
        const PlannedWeights output = planned("output.weight");
        const ModelWeights original(model_);
        const std::array<const WeightSource*, 4> all{&embedding, &second, &third, &output};
        const TextMeasurement whole = measureText(&original, all, request_.text, {}, context());
        DisturbedPasses passes(original, request_.text, {}, 2);
        const std::array<DisturbedModel, 2> first{{{&embedding, 0}, {&second, 2}}};
        const std::array<DisturbedModel, 2> then{{{&third, 3}, {&output, 99}}};
        std::vector<TextQuality> shared;
        for (const auto& batch : {first, then}) {
            std::uint64_t done = 0;
            Progress progress([&](const ProgressState& state) { done = state.done; }, std::chrono::milliseconds(0));
            const std::uint64_t units = passes.workUnits(batch);
            progress.start({}, units);
            std::ranges::copy(passes.measure(batch, {arena_, progress, cancel_, {}}), std::back_inserter(shared));
            // Each step rounds its units down.
            QVERIFY2(done <= units && done > units * 9 / 10, qPrintable(QString("%1 of %2").arg(done).arg(units)));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            QVERIFY(whole.models[i].divergence->kl.value > 0);
            QCOMPARE(shared[i].divergence->kl.value, whole.models[i].divergence->kl.value);
            QCOMPARE(shared[i].perplexity.value, whole.models[i].perplexity.value);
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
        QVERIFY(!isSensitivityKnown(request, cache));
        QVERIFY(!isSensitivityKnown(request, cache.parent_path() / "none.json"));
        // … it goes on, and gives what one run without interruption and cache gives.
        const SensitivityMeasurement resumed = measureSensitivity(request, cache, context());
        const SensitivityMeasurement whole = measureSensitivity(request_, {}, context());
        QCOMPARE(resumed, whole);
        QCOMPARE(keptIn(cache), whole);
        QVERIFY(isSensitivityKnown(request, cache));
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
        other = request_;
        other.errors = {0.01};
        QVERIFY(probeCacheFile(other) != probeCacheFile(request_));
        other = request_;
        other.groups = ProbeGroups::weights;
        QVERIFY(probeCacheFile(other) != probeCacheFile(request_));
        // "Automatic" is not a question of its own: this model is small.
        ProbeRequest automatic = request_;
        automatic.groups = ProbeGroups::automatic;
        QCOMPARE(probeGroups(automatic), probeGroups(other));
        QCOMPARE(probeCacheFile(automatic), probeCacheFile(other));
    }

    void groupsOfTheirOwnAccordAreThoseThatTakeMinutes() {
        ProbeRequest request = request_;
        request.groups = ProbeGroups::automatic;
        ProbeRequest byWeight = request;
        byWeight.groups = ProbeGroups::weights;
        QCOMPARE(probeGroups(request), probeGroups(byWeight));
        const double times = 4e13 / probeMultiplyAdds(byWeight);
        const TokenSequence sequence = request.text.sequences.front();
        request.text.sequences.assign(request.text.sequences.size() * static_cast<std::size_t>(times), sequence);
        QCOMPARE(probeGroups(request), probeGroups(request_));
    }

    /// Of a model without some of its layers, the names and shapes are those of any such model.
    void otherLayersLeftOutHaveAnotherCacheFile() {
        const auto fileOfModel = [&](std::vector<std::uint32_t> layers) {
            CandidateRequest request;
            request.model = withoutLayers(*model_, layers);
            request.format = formatById("gguf");
            request.sensitivity = priorSensitivity(*request.model);
            request.errors = ErrorSource::nominal;
            ProbeRequest probes = request_;
            probes.table = std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena_, progress_, cancel_));
            return probeCacheFile(probes);
        };
        QCOMPARE(fileOfModel({1}), fileOfModel({1}));
        QVERIFY(fileOfModel({1}) != fileOfModel({2}));
    }

    /// A result of one weight is no answer for a band that begins with it.
    void aResultCountsForItsGroupOnly() {
        const QTemporaryDir folder;
        const std::filesystem::path cache = std::filesystem::path(folder.path().toStdString()) / "probes.json";
        const SensitivityMeasurement whole = measureSensitivity(request_, {}, context());
        SensitivityMeasurement wrong = whole;
        for (SensitivityGroup& group : wrong.groups) {
            if (group.weights.size() == 1) {
                continue;
            }
            group.weights.resize(1);
            for (SensitivityProbe& probe : group.probes) {
                probe.errors.resize(1);
                probe.kl += 1;
            }
        }
        writeCacheFile(cache, sensitivityJson(wrong));
        QCOMPARE(measureSensitivity(request_, cache, context()), whole);
    }
};

QTEST_APPLESS_MAIN(TestSensitivityProbe)
#include "tst_sensitivity_probe.moc"
