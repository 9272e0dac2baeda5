// SPDX-License-Identifier: GPL-3.0-or-later
// Painting encodings onto weights: short rules, nothing else touched, and the same plan again from the command line's
// arguments.
#include "base/error.h"
#include "plan/paint.h"
#include "plan/tensor_type_options.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <algorithm>
#include <QTemporaryDir>
#include <random>

using namespace quantlathe;

namespace {

/// "ffn_up 1-2 Q5_K": rules as one line each.
std::string lineOf(const PlanRule& rule) {
    std::string line(rule.role ? name(*rule.role) : "?");
    if (rule.layers) {
        line += ' ' + std::to_string(rule.layers->first) + '-' + std::to_string(rule.layers->second);
    }
    return line + ' ' + rule.encoding;
}

std::vector<std::string> linesOf(const PlanDocument& document) {
    std::vector<std::string> lines;
    for (const PlanRule& rule : document.rules) {
        lines.push_back(lineOf(rule));
    }
    return lines;
}

using Lines = std::vector<std::string>;

} // namespace

class TestPaint : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const Model> model_;

    [[nodiscard]] Plan plan(PlanDocument document = {}) const {
        if (document.preset.empty()) {
            document.preset = "Q4_0"; // the same for every matrix but the output
        }
        return makePlan(model_, std::move(document));
    }
    [[nodiscard]] std::vector<const Weight*> weights(Role role, std::uint32_t first, std::uint32_t last) const {
        std::vector<const Weight*> found;
        for (const Weight& weight : model_->weights()) {
            if (weight.role == role && weight.layer && *weight.layer >= first && *weight.layer <= last) {
                found.push_back(&weight);
            }
        }
        return found;
    }
    [[nodiscard]] Plan paint(const Plan& before, const std::vector<const Weight*>& which, const char* encoding) const {
        return plan(painted(before, which, encoding == nullptr ? nullptr : encodingByName(encoding)));
    }

