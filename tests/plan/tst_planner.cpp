// SPDX-License-Identifier: GPL-3.0-or-later
// Planning a mix: budgets are kept to the byte, the front is monotone, pins and groups hold, refusals say why.
#include "plan/planner.h"

#include "base/resources.h"
#include "plan/tensor_type_options.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace quantlathe;

namespace {

std::shared_ptr<const CandidateTable> tableFor(std::shared_ptr<const Model> model,
                                               std::shared_ptr<const ImportanceMatrix> importance = nullptr,
                                               ErrorSource errors = ErrorSource::nominal, std::string_view format = "gguf") {
    CandidateRequest request;
    request.sensitivity = priorSensitivity(*model, importance != nullptr);
    request.model = std::move(model);
    request.format = formatById(format);
    request.importance = std::move(importance);
    request.errors = errors;
    ThreadArena arena(2);
    Progress progress;
    const CancelToken cancel;
    return std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena, progress, cancel));
}

PlanRule pin(const std::string& option) {
    return ruleFromTensorTypeOption(option);
}

std::string detailOf(const std::function<void()>& work) {
    const auto error = test::errorOf(work);
    return error && error->kind() == ErrorKind::badInput ? error->title() + " | " + error->detail() : std::string("no error");
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestPlanner : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const Model> sample_;
    std::shared_ptr<const CandidateTable> table_;

private slots:
    void initTestCase() {
        sample_ = openModel(test::resourceFile("sample"));
        table_ = tableFor(sample_);
    }

    void everyWeightHasItsEncodings() {
        QCOMPARE(table_->weights.size(), std::size_t{44}); // 6 × 7 matrices, embedding, output
        for (const WeightCandidates& entry : table_->weights) {
            QVERIFY(entry.sensitivity > 0);
            for (const Candidate& candidate : entry.candidates) {
                QCOMPARE(candidate.bytes, candidate.encoding->bytes(entry.weight->rows(), entry.weight->columns()));
                QVERIFY(candidate.error >= 0 && candidate.error <= 1);
                QVERIFY(!sample_->find(entry.weight->name)->isBias);
                QVERIFY(!formatById("gguf")->whyNot(*sample_, *entry.weight, *candidate.encoding));
            }
            QVERIFY(std::ranges::is_sorted(entry.candidates, {}, &Candidate::bytes));
            QCOMPARE(entry.find(*encodingByName("BF16"))->loss, 0.0); // as it is stored
        }
        // Without a matrix the smallest types are out, and the table says so.
        QVERIFY(table_->weights[1].find(*encodingByName("IQ2_XXS")) == nullptr);
        QCOMPARE(table_->notes.size(), std::size_t{1});
        QVERIFY2(contains(table_->notes.front(), "IQ2_XXS"), table_->notes.front().c_str());
    }

    void aPresetSaysWhichEncodingsGoTogether() {
        // A bitsandbytes folder has four bits or eight.
        const auto table = tableFor(sample_, nullptr, ErrorSource::nominal, "bitsandbytes");
        const std::string said = detailOf([&] { const Planner planner(table); });
        QVERIFY2(contains(said, "cannot mix all its encodings") && contains(said, "LLM.INT8, NF4, "), said.c_str());
        PlanConstraints constraints;
        constraints.base.preset = "NF4";
        const Planner planner(table, constraints);
        const PlannedMix mix = planner.best(FileSizeBudget{planner.smallestBytes() * 11 / 10});
        std::set<std::string_view> used;
        for (const Choice& choice : mix.plan.choices) {
            used.insert(choice.encoding->name());
        }
        QVERIFY(used.size() > 1 && !used.contains("LLM.INT8"));
        constraints.base.preset = "Q4_K_M";
        QVERIFY(contains(detailOf([&] { const Planner other(table, constraints); }), "has no preset Q4_K_M"));
    }

    void nominalErrorsFallWithBits() {
        double last = 1;
        for (const char* encoding : {"Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q8_0", "F16"}) {
            const double error = nominalError(*encodingByName(encoding));
            QVERIFY2(error > 0 && error < last / 2, encoding);
            last = error;
        }
        QCOMPARE(nominalError(*encodingByName("F32")), 0.0);
    }

    void theFrontIsMonotoneAndItsSizesAreExact() {
        const Planner planner(table_);
        const auto front = planner.front();
        QVERIFY(front.size() > 100 && front.size() <= 512);
        for (std::size_t i = 1; i < front.size(); ++i) {
            QVERIFY(front[i].fileBytes > front[i - 1].fileBytes);
            QVERIFY(front[i].prediction.kl <= front[i - 1].prediction.kl);
        }
        QCOMPARE(front.back().prediction.kl, 0.0);
        for (const std::size_t i : {std::size_t{0}, front.size() / 2, front.size() - 1}) {
            const PlannedMix mix = planner.mixAt(front[i]);
            QCOMPARE(mix.plan.fileBytes(), front[i].fileBytes);
            QVERIFY(std::abs(mix.prediction.loss - front[i].prediction.loss) < 1e-9);
            const auto choices = planner.choicesAt(front[i]);
            QCOMPARE(choices.size(), mix.plan.choices.size());
            for (std::size_t c = 0; c < choices.size(); ++c) {
                QCOMPARE(choices[c].weight, mix.plan.choices[c].weight);
                QCOMPARE(choices[c].encoding, mix.plan.choices[c].encoding);
            }
        }
    }

    void aFileSizeIsKept() {
        const Planner planner(table_);
        for (const std::uint64_t bytes : {3'000'000U, 3'456'789U, 5'000'000U, 20'000'000U}) {
            const PlannedMix mix = planner.best(FileSizeBudget{bytes});
            QVERIFY(mix.plan.fileBytes() <= bytes);
            QVERIFY2(mix.gap < 1e-3, qPrintable(QString::number(mix.gap)));
            // Never worse than what the front offers within the size.
            const auto front = planner.front();
            for (const PlannedPoint& point : front) {
                QVERIFY(point.fileBytes > bytes || mix.prediction.loss <= point.prediction.loss + 1e-12);
            }
        }
    }

    void bitsPerWeightAreKept() {
        const PlannedMix mix = Planner(table_).best(BitsBudget{4.25});
        QVERIFY(mix.plan.bitsPerWeight() <= 4.25);
        QVERIFY(mix.plan.bitsPerWeight() > 4.2);
    }

    void theSmallestPlanOfAQualityIsFound() {
        const Planner planner(table_);
        for (const double kl : {0.2, 0.02, 0.002}) {
            const PlannedMix mix = planner.best(QualityBudget{kl});
            QVERIFY(mix.prediction.kl <= kl * (1 + 1e-9));
            // A size that is one per cent smaller cannot have it.
            const PlannedMix smaller = planner.best(FileSizeBudget{mix.plan.fileBytes() / 100 * 99});
            QVERIFY(smaller.prediction.kl > kl);
        }
        QCOMPARE(planner.best(QualityBudget{0}).prediction.kl, 0.0);
        QVERIFY(contains(detailOf([&] { static_cast<void>(planner.best(QualityBudget{-1})); }), "No plan has a predicted"));
    }

    void aMixIsBetterThanThePresetOfItsSize() {
        const Planner planner(table_);
        for (const PresetPoint& preset : planner.presets()) {
            if (preset.preset->name == "F32") {
                continue; // larger than what loses nothing
            }
            const PlannedMix mix =
                planner.best(FileSizeBudget{test::presetPlan(sample_, std::string(preset.preset->name)).fileBytes()});
            QVERIFY2(mix.prediction.loss <= preset.prediction.loss * (1 + 1e-9) + 1e-12, preset.preset->name.data());
        }
    }

    void presetsHaveTheirSizes() {
        const Planner planner(table_);
        QVERIFY(planner.presets().size() > 15);
        for (const PresetPoint& preset : planner.presets()) {
            const auto exact = static_cast<double>(test::presetPlan(sample_, std::string(preset.preset->name)).fileBytes());
            QVERIFY2(std::abs(static_cast<double>(preset.fileBytes) - exact) < 100, preset.preset->name.data());
        }
    }

    void pinsHold() {
        PlanConstraints constraints;
        constraints.pins = {pin("attn_v=Q8_0"), pin("blk\\.0\\.=Q6_K")};
        const Planner planner(table_, constraints);
        for (const std::size_t i : {std::size_t{0}, planner.front().size() / 2}) {
            for (const Choice& choice : planner.choicesAt(planner.front()[i])) {
                if (choice.weight->role == Role::attnV) {
                    QCOMPARE(choice.encoding->name(), std::string_view("Q8_0")); // the first pin that matches
                } else if (choice.weight->layer == 0U && !choice.isForced) {
                    QCOMPARE(choice.encoding->name(), std::string_view("Q6_K"));
                }
            }
        }
        QVERIFY(planner.smallestBytes() > Planner(table_).smallestBytes());
    }

    void minimumsHold() {
        PlanConstraints constraints;
        PlanRule minimum;
        minimum.role = Role::output;
        minimum.encoding = "Q6_K";
        constraints.minimums = {minimum};
        const Planner planner(table_, constraints);
        for (const PlannedPoint& point : planner.front()) {
            const auto choices = planner.choicesAt(point);
            const auto output =
                std::ranges::find(choices, Role::output, [](const Choice& choice) { return choice.weight->role; });
            QVERIFY(output->encoding->bitsPerWeight() >= encodingByName("Q6_K")->bitsPerWeight());
        }
    }

    void onlyTheChosenEncodingsAreUsed() {
        PlanConstraints constraints;
        constraints.encodings = {"Q4_K", "Q6_K"};
        constraints.pins = {pin("token_embd=Q8_0")};
        const Planner planner(table_, constraints);
        std::set<std::string_view> seen;
        for (const Choice& choice : planner.best(BitsBudget{5.5}).plan.choices) {
            if (!choice.isForced) {
                seen.insert(choice.encoding->name());
            }
        }
        QCOMPARE(seen, (std::set<std::string_view>{"Q4_K", "Q6_K", "Q8_0"}));
    }

    void fusedWeightsShareAnEncoding() {
        PlanConstraints constraints;
        constraints.fusing = {.attention = true, .gateUp = true, .experts = false};
        const Planner planner(table_, constraints);
        for (const std::size_t i : {planner.front().size() / 5, planner.front().size() / 2}) {
            std::map<std::uint32_t, std::set<const Encoding*>> attention;
            std::map<std::uint32_t, std::set<const Encoding*>> gateUp;
            for (const Choice& choice : planner.choicesAt(planner.front()[i])) {
                const Role role = choice.weight->role;
                if (role == Role::attnQ || role == Role::attnK || role == Role::attnV) {
                    attention[*choice.weight->layer].insert(choice.encoding);
                } else if (role == Role::ffnGate || role == Role::ffnUp) {
                    gateUp[*choice.weight->layer].insert(choice.encoding);
                }
            }
            QVERIFY(std::ranges::all_of(attention, [](const auto& layer) { return layer.second.size() == 1; }));
            QVERIFY(std::ranges::all_of(gateUp, [](const auto& layer) { return layer.second.size() == 1; }));
        }
        // A constraint can only cost.
        const Planner free(table_);
        QVERIFY(planner.best(BitsBudget{4}).prediction.loss >= free.best(BitsBudget{4}).prediction.loss - 1e-12);
        // A pin of one decides for its group; two that differ are a contradiction.
        constraints.pins = {pin("blk.2.attn_q=Q5_K")};
        const auto choices = Planner(table_, constraints).best(BitsBudget{4}).plan;
        QCOMPARE(choices.encodingOf("blk.2.attn_v.weight")->name(), std::string_view("Q5_K"));
        constraints.pins.push_back(pin("blk.2.attn_k=Q4_K"));
        const std::string refused = detailOf([&] { const Planner planned(table_, constraints); });
        QVERIFY2(contains(refused, "attn_k") && contains(refused, "Q5_K"), refused.c_str());
    }

    void expertsCanShareAnEncoding() {
        const auto model = test::llamaModel(folder_, {.layers = 3, .experts = 4, .expertsUsed = 2});
        PlanConstraints constraints;
        constraints.fusing.experts = true;
        const Planner planner(tableFor(model), constraints);
        std::map<std::uint32_t, std::set<const Encoding*>> experts;
        for (const Choice& choice : planner.best(BitsBudget{4.2}).plan.choices) {
            if (choice.weight->name.find("_exps") != std::string::npos) {
                experts[*choice.weight->layer].insert(choice.encoding);
            }
        }
        QCOMPARE(experts.size(), std::size_t{3});
        QVERIFY(std::ranges::all_of(experts, [](const auto& layer) { return layer.second.size() == 1; }));
    }

    void aCardIsFilledAndNotOverfilled() {
        const QTemporaryDir folder;
        const auto model = test::llamaModel(folder, test::llama8B());
        const auto gpus = readGpus(resourcePath("hardware/gpus.json"));
        const Planner planner(tableFor(model));
        for (const KvType kv : {KvType::f16, KvType::q8_0}) {
            const GpuBudget budget{.gpu = *findGpu(gpus, "RTX 3060 12 GB"), .run = {.contextTokens = 16384, .kv = kv}};
            const PlannedMix mix = planner.best(budget);
            const MemoryEstimate memory = estimateMemory(*model, mix.plan.choices, budget.run);
            QVERIFY(mix.memory && mix.memory->total() == memory.total());
            const FitResult fit = fitOn(budget.gpu, memory);
            QCOMPARE(fit.fit, Fit::fits);
            // No more than a tensor's step is left of the reserve.
            QVERIFY2(fit.freeBytes < (std::int64_t{1} << 30) + (std::int64_t{1} << 26),
                     qPrintable(QString::number(fit.freeBytes)));
        }
        const GpuBudget hopeless{.gpu = *findGpu(gpus, "RTX 3060 8 GB"), .run = {.contextTokens = 131072}};
        const std::string refused = detailOf([&] { static_cast<void>(planner.best(hopeless)); });
        QVERIFY2(contains(refused, "No plan of this model fits RTX 3060 8 GB"), refused.c_str());
        QVERIFY2(contains(refused, "tokens of context would fit"), refused.c_str());
    }

    void aBudgetThatIsTooSmallNamesTheSmallestAndWhy() {
        PlanConstraints constraints;
        constraints.pins = {pin("^output.weight=F16")};
        const Planner planner(table_, constraints);
        const std::string refused = detailOf([&] { static_cast<void>(planner.best(FileSizeBudget{1'000'000})); });
        QVERIFY2(contains(refused, "1.0 MB is too small for this model"), refused.c_str());
        QVERIFY2(contains(refused, "The smallest plan has"), refused.c_str());
        QVERIFY2(contains(refused, "the pinned output.weight in F16"), refused.c_str());
        QVERIFY2(contains(refused, "importance matrix"), refused.c_str());
        QVERIFY(contains(detailOf([&] { static_cast<void>(planner.best(BitsBudget{-3})); }), "no budget"));
    }

    void wishesThatCannotBeAreRefused() {
        const auto refused = [&](PlanConstraints constraints) {
            return detailOf([&] { const Planner planner(table_, std::move(constraints)); });
        };
        PlanConstraints nothing;
        nothing.pins = {pin("no_such=Q4_K")};
        QVERIFY(contains(refused(nothing), "matches no weight"));
        PlanConstraints needsMatrix;
        needsMatrix.pins = {pin("attn_v=IQ2_XXS")};
        QVERIFY(contains(refused(needsMatrix), "importance matrix"));
        PlanConstraints unknown;
        unknown.encodings = {"Q99"};
        QVERIFY(contains(refused(unknown), "offers no encoding"));
        PlanConstraints nothingLeft;
        nothingLeft.minimums = {pin("attn_v=Q8_0")};
        nothingLeft.encodings = {"Q4_K"};
        QVERIFY(contains(refused(nothingLeft), "No encoding is left for blk."));
        PlanConstraints pruned;
        pruned.base.options.prunedLayers = {1};
        QVERIFY(contains(refused(pruned), "pruned"));
    }

    void theSamePlanEveryTime() {
        const auto once = [&] { return planJson(Planner(table_).best(BitsBudget{3.9}).plan.explicitDocument()); };
        QCOMPARE(once(), once());
    }

    void sampledErrorsHaveABand() {
        const auto sampled = tableFor(sample_, nullptr, ErrorSource::sampled);
        const PlannedMix mix = Planner(sampled).best(BitsBudget{4.5});
        QVERIFY(mix.prediction.klLow < mix.prediction.kl && mix.prediction.kl < mix.prediction.klHigh);
        bool hasInterval = false;
        for (const WeightCandidates& entry : sampled->weights) {
            hasInterval =
                hasInterval || std::ranges::any_of(entry.candidates, [](const Candidate& c) { return c.lossInterval95 > 0; });
        }
        QVERIFY(hasInterval);
    }

    // A plan as llama-quantize's options makes the same plan again.
    void tensorTypeOptionsSayThePlan() {
        const PlannedMix mix = Planner(table_).best(BitsBudget{4.5});
        PlanDocument document;
        document.preset = "Q4_K_M";
        const auto options = tensorTypeOptions(mix.plan);
        QVERIFY(options.size() < 44);
        for (const std::string& option : options) {
            QVERIFY(option.find(' ') == std::string::npos);
            document.rules.push_back(ruleFromTensorTypeOption(option));
        }
        const Plan again = makePlan(sample_, document);
        for (std::size_t i = 0; i < again.choices.size(); ++i) {
            QCOMPARE(again.choices[i].encoding, mix.plan.choices[i].encoding);
        }
    }
};

QTEST_APPLESS_MAIN(TestPlanner)
#include "tst_planner.moc"
