// SPDX-License-Identifier: GPL-3.0-or-later
// AQLM folders: what config.json says, what is refused, what is read back.
#include "codecs/aqlm/family.h"
#include "convert/folder_support.h"

#include <cmath>
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

PlanDocument documentFor(const std::string& preset) {
    return test::folderDocument("aqlm", preset);
}

} // namespace

class TestAqlmFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void saysWhatLoadersNeed() {
        PlanDocument document = documentFor("AQLM-2x8");
        document.weights["blk.1.ffn_down.weight"] = "BF16";
        (void)test::convertQuietly(makePlan(sample(), document), in("plain"), {}, test::smallTuning());
        const Json config = jsonOf(in("plain") / "config.json");
        Json quantization = config["quantization_config"];
        const auto list = quantization["linear_weights_not_to_quantize"].get<std::set<std::string>>();
        quantization.erase("linear_weights_not_to_quantize");
        const Json expected = {{"quant_method", "aqlm"},
                               {"in_group_size", 8},
                               {"out_group_size", 1},
                               {"num_codebooks", 2},
                               {"nbits_per_codebook", 8}};
        QVERIFY2(quantization == expected, quantization.dump().c_str());
        const std::set<std::string> left{"lm_head", "lm_head.weight", "model.layers.1.mlp.down_proj",
                                         "model.layers.1.mlp.down_proj.weight"};
        QVERIFY(list == left);
        QVERIFY(config["torch_dtype"] == Json("float16"));
    }

    void whatIsWrittenIsReadBack() {
        const auto model = openModel(in("plain"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        std::size_t matrices = 0;
        for (const Weight& weight : model->weights()) {
            if (!weight.isPacked()) {
                continue;
            }
            ++matrices;
            QCOMPARE(std::string(weight.storedName()), std::string("AQLM2X8-G8"));
            std::vector<float> before(weight.elements());
            std::vector<float> after(weight.elements());
            readRows(*sample(), *sample()->find(weight.name), 0, before);
            readRows(*model, weight, 0, after);
            double error = 0;
            double norm = 0;
            for (std::size_t i = 0; i < before.size(); ++i) {
                error += std::pow(static_cast<double>(before[i]) - static_cast<double>(after[i]), 2);
                norm += std::pow(static_cast<double>(before[i]), 2);
            }
            QVERIFY2(error < 0.12 * norm, (weight.name + ' ' + std::to_string(error / norm)).c_str());
        }
        QCOMPARE(matrices, std::size_t{6 * 7 - 1});
    }

    void oneSchemeForAll() {
        PlanDocument document = documentFor("AQLM-2x8");
        document.weights["blk.2.ffn_up.weight"] = "AQLM1X8-G8";
        QVERIFY2(refusal(document).find("one for all layers") != std::string::npos, refusal(document).c_str());
        document.weights["blk.2.ffn_up.weight"] = "BF16";
        QCOMPARE(refusal(document), std::string());
        const Format& format = *formatById("aqlm");
        const Weight& output = *sample()->find("output.weight");
        QVERIFY(!format.offersChoice(*sample(), output));
    }

    /// Rows of 172 weights are no whole vectors: those layers stay, and config.json says so.
    void sidesThatDoNotDivideStay() {
        const auto folder = test::extraData("models/stories260k"); // 64 × 172
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        (void)test::convertQuietly(makePlan(source, documentFor("AQLM-1x8")), in("small"));
        const auto list = jsonOf(in("small") / "config.json")["quantization_config"]["linear_weights_not_to_quantize"]
                              .get<std::set<std::string>>();
        for (int layer = 0; layer < 5; ++layer) {
            const std::string block = "model.layers." + std::to_string(layer) + ".mlp.";
            QVERIFY(list.contains(block + "down_proj.weight") && list.contains(block + "down_proj"));
            QVERIFY(!list.contains(block + "gate_proj.weight"));
        }
        QVERIFY(list.contains("lm_head"));
        QVERIFY(openModel(in("small"))->understood());
    }
};

QTEST_GUILESS_MAIN(TestAqlmFolder)
#include "tst_aqlm_folder.moc"
