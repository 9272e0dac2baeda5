// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp keeps for models that keep more, or less, than keys and values of every layer: against its own words (build
// 11549, October 2026) and against published logs (docs/estimates.md, "KV cache").
#include "estimate/cache_layout.h"
#include "estimate/kv_cache.h"
#include "estimate/memory.h"
#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <cmath>

using namespace quantlathe;
using test::LlamaShape;

namespace {

constexpr double mib = 1024.0 * 1024.0;

using Keys = std::vector<MetadataPair>;

MetadataPair key(const char* name, std::uint32_t value) {
    return {name, value};
}
MetadataPair list(const char* name, std::vector<std::int32_t> values) {
    return {name, MetadataArray(std::move(values))};
}
MetadataPair flags(const char* name, std::vector<bool> values) {
    return {name, MetadataArray(std::move(values))};
}

Keys recurrence(std::uint32_t inner, std::uint32_t states, std::uint32_t groups, std::uint32_t heads, Keys further = {}) {
    Keys keys{key("ssm.conv_kernel", 4), key("ssm.inner_size", inner), key("ssm.state_size", states),
              key("ssm.time_step_rank", heads)};
    if (groups > 0) {
        keys.push_back(key("ssm.group_count", groups));
    }
    keys.insert(keys.end(), further.begin(), further.end());
    return keys;
}

LlamaShape shapeOf(std::string architecture, std::uint32_t layers, std::uint32_t kvHeads, std::uint32_t headSize, Keys keys) {
    return {.layers = layers,
            .hidden = 64,
            .feedForward = 96,
            .heads = 4,
            .kvHeads = kvHeads,
            .headSize = headSize,
            .architecture = std::move(architecture),
            .furtherKeys = std::move(keys)};
}

LlamaShape tinyMamba2() {
    return shapeOf("mamba2", 2, 0, 0,
                   recurrence(128, 16, 2, 8, {key("attention.head_count", 0), key("feed_forward_length", 0)}));
}

Gpu cardOf(std::uint64_t gibibytes) {
    Gpu card;
    card.name = "card";
    card.vendor = "NVIDIA";
    card.memoryBytes = gibibytes << 30U;
    card.bandwidthBytesPerSecond = 1e12;
    return card;
}

} // namespace

Q_DECLARE_METATYPE(test::LlamaShape)
Q_DECLARE_METATYPE(quantlathe::RunSettings)

