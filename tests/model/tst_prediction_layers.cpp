// SPDX-License-Identifier: GPL-3.0-or-later
// Layers that predict further tokens (MTP, NextN) of folders: which are kept, what is said of them, what presets and planners
// give them. That names and bytes are llama.cpp's is shown by tst_conversion.
#include "model/prediction_layers.h"

#include "formats/format.h"
#include "model/assumptions.h"
#include "model/folder_config.h"
#include "model/golden_conversion.h"
#include "plan/explanation.h"
#include "plan/planner.h"
#include "plan/tensor_type_options.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

constexpr const char* withLayer = "glm4moe-mtp"; // layers 0 and 1, and 2 that predicts
const std::string matrix = "blk.2.nextn.eh_proj.weight";

/// The recorded model with other tensors or another config.json.
std::shared_ptr<const Model> changed(const QString& model, const QJsonObject& said,
                                     const std::function<bool(const std::string&)>& isLeft) {
    QJsonObject config = goldenConversion(model).value("config").toObject();
    for (auto it = said.begin(); it != said.end(); ++it) {
        config.insert(it.key(), it.value());
    }
    Shapes shapes = shapesOf(goldenConversion(model));
    std::erase_if(shapes, [&](const auto& entry) { return !isLeft(entry.first); });
    const HfFolder folder;
    folder.write("config.json", config);
    folder.writeWeights(shapes);
    return openModel(folder.path());
}

bool always(const std::string&) {
    return true;
}

std::string whyNot(const Model& model) {
    return model.notUnderstood().value_or("understood");
}

Plan planFor(std::shared_ptr<const Model> model, const std::string& preset, const PlanDocument& said = {}) {
    PlanDocument document = said;
    document.format = "gguf";
    document.preset = preset;
    return makePlan(std::move(model), document);
}

std::string_view typeOf(const Plan& plan, std::string_view weight) {
    const Encoding* const encoding = plan.encodingOf(weight);
    return encoding == nullptr ? "none" : encoding->name();
}

Planner plannerFor(std::shared_ptr<const Model> model, PlanConstraints constraints) {
    CandidateRequest request;
    request.sensitivity = priorSensitivity(*model, false);
    request.model = std::move(model);
    request.format = formatById("gguf");
    request.errors = ErrorSource::nominal;
    ThreadArena arena(1);
    Progress progress;
    auto table = std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena, progress, {}));
    return {std::move(table), std::move(constraints)};
}

} // namespace

class TestPredictionLayers : public QObject {
    Q_OBJECT
private slots:
    void areCountedAndSaid() {
        const auto folder = folderOf(withLayer);
        const auto model = openModel(folder->path());
        QCOMPARE(model->hyper().layers, 3U);
        QCOMPARE(model->hyper().predictionLayers, 1U);
        QCOMPARE(model->hyper().mainLayers(), 2U);
        QVERIFY(predictsFurtherTokens(*model, *model->find(matrix)));
        QVERIFY(!predictsFurtherTokens(*model, *model->find("blk.1.attn_q.weight")));
        QVERIFY(!predictsFurtherTokens(*model, *model->find("output.weight")));
        const auto remarks = remarksOn(*model);
        QCOMPARE(remarks.size(), std::size_t{1});
        QVERIFY2(remarks.front().find("not calibrated") != std::string::npos, remarks.front().c_str());
    }

    void withoutTheirTensorsThereAreNone() { // as transformers saves such a model again
        const auto model =
            changed(withLayer, {}, [](const std::string& name) { return name.find("layers.2.") == std::string::npos; });
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(model->hyper().layers, 2U);
        QVERIFY(!model->ggufMetadata().contains("glm4moe.nextn_predict_layers"));
        QVERIFY(remarksOn(*model).empty());
    }

    void asManyAsConfigSays() {
        for (const auto& said :
             {QJsonObject{{"num_nextn_predict_layers", 0}}, QJsonObject{{"num_nextn_predict_layers", QJsonValue::Null}}}) {
            const auto model = changed(withLayer, said, always);
            QCOMPARE(whyNot(*model), std::string("understood"));
            QCOMPARE(model->hyper().layers, 2U);
            QCOMPARE(remarksOn(*model).size(), std::size_t{1});
            QVERIFY(remarksOn(*model).front().find("left out") != std::string::npos);
        }
        const auto more = changed(withLayer, {{"num_nextn_predict_layers", 5}}, always);
        QCOMPARE(more->hyper().predictionLayers, 1U);
    }

    void aPartOfThemIsNamed() {
        const auto model =
            changed(withLayer, {}, [](const std::string& name) { return name != "model.layers.2.enorm.weight"; });
        QVERIFY2(whyNot(*model).find("model.layers.2.enorm.weight is missing: the layers that predict further tokens") !=
                     std::string::npos,
                 whyNot(*model).c_str());
        const auto qwen =
            changed("qwen35-mtp", {}, [](const std::string& name) { return name != "mtp.pre_fc_norm_hidden.weight"; });
        QVERIFY2(whyNot(*qwen).find("mtp.pre_fc_norm_hidden.weight is missing") != std::string::npos, whyNot(*qwen).c_str());
    }

