// SPDX-License-Identifier: GPL-3.0-or-later
// Opening: what is understood, what is only looked at, and what hostile descriptions get.
#include "model/assumptions.h"
#include "model/guessed_roles.h"
#include "model/hf_folder.h"
#include "model/model.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// Removes a key; chain with insert for changed ones.
QJsonObject without(QJsonObject object, const QString& key) {
    object.remove(key);
    return object;
}
QJsonObject with(QJsonObject object, const QString& key, const QJsonValue& value) {
    object.insert(key, value);
    return object;
}

std::shared_ptr<const Model> openWith(const QJsonObject& config, const Shapes& shapes = llamaShapes()) {
    const HfFolder folder;
    folder.write("config.json", config);
    folder.writeWeights(shapes);
    return openModel(folder.path());
}

std::string whyNot(const QJsonObject& config, const Shapes& shapes = llamaShapes()) {
    return openWith(config, shapes)->notUnderstood().value_or("understood");
}

} // namespace

class TestModel : public QObject {
    Q_OBJECT
private slots:
    void understandsTheSampleModel() {
        const auto model = openModel(resourceFile("sample"));
        QVERIFY(model->understood());
        QCOMPARE(model->architecture(), std::string("llama"));
        QCOMPARE(model->name(), std::string("sample"));
        QCOMPARE(model->parameters(), std::uint64_t{6'819'072});
        QVERIFY(model->dominantType() == ElementType::BF16);
        QVERIFY(!model->isQuantized());
        const HyperParameters& hyper = model->hyper();
        QCOMPARE(hyper.layers, 6U);
        QCOMPARE(hyper.heads, std::vector<std::uint32_t>(6, 8));
        QCOMPARE(hyper.kvHeads, std::vector<std::uint32_t>(6, 4));
        QCOMPARE(hyper.keyLength, 32U);
        QCOMPARE(hyper.vocabulary, std::uint64_t{4096});
        QVERIFY(!hyper.tiedEmbeddings);
        const Weight* query = model->find("blk.5.attn_q.weight");
        QVERIFY(query != nullptr);
        QCOMPARE(query->sourceName, std::string("model.layers.5.self_attn.q_proj.weight"));
        QVERIFY(query->transform == interleavedHeads(256, 8));
        QVERIFY(query->role == Role::attnQ && query->layer == 5U);
        QVERIFY(model->find("blk.0.attn_k.weight")->transform == interleavedHeads(128, 4));
        QVERIFY(model->find("blk.0.attn_v.weight")->transform.isIdentity());
        QVERIFY(model->find("model.norm.weight") == nullptr);
        QCOMPARE(model->ggufMetadata().integer("llama.rope.dimension_count"), std::optional<std::int64_t>(32));
        QCOMPARE(model->ggufMetadata().string("general.size_label").value_or(""), std::string_view("6.8M"));
        QVERIFY(!model->ggufMetadata().contains("general.file_type"));
    }

