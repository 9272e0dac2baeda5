// SPDX-License-Identifier: GPL-3.0-or-later
// Hugging Face folders of plain floats: out of GGUF files of every architecture, and out of folders of other types.
#include "convert/convert_support.h"
#include "formats/format.h"
#include "model/folder_config.h"
#include "model/golden_conversion.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/rope.h"
#include "model/row_transform.h"
#include "tokenize/folder_tokenizer.h"
#include "tokenize/tokenizer.h"

#include <fmt/ranges.h>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

Plan planOf(const std::shared_ptr<const Model>& model, const std::string& format, const std::string& preset) {
    PlanDocument document;
    document.format = format;
    document.preset = preset;
    return makePlan(model, document);
}

/// Written and opened again.
std::shared_ptr<const Model> converted(const std::shared_ptr<const Model>& model, const std::string& format,
                                       const std::string& preset, const fs::path& destination, bool allowRequantize = false) {
    (void)convertQuietly(planOf(model, format, preset), destination, {.allowRequantize = allowRequantize}, smallTuning());
    return openModel(destination);
}

std::vector<float> valuesOf(const Model& model, const Weight& weight) {
    std::vector<float> values(weight.elements());
    readRows(model, weight, 0, values);
    return values;
}

std::span<const std::byte> bytesOf(const Model& model, std::string_view tensor) {
    return model.checkpoint().bytes(*model.checkpoint().find(std::string(tensor)));
}

/// The tensor that stands for one of the original, which may have been saved with other prefixes.
const TensorInfo* madeOf(const Checkpoint& back, const std::string& tensor) {
    constexpr std::string_view wrapper = "language_model.";
    const TensorInfo* const same = back.find(tensor);
    const TensorInfo* const prefixed = same != nullptr ? same : back.find("transformer." + tensor);
    const std::size_t at = tensor.find(wrapper);
    return prefixed != nullptr || at == std::string::npos ? prefixed : back.find(std::string(tensor).erase(at, wrapper.size()));
}

/// Norms plus one and decays lose last bits of small numbers on their way to GGUF.
bool isRoundedOnTheWay(const Model& model, const std::string& tensor) {
    return std::ranges::any_of(model.weights(),
                               [&](const Weight& weight) { return weight.sourceName == tensor && !weight.keepsValues(); });
}

/// A key that one has otherwise than the other, but for what stands in no config.json.
std::optional<std::string> differenceOf(const Model& a, const Model& b) {
    const std::set<std::string> unlike{"general.name", "general.basename", "general.finetune", "general.size_label"};
    for (const MetadataPair& pair : a.ggufMetadata().pairs()) {
        const MetadataValue* const other = b.ggufMetadata().find(pair.key);
        if (!unlike.contains(pair.key) && (other == nullptr || *other != pair.value)) {
            return pair.key;
        }
    }
    return std::nullopt;
}

/// Another GGUF file of the model, with one tensor or key changed on the way.
std::shared_ptr<const Model> changed(const Model& model, const std::function<void(Model::Parts&)>& change) {
    Model::Parts parts = model.parts();
    change(parts);
    return std::make_shared<const Model>(std::move(parts));
}

/// Architectures of GGUF files that have a way back.
std::set<std::string_view> architecturesWithFolders() {
    std::set<std::string_view> known;
    for (const FolderClass& each : folderClasses()) {
        const auto row = std::ranges::find(architectures(), each.hfClass, &ArchitectureRow::hfClass);
        known.insert(each.architecture.empty() ? row->name : each.architecture);
    }
    return known;
}

/// Whose architectures have a way back, but to other classes than theirs: refused, not made into those.
const QStringList& refusedModels() {
    static const QStringList models{"granite4"};
    return models;
}

std::string whyNotFolder(const Model& model) {
    return formatById("safetensors")->whyNot(model).value_or("");
}

} // namespace

class TestPlainFolder : public QObject {
    Q_OBJECT
    QTemporaryDir scratch_;

    fs::path in(const std::string& name) { return fs::path(scratch_.path().toStdString()) / name; }

private slots:
    void everyArchitectureComesBack_data() {
        QTest::addColumn<QString>("model");
        for (const QString& model : goldenConversions()) {
            QTest::newRow(qPrintable(model)) << model;
        }
    }

