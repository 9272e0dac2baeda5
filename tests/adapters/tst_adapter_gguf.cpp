// SPDX-License-Identifier: GPL-3.0-or-later
// Adapters in llama.cpp's form: the tensors that its own converter makes, and what such a file cannot say.
#include "adapters/adapter_support.h"
#include "adapters/lora_gguf.h"

#include <algorithm>
#include <fstream>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;
using Json = nlohmann::json;

class TestAdapterGguf : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    [[nodiscard]] fs::path in(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }

    static AdapterGgufPlan planOf(const std::string& base, const std::string& adapter) {
        return planAdapterGguf(openModel(test::dataFile("adapters") / base),
                               openLoraAdapter(test::dataFile("adapters") / adapter));
    }

    Checkpoint written(const std::string& base, const std::string& adapter) const {
        Progress progress;
        const CancelToken cancel;
        const fs::path file = in(adapter + ".gguf");
        (void)writeAdapterGguf(planOf(base, adapter), file, true, progress, cancel);
        return openCheckpoint(file);
    }

    static std::string refusal(const std::string& base, const std::string& adapter) {
        const auto error = test::errorOf([&] { (void)planOf(base, adapter); });
        return error ? std::string(error->what()) : std::string();
    }

private slots:
    void writesTheBytesOfTheReference_data() {
        QTest::addColumn<bool>("hasAlpha"); // of the reference
        QTest::newRow("lora") << true;
        QTest::newRow("rslora") << false; // the reference forgets the root
    }
    void writesTheBytesOfTheReference() {
        QFETCH(const bool, hasAlpha);
        const std::string name = QTest::currentDataTag();
        std::ifstream stream(test::dataFile("adapters/gguf.json"));
        const Json golden = Json::parse(stream)["adapters"][name];
        const Checkpoint file = written("llama", name);
        QCOMPARE(file.tensors().size(), golden["tensors"].size());
        for (const Json& expected : golden["tensors"]) {
            const TensorInfo* const tensor = file.find(expected["name"].get<std::string>());
            QVERIFY2(tensor != nullptr, expected["name"].get<std::string>().c_str());
            auto shape = expected["shape"].get<std::vector<std::uint64_t>>();
            std::ranges::reverse(shape); // innermost first in the record
            QCOMPARE(tensor->shape, shape);
            QCOMPARE(tensor->type, ElementType::F32);
            QCOMPARE(test::sha256(file.bytes(*tensor)), expected["sha256"].get<std::string>());
        }
        for (const auto& [key, value] : golden["keys"].items()) {
            if (key == "adapter.lora.alpha") {
                QCOMPARE(*file.metadata().number(key) == value.get<double>(), hasAlpha);
            } else if (value.is_string()) {
                QCOMPARE(std::string(file.metadata().string(key).value_or("")), value.get<std::string>());
            } else {
                QVERIFY2(file.metadata().contains(key), key.c_str());
            }
        }
        QCOMPARE(file.metadata().pairs().size(), golden["keys"].size());
    }

    void saysTheScalingOfEveryModule() {
        // llama.cpp multiplies by alpha / rank: rsLoRA's 6 / √4 is alpha 12 with rank 4.
        QCOMPARE(written("llama", "rslora").metadata().number("adapter.lora.alpha"), std::optional<double>(12));
        // One alpha is written: what modules have beyond it is in their B.
        const Checkpoint file = written("llama", "patterns");
        QCOMPARE(file.metadata().number("adapter.lora.alpha"), std::optional<double>(8));
        const Checkpoint stored = openCheckpoint(test::dataFile("adapters/patterns/adapter_model.safetensors"));
        const auto first = [](const Checkpoint& from, const std::string& name) {
            float value = 0;
            std::memcpy(&value, from.bytes(*from.find(name)).data(), sizeof value);
            return value;
        };
        const std::string prefix = "base_model.model.model.layers.0.";
        QCOMPARE(first(file, "blk.0.attn_v.weight.lora_b"), 3 * first(stored, prefix + "self_attn.v_proj.lora_B.weight"));
        QCOMPARE(first(file, "blk.0.ffn_up.weight.lora_b"), first(stored, prefix + "mlp.up_proj.lora_B.weight"));
    }

    void keepsTheOrientationOfGpt2() {
        const Checkpoint file = written("gpt2", "conv1d");
        const TensorInfo* const a = file.find("blk.0.attn_qkv.weight.lora_a");
        const TensorInfo* const b = file.find("blk.0.attn_qkv.weight.lora_b");
        QVERIFY(a != nullptr && b != nullptr);
        QCOMPARE(a->shape, (std::vector<std::uint64_t>{4, 32}));
        QCOMPARE(b->shape, (std::vector<std::uint64_t>{96, 4}));
    }

    void refusesWhatTheFileCannotSay() {
        const auto refuses = [](const std::string& base, const std::string& adapter, const char* said) {
            const QString why = QString::fromStdString(refusal(base, adapter));
            QVERIFY2(why.contains(said) && why.contains("merge-lora"), qPrintable(why));
        };
        refuses("llama", "dora", "DoRA");
        refuses("llama", "embedding", "trained as a whole");
        refuses("qwen2", "lora-bias", "bias");
    }
};

QTEST_APPLESS_MAIN(TestAdapterGguf)
#include "tst_adapter_gguf.moc"
