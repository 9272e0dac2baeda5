// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints as people really have them: wrapped names, odd config.json files, leftovers, files named as something they are
// not, and what looks like a model and is something else.
#include "checkpoint/container_files.h"
#include "checkpoint/pytorch_files.h"
#include "formats/format.h"
#include "model/assumptions.h"
#include "model/chat_template.h"
#include "model/guessed_roles.h"
#include "model/hf_folder.h"
#include "model/json_file.h"
#include "model/model.h"
#include "support/test_support.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

QJsonObject with(QJsonObject object, const QString& key, const QJsonValue& value) {
    object.insert(key, value);
    return object;
}

Shapes renamed(const Shapes& shapes, const std::function<std::string(const std::string&)>& rename) {
    Shapes result;
    for (const auto& [name, shape] : shapes) {
        result[rename(name)] = shape;
    }
    return result;
}

std::shared_ptr<const Model> openWith(const QJsonObject& config, const Shapes& shapes = llamaShapes()) {
    const HfFolder folder;
    folder.write("config.json", config);
    folder.writeWeights(shapes);
    return openModel(folder.path());
}

std::shared_ptr<const Model> openWithText(const QByteArray& config, const Shapes& shapes = llamaShapes()) {
    const HfFolder folder;
    folder.write("config.json", config);
    folder.writeWeights(shapes);
    return openModel(folder.path());
}

std::string whyNot(const Model& model) {
    return model.notUnderstood().value_or("understood");
}

std::vector<std::string> namesOf(const Model& model) {
    std::vector<std::string> names;
    for (const Weight& weight : model.weights()) {
        names.push_back(weight.name);
    }
    return names;
}

std::shared_ptr<const Model> openGguf(const GgufFile& file) {
    const QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "model.gguf";
    writeAll(path, file.bytes());
    return openModel(path);
}

std::shared_ptr<const Model> openGgufWith(const std::vector<GgufPair>& pairs) {
    GgufFile file;
    file.pairs = pairs;
    return openGguf(file);
}

std::string replaced(std::string name, const std::string& what, const std::string& by) {
    if (const auto at = name.find(what); at != std::string::npos) {
        name.replace(at, what.size(), by);
    }
    return name;
}

#define SAYS(text, part) QVERIFY2((text).find(part) != std::string::npos, (text).c_str())

} // namespace

class TestOddCheckpoints : public QObject {
    Q_OBJECT
private slots:
    void takesWrappersOffNames_data() {
        QTest::addColumn<QString>("wrapper");
        QTest::addColumn<bool>("isInside"); // behind the layer's number, else in front of all
        QTest::newRow("torch.compile") << "_orig_mod." << false;
        QTest::newRow("DistributedDataParallel") << "module." << false;
        QTest::newRow("both") << "module._orig_mod." << false;
        QTest::newRow("PEFT") << "base_model.model." << false;
        QTest::newRow("FSDP") << "_fsdp_wrapped_module." << false;
        QTest::newRow("FSDP around layers") << "_fsdp_wrapped_module." << true;
        QTest::newRow("checkpointed layers") << "_checkpoint_wrapped_module." << true;
        QTest::newRow("Lightning") << "model." << false;
    }
    void takesWrappersOffNames() {
        QFETCH(QString, wrapper);
        QFETCH(bool, isInside);
        const std::string text = wrapper.toStdString();
        const auto model = openWith(llamaConfig(), renamed(llamaShapes(), [&](const std::string& name) {
                                        return !isInside ? text + name : replaced(name, "layers.1.", "layers.1." + text);
                                    }));
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(namesOf(*model), namesOf(*openWith(llamaConfig())));
        QVERIFY(model->checkpoint().find("model.layers.1.mlp.up_proj.weight") != nullptr); // so folders are written
    }

    void keepsNamesThatWouldBecomeOne() {
        Shapes shapes = llamaShapes();
        shapes["_orig_mod.model.norm.weight"] = {64};
        const auto model = openWith(llamaConfig(), shapes);
        SAYS(whyNot(*model), "_orig_mod.model.norm.weight has no place");
    }

