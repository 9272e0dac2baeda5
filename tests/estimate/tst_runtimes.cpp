// SPDX-License-Identifier: GPL-3.0-or-later
// Memory in programs other than llama.cpp: what each of them keeps, and that what is not known is said (docs/estimates.md).
#include "estimate/command_lines.h"
#include "estimate/companions.h"
#include "estimate/memory.h"
#include "formats/programs.h"
#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <cmath>

using namespace quantlathe;
using test::LlamaShape;

namespace {

constexpr double gib = 1024.0 * 1024.0 * 1024.0;

Gpu cardOf(double gibibytes) {
    Gpu card;
    card.name = "card";
    card.vendor = "NVIDIA";
    card.memoryBytes = static_cast<std::uint64_t>(gibibytes * gib);
    card.bandwidthBytesPerSecond = 1e12;
    return card;
}

} // namespace

class TestRuntimes : public QObject {
    Q_OBJECT
private slots:
    void everyProgramHasOne() {
        for (const std::string_view program : programNames()) {
            QVERIFY2(runtimeOf(program), std::string(program).c_str());
        }
        QCOMPARE(runtimeOf("VLLM"), std::optional(Runtime::vllm));
        QCOMPARE(runtimeOf("Ollama"), std::optional(Runtime::llamaCpp));
        QVERIFY(!runtimeOf("something else"));
        for (const Runtime runtime : {Runtime::llamaCpp, Runtime::transformers, Runtime::vllm, Runtime::sglang,
                                      Runtime::exllamaV2, Runtime::tensorRtLlm}) {
            QCOMPARE(runtimeOf(name(runtime)), std::optional(runtime));
        }
    }

    void formatsAskTheirProgram() {
        QCOMPARE(formatById("gguf")->runtime(), Runtime::llamaCpp);
        QCOMPARE(formatById("awq")->runtime(), Runtime::vllm);
        QCOMPARE(formatById("awq")->runtime("transformers"), Runtime::transformers);
        QCOMPARE(formatById("gguf")->runtime("vLLM"), Runtime::llamaCpp); // it does not load it
        QCOMPARE(formatById("exl2")->runtime("TabbyAPI"), Runtime::exllamaV2);
        QCOMPARE(formatById("bitsandbytes")->runtime(), Runtime::transformers);
    }