    void namesBehindModelAreTheSame() {
        QJsonObject config = goldenConversion("qwen3next-mtp").value("config").toObject();
        Shapes shapes;
        for (const auto& [name, shape] : shapesOf(goldenConversion("qwen3next-mtp"))) {
            shapes[name.starts_with("mtp.") ? "model." + name : name] = shape;
        }
        const HfFolder folder;
        folder.write("config.json", config);
        folder.writeWeights(shapes);
        const auto model = openModel(folder.path());
        QCOMPARE(whyNot(*model), std::string("understood"));
        QVERIFY(model->find("blk.4.nextn.eh_proj.weight") != nullptr);
        QCOMPARE(model->find("blk.4.nextn.hnorm.weight")->addend, 1.0F);
    }

    void hostileNumbersMakeNoLists() {
        Shapes shapes = shapesOf(goldenConversion("qwen3next-mtp"));
        shapes["mtp.layers.1000000000.self_attn.q_proj.weight"] = {2, 2};
        shapes["mtp.layers.4294967290.mlp.gate.weight"] = {2, 2};
        const HfFolder folder;
        folder.write("config.json", goldenConversion("qwen3next-mtp").value("config").toObject());
        folder.writeWeights(shapes);
        const auto model = openModel(folder.path());
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(model->hyper().predictionLayers, 1U);
    }

    void presetsOfFewBitsSpareThem() {
        const auto folder = folderOf(withLayer);
        const auto model = openModel(folder->path());
        const Plan plan = planFor(model, "Q4_0");
        QCOMPARE(typeOf(plan, matrix), std::string_view("Q8_0"));
        QCOMPARE(typeOf(plan, "blk.2.ffn_down_exps.weight"), std::string_view("Q8_0"));
        QCOMPARE(typeOf(plan, "blk.2.nextn.enorm.weight"), std::string_view("F32"));
        QCOMPARE(typeOf(plan, "blk.1.attn_q.weight"), std::string_view("Q4_0"));
        const std::string why = originOf(plan, *plan.model->find(matrix)).sentence;
        QVERIFY2(why.find("predicts further tokens") != std::string::npos, why.c_str());
        QCOMPARE(typeOf(planFor(model, "BF16"), matrix), std::string_view("BF16"));
        // Other weights get what they would get without such a layer.
        const auto plainFolder = folderOf("glm4moe");
        const Plan plain = planFor(openModel(plainFolder->path()), "Q4_0");
        for (const Choice& choice : plain.choices) {
            QCOMPARE(typeOf(plan, choice.weight->name), choice.encoding->name());
        }
    }

    void whoeverAsksGetsFewer() {
        const auto folder = folderOf(withLayer);
        const auto model = openModel(folder->path());
        PlanDocument byRule;
        byRule.rules = {ruleFromTensorTypeOption("blk.2.nextn.*=q4_0")};
        const Plan plan = planFor(model, "Q4_0", byRule);
        QCOMPARE(typeOf(plan, matrix), std::string_view("Q4_0"));
        QCOMPARE(typeOf(plan, "blk.2.attn_q.weight"), std::string_view("Q8_0"));
        PlanDocument pure;
        pure.options.pure = true;
        QCOMPARE(typeOf(planFor(model, "Q4_0", pure), matrix), std::string_view("Q4_0"));
    }

    void foldersLeaveThemAsTheyAre() {
        const auto folder = folderOf(withLayer);
        const auto model = openModel(folder->path());
        PlanDocument document;
        document.format = "bitsandbytes";
        document.preset = "NF4";
        const Plan plan = makePlan(model, document);
        QCOMPARE(typeOf(plan, matrix), std::string_view("F32"));
        QCOMPARE(typeOf(plan, "blk.2.attn_q.weight"), std::string_view("F32"));
        QVERIFY(typeOf(plan, "blk.1.attn_q.weight") != "F32");
        const std::string why = originOf(plan, *plan.model->find("blk.2.attn_q.weight")).sentence;
        QVERIFY2(why.find("predicts further tokens") != std::string::npos, why.c_str());
    }

    void plannersGiveThemEightBits() {
        const auto folder = folderOf(withLayer);
        const auto model = openModel(folder->path());
        PlanConstraints constraints;
        constraints.encodings = {"Q4_0", "Q8_0"};
        const Planner planner = plannerFor(model, constraints);
        const PlannedMix smallest = planner.best(FileSizeBudget{planner.smallestBytes()});
        QCOMPARE(typeOf(smallest.plan, matrix), std::string_view("Q8_0"));
        QCOMPARE(typeOf(smallest.plan, "blk.1.attn_q.weight"), std::string_view("Q4_0"));
        constraints.pins = {ruleFromTensorTypeOption("blk.2.nextn.*=q4_0")};
        const Planner pinned = plannerFor(model, constraints);
        QCOMPARE(typeOf(pinned.best(FileSizeBudget{pinned.smallestBytes()}).plan, matrix), std::string_view("Q4_0"));
        // A list without eight bits is asking, too.
        constraints.pins.clear();
        constraints.encodings = {"Q4_0", "Q5_0"};
        const Planner low = plannerFor(model, constraints);
        QCOMPARE(typeOf(low.best(FileSizeBudget{low.smallestBytes()}).plan, matrix), std::string_view("Q4_0"));
    }
};

QTEST_APPLESS_MAIN(TestPredictionLayers)
#include "tst_prediction_layers.moc"