class TestCache : public QObject {
    Q_OBJECT
private slots:
    // Small models of each kind in llama.cpp: what its log says of the cache, in MiB.
    void llamaCppAllocates_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<RunSettings>("settings");
        QTest::addColumn<double>("measuredMib"); // of keys and values, and of states
        const auto row = [](const char* name, LlamaShape shape, std::uint64_t context, std::uint32_t sequences,
                            double measured) {
            QTest::newRow(name) << std::move(shape) << RunSettings{.contextTokens = context, .sequences = sequences}
                                << measured;
        };
        const LlamaShape qwen = shapeOf(
            "qwen35", 4, 2, 16, recurrence(64, 16, 2, 4, {flags("attention.recurrent_layers", {true, true, true, false})}));
        row("Qwen 3.5", qwen, 256, 64, 2.00 + 1.03);
        row("Qwen 3.5, keys and values", qwen, 8192, 4, 4.00 + 0.06);
        row("Nemotron-H",
            shapeOf("nemotron_h", 3, 2, 16,
                    recurrence(128, 16, 2, 8,
                               {list("attention.head_count_kv", {0, 2, 0}), list("feed_forward_length", {0, 0, 96})})),
            256, 64, 2.00 + 0.64);
        // By llama.cpp's source: 4 · (3 · 3 · 16 + 16²) values in three layers; 24 for each token in the fourth.
        row("Kimi Linear",
            shapeOf("kimi-linear", 4, 1, 24,
                    {key("ssm.conv_kernel", 4), key("kda.head_dim", 16), key("attention.key_length_mla", 24),
                     list("attention.head_count_kv", {0, 0, 1, 0})}),
            256, 64, 0.75 + 1.17);
        row("Falcon-H1", shapeOf("falcon-h1", 2, 2, 16, recurrence(64, 16, 2, 4)), 256, 64, 4.00 + 0.69);
        row("Granite 4 hybrid",
            shapeOf("granitehybrid", 2, 2, 16, recurrence(128, 16, 1, 8, {list("attention.head_count_kv", {0, 2})})), 256, 64,
            2.00 + 0.62);
        row("LFM2", shapeOf("lfm2", 3, 2, 16, {key("shortconv.l_cache", 3), list("attention.head_count_kv", {0, 2, 0})}), 256,
            64, 2.00 + 0.06);
        row("Mamba-2", tinyMamba2(), 256, 64, 1.28);
        row("Mamba",
            shapeOf("mamba", 2, 0, 0,
                    recurrence(128, 16, 0, 4, {key("attention.head_count", 0), key("feed_forward_length", 0)})),
            256, 64, 1.19);
        const Keys windows{key("attention.sliding_window", 512),
                           flags("attention.sliding_window_pattern", {true, false, true, false}),
                           key("attention.key_length_swa", 16), key("attention.value_length_swa", 16)};
        row("Gemma 4: heads of two sizes", shapeOf("gemma4", 4, 2, 32, windows), 8192, 4, 16.00 + 1.00);
        Keys shared = windows;
        shared.push_back(key("attention.shared_kv_layers", 2));
        row("Gemma 4: two of four layers share", shapeOf("gemma4", 4, 2, 32, shared), 8192, 4, 8.00 + 0.50);
        row("EXAONE 4: no window in models of other than 64 layers",
            shapeOf("exaone4", 4, 2, 16, {key("attention.sliding_window", 256)}), 8192, 1, 4.00);
        const Keys latent{key("attention.key_length", 48),     key("attention.value_length", 32),
                          key("attention.key_length_mla", 48), key("attention.value_length_mla", 32),
                          key("attention.head_count_kv", 1),   key("attention.indexer.key_length", 32)};
        row("DeepSeek 3.2: a vector and the indexer's key", shapeOf("deepseek32", 2, 1, 48, latent), 8192, 4, 6.00 + 4.00);
        row("GLM 5", shapeOf("glm-dsa", 2, 1, 48, latent), 8192, 1, 1.50 + 1.00);
        row("MiMo 2: keys wider than values",
            shapeOf("mimo2", 3, 2, 32,
                    {key("attention.value_length", 16), list("attention.head_count_kv", {2, 4, 4}),
                     key("attention.sliding_window", 128), list("attention.sliding_window_pattern", {0, 1, 1})}),
            8192, 4, 6.00 + 2.25);
    }
    void llamaCppAllocates() {
        QFETCH(LlamaShape, shape);
        QFETCH(RunSettings, settings);
        QFETCH(double, measuredMib);
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, shape);
        const Figure kv = kvCache(*model, settings);
        QVERIFY2(kv.isKnown, kv.formula.c_str());
        const double estimate = static_cast<double>(kv.bytes) / mib;
        QVERIFY2(std::abs(estimate - measuredMib) < 0.011,
                 qPrintable(QString("%1 MiB: %2").arg(estimate).arg(kv.formula.c_str())));
    }

    // Its work space for the same models: 512 tokens, without the mask of 8192 cells, in MiB.
    void recurrencesNeedWorkSpace_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<double>("measuredMib");
        QTest::newRow("Mamba-2") << tinyMamba2() << 2.28;
        QTest::newRow("Granite 4 hybrid") << shapeOf("granitehybrid", 2, 2, 16,
                                                     recurrence(128, 16, 1, 8, {list("attention.head_count_kv", {0, 2})}))
                                          << 10.10 - 8.0;
        QTest::newRow("Nemotron-H") << shapeOf("nemotron_h", 3, 2, 16,
                                               recurrence(128, 16, 2, 8,
                                                          {list("attention.head_count_kv", {0, 2, 0}),
                                                           list("feed_forward_length", {0, 0, 96})}))
                                    << 10.28 - 8.0;
        QTest::newRow("Mamba") << shapeOf("mamba", 2, 0, 0,
                                          recurrence(128, 16, 0, 4,
                                                     {key("attention.head_count", 0), key("feed_forward_length", 0)}))
                               << 1.89;
    }
    void recurrencesNeedWorkSpace() {
        QFETCH(LlamaShape, shape);
        QFETCH(double, measuredMib);
        shape.vocabulary = 320;
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, shape), "BF16");
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.contextTokens = 8192});
        const double mask = cacheCells(*plan.model, {.contextTokens = 8192}).full > 0 ? 8.0 : 0.0;
        const double work = static_cast<double>(estimate.compute.bytes) / mib - mask;
        QVERIFY2(std::abs(work / measuredMib - 1) <= 0.01, qPrintable(QString::number(work)));
        QVERIFY(estimate.isComplete);
    }

    // What llama.cpp printed for released models, in published logs: keys, values and states together.
    void publishedLogs_data() {
        QTest::addColumn<LlamaShape>("shape");
        QTest::addColumn<RunSettings>("settings");
        QTest::addColumn<double>("publishedMib");
        const auto row = [](const char* name, LlamaShape shape, const RunSettings& settings, double published) {
            QTest::newRow(name) << std::move(shape) << settings << published;
        };
        const auto one = [](std::uint64_t context) { return RunSettings{.contextTokens = context}; };
        const auto four = [](std::uint64_t context) { return RunSettings{.contextTokens = context, .sequences = 4}; };
        const Keys large = recurrence(6144, 128, 16, 48);
        row("Qwen3.8 27B, 24 576 cells, 2026", shapeOf("qwen35", 64, 4, 256, large), one(24576), 1536.00 + 149.62);
        row("the same, 8 192 cells, 2026", shapeOf("qwen35", 64, 4, 256, large), one(8192), 512.00 + 149.62);
        const Keys small = recurrence(4096, 128, 16, 32);
        row("Qwen3.5 4B, 8 192 cells, 2026", shapeOf("qwen35", 32, 4, 256, small), one(8192), 96.00 + 160.00 + 50.25);
        // Of these slots share the cells of keys and values: the states alone.
        row("Qwen3.5 9B, four slots, states, 2026", shapeOf("qwen35", 32, 0, 256, small), four(256), 201.00);
        row("Qwen3.6 35B A3B, four slots, states, 2026", shapeOf("qwen35moe", 40, 0, 256, small), four(256), 251.25);
        Keys predicting = large;
        predicting.push_back(key("nextn_predict_layers", 1));
        row("Qwen3.6 27B with a layer that predicts, three slots, states (llama.cpp PR 23792, 2026)",
            shapeOf("qwen35", 65, 0, 256, predicting), {.contextTokens = 256, .sequences = 3}, 448.88);
        std::vector<std::int32_t> heads(108, 0);
        std::vector<std::int32_t> networks(108, 0);
        for (std::size_t layer = 0; layer < heads.size(); ++layer) {
            heads[layer] = layer >= 48 && layer < 60 ? 2 : 0;
            networks[layer] = layer >= 60 ? 1856 : 0;
        }
        row("Nemotron 3 Ultra, 16 128 cells, one of its four states (llama.cpp issue 24175, June 2026)",
            shapeOf("nemotron_h_moe", 108, 2, 128,
                    recurrence(16384, 128, 8, 256,
                               {list("attention.head_count_kv", heads), list("feed_forward_length", networks)})),
            one(16128), 189.00 + 1576.50 / 4);
        row("gpt-oss 20B, 131 072 cells, 2025", shapeOf("gpt-oss", 24, 8, 64, {key("attention.sliding_window", 128)}),
            one(131072), 3072.00 + 18.00);
        std::vector<bool> windows(48, true);
        std::vector<std::int32_t> gemmaHeads(48, 8);
        for (std::size_t layer = 5; layer < windows.size(); layer += 6) {
            windows[layer] = false;
            gemmaHeads[layer] = 1;
        }
        const Keys gemmaSizes{key("attention.key_length_swa", 256), key("attention.value_length_swa", 256)};
        Keys gemma = gemmaSizes;
        gemma.insert(gemma.end(), {key("attention.sliding_window", 1024), flags("attention.sliding_window_pattern", windows),
                                   list("attention.head_count_kv", gemmaHeads)});
        row("Gemma 4 12B, q8_0, 8 192 cells, 2026", shapeOf("gemma4", 48, 8, 512, gemma),
            {.contextTokens = 8192, .kv = KvType::q8_0}, 68.00 + 255.00);
        Keys edge = gemmaSizes;
        windows.resize(42);
        edge.insert(edge.end(), {key("attention.sliding_window", 512), flags("attention.sliding_window_pattern", windows),
                                 key("attention.shared_kv_layers", 18)});
        // 1 024 cells in 20 layers beside.
        row("Gemma 4 E4B, 131 072 cells (llama.cpp issue 21730, April 2026)", shapeOf("gemma4", 42, 2, 512, edge), one(131072),
            2048.00 + 40.00);
    }
    void publishedLogs() {
        QFETCH(LlamaShape, shape);
        QFETCH(RunSettings, settings);
        QFETCH(double, publishedMib);
        const QTemporaryDir folder;
        const Figure kv = kvCache(*test::llamaModel(folder, shape), settings);
        const double estimate = static_cast<double>(kv.bytes) / mib;
        QVERIFY2(std::abs(estimate - publishedMib) < 0.011,
                 qPrintable(QString("%1 MiB: %2").arg(estimate).arg(kv.formula.c_str())));
    }

    void statesDoNotGrowAndAreNotQuantized() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, tinyMamba2());
        const std::uint64_t state = kvCache(*model, {.contextTokens = 256}).bytes;
        QCOMPARE(kvCache(*model, {.contextTokens = 1U << 20U}).bytes, state);
        QCOMPARE(kvCache(*model, {.contextTokens = 256, .kv = KvType::q4_0}).bytes, state);
        QCOMPARE(kvCache(*model, {.contextTokens = 256, .sequences = 3}).bytes, 3 * state);
        QCOMPARE(longestContext(*model, test::presetPlan(model, "BF16").choices, {}, cardOf(8)),
                 std::optional<std::uint64_t>(4096)); // what the model was trained for
    }

    // Gemma 3n keeps keys and values in its first twenty layers, every fifth of them without a window.
    void gemma3nShares() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, shapeOf("gemma3n", 30, 2, 256, {key("attention.sliding_window", 512)}));
        const CacheLayout layout = cacheLayout(*model);
        QCOMPARE(std::ranges::count_if(layout.layers, [](const LayerKeeps& layer) { return layer.kvHeads > 0; }), 20);
        QCOMPARE(std::ranges::count_if(layout.layers,
                                       [](const LayerKeeps& layer) { return layer.kvHeads > 0 && !layer.isWindowed; }),
                 4);
    }

    // Of GLM 4.5 Air the last layer predicts a further token: neither its weights nor its cache are loaded.
    void predictingLayersAreNotLoaded() {
        const QTemporaryDir folder;
        const auto with = test::llamaModel(folder, shapeOf("glm4moe", 3, 2, 64, {key("nextn_predict_layers", 1)}));
        const QTemporaryDir other;
        const auto without = test::llamaModel(other, shapeOf("glm4moe", 2, 2, 64, {}));
        const Plan longer = test::presetPlan(with, "BF16");
        const Plan shorter = test::presetPlan(without, "BF16");
        for (const Runtime runtime : {Runtime::llamaCpp, Runtime::transformers, Runtime::vllm, Runtime::exllamaV2}) {
            const RunSettings settings{.runtime = runtime};
            const MemoryEstimate estimate = estimateMemory(*with, longer.choices, settings);
            const MemoryEstimate expected = estimateMemory(*without, shorter.choices, settings);
            QCOMPARE(estimate.weights.bytes, expected.weights.bytes);
            QCOMPARE(estimate.kv.bytes, expected.kv.bytes);
            QVERIFY(estimate.weights.formula.find("tensors that predict further tokens") != std::string::npos);
        }
        QCOMPARE(estimateSpeed(*with, longer.choices, {}, cardOf(8)).isKnown(), true);
        const QTemporaryDir third;
        const auto only = test::llamaModel(third, shapeOf("glm4moe", 1, 2, 64, {key("nextn_predict_layers", 1)}));
        QVERIFY(whyCacheUnknown(*only));
    }

    void whatTheFileDoesNotSayIsUnknown() {
        const auto unknown = [](LlamaShape shape) {
            const QTemporaryDir folder;
            return whyCacheUnknown(*test::llamaModel(folder, shape)).value_or("");
        };
        QCOMPARE(unknown(shapeOf("qwen35", 4, 2, 16, {})), std::string("the model does not say the sizes of its recurrence"));
        QCOMPARE(unknown(shapeOf("gemma4", 4, 2, 16, {key("attention.sliding_window", 512)})),
                 std::string("the model does not say which layers have a window"));
        QCOMPARE(unknown(shapeOf("deepseek32", 2, 1, 48, {})),
                 std::string("the model does not say which layers choose tokens, and by what"));
        // GLM 5.2 shares choices between layers; a file that does not say where is not guessed at.
        QVERIFY(
            !unknown(shapeOf("glm-dsa", 2, 1, 48, {key("attention.indexer.key_length", 32), key("context_length", 1048576)}))
                 .empty());
        // Absurd sizes do not overflow.
        const QTemporaryDir folder;
        const auto model = test::llamaModel(
            folder,
            shapeOf("mamba2", 2, 0, 0, recurrence(0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 8, {key("attention.head_count", 0)})));
        QVERIFY(kvCache(*model, {.sequences = ~0U}).bytes >= 1ULL << 60U);
    }

    // DeepSeek 3.2: the cache is known, the work space is not, so that the sum is "at least".
    void workSpaceMayBeUnknownAlone() {
        const QTemporaryDir folder;
        const auto model =
            test::llamaModel(folder, shapeOf("deepseek32", 2, 1, 48,
                                             {key("attention.key_length_mla", 48), key("attention.indexer.key_length", 32)}));
        const Plan plan = test::presetPlan(model, "BF16");
        const MemoryEstimate estimate = estimateMemory(*model, plan.choices, {});
        QVERIFY(estimate.kv.isKnown && estimate.kv.bytes > 0);
        QVERIFY(!estimate.compute.isKnown && !estimate.isComplete);
        QCOMPARE(fitOn(cardOf(80), estimate).fit, Fit::unknown);
    }

    /// T5: the decoder's own keys and values are kept, those of cross-attention are made anew for every token.
    void crossAttentionKeepsNothing() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, shapeOf("t5", 2, 4, 64, {}));
        QCOMPARE(kvCache(*model, {.contextTokens = 512}).bytes, std::uint64_t{2} * 2 * 512 * 4 * 64 * 2);
        const Plan plan = test::presetPlan(model, "BF16");
        const MemoryEstimate estimate = estimateMemory(*model, plan.choices, {});
        QVERIFY(estimate.kv.isKnown && !estimate.compute.isKnown);
        QVERIFY(!estimateMemory(*model, plan.choices, {.runtime = Runtime::transformers}).kv.isKnown);
    }

    void typesOfTheCache() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, {.layers = 32, .hidden = 64, .heads = 32, .kvHeads = 8, .headSize = 128});
        const auto size = [&](KvType type) {
            return static_cast<double>(kvCache(*model, {.contextTokens = 8192, .kv = type}).bytes) / mib;
        };
        QCOMPARE(size(KvType::f16), 1024.0);
        QCOMPARE(size(KvType::bf16), 1024.0);
        QCOMPARE(size(KvType::q5_1), 384.0);
        QVERIFY(canCache(*model, KvType::q5_1));
        // What llama.cpp does not have becomes what is nearest, and that is said.
        const Figure other = kvCache(*model, {.contextTokens = 8192, .kv = KvType::fp8});
        QCOMPARE(other.bytes, kvCache(*model, {.contextTokens = 8192, .kv = KvType::q8_0}).bytes);
        QVERIFY2(other.formula.find("llama.cpp has no cache in fp8: q8_0 taken") != std::string::npos, other.formula.c_str());
        for (const Runtime runtime : {Runtime::llamaCpp, Runtime::transformers, Runtime::vllm, Runtime::sglang,
                                      Runtime::exllamaV2, Runtime::tensorRtLlm}) {
            QCOMPARE(kvTypes(runtime).front(), KvType::f16);
            for (const KvType type : kvTypes(runtime)) {
                QCOMPARE(kvTypeIn(runtime, type), type);
                QCOMPARE(kvTypeFromName(name(type)), std::optional(type));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestCache)
#include "tst_cache.moc"
