// SPDX-License-Identifier: GPL-3.0-or-later
// Every architecture and kind of rotary scaling: tiny random models whose logits Hugging Face's transformers has computed
// (tests/interop/family_logits.py). The models are written as GGUF files; their weights follow from their names.
#include "runtime/step_support.h"
#include "runtime/tiny_families.h"

#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

std::string whyNot(nlohmann::json entry, const std::function<void(nlohmann::json&)>& change) {
    change(entry);
    const QTemporaryDir folder;
    return whyNotRunnable(*openModel(writeFamilyModel(folder, entry))).value_or("");
}

} // namespace

class FamiliesTest : public QObject {
    Q_OBJECT
private slots:
    void logitsEqualTransformers_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recordedFamilies().items()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void logitsEqualTransformers() {
        QFETCH(QString, name);
        const nlohmann::json& entry = recordedFamilies().at(name.toStdString());
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFamilyModel(folder, entry)));
        const auto expected = goldenTensor(dataFile("runtime/families.safetensors"), name.toStdString());
        QVERIFY(expected);
        const auto tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        const auto got = runLogits(source, {{tokens}});
        const Distance found = distance(got, expected->floats(), expected->shape.at(1));
        qInfo("largest difference %.2g of the range", found.relative);
        QVERIFY2(found.relative < 1e-5, qPrintable(QString::number(found.relative)));
        QCOMPARE(found.otherArgmax, std::size_t{0});
    }

    /// Looking at the inputs of a layer's steps, batch by batch, shows what a run shows, and the run after it is the same to
    /// the last bit, however much of it was kept, in memory or in files.
    void shownStepsAreThoseOfTheRun_data() { logitsEqualTransformers_data(); }
    void shownStepsAreThoseOfTheRun() {
        QFETCH(QString, name);
        const nlohmann::json& entry = recordedFamilies().at(name.toStdString());
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFamilyModel(folder, entry)));
        const auto tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        for (const std::uint64_t memory : {std::uint64_t{1} << 30U, std::uint64_t{1}}) {
            const std::string wrong = wronglyShown(source, tokens, memory);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
    }

    void whatCannotRunSaysWhy() {
        const nlohmann::json& llama = recordedFamilies().at("llama");
        QCOMPARE(whyNot(llama, [](nlohmann::json&) {}), std::string());
        const std::string unknown = whyNot(llama, [](nlohmann::json& entry) { entry["architecture"] = "rwkv7"; });
        QVERIFY2(unknown.find("\"rwkv7\" cannot be run; these can: llama, ") != std::string::npos, unknown.c_str());

        const nlohmann::json& qwen = recordedFamilies().at("qwen3");
        const std::string missing = whyNot(qwen, [](nlohmann::json& entry) {
            auto& tensors = entry["tensors"];
            tensors.erase(std::ranges::find_if(tensors, [](const auto& tensor) { return tensor[0] == "blk.1.ffn_up.weight"; }));
        });
        QCOMPARE(missing, std::string("blk.1.ffn_up.weight is missing"));
        const std::string misshapen = whyNot(qwen, [](nlohmann::json& entry) {
            for (auto& tensor : entry["tensors"]) {
                if (tensor[0] == "blk.0.attn_k.weight") {
                    tensor[1] = {31, 32};
                }
            }
        });
        QCOMPARE(misshapen, std::string("blk.0.attn_k.weight has the shape [31, 32], expected [32, 32]"));
        QVERIFY(!whyNot(qwen, [](nlohmann::json& entry) { entry["metadata"]["qwen3.attention.head_count_kv"] = 3; }).empty());
        QVERIFY(!whyNot(qwen, [](nlohmann::json& entry) { entry["metadata"]["qwen3.rope.freq_base"] = 0.5; }).empty());
        QVERIFY(!whyNot(qwen, [](nlohmann::json& entry) { entry["metadata"]["qwen3.rope.dimension_count"] = 18; }).empty());
        const std::string scaling =
            whyNot(qwen, [](nlohmann::json& entry) { entry["metadata"]["qwen3.rope.scaling.type"] = "spiral"; });
        QVERIFY2(scaling.find("spiral") != std::string::npos, scaling.c_str());
        const nlohmann::json& moe = recordedFamilies().at("qwen3moe");
        QVERIFY(!whyNot(moe, [](nlohmann::json& entry) { entry["metadata"]["qwen3moe.expert_used_count"] = 7; }).empty());
    }

    void learnedPositionsLimitTheContext() {
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFamilyModel(folder, recordedFamilies().at("gpt2"))));
        QCOMPARE(runLogits(source, {{std::vector<std::int32_t>(64, 5), 63}}).size(), std::size_t{96});
        const auto error = errorOf([&] { ForwardPass(source, {{std::vector<std::int32_t>(65, 5)}}); });
        QVERIFY(error);
        QVERIFY2(error->detail().find("at most 64 can be run") != std::string::npos, error->what());
    }
};

QTEST_GUILESS_MAIN(FamiliesTest)
#include "tst_families.moc"
