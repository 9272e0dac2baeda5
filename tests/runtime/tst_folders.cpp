// SPDX-License-Identifier: GPL-3.0-or-later
// Folders as transformers saves them, of every class it shares with us: their logits are those that it computed
// (tests/interop/folder_logits.py), and so are those of the GGUF files that they become.
#include "convert/convert_support.h"
#include "measure/text_windows.h"
#include "runtime/families.h"
#include "runtime/step_support.h"
#include "runtime/tiny_families.h"
#include "runtime/tiny_folders.h"
#include "weights/weight_rows.h"

#include <cstring>
#include <map>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// No GGUF file can say how large their sines and cosines are, or that the gate stands in front of the norm.
const std::set<std::string> moreThanGgufSays{"deepseek_v3", "phimoe", "phimoe-jitter", "falcon_h1-before"};

/// Architectures without a recorded model that compute as another one does: transformers has no class for InternLM 2, and of
/// models that see only the text is run, where the three positions of a token are equal. Ling 2 is made of parts of others.
const std::map<std::string, std::string> likeOthers{
    {"internlm2", "llama"}, {"xverse", "llama"},        {"exaone", "qwen2-yarn"},   {"codeshell", "starcoder2"},
    {"qwen3vl", "qwen3"},   {"qwen3vlmoe", "qwen3moe"}, {"bailingmoe2", "qwen2moe"}};

void compare(const std::string& name, std::shared_ptr<const Model> model) {
    const ModelWeights source(std::move(model));
    const auto tokens = recordedFolders().at(name).at("tokens").get<std::vector<std::int32_t>>();
    QVERIFY2(source.model().understood(), source.model().notUnderstood().value_or("").c_str());
    const std::string reason = whyNotRunnable(source.model()).value_or("");
    QVERIFY2(reason.empty(), reason.c_str());
    const auto expected = goldenTensor(dataFile("runtime/folders.safetensors"), name);
    QVERIFY(expected);
    const auto got = runToEnd(source, {{tokens}});
    const Distance found = distance(got, expected->floats(), expected->shape.at(1));
    qInfo("largest difference %.2g of the range", found.relative);
    QVERIFY2(found.relative < 5e-5, qPrintable(QString::number(found.relative)));
    QCOMPARE(found.otherArgmax, std::size_t{0});
}

