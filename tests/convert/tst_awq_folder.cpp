// SPDX-License-Identifier: GPL-3.0-or-later
// AWQ folders: what config.json says, what is refused, what is read back.
#include "codecs/awq/family.h"
#include "convert/folder_support.h"
#include "plan/planned_weights.h"

#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::jsonOf;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

PlanDocument documentFor(const std::string& preset, const std::map<std::string, std::string>& options = {}) {
    return test::folderDocument("awq", preset, options);
}

} // namespace

class TestAwqFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }
    Json configOf(const PlanDocument& document, const std::string& name) {
        (void)test::convertQuietly(makePlan(sample(), document), in(name), {}, test::smallTuning());
        return jsonOf(in(name) / "config.json")["quantization_config"];
    }
private slots:
    void versionsForVectorsAreWrittenAndReadBack() {
        const Plan plain = makePlan(sample(), documentFor("AWQ-4-g64"));
        const Weight& original = *sample()->find("blk.3.ffn_up.weight");
        std::vector<float> expected(original.elements());
        PlannedWeights(plain).rows(original, 0, expected);
        for (const std::string version : {"gemv", "gemv_fast"}) {
            const PlanDocument document = documentFor("AWQ-4-g64", {{"version", version}});
            const Json config = configOf(document, version);
            QCOMPARE(config["version"].get<std::string>(), version);
            const auto model = openModel(in(version));
            const Weight& written = *model->find(original.name);
            QCOMPARE(std::string(written.storedName()), version == "gemv" ? "AWQ4-G64-GEMV" : "AWQ4-G64-GEMVFAST");
            std::vector<float> got(written.elements());
            readRows(*model, written, 0, got);
            float largest = 0;
            float difference = 0;
            for (std::size_t i = 0; i < got.size(); ++i) {
                largest = std::max(largest, std::abs(expected[i]));
                difference = std::max(difference, std::abs(got[i] - expected[i]));
            }
            // The same codes; gemv_fast stores −scale · zero rounded to F16.
            QVERIFY(version == "gemv" ? difference == 0 : difference < 1e-3F * largest);
        }
        PlanDocument mixed = documentFor("AWQ-4-g64");
        mixed.weights["blk.0.attn_output.weight"] = "AWQ4-G64-GEMV";
        QVERIFY(refusal(mixed).find("packed in different ways") != std::string::npos);
    }

    void everyPresetIsWrittenAndReadBack() {
        for (const int group : {32, 64, 128}) {
            const std::string preset = "AWQ-4-g" + std::to_string(group);
            const Plan plan = makePlan(sample(), documentFor(preset));
            const Json config = configOf(documentFor(preset), preset);
            const Json expected{{"quant_method", "awq"}, {"bits", 4},         {"group_size", group},
                                {"zero_point", true},    {"version", "gemm"}, {"modules_to_not_convert", {"lm_head"}}};
            QVERIFY2(config == expected, config.dump().c_str());
            const auto model = openModel(in(preset));
            QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
            const PlannedWeights planned(plan);
            std::size_t matrices = 0;
            for (const Choice& choice : plan.choices) {
                const Weight& written = *model->find(choice.weight->name);
                QCOMPARE(std::string(written.storedName()), std::string(choice.encoding->name()));
                if (asMatrixEncoding(*choice.encoding) == nullptr) {
                    continue;
                }
                ++matrices;
                std::vector<float> expectedValues(written.elements());
                std::vector<float> got(written.elements());
                planned.rows(*choice.weight, 0, expectedValues);
                readRows(*model, written, 0, got);
                QVERIFY2(got == expectedValues, choice.weight->name.c_str());
            }
            QCOMPARE(matrices, std::size_t{42});
        }
        const Checkpoint checkpoint = openCheckpoint(in("AWQ-4-g128") / "model.safetensors");
        QCOMPARE(checkpoint.find("model.layers.0.mlp.up_proj.qweight")->shape, (std::vector<std::uint64_t>{256, 96}));
        QCOMPARE(checkpoint.find("model.layers.0.mlp.up_proj.qzeros")->shape, (std::vector<std::uint64_t>{2, 96}));
        QCOMPARE(checkpoint.find("model.layers.0.mlp.up_proj.scales")->type, ElementType::F16);
    }

    void layersThatStayAreNamedInFull() {
        PlanDocument document = documentFor("AWQ-4-g128");
        document.weights["blk.1.ffn_down.weight"] = "BF16";
        for (const char* const name : {"attn_q", "attn_k", "attn_v"}) {
            document.weights[std::string("blk.4.") + name + ".weight"] = "BF16";
        }
        const Json kept = configOf(document, "kept")["modules_to_not_convert"];
        std::set<std::string> names;
        for (const Json& name : kept) {
            names.insert(name.get<std::string>());
        }
        QCOMPARE(names,
                 (std::set<std::string>{"model.layers.1.mlp.down_proj", "model.layers.4.self_attn.q_proj",
                                        "model.layers.4.self_attn.k_proj", "model.layers.4.self_attn.v_proj", "lm_head"}));
    }

    void whatIsRefused() {
        PlanDocument document = documentFor("AWQ-4-g128");
        document.weights["blk.2.ffn_down.weight"] = "AWQ4-G64";
        QVERIFY2(refusal(document).find("one group size") != std::string::npos, refusal(document).c_str());
        document.weights.clear();
        document.weights["blk.2.attn_q.weight"] = "BF16";
        QVERIFY2(refusal(document).find("must have one encoding") != std::string::npos, refusal(document).c_str());
        document.weights.clear();
        document.weights["blk.2.ffn_down.weight"] = "GPTQ4-G128";
        QVERIFY(!refusal(document).empty());
        QVERIFY(!formatById("awq")->offersChoice(*sample(), *sample()->find("output.weight")));
    }

    void nothingIsClaimedThatIsNotDone() {
        for (const Preset& preset : formatById("awq")->presets()) {
            QVERIFY(preset.description.find("activations do not rescale weights") != std::string_view::npos);
        }
    }

    void becomesGgufAgain() {
        (void)configOf(documentFor("AWQ-4-g32"), "onward");
        PlanDocument document;
        document.format = "gguf";
        document.preset = "F32";
        ConvertOptions options;
        options.allowRequantize = true;
        const auto folder = openModel(in("onward"));
        (void)test::convertQuietly(makePlan(folder, document), in("onward.gguf"), options);
        const auto gguf = openModel(in("onward.gguf"));
        for (const char* const name : {"blk.0.attn_q.weight", "blk.5.ffn_down.weight"}) {
            std::vector<float> before(folder->find(name)->elements());
            std::vector<float> after(before.size());
            readRows(*folder, *folder->find(name), 0, before);
            readRows(*gguf, *gguf->find(name), 0, after);
            QVERIFY(before == after);
        }
    }
};

QTEST_GUILESS_MAIN(TestAwqFolder)
#include "tst_awq_folder.moc"