    void aModelWithoutItsHeadHasBareNames() {
        const auto bare = [](const std::string& name) { return replaced(name, "model.", ""); };
        const auto tied = with(llamaConfig(), "tie_word_embeddings", true);
        const auto model = openWith(tied, renamed(llamaShapes(false), bare));
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(namesOf(*model), namesOf(*openWith(tied, llamaShapes(false))));
        QCOMPARE(whyNot(*openWith(llamaConfig(), renamed(llamaShapes(), bare))), std::string("understood"));
        SAYS(whyNot(*openWith(llamaConfig(), renamed(llamaShapes(false), bare))), "lm_head.weight is missing");
    }

    void theKindStandsInForTheClass_data() {
        QTest::addColumn<QJsonObject>("config");
        QTest::addColumn<QString>("architecture");
        QJsonObject none = llamaConfig();
        none.remove("architectures");
        QTest::newRow("no class") << none << "llama";
        QTest::newRow("empty list") << with(llamaConfig(), "architectures", QJsonArray()) << "llama";
        QTest::newRow("null") << with(llamaConfig(), "architectures", QJsonValue()) << "llama";
        QTest::newRow("mistral") << with(none, "model_type", "mistral") << "llama";
        QTest::newRow("qwen2") << with(none, "model_type", "qwen2") << "qwen2";
        QTest::newRow("without a head") << with(llamaConfig(), "architectures", QJsonArray{"LlamaModel"}) << "llama";
    }
    void theKindStandsInForTheClass() {
        QFETCH(QJsonObject, config);
        QFETCH(QString, architecture);
        const auto model = openWith(config);
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(model->architecture(), architecture.toStdString());
    }

    void anUnusableValueStopsOnlyWhoNeedsIt() {
        const QByteArray config = QJsonDocument(llamaConfig()).toJson(QJsonDocument::Compact);
        const auto and_ = [&](const QByteArray& members) { return QByteArray(config).replace("{", "{" + members + ","); };
        const QByteArray odd = "\"time_step_limit\":[0.0,Infinity],\"x\":-Infinity,\"y\":NaN,\"z\":\"NaN \\\" Infinity\"";
        QCOMPARE(whyNot(*openWithText(and_(odd))), std::string("understood"));
        QCOMPARE(whyNot(*openWithText("\xEF\xBB\xBF" + config)), std::string("understood"));
        QCOMPARE(whyNot(*openWithText(QByteArray(config).replace("\"hidden_size\":64", "\"hidden_size\":64.0"))),
                 std::string("understood"));
        SAYS(whyNot(*openWithText(QByteArray(config).replace("\"hidden_size\":64", "\"hidden_size\":64.5"))),
             "hidden_size has an impossible value. It is 64.5");
        const auto model = openWithText(QByteArray(config).replace("10000", "NaN"));
        SAYS(whyNot(*model), "config.json: rope_theta has an impossible value. It is NaN, expected a finite number");
        QCOMPARE(model->weights().size(), llamaShapes().size());
        // Settings that this architecture has no use for.
        QCOMPARE(whyNot(*openWith(with(llamaConfig(), "attn_logit_softcapping", "none"))), std::string("understood"));
    }

    void whatPythonWritesComesBackAsItWas() {
        const std::string text = "{\"a\":[Infinity,-Infinity,NaN],\"b\":\"NaN \\\"Infinity\"}";
        const nlohmann::ordered_json tree = nlohmann::ordered_json::parse(inPlainJson(text));
        QCOMPARE(inPythonsJson(tree.dump()), text);
        QCOMPARE(tree.at("b").get<std::string>(), std::string("NaN \"Infinity"));
    }

    void noWindowIsWrittenInManyWays() {
        for (const QJsonValue& window : {QJsonValue(-1), QJsonValue(0), QJsonValue(-1.0), QJsonValue()}) {
            const auto config =
                with(with(llamaConfig(), "architectures", QJsonArray{"MistralForCausalLM"}), "sliding_window", window);
            const auto model = openWith(config);
            QCOMPARE(whyNot(*model), std::string("understood"));
            QCOMPARE(model->hyper().slidingWindow, 0U);
        }
    }