    void vllmTakesAShareOfTheCard() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, test::llama8B()), "BF16");
        const RunSettings settings{.runtime = Runtime::vllm, .contextTokens = 131072, .hasDesktop = false};
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, settings);
        QVERIFY(estimate.isComplete);
        QCOMPARE(estimate.kv.bytes, std::uint64_t{131072} * 131072); // 128 KiB a token
        QCOMPARE(usableBytes(cardOf(100), estimate), static_cast<std::uint64_t>(92 * gib));
        // A desktop's memory is not there to be taken.
        RunSettings desktop = settings;
        desktop.hasDesktop = true;
        desktop.cardShare = 1;
        QCOMPARE(usableBytes(cardOf(24), estimateMemory(*plan.model, plan.choices, desktop)),
                 static_cast<std::uint64_t>(24 * gib) - (1040ULL << 20U));
        QVERIFY(cardBytes(estimate) > estimate.total());
        Gpu smallest = cardOf(1);
        smallest.memoryBytes = cardBytes(estimate);
        QVERIFY(std::abs(fitOn(smallest, estimate).freeBytes) < 16); // roundings
        // What is not enough for one sequence as long as the context does not fit.
        QCOMPARE(fitOn(cardOf(24), estimate).fit, Fit::tooLarge);
        QCOMPARE(fitOn(cardOf(40), estimate).fit, Fit::fits);
        const auto room = cacheRoom(*plan.model, plan.choices, settings, cardOf(40));
        QVERIFY(room && room->sequences > 1 && room->sequences < 2);
        QCOMPARE(room->tokens % 16, std::uint64_t{0});
        QVERIFY(std::abs(static_cast<double>(room->tokens) / 131072 - room->sequences) < 0.001);
        QVERIFY(!estimateSpeed(*plan.model, plan.choices, settings, cardOf(80)).isKnown());
        const std::uint64_t longest = longestContext(*plan.model, plan.choices, settings, cardOf(24)).value_or(0);
        QVERIFY(longest > 16384 && longest < 65536);
        RunSettings fitting = settings;
        fitting.contextTokens = longest;
        QVERIFY(fitOn(cardOf(24), estimateMemory(*plan.model, plan.choices, fitting)).freeBytes >= 0);
    }

    void vllmHalvesWithFp8() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, test::llama8B()), "BF16");
        RunSettings settings{.runtime = Runtime::vllm, .contextTokens = 4096};
        const std::uint64_t wide = estimateMemory(*plan.model, plan.choices, settings).kv.bytes;
        settings.kv = KvType::fp8;
        QCOMPARE(estimateMemory(*plan.model, plan.choices, settings).kv.bytes * 2, wide);
        settings.kv = KvType::q4_0; // vLLM has nothing as small
        const Figure other = estimateMemory(*plan.model, plan.choices, settings).kv;
        QCOMPARE(other.bytes * 2, wide);
        QVERIFY(other.formula.find("vLLM has no cache in q4_0: fp8 taken") != std::string::npos);
    }

    // A window keeps itself and one batch of 2 048 tokens, in whole blocks and one more.
    void vllmKeepsWindows() {
        const QTemporaryDir folder;
        const LlamaShape shape{.layers = 12,
                               .hidden = 256,
                               .heads = 4,
                               .kvHeads = 2,
                               .headSize = 64,
                               .contextTokens = 131072,
                               .architecture = "gemma3",
                               .slidingWindow = 1024};
        const Plan plan = test::presetPlan(test::llamaModel(folder, shape), "BF16");
        const std::uint64_t perLayer = std::uint64_t{2} * 64 * 2 * 2;
        const MemoryEstimate estimate =
            estimateMemory(*plan.model, plan.choices, {.runtime = Runtime::vllm, .contextTokens = 32768});
        QCOMPARE(estimate.kv.bytes, perLayer * (2 * 32768 + 10 * (1023 + 2048 + 1 + 16)));
    }

    void othersSayWhatIsUnknown() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, test::llama8B()), "Q8_0");
        for (const Runtime runtime : {Runtime::tensorRtLlm, Runtime::sglang}) {
            const RunSettings settings{.runtime = runtime, .contextTokens = 4096};
            const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, settings);
            QVERIFY(!estimate.isComplete);
            QCOMPARE(estimate.kv.bytes, std::uint64_t{4096} * 131072);
            QVERIFY(estimate.compute.formula.starts_with("unknown: "));
            QCOMPARE(fitOn(cardOf(80), estimate).fit, Fit::unknown);
            QVERIFY(!cacheRoom(*plan.model, plan.choices, settings, cardOf(80)));
            QVERIFY(!longestContext(*plan.model, plan.choices, settings, cardOf(80)));
        }
        // States are llama.cpp's alone so far; narrow vectors are vLLM's, too.
        const QTemporaryDir other;
        const LlamaShape latent{.layers = 2,
                                .hidden = 256,
                                .heads = 4,
                                .kvHeads = 1,
                                .headSize = 576,
                                .architecture = "deepseek2",
                                .furtherKeys = {{"attention.key_length_mla", std::uint32_t{192}}}};
        const Plan narrow = test::presetPlan(test::llamaModel(other, latent), "BF16");
        const auto estimateIn = [&](Runtime runtime) {
            return estimateMemory(*narrow.model, narrow.choices, {.runtime = runtime, .contextTokens = 1024});
        };
        QCOMPARE(estimateIn(Runtime::vllm).kv.bytes, std::uint64_t{1024} * 2 * 576 * 2);
        QVERIFY(!estimateIn(Runtime::transformers).isComplete);
        QVERIFY(estimateIn(Runtime::llamaCpp).isComplete);
    }

    void exllamaUnpacksOneLayer() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, test::llama8B()), "Q8_0");
        const auto kv = [&](KvType type) {
            return estimateMemory(*plan.model, plan.choices, {.runtime = Runtime::exllamaV2, .contextTokens = 8192, .kv = type})
                .kv.bytes;
        };
        constexpr std::uint64_t values = std::uint64_t{32} * 8 * 128 * 8192; // of all keys, and as many of values
        constexpr std::uint64_t unpacked = std::uint64_t{2} * 8 * 128 * 8192 * 2;
        QCOMPARE(kv(KvType::f16), values * 4);
        QCOMPARE(kv(KvType::q8), values * 2 * 34 / 32 + unpacked);
        QCOMPARE(kv(KvType::q6), values * 34 / 32 + values * 18 / 32 + unpacked);
        QCOMPARE(kv(KvType::q4), values * 2 * 18 / 32 + unpacked);
        const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.runtime = Runtime::exllamaV2});
        QVERIFY(estimate.isComplete);
        QVERIFY(estimate.hostBytes > 0); // the embedding
        // The output matrix in 16 bits, and the logits of 2 048 tokens.
        QCOMPARE(estimate.compute.bytes, std::uint64_t{128256} * (4096 * 2 + 2048 * 4));
    }

    void serversCutOverCards() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, test::llama8B()), "BF16"); // 8 heads of keys and values
        RunSettings settings{.runtime = Runtime::vllm, .contextTokens = 16384, .hasDesktop = false};
        const MemoryEstimate whole = estimateMemory(*plan.model, plan.choices, settings);
        settings.cards = 2;
        const MemoryEstimate half = estimateMemory(*plan.model, plan.choices, settings);
        QCOMPARE(half.weights.bytes, (whole.weights.bytes + 1) / 2);
        QCOMPARE(half.kv.bytes, whole.kv.bytes / 2);
        QCOMPARE(half.compute.bytes, whole.compute.bytes);
        QVERIFY(cacheRoom(*plan.model, plan.choices, settings, cardOf(24))->sequences > 8);
        settings.cards = 16; // heads are copied, not cut
        QCOMPARE(estimateMemory(*plan.model, plan.choices, settings).kv.bytes, whole.kv.bytes / 8);
    }

    void commandLinesSayWhatWasEstimated() {
        RunSettings settings{.runtime = Runtime::vllm, .contextTokens = 16384};
        QCOMPARE(vllmCommand(settings, "FOLDER"),
                 std::string("vllm serve FOLDER --max-model-len 16384 --gpu-memory-utilization 0.92"));
        settings.kv = KvType::q8_0; // fp8 is what vLLM has in its place
        settings.sequences = 8;
        settings.cards = 2;
        settings.cardShare = 0.8;
        QCOMPARE(vllmCommand(settings, "FOLDER"),
                 std::string("vllm serve FOLDER --max-model-len 16384 --gpu-memory-utilization 0.8 --max-num-seqs 8 "
                             "--kv-cache-dtype fp8 --tensor-parallel-size 2"));
    }

    void everyTermHasASource() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, test::llama8B()), "BF16");
        for (const Runtime runtime : {Runtime::llamaCpp, Runtime::transformers, Runtime::vllm, Runtime::sglang,
                                      Runtime::exllamaV2, Runtime::tensorRtLlm}) {
            const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, {.runtime = runtime});
            for (const Figure* figure : {&estimate.weights, &estimate.kv, &estimate.compute, &estimate.overhead}) {
                QVERIFY(!figure->formula.empty() && !figure->source.empty());
            }
        }
    }

    void whatStandsBesideIsCounted() {
        const QTemporaryDir folder;
        LlamaShape shape{.layers = 3, .hidden = 256, .heads = 4, .kvHeads = 2, .headSize = 64, .architecture = "glm4moe"};
        shape.furtherKeys = {{"nextn_predict_layers", std::uint32_t{1}}};
        const Plan plan = test::presetPlan(test::llamaModel(folder, shape), "BF16");
        const QTemporaryDir other;
        const Plan small = test::presetPlan(test::llamaModel(other, {.layers = 1}), "BF16");
        auto beside = std::make_shared<Companions>();
        beside->predictsTokens = true;
        beside->imagePartBytes = 1'000'000;
        beside->draft = small.model;
        beside->draftChoices = small.choices;
        RunSettings settings{.contextTokens = 1024};
        const MemoryEstimate alone = estimateMemory(*plan.model, plan.choices, settings);
        const MemoryEstimate draft = estimateMemory(*small.model, small.choices, settings);
        settings.beside = beside;
        const MemoryEstimate together = estimateMemory(*plan.model, plan.choices, settings);
        QCOMPARE(together.extras.size(), std::size_t{3});
        QCOMPARE(together.total(), alone.total() + together.extraBytes());
        std::uint64_t predicting = 0;
        for (const Choice& choice : plan.choices) {
            predicting +=
                choice.weight->layer == 2U ? choice.encoding->bytes(choice.weight->rows(), choice.weight->columns()) : 0;
        }
        const std::uint64_t kv = std::uint64_t{1024} * 2 * 2 * 64 * 2;
        const std::uint64_t logits = std::uint64_t{4} * 512 * (448 + 256);
        QCOMPARE(together.extras[0].figure.bytes, predicting + kv + logits);
        QCOMPARE(together.extras[1].figure.bytes, std::uint64_t{1'000'000} + (705ULL << 20U));
        QCOMPARE(together.extras[2].figure.bytes, draft.weights.bytes + draft.kv.bytes + draft.compute.bytes);
        for (const ExtraFigure& extra : together.extras) {
            QVERIFY(!extra.figure.formula.empty() && !extra.figure.source.empty());
        }
        QVERIFY(*longestContext(*plan.model, plan.choices, settings, cardOf(2.5)) <=
                *longestContext(*plan.model, plan.choices, {.contextTokens = 1024}, cardOf(2.5)));
        // It lies on the card, and the command line says so.
        const Gpu card = cardOf(24);
        const auto placement = placeModel(*plan.model, plan.choices, settings, std::span(&card, 1), {});
        QCOMPARE(placement->cards.front().total(), together.total());
        beside->imagePartFile = "mmproj.gguf";
        beside->draftFile = "small.gguf";
        QVERIFY(llamaCppCommand(*placement, settings, "m.gguf")
                    .ends_with(" --mmproj mmproj.gguf --model-draft small.gguf --spec-type draft-mtp"));
    }

    void whatCannotStandBesideIsSaid() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, {});
        const QTemporaryDir other;
        Companions beside;
        QVERIFY(!whyNotBeside(*model, Runtime::llamaCpp, beside));
        beside.predictsTokens = true;
        QCOMPARE(whyNotBeside(*model, Runtime::llamaCpp, beside),
                 std::optional<std::string>("the model has no layers that predict further tokens"));
        beside.predictsTokens = false;
        beside.draft = test::llamaModel(other, {.vocabulary = 512});
        QVERIFY(whyNotBeside(*model, Runtime::vllm, beside)->find("vocabulary") != std::string::npos);
    }

    void absurdSettingsDoNotOverflow() {
        const QTemporaryDir folder;
        const Plan plan = test::presetPlan(test::llamaModel(folder, {}), "BF16");
        for (const Runtime runtime : {Runtime::transformers, Runtime::vllm, Runtime::exllamaV2, Runtime::tensorRtLlm}) {
            const RunSettings absurd{.runtime = runtime, .contextTokens = ~0ULL, .sequences = ~0U, .cardShare = 1e300};
            const MemoryEstimate estimate = estimateMemory(*plan.model, plan.choices, absurd);
            QVERIFY(estimate.total() >= (1ULL << 60U));
            QCOMPARE(fitOn(cardOf(80), estimate).fit, Fit::tooLarge);
        }
    }
};

QTEST_APPLESS_MAIN(TestRuntimes)
#include "tst_runtimes.moc"