    void everyArchitectureComesBack() {
        QFETCH(QString, model);
        const auto folder = folderOf(model);
        const std::string name = model.toStdString();
        const auto original = openModel(folder->path());
        const auto gguf = converted(original, "gguf", "F32", in(name + ".gguf"));
        if (const std::string reason = whyNotFolder(*gguf); !reason.empty()) {
            const bool isKnown = architecturesWithFolders().contains(gguf->architecture());
            QVERIFY2(!isKnown || refusedModels().contains(model), reason.c_str());
            return;
        }
        QVERIFY(!refusedModels().contains(model));
        const Plan plan = planOf(gguf, "safetensors", "F32");
        (void)convertQuietly(plan, in(name), {}, smallTuning());
        const auto back = openModel(in(name));
        QVERIFY2(back->understood(), back->notUnderstood().value_or("").c_str());
        // Becomes a DeepSeek V3, whose folders have such layers, and of which the reference's converter leaves them out again.
        const bool losesLayers = model == "glm4moelite-mtp";

        // The tensors that a conversion to GGUF takes.
        std::set<std::string> taken;
        for (const Weight& weight : original->weights()) {
            for (const std::size_t tensor : weight.tensors) {
                taken.insert(original->checkpoint().tensors()[tensor].name);
            }
        }
        for (const TensorInfo& tensor : original->checkpoint().tensors()) {
            if (tensor.name.find(".act_fn.") != std::string::npos) { // lists in the metadata on the way
                taken.insert(tensor.name);
            }
        }
        QCOMPARE(back->checkpoint().tensors().size(), taken.size());
        for (const std::string& tensor : taken) {
            const TensorInfo* const made = madeOf(back->checkpoint(), tensor);
            QVERIFY2(made != nullptr, tensor.c_str());
            QVERIFY2(made->shape == original->checkpoint().find(tensor)->shape, tensor.c_str());
            if (!isRoundedOnTheWay(*original, tensor)) {
                QVERIFY2(std::ranges::equal(bytesOf(*back, made->name), bytesOf(*original, tensor)), tensor.c_str());
            }
        }

        // And forth again: the same model.
        const auto again = converted(back, "gguf", "F32", in(name + "-again.gguf"));
        QCOMPARE(again->hyper().layers, losesLayers ? gguf->hyper().mainLayers() : gguf->hyper().layers);
        if (losesLayers) {
            return;
        }
        const auto difference = differenceOf(*gguf, *again);
        const bool isOtherClass = model == "mistral3"; // computes the same as a Llama
        QVERIFY2(!difference || isOtherClass || !plan.layout.remarks.empty(), difference.value_or("").c_str());
        const QStringList remarked{"qwen2vl",   "qwen2.5vl",     "qwen3vl", "qwen3vlmoe",  "granite4-moe", "glm4v",
                                   "glm4v-moe", "glm4v-moe-mtp", "glm-ocr", "glm-ocr-mtp", "exaone4_5-mtp"};
        QCOMPARE(plan.layout.remarks.empty(), !remarked.contains(model));
        QCOMPARE(again->weights().size(), gguf->weights().size());
        for (const Weight& weight : gguf->weights()) {
            const Weight* const other = again->find(weight.name);
            QVERIFY2(other != nullptr && other->shape == weight.shape, weight.name.c_str());
            QVERIFY2(valuesOf(*gguf, weight) == valuesOf(*again, *other), weight.name.c_str());
        }
    }

    void architecturesWithoutAWayBackAreThese() {
        const std::set<std::string_view> known = architecturesWithFolders();
        std::set<std::string_view> without;
        for (const ArchitectureRow& row : architectures()) {
            if (!known.contains(row.name)) {
                without.insert(row.name);
            }
        }
        QCOMPARE(fmt::format("{}", fmt::join(without, " ")),
                 std::string(
                     "baichuan bailingmoe2 bert bloom codeshell deepseek32 eurobert exaone falcon-h1 gemma gemma3n glm-dsa "
                     "granitehybrid hunyuan-moe internlm2 jina-bert-v2 kimi-linear mamba mamba2 mimo2 minimax-m3 modern-bert "
                     "mpt nemotron_h nemotron_h_moe nomic-bert nomic-bert-moe orion plamo2 refact t5 t5encoder xverse"));
    }

