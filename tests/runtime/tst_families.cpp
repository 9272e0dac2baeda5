// SPDX-License-Identifier: GPL-3.0-or-later
// Every architecture and kind of rotary scaling: tiny random models whose logits Hugging Face's transformers has computed
// (tests/interop/family_logits.py). The models are written as GGUF files; their weights follow from their names.
#include "checkpoint/gguf_writer.h"
#include "runtime/families.h"
#include "runtime/run_support.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

const nlohmann::json& recorded() {
    static const nlohmann::json entries = nlohmann::json::parse(std::ifstream(dataFile("runtime/families.json")));
    return entries;
}

/// values() of family_logits.py.
std::vector<float> valuesOf(const std::string& name, const std::vector<std::uint64_t>& shape) {
    std::uint64_t state = 0xCBF29CE484222325ULL;
    for (const char c : name) {
        state = (state ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    double scale = 2.0 / std::sqrt(static_cast<double>(shape.back()));
    double offset = 0;
    if (name.ends_with("norm.weight")) {
        scale = 0.25;
        offset = 1.0;
    } else if (name.ends_with(".bias")) {
        scale = 0.25;
    } else if (name.starts_with("token_embd") || name.starts_with("position_embd")) {
        scale = 1.0;
    }
    std::uint64_t count = 1;
    for (const std::uint64_t dimension : shape) {
        count *= dimension;
    }
    std::vector<float> values;
    for (std::uint64_t i = 0; i < count; ++i) {
        state += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        z ^= z >> 31U;
        const double uniform = static_cast<double>(z >> 40U) * 0x1p-23 - 1.0;
        values.push_back(static_cast<float>(offset + scale * uniform));
    }
    return values;
}

MetadataValue metadataValue(const nlohmann::json& value) {
    if (value.is_boolean()) {
        return value.get<bool>();
    }
    if (value.is_string()) {
        return value.get<std::string>();
    }
    if (value.is_array()) {
        return MetadataArray(value.get<std::vector<bool>>());
    }
    if (value.is_number_float()) {
        return static_cast<float>(value.get<double>());
    }
    return value.get<std::uint32_t>();
}

/// The model of one entry as a GGUF file.
std::filesystem::path writeModel(const QTemporaryDir& folder, const nlohmann::json& entry) {
    Metadata metadata;
    metadata.insert("general.architecture", entry.at("architecture").get<std::string>());
    for (const auto& [key, value] : entry.at("metadata").items()) {
        metadata.insert(key, metadataValue(value));
    }
    std::vector<GgufTensor> tensors;
    for (const auto& tensor : entry.at("tensors")) {
        tensors.push_back({tensor[0].get<std::string>(), ElementType::F32, tensor[1].get<std::vector<std::uint64_t>>()});
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> file(layout.fileBytes);
    std::ranges::copy(layout.header, file.begin());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        const bool isGiven = entry.contains("given") && entry["given"].contains(tensors[i].name);
        const auto values =
            isGiven ? entry["given"][tensors[i].name].get<std::vector<float>>() : valuesOf(tensors[i].name, tensors[i].shape);
        std::ranges::copy(std::as_bytes(std::span(values)), file.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    const auto path = std::filesystem::path(folder.path().toStdString()) / "model.gguf";
    writeAll(path, file);
    return path;
}

std::string whyNot(nlohmann::json entry, const std::function<void(nlohmann::json&)>& change) {
    change(entry);
    const QTemporaryDir folder;
    return whyNotRunnable(*openModel(writeModel(folder, entry))).value_or("");
}

} // namespace

class FamiliesTest : public QObject {
    Q_OBJECT
private slots:
    void logitsEqualTransformers_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recorded().items()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void logitsEqualTransformers() {
        QFETCH(QString, name);
        const nlohmann::json& entry = recorded().at(name.toStdString());
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeModel(folder, entry)));
        const auto expected = goldenTensor(dataFile("runtime/families.safetensors"), name.toStdString());
        QVERIFY(expected);
        const auto tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        const auto got = runLogits(source, {{tokens}});
        const Distance found = distance(got, expected->floats(), expected->shape.at(1));
        qInfo("largest difference %.2g of the range", found.relative);
        QVERIFY2(found.relative < 1e-5, qPrintable(QString::number(found.relative)));
        QCOMPARE(found.otherArgmax, std::size_t{0});
    }

    void everyFamilyHasACase() {
        std::set<std::string> covered;
        for (const auto& entry : recorded()) {
            covered.insert(entry.at("architecture").get<std::string>());
        }
        for (const FamilyRow& row : quantlathe::families()) {
            QVERIFY2(covered.contains(std::string(row.architecture)), row.architecture.data());
        }
    }

    void whatCannotRunSaysWhy() {
        const nlohmann::json& llama = recorded().at("llama");
        QCOMPARE(whyNot(llama, [](nlohmann::json&) {}), std::string());
        const std::string unknown = whyNot(llama, [](nlohmann::json& entry) { entry["architecture"] = "mamba"; });
        QVERIFY2(unknown.find("\"mamba\" cannot be run; these can: llama, ") != std::string::npos, unknown.c_str());

        const nlohmann::json& qwen = recorded().at("qwen3");
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
        const nlohmann::json& moe = recorded().at("qwen3moe");
        QVERIFY(!whyNot(moe, [](nlohmann::json& entry) { entry["metadata"]["qwen3moe.expert_used_count"] = 7; }).empty());
    }

    void learnedPositionsLimitTheContext() {
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeModel(folder, recorded().at("gpt2"))));
        QCOMPARE(runLogits(source, {{std::vector<std::int32_t>(64, 5), 63}}).size(), std::size_t{96});
        const auto error = errorOf([&] { ForwardPass(source, {{std::vector<std::int32_t>(65, 5)}}); });
        QVERIFY(error);
        QVERIFY2(error->detail().find("64 positions") != std::string::npos, error->what());
    }
};

QTEST_GUILESS_MAIN(FamiliesTest)
#include "tst_families.moc"
