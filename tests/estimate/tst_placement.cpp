// SPDX-License-Identifier: GPL-3.0-or-later
// Layers and experts between cards and main memory.
#include "estimate/command_lines.h"

#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

using namespace quantlathe;
using test::LlamaShape;

namespace {

constexpr std::uint64_t gib = 1ULL << 30U;
constexpr HostMemory ddr5{.bytes = 64 * gib, .bytesPerSecond = 89.6e9};

Gpu card(double gibibytes, double gigabytesPerSecond = 360) {
    return {.name = "card",
            .vendor = "NVIDIA",
            .architecture = "Ampere",
            .kind = "machine",
            .memoryBytes = static_cast<std::uint64_t>(gibibytes * static_cast<double>(gib)),
            .bandwidthBytesPerSecond = gigabytesPerSecond * 1e9,
            .isMeasured = true};
}

const Gpu& shippedCard(const char* name) {
    static const std::vector<Gpu> table = readGpus(test::resourceFile("hardware/gpus.json"));
    return *findGpu(table, name);
}

std::int64_t signedGib(double gibibytes) {
    return static_cast<std::int64_t>(gibibytes * static_cast<double>(gib));
}

LlamaShape qwen30B() {
    return {.layers = 48,
            .hidden = 2048,
            .feedForward = 768,
            .heads = 32,
            .kvHeads = 4,
            .headSize = 128,
            .vocabulary = 151936,
            .contextTokens = 32768,
            .experts = 128,
            .expertsUsed = 8};
}

} // namespace

class TestPlacement : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::optional<Plan> dense_;
    std::optional<Plan> experts_;
    RunSettings run_{.contextTokens = 8192};

    [[nodiscard]] Placement place(const Plan& plan, std::vector<Gpu> cards, const HostMemory& host = ddr5,
                                  const PlacementWish& wish = {}) const {
        return placeModel(*plan.model, plan.choices, run_, cards, host, wish).value();
    }

