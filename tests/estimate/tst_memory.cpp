// SPDX-License-Identifier: GPL-3.0-or-later
// The memory estimate against what llama.cpp reported (docs/estimates.md, Checks).
#include "estimate/memory.h"
#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <cmath>

using namespace quantlathe;
using test::LlamaShape;

namespace {

constexpr double mib = 1024.0 * 1024.0;
constexpr std::uint64_t gib = 1ULL << 30U;

Plan planned(const QTemporaryDir& folder, const LlamaShape& shape, const std::string& preset) {
    return test::presetPlan(test::llamaModel(folder, shape), preset);
}

double inMib(const Figure& figure) {
    return static_cast<double>(figure.bytes) / mib;
}

Gpu card(std::uint64_t bytes) {
    return {.name = "card",
            .vendor = "NVIDIA",
            .architecture = "Ampere",
            .kind = "desktop",
            .memoryBytes = bytes,
            .bandwidthBytesPerSecond = 360e9};
}

} // namespace

Q_DECLARE_METATYPE(test::LlamaShape)
Q_DECLARE_METATYPE(quantlathe::RunSettings)

class TestMemory : public QObject {
    Q_OBJECT
private slots:
    void kvCacheIsWhatLlamaCppAllocates_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<RunSettings>("settings");
        QTest::addColumn<double>("measuredMib");
        const LlamaShape golden{.layers = 2, .hidden = 256, .heads = 8, .kvHeads = 4, .headSize = 128};
        QTest::newRow("2 layers of 4 x 128, f16") << golden << RunSettings{.contextTokens = 4096} << 16.0;
        QTest::newRow("the same, q8_0") << golden << RunSettings{.contextTokens = 4096, .kv = KvType::q8_0} << 8.5;
        QTest::newRow("4000 tokens take 4096 cells") << golden << RunSettings{.contextTokens = 4000} << 16.0;
        const LlamaShape eightB{.layers = 32, .hidden = 256, .heads = 32, .kvHeads = 8, .headSize = 128};
        QTest::newRow("Llama 3 8B, f16") << eightB << RunSettings{.contextTokens = 8192} << 1024.0;
        QTest::newRow("Llama 3 8B, q8_0") << eightB << RunSettings{.contextTokens = 8192, .kv = KvType::q8_0} << 544.0;
        QTest::newRow("Llama 3 8B, q4_0") << eightB << RunSettings{.contextTokens = 8192, .kv = KvType::q4_0} << 288.0;
        const LlamaShape thirtyB{.layers = 48, .hidden = 256, .heads = 32, .kvHeads = 4, .headSize = 128};
        QTest::newRow("Qwen3 30B A3B") << thirtyB << RunSettings{.contextTokens = 4096} << 384.0;
        QTest::newRow("Qwen3 30B A3B, 40 960 tokens") << thirtyB << RunSettings{.contextTokens = 40960} << 3840.0;
        const LlamaShape triLm{.layers = 30, .hidden = 256, .heads = 24, .kvHeads = 24, .headSize = 128};
        QTest::newRow("TriLM 3.9B") << triLm << RunSettings{.contextTokens = 512} << 180.0;
        const LlamaShape gemma{.layers = 5, .hidden = 256, .heads = 8, .kvHeads = 4, .headSize = 256};
        QTest::newRow("global layers of Gemma 3 4B, 8 sequences")
            << gemma << RunSettings{.contextTokens = 512, .sequences = 8} << 80.0;
    }
    void kvCacheIsWhatLlamaCppAllocates() {
        QFETCH(LlamaShape, shape);
        QFETCH(RunSettings, settings);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, shape, "BF16");
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, settings);
        QTEST(inMib(estimate.kv), "measuredMib"); // exactly
        QVERIFY(estimate.isComplete);
    }

    void formulasHoldTheNumbers() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, {.layers = 32, .hidden = 256, .heads = 32, .kvHeads = 8, .headSize = 128}, "BF16");
        const MemoryEstimate estimate =
            estimateMemory(*plan.model, plan.choices, {.contextTokens = 8192, .kv = KvType::q8_0, .sequences = 2});
        QCOMPARE(estimate.kv.formula, std::string("2 × 32 layers × 8 192 cells × 8 heads × 128 × 1.0625 bytes × 2 sequences"));
        QVERIFY(estimate.compute.formula.find("8 192 cells") != std::string::npos);
        QVERIFY(!estimate.weights.formula.empty());
        QVERIFY(!estimate.overhead.formula.empty());
        QCOMPARE(estimate.overhead.bytes, std::uint64_t{1440} << 20U);
        QCOMPARE(estimate.total(),
                 estimate.weights.bytes + estimate.kv.bytes + estimate.compute.bytes + estimate.overhead.bytes);
    }

    void quantizedCacheNeedsWholeBlocksInAHead() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, {.layers = 2, .hidden = 96, .heads = 2, .kvHeads = 2, .headSize = 48}, "BF16");
        const RunSettings quantized{.contextTokens = 256, .kv = KvType::q8_0};
        const Figure kv = estimateMemory(*plan.model, plan.choices, quantized).kv;
        QCOMPARE(kv.bytes, std::uint64_t{2 * 2 * 256 * 2 * 48 * 2}); // as f16
        QVERIFY(kv.formula.find("f16 taken") != std::string::npos);
    }

    void computeBufferIsCloseToWhatLlamaCppReserves_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<RunSettings>("settings");
        QTest::addColumn<double>("measuredMib");
        QTest::addColumn<double>("tolerance");
        const LlamaShape wide{.layers = 1,
                              .hidden = 2048,
                              .feedForward = 8192,
                              .heads = 32,
                              .kvHeads = 8,
                              .headSize = 64,
                              .vocabulary = 4096,
                              .contextTokens = 65536};
        QTest::newRow("activations, 4096 cells") << wide << RunSettings{.contextTokens = 4096} << 68.01 << 0.01;
        QTest::newRow("activations, 32768 cells") << wide << RunSettings{.contextTokens = 32768} << 96.01 << 0.01;
        QTest::newRow("micro batch 2048") << wide << RunSettings{.contextTokens = 32768, .microBatch = 2048} << 384.05 << 0.01;
        QTest::newRow("micro batch 256") << wide << RunSettings{.contextTokens = 4096, .microBatch = 256} << 34.01 << 0.01;
        LlamaShape sixteenHeads = wide;
        sixteenHeads.heads = 16; // 4 × 16 × 512 × 4096 = 128 MiB
        QTest::newRow("no flash attention")
            << sixteenHeads << RunSettings{.contextTokens = 4096, .flashAttention = false} << 158.01 << 0.02;
        QTest::newRow("no flash attention, 8192 cells")
            << sixteenHeads << RunSettings{.contextTokens = 8192, .flashAttention = false} << 294.01 << 0.02;
        const LlamaShape manyTokens{.layers = 1,
                                    .hidden = 256,
                                    .feedForward = 512,
                                    .heads = 4,
                                    .kvHeads = 2,
                                    .headSize = 64,
                                    .vocabulary = 100000,
                                    .contextTokens = 65536};
        QTest::newRow("logits") << manyTokens << RunSettings{.contextTokens = 4096} << 199.81 << 0.01;
        // llama.cpp reuses the mask's space here; the estimate does not, and stays above.
        QTest::newRow("logits, 16384 cells") << manyTokens << RunSettings{.contextTokens = 16384} << 196.31 << 0.08;
        const LlamaShape triLm{
            .layers = 1, .hidden = 3072, .feedForward = 9216, .heads = 24, .kvHeads = 24, .headSize = 128, .vocabulary = 50688};
        QTest::newRow("TriLM 3.9B on an RTX 4080") << triLm << RunSettings{.contextTokens = 512} << 105.0 << 0.01;
    }
    void computeBufferIsCloseToWhatLlamaCppReserves() {
        QFETCH(LlamaShape, shape);
        QFETCH(RunSettings, settings);
        QFETCH(double, measuredMib);
        QFETCH(double, tolerance);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, shape, "BF16");
        const double estimated = inMib(estimateMemory(*plan.model, plan.choices, settings).compute);
        QVERIFY2(std::abs(estimated / measuredMib - 1) <= tolerance, qPrintable(QString::number(estimated)));
    }

    /// Peaks of the whole device on an RTX 3060 with a desktop, 4608 tokens, f16 cache, Q8_0 files.
    void wholeDevicePeaksAreWithin130Mib_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<double>("weightsMib");
        QTest::addColumn<double>("peakGib");
        const auto model = [](std::uint32_t layers, std::uint32_t hidden, std::uint32_t heads, std::uint32_t kvHeads,
                              std::uint32_t headSize, std::uint32_t feedForward, std::uint32_t vocabulary) {
            return LlamaShape{.layers = layers,
                              .hidden = hidden,
                              .feedForward = feedForward,
                              .heads = heads,
                              .kvHeads = kvHeads,
                              .headSize = headSize,
                              .vocabulary = vocabulary,
                              .contextTokens = 8192,
                              .tied = true};
        };
        QTest::newRow("SmolLM2 135M") << model(30, 576, 9, 3, 64, 1536, 49152) << 136.0 << 1.624;
        QTest::newRow("SmolLM2 360M") << model(32, 960, 15, 5, 64, 2560, 49152) << 367.0 << 1.919;
        QTest::newRow("Qwen2.5 0.5B") << model(24, 896, 14, 2, 64, 4864, 151936) << 501.0 << 2.337;
        QTest::newRow("Qwen3 0.6B") << model(28, 1024, 16, 8, 128, 3072, 151936) << 604.0 << 2.837;
        QTest::newRow("Qwen3 1.7B") << model(28, 2048, 16, 8, 128, 6144, 151936) << 1743.0 << 3.954;
    }
    void wholeDevicePeaksAreWithin130Mib() {
        QFETCH(LlamaShape, shape);
        QFETCH(double, weightsMib);
        QFETCH(double, peakGib);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, shape, "Q8_0");
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.contextTokens = 4608});
        QVERIFY2(std::abs(inMib(estimate.weights) - weightsMib) < 2, qPrintable(QString::number(inMib(estimate.weights))));
        const double missed = static_cast<double>(estimate.total()) / mib - peakGib * 1024;
        QVERIFY2(std::abs(missed) <= 130, qPrintable(QString::number(missed)));
    }

    void embeddingStaysInMainMemoryUnlessTied() {
        const QTemporaryDir folder;
        const LlamaShape untied{.layers = 1, .hidden = 256, .vocabulary = 1000};
        LlamaShape tied = untied;
        tied.tied = true;
        const Plan plain = planned(folder, untied, "F16");
        const MemoryEstimate own = estimateMemory(*plain.model, plain.choices, {});
        const std::uint64_t embedding = 1000 * 256 * 2;
        QCOMPARE(own.hostBytes, embedding);
        const Plan shared = planned(folder, tied, "F16");
        const MemoryEstimate both = estimateMemory(*shared.model, shared.choices, {});
        QCOMPARE(both.hostBytes, embedding);
        QCOMPARE(both.weights.bytes, own.weights.bytes); // the embedding takes the place of the output matrix
        std::uint64_t pieces = 0;
        for (const OutputPiece& piece : plain.layout.pieces) {
            pieces += piece.bytes;
        }
        QCOMPARE(own.weights.bytes + own.hostBytes, pieces); // all sizes here are multiples of 32
    }

    void llama8BOnAnRtx3060() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, test::llama8B(), "Q4_K_M");
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.contextTokens = 16384});
        // 4.31 GiB of weights, 2 GiB of cache, 0.27 GiB of compute buffer and 1.41 GiB of overhead.
        QCOMPARE(std::round(static_cast<double>(estimate.total()) / static_cast<double>(gib) * 10) / 10, 8.0);
        QCOMPARE(fitOn(card(12 * gib), estimate).fit, Fit::fits);
        QCOMPARE(longestContext(*plan.model, plan.choices, {}, card(12 * gib)), std::optional<std::uint64_t>(48896));
        QCOMPARE(longestContext(*plan.model, plan.choices, {.kv = KvType::q8_0}, card(12 * gib)),
                 std::optional<std::uint64_t>(91648));
        QCOMPARE(longestContext(*plan.model, plan.choices, {.kv = KvType::q4_0}, card(12 * gib)),
                 std::optional<std::uint64_t>(131072));
    }

    void fitHasThreeAnswers() {
        MemoryEstimate estimate;
        estimate.weights.bytes = 10 * gib;
        QCOMPARE(fitOn(card(11 * gib), estimate).fit, Fit::fits);
        QCOMPARE(fitOn(card(11 * gib - 1), estimate).fit, Fit::tight);
        QCOMPARE(fitOn(card(10 * gib), estimate).fit, Fit::tight);
        QCOMPARE(fitOn(card(10 * gib), estimate).freeBytes, std::int64_t{0});
        QCOMPARE(fitOn(card(10 * gib - 1), estimate).fit, Fit::tooLarge);
        QCOMPARE(fitOn(card(8 * gib), estimate).freeBytes, -2 * static_cast<std::int64_t>(gib));
    }

    void longestContextIsTheBorder() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, test::llama8B(), "Q4_K_M");
        for (const std::uint64_t memory : {8 * gib, 9 * gib + 12345, 12 * gib, 16 * gib}) {
            for (const std::uint64_t reserve : {std::uint64_t{0}, gib}) {
                const std::uint64_t longest = longestContext(*plan.model, plan.choices, {}, card(memory), reserve).value_or(0);
                if (longest == 0) {
                    continue;
                }
                QCOMPARE(longest % 256, std::uint64_t{0});
                const auto total = [&](std::uint64_t tokens) {
                    return estimateMemory(*plan.model, plan.choices, {.contextTokens = tokens}).total() + reserve;
                };
                QVERIFY(total(longest) <= memory);
                QVERIFY(total(longest + 256) > memory || longest == 131072);
            }
        }
        QCOMPARE(longestContext(*plan.model, plan.choices, {}, card(4 * gib)), std::optional<std::uint64_t>(0));
        QCOMPARE(longestContext(*plan.model, plan.choices, {}, card(80 * gib)), std::optional<std::uint64_t>(131072));
    }

    /// Gemma 3 and a made-up model like it: window 1024, micro batch 512, so 1536 cells in ten of twelve layers.
    void windowLayersDoNotGrow() {
        const QTemporaryDir folder;
        const LlamaShape shape{.layers = 12,
                               .hidden = 256,
                               .heads = 4,
                               .kvHeads = 2,
                               .headSize = 64,
                               .contextTokens = 32768,
                               .architecture = "gemma3",
                               .slidingWindow = 1024};
        const Plan plan = planned(folder, shape, "BF16");
        const std::uint64_t perLayerCell = std::uint64_t{2} * 64 * 2 * 2;
        for (const std::uint64_t context : {4096U, 16384U}) {
            const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.contextTokens = context});
            QCOMPARE(estimate.kv.bytes, perLayerCell * (2 * context + 10 * 1536));
            QVERIFY2(estimate.kv.formula.find("1 536 cells") != std::string::npos, estimate.kv.formula.c_str());
            QVERIFY(estimate.kv.formula.find("10 layers with a window of 1 024") != std::string::npos);
        }
        const std::uint64_t shortContext = estimateMemory(*plan.model, plan.choices, {.contextTokens = 512}).kv.bytes;
        QCOMPARE(shortContext, perLayerCell * 12 * 512);
        // From 4096 to 16384 cells the compute buffer grows by the mask of the full layers alone: 12 MiB.
        const auto compute = [&](std::uint64_t context) {
            return inMib(estimateMemory(*plan.model, plan.choices, {.contextTokens = context}).compute);
        };
        QCOMPARE(compute(16384) - compute(4096), 12.0);
    }

    void otherArchitecturesSayWhatIsUnknown() {
        const QTemporaryDir folder;
        LlamaShape shape;
        shape.architecture = "mamba9";
        const auto model = test::llamaModel(folder, shape);
        const Plan plan = test::presetPlan(model, "Q8_0"); // what is GGUF already needs no understanding of its layers
        const MemoryEstimate estimate = estimateMemory(*model, plan.choices, {});
        QVERIFY(!estimate.isComplete);
        QCOMPARE(estimate.kv.bytes, std::uint64_t{0});
        QCOMPARE(estimate.kv.formula, std::string("unknown: how mamba9 models keep keys and values is not known"));
        QVERIFY(estimate.compute.formula.starts_with("unknown: "));
        QVERIFY(estimate.weights.bytes > 0);
        QVERIFY(!longestContext(*model, plan.choices, {}, card(12 * gib)));
        QVERIFY(!estimateSpeed(*model, plan.choices, {}, card(12 * gib)).isKnown());
        // What is known may be too much already; it is never known to fit.
        QCOMPARE(fitOn(card(80 * gib), estimate).fit, Fit::unknown);
        QCOMPARE(fitOn(card(gib), estimate).fit, Fit::tooLarge);
    }

    /// LFM2 1.2B: 16 layers, of which six attend; the others are convolutions.
    void onlyLayersWithHeadsHaveACache() {
        const QTemporaryDir folder;
        test::LlamaShape shape{.layers = 16,
                               .hidden = 2048,
                               .feedForward = 8192,
                               .heads = 32,
                               .contextTokens = 128000,
                               .architecture = "lfm2",
                               .kvHeadsOfLayers = {0, 0, 8, 0, 0, 8, 0, 0, 8, 0, 8, 0, 8, 0, 8, 0},
                               .furtherKeys = {{"shortconv.l_cache", std::uint32_t{3}}}};
        const double convolutions = 10 * 2 * 2048 * 4 / mib;
        const Plan plan = planned(folder, shape, "BF16");
        for (const auto& [context, size] : {std::pair(4096U, 48.0), std::pair(32768U, 384.0)}) {
            const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.contextTokens = context});
            QVERIFY(estimate.isComplete);
            QCOMPARE(inMib(estimate.kv), size + convolutions);
            QVERIFY2(estimate.kv.formula.find("in 6 layers") != std::string::npos, estimate.kv.formula.c_str());
        }
        QVERIFY(longestContext(*plan.model, plan.choices, {}, card(12 * gib)).value_or(0) > 32768);
    }

    /// Files from before April 2024 hold one tensor an expert.
    void singleExpertsAreExperts() {
        const QTemporaryDir folder;
        LlamaShape shape{.layers = 4,
                         .hidden = 4096,
                         .feedForward = 14336,
                         .heads = 32,
                         .kvHeads = 8,
                         .headSize = 128,
                         .vocabulary = 32000,
                         .contextTokens = 32768,
                         .experts = 8,
                         .expertsUsed = 2};
        const Plan stacked = planned(folder, shape, "Q8_0");
        const QTemporaryDir other;
        shape.singleExperts = true;
        const Plan single = planned(other, shape, "Q8_0");
        QCOMPARE(single.fileBytes(), stacked.fileBytes());
        const MemoryEstimate expected = estimateMemory(*stacked.model, stacked.choices, {});
        const MemoryEstimate found = estimateMemory(*single.model, single.choices, {});
        QCOMPARE(found.total(), expected.total());
        QCOMPARE(found.compute.formula, expected.compute.formula);
        QCOMPARE(estimateSpeed(*single.model, single.choices, {}, card(80 * gib)).high,
                 estimateSpeed(*stacked.model, stacked.choices, {}, card(80 * gib)).high);
    }

    void absurdSettingsDoNotOverflow() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, {}, "BF16");
        const RunSettings absurd{.contextTokens = ~0ULL, .sequences = ~0U, .microBatch = ~0U, .flashAttention = false};
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, absurd);
        QVERIFY(estimate.total() > (1ULL << 60U));
        QCOMPARE(fitOn(card(80 * gib), estimate).fit, Fit::tooLarge);
    }

    // llama.cpp cuts one micro batch among the sequences: four of 8 192 cells take the mask of one (build 11549, October 2026).
    void sequencesShareTheMask() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, {.layers = 2, .hidden = 256, .heads = 4, .kvHeads = 2, .headSize = 64}, "BF16");
        const auto compute = [&](std::uint32_t sequences) {
            return estimateMemory(*plan.model, plan.choices, {.contextTokens = 8192, .sequences = sequences}).compute.bytes;
        };
        QCOMPARE(compute(4), compute(1));
    }
};

QTEST_APPLESS_MAIN(TestMemory)
#include "tst_memory.moc"