    void quantizedFilesAreDecoded() {
        const auto q8 = converted(openModel(resourceFile("sample")), "gguf", "Q8_0", in("sample-q8.gguf"));
        QVERIFY(errorOf([&] { (void)converted(q8, "safetensors", "BF16", in("refused")); }));
        const auto back = converted(q8, "safetensors", "F32", in("sample-q8"));
        for (const Weight& weight : q8->weights()) {
            const Weight* const other = back->find(weight.name);
            QVERIFY2(other != nullptr, weight.name.c_str());
            QVERIFY2(valuesOf(*q8, weight) == valuesOf(*back, *other), weight.name.c_str());
        }
        const auto half = converted(q8, "safetensors", "BF16", in("sample-q8-bf16"), true);
        QCOMPARE(half->dominantType(), ElementType::BF16);
    }

    void transposedBlocksAreDecoded() {
        const auto folder = folderOf("gpt2");
        const auto q8 = converted(openModel(folder->path()), "gguf", "Q8_0", in("gpt2-q8.gguf"));
        QCOMPARE(q8->find("blk.0.ffn_up.weight")->storedType, ElementType::Q8_0);
        const auto back = converted(q8, "safetensors", "F32", in("gpt2-q8"));
        for (const Weight& weight : q8->weights()) {
            QVERIFY2(valuesOf(*q8, weight) == valuesOf(*back, *back->find(weight.name)), weight.name.c_str());
        }
    }

    void theTokenizerComesBack() {
        const auto sample = openModel(resourceFile("sample"));
        const auto gguf = converted(sample, "gguf", "F16", in("sample.gguf"));
        const auto back = converted(gguf, "safetensors", "F16", in("sample"));
        QVERIFY(back->tokenizer());
        QVERIFY(back->tokenizer()->tokens == gguf->tokenizer()->tokens);
        QVERIFY(back->tokenizer()->scores == gguf->tokenizer()->scores);
        QVERIFY(back->tokenizer()->types == gguf->tokenizer()->types);
        QVERIFY(back->tokenizer()->merges == gguf->tokenizer()->merges);
        QVERIFY(back->tokenizer()->chatTemplate == gguf->tokenizer()->chatTemplate);
        const auto ours = openTokenizer(*gguf);
        for (const bool keepsPieces : {true, false}) { // by tokenizer.model, then by tokenizer.json alone
            if (!keepsPieces) {
                fs::remove(in("sample") / "tokenizer.model");
            }
            const auto theirs = openTokenizer(*openModel(in("sample")));
            for (const char* const text : {"Once upon a time, there was 1 little girl.", "  two  blanks\n\tand a tab",
                                           "Grüße, 世界! 🙂", "</s> is no end <s>", ""}) {
                QVERIFY2(ours->encode(text) == theirs->encode(text), text);
            }
        }
    }

    void aFolderGetsAnotherType() {
        const auto sample = openModel(resourceFile("sample"));
        const auto back = converted(sample, "safetensors", "F32", in("sample-f32"));
        QCOMPARE(back->dominantType(), ElementType::F32);
        const nlohmann::json config = readJsonObject(in("sample-f32") / "config.json", maxConfigBytes);
        QCOMPARE(config.at("torch_dtype").get<std::string>(), std::string("float32"));
        for (const Weight& weight : sample->weights()) {
            QVERIFY2(valuesOf(*sample, weight) == valuesOf(*back, *back->find(weight.name)), weight.name.c_str());
        }
        QCOMPARE(fileHash(in("sample-f32") / "tokenizer.json"), fileHash(resourceFile("sample") / "tokenizer.json"));
    }

    void aQuantizedFolderIsDecoded() {
        const auto nf4 = converted(openModel(resourceFile("sample")), "bitsandbytes", "NF4", in("nf4"));
        const auto back = converted(nf4, "safetensors", "F32", in("nf4-f32"));
        QVERIFY(!back->isQuantized());
        QVERIFY(!readJsonObject(in("nf4-f32") / "config.json", maxConfigBytes).contains("quantization_config"));
        for (const Weight& weight : nf4->weights()) {
            QVERIFY2(valuesOf(*nf4, weight) == valuesOf(*back, *back->find(weight.name)), weight.name.c_str());
        }
    }

