// SPDX-License-Identifier: GPL-3.0-or-later
// What to take: fits, fast enough, least loss; and what is never offered.
#include "plan/recommend.h"

#include "support/synthetic_models.h"
#include "support/test_support.h"

using namespace quantlathe;
using test::LlamaShape;

namespace {

constexpr std::uint64_t gib = 1ULL << 30U;

CandidateTable tableOf(std::shared_ptr<const Model> model) {
    CandidateRequest request;
    request.format = formatById("gguf");
    request.sensitivity = priorSensitivity(*model);
    request.model = std::move(model);
    request.errors = ErrorSource::nominal;
    ThreadArena arena(1);
    Progress progress;
    return makeCandidates(request, nullptr, arena, progress, CancelToken());
}

Gpu card(double gibibytes, double gigabytesPerSecond = 448) {
    return {.name = "card",
            .vendor = "NVIDIA",
            .architecture = "Ampere",
            .kind = "machine",
            .memoryBytes = static_cast<std::uint64_t>(gibibytes * static_cast<double>(gib)),
            .bandwidthBytesPerSecond = gigabytesPerSecond * 1e9,
            .isMeasured = true};
}

} // namespace

class TestRecommend : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::optional<CandidateTable> dense_;
    std::optional<CandidateTable> experts_;

    [[nodiscard]] RecommendRequest on(std::vector<Gpu> cards, const HostMemory& host = {}) const {
        RecommendRequest request;
        request.table = &*dense_;
        request.run.contextTokens = 16384;
        request.cards = std::move(cards);
        request.host = host;
        return request;
    }
    static Recommendation find(const RecommendRequest& request) { return recommend(request, CancelToken()); }

