// SPDX-License-Identifier: GPL-3.0-or-later
// Estimates against published and measured figures of real models in llama.cpp (docs/estimates.md, "Against reality"): within
// 5 % for weights and KV cache, 10 % in total. Models are made from their configuration's numbers, headers only.
#include "estimate/memory.h"
#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <cmath>

using namespace quantlathe;
using test::LlamaShape;

namespace {

constexpr double mib = 1024.0 * 1024.0;
constexpr double gib = 1024.0 * mib;

LlamaShape tiedLlama(std::uint32_t layers, std::uint32_t hidden, std::uint32_t feedForward, std::uint32_t heads,
                     std::uint32_t kvHeads, std::uint32_t headSize, std::uint32_t vocabulary, const char* architecture) {
    LlamaShape shape;
    shape.layers = layers;
    shape.hidden = hidden;
    shape.feedForward = feedForward;
    shape.heads = heads;
    shape.kvHeads = kvHeads;
    shape.headSize = headSize;
    shape.vocabulary = vocabulary;
    shape.contextTokens = 131072;
    shape.tied = true;
    shape.architecture = architecture;
    return shape;
}

LlamaShape untied(LlamaShape shape) {
    shape.tied = false;
    return shape;
}

LlamaShape qwen3Moe() {
    LlamaShape shape = untied(tiedLlama(48, 2048, 768, 32, 4, 128, 151936, "qwen3moe"));
    shape.experts = 128;
    shape.expertsUsed = 8;
    return shape;
}

LlamaShape gemma3Of4B() {
    LlamaShape shape = tiedLlama(34, 2560, 10240, 8, 4, 256, 262208, "gemma3");
    shape.slidingWindow = 1024;
    return shape;
}

/// Sizes do not ask whether there is an importance matrix.
Plan planned(const QTemporaryDir& folder, const LlamaShape& shape, const std::string& preset) {
    PlanDocument document;
    document.preset = preset;
    document.options.isDryRun = true;
    return makePlan(test::llamaModel(folder, shape), document);
}

bool isWithin(double estimate, double measured, double share) {
    return std::abs(estimate / measured - 1) <= share;
}

} // namespace

Q_DECLARE_METATYPE(test::LlamaShape)
Q_DECLARE_METATYPE(quantlathe::RunSettings)