    void whatDoesNotFitIsRefused() {
        const auto folder = folderOf("qwen2");
        const auto gguf = converted(openModel(folder->path()), "gguf", "F32", in("faults.gguf"));
        QCOMPARE(whyNotFolder(*gguf), std::string());
        const auto unknown = changed(*gguf, [](Model::Parts& parts) { parts.architecture = "nobody"; });
        QVERIFY(whyNotFolder(*unknown).find("\"nobody\" looks is not known; known are") != std::string::npos);
        const auto missing = changed(*gguf, [](Model::Parts& parts) {
            std::erase_if(parts.weights, [](const Weight& weight) { return weight.name == "blk.1.ffn_down.weight"; });
        });
        QVERIFY2(whyNotFolder(*missing).find("mlp.down_proj.weight is missing") != std::string::npos,
                 whyNotFolder(*missing).c_str());
        const auto extra = changed(*gguf, [](Model::Parts& parts) {
            parts.weights.push_back(parts.weights.back());
            parts.weights.back().name = "blk.0.strange.weight";
        });
        QVERIFY2(whyNotFolder(*extra).find("blk.0.strange.weight has no place in a Qwen2ForCausalLM") != std::string::npos,
                 whyNotFolder(*extra).c_str());
        const auto wide = changed(*gguf, [](Model::Parts& parts) {
            const auto found = std::ranges::find(parts.weights, "blk.0.attn_v.weight", &Weight::name);
            std::swap(found->shape[0], found->shape[1]);
        });
        QVERIFY2(whyNotFolder(*wide).find("blk.0.attn_v.weight has the shape") != std::string::npos,
                 whyNotFolder(*wide).c_str());
        const auto sizeless = changed(*gguf, [](Model::Parts& parts) { parts.hyper.vocabulary = 0; });
        QVERIFY(!whyNotFolder(*sizeless).empty());
    }

    void orderOfRowsIsTakenBack() {
        RowTransform tiled;
        tiled.sections = tiledHeads(6, 4, 3, 2);
        for (const RowTransform& forward : {interleavedHeads(48, 4), ungroupedQkv(3, 4, 2), tiled}) {
            std::uint64_t rows = 0;
            for (const RowTransform::Section& section : forward.sections) {
                rows += section.rows();
            }
            RowTransform back;
            back.sections = invertedSections(forward.sections).value();
            for (std::uint64_t row = 0; row < rows; ++row) {
                QCOMPARE(back.sourceRow(forward.sourceRow(row)), row);
            }
        }
        QVERIFY(!invertedSections(pickedRows(3, 8, 0, 4).sections)); // half of the rows belong to another weight
    }

    void scalingIsFoundByItsFactors() {
        RopeScaling scaling;
        scaling.type = "llama3";
        scaling.factor = 32;
        scaling.lowFrequencyFactor = 1;
        scaling.highFrequencyFactor = 4;
        scaling.originalContext = 8192;
        std::vector<float> factors = llama3RopeFactors(scaling, 500'000, 128);
        const auto found = llama3ScalingOf(factors, 500'000);
        QVERIFY(found);
        QCOMPARE(found->factor, 32.0);
        QCOMPARE(found->originalContext, std::uint64_t{8192});
        factors[40] += 1;
        QVERIFY(!llama3ScalingOf(factors, 500'000));
        QVERIFY(!llama3ScalingOf({}, 500'000));
    }

    void mergesAreMadeOfScores() {
        TokenizerData data;
        data.model = "llama";
        data.tokens = {"<unk>", "a", "b", "ab", "abb", "c"};
        data.scores = {0, -1, -2, -3, -4, -5};
        data.types = {TokenType::unknown, TokenType::normal, TokenType::normal,
                      TokenType::normal,  TokenType::normal, TokenType::normal};
        QVERIFY((mergesFromScores(data) == std::vector<std::string>{"a b", "ab b"}));
        data.types[3] = TokenType::control; // nothing is joined to a token that no text has
        QVERIFY(mergesFromScores(data).empty());
    }

    void kindsThatAreNotWrittenAreTold() {
        TokenizerData data;
        data.model = "t5";
        data.tokens = {"a"};
        data.types = {TokenType::normal};
        const FolderTokenizer files = tokenizerFiles(data, 0);
        QCOMPARE(files.remarks.size(), std::size_t{1});
        QVERIFY(std::ranges::none_of(files.files, [](const FolderText& file) { return file.name == "tokenizer.json"; }));
        data.tokens = {"\xFF"};
        QCOMPARE(tokenizerFiles(data, 0).files.size(), std::size_t{0});
    }
};

QTEST_APPLESS_MAIN(TestPlainFolder)
#include "tst_plain_folder.moc"
