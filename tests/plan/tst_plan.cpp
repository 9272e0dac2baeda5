// SPDX-License-Identifier: GPL-3.0-or-later
// From a document to one encoding for every weight: precedence of rules, names, refusals, exact sizes.
#include "plan/plan.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <random>

using namespace quantlathe;
using test::LlamaShape;

namespace {

PlanRule glob(std::string pattern, std::string encoding) {
    PlanRule rule;
    rule.glob = std::move(pattern);
    rule.encoding = std::move(encoding);
    return rule;
}

std::string nameOf(const Plan& plan, std::string_view weight) {
    const Encoding* encoding = plan.encodingOf(weight);
    return encoding == nullptr ? "none" : std::string(encoding->name());
}

void checkSizes(const Plan& plan) {
    std::uint64_t pieces = 0;
    std::uint64_t end = plan.layout.files[0].header.size();
    for (const OutputPiece& piece : plan.layout.pieces) {
        const Choice& choice = plan.choices[piece.choice];
        QCOMPARE(piece.bytes, choice.encoding->bytes(choice.weight->rows(), choice.weight->columns()));
        QVERIFY(piece.offset >= end);
        pieces += piece.bytes;
        end = piece.offset + piece.bytes;
    }
    QCOMPARE(plan.fileBytes(), plan.layout.bytes());
    QVERIFY(plan.fileBytes() >= plan.layout.files[0].header.size() + pieces);
    QVERIFY(plan.fileBytes() < plan.layout.files[0].header.size() + pieces + 32 * (plan.choices.size() + 1));
}

} // namespace

class TestPlan : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<const Model> model_;

    [[nodiscard]] Plan plan(std::vector<PlanRule> rules, std::map<std::string, std::string> weights = {},
                            const std::string& preset = "Q4_K_M") const {
        PlanDocument document;
        document.preset = preset;
        document.rules = std::move(rules);
        document.weights = std::move(weights);
        return makePlan(model_, document);
    }
    [[nodiscard]] std::optional<Error> refusal(std::vector<PlanRule> rules, std::map<std::string, std::string> weights = {},
                                               const std::string& preset = "Q4_K_M") const {
        return test::errorOf([&] { static_cast<void>(plan(std::move(rules), std::move(weights), preset)); });
    }

