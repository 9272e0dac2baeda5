// SPDX-License-Identifier: GPL-3.0-or-later
// What planning measures by itself: within a limit of work, never a guess that calls itself measured.
#include "measure/quick_sensitivity.h"

#include "base/cache_file.h"
#include "support/test_support.h"

#include <cmath>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;

class TestQuickSensitivity : public QObject {
    Q_OBJECT

    QTemporaryDir cache_;
    ThreadArena arena_{2};
    Progress progress_;
    CancelToken cancel_;

    [[nodiscard]] RunContext context() { return {arena_, progress_, cancel_, {}}; }

    std::shared_ptr<const CandidateTable> tableOf(const char* format, ErrorSource errors) {
        CandidateRequest request;
        request.model = openModel(test::resourceFile("sample"));
        request.format = formatById(format);
        request.sensitivity = priorSensitivity(*request.model);
        request.errors = errors;
        request.sampleWeights = 2048;
        return std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena_, progress_, cancel_));
    }

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", cache_.path().toUtf8()); }

    void probesAreBandsWithinTheLimit() {
        const auto table = tableOf("gguf", ErrorSource::sampled);
        const auto probes = quickProbes(table);
        QVERIFY(probes.has_value());
        QVERIFY(probes->multiplyAdds > 0 && probes->multiplyAdds <= mostQuickMultiplyAdds);
        QVERIFY(!probes->request.text.targets.empty() && probes->request.text.targets.size() <= 2048);
        std::set<std::string> seen;
        for (const SensitivityGroup& group : probeGroups(probes->request)) {
            QCOMPARE(group.probes.size(), std::size_t{1});
            seen.insert(group.weights.begin(), group.weights.end());
        }
        QCOMPARE(seen.size(), table->weights.size());
        // Fewer tokens where there is less to spend, none where it is too little for anything.
        const auto fewer = quickProbes(table, probes->multiplyAdds * 0.6);
        QVERIFY(fewer.has_value());
        QVERIFY(fewer->request.text.targets.size() < probes->request.text.targets.size());
        QVERIFY(fewer->multiplyAdds <= probes->multiplyAdds * 0.6);
        QVERIFY(!quickProbes(table, 1e6));
    }

    void nothingWhereNothingCanBeDisturbed() {
        QVERIFY(!quickProbes(tableOf("gguf", ErrorSource::nominal)));
        QVERIFY(!quickProbes(tableOf("hqq", ErrorSource::nominal)));
    }

    void thoroughOnesAreUsedOnceAllOfThemAreKnown() {
        const auto table = tableOf("gguf", ErrorSource::sampled);
        QVERIFY(withKnownSensitivity(table, context()) == nullptr);
        QVERIFY(withKnownSensitivity(tableOf("gguf", ErrorSource::nominal), context()) == nullptr);
        const ProbeRequest request = thoroughProbes(table);
        QVERIFY(request.text.targets.size() >= 2000);
        SensitivityMeasurement measurement{.modelName = table->model->name(),
                                           .architecture = table->model->architecture(),
                                           .shapes = shapesOf(*table->model),
                                           .weights = table->model->weights().size(),
                                           .layers = table->model->hyper().layers,
                                           .text = request.textName,
                                           .tokens = request.text.targets.size(),
                                           .usesImportance = false,
                                           .groups = probeGroups(request)};
        for (SensitivityGroup& group : measurement.groups) {
            for (SensitivityProbe& probe : group.probes) {
                probe.kl = 0.01;
            }
        }
        const std::filesystem::path file = probeCacheFile(request);
        std::filesystem::create_directories(file.parent_path());
        writeCacheFile(file, sensitivityJson(measurement));
        const auto known = withKnownSensitivity(table, context());
        QVERIFY(known != nullptr);
        QCOMPARE(known->sensitivity.source, SensitivitySource::measured);
        measurement.groups.back().probes.pop_back(); // one is missing
        writeCacheFile(file, sensitivityJson(measurement));
        QVERIFY(withKnownSensitivity(table, context()) == nullptr);
    }

    void theTableGetsTheMeasuredLosses() {
        const auto table = tableOf("gguf", ErrorSource::sampled);
        const auto probes = quickProbes(table, 2e11);
        QVERIFY(probes.has_value());
        const auto measured = withQuickSensitivity(*probes, context());
        QVERIFY(measured->sensitivity.source == SensitivitySource::measured);
        QVERIFY(measured->sensitivity.bandFactor < table->sensitivity.bandFactor);
        bool differs = false;
        QCOMPARE(measured->weights.size(), table->weights.size());
        for (std::size_t i = 0; i < table->weights.size(); ++i) {
            const WeightCandidates& before = table->weights[i];
            const WeightCandidates& after = measured->weights[i];
            QCOMPARE(after.candidates.size(), before.candidates.size());
            const double ratio = after.sensitivity / before.sensitivity;
            QVERIFY(std::isfinite(ratio) && ratio > 0);
            differs = differs || std::abs(ratio - 1) > 0.05;
            for (const Candidate& candidate : after.candidates) {
                const Candidate* const same = before.find(*candidate.encoding);
                QVERIFY(same != nullptr);
                QCOMPARE(candidate.error, same->error);
                QVERIFY(std::abs(candidate.loss - ratio * same->loss) <= 1e-9 * candidate.loss);
                QVERIFY(std::abs(candidate.lossInterval95 - ratio * same->lossInterval95) <= 1e-9 * candidate.lossInterval95);
            }
        }
        QVERIFY(differs);
        // What was measured is kept: no product is made again.
        std::uint64_t total = 1;
        Progress watcher([&](const ProgressState& state) { total = state.total; }, std::chrono::milliseconds(0));
        const auto again = withQuickSensitivity(*probes, {arena_, watcher, cancel_, {}});
        QCOMPARE(total, std::uint64_t{0});
        QCOMPARE(again->weights.front().sensitivity, measured->weights.front().sensitivity);
    }
};

QTEST_GUILESS_MAIN(TestQuickSensitivity)
#include "tst_quick_sensitivity.moc"