private slots:
    void initTestCase() {
        test::LlamaShape shape;
        shape.layers = 6;
        model_ = openModel(test::writeLlamaGguf(folder_, shape));
        QVERIFY(model_->understood());
    }

    void aStrokeIsOneRule() {
        const Plan after = paint(plan(), weights(Role::ffnUp, 1, 3), "Q5_K");
        QCOMPARE(linesOf(after.document), Lines{"ffn_up 1-3 Q5_K"});
        QVERIFY(after.document.weights.empty());
        QCOMPARE(after.encodingOf("blk.2.ffn_up.weight"), encodingByName("Q5_K"));
        QCOMPARE(after.encodingOf("blk.4.ffn_up.weight"), encodingByName("Q4_0"));
    }

    void strokesOfTheSameEncodingGrowTogether() {
        Plan now = paint(plan(), weights(Role::ffnUp, 1, 2), "Q5_K");
        now = paint(now, weights(Role::ffnUp, 3, 4), "Q5_K");
        QCOMPARE(linesOf(now.document), Lines{"ffn_up 1-4 Q5_K"});
        now = paint(now, weights(Role::ffnUp, 2, 2), "Q8_0");
        QCOMPARE(linesOf(now.document), (Lines{"ffn_up 2-2 Q8_0", "ffn_up 1-4 Q5_K"}));
        now = paint(now, weights(Role::ffnUp, 0, 5), "Q6_K");
        QCOMPARE(linesOf(now.document), Lines{"ffn_up 0-5 Q6_K"}); // the others decide nothing any more
    }

    void asThePresetSaysCutsAHole() {
        Plan now = paint(plan(), weights(Role::ffnUp, 0, 5), "Q6_K");
        now = paint(now, weights(Role::ffnUp, 2, 3), nullptr);
        QCOMPARE(linesOf(now.document), (Lines{"ffn_up 0-1 Q6_K", "ffn_up 4-5 Q6_K"}));
        now = paint(now, weights(Role::ffnUp, 0, 5), nullptr);
        QVERIFY(now.isPlainPreset());
    }

    void aHoleInATensorTypeRuleLeavesItsKind() {
        PlanDocument document;
        PlanRule rule = ruleFromTensorTypeOption("ffn_up=q8_0");
        rule.isPassedOver = true;
        document.rules = {rule};
        const Plan now = paint(plan(document), weights(Role::ffnUp, 2, 3), nullptr);
        QVERIFY(now.document.weights.empty());
        QCOMPARE(now.document.rules.size(), std::size_t{2});
        for (const PlanRule& left : now.document.rules) {
            QVERIFY(left.isPassedOver);
        }
    }

    void rulesOfTheUserStay() {
        PlanDocument document;
        PlanRule regex;
        regex.regex = "attn_(k|v)";
        regex.encoding = "Q8_0";
        document.rules = {regex};
        document.weights = {{"blk.0.ffn_down.weight", "Q5_K"}};
        Plan now = paint(plan(document), weights(Role::attnK, 1, 1), "Q6_K");
        QCOMPARE(now.document.rules.size(), std::size_t{2});
        QCOMPARE(now.document.rules.back(), regex);
        QCOMPARE(now.encodingOf("blk.1.attn_k.weight"), encodingByName("Q6_K"));
        QCOMPARE(now.encodingOf("blk.1.attn_v.weight"), encodingByName("Q8_0"));
        QCOMPARE(now.encodingOf("blk.0.ffn_down.weight"), encodingByName("Q5_K"));
        // A hole in a rule of the user's: what is left is said in plain words.
        now = paint(now, weights(Role::attnV, 2, 5), nullptr);
        QCOMPARE(now.encodingOf("blk.1.attn_v.weight"), encodingByName("Q8_0"));
        QCOMPARE(now.encodingOf("blk.2.attn_v.weight"), encodingByName("Q4_0"));
        QCOMPARE(now.encodingOf("blk.5.attn_k.weight"), encodingByName("Q8_0"));
    }

    void weightsWithoutLayer() {
        const Weight* embedding = model_->find("token_embd.weight");
        QVERIFY(embedding != nullptr);
        const Plan after = paint(plan(), {embedding}, "Q8_0");
        QCOMPARE(linesOf(after.document), Lines{"token_embd Q8_0"});
        QCOMPARE(after.encodingOf("token_embd.weight"), encodingByName("Q8_0"));
    }

    void saysWhoDecides() {
        PlanDocument document;
        document.weights = {{"blk.0.ffn_down.weight", "Q5_K"}};
        const Plan now = paint(plan(document), weights(Role::attnV, 1, 1), "Q8_0");
        const auto decisions = decisionsOf(now);
        QCOMPARE(decisions.size(), now.choices.size());
        for (std::size_t i = 0; i < decisions.size(); ++i) {
            const std::string& name = now.choices[i].weight->name;
            const Decider expected = now.choices[i].isForced           ? Decider::format
                                     : name == "blk.0.ffn_down.weight" ? Decider::name
                                     : name == "blk.1.attn_v.weight"   ? Decider::rule
                                                                       : Decider::preset;
            QCOMPARE(decisions[i].decider, expected);
        }
    }

    void aWeightOfAnotherModelIsRefused() {
        Weight foreign = model_->weights()[0];
        const std::vector<const Weight*> which = {&foreign};
        const auto error = test::errorOf([&] { static_cast<void>(painted(plan(), which, encodingByName("Q8_0"))); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }

    /// Many random strokes: after each, exactly the painted weights have changed, and the arguments give the same plan.
    void randomStrokes() {
        std::mt19937 random(20261126);
        const std::vector<const char*> colours = {"Q5_K", "Q6_K", "Q8_0", "Q4_K", nullptr};
        Plan now = plan();
        for (int stroke = 0; stroke < 60; ++stroke) {
            std::vector<const Weight*> which;
            for (const Choice& choice : now.choices) {
                if (!choice.isForced && random() % 7 == 0) {
                    which.push_back(choice.weight);
                }
            }
            const char* colour = colours[random() % colours.size()];
            const Plan after = paint(now, which, colour);
            for (std::size_t i = 0; i < now.choices.size(); ++i) {
                const Choice& choice = now.choices[i];
                const bool isPainted = std::ranges::find(which, choice.weight) != which.end();
                const Encoding* wanted = !isPainted          ? choice.encoding
                                         : colour != nullptr ? encodingByName(colour)
                                                             : plan().choices[i].encoding;
                QVERIFY2(after.choices[i].encoding == wanted, choice.weight->name.c_str());
            }
            now = after;
        }
        PlanDocument fromArguments;
        for (const std::string& argument : tensorTypeOptions(now)) {
            fromArguments.rules.push_back(ruleFromTensorTypeOption(argument));
        }
        const Plan again = plan(fromArguments);
        for (std::size_t i = 0; i < now.choices.size(); ++i) {
            QCOMPARE(again.choices[i].encoding->name(), now.choices[i].encoding->name());
        }
    }

    /// Programs for GPTQ files join q, k and v of a layer: painting one of them paints all, and nothing else.
    void whatConsumersJoinIsPaintedTogether() {
        const auto sample = openModel(test::resourceFile("sample"));
        PlanDocument document;
        document.format = "gptq";
        document.preset = "GPTQ-4-g128";
        const Plan before = makePlan(sample, document);
        const Weight* const key = sample->find("blk.2.attn_k.weight");
        const Encoding* const encoding = encodingByName("GPTQ8-G128");
        QVERIFY(key != nullptr && encoding != nullptr);
        const Plan after = makePlan(sample, painted(before, std::span(&key, 1), encoding));
        std::vector<std::string> changed;
        for (std::size_t i = 0; i < before.choices.size(); ++i) {
            if (after.choices[i].encoding != before.choices[i].encoding) {
                QCOMPARE(after.choices[i].encoding, encoding);
                changed.push_back(after.choices[i].weight->name);
            }
        }
        std::ranges::sort(changed);
        QCOMPARE(changed, (std::vector<std::string>{"blk.2.attn_k.weight", "blk.2.attn_q.weight", "blk.2.attn_v.weight"}));
        QCOMPARE(withJoined(before, std::span(&key, 1)).size(), std::size_t{3});
        QCOMPARE(withJoined(plan(), weights(Role::attnK, 0, 0)).size(), std::size_t{1}); // llama.cpp joins nothing
        const Plan back = makePlan(sample, painted(after, std::span(&key, 1), nullptr));
        QVERIFY(back.document == before.document);
    }
};

QTEST_APPLESS_MAIN(TestPaint)
#include "tst_paint.moc"
