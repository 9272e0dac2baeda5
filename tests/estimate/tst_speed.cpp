// SPDX-License-Identifier: GPL-3.0-or-later
// How the estimate of decoding speeds behaves (docs/estimates.md, Speed); tst_cases.cpp holds it to measured ones.
#include "estimate/memory.h"
#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

using namespace quantlathe;
using test::LlamaShape;

namespace {

const std::vector<Gpu>& gpus() {
    static const std::vector<Gpu> table = readGpus(test::resourceFile("hardware/gpus.json"));
    return table;
}

SpeedEstimate speedOn(const Plan& plan, const QString& gpu, const RunSettings& settings) {
    const Gpu* found = findGpu(gpus(), gpu.toStdString());
    if (found == nullptr) {
        qFatal("no card %s", qPrintable(gpu));
    }
    return estimateSpeed(*plan.model, plan.choices, settings, *found);
}

} // namespace

class TestSpeed : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::optional<Plan> llama7B_;

private slots:
    void initTestCase() {
        const LlamaShape shape{.layers = 32,
                               .hidden = 4096,
                               .feedForward = 11008,
                               .heads = 32,
                               .kvHeads = 32,
                               .headSize = 128,
                               .vocabulary = 32000};
        llama7B_ = test::presetPlan(test::llamaModel(folder_, shape), "Q4_0");
        QVERIFY(std::abs(static_cast<double>(llama7B_->fileBytes()) / 3.83e9 - 1) < 0.01);
    }

    void theBandIsWiderForExperts() {
        const SpeedEstimate dense = speedOn(*llama7B_, "RTX 4090", {});
        QVERIFY(std::abs(dense.high / dense.low - 1.15 / 0.85) < 1e-9);
        const LlamaShape shape{.layers = 4, .experts = 8, .expertsUsed = 2};
        const Plan experts = test::presetPlan(test::llamaModel(folder_, shape), "Q8_0");
        const SpeedEstimate mixture = speedOn(experts, "RTX 4090", {});
        QVERIFY(std::abs(mixture.high / mixture.low - 1.25 / 0.75) < 1e-9);
    }

    void longContextsAreSlower() {
        QVERIFY(speedOn(*llama7B_, "RTX 4090", {.contextTokens = 4096}).low <
                speedOn(*llama7B_, "RTX 4090", {.contextTokens = 256}).low);
        const SpeedEstimate speed = speedOn(*llama7B_, "RTX 4090", {.contextTokens = 256});
        QVERIFY2(speed.formula.find("÷ 1008 GB/s") != std::string::npos, speed.formula.c_str());
        QVERIFY(speed.formula.find("CUDA") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestSpeed)
#include "tst_speed.moc"