private slots:
    void initTestCase() {
        model_ = test::llamaModel(
            folder_,
            {.layers = 8, .hidden = 512, .feedForward = 768, .heads = 8, .kvHeads = 8, .headSize = 64, .vocabulary = 300});
    }

    void aPresetAloneIsPlain() {
        const Plan plain = plan({});
        QVERIFY(plain.isPlainPreset());
        QCOMPARE(plain.preset->name, std::string_view("Q4_K_M"));
        QCOMPARE(nameOf(plain, "output.weight"), std::string("Q6_K"));
        QCOMPARE(nameOf(plain, "no such weight"), std::string("none"));
        checkSizes(plain);
        QCOMPARE(plain.bitsPerWeight(),
                 8.0 * static_cast<double>(plain.fileBytes()) / static_cast<double>(model_->parameters()));
        QCOMPARE(plain.document.modelName, std::string("Synthetic"));
        QVERIFY(plain.document.createdBy.starts_with("quantlathe "));
    }

    void namesOfPresetsAndFormatsAreMadeCanonical() {
        PlanDocument document;
        document.format = "GGUF";
        document.preset = "q4_k";
        const Plan made = makePlan(model_, document);
        QCOMPARE(made.document.format, std::string("gguf"));
        QCOMPARE(made.document.preset, std::string("Q4_K_M"));
    }

    void theFirstRuleThatMatchesWins() {
        const Plan made = plan({glob("blk.3.*", "Q5_K"), glob("*.ffn_up.weight", "Q8_0"), glob("*", "Q4_0")});
        QCOMPARE(nameOf(made, "blk.3.ffn_up.weight"), std::string("Q5_K"));
        QCOMPARE(nameOf(made, "blk.2.ffn_up.weight"), std::string("Q8_0"));
        QCOMPARE(nameOf(made, "blk.2.attn_v.weight"), std::string("Q4_0"));
        QCOMPARE(nameOf(made, "output.weight"), std::string("Q4_0"));
        QCOMPARE(nameOf(made, "blk.3.attn_norm.weight"), std::string("F32")); // no choice: passed over
        QVERIFY(!made.isPlainPreset());
        checkSizes(made);
    }

    void namesWinOverRules() {
        const Plan made = plan({glob("*", "Q4_0")}, {{"blk.1.attn_q.weight", "BF16"}});
        QCOMPARE(nameOf(made, "blk.1.attn_q.weight"), std::string("BF16"));
        QCOMPARE(nameOf(made, "blk.2.attn_q.weight"), std::string("Q4_0"));
    }

    void allConditionsOfARuleMustHold() {
        PlanRule rule;
        rule.role = Role::ffnDown;
        rule.layers = {2, 3};
        rule.encoding = "q8_0";
        const Plan made = plan({rule}, {}, "Q4_0");
        for (std::uint32_t layer = 0; layer < 8; ++layer) {
            const std::string block = "blk." + std::to_string(layer);
            QCOMPARE(nameOf(made, block + ".ffn_down.weight"), std::string(layer == 2 || layer == 3 ? "Q8_0" : "Q4_0"));
            QCOMPARE(nameOf(made, block + ".ffn_up.weight"), std::string("Q4_0"));
        }
        rule.regex = "blk\\.3";
        rule.glob = "*weight";
        const Plan narrower = plan({rule}, {}, "Q4_0");
        QCOMPARE(nameOf(narrower, "blk.2.ffn_down.weight"), std::string("Q4_0"));
        QCOMPARE(nameOf(narrower, "blk.3.ffn_down.weight"), std::string("Q8_0"));
    }

    void layersMeanOnlyWeightsInLayers() {
        PlanRule rule;
        rule.layers = {0, 7};
        rule.encoding = "Q8_0";
        const Plan made = plan({rule}, {}, "Q4_0");
        QCOMPARE(nameOf(made, "token_embd.weight"), std::string("Q4_0"));
        QCOMPARE(nameOf(made, "blk.7.attn_q.weight"), std::string("Q8_0"));
    }

    void rulesWorkWithFloatPresets() {
        const Plan made = plan({glob("*.ffn_*.weight", "Q8_0")}, {}, "F16");
        QCOMPARE(nameOf(made, "blk.0.ffn_up.weight"), std::string("Q8_0"));
        QCOMPARE(nameOf(made, "blk.0.attn_q.weight"), std::string("F16"));
    }

    void explicitDocumentsMakeTheSamePlan() {
        const Plan made = plan({glob("blk.[0-3].*", "Q5_K"), glob("*.attn_v.weight", "Q8_0")});
        const PlanDocument document = made.explicitDocument();
        QVERIFY(document.rules.empty());
        const Plan again = makePlan(model_, parsePlan(planJson(document)));
        QCOMPARE(again.fileBytes(), made.fileBytes());
        for (std::size_t i = 0; i < made.choices.size(); ++i) {
            QCOMPARE(again.choices[i].weight, made.choices[i].weight);
            QCOMPARE(again.choices[i].encoding, made.choices[i].encoding);
        }
    }

    void anyPlanKnowsItsSize() {
        std::mt19937 random(7);
        const auto encodings = formatById("gguf")->encodings();
        const auto presets = formatById("gguf")->presets();
        for (int round = 0; round < 100; ++round) {
            std::map<std::string, std::string> weights;
            for (const Weight& weight : model_->weights()) {
                const Encoding& encoding = *encodings[random() % encodings.size()];
                if (random() % 3 == 0 && weight.dimensions() > 1 && weight.columns() % encoding.columnMultiple() == 0) {
                    weights[weight.name] = encoding.name();
                }
            }
            const Preset& preset = presets[random() % presets.size()];
            PlanDocument document;
            document.preset = preset.name;
            document.weights = weights;
            document.options.isDryRun = true; // no importance matrix is at hand
            const Plan made = makePlan(model_, document);
            for (const auto& [weight, encoding] : weights) {
                QCOMPARE(nameOf(made, weight), encoding);
            }
            checkSizes(made);
        }
    }

    /// The recorded run with --tensor-type and --output-tensor-type options.
    void givesWhatTensorTypeOptionsGive() {
        const auto bytes = test::readAll(test::dataFile("gguf/quantized.json"));
        const QJsonObject golden = QJsonDocument::fromJson(QByteArray(reinterpret_cast<const char*>(bytes.data()),
                                                                      static_cast<qsizetype>(bytes.size())))
                                       .object();
        PlanDocument document;
        document.preset = "Q4_K_M";
        document.rules = {ruleFromTensorTypeOption("attn_v=q8_0"), ruleFromTensorTypeOption(R"(blk\.1\.ffn_down=q5_k)")};
        for (PlanRule& rule : document.rules) {
            rule.isPassedOver = true;
        }
        document.weights = {{"output.weight", "Q8_0"}, {"token_embd.weight", "Q4_K"}};
        const Plan made = makePlan(openModel(test::dataFile("gguf/tiny-llama-f32.gguf")), document);
        int found = 0;
        for (const auto& entry : golden["runs"].toArray()) {
            const QJsonObject run = entry.toObject();
            if (!run["args"].toString().contains("attn_v=q8_0")) {
                continue;
            }
            ++found;
            QCOMPARE(made.fileBytes(), static_cast<std::uint64_t>(run["file_size"].toInteger()));
            const QJsonObject tensors = run["tensors"].toObject();
            for (const Choice& choice : made.choices) {
                QCOMPARE(
                    QString::fromUtf8(choice.encoding->name().data(), static_cast<qsizetype>(choice.encoding->name().size())),
                    tensors[QString::fromStdString(choice.weight->name)].toArray()[0].toString().toUpper());
            }
        }
        QCOMPARE(found, 1);
    }

    /// Every weight with a choice, each preset: what is raised by name, by a rule or by painting leaves all others alone.
    void oneWeightByHandMovesNoOther() {
        const auto model = openModel(test::resourceFile("sample"));
        for (const char* const preset : {"Q2_K", "Q3_K_M", "Q3_K_L", "Q4_K_S", "Q4_K_M", "Q5_K_M"}) {
            PlanDocument plain;
            plain.preset = preset;
            const Plan before = makePlan(model, plain);
            for (std::size_t i = 0; i < before.choices.size(); ++i) {
                if (before.choices[i].isForced) {
                    continue;
                }
                const std::string& name = before.choices[i].weight->name;
                PlanDocument byName = plain;
                byName.weights = {{name, "Q8_0"}};
                PlanDocument byRule = plain;
                byRule.rules = {glob(name, "Q8_0")};
                for (const PlanDocument& document : {byName, byRule}) {
                    const Plan after = makePlan(model, document);
                    QVERIFY(movedWeights(after).empty());
                    for (std::size_t other = 0; other < before.choices.size(); ++other) {
                        const Encoding* const expected = other == i ? encodingByName("Q8_0") : before.choices[other].encoding;
                        QVERIFY2(after.choices[other].encoding == expected,
                                 (name + " moved " + before.choices[other].weight->name).c_str());
                    }
                }
            }
        }
    }

    void tensorTypesMoveWhatLlamaQuantizeMovesAndTell() {
        const auto model = openModel(test::resourceFile("sample"));
        PlanDocument document;
        document.preset = "Q4_K_M";
        const Plan plain = makePlan(model, document);
        PlanRule rule = ruleFromTensorTypeOption(R"(blk\.0\.ffn_down=q5_k)");
        rule.isPassedOver = true;
        document.rules = {rule};
        const Plan made = makePlan(model, document);
        const std::vector<MovedWeight> moved = movedWeights(made);
        QVERIFY(!moved.empty());
        std::size_t told = 0;
        for (std::size_t i = 0; i < plain.choices.size(); ++i) {
            const bool differs = plain.choices[i].encoding != made.choices[i].encoding;
            if (!differs || plain.choices[i].weight->name == "blk.0.ffn_down.weight") {
                continue;
            }
            QVERIFY(told < moved.size());
            QCOMPARE(moved[told].choice, i);
            QCOMPARE(moved[told].otherwise, plain.choices[i].encoding);
            ++told;
        }
        QCOMPARE(told, moved.size());
        const PlanDocument again = parsePlan(planJson(document));
        QVERIFY(again.rules.front().isPassedOver);
    }

    void refusalsNameTheCulprit() {
        PlanRule role;
        role.role = Role::ffnRouter;
        role.encoding = "Q8_0";
        PlanRule layers;
        layers.layers = {8, 9};
        layers.encoding = "Q8_0";
        const auto expect = [](const std::optional<Error>& error, const char* title, const char* detail) {
            QVERIFY(error);
            QCOMPARE(error->kind(), ErrorKind::badInput);
            QCOMPARE(error->title(), std::string(title));
            QVERIFY2(error->detail().find(detail) != std::string::npos, error->detail().c_str());
        };
        expect(refusal({}, {}, "Q9_K"), "GGUF has no preset Q9_K", "Q4_K_M");
        expect(refusal({glob("*", "Q9_K")}), "GGUF offers no encoding Q9_K", "the rule glob *. There are ");
        expect(refusal({glob("*", "Q8_K")}), "GGUF offers no encoding Q8_K", "There are F32");
        expect(refusal({}, {{"blk.0.attn_q.weight", "IQ2_XXS"}}), "blk.0.attn_q.weight as IQ2_XXS needs an importance matrix",
               "a larger type");
        expect(refusal({}, {{"token_embd.weight", "IQ2_XS"}}), "token_embd.weight as IQ2_XS needs an importance matrix",
               "cannot be stored as IQ2_XS");
        expect(refusal({}, {{"output.weight", "nf4"}}), "GGUF offers no encoding nf4", "the weight output.weight");
        expect(refusal({glob("model.layers.*", "Q8_0")}), "The rule glob model.layers.* matches no weight",
               "Nothing of that name");
        expect(refusal({glob("*norm*", "Q8_0")}), "The rule glob *norm* matches no weight", "can be given an encoding");
        expect(refusal({role}), "The rule role ffn_gate_inp matches no weight", "role");
        expect(refusal({layers}), "The rule layers 8 to 9 matches no weight", "layer");
        expect(refusal({}, {{"blk.8.attn_q.weight", "Q8_0"}}), "The model has no weight blk.8.attn_q.weight", "another model");
        expect(refusal({}, {{"output_norm.weight", "Q8_0"}}), "output_norm.weight cannot be stored as Q8_0",
               "norms are never quantized");
        PlanDocument other;
        other.format = "onnx";
        other.preset = "F16";
        expect(test::errorOf([&] { static_cast<void>(makePlan(model_, other)); }), "There is no format onnx", "gguf");
    }

    void aRuleThatDoesNotFitSaysWhere() {
        const auto model = test::llamaModel(folder_, {.layers = 2, .hidden = 256, .feedForward = 288});
        PlanDocument document;
        document.preset = "Q8_0";
        document.rules = {glob("*.ffn_*.weight", "Q4_K")};
        const auto error = test::errorOf([&] { static_cast<void>(makePlan(model, document)); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("blk.0.ffn_down.weight cannot be stored as Q4_K"));
        QCOMPARE(error->detail(), std::string("Reason: row length 288 is not a multiple of 256."));
    }

    void importanceMustBelongToTheModel() {
        const auto golden = openModel(test::dataFile("gguf/tiny-llama-f32.gguf"));
        const auto matrix =
            std::make_shared<const ImportanceMatrix>(readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf")));
        PlanDocument document;
        document.preset = "Q4_0";
        const Plan made = makePlan(golden, document, matrix);
        QCOMPARE(nameOf(made, "blk.0.ffn_down.weight"), std::string("Q4_0")); // 2 layers: no first eighth
        QCOMPARE(made.importanceOf(*golden->find("blk.0.ffn_down.weight")).size(), std::size_t{512});
        QVERIFY(made.importanceOf(*golden->find("token_embd.weight")).empty());

        auto wrong = std::make_shared<ImportanceMatrix>(*matrix);
        wrong->columns["blk.1.attn_q.weight"].push_back(1.0F);
        const auto error = test::errorOf([&] { static_cast<void>(makePlan(golden, document, wrong)); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("The importance matrix belongs to another model"));
        QVERIFY(error->detail().find("blk.1.attn_q.weight has 257 values, the model needs 256") != std::string::npos);

        auto embedding = std::make_shared<ImportanceMatrix>(*matrix); // llama-quantize ignores this one
        embedding->columns["token_embd.weight"] = {1.0F, 2.0F};
        QVERIFY(makePlan(golden, document, embedding).importanceOf(*golden->find("token_embd.weight")).empty());

        auto foreign = std::make_shared<ImportanceMatrix>();
        foreign->columns["elsewhere"] = {1.0F};
        QVERIFY(test::errorOf([&] { static_cast<void>(makePlan(golden, document, foreign)); }));
    }

    void experts() {
        const auto model =
            test::llamaModel(folder_, {.layers = 4, .hidden = 256, .feedForward = 512, .experts = 4, .expertsUsed = 2});
        PlanDocument document;
        document.preset = "Q4_K_M";
        auto matrix = std::make_shared<ImportanceMatrix>();
        matrix->columns["blk.0.ffn_down_exps.weight"] = std::vector<float>(4 * 512, 1.0F); // columns of every expert
        const Plan made = makePlan(model, document, matrix);
        QCOMPARE(made.importanceOf(*model->find("blk.0.ffn_down_exps.weight")).size(), std::size_t{2048});
        QCOMPARE(nameOf(made, "blk.0.ffn_gate_inp.weight"), std::string("F32"));
        checkSizes(made);
    }
};

QTEST_APPLESS_MAIN(TestPlan)
#include "tst_plan.moc"