    void understandsGguf() {
        const auto model = openModel(dataFile("gguf/tiny-llama-f32.gguf"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QCOMPARE(model->name(), std::string("synthetic"));
        QCOMPARE(model->hyper().layers, 2U);
        QCOMPARE(model->hyper().hidden, std::uint64_t{256});
        QCOMPARE(model->hyper().feedForward, std::vector<std::uint64_t>(2, 512));
        QCOMPARE(model->hyper().kvHeads, std::vector<std::uint32_t>(2, 2));
        QCOMPARE(model->hyper().keyLength, 64U);
        QVERIFY(model->find("blk.1.ffn_down.weight")->role == Role::ffnDown);
        QVERIFY(model->tokenizer());
        QCOMPARE(model->tokenizer()->tokens.size(), std::size_t{448});
        QCOMPARE(model->tokenizer()->types.size(), std::size_t{448});
        // The copy for another file says nothing of this one; all else stays in its order.
        const auto& stored = model->checkpoint().metadata().pairs();
        const auto& copied = model->ggufMetadata().pairs();
        std::size_t at = 0;
        for (const MetadataPair& pair : stored) {
            if (pair.key != "general.file_type" && pair.key != "general.quantization_version") {
                QCOMPARE(copied.at(at++).key, pair.key);
            }
        }
        QCOMPARE(at, copied.size());
    }

    void looksAtGgufWithoutAModel() {
        const auto model = openModel(dataFile("gguf/tiny-llama-imatrix.gguf"));
        QVERIFY(!model->understood());
        QCOMPARE(*model->notUnderstood(), std::string("Inspection only: general.architecture is missing from the metadata"));
        QVERIFY(model->weights().size() > 10);
    }

    void looksAtUnknownArchitectures() {
        const auto model = openWith(with(llamaConfig(), "architectures", QJsonArray{"Foo2ForCausalLM"}));
        const QString reason = QString::fromStdString(model->notUnderstood().value_or(""));
        QVERIFY2(reason.startsWith(
                     "Inspection only: architecture \"Foo2ForCausalLM\" is not known, so no GGUF file can be made of it."),
                 qPrintable(reason));
        QCOMPARE(model->architecture(), std::string("Foo2ForCausalLM"));
        QCOMPARE(model->hyper().layers, 2U); // for the memory estimate
        const Weight* weight = model->find("model.layers.1.mlp.up_proj.weight");
        QVERIFY(weight != nullptr && weight->role == Role::ffnUp && weight->layer == 1U && hasGuessedRoles(*model));
        QCOMPARE(model->weights().size(), llamaShapes().size());
    }

    void looksAtWeightsWithoutConfig() {
        const HfFolder folder;
        folder.writeWeights(llamaShapes());
        const auto model = openModel(folder.path() / "model.safetensors");
        QCOMPARE(model->notUnderstood().value_or(""),
                 std::string("Inspection only: there is no config.json beside the weights"));
        QCOMPARE(model->name(), std::string("model"));
    }

    void saysWhyWeightsAndConfigDoNotFit_data() {
        QTest::addColumn<QJsonObject>("config");
        QTest::addColumn<QString>("part"); // of the reason
        const QJsonObject config = llamaConfig();
        const auto row = [](const char* tag, const QJsonObject& changed, const char* part) {
            QTest::newRow(tag) << changed << part;
        };
        row("too few layers", with(config, "num_hidden_layers", 1), "belongs to layer 1, the model has 1 layers");
        row("too many layers", with(config, "num_hidden_layers", 3), "model.layers.2.input_layernorm.weight is missing");
        row("other width", with(config, "hidden_size", 128), "by config.json it should be [");
        row("other vocabulary", with(config, "vocab_size", 41), "has the shape [40, 64], by config.json it should be [41, 64]");
        row("odd heads", with(config, "num_key_value_heads", 3), "do not divide into 3 groups");
        row("no KV heads", with(config, "num_key_value_heads", 0), "do not divide into 0 groups");
        row("no layers", without(config, "num_hidden_layers"), "does not say the number of layers");
        row("no heads", without(config, "num_attention_heads"), "does not say the number of attention heads");
        row("zero heads", with(config, "num_attention_heads", 0), "does not say the head size");
        row("odd head size", with(config, "head_dim", 15), "the head size 15 is odd");
        row("other rope", with(config, "rope_scaling", QJsonObject{{"type", "longrope"}}), "RoPE scaling of type \"longrope\"");
        row("zero factor", with(config, "rope_scaling", QJsonObject{{"type", "linear"}, {"factor", 0}}),
            "factor 0 is not above 0");
        row("yarn without context", with(config, "rope_scaling", QJsonObject{{"type", "yarn"}, {"factor", 2}}),
            "lacks original_max");
        row("quantized", with(config, "quantization_config", QJsonObject{{"quant_method", "spqr"}}),
            "quantized by \"spqr\", which may change more than their form");
        row("no context", without(config, "max_position_embeddings"), "does not say the longest context");
        row("no epsilon", without(config, "rms_norm_eps"), "does not say the epsilon of the norms");
        row("no class", without(without(config, "architectures"), "model_type"), "names no architecture");
    }
    void saysWhyWeightsAndConfigDoNotFit() {
        QFETCH(QJsonObject, config);
        QFETCH(QString, part);
        const QString reason = QString::fromStdString(whyNot(config));
        QVERIFY2(reason.startsWith("Inspection only: ") && reason.contains(part), qPrintable(reason));
    }

    void saysWhichTensorIsWrong() {
        Shapes shapes = llamaShapes();
        shapes.erase("model.layers.1.mlp.gate_proj.weight");
        QCOMPARE(whyNot(llamaConfig(), shapes),
                 std::string("Inspection only: model.layers.1.mlp.gate_proj.weight is missing, which the "
                             "2 layers of config.json need"));
        shapes = llamaShapes();
        shapes["model.layers.0.mlp.extra.weight"] = {4};
        QCOMPARE(whyNot(llamaConfig(), shapes),
                 std::string("Inspection only: model.layers.0.mlp.extra.weight has no place in a llama model"));
        shapes = llamaShapes();
        shapes["model.norm.bias"] = {64}; // a Llama's norms have none
        QVERIFY(whyNot(llamaConfig(), shapes).ends_with("model.norm.bias has no place in a llama model"));
    }

    void dropsComputedBuffers() {
        Shapes shapes = llamaShapes();
        shapes["model.layers.0.self_attn.rotary_emb.inv_freq"] = {8};
        const auto model = openWith(llamaConfig(), shapes);
        QVERIFY(model->understood());
        QCOMPARE(model->weights().size(), llamaShapes().size());
    }

    void tiesEmbeddings() {
        QVERIFY(openWith(with(llamaConfig(), "tie_word_embeddings", true), llamaShapes(false))->hyper().tiedEmbeddings);
        // A tied checkpoint that carries the matrix all the same keeps it, as the reference does.
        const auto both = openWith(with(llamaConfig(), "tie_word_embeddings", true));
        QVERIFY(!both->hyper().tiedEmbeddings && both->find("output.weight") != nullptr);
    }

    void takesNoEmbeddingForAMissingOutputMatrix_data() {
        QTest::addColumn<QJsonObject>("config");
        QTest::addColumn<QString>("reason"); // empty: tied
        const auto ofClass = [](const char* name) { return with(llamaConfig(), "architectures", QJsonArray{name}); };
        const auto tied = [](const QJsonObject& config, bool isTied) { return with(config, "tie_word_embeddings", isTied); };
        QTest::newRow("said") << tied(llamaConfig(), false) << "\"tie_word_embeddings\": false";
        QTest::newRow("the class's default") << llamaConfig() << "LlamaForCausalLM is not tied unless config.json says so";
        QTest::newRow("null") << with(llamaConfig(), "tie_word_embeddings", QJsonValue()) << "LlamaForCausalLM is not tied";
        QTest::newRow("Mistral") << ofClass("MistralForCausalLM") << "is missing";
        QTest::newRow("Qwen2") << ofClass("Qwen2ForCausalLM") << "is missing";
        QTest::newRow("SmolLM3 is tied") << ofClass("SmolLM3ForCausalLM") << "";
        QTest::newRow("SmolLM3, said otherwise") << tied(ofClass("SmolLM3ForCausalLM"), false) << "is missing";
        QTest::newRow("Qwen2, said to be tied") << tied(ofClass("Qwen2ForCausalLM"), true) << "";
    }
    void takesNoEmbeddingForAMissingOutputMatrix() {
        QFETCH(QJsonObject, config);
        QFETCH(QString, reason);
        const HfFolder folder;
        folder.write("config.json", config);
        folder.writeWeights(llamaShapes(false));
        const auto model = openModel(folder.path());
        QCOMPARE(model->understood(), reason.isEmpty());
        QVERIFY2(QString::fromStdString(model->notUnderstood().value_or("")).contains(reason),
                 model->notUnderstood().value_or("").c_str());
        QCOMPARE(model->weights().size(), llamaShapes(false).size()); // to be looked at in any case
        // On request the embedding is taken, and that is said.
        const OpenedModel asked = openModelTyingOutput(folder.path());
        QVERIFY(asked.model->understood() && asked.model->hyper().tiedEmbeddings);
        QCOMPARE(asked.outputGuess.has_value(), !reason.isEmpty());
        QVERIFY(asked.outputGuess.value_or("lm_head.weight").find("lm_head.weight") != std::string::npos);
    }

    void ropeParametersWinOverTheRoot() {
        const QJsonObject five{{"rope_theta", 5e6}, {"rope_type", "default"}};
        const auto base = [](const QJsonObject& config) {
            return openWith(config)->ggufMetadata().number("llama.rope.freq_base").value_or(0);
        };
        QCOMPARE(base(with(llamaConfig(), "rope_parameters", five)), 5e6);
        QCOMPARE(base(with(without(llamaConfig(), "rope_theta"), "rope_parameters", five)), 5e6);
        QCOMPARE(base(with(llamaConfig(), "rope_parameters", QJsonObject{{"rope_type", "default"}})), 1e4);
        QCOMPARE(base(with(llamaConfig(), "rope_parameters", QJsonObject{{"full_attention", five}})), 5e6);
        // The text part of a model with images says all of it, or the root does.
        const auto nested = with(llamaConfig(), "rope_parameters", five);
        QCOMPARE(base(with(nested, "text_config", QJsonObject{{"rope_theta", 2e6}})), 2e6);
        QCOMPARE(base(with(nested, "text_config", QJsonObject{{"num_hidden_layers", 2}})), 5e6);
    }

    void refusesRopeThatContradictsItself() {
        const QJsonObject linear{{"type", "linear"}, {"factor", 4}};
        const auto both = [&](const QJsonObject& newer) {
            return whyNot(with(with(llamaConfig(), "rope_scaling", linear), "rope_parameters", newer));
        };
        QCOMPARE(both({{"rope_type", "linear"}, {"factor", 4}, {"rope_theta", 1e4}}), std::string("understood"));
        QVERIFY(both({{"rope_theta", 1e4}}).find("differ in rope_type") != std::string::npos);
        QVERIFY(both({{"rope_type", "linear"}, {"factor", 8}}).find("differ in factor") != std::string::npos);
        const std::string dynamic =
            whyNot(with(llamaConfig(), "rope_scaling", QJsonObject{{"type", "dynamic"}, {"factor", 2}}));
        QVERIFY2(dynamic.find("without it in config.json the model can be converted") != std::string::npos, dynamic.c_str());
    }

    void aLeftoverQuantizationConfigSaysNothing() {
        const QJsonObject leftover{{"quant_method", "bitsandbytes"}, {"load_in_4bit", true}};
        QCOMPARE(whyNot(with(llamaConfig(), "quantization_config", leftover)), std::string("understood"));
    }

    void saysThatPackedNumbersAreNoParameters() {
        Model::Parts parts = openWith(with(llamaConfig(), "architectures", QJsonArray{"Other"}))->parts();
        QVERIFY(!countsPackedNumbers(Model(parts)));
        parts.weights.front().storedType = ElementType::U32;
        QVERIFY(countsPackedNumbers(Model(parts)));
    }

    void aNegativeWindowIsNone() {
        const auto model =
            openWith(with(with(llamaConfig(), "architectures", QJsonArray{"MistralForCausalLM"}), "sliding_window", -1));
        QVERIFY(model->understood());
        QCOMPARE(model->hyper().slidingWindow, 0U);
    }

    void saysThatAGgufFileDoesNotTellHowWordsAreCut() {
        const QTemporaryDir folder;
        const auto opened = [&](const char* kind, const char* pre) {
            Metadata metadata;
            metadata.insert("general.architecture", std::string("llama"));
            metadata.insert("tokenizer.ggml.model", std::string(kind));
            if (*pre != '\0') {
                metadata.insert("tokenizer.ggml.pre", std::string(pre));
            }
            metadata.insert("tokenizer.ggml.tokens", MetadataArray(std::vector<std::string>{"a", "b"}));
            const GgufLayout layout = layOutGguf(metadata, {});
            const auto path = std::filesystem::path(folder.path().toStdString()) / "vocabulary.gguf";
            writeAll(path, layout.header);
            return openModel(path);
        };
        const auto model = opened("gpt2", "");
        QVERIFY(tokenizerGuess(*model) && tokenizerGuess(*model)->find("tokenizer.ggml.pre is missing") != std::string::npos);
        QVERIFY(!tokenizerGuess(*withPreTokenizer(*model, "qwen2")));
        QVERIFY(!tokenizerGuess(*opened("gpt2", "default")));
        QVERIFY(!tokenizerGuess(*opened("llama", "")));
    }

    void putsSingleExpertsTogether() {
        const QTemporaryDir folder;
        LlamaShape shape{.layers = 2, .hidden = 64, .feedForward = 96, .experts = 4, .expertsUsed = 2};
        const auto stacked = llamaModel(folder, shape);
        shape.singleExperts = true;
        const auto single = openModel(writeLlamaGguf(folder, shape, ElementType::BF16, "old.gguf"));
        QVERIFY2(single->understood(), single->notUnderstood().value_or("").c_str());
        QCOMPARE(single->weights().size(), stacked->weights().size());
        QCOMPARE(single->parameters(), stacked->parameters());
        QCOMPARE(activeParameters(*single), activeParameters(*stacked));
        const std::uint64_t idle = std::uint64_t{2} * 2 * 3 * 64 * 96; // 2 of 4 experts in 2 layers
        QCOMPARE(activeParameters(*single), single->parameters() - idle);
        for (const Weight& weight : stacked->weights()) {
            const Weight* const found = single->find(weight.name);
            QVERIFY2(found != nullptr, weight.name.c_str());
            QCOMPARE(found->shape, weight.shape);
            QVERIFY(found->role == weight.role && found->layer == weight.layer);
        }
        const Weight& up = *single->find("blk.1.ffn_up_exps.weight");
        QCOMPARE(up.tensors.size(), std::size_t{4});
        QCOMPARE(up.sourceName, std::string("blk.1.ffn_up.*.weight"));
        for (std::size_t expert = 0; expert < 4; ++expert) { // in their order, whatever that of the file
            QCOMPARE(single->checkpoint().tensors()[up.tensors[expert]].name,
                     "blk.1.ffn_up." + std::to_string(expert) + ".weight");
        }
    }

    void refusesSingleExpertsThatMakeNoStack() {
        const QTemporaryDir folder;
        LlamaShape shape{.layers = 1, .hidden = 64, .feedForward = 96, .experts = 4, .expertsUsed = 2, .singleExperts = true};
        shape.statedExperts = 5;
        const auto fewer = llamaModel(folder, shape);
        QVERIFY2(fewer->notUnderstood().value_or("").find("the metadata say 5 experts") != std::string::npos,
                 fewer->notUnderstood().value_or("").c_str());
        QVERIFY(fewer->find("blk.0.ffn_up.0.weight") != nullptr); // as stored
    }

    void walksShardsByNameAndThenTensorsByName() {
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        Shapes first, second;
        for (const auto& [name, shape] : llamaShapes()) {
            (name.find("layers.0") != std::string::npos ? second : first)[name] = shape;
        }
        folder.writeWeights(first, "model-00001-of-00002.safetensors");
        folder.writeWeights(second, "model-00002-of-00002.safetensors");
        const auto model = openModel(folder.path());
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QCOMPARE(model->weights().front().name, std::string("output.weight"));
        QVERIFY(model->weights()[first.size()].layer == 0U);
        QCOMPARE(model->weights().back().name, std::string("blk.0.attn_v.weight"));
    }

    void writesLinearScaling() {
        const auto model = openWith(with(llamaConfig(), "rope_scaling", QJsonObject{{"type", "linear"}, {"factor", 4}}));
        QCOMPARE(model->ggufMetadata().string("llama.rope.scaling.type").value_or(""), std::string_view("linear"));
        QCOMPARE(model->ggufMetadata().number("llama.rope.scaling.factor"), std::optional(4.0));
        QVERIFY(!model->ggufMetadata().contains("llama.rope.scaling.original_context_length"));
        QVERIFY(!openWith(with(llamaConfig(), "rope_scaling", QJsonObject{{"rope_type", "default"}}))
                     ->ggufMetadata()
                     .contains("llama.rope.scaling.type"));
    }

    void refusesMalformedConfigs_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* tag, const QByteArray& text, const char* part) { QTest::newRow(tag) << text << part; };
        row("empty", "", "no valid JSON");
        row("cut", "{\"hidden_size\": 6", "no valid JSON");
        row("list", "[1]", "must be an object, it is array");
        row("nested", QByteArray(100'000, '['), "");
        row("nested behind a constant", "{\"a\":NaN,\"b\":" + QByteArray(100'000, '['), "nested too deeply");
        row("deep object", QByteArray("{\"a\":").repeated(5000), "");
        row("huge number", "{\"architectures\":[\"LlamaForCausalLM\"],\"rms_norm_eps\":1e999}", "no valid JSON");
        row("not UTF-8", "{\"architectures\":[\"\xFF\"]}", "no valid JSON");
        row("no constant", "{\"a\":NaNa}", "no valid JSON");
    }
    void refusesMalformedConfigs() {
        QFETCH(QByteArray, text);
        QFETCH(QString, part);
        const HfFolder folder;
        folder.write("config.json", text);
        folder.writeWeights(llamaShapes());
        const auto error = errorOf([&] { static_cast<void>(openModel(folder.path())); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QCOMPARE(error->file().filename().string(), std::string("config.json"));
        QVERIFY2(QString(error->what()).contains(part), error->what());
    }

    void looksAtWeightsWithUnusableConfigs_data() {
        QTest::addColumn<QJsonObject>("config");
        QTest::addColumn<QString>("part");
        const auto row = [](const char* tag, const QString& key, const QJsonValue& value, const char* part) {
            QTest::newRow(tag) << with(llamaConfig(), key, value) << part;
        };
        row("epsilon beyond floats", "rms_norm_eps", 1e200, "rms_norm_eps has an impossible value");
        row("text for a count", "hidden_size", "64", "hidden_size has an impossible value");
        row("negative", "num_hidden_layers", -1, "num_hidden_layers has an impossible value");
        row("fraction", "num_attention_heads", 4.5, "num_attention_heads has an impossible value");
        row("four billion layers", "num_hidden_layers", 4294967296.0, "from 0 to 16384");
        row("list of another length", "intermediate_size", QJsonArray{96}, "The list has 1 values, the model has 2 layers");
        row("rope as text", "rope_scaling", "yarn", "rope_scaling has an impossible value");
        row("class as text", "architectures", "LlamaForCausalLM", "architectures has an impossible value");
    }
    void looksAtWeightsWithUnusableConfigs() {
        QFETCH(QJsonObject, config);
        QFETCH(QString, part);
        const auto model = openWith(config);
        const QString reason = QString::fromStdString(model->notUnderstood().value_or(""));
        QVERIFY2(reason.startsWith("Inspection only: config.json: ") && reason.contains(part), qPrintable(reason));
        QCOMPARE(model->weights().size(), llamaShapes().size());
    }

    void forgivesOddKeysOfUnknownArchitectures() {
        const auto config = with(with(llamaConfig(), "architectures", QJsonArray{"Other"}), "num_attention_heads", "many");
        QCOMPARE(openWith(config)->hyper().layers, 0U);
    }

    void opensEveryModelAtHand_data() {
        QTest::addColumn<QString>("architecture");
        QTest::addColumn<bool>("understood");
        QTest::newRow("stories260k") << "llama" << true;
        QTest::newRow("baby-llama-105") << "llama" << true;
        QTest::newRow("baby-llama-105-bf16-sharded") << "llama" << true;
        QTest::newRow("prose-llama-7m") << "llama" << true;
        QTest::newRow("gpt2-tinystories") << "gpt2" << true;
        QTest::newRow("qwen2-stories260k") << "qwen2" << true;
    }
    void opensEveryModelAtHand() {
        QFETCH(QString, architecture);
        const auto folder = extraData(std::filesystem::path("models") / QTest::currentDataTag());
        if (!folder) {
            QSKIP(extraDataHint);
        }
        const auto model = openModel(*folder);
        QTEST(model->understood(), "understood");
        QCOMPARE(model->architecture(), architecture.toStdString());
        QVERIFY(model->hyper().layers > 0 && model->hyper().hidden > 0 && !model->hyper().kvHeads.empty());
        QCOMPARE(model->tokenizer().has_value(), model->understood());
    }

    void opensVocabulariesAtHand() {
        const auto folder = extraData("golden/tokenizers");
        if (!folder) {
            QSKIP(extraDataHint);
        }
        int opened = 0;
        for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
            if (entry.path().extension() == ".gguf") {
                const auto model = openModel(entry.path());
                QVERIFY2(model->tokenizer() && model->tokenizer()->tokens.size() > 30'000, entry.path().c_str());
                QVERIFY(!model->tokenizer()->specialIds.empty());
                QCOMPARE(*model->notUnderstood(), std::string("Inspection only: the file holds no weights, only metadata"));
                ++opened;
            }
        }
        QVERIFY(opened >= 9);
    }
};

QTEST_APPLESS_MAIN(TestModel)
#include "tst_model.moc"