private slots:
    void initTestCase() {
        dense_ = test::presetPlan(test::llamaModel(folder_, test::llama8B()), "Q4_K_M");
        experts_ = test::presetPlan(test::llamaModel(folder_, qwen30B()), "Q4_K_M");
    }

    /// One formula: what lies on a card as a whole is what the estimate for a card says.
    void wholeIsTheEstimate() {
        const Gpu big = card(24);
        const Placement placement = place(*dense_, {big});
        const RunSettings settings = runOn(big, run_);
        const MemoryEstimate memory = estimateMemory(*dense_->model, dense_->choices, settings);
        QVERIFY(placement.isWhole());
        QCOMPARE(placement.cards[0].total(), memory.total());
        QCOMPARE(placement.cards[0].weightBytes, memory.weights.bytes);
        QCOMPARE(placement.host.weightBytes, memory.hostBytes);
        QCOMPARE(placement.fit, Fit::fits);
        const SpeedEstimate speed = estimateSpeed(*dense_->model, dense_->choices, settings, big);
        QVERIFY(std::abs(placement.speed.low / speed.low - 1) < 1e-9 && std::abs(placement.speed.high / speed.high - 1) < 1e-9);
        QCOMPARE(QString::fromStdString(placementText(placement)), QString("whole on the card"));
    }

    void nothingIsLostBetweenCardAndMainMemory() {
        for (const Plan* plan : {&*dense_, &*experts_}) {
            const MemoryEstimate memory = estimateMemory(*plan->model, plan->choices, run_);
            const std::uint32_t all = plan->model->hyper().layers + 1;
            for (std::uint32_t layers = 0; layers <= all; ++layers) {
                const Placement placement = place(*plan, {card(12)}, ddr5, {.layersOnGpu = layers});
                QCOMPARE(placement.layersOnGpu, layers);
                QCOMPARE(placement.cards[0].weightBytes + placement.host.weightBytes, memory.weights.bytes + memory.hostBytes);
                QCOMPARE(placement.cards[0].kvBytes + placement.host.kvBytes, memory.kv.bytes);
            }
        }
    }

    void takesAsManyLayersAsLeaveTheReserve() {
        const Placement placement = place(*dense_, {card(5)});
        QVERIFY(!placement.isWhole() && placement.layersOnGpu > 10);
        QCOMPARE(placement.fit, Fit::fits);
        QVERIFY(placement.cards[0].freeBytes() >= signedGib(1));
        const Placement more = place(*dense_, {card(5)}, ddr5, {.layersOnGpu = placement.layersOnGpu + 1});
        QVERIFY(more.cards[0].freeBytes() < signedGib(1));
        QCOMPARE(QString::fromStdString(placementText(placement)),
                 QString("%1 of 33 layers on the card").arg(placement.layersOnGpu));
        const std::string command = llamaCppCommand(placement, run_, "model.gguf", 8);
        QCOMPARE(QString::fromStdString(command),
                 QString("llama-server -m model.gguf -c 8192 -np 1 -ngl %1 -t 8").arg(placement.layersOnGpu));
    }

    void aTightWholeIsBetterThanMainMemory() {
        const std::uint64_t needed = place(*dense_, {card(24)}).cards[0].total();
        const Placement placement = place(*dense_, {card(static_cast<double>(needed) / gib + 0.5)});
        QVERIFY(placement.isWhole());
        QCOMPARE(placement.fit, Fit::tight);
    }

    void everyLayerOnTheCardIsQuicker() {
        double before = 0;
        for (std::uint32_t layers = 0; layers <= 33; ++layers) {
            const Placement placement = place(*dense_, {card(24)}, ddr5, {.layersOnGpu = layers});
            QVERIFY2(placement.speed.low > before, QByteArray::number(layers));
            QVERIFY(placement.speed.high > placement.speed.low);
            before = placement.speed.low;
        }
    }

    /// Experts go first: little is read of them. One layer's less would not leave the reserve.
    void expertsGoToMainMemory() {
        const Placement placement = place(*experts_, {card(12)});
        QCOMPARE(placement.layersOnGpu, 49U);
        QVERIFY(placement.expertLayersOnHost > 10 && placement.expertLayersOnHost < 48);
        QCOMPARE(placement.fit, Fit::fits);
        const Placement fewer = place(*experts_, {card(12)}, ddr5, {.expertLayersOnHost = placement.expertLayersOnHost - 1});
        QVERIFY(fewer.cards[0].freeBytes() < signedGib(1) && placement.cards[0].freeBytes() >= signedGib(1));
        const Placement layersOnly = place(*experts_, {card(12)}, ddr5, {.layersOnGpu = 25});
        QVERIFY(placement.speed.low > layersOnly.speed.low);
        QVERIFY(llamaCppCommand(placement, run_, "m.gguf").find("-ngl 49 --n-cpu-moe ") != std::string::npos);
        QVERIFY(placementText(placement).starts_with("experts of "));
    }

    void severalCardsShareTheLayers() {
        const std::vector<Gpu> cards{card(4, 300), card(4.5, 600)};
        const Placement placement = place(*dense_, cards);
        QVERIFY(placement.isWhole());
        QCOMPARE(placement.cards[0].places + placement.cards[1].places, 33U);
        QVERIFY(placement.cards[0].places > 0 && placement.cards[1].places > 0);
        QVERIFY(placement.cards[0].freeBytes() >= 0 && placement.cards[1].freeBytes() >= 0);
        QVERIFY(placement.cards[0].overheadBytes > 0 && placement.cards[1].computeBytes > 0); // each has its own
        const QString command = QString::fromStdString(llamaCppCommand(placement, run_, "m.gguf"));
        QVERIFY2(command.startsWith("CUDA_DEVICE_ORDER=PCI_BUS_ID llama-server"), qPrintable(command));
        QVERIFY(
            command.contains(QString("--tensor-split %1,%2").arg(placement.cards[0].places).arg(placement.cards[1].places)));
        QCOMPARE(QString::fromStdString(placementText(placement)), QString("whole, on 2 cards"));
    }

    void oneCardThatHoldsItIsEnough() {
        const Placement placement = place(*dense_, {card(24, 300), card(24, 900)});
        QCOMPARE(placement.cards[0].places, 0U);
        QCOMPARE(placement.cards[1].places, 33U);
        QVERIFY(llamaCppCommand(placement, run_, "m.gguf").find("--split-mode none --main-gpu 1") != std::string::npos);
    }

    void theQuickerCardIsFilledFirst() {
        for (const std::size_t quick : {std::size_t{0}, std::size_t{1}}) {
            std::vector<Gpu> cards{card(4, 200), card(4, 200)};
            cards[quick].bandwidthBytesPerSecond = 900e9;
            const Placement placement = place(*dense_, cards, ddr5);
            QVERIFY(placement.isWhole());
            QVERIFY(placement.cards[quick].places > placement.cards[1 - quick].places);
        }
    }

    void whatIsUnknownStaysUnknown() {
        const HostMemory nothingKnown;
        const Placement part = place(*dense_, {card(5)}, nothingKnown);
        QVERIFY(!part.isWhole());
        QCOMPARE(part.fit, Fit::unknown);
        QVERIFY(!part.speed.isKnown());
        const Placement whole = place(*dense_, {card(24)}, nothingKnown);
        QCOMPARE(whole.fit, Fit::fits); // main memory plays no part
        QVERIFY(whole.speed.isKnown());
        const Placement noSpeed = place(*dense_, {card(24, 0)});
        QCOMPARE(noSpeed.fit, Fit::fits);
        QVERIFY(!noSpeed.speed.isKnown());
        const auto other = test::llamaModel(folder_, {.architecture = "mamba9"});
        const Plan unknown = test::presetPlan(other, "Q8_0");
        QVERIFY(!placeModel(*unknown.model, unknown.choices, run_, std::vector{card(24)}, ddr5));
    }

    void whatFitsNowhereIsTooLarge() {
        const Placement placement = place(*dense_, {card(4)}, {.bytes = gib, .bytesPerSecond = 50e9});
        QCOMPARE(placement.fit, Fit::tooLarge);
        const Placement none = place(*dense_, {}, {.bytes = 3 * gib, .bytesPerSecond = 50e9});
        QCOMPARE(none.fit, Fit::tooLarge);
        QVERIFY(none.isOnHostAlone());
    }

    void withoutCardsAllIsInMainMemory() {
        const Placement placement = place(*dense_, {});
        const RunSettings settings = runOn(processorWith(ddr5), run_);
        const MemoryEstimate memory = estimateMemory(*dense_->model, dense_->choices, settings);
        QCOMPARE(placement.host.total(), memory.total());
        QCOMPARE(placement.fit, Fit::fits);
        const SpeedEstimate speed = estimateSpeed(*dense_->model, dense_->choices, settings, processorWith(ddr5));
        QVERIFY(std::abs(placement.speed.low / speed.low - 1) < 1e-9);
        const Plan tied = test::presetPlan(test::llamaModel(folder_, {.vocabulary = 32000, .tied = true}), "Q8_0");
        QCOMPARE(place(tied, {}).host.weightBytes,
                 estimateMemory(*tied.model, tied.choices, settings).weights.bytes); // the table once
    }

    /// llama.cpp on processors: tokens/s of published runs with the memory's bandwidth.
    void holdsSpeedsOfMainMemory_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<double>("gigabytesPerSecond");
        QTest::addColumn<double>("tokensPerSecond");
        QTest::addColumn<bool>("isPhi");
        QTest::newRow("Phi-4 14B, EPYC 9554") << "Q4_K_M" << 460.8 << 28.74 << true;
        QTest::newRow("Phi-4 14B Q6_K, EPYC 9554") << "Q6_K" << 460.8 << 23.25 << true;
        QTest::newRow("Phi-4 14B Q8_0, EPYC 9554") << "Q8_0" << 460.8 << 19.19 << true;
        QTest::newRow("Qwen2.5 32B, Ryzen AI 9 HX 370, two channels DDR5-5600") << "Q4_K_M" << 89.6 << 3.54 << false;
    }
    void holdsSpeedsOfMainMemory() {
        QFETCH(QString, preset);
        QFETCH(double, gigabytesPerSecond);
        QFETCH(double, tokensPerSecond);
        QFETCH(bool, isPhi);
        const LlamaShape phi{.layers = 40,
                             .hidden = 5120,
                             .feedForward = 17920,
                             .heads = 40,
                             .kvHeads = 10,
                             .headSize = 128,
                             .vocabulary = 100352};
        const LlamaShape qwen{.layers = 64,
                              .hidden = 5120,
                              .feedForward = 27648,
                              .heads = 40,
                              .kvHeads = 8,
                              .headSize = 128,
                              .vocabulary = 152064};
        const Plan plan = test::presetPlan(test::llamaModel(folder_, isPhi ? phi : qwen), preset.toStdString());
        const HostMemory host{.bytes = 128 * gib, .bytesPerSecond = gigabytesPerSecond * 1e9};
        const auto placement =
            placeModel(*plan.model, plan.choices, RunSettings{.contextTokens = 256}, std::span<const Gpu>{}, host);
        QVERIFY2(placement->speed.low <= tokensPerSecond && tokensPerSecond <= placement->speed.high,
                 placement->speed.formula.c_str());
    }

    /// Qwen3 30B A3B with the experts of 36 layers in four channels of DDR4 (102 GB/s), the rest on an RTX 2080: 36.7 tokens/s.
    void holdsTheSpeedOfExpertsInMainMemory() {
        const Placement placement = place(*experts_, {shippedCard("RTX 2080")}, {.bytes = 64 * gib, .bytesPerSecond = 102e9},
                                          {.expertLayersOnHost = 36});
        QCOMPARE(placement.expertLayersOnHost, 36U);
        QVERIFY2(placement.speed.low <= 36.7 && 36.7 <= placement.speed.high, placement.speed.formula.c_str());
        QVERIFY(placement.cards[0].freeBytes() >= 0); // it ran
    }
};

QTEST_APPLESS_MAIN(TestPlacement)
#include "tst_placement.moc"
