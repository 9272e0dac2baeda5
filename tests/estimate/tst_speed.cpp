// SPDX-License-Identifier: GPL-3.0-or-later
// The speed estimate against measured decoding speeds (docs/estimates.md, Speed).
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

QByteArray rangeOf(const SpeedEstimate& speed) {
    return QString("%1 to %2: %3").arg(speed.low).arg(speed.high).arg(QString::fromStdString(speed.formula)).toUtf8();
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

    /// llama 7B Q4_0, 128 tokens generated: tokens/s = efficiency × bandwidth ÷ 3.83 GB.
    void holdsMeasuredSpeeds_data() {
        QTest::addColumn<QString>("gpu");
        QTest::addColumn<double>("tokensPerSecond");
        const auto efficiency = [](const char* name, double share) {
            const double bandwidth = findGpu(gpus(), name)->bandwidthBytesPerSecond;
            QTest::newRow(name) << QString(name) << share * bandwidth / 3.83e9;
        };
        efficiency("RTX 5090", 0.62);
        efficiency("RTX 4090", 0.71);
        efficiency("RTX 5080", 0.73);
        efficiency("RTX 5070 Ti", 0.76);
        efficiency("RTX 4080", 0.76);
        efficiency("RTX 3090", 0.65);
        efficiency("RTX 3080 10 GB", 0.70);
        efficiency("RTX 2080 Ti", 0.67);
        efficiency("GTX 1080 Ti", 0.49);
        efficiency("M1 16 GB", 0.80);
        efficiency("M1 Max 32 GB", 0.59);
        efficiency("M4 16 GB", 0.77);
        efficiency("M4 Pro 24 GB", 0.71);
        efficiency("M4 Max 48 GB", 0.58);
        efficiency("M5 Max 48 GB", 0.75);
        efficiency("RX 7900 XTX", 0.73);
        efficiency("RX 6700 XT", 0.84);
        efficiency("Ryzen AI Max+ 395 128 GB", 0.80);
        QTest::newRow("M1 Ultra") << "M1 Ultra 64 GB" << 83.7;
        QTest::newRow("M2 Ultra") << "M2 Ultra 64 GB" << 94.3;
        QTest::newRow("M3 Ultra") << "M3 Ultra 96 GB" << 92.1;
    }
    void holdsMeasuredSpeeds() {
        QFETCH(QString, gpu);
        QFETCH(double, tokensPerSecond);
        const SpeedEstimate speed = speedOn(*llama7B_, gpu, {.contextTokens = 128});
        QVERIFY2(speed.low <= tokensPerSecond && tokensPerSecond <= speed.high,
                 rangeOf(speed) + " measured " + QByteArray::number(tokensPerSecond));
    }

    /// Qwen3 8B Q4_K_M with an 8-bit cache for 8192 tokens.
    void holdsSpeedsOfKQuants_data() {
        QTest::addColumn<QString>("gpu");
        QTest::addColumn<double>("tokensPerSecond");
        QTest::newRow("RTX 5090") << "RTX 5090" << 227.0;
        QTest::newRow("RTX 3090 Ti") << "RTX 3090 Ti" << 133.0;
    }
    void holdsSpeedsOfKQuants() {
        QFETCH(QString, gpu);
        QFETCH(double, tokensPerSecond);
        const LlamaShape shape{.layers = 36,
                               .hidden = 4096,
                               .feedForward = 12288,
                               .heads = 32,
                               .kvHeads = 8,
                               .headSize = 128,
                               .vocabulary = 151936,
                               .contextTokens = 32768};
        const Plan plan = test::presetPlan(test::llamaModel(folder_, shape), "Q4_K_M");
        const SpeedEstimate speed = speedOn(plan, gpu, {.contextTokens = 8192, .kv = KvType::q8_0});
        QVERIFY2(speed.low <= tokensPerSecond && tokensPerSecond <= speed.high, rangeOf(speed));
    }

    /// gpt-oss 20B: 24 layers, four of 32 experts in use, about 2.2 GB read per token.
    void holdsSpeedsOfExperts_data() {
        QTest::addColumn<QString>("gpu");
        QTest::addColumn<double>("tokensPerSecond");
        QTest::newRow("RTX 5090") << "RTX 5090" << 282.0;
        QTest::newRow("RTX 4090") << "RTX 4090" << 222.0;
        QTest::newRow("RTX 5080") << "RTX 5080" << 205.0;
        QTest::newRow("RTX 5070 Ti") << "RTX 5070 Ti" << 190.0;
        QTest::newRow("RTX 3090") << "RTX 3090" << 162.0;
        QTest::newRow("RTX 5060 Ti") << "RTX 5060 Ti 16 GB" << 112.0;
    }
    void holdsSpeedsOfExperts() {
        QFETCH(QString, gpu);
        QFETCH(double, tokensPerSecond);
        const LlamaShape shape{.layers = 24,
                               .hidden = 2880,
                               .feedForward = 2880,
                               .heads = 64,
                               .kvHeads = 8,
                               .headSize = 64,
                               .vocabulary = 201088,
                               .experts = 32,
                               .expertsUsed = 4};
        const Plan plan = test::presetPlan(test::llamaModel(folder_, shape), "Q4_0");
        const SpeedEstimate speed = speedOn(plan, gpu, {.contextTokens = 256});
        QVERIFY2(speed.low <= tokensPerSecond && tokensPerSecond <= speed.high, rangeOf(speed));
    }

    void theBandIsWiderForExperts() {
        const SpeedEstimate dense = speedOn(*llama7B_, "RTX 4090", {});
        QVERIFY(std::abs(dense.high / dense.low - 1.15 / 0.85) < 1e-9);
        const LlamaShape shape{.layers = 4, .experts = 8, .expertsUsed = 2};
        const Plan experts = test::presetPlan(test::llamaModel(folder_, shape), "Q8_0");
        const SpeedEstimate mixture = speedOn(experts, "RTX 4090", {});
        QVERIFY(std::abs(mixture.high / mixture.low - 1.30 / 0.70) < 1e-9);
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
