// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of every architecture that are not quite as recorded: what is refused, with which words, and what else is understood.
#include "model/golden_conversion.h"
#include "model/model.h"
#include "support/test_support.h"
#include "weights/weight_rows.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// A recorded model, to be changed.
struct Recorded {
    QJsonObject config;
    Shapes shapes;

    explicit Recorded(const char* name)
        : config(goldenConversion(name).value("config").toObject()), shapes(shapesOf(goldenConversion(name))) {}

    Recorded& with(const QString& key, const QJsonValue& value) {
        config.insert(key, value);
        return *this;
    }
    Recorded& without(const QString& key) {
        config.remove(key);
        return *this;
    }
    Recorded& add(const std::string& tensor, std::vector<std::uint64_t> shape) {
        shapes[tensor] = std::move(shape);
        return *this;
    }
    Recorded& drop(const std::string& tensor) {
        shapes.erase(tensor);
        return *this;
    }
    void writeTo(const HfFolder& folder) const {
        folder.write("config.json", config);
        folder.writeWeights(shapes);
    }
    [[nodiscard]] std::shared_ptr<const Model> open() const {
        const HfFolder folder;
        writeTo(folder);
        return openModel(folder.path());
    }
};

std::vector<float> valuesOf(const Model& model, const std::string& name) {
    const Weight* const weight = model.find(name);
    if (weight == nullptr) {
        return {};
    }
    std::vector<float> values(weight->elements());
    readRows(model, *weight, 0, values);
    return values;
}

} // namespace

class TestArchitectures : public QObject {
    Q_OBJECT
private slots:
    void saysWhatDoesNotFit_data() {
        QTest::addColumn<Recorded>("model");
        QTest::addColumn<QString>("part"); // of the reason
        const auto row = [](const char* tag, const Recorded& model, const char* part) { QTest::newRow(tag) << model << part; };
        row("missing expert", Recorded("mixtral").drop("model.layers.1.block_sparse_moe.experts.2.w2.weight"),
            "model.layers.1.block_sparse_moe.experts.2.w2.weight is missing: config.json says 4 experts");
        row("missing last expert", Recorded("qwen3moe").drop("model.layers.0.mlp.experts.3.up_proj.weight"),
            "model.layers.0.mlp.experts.3.up_proj.weight is missing");
        row("expert beyond the count", Recorded("qwen2moe").add("model.layers.0.mlp.experts.4.up_proj.weight", {96, 64}),
            "belongs to expert 4, the model has 4 experts");
        row("no stack at all",
            Recorded("mixtral")
                .drop("model.layers.0.block_sparse_moe.experts.0.w1.weight")
                .drop("model.layers.0.block_sparse_moe.experts.1.w1.weight")
                .drop("model.layers.0.block_sparse_moe.experts.2.w1.weight")
                .drop("model.layers.0.block_sparse_moe.experts.3.w1.weight"),
            "model.layers.0.block_sparse_moe.experts.*.w1.weight is missing");
        row("expert twice", Recorded("mixtral").add("model.layers.0.block_sparse_moe.experts.01.w1.weight", {96, 64}),
            "are the same expert");
        row("experts twice", Recorded("qwen3moe").add("model.layers.0.mlp.experts.down_proj", {4, 64, 96}), "are both");
        row("other expert", Recorded("mixtral").add("model.layers.0.block_sparse_moe.experts.0.w1.weight", {96, 32}),
            "has the shape [96, 32], by config.json it should be [96, 64]");
        row("other heads", Recorded("qwen2").with("num_attention_heads", 8), "by config.json it should be [");
        row("latent rows", Recorded("deepseek2").add("model.layers.0.self_attn.kv_b_proj.weight", {127, 32}),
            "has the shape [127, 32], by config.json it should be [128, 32]");
        row("dense tensor in an expert layer", Recorded("deepseek2").add("model.layers.1.mlp.up_proj.weight", {96, 64}),
            "model.layers.1.mlp.up_proj.weight has no place in a deepseek2 model");
        row("no latent sizes", Recorded("deepseek2").without("v_head_dim"),
            "does not say v_head_dim, which a deepseek2 model needs");
        row("bias that is needed", Recorded("gpt2").drop("h.1.mlp.c_fc.bias"),
            "h.1.mlp.c_fc.bias is missing: a gpt2 model has it");
        row("not transposed", Recorded("gpt2").add("h.0.attn.c_attn.weight", {192, 64}),
            "has the shape [192, 64], by config.json it should be [64, 192]");
        row("bias that is none", Recorded("falcon-40b-style").add("transformer.h.0.self_attention.dense.bias", {64}),
            "has no place in a falcon model");
        row("no norm of either kind",
            Recorded("falcon-40b-style").drop("transformer.h.0.ln_mlp.weight").drop("transformer.h.0.ln_mlp.bias"),
            "transformer.h.0.input_layernorm.weight is missing");
        row("no head size", Recorded("gemma2").without("head_dim"), "does not say head_dim, which a gemma2 model needs");
        row("no share", Recorded("gptneox").without("rotary_pct"), "does not say rotary_pct");
        row("factors", Recorded("phi3").with("partial_rotary_factor", 0.5),
            "has 8 long and 8 short factors, expected 4 of each");
        row("no number of a layer", Recorded("apertus").drop("model.layers.1.mlp.act_fn.beta"),
            "model.layers.1.mlp.act_fn.beta is missing, or no single floating-point number");
        row("gain of a head missing", Recorded("stablelm-12b").drop("model.layers.1.self_attn.q_layernorm.norms.2.weight"),
            "model.layers.1.self_attn.q_layernorm.norms.2.weight is missing");
        row("RoPE scaling that would be lost",
            Recorded("gemma2").with("rope_scaling", QJsonObject{{"type", "linear"}, {"factor", 2}}),
            "RoPE scaling of type \"linear\" is not known for this architecture");
    }
    void saysWhatDoesNotFit() {
        QFETCH(Recorded, model);
        QFETCH(QString, part);
        const QString reason = QString::fromStdString(model.open()->notUnderstood().value_or("understood"));
        QVERIFY2(reason.startsWith("Inspection only: ") && reason.contains(part), qPrintable(reason));
    }

