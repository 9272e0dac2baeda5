// SPDX-License-Identifier: GPL-3.0-or-later
// Names: of roles and tensors, of models, of sizes; expected values of model names are the reference's.
#include "model/model_card.h"
#include "model/model_id.h"
#include "model/pre_tokenizer.h"
#include "model/tensor_names.h"
#include "support/test_support.h"

#include <algorithm>

using namespace quantlathe;

class TestNames : public QObject {
    Q_OBJECT
private slots:
    void everyRoleHasAName() {
        for (int i = 0; i < static_cast<int>(Role::other); ++i) {
            const auto role = static_cast<Role>(i);
            QVERIFY(roleFromName(name(role)) == role);
        }
        QCOMPARE(name(Role::other), std::string_view("other"));
        QVERIFY(!roleFromName("attn_z"));
        QCOMPARE(moduleOf(Role::attnQ), std::string_view("attention"));
        QCOMPARE(moduleOf(Role::ffnDown), std::string_view("feed-forward"));
        QCOMPARE(moduleOf(Role::attnNorm), std::string_view("norms"));
        QCOMPARE(moduleOf(Role::tokenEmbedding), std::string_view(""));
    }

    void readsGgufNames() {
        const auto bias = partsOfGgufName("blk.12.attn_k.bias");
        QVERIFY(bias.role == Role::attnK && bias.isBias && bias.layer == 12U);
        const auto embedding = partsOfGgufName("token_embd.weight");
        QVERIFY(embedding.role == Role::tokenEmbedding && !embedding.isBias && !embedding.layer);
        QVERIFY(partsOfGgufName("rope_factors_long.weight").role == Role::ropeFactors);
        QVERIFY(partsOfGgufName("blk.3.ssm_conv1d.weight").role == Role::other);
        QVERIFY(partsOfGgufName("blk.3.ssm_conv1d.weight").layer == 3U);
        for (const char* odd : {"", "blk.", "blk.x.attn_q.weight", "attn_q", "blk.99999999999.attn_q.weight"}) {
            QVERIFY2(partsOfGgufName(odd).role == Role::other, odd);
        }
    }

    void readsNamesOfSingleExperts() {
        const auto expert = expertOfGgufName("blk.3.ffn_down.17.weight");
        QVERIFY(expert && expert->layer == 3 && expert->expert == 17 && expert->role == Role::ffnDownExperts);
        QVERIFY(expertOfGgufName("blk.0.ffn_gate.0.weight")->role == Role::ffnGateExperts);
        for (const char* odd :
             {"", "blk.3.ffn_down.weight", "blk.3.ffn_down.1.bias", "blk.3.ffn_down.x.weight", "blk.3.ffn_down.01.weight",
              "blk.3.attn_q.1.weight", "ffn_down.1.weight", "blk.3.ffn_down.1.2.weight"}) {
            QVERIFY2(!expertOfGgufName(odd), odd);
        }
    }

    void findsLayersInForeignNames() {
        QVERIFY(layerInName("model.layers.7.mlp.experts.3.w1.weight") == 7U);
        QVERIFY(layerInName("transformer.h.0.attn.c_attn.weight") == 0U);
        QVERIFY(layerInName("layers.x.layers.2.w") == 2U);
        QVERIFY(!layerInName("model.embed_tokens.weight"));
        QVERIFY(!layerInName("layers.4294967296.w")); // beyond 32 bits
        QVERIFY(!layerInName("layers."));
    }

    void interleavesHeads() {
        const RowTransform transform = interleavedHeads(16, 2); // two heads of eight rows: halves 0..3 and 4..7 become pairs
        const std::vector<std::uint64_t> expected{0, 4, 1, 5, 2, 6, 3, 7, 8, 12, 9, 13, 10, 14, 11, 15};
        for (std::uint64_t row = 0; row < expected.size(); ++row) {
            QCOMPARE(transform.sourceRow(row), expected[row]);
        }
        QVERIFY(RowTransform{}.isIdentity());
        QCOMPARE(RowTransform{}.sourceRow(5), std::uint64_t{5});
    }

    void countsDimensionsWithoutLeadingOnes() {
        Weight weight;
        weight.shape = {1, 64};
        QCOMPARE(weight.dimensions(), std::size_t{1});
        weight.shape = {4, 3, 64};
        QCOMPARE(weight.dimensions(), std::size_t{3});
        QCOMPARE(weight.rows(), std::uint64_t{12});
        QCOMPARE(weight.columns(), std::uint64_t{64});
        weight.shape = {};
        QCOMPARE(weight.dimensions(), std::size_t{1});
        QCOMPARE(weight.elements(), std::uint64_t{1});
    }