class TestReality : public QObject {
    Q_OBJECT
private slots:
    // Llama 3.1 8B, GiB, as llama.cpp's tools/quantize/README.md lists them.
    void weights_data() {
        QTest::addColumn<double>("publishedGib");
        for (const auto& [preset, size] : std::initializer_list<std::pair<const char*, double>>{{"IQ1_S", 1.87},
                                                                                                {"IQ2_XXS", 2.23},
                                                                                                {"IQ2_M", 2.74},
                                                                                                {"Q2_K", 2.95},
                                                                                                {"IQ3_XXS", 3.04},
                                                                                                {"Q3_K_M", 3.74},
                                                                                                {"IQ4_XS", 4.17},
                                                                                                {"Q4_K_S", 4.36},
                                                                                                {"Q4_K_M", 4.58},
                                                                                                {"Q5_K_M", 5.33},
                                                                                                {"Q6_K", 6.14},
                                                                                                {"Q8_0", 7.95},
                                                                                                {"F16", 14.96}}) {
            QTest::newRow(preset) << size;
        }
    }
    void weights() {
        QFETCH(double, publishedGib);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, test::llama8B(), QTest::currentDataTag());
        const double estimate = static_cast<double>(plan.fileBytes()) / gib;
        qInfo("%.2f GiB published, %.2f estimated", publishedGib, estimate); // the table of docs/estimates.md
        QVERIFY(isWithin(estimate, publishedGib, 0.05));
    }

    void kvCache_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<RunSettings>("settings");
        QTest::addColumn<double>("measuredMib");
        QTest::newRow("Qwen3 30B A3B, 4 096") << qwen3Moe() << RunSettings{.contextTokens = 4096} << 384.0;
        QTest::newRow("Qwen3 30B A3B, 40 960 instead of 4 096: 3 456 more")
            << qwen3Moe() << RunSettings{.contextTokens = 40960} << 384.0 + 3456.0;
        QTest::newRow("TriLM 3.9B, 512") << untied(tiedLlama(30, 3072, 9216, 24, 24, 128, 50688, "llama"))
                                         << RunSettings{.contextTokens = 512} << 180.0;
        LlamaShape global = gemma3Of4B();
        global.layers = 5;
        global.slidingWindow = 0;
        QTest::newRow("Gemma 3 4B, its 5 global layers, 8 sequences of 512")
            << global << RunSettings{.contextTokens = 512, .sequences = 8} << 80.0;
    }
    void kvCache() {
        QFETCH(LlamaShape, shape);
        QFETCH(RunSettings, settings);
        QFETCH(double, measuredMib);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, shape, "F16");
        const double estimate = static_cast<double>(estimateMemory(*plan.model, plan.choices, settings).kv.bytes) / mib;
        QVERIFY2(isWithin(estimate, measuredMib, 0.05), qPrintable(QString("%1 MiB").arg(estimate)));
    }

    // What llama.cpp itself projects for Qwen3 30B A3B in F16 at 40 960 tokens, all layers on the card: without the overhead.
    void projectionOfLlamaCpp() {
        const QTemporaryDir folder;
        const Plan plan = planned(folder, qwen3Moe(), "F16");
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.contextTokens = 40960});
        const double projected = static_cast<double>(estimate.total() - estimate.overhead.bytes) / mib;
        qInfo("%.0f MiB", projected);
        QVERIFY(isWithin(projected, 61807, 0.01));
    }

    // What vLLM's log says of Llama 3.1 8B in BF16 on one card: the peak of its trial run, and what is left for keys and
    // values.
    void vllm_data() {
        QTest::addColumn<double>("cardGib");
        QTest::addColumn<double>("share");
        QTest::addColumn<double>("peakGib");
        QTest::addColumn<double>("roomGib");
        QTest::addColumn<double>("peakTolerance");
        QTest::newRow("H100, December 2024 (vllm PR 10511)") << 79.22 << 0.90 << 1.26 << 53.29 << 0.05;
        QTest::newRow("80 GiB, 2025 (a book's log)") << 79.14 << 0.90 << 1.19 << 54.93 << 0.05;
        QTest::newRow("H100, October 2026 (a reader's notes)") << 79.25 << 0.92 << 1.44 << 56.21 << 0.16;
    }
    void vllm() {
        QFETCH(double, cardGib);
        QFETCH(double, share);
        QFETCH(double, peakGib);
        QFETCH(double, roomGib);
        QFETCH(double, peakTolerance);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, test::llama8B(), "BF16");
        const RunSettings settings{.runtime = Runtime::vllm, .contextTokens = 131072, .hasDesktop = false, .cardShare = share};
        const double peak = static_cast<double>(estimateMemory(*plan.model, plan.choices, settings).compute.bytes) / gib;
        Gpu card;
        card.memoryBytes = static_cast<std::uint64_t>(cardGib * gib);
        const auto room = cacheRoom(*plan.model, plan.choices, settings, card);
        QVERIFY(room);
        const double roomEstimate = static_cast<double>(room->bytes) / gib;
        qInfo("peak %.2f GiB published, %.2f estimated; room %.2f, %.2f", peakGib, peak, roomGib, roomEstimate);
        QVERIFY(isWithin(peak, peakGib, peakTolerance));
        QVERIFY(isWithin(roomEstimate, roomGib, 0.05));
    }

    // GPU blocks of 16 tokens that vLLM made of so many GiB: the bytes of a token must be ours.
    void vllmTokens() {
        const QTemporaryDir folder;
        const Plan llama = planned(folder, test::llama8B(), "BF16");
        const QTemporaryDir other;
        const Plan qwen = planned(other, tiedLlama(28, 1536, 8960, 12, 2, 128, 151936, "qwen2"), "BF16");
        const auto perToken = [](const Plan& plan) {
            return static_cast<double>(
                estimateMemory(*plan.model, plan.choices, {.runtime = Runtime::vllm, .contextTokens = 16}).kv.bytes / 16);
        };
        QVERIFY(isWithin(56.21 * gib / perToken(llama), 460'496, 0.001));  // October 2026
        QVERIFY(isWithin(4.60 * gib / perToken(llama), 2356 * 16, 0.001)); // March 2025
        QVERIFY(isWithin(2.36 * gib / perToken(qwen), 5519 * 16, 0.002));  // Qwen2.5 1.5B, May 2025
    }

    // Peaks of whole cards.
    void total_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<RunSettings>("settings");
        QTest::addColumn<double>("measuredGib");
        const auto row = [](const char* name, const LlamaShape& shape, const char* preset, const RunSettings& settings,
                            double measured) { QTest::newRow(name) << shape << QString(preset) << settings << measured; };
        const RunSettings desktop{.contextTokens = 4608};
        row("SmolLM2 135M, RTX 3060", tiedLlama(30, 576, 1536, 9, 3, 64, 49152, "llama"), "Q8_0", desktop, 1.624);
        row("SmolLM2 360M, RTX 3060", tiedLlama(32, 960, 2560, 15, 5, 64, 49152, "llama"), "Q8_0", desktop, 1.919);
        row("Qwen2.5 0.5B, RTX 3060", tiedLlama(24, 896, 4864, 14, 2, 64, 151936, "qwen2"), "Q8_0", desktop, 2.337);
        row("Qwen3 0.6B, RTX 3060", tiedLlama(28, 1024, 3072, 16, 8, 128, 151936, "qwen3"), "Q8_0", desktop, 2.837);
        row("Qwen3 1.7B, RTX 3060", tiedLlama(28, 2048, 6144, 16, 8, 128, 151936, "qwen3"), "Q8_0", desktop, 3.954);
        row("Gemma 3 4B, RTX 3060", gemma3Of4B(), "Q4_K_M", desktop, 4.88);
        const LlamaShape qwen8B = untied(tiedLlama(36, 4096, 12288, 32, 8, 128, 151936, "qwen3"));
        const RunSettings quantizedCache{.contextTokens = 8192, .kv = KvType::q8_0};
        row("Qwen3 8B, RTX 3090 Ti", qwen8B, "Q4_K_M", quantizedCache, 7.0);
        RunSettings headless = quantizedCache;
        headless.hasDesktop = false;
        row("Qwen3 8B, RTX 5090 without a desktop", qwen8B, "Q4_K_M", headless, 5.6);
        const LlamaShape qwen14B = untied(tiedLlama(40, 5120, 17408, 40, 8, 128, 151936, "qwen3"));
        headless.contextTokens = 2048;
        headless.kv = KvType::f16;
        row("Qwen3 14B, RTX 3080 without a desktop", qwen14B, "Q4_K_M", headless, 8.7);
    }
    void total() {
        QFETCH(LlamaShape, shape);
        QFETCH(QString, preset);
        QFETCH(RunSettings, settings);
        QFETCH(double, measuredGib);
        const QTemporaryDir folder;
        const Plan plan = planned(folder, shape, preset.toStdString());
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, settings);
        QVERIFY(estimate.isComplete);
        const double total = static_cast<double>(estimate.total()) / gib;
        qInfo("%.2f GiB measured, %.2f estimated", measuredGib, total);
        QVERIFY(isWithin(total, measuredGib, 0.10));
    }
};

QTEST_APPLESS_MAIN(TestReality)
#include "tst_reality.moc"