    void splitsFusedExperts() {
        Recorded recorded("qwen3moe");
        for (const std::string layer : {"model.layers.0.mlp.experts.", "model.layers.1.mlp.experts."}) {
            for (const std::string expert : {"0", "1", "2", "3"}) {
                for (const std::string part : {".gate_proj.weight", ".up_proj.weight", ".down_proj.weight"}) {
                    recorded.drop(layer + expert + part);
                }
            }
            recorded.add(layer + "gate_up_proj", {4, 192, 64}).add(layer + "down_proj", {4, 64, 96});
        }
        const HfFolder folder;
        recorded.writeTo(folder);
        const auto model = openModel(folder.path());
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        const std::vector<float> fused = computedValues("model.layers.1.mlp.experts.gate_up_proj", 4 * 192 * 64);
        const std::vector<float> gate = valuesOf(*model, "blk.1.ffn_gate_exps.weight");
        const std::vector<float> up = valuesOf(*model, "blk.1.ffn_up_exps.weight");
        constexpr std::ptrdiff_t half = 96 * 64;
        QCOMPARE(gate.size(), static_cast<std::size_t>(4 * half));
        for (std::ptrdiff_t expert = 0; expert < 4; ++expert) {
            QVERIFY(std::equal(gate.begin() + expert * half, gate.begin() + (expert + 1) * half,
                               fused.begin() + 2 * expert * half));
            QVERIFY(std::equal(up.begin() + expert * half, up.begin() + (expert + 1) * half,
                               fused.begin() + (2 * expert + 1) * half));
        }
    }

    void dropsWhatTheEngineDoesNotUse() {
        const auto tied = Recorded("deepseek2").with("tie_word_embeddings", true).open();
        QVERIFY(tied->understood() && tied->find("output.weight") == nullptr && tied->hyper().tiedEmbeddings);
        const auto predicting = Recorded("deepseek2").add("model.layers.2.eh_proj.weight", {64, 128}).open();
        QVERIFY2(predicting->understood(), predicting->notUnderstood().value_or("").c_str());
        QVERIFY(Recorded("gpt2").add("h.0.attn.bias", {1, 1, 32, 32}).open()->understood());
        QVERIFY(Recorded("gemma2").add("lm_head.weight", {40, 64}).open()->find("output.weight") == nullptr);
        const auto own = Recorded("gemma2").add("lm_head.weight", {40, 64}).with("tie_word_embeddings", false).open();
        QVERIFY2(own->notUnderstood().value_or("").find("config.json says that they differ") != std::string::npos,
                 own->notUnderstood().value_or("understood").c_str());
        QVERIFY(Recorded("gemma3").add("vision_tower.embeddings.weight", {3, 3}).open()->understood());
    }

    void cutsTheEmbeddingOfGemma3() {
        const HfFolder folder;
        Recorded("gemma3").add("model.embed_tokens.weight", {48, 64}).writeTo(folder);
        const auto model = openModel(folder.path());
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        const std::vector<float> stored = computedValues("model.embed_tokens.weight", 48 * 64);
        const std::vector<float> cut = valuesOf(*model, "token_embd.weight");
        QCOMPARE(cut, std::vector<float>(stored.begin(), stored.begin() + 40 * 64));
    }