    void takesModelNamesApart_data() {
        QTest::addColumn<QStringList>("expected"); // name, organisation, base name, fine-tune, version, size
        const auto row = [](const char* id, const QStringList& expected) { QTest::newRow(id) << expected; };
        row("meta-llama/Llama-3.1-8B-Instruct", {"Llama-3.1-8B-Instruct", "meta-llama", "Llama-3.1", "Instruct", "", "8B"});
        row("Meta-Llama-3-8B", {"Meta-Llama-3-8B", "", "Meta-Llama-3", "", "", "8B"});
        row("TinyLlama-1.1B-Chat-v1.0", {"TinyLlama-1.1B-Chat-v1.0", "", "TinyLlama", "Chat", "v1.0", "1.1B"});
        row("mistralai/Mistral-7B-Instruct-v0.2",
            {"Mistral-7B-Instruct-v0.2", "mistralai", "Mistral", "Instruct", "v0.2", "7B"});
        row("prose-llama-7m", {"prose-llama-7m", "", "prose-llama", "7m", "", ""});
        row("stories260k", {"stories260k", "", "", "", "", ""});
        row("Mixtral-8x7B-v0.1", {"Mixtral-8x7B-v0.1", "", "Mixtral", "", "v0.1", "8x7B"});
        row("bloom-7b1-chat", {"bloom-7b1-chat", "", "bloom", "chat", "", "7.1B"});
        row("CodeLlama-7b-Python-hf", {"CodeLlama-7b-Python-hf", "", "CodeLlama", "Python-hf", "", "7B"});
        row("SmolLM2-135M-Instruct", {"SmolLM2-135M-Instruct", "", "SmolLM2", "135m-Instruct", "", ""});
        row("a sentence of words", {"a sentence of words", "", "", "", "", ""});
        row("./local", {"local", "", "", "", "", ""});
        row("Qwen1.5-MoE-A2.7B", {"Qwen1.5-MoE-A2.7B", "", "Qwen1.5-MoE", "", "", "A2.7B"});
        row("Phi-3-mini-4k-instruct", {"Phi-3-mini-4k-instruct", "", "Phi-3", "4k-instruct", "", "mini"});
        row("Yi-34B-200K", {"Yi-34B-200K", "", "Yi", "34b-200k", "", ""});
        row("llama-q4_K_M", {"llama-q4_K_M", "", "", "", "", ""});
        row("v2", {"v2", "", "", "", "v2", ""});
        row("3B-base", {"3B-base", "", "", "3B-base", "", ""});
        row("Some-Model-small-1_5b", {"Some-Model-small-1_5b", "", "Some-Model-small", "", "", "1.5B"});
        row("a--b-7B-7B", {"a--b-7B-7B", "", "a-b", "", "", "7B"});
        row("--", {"--", "", "", "", "", ""});
    }
    void takesModelNamesApart() {
        QFETCH(QStringList, expected);
        const ModelId id = parseModelId(QTest::currentDataTag(), 8'030'261'248); // a model of 8 B weights
        QStringList actual;
        for (const auto& part : {id.name, id.organization, id.basename, id.finetune, id.version, id.sizeLabel}) {
            actual.append(QString::fromStdString(part.value_or("")));
        }
        QCOMPARE(actual, expected);
    }

    void distrustsLongNames() { QVERIFY(!parseModelId(std::string(100'000, '7'), 1).name); }

    void makesTitles() {
        QCOMPARE(titleFromId("llama-3.1-8b-instruct"), std::string("Llama 3.1 8b Instruct"));
        QCOMPARE(titleFromId("v1.2-foo"), std::string("v1.2 Foo"));
        QCOMPARE(titleFromId("abc1b-d\xC3\xA9"
                             "f"),
                 std::string("Abc1B D\xC3\xA9"
                             "f"));
        QCOMPARE(titleFromId("iPhone-x"), std::string("iPhone X"));
    }

    void labelsSizes() {
        const std::vector<std::pair<std::uint64_t, std::string>> rows{
            {1, "0.00K"},           {999, "1.0K"},           {66'888, "67K"},         {1'000'000, "1000K"},
            {1'000'001, "1.0M"},    {6'819'072, "6.8M"},     {9'950'000, "10M"},      {135'000'000, "135M"},
            {999'999'999, "1000M"}, {1'100'048'384, "1.1B"}, {13'015'864'320, "13B"}, {1'200'000'000'000, "1.2T"},
        };
        for (const auto& [parameters, label] : rows) {
            QCOMPARE(sizeLabel(parameters), label);
        }
    }

    void readsModelCards() {
        const ModelCard card(
            "---\r\nlicense: apache-2.0 # a comment\nlanguage:\n- en\n- \"no\"\ntags: [a, 'b c']\ndescription: >\n  two\n"
            "  lines\nbase_model:\n  - org/base-7B\n  - name: a map\nempty:\nnested:\n  key: value\n---\nlicense: mit\n");
        QCOMPARE(card.text("license"), std::optional<std::string>("apache-2.0"));
        QCOMPARE(card.list("language"), (std::optional<std::vector<std::string>>({"en", "no"})));
        QCOMPARE(card.list("tags"), (std::optional<std::vector<std::string>>({"a", "b c"})));
        QCOMPARE(card.text("description"), std::optional<std::string>("two lines\n"));
        QCOMPARE(card.list("base_model"), (std::optional<std::vector<std::string>>({"org/base-7B"})));
        QVERIFY(!card.contains("empty") && !card.contains("nested") && !card.contains("key"));
        QVERIFY(!ModelCard("license: mit\n---\n").contains("license"));
        QVERIFY(!ModelCard("---\nlicense: mit\n").contains("license")); // never closed
        QVERIFY(!ModelCard("").contains(""));
        QVERIFY(!ModelCard("---\n:\n- \n[\n: [\n\"\n---").contains("x"));
    }

    void knowsPreTokenizersInOrder() {
        const auto names = knownPreTokenizers();
        QVERIFY(std::is_sorted(names.begin(), names.end()));
        QVERIFY(std::find(names.begin(), names.end(), "llama-bpe") != names.end());
        QVERIFY(std::none_of(names.begin(), names.end(), [](std::string_view name) { return name.empty(); }));
    }
};

QTEST_APPLESS_MAIN(TestNames)
#include "tst_names.moc"