    void opensShardsWithoutLeadingZeros() {
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        Shapes parts[2];
        QJsonObject map;
        int number = 0;
        for (const auto& [name, shape] : llamaShapes()) {
            const int part = number++ % 2;
            parts[part][name] = shape;
            map.insert(QString::fromStdString(name), QString("model-%1-of-2.safetensors").arg(part + 1));
        }
        folder.writeWeights(parts[0], "model-1-of-2.safetensors");
        folder.writeWeights(parts[1], "model-2-of-2.safetensors");
        QCOMPARE(whyNot(*openModel(folder.path())), std::string("understood")); // without an index too
        folder.write("model.safetensors.index.json", QJsonObject{{"weight_map", map}});
        for (const char* const file : {"", "model-2-of-2.safetensors", "model.safetensors.index.json"}) {
            const auto path = *file == '\0' ? folder.path() : folder.path() / file;
            QCOMPARE(whyNot(*openModel(path)), std::string("understood"));
            QCOMPARE(glanceAt(path).bytes, openCheckpoint(path).fileBytes());
        }
        std::filesystem::remove(folder.path() / "model-1-of-2.safetensors");
        const auto error = errorOf([&] { static_cast<void>(openModel(folder.path() / "model-2-of-2.safetensors")); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("model-1-of-2.safetensors is missing"));
    }

    void opensByContentWhateverTheName() {
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        folder.writeWeights(llamaShapes(), "pytorch_model.bin");
        QCOMPARE(whyNot(*openModel(folder.path())), std::string("understood"));

        const HfFolder other;
        PickleText pickle;
        pickle.raw("}").text("a.weight").tensor("FloatStorage", "0", 4, 0, {2, 2}, {2, 1}).raw("s");
        const std::string zip =
            zipArchive({{"archive/data.pkl", pickle.done(), 0, 0, {}}, {"archive/data/0", std::string(16, '\0'), 0, 0, {}}});
        other.write("model.safetensors", QByteArray::fromStdString(zip));
        QCOMPARE(openCheckpoint(other.path()).kind(), ContainerKind::pytorch);
        QVERIFY(glanceAt(other.path()).openable);

        const HfFolder gguf;
        gguf.write("config.json", llamaConfig());
        writeAll(gguf.path() / "model.safetensors", GgufFile{}.bytes());
        QCOMPARE(openCheckpoint(gguf.path()).kind(), ContainerKind::gguf);
        QVERIFY(glanceAt(gguf.path()).openable);
    }

    void aFileThatWasNotDownloadedIsNamed() {
        const QByteArray pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + QByteArray(64, 'a') + "\nsize 1\n";
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        folder.writeWeights(llamaShapes());
        folder.write("generation_config.json", pointer);
        folder.write("README.md", pointer);
        const auto remarks = remarksOn(*openModel(folder.path()));
        QCOMPARE(remarks.size(), std::size_t{2});
        SAYS(remarks.front(), "generation_config.json was passed over: it is a Git LFS pointer");
        SAYS(remarks.back(), "README.md was passed over");

        const HfFolder templates; // which would be taken for the template itself
        templates.write("chat_template.jinja", pointer);
        TokenizerData tokenizer;
        const auto error = errorOf([&] { readChatTemplates(templates.path(), nlohmann::json::object(), tokenizer); });
        QVERIFY(error);
        QCOMPARE(error->title(), std::string("This is a Git LFS pointer"));
    }

    void aFileWithAShardsNameIsOneFile() {
        const QTemporaryDir holder;
        const auto path = std::filesystem::path(holder.path().toStdString()) / "model-00001-of-00013.gguf";
        writeAll(path, GgufFile{}.bytes());
        QCOMPARE(openCheckpoint(path).files().size(), std::size_t{1});
        QVERIFY(glanceAt(path).openable);
    }

    void saysWhatWasLeftAside() {
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        folder.writeWeights(llamaShapes());
        QVERIFY(remarksOn(*openModel(folder.path())).empty());
        folder.write("model.safetensors.index.json", QJsonObject());
        const auto remarks = remarksOn(*openModel(folder.path()));
        QCOMPARE(remarks.size(), std::size_t{1});
        SAYS(remarks.front(), "the files of model.safetensors.index.json were left aside");
        QVERIFY(remarksOn(*openModel(folder.path() / "model.safetensors")).empty()); // as was asked for
    }

    void aLeftoverQuantizationIsNone_data() {
        QTest::addColumn<QString>("method");
        for (const char* const method : {"bitsandbytes", "gptq", "awq", "fp8", "hqq"}) {
            QTest::newRow(method) << method;
        }
    }
    void aLeftoverQuantizationIsNone() {
        QFETCH(QString, method);
        const HfFolder folder;
        folder.write("config.json", with(llamaConfig(), "quantization_config", QJsonObject{{"quant_method", method}}));
        folder.writeWeights(llamaShapes());
        const auto model = openModel(folder.path());
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(remarksOn(*model).size(), std::size_t{1});
        SAYS(remarksOn(*model).front(), "quantization_config of \"" + method.toStdString() + "\"");
        // Who may change more than the form of the weights is believed.
        const auto other = openWith(with(llamaConfig(), "quantization_config", QJsonObject{{"quant_method", "spqr"}}));
        SAYS(whyNot(*other), "quantized by \"spqr\", which may change more than their form");
        SAYS(whyNot(*other), "remove quantization_config");
    }

    /// LLM Compressor calls weights that it left alone "dense".
    void denseWeightsOfCompressedTensorsAreTheModel() {
        QJsonObject quantization{{"quant_method", "compressed-tensors"}, {"format", "dense"}, {"config_groups", QJsonObject()}};
        const auto model = openWith(with(llamaConfig(), "quantization_config", quantization));
        QCOMPARE(whyNot(*model), std::string("understood"));
        quantization.insert("transform_config", QJsonObject{{"config_groups", QJsonObject()}});
        const auto turned = openWith(with(llamaConfig(), "quantization_config", quantization));
        SAYS(whyNot(*turned), "compressed-tensors");
    }

    void saysThatTextCannotBeRun() {
        const auto model = openWith(llamaConfig());
        SAYS(missingTokenizer(*model).value_or(""), "there is no tokenizer beside the weights");
        SAYS(missingTokenizer(
                 *openGgufWith({{"general.architecture", ggufString("x")}, {"x.block_count", ggufValue<std::uint32_t>(4, 1)}}))
                 .value_or(""),
             "the file holds no tokenizer");
    }

    void namesWhatIsNoModel() {
        const HfFolder lora;
        lora.write("adapter_config.json", QJsonObject{{"base_model_name_or_path", "owner/base-8b"}, {"peft_type", "LORA"}});
        lora.writeWeights({{"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight", {8, 64}},
                           {"base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight", {64, 8}}},
                          "adapter_model.safetensors");
        SAYS(whyNot(*openModel(lora.path())), "this is an adapter (LoRA) for owner/base-8b: merge it into that model first");
        QVERIFY(openModel(lora.path())->checkpoint().tensors()[0].name.starts_with("base_model.model."));

        const HfFolder mistral;
        mistral.write("params.json", QJsonObject{{"dim", 64}});
        mistral.writeWeights({{"tok_embeddings.weight", {40, 64}}}, "consolidated.safetensors");
        SAYS(whyNot(*openModel(mistral.path())), "Mistral's own layout (params.json)");

        SAYS(whyNot(*openGgufWith({{"general.architecture", ggufString("clip")},
                                   {"general.type", ggufString("mmproj")},
                                   {"clip.projector_type", ggufString("gemma3")}})),
             "the image or audio part of a model (mmproj, projector \"gemma3\")");
        SAYS(whyNot(*openGgufWith({{"general.architecture", ggufString("llama")}, {"general.type", ggufString("adapter")}})),
             "this is an adapter (LoRA)");
    }

    void namesTheQuantizationOfMlx() {
        const HfFolder folder;
        folder.write("config.json", with(llamaConfig(), "quantization", QJsonObject{{"bits", 4}, {"group_size", 64}}));
        const std::string header = inBraces(safetensorsEntry("model.embed_tokens.weight", "U32", "[4, 8]", 0, 128));
        writeAll(folder.path() / "model.safetensors", safetensorsFile(header, 128));
        const auto model = openModel(folder.path());
        SAYS(whyNot(*model), "quantized by MLX (bits 4, group_size 64)");
        QVERIFY(countsPackedNumbers(*model));
    }

    void namesOllamasOwnType() {
        GgufFile file;
        file.tensors = {{"blk.0.ffn_up_exps.weight", {32, 2, 2}, 4, 0}};
        const auto error = errorOf([&] { static_cast<void>(openGguf(file)); });
        QVERIFY(error);
        SAYS(error->detail(), "Ollama's own form of MXFP4");
        file.tensors[0].name = "blk.0.ffn_up.weight";
        const auto old = errorOf([&] { static_cast<void>(openGguf(file)); });
        QVERIFY(old);
        SAYS(old->detail(), "Q4_2 (number 4) was removed");
    }

    void guessesTheRolesOfAnUnknownArchitecture() {
        Shapes shapes = llamaShapes();
        shapes["model.layers.0.self_attn.q_proj.bias"] = {64};
        shapes["model.layers.0.mlp.gate.weight"] = {4, 64};
        shapes["model.layers.0.mlp.experts.3.down_proj.weight"] = {64, 96};
        shapes["model.layers.0.mlp.shared_expert.up_proj.weight"] = {96, 64};
        shapes["model.layers.0.linear_attn.in_proj_qkv.weight"] = {96, 64};
        shapes["model.layers.0.attn.c_attn.weight"] = {64, 192};
        shapes["model.vision_tower.layers.0.self_attn.q_proj.weight"] = {64, 64};
        const auto model = openWith(with(llamaConfig(), "architectures", QJsonArray{"Foo2ForCausalLM"}), shapes);
        QVERIFY(!model->understood() && hasGuessedRoles(*model));
        const auto roleOf = [&](const char* name) { return model->find(name)->role; };
        QCOMPARE(roleOf("model.embed_tokens.weight"), Role::tokenEmbedding);
        QCOMPARE(roleOf("model.norm.weight"), Role::outputNorm);
        QCOMPARE(roleOf("lm_head.weight"), Role::output);
        QCOMPARE(roleOf("model.layers.1.self_attn.v_proj.weight"), Role::attnV);
        QCOMPARE(roleOf("model.layers.1.mlp.up_proj.weight"), Role::ffnUp);
        QCOMPARE(roleOf("model.layers.0.mlp.gate.weight"), Role::ffnRouter);
        QCOMPARE(roleOf("model.layers.0.mlp.experts.3.down_proj.weight"), Role::ffnDown);
        QCOMPARE(roleOf("model.layers.0.mlp.shared_expert.up_proj.weight"), Role::ffnUpShared);
        QCOMPARE(roleOf("model.vision_tower.layers.0.self_attn.q_proj.weight"), Role::other);

        QVERIFY(formatById("gguf")->whyNot(*model).has_value());
        for (const char* const family : {"bitsandbytes", "hqq", "fbgemm", "gptq"}) {
            const Format& format = *formatById(family);
            QCOMPARE(format.whyNot(*model), std::optional<std::string>());
            const bool isGptq = format.id() == "gptq"; // whose usual groups are wider than these matrices
            const Preset& preset = isGptq ? *presetByName(format, "GPTQ-4-g32") : format.presets().front();
            const auto choices = format.choose(*model, preset, {}, nullptr);
            std::set<std::string> encoded;
            for (const Choice& choice : choices) {
                if (asMatrixEncoding(*choice.encoding) != nullptr) {
                    encoded.insert(choice.weight->name);
                }
            }
            QCOMPARE(choices.size(), shapes.size());
            QVERIFY(encoded.contains("model.layers.0.self_attn.q_proj.weight"));
            for (const char* const kept :
                 {"model.embed_tokens.weight", "lm_head.weight", "model.layers.0.mlp.gate.weight",
                  "model.layers.0.attn.c_attn.weight", "model.vision_tower.layers.0.self_attn.q_proj.weight",
                  "model.layers.0.input_layernorm.weight"}) {
                QVERIFY2(!encoded.contains(kept), kept);
            }
        }
    }

    void aMisfitOfAnUnknownArchitectureStaysAsItIs() {
        const auto model = openWith(with(llamaConfig(), "architectures", QJsonArray{"Foo2ForCausalLM"}));
        const Format& format = *formatById("gptq");
        for (const Choice& choice : format.choose(*model, *presetByName(format, "GPTQ-4-g64"), {}, nullptr)) {
            const bool isEncoded = asMatrixEncoding(*choice.encoding) != nullptr;
            const bool fits = choice.weight->role == Role::attnQ || choice.weight->role == Role::ffnUp; // rows of 64
            QVERIFY2(!fits || isEncoded, choice.weight->name.c_str());
            QVERIFY2(choice.weight->role != Role::ffnDown || !isEncoded, choice.weight->name.c_str()); // rows of 96
        }
    }

    void takesTheTextPartOfAModelThatSees() {
        Shapes shapes = renamed(llamaShapes(), [](const std::string& name) { return "language_model." + name; });
        shapes["vision_tower.layers.0.mlp.fc1.weight"] = {8, 8};
        shapes["multi_modal_projector.linear_1.weight"] = {64, 8};
        QJsonObject text = llamaConfig();
        text.remove("architectures");
        QJsonObject whole{
            {"architectures", QJsonArray{"NewVisionForConditionalGeneration"}}, {"model_type", "new"}, {"text_config", text}};
        const auto model = openWith(whole, shapes);
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(namesOf(*model), namesOf(*openWith(llamaConfig())));
        // The model as a whole says whether it is tied.
        text.insert("tie_word_embeddings", false);
        whole.insert("text_config", text);
        whole.insert("tie_word_embeddings", true);
        shapes.erase("language_model.lm_head.weight");
        QCOMPARE(whyNot(*openWith(whole, shapes)), std::string("understood"));
        text.insert("model_type", "unknown_text");
        whole.insert("text_config", text);
        SAYS(whyNot(*openWith(whole, shapes)), "\"NewVisionForConditionalGeneration\" is not known");
    }

    void aBiasIsNotJoinedWithTheMatrices() {
        Shapes shapes = llamaShapes();
        for (const std::string part : {"q", "k", "v"}) {
            for (const std::string layer : {"0", "1"}) {
                shapes["model.layers." + layer + ".self_attn." + part + "_proj.bias"] = {part == "q" ? 64U : 32U};
            }
        }
        const auto model = openWith(with(llamaConfig(), "architectures", QJsonArray{"Qwen2ForCausalLM"}), shapes);
        QCOMPARE(whyNot(*model), std::string("understood"));
        const Format& format = *formatById("gptq");
        // Rows of 96 do not divide into groups of 64 or 128; these do.
        const auto choices = format.choose(*model, *presetByName(format, "GPTQ-4-g32"), {}, nullptr);
        QVERIFY(std::ranges::any_of(choices, [](const Choice& one) { return asMatrixEncoding(*one.encoding) != nullptr; }));
    }

    void packedNumbersOfAnUnknownArchitectureAreNoWeights() {
        const HfFolder folder;
        folder.write("config.json", with(llamaConfig(), "architectures", QJsonArray{"Foo2ForCausalLM"}));
        const std::string header = inBraces(safetensorsEntry("model.layers.0.mlp.up_proj.weight", "U8", "[4, 8]", 0, 32));
        writeAll(folder.path() / "model.safetensors", safetensorsFile(header, 32));
        const auto model = openModel(folder.path());
        QVERIFY(!hasGuessedRoles(*model));
        QVERIFY(formatById("bitsandbytes")->whyNot(*model).has_value());
        SAYS(whyNot(*model), "packed into whole numbers");
    }
};

QTEST_APPLESS_MAIN(TestOddCheckpoints)
#include "tst_odd_checkpoints.moc"