private slots:
    void initTestCase() {
        dense_ = tableOf(test::llamaModel(folder_, test::llama8B()));
        experts_ = tableOf(test::llamaModel(folder_, {.layers = 48,
                                                      .hidden = 2048,
                                                      .feedForward = 768,
                                                      .heads = 32,
                                                      .kvHeads = 4,
                                                      .headSize = 128,
                                                      .vocabulary = 151936,
                                                      .contextTokens = 32768,
                                                      .experts = 128,
                                                      .expertsUsed = 8}));
    }

    void moreMemoryLosesLess() {
        double before = 10;
        for (const double gibibytes : {6.0, 7.0, 8.0, 10.0, 12.0, 24.0}) {
            const Recommendation found = find(on({card(gibibytes)}));
            QVERIFY2(found.best, QByteArray::number(gibibytes));
            QCOMPARE(found.best->placement.fit, Fit::fits);
            QVERIFY(found.best->placement.isWhole());
            QVERIFY(found.best->placement.cards[0].freeBytes() >= static_cast<std::int64_t>(gib));
            QVERIFY(found.best->kl <= before);
            before = found.best->kl;
        }
        QVERIFY(before < 0.001); // 24 GiB hold the model as it is
    }

    /// Nothing that fits and is as fast loses less: compared with all presets, one by one.
    void noPresetIsBetter() {
        const RecommendRequest request = on({card(7)});
        const Offer best = find(request).best.value();
        for (const Preset& preset : dense_->format->presets()) {
            if (dense_->format->whyNot(*dense_->model, preset, nullptr)) {
                continue;
            }
            PlanDocument document;
            document.preset = preset.name;
            const Plan plan = makePlan(dense_->model, document);
            for (const KvType kv : {KvType::f16, KvType::q8_0}) {
                RunSettings run = request.run;
                run.kv = kv;
                const Placement placement = placeModel(*plan.model, plan.choices, run, request.cards, request.host).value();
                const double kl = dense_->predict(plan.choices).kl;
                QVERIFY2(placement.fit != Fit::fits || kl + (kv == KvType::q8_0 ? 0.0008 : 0) >= best.kl - 1e-12,
                         std::string(preset.name).c_str());
            }
        }
    }

    void theCacheIsPartOfTheSearch() {
        RecommendRequest request = on({card(8)});
        request.run.contextTokens = 32768; // 4 GiB of f16
        const Offer free = find(request).best.value();
        QCOMPARE(free.kv, KvType::q8_0);
        request.fixedKv = true;
        request.run.kv = KvType::f16;
        const Offer fixed = find(request).best.value();
        QCOMPARE(fixed.kv, KvType::f16);
        QVERIFY(fixed.kl > free.kl);
    }

    void alternativesStepUpAndDown() {
        const Recommendation found = find(on({card(7)}));
        QVERIFY(found.stepUp && found.stepDown && !found.furtherStep);
        QVERIFY(found.stepUp->kl < found.best->kl && found.stepUp->fileBytes > found.best->fileBytes);
        QVERIFY(found.stepDown->kl > found.best->kl && found.stepDown->fileBytes < found.best->fileBytes);
        const Recommendation top = find(on({card(40)}));
        QVERIFY(!top.stepUp && top.stepDown && top.furtherStep);
        QVERIFY(top.furtherStep->kl > top.stepDown->kl && top.furtherStep->fileBytes < top.stepDown->fileBytes);
    }

    void neverOffersSpecialsNorDoubles() {
        for (const double gibibytes : {3.0, 4.0, 5.0, 6.0, 8.0, 24.0}) {
            const Recommendation found = find(on({card(gibibytes)}));
            for (const auto* offer : {&found.best, &found.stepUp, &found.stepDown, &found.furtherStep}) {
                if (*offer) {
                    const std::string_view name = (*offer)->preset->name;
                    for (const std::string_view special : {"Q1_0", "TQ1_0", "TQ2_0", "Q2_0", "MXFP4_MOE", "F32"}) {
                        QVERIFY2(name != special, std::string(name).c_str());
                    }
                    QVERIFY((*offer)->kl < 1);
                }
            }
        }
    }

    void everyPresetHasAVerdict() {
        const std::vector<PresetVerdict> verdicts = judgePresets(*dense_, CancelToken());
        const auto verdictOn = [&](std::string_view name) {
            return *std::ranges::find_if(verdicts, [&](const PresetVerdict& verdict) { return verdict.preset->name == name; });
        };
        QCOMPARE(verdictOn("TQ1_0").whyNotSensible, std::string("only for models that were trained for it"));
        QCOMPARE(verdictOn("MXFP4_MOE").whyNotSensible, std::string("the same file as Q8_0")); // without experts
        QVERIFY(verdictOn("Q4_0").whyNotSensible.ends_with("is not larger and loses no more"));
        QVERIFY(verdictOn("Q4_K_M").whyNotSensible.empty());
        QVERIFY(verdictOn("Q4_K_M").prediction.kl > verdictOn("Q6_K").prediction.kl);
    }

    void aSpeedIsACondition() {
        RecommendRequest request = on({card(24, 100)});
        const double unasked = find(request).best->tokensPerSecond().value();
        request.minTokensPerSecond = 12;
        const Recommendation found = find(request);
        QVERIFY(found.best->tokensPerSecond().value() >= 12 && unasked < 12);
        request.minTokensPerSecond = 1000;
        const Recommendation none = find(request);
        QVERIFY(!none.best);
        QCOMPARE(none.whyNothing, std::string("nothing reaches 1000 tokens/s"));
        request = on({card(24, 0)}); // an unknown speed meets no condition
        QVERIFY(find(request).best);
        request.minTokensPerSecond = 1;
        QVERIFY(!find(request).best);
    }

    void slownessHasAPrice() {
        const HostMemory slow{.bytes = 64 * gib, .bytesPerSecond = 40e9};
        const Offer offer = find(on({}, slow)).best.value();
        QVERIFY(offer.placement.isOnHostAlone());
        QVERIFY(offer.prediction.kl > 0 && offer.fileBytes < 8ULL * 1000 * 1000 * 1000); // F16 would fit
        const HostMemory quick{.bytes = 64 * gib, .bytesPerSecond = 800e9};
        QVERIFY(find(on({}, quick)).best->kl < offer.kl);
    }

    void expertsInMainMemoryAreWorthIt() {
        RecommendRequest request = on({card(8)}, {.bytes = 64 * gib, .bytesPerSecond = 90e9});
        request.table = &*experts_;
        const Offer offer = find(request).best.value();
        QVERIFY(offer.placement.expertLayersOnHost > 0 && offer.placement.layersOnGpu == 49);
        QVERIFY(offer.tokensPerSecond().value() > 10 && offer.kl < 0.05);
    }

    void whatIsUnknownNeverFits() {
        const Recommendation found = find(on({card(2)})); // nothing whole, and nobody said how much main memory there is
        QVERIFY(!found.best);
        QVERIFY2(found.whyNothing.find("how much main memory there is is not known") != std::string::npos,
                 found.whyNothing.c_str());
        const Recommendation small = find(on({}, {.bytes = gib, .bytesPerSecond = 50e9}));
        QVERIFY(!small.best && small.whyNothing.starts_with("nothing fits: even "));
        const CandidateTable odd = tableOf(test::llamaModel(folder_, {.architecture = "mamba9"}));
        RecommendRequest request = on({card(24)});
        request.table = &odd;
        QVERIFY(find(request).whyNothing.starts_with("what it needs is unknown: "));
    }

    void tightIsSaid() {
        // As much as the smallest offer needs, and half a GiB.
        RecommendRequest request = on({card(64)});
        std::uint64_t least = UINT64_MAX;
        for (double gibibytes = 2; gibibytes < 8; gibibytes += 0.25) {
            const Recommendation found = find(on({card(gibibytes)}));
            if (found.best) {
                least = std::min(least, found.best->placement.cards[0].total());
            }
        }
        const Recommendation found = find(on({card(static_cast<double>(least) / gib + 0.1)}));
        QVERIFY(found.best && found.isTight);
        QCOMPARE(found.best->placement.fit, Fit::tight);
        QVERIFY(sentence(*found.best, request.run).find(": fits tightly with ") != std::string::npos);
    }

    void theSentenceSaysItAll() {
        const RecommendRequest request = on({card(7)});
        const Offer offer = find(request).best.value();
        const QString text = QString::fromStdString(sentence(offer, request.run));
        const QString expected =
            QString("%1: fits with 16 384 tokens of context (KV cache %2), whole on the card, about %3 tokens/s, "
                    "predicted loss %4")
                .arg(QString::fromStdString(std::string(offer.preset->name)),
                     QString::fromStdString(std::string(name(offer.kv))))
                .arg(std::lround(*offer.tokensPerSecond()))
                .arg(QString::number(offer.kl, 'g', 2));
        QCOMPARE(text, expected);
    }
};

QTEST_APPLESS_MAIN(TestRecommend)
#include "tst_recommend.moc"