/// Keys and values of all heads in one matrix, as the folder has them, and the sizes of heads where other models have theirs.
void writeOldDeepseek(const Model& model, const std::filesystem::path& file) {
    const std::string prefix = model.architecture() + ".attention.";
    const Metadata& now = model.ggufMetadata();
    Metadata metadata;
    for (const MetadataPair& pair : now.pairs()) {
        if (pair.key == prefix + "key_length" || pair.key == prefix + "value_length") {
            metadata.insert(pair.key, *now.find(pair.key + "_mla"));
        } else if (pair.key == prefix + "head_count_kv") {
            metadata.insert(pair.key, *now.find(prefix + "head_count"));
        } else if (!pair.key.ends_with("_mla")) {
            metadata.insert(pair.key, pair.value);
        }
    }
    std::vector<GgufTensor> tensors;
    std::vector<std::vector<float>> values;
    for (const Weight& weight : model.weights()) {
        const bool isKey = weight.name.ends_with("attn_k_b.weight");
        if (weight.name.ends_with("attn_v_b.weight")) {
            continue;
        }
        std::string name = weight.name;
        const TensorInfo& stored = model.checkpoint().tensors()[weight.tensors.front()];
        tensors.push_back({isKey ? name.replace(name.find("attn_k_b"), 8, "attn_kv_b") : name, ElementType::F32,
                           isKey ? stored.shape : weight.shape});
        values.emplace_back(tensors.back().shape.empty() ? 0 : isKey ? stored.elements() : weight.elements());
        if (isKey) {
            std::memcpy(values.back().data(), model.checkpoint().bytes(stored).data(), values.back().size() * sizeof(float));
        } else {
            readRows(model, weight, 0, values.back());
        }
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> bytes(layout.fileBytes);
    std::ranges::copy(layout.header, bytes.begin());
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        std::ranges::copy(std::as_bytes(std::span(values[i])), bytes.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    writeAll(file, bytes);
}

} // namespace

class FoldersTest : public QObject {
    Q_OBJECT
private slots:
    void logitsEqualTransformers_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recordedFolders().items()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void logitsEqualTransformers() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        compare(name.toStdString(), openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString()))));
    }

    /// As tst_families.cpp has it of what GGUF files of older architectures hold.
    void shownStepsAreThoseOfTheRun_data() { logitsEqualTransformers_data(); }
    void shownStepsAreThoseOfTheRun() {
        QFETCH(QString, name);
        const nlohmann::json& entry = recordedFolders().at(name.toStdString());
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFolderModel(folder, entry)));
        const auto tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        for (const std::uint64_t memory : {std::uint64_t{1} << 30U, std::uint64_t{1}}) {
            const std::string wrong = wronglyShown(source, tokens, memory);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
    }

    void asGgufToo_data() { logitsEqualTransformers_data(); }
    void asGgufToo() {
        QFETCH(QString, name);
        if (moreThanGgufSays.contains(name.toStdString())) {
            return;
        }
        const QTemporaryDir folder;
        const auto model = openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString())));
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "same.gguf";
        convertQuietly(planFor(model, "F32"), file);
        compare(name.toStdString(), openModel(file));
    }

    /// From before keys and values had matrices of their own in GGUF files.
    void oldFilesOfDeepseekToo_data() {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"deepseek_v2", "deepseek_v2-groups", "kimi_k2"}) {
            QTest::newRow(name) << QString(name);
        }
    }
    void oldFilesOfDeepseekToo() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const auto model = openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString())));
        const auto file = std::filesystem::path(folder.path().toStdString()) / "old.gguf";
        writeOldDeepseek(*model, file);
        const auto old = openModel(file);
        QVERIFY(old->find("blk.0.attn_kv_b.weight") != nullptr && old->find("blk.0.attn_k_b.weight") == nullptr);
        compare(name.toStdString(), old);
        const ModelWeights source(old);
        const auto tokens = recordedFolders().at(name.toStdString()).at("tokens").get<std::vector<std::int32_t>>();
        const std::string wrong = wronglyShown(source, tokens, std::uint64_t{1} << 30U);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }

    /// However long the rows of its output matrix are, the logits are the same.
    void outputRowsOfBaichuan2HaveNoLength() {
        constexpr std::uint64_t vocabulary = 125696;
        std::vector<std::vector<float>> logits;
        for (const double factor : {1.0, 4.0}) {
            nlohmann::json entry = recordedFolders().at("baichuan");
            entry["config"]["vocab_size"] = vocabulary;
            for (nlohmann::json& tensor : entry["tensors"]) {
                const auto name = tensor[0].get<std::string>();
                if (name == "lm_head.weight" || name == "model.embed_tokens.weight") {
                    tensor[1][0] = vocabulary;
                }
                if (name == "lm_head.weight") {
                    tensor[3] = tensor[3].get<double>() * factor;
                }
            }
            const QTemporaryDir folder;
            const ModelWeights source(openModel(writeFolderModel(folder, entry)));
            logits.push_back(runLogits(source, {{{1, 70000, 39}}}));
        }
        QVERIFY(distance(logits.front(), logits.back(), vocabulary).relative < 1e-5);
    }

    /// Every window is a text of its own, and nothing is predicted.
    void textsOfEncoders() {
        const QTemporaryDir folder;
        const auto path = writeFolderModel(folder, recordedFolders().at("bert"));
        std::ofstream words(path / "vocab.txt");
        words << "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
        for (int i = 5; i < 40; ++i) {
            words << static_cast<char>('a' + i % 26) << i << '\n';
        }
        words << std::flush;
        const auto model = openModel(path);
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        const std::string text = "f5, G6 h7 none. f5 g6 h7 i8 f5 g6 h7 i8 f5 g6";
        const auto sequences = cutForCalibration(*model, text, 8, 0);
        QCOMPARE(sequences.size(), std::size_t{2});
        QCOMPARE(sequences.front().tokens, (std::vector<std::int32_t>{2, 5, 1, 6, 7, 1, 1, 3}));
        QCOMPARE(sequences.back().tokens, (std::vector<std::int32_t>{2, 5, 6, 7, 8, 5, 6, 3}));
        QCOMPARE(sequences.front().endLogit, std::size_t{0});
        const auto refusal = [&](const auto& act) {
            const auto error = errorOf(act);
            return error ? QString::fromStdString(error->title()) : QString("no error");
        };
        QCOMPARE(refusal([&] { static_cast<void>(cutIntoWindows(*model, nullptr, text, {.contextTokens = 8})); }),
                 QString("This model predicts no tokens"));
        QCOMPARE(refusal([&] {
                     static_cast<void>(runLogits(ModelWeights(model), {{{2, 5, 3}}}));
                 }),
                 QString("This model predicts no tokens"));
        QVERIFY(refusal([&] { static_cast<void>(cutForCalibration(*model, text, 5, 0)); }).startsWith("The context"));
    }

    void everyFamilyHasACase() {
        std::set<std::string> covered;
        for (const auto& entry : recordedFamilies()) {
            covered.insert(entry.at("architecture").get<std::string>());
        }
        for (const auto& entry : recordedFolders()) {
            const QTemporaryDir folder;
            covered.insert(openModel(writeFolderModel(folder, entry))->architecture());
        }
        for (const auto& [architecture, other] : likeOthers) {
            covered.insert(architecture);
        }
        for (const FamilyRow& row : quantlathe::families()) {
            QVERIFY2(covered.contains(std::string(row.architecture)), row.architecture.data());
        }
    }

    void otherNamesForTheSame_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [architecture, other] : likeOthers) {
            QTest::newRow(architecture.c_str()) << QString::fromStdString(architecture);
        }
    }
    void otherNamesForTheSame() {
        QFETCH(QString, name);
        const std::string& other = likeOthers.at(name.toStdString());
        nlohmann::json entry = recordedFamilies().at(other);
        nlohmann::json metadata = nlohmann::json::object();
        for (const auto& [key, value] : entry.at("metadata").items()) {
            metadata[name.toStdString() + key.substr(key.find('.'))] = value;
        }
        entry["architecture"] = name.toStdString();
        entry["metadata"] = metadata;
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFamilyModel(folder, entry)));
        const auto expected = goldenTensor(dataFile("runtime/families.safetensors"), other);
        const auto got = runLogits(source, {{entry.at("tokens").get<std::vector<std::int32_t>>()}});
        QVERIFY(distance(got, expected->floats(), expected->shape.at(1)).relative < 1e-5);
    }
};

QTEST_GUILESS_MAIN(FoldersTest)
#include "tst_folders.moc"