    void takesBothSpellingsOfKindsOfLayers() {
        const auto same = [](Recorded changed, const char* recorded) {
            const auto model = changed.open();
            const auto expected = Recorded(recorded).open();
            QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
            QCOMPARE(model->architecture(), expected->architecture());
            QCOMPARE(model->ggufMetadata().pairs().size(), expected->ggufMetadata().pairs().size());
            QCOMPARE(model->weights().size(), expected->weights().size());
        };
        same(Recorded("nemotron-h-moe")
                 .without("hybrid_override_pattern")
                 .with("layers_block_type", QJsonArray{"linear_attention", "full_attention", "moe"}),
             "nemotron-h-moe");
        same(Recorded("granitehybrid").with("layer_types", QJsonArray{"linear_attention", "full_attention"}), "granitehybrid");
        same(Recorded("glm4moelite").without("first_k_dense_replace"), "glm4moelite");
        same(Recorded("deepseek32").without("scoring_func"), "deepseek32"); // the engine would take a softmax
    }

    void makesOneOfSeveralArchitecturesOfAClass() {
        QCOMPARE(Recorded("granitehybrid").open()->architecture(), std::string("granitehybrid"));
        QCOMPARE(Recorded("granite4-moe").open()->architecture(), std::string("granitemoe"));
        QCOMPARE(Recorded("granite4").open()->architecture(), std::string("granite"));
        QCOMPARE(Recorded("nemotron-h").open()->architecture(), std::string("nemotron_h"));
    }

    void fillsUpTheEmbeddingOfGemma3n() {
        const HfFolder folder;
        Recorded("gemma3n").add("model.embed_tokens.weight", {38, 64}).writeTo(folder);
        const auto model = openModel(folder.path());
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        std::vector<float> expected = computedValues("model.embed_tokens.weight", 38 * 64);
        expected.resize(40 * 64, 0.0F);
        QCOMPARE(valuesOf(*model, "token_embd.weight"), expected);
    }

    void saysHowVectorsArePooled() {
        const HfFolder folder;
        Recorded("bert").writeTo(folder);
        folder.write("modules.json", QByteArray(R"([{"type": "sentence_transformers.models.Transformer", "path": ""},
                                                    {"type": "sentence_transformers.models.Pooling", "path": "pool"}])"));
        std::filesystem::create_directory(folder.path() / "pool");
        folder.write("pool/config.json", QJsonObject{{"pooling_mode_cls_token", true}});
        QCOMPARE(openModel(folder.path())->ggufMetadata().integer("bert.pooling_type"), std::optional<std::int64_t>(2));
        folder.write("pool/config.json", QJsonObject{{"pooling_mode_max_tokens", true}});
        const std::string reason = openModel(folder.path())->notUnderstood().value_or("");
        QVERIFY2(reason.find("pool/config.json pools vectors in a way") != std::string::npos, reason.c_str());
        folder.write("modules.json", QByteArray(R"([{"type": "x.Pooling", "path": "../elsewhere"}])"));
        QVERIFY(openModel(folder.path())->understood());
    }

    void readsEncodersAsTensorFlowNamesThem() {
        Recorded recorded("bert");
        Shapes renamed;
        for (const auto& [name, shape] : recorded.shapes) {
            std::string other = "bert." + name;
            for (const auto& [usual, old] :
                 {std::pair("LayerNorm.weight", "LayerNorm.gamma"), {"LayerNorm.bias", "LayerNorm.beta"}}) {
                if (const std::size_t at = other.find(usual); at != std::string::npos) {
                    other.replace(at, std::string::npos, old);
                }
            }
            renamed[other] = shape;
        }
        recorded.shapes = renamed;
        const auto model = recorded.open();
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QVERIFY(model->find("blk.0.layer_output_norm.bias") != nullptr && model->find("output.weight") == nullptr);
    }

    void namesWhatAClassifierTellsApart() {
        Recorded recorded("bert");
        recorded.with("architectures", QJsonArray{"BertForSequenceClassification"})
            .add("classifier.weight", {3, 64})
            .add("classifier.bias", {3})
            .with("id2label", QJsonObject{{"0", "no"}, {"2", "maybe"}, {"1", "yes"}});
        const auto model = recorded.open();
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QVERIFY(model->find("cls.output.weight") != nullptr);
        const auto* labels = std::get_if<MetadataArray>(model->ggufMetadata().find("bert.classifier.output_labels"));
        QVERIFY(labels != nullptr);
        QCOMPARE(std::get<std::vector<std::string>>(*labels), (std::vector<std::string>{"no", "yes", "maybe"}));
        QVERIFY(!recorded.with("id2label", QJsonObject{{"first", "no"}}).open()->understood());
    }

    void leavesHeadsForWordsOfEncodersOut() {
        Recorded recorded("roberta");
        recorded.with("architectures", QJsonArray{"RobertaForMaskedLM"})
            .add("lm_head.dense.weight", {64, 64})
            .add("lm_head.bias", {40});
        const auto model = recorded.open();
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QVERIFY(model->find("output.weight") == nullptr);
    }

