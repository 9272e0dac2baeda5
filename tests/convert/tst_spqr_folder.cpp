// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR folders: what config.json says, what is refused, what is read back.
#include "codecs/spqr/family.h"
#include "convert/folder_support.h"

#include <cmath>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::jsonOf;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

PlanDocument documentFor(const std::string& outliers) {
    return test::folderDocument("spqr", outliers == "1" ? "SPQR-3" : "SPQR-3-OUT" + outliers);
}

std::set<std::string> skippedIn(const fs::path& folder) {
    return jsonOf(folder / "config.json")["quantization_config"]["modules_to_not_convert"].get<std::set<std::string>>();
}

} // namespace

class TestSpqrFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    void convert(const std::shared_ptr<const Model>& source, const PlanDocument& document, const std::string& name) {
        (void)test::convertQuietly(makePlan(source, document), in(name), {}, test::smallTuning());
    }

private slots:
    void saysWhatLoadersNeed() {
        PlanDocument document = documentFor("1");
        document.weights["blk.1.ffn_down.weight"] = "BF16";
        document.weights["blk.2.ffn_up.weight"] = "SPQR3-OUT4"; // layers need not be alike
        convert(sample(), document, "plain");
        const Json config = jsonOf(in("plain") / "config.json");
        Json quantization = config["quantization_config"];
        const Json shapes = quantization["shapes"];
        quantization.erase("shapes");
        quantization.erase("modules_to_not_convert");
        const Json expected = {{"quant_method", "spqr"}, {"bits", 3}, {"beta1", 16}, {"beta2", 16}};
        QVERIFY2(quantization == expected, quantization.dump().c_str());
        const std::set<std::string> left{"lm_head", "lm_head.weight", "model.layers.1.mlp.down_proj",
                                         "model.layers.1.mlp.down_proj.weight"};
        QVERIFY(skippedIn(in("plain")) == left);
        QVERIFY(config["torch_dtype"] == Json("float16"));

        const auto model = openModel(in("plain"));
        QCOMPARE(shapes.size(), std::size_t{4 * (6 * 7 - 1)});
        for (const auto& [key, length] : shapes.items()) {
            const std::string tensor = key.substr(0, key.size() - std::string(".shape").size());
            const TensorInfo* const found = model->checkpoint().find(tensor);
            QVERIFY2(found != nullptr, key.c_str());
            QVERIFY2(found->shape == std::vector<std::uint64_t>{length.get<std::uint64_t>()}, key.c_str());
        }
        const auto outliersOf = [&](const char* module) {
            return shapes[std::string("model.layers.2.mlp.") + module + ".col_vals.shape"].get<std::uint64_t>();
        };
        QCOMPARE(outliersOf("gate_proj"), std::uint64_t{768 * 256 / 100});
        QCOMPARE(outliersOf("up_proj"), std::uint64_t{768 * 256 / 25});
    }

    void whatIsWrittenIsReadBack_data() {
        QTest::addColumn<QString>("outliers");
        QTest::addColumn<double>("bound"); // of the relative squared error
        QTest::newRow("no outliers") << "0" << 0.0175;
        QTest::newRow("one in a hundred") << "1" << 0.0155;
        QTest::newRow("four in a hundred") << "4" << 0.0115;
    }
    void whatIsWrittenIsReadBack() {
        QFETCH(QString, outliers);
        QFETCH(double, bound);
        const std::string name = "read" + outliers.toStdString();
        convert(sample(), documentFor(outliers.toStdString()), name);
        const auto model = openModel(in(name));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        std::size_t matrices = 0;
        double error = 0;
        double norm = 0;
        for (const Weight& weight : model->weights()) {
            if (!weight.isPacked()) {
                continue;
            }
            ++matrices;
            QCOMPARE(std::string(weight.storedName()), "SPQR3-OUT" + outliers.toStdString());
            std::vector<float> before(weight.elements());
            std::vector<float> after(weight.elements());
            readRows(*sample(), *sample()->find(weight.name), 0, before);
            readRows(*model, weight, 0, after);
            for (std::size_t i = 0; i < before.size(); ++i) {
                error += std::pow(static_cast<double>(before[i]) - static_cast<double>(after[i]), 2);
                norm += std::pow(static_cast<double>(before[i]), 2);
            }
        }
        QCOMPARE(matrices, std::size_t{6 * 7});
        qInfo("%g", error / norm);
        QVERIFY2(error < bound * norm && error > 0.75 * bound * norm, std::to_string(error / norm).c_str());
    }

    void becomesAnotherFormat() {
        PlanDocument document;
        document.format = "gguf";
        document.preset = "Q8_0";
        const auto source = openModel(in("read1"));
        (void)test::convertQuietly(makePlan(source, document), in("again.gguf"), {.allowRequantize = true},
                                   test::smallTuning());
        QVERIFY(openModel(in("again.gguf"))->understood());
        const auto error = test::errorOf([&] { (void)makePlan(source, documentFor("1")); });
        QVERIFY(error.has_value());
    }

    void namesOfPresets() {
        const Format& format = *formatById("spqr");
        QCOMPARE(presetByName(format, "SpQR-3-g16"), presetByName(format, "SPQR-3"));
        QVERIFY(!refusal(documentFor("3")).empty());
        QCOMPARE(refusal(documentFor("0.5")), std::string());
        QVERIFY(!format.offersChoice(*sample(), *sample()->find("output.weight")));
    }

    /// Loaders' layers have no bias, and kernels want sides of whole tiles: what has others stays, and config.json says so.
    void whatLoadersCannotTakeStays() {
        const auto folder = test::extraData("models/qwen2-stories260k"); // 64 × 172, biases at q, k, v
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        convert(source, documentFor("1"), "small");
        const auto list = skippedIn(in("small"));
        for (int layer = 0; layer < 5; ++layer) {
            const std::string block = "model.layers." + std::to_string(layer);
            for (const char* const module : {".self_attn.q_proj", ".self_attn.k_proj", ".self_attn.v_proj", ".mlp.down_proj",
                                             ".mlp.gate_proj", ".mlp.up_proj"}) {
                QVERIFY2(list.contains(block + module + ".weight") && list.contains(block + module), module);
            }
            QVERIFY(!list.contains(block + ".self_attn.o_proj.weight"));
        }
        QVERIFY(list.contains("lm_head"));
        const Format& format = *formatById("spqr");
        QVERIFY(!format.offersChoice(*source, *source->find("blk.0.attn_q.weight")));
        const auto reason =
            format.whyNot(*source, *source->find("blk.0.attn_q.weight"), *encodingByName("SPQR3-OUT1")).value_or("");
        QVERIFY2(reason.find("bias") != std::string::npos, reason.c_str());
        QVERIFY(openModel(in("small"))->understood());
    }
};

QTEST_GUILESS_MAIN(TestSpqrFolder)
#include "tst_spqr_folder.moc"
