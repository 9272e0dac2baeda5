// SPDX-License-Identifier: GPL-3.0-or-later
// Why a weight has its encoding: the rule, the pin or the price, and what the others would cost.
#include "plan/explanation.h"

#include "plan/tensor_type_options.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>

using namespace quantlathe;

namespace {

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

Plan planOf(const std::shared_ptr<const Model>& model, const char* preset, std::vector<PlanRule> rules = {}) {
    PlanDocument document;
    document.preset = preset;
    document.rules = std::move(rules);
    return makePlan(model, std::move(document));
}

} // namespace

class TestExplanation : public QObject {
    Q_OBJECT

    std::shared_ptr<const Model> sample_;
    std::shared_ptr<const CandidateTable> table_;

    [[nodiscard]] const Weight& weight(const char* name) const { return *sample_->find(name); }
    [[nodiscard]] std::string sentenceOf(const Plan& plan, const char* name) const {
        return originOf(plan, weight(name)).sentence;
    }

private slots:
    void initTestCase() {
        sample_ = openModel(test::resourceFile("sample"));
        CandidateRequest request;
        request.sensitivity = priorSensitivity(*sample_);
        request.model = sample_;
        request.format = formatById("gguf");
        request.errors = ErrorSource::nominal;
        ThreadArena arena(2);
        Progress progress;
        table_ = std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena, progress, {}));
    }

    void presetsTellTheirRule() {
        const Plan plan = planOf(sample_, "Q4_K_M");
        const std::string value = sentenceOf(plan, "blk.2.attn_v.weight");
        QVERIFY2(contains(value, "Q4_K_M: value projections get") && contains(value, "in every third in between"),
                 value.c_str());
        QVERIFY2(contains(sentenceOf(plan, "output.weight"), "output matrix gets"), sentenceOf(plan, "output.weight").c_str());
        QVERIFY(contains(sentenceOf(plan, "blk.2.ffn_up.weight"), "no rule of llama-quantize"));
        const ChoiceOrigin norm = originOf(plan, weight("blk.2.attn_norm.weight"));
        QCOMPARE(norm.kind, ChoiceOrigin::Kind::kept);
        QVERIFY2(contains(norm.sentence, "norms are never quantized"), norm.sentence.c_str());
        QVERIFY(contains(sentenceOf(planOf(sample_, "F16"), "blk.2.ffn_up.weight"), "every matrix"));
    }

    /// Rows of 352 are no multiple of 256.
    void aReplacementIsTold() {
        const Plan plan = planOf(sample_, "Q4_K_S");
        const Choice* replaced = nullptr;
        for (const Choice& choice : plan.choices) {
            if (!choice.isForced && choice.weight->columns() % 256 != 0) {
                replaced = &choice;
            }
        }
        if (replaced == nullptr) {
            QSKIP("the sample's rows all divide");
        }
        const std::string sentence = originOf(plan, *replaced->weight).sentence;
        QVERIFY2(contains(sentence, "takes its place"), sentence.c_str());
        QVERIFY(contains(sentence, std::string(replaced->encoding->name()).c_str()));
    }

    void rulesAndNamesOfThePlanComeFirst() {
        PlanRule rule;
        rule.role = Role::ffnUp;
        rule.layers = std::pair(1U, 2U);
        rule.encoding = "Q8_0";
        Plan plan = planOf(sample_, "Q4_K_M", {rule});
        const ChoiceOrigin ruled = originOf(plan, weight("blk.1.ffn_up.weight"));
        QCOMPARE(ruled.kind, ChoiceOrigin::Kind::rule);
        QVERIFY2(contains(ruled.sentence, "role ffn_up, layers 1 to 2: Q8_0"), ruled.sentence.c_str());
        QCOMPARE(originOf(plan, weight("blk.3.ffn_up.weight")).kind, ChoiceOrigin::Kind::preset);
        PlanDocument document = plan.document;
        document.weights["blk.1.ffn_up.weight"] = "Q6_K";
        plan = makePlan(sample_, document);
        QCOMPARE(originOf(plan, weight("blk.1.ffn_up.weight")).kind, ChoiceOrigin::Kind::named);
    }

    void otherFamiliesTellTheirs() {
        const std::filesystem::path folder = test::resourceFile("sample");
        for (const Format* const format : formats()) {
            const auto usable = std::ranges::find_if(
                format->presets(), [&](const Preset& preset) { return !format->whyNot(*sample_, preset, nullptr); });
            if (usable == format->presets().end()) {
                continue;
            }
            PlanDocument document;
            document.format = format->id();
            document.preset = usable->name;
            const Plan plan = makePlan(sample_, document);
            for (const Choice& choice : plan.choices) {
                const std::string sentence = originOf(plan, *choice.weight).sentence;
                QVERIFY2(sentence.size() > 10, choice.weight->name.c_str());
                // The sentence is about the encoding that the plan has, or says that nothing is changed.
                const bool names = contains(sentence, std::string(choice.encoding->name()).c_str());
                QVERIFY2(names || contains(sentence, "as it is") || choice.isForced, sentence.c_str());
            }
        }
    }

    /// On the front no exchange at the price of the place is worth while: that is what makes it the best of its size.
    void onTheFrontNothingElsePays() {
        const Planner planner(table_);
        for (const std::size_t step : {1U, 2U, 3U}) {
            const PlannedPoint& point = planner.front()[planner.front().size() * step / 4];
            const PlannedMix mix = planner.mixAt(point);
            QVERIFY(planner.priceAt(mix.plan.choices) > 0);
            for (const WeightCandidates& entry : table_->weights) {
                const Explanation told = explain(mix.plan, &planner, true, *entry.weight);
                QCOMPARE(told.origin.kind, ChoiceOrigin::Kind::planner);
                QVERIFY(told.price && told.price->chosen);
                const PriceOfWeight& price = *told.price;
                QVERIFY(std::ranges::is_sorted(price.alternatives, {}, &Alternative::bytes));
                const Alternative& now = price.alternatives[*price.chosen];
                QCOMPARE(now.encoding, told.choice.encoding);
                for (const Alternative& other : price.alternatives) {
                    const double larger = other.bytes > now.bytes ? other.lossPerByte : 0;
                    QVERIFY2(larger <= price.price * (1 + 1e-9), entry.weight->name.c_str());
                    QVERIFY(other.bytes >= now.bytes || other.lossPerByte >= price.price * (1 - 1e-9));
                    QVERIFY(!worthText(other, price).empty());
                }
                if (price.nextBetter) {
                    QVERIFY(price.alternatives[*price.nextBetter].loss < now.loss);
                }
                if (price.nextSmaller) {
                    QVERIFY(price.alternatives[*price.nextSmaller].bytes < now.bytes);
                }
            }
        }
    }

    void aPinIsTheReason() {
        PlanConstraints constraints;
        constraints.pins = {ruleFromTensorTypeOption("blk\\.3\\.ffn_down=Q8_0")};
        const Planner planner(table_, constraints);
        const PlannedMix mix = planner.best(FileSizeBudget{planner.smallestBytes() * 12 / 10});
        const Explanation pinned = explain(mix.plan, &planner, true, weight("blk.3.ffn_down.weight"));
        QCOMPARE(pinned.origin.kind, ChoiceOrigin::Kind::pin);
        QVERIFY2(contains(pinned.origin.sentence, "Pinned to Q8_0 by regex"), pinned.origin.sentence.c_str());
        QVERIFY(pinned.price->isPinned && pinned.price->alternatives.size() > 3); // what it forbids is shown
        QCOMPARE(explain(mix.plan, &planner, true, weight("blk.2.ffn_down.weight")).origin.kind, ChoiceOrigin::Kind::planner);
    }

    void weightsThatGoTogetherArePricedTogether() {
        PlanConstraints constraints;
        constraints.fusing.attention = true;
        const Planner planner(table_, constraints);
        const Plan plan = planOf(sample_, "Q8_0");
        const Explanation told = explain(plan, &planner, false, weight("blk.1.attn_k.weight"));
        QCOMPARE(told.origin.kind, ChoiceOrigin::Kind::preset);
        QCOMPARE(told.price->shared.size(), std::size_t{3});
        QVERIFY(told.price->alternatives[*told.price->chosen].bytes > told.bytes);
    }

    void whatHasNoChoiceHasNoPrice() {
        const Planner planner(table_);
        const Explanation norm = explain(planOf(sample_, "Q4_K_M"), &planner, false, weight("blk.0.attn_norm.weight"));
        QVERIFY(!norm.price);
        QVERIFY(!explain(planOf(sample_, "Q4_K_M"), nullptr, false, weight("blk.0.ffn_up.weight")).price);
    }
};

QTEST_APPLESS_MAIN(TestExplanation)
#include "tst_explanation.moc"