    void takesOneOfTheEmbeddingsOfT5() {
        Recorded recorded("t5");
        recorded.add("encoder.embed_tokens.weight", {40, 64}).add("decoder.embed_tokens.weight", {40, 64});
        const auto model = recorded.open();
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QCOMPARE(valuesOf(*model, "token_embd.weight"), computedValues("decoder.embed_tokens.weight", 40 * 64));
        QCOMPARE(model->find("dec.blk.1.cross_attn_q.weight")->layer, std::optional<std::uint32_t>(1));
        recorded.shapes.erase("decoder.block.1.layer.1.EncDecAttention.k.weight");
        const std::string why = recorded.open()->notUnderstood().value_or("understood");
        QVERIFY2(why.find("decoder.block.1.layer.1.EncDecAttention.k.weight is missing") != std::string::npos, why.c_str());
    }

    void refusesWhatNoFileOfNomicBertSays() {
        const std::string why = Recorded("nomic-bert").with("prenorm", true).open()->notUnderstood().value_or("understood");
        QVERIFY2(why.find("prenorm") != std::string::npos, why.c_str());
    }

    void refusesSizesThatDoNotDivide() {
        const auto reason = [](const Recorded& recorded) { return recorded.open()->notUnderstood().value_or("understood"); };
        for (const int groups : {0, 3}) {
            const std::string why = reason(Recorded("mamba2").with("n_groups", groups));
            QVERIFY2(why.find("do not divide into") != std::string::npos, why.c_str());
        }
        const std::string positions = reason(Recorded("xlm-roberta").add("embeddings.position_embeddings.weight", {60, 64}));
        QVERIFY2(positions.find("position_embeddings") != std::string::npos, positions.c_str());
        QVERIFY(reason(Recorded("nemotron-h").with("hybrid_override_pattern", "")).find("number of layers") !=
                std::string::npos);
        QVERIFY(reason(Recorded("gemma3n").drop("model.altup_projections.1.weight")).find("altup_projections.1") !=
                std::string::npos);
    }

    void takesPrefixesOff() {
        Recorded recorded("gpt2");
        Shapes prefixed;
        for (const auto& [name, shape] : recorded.shapes) {
            prefixed["transformer." + name] = shape;
        }
        recorded.shapes = prefixed;
        const auto model = recorded.open();
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QCOMPARE(model->find("blk.1.ffn_up.weight")->sourceName, std::string("transformer.h.1.mlp.c_fc.weight"));
    }

    void readsTheOldestByteLevelFiles() {
        const HfFolder folder;
        Recorded("gpt2").writeTo(folder);
        QJsonObject vocabulary;
        for (int id = 0; id < 39; ++id) {
            vocabulary.insert(QString("t%1").arg(id), id);
        }
        folder.write("vocab.json", vocabulary);
        folder.write("merges.txt", QByteArray("#version: 0.2\nt 1\r\n\nt 2\n"));
        folder.write("tokenizer_config.json", QJsonObject{{"tokenizer_class", "GPT2Tokenizer"}});
        const auto model = openModel(folder.path());
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        QVERIFY(!model->tokenizerProblem());
        QCOMPARE(model->tokenizer()->preTokenizer, std::string("gpt-2"));
        QCOMPARE(model->tokenizer()->merges, (std::vector<std::string>{"t 1", "t 2"}));
        QCOMPARE(model->tokenizer()->tokens.back(), std::string("[PAD39]"));
        // Another class has its own way to cut words, which no file tells: a question, not a guess.
        folder.write("tokenizer_config.json", QJsonObject{{"tokenizer_class", "OtherTokenizer"}});
        QVERIFY(openModel(folder.path())->tokenizerProblem());
        folder.write("merges.txt", QByteArray("t 1\nthree parts here\n"));
        QVERIFY(openModel(folder.path())->notUnderstood().value_or("").find("Line 2") != std::string::npos);
    }

    void wantsTheScoresOfGemma() {
        const HfFolder folder;
        Recorded("gemma2").writeTo(folder);
        const QJsonObject model{
            {"type", "BPE"}, {"byte_fallback", true}, {"vocab", QJsonObject{{"a", 0}}}, {"merges", QJsonArray()}};
        folder.write("tokenizer.json", QJsonObject{{"model", model}, {"decoder", QJsonObject{{"type", "Sequence"}}}});
        const std::string reason = openModel(folder.path())->notUnderstood().value_or("");
        QVERIFY2(reason.find("tokenizer.model into the folder") != std::string::npos, reason.c_str());
    }
};

QTEST_APPLESS_MAIN(TestArchitectures)
#include "tst_architectures.moc"
