// SPDX-License-Identifier: GPL-3.0-or-later
// Merged folders: the values that PEFT's own merge gives, the same bytes on any number of threads, and what is refused.
#include "adapters/adapter_support.h"
#include "adapters/base_names.h"
#include "adapters/lora_merge.h"
#include "kernels/convert.h"

#include <cmath>
#include <limits>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

std::vector<float> floatsOf(const Checkpoint& checkpoint, const TensorInfo& tensor) {
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    floatsFromStored(tensor.type, checkpoint.bytes(tensor), values);
    return values;
}

/// The distance of two neighbours of the type at `value`.
float step(ElementType type, float value) {
    const int digits = type == ElementType::BF16 ? 8 : type == ElementType::F16 ? 11 : 24;
    return std::ldexp(1.0F, std::ilogb(std::max(std::abs(value), 1e-4F)) + 1 - digits);
}

DirectReport mergeQuietly(const fs::path& base, const fs::path& adapter, const fs::path& out, bool replace = false,
                          int threads = 0) {
    Progress progress;
    const CancelToken cancel;
    return mergeLora(planMerge(openModel(base), openLoraAdapter(adapter)), out, replace, threads, progress, cancel);
}

std::string told(const std::function<void()>& work) {
    const auto error = test::errorOf(work);
    return error ? std::string(error->what()) : std::string();
}

constexpr std::uint64_t wideRows = 700; // several tiles
constexpr std::uint64_t wideColumns = 600;

} // namespace

class TestLoraMerge : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    [[nodiscard]] fs::path in(const std::string& name) const { return fs::path(folder_.path().toStdString()) / name; }

    /// Two shards and an index.
    fs::path makeBase() const {
        fs::create_directories(in("base"));
        const std::vector<test::SmallTensor> first{
            test::normalTensor("model.layers.0.q_proj.weight", {wideRows, wideColumns}, 1),
            test::normalTensor("model.layers.0.norm.weight", {wideColumns}, 2)};
        const std::vector<test::SmallTensor> second{
            test::normalTensor("model.layers.1.q_proj.weight", {wideRows, wideColumns}, 3),
            test::normalTensor("model.layers.1.q_proj.bias", {wideRows}, 4)};
        test::writeTensors(in("base/model-00001-of-00002.safetensors"), first);
        test::writeTensors(in("base/model-00002-of-00002.safetensors"), second);
        Json map;
        for (const auto* shard : {&first, &second}) {
            for (const test::SmallTensor& tensor : *shard) {
                map[tensor.name] = shard == &first ? "model-00001-of-00002.safetensors" : "model-00002-of-00002.safetensors";
            }
        }
        writeTextFileAtomically(in("base/model.safetensors.index.json"), Json{{"weight_map", map}}.dump());
        writeTextFileAtomically(in("base/config.json"), Json{{"architectures", {"NobodysModel"}}, {"note", 512.0}}.dump());
        writeTextFileAtomically(in("base/tokenizer_config.json"), "{}");
        return in("base");
    }

    static std::vector<test::SmallTensor> adapterTensors() {
        return {test::normalTensor("base_model.model.model.layers.1.q_proj.lora_A.weight", {3, wideColumns}, 11),
                test::normalTensor("base_model.model.model.layers.1.q_proj.lora_B.weight", {wideRows, 3}, 12)};
    }
    static Json adapterConfig() {
        return {{"peft_type", "LORA"}, {"r", 3}, {"lora_alpha", 6}, {"base_model_name_or_path", "example/nobody"}};
    }

    /// Why the adapter cannot be merged into makeBase().
    std::string refusal(const Json& config, const std::vector<test::SmallTensor>& tensors) const {
        fs::remove_all(in("refused"));
        test::writeAdapter(in("refused"), config, tensors);
        const std::string why = told([&] { mergeQuietly(in("base"), in("refused"), in("never")); });
        if (fs::exists(in("never")) || !test::nothingIsLeftBeside(in("never"))) {
            return "something is left";
        }
        return why;
    }

private slots:
    void init() { makeBase(); }

    void mergesAsPeft_data() {
        QTest::addColumn<QString>("from");
        QTest::addColumn<int>("changed");
        QTest::newRow("lora") << "llama" << 7;
        QTest::newRow("rslora") << "llama" << 2;
        QTest::newRow("patterns") << "llama" << 7;
        QTest::newRow("dora") << "llama" << 7;
        QTest::newRow("embedding") << "llama" << 3;
        QTest::newRow("dora-embedding") << "llama" << 1;
        QTest::newRow("biases") << "qwen2" << 4;
        QTest::newRow("lora-bias") << "qwen2" << 4;
        QTest::newRow("conv1d") << "gpt2" << 3;
        QTest::newRow("conv1d-dora") << "gpt2" << 3;
    }
    void mergesAsPeft() {
        QFETCH(const QString, from);
        QFETCH(const int, changed);
        const std::string name = QTest::currentDataTag();
        const fs::path baseFolder = test::dataFile("adapters") / from.toStdString();
        const fs::path adapter = test::dataFile("adapters") / name;
        (void)mergeQuietly(baseFolder, adapter, in(name));
        const Checkpoint before = openCheckpoint(baseFolder);
        const Checkpoint merged = openCheckpoint(in(name));
        const Checkpoint golden = openCheckpoint(adapter / "merged.safetensors");
        QCOMPARE(golden.tensors().size(), static_cast<std::size_t>(changed));
        QCOMPARE(merged.tensors().size(), before.tensors().size());
        for (const TensorInfo& tensor : merged.tensors()) {
            const TensorInfo* const base = before.find(tensor.name);
            QVERIFY(base != nullptr && base->type == tensor.type && base->shape == tensor.shape);
            const TensorInfo* const expected = golden.find(tensor.name);
            if (expected == nullptr) {
                QCOMPARE(test::sha256(merged.bytes(tensor)), test::sha256(before.bytes(*base)));
                continue;
            }
            QCOMPARE(expected->type, tensor.type);
            const std::vector<float> ours = floatsOf(merged, tensor);
            const std::vector<float> theirs = floatsOf(golden, *expected);
            const std::vector<float> old = floatsOf(before, *base);
            // PEFT rounds what it adds to an embedding before it adds it, and its sums in F32 are as exact as their order.
            const bool roundsTwice = name == "embedding" && tensor.name == "model.embed_tokens.weight";
            const float steps = tensor.type == ElementType::F32 ? 8.0F : 1.0F;
            std::size_t equal = 0;
            for (std::size_t i = 0; i < ours.size(); ++i) {
                const float size = roundsTwice ? std::abs(theirs[i]) + std::abs(old[i]) : theirs[i];
                QVERIFY2(std::abs(ours[i] - theirs[i]) <= steps * step(tensor.type, size),
                         qPrintable(QString("%1: %2, PEFT %3").arg(i).arg(ours[i]).arg(theirs[i])));
                equal += ours[i] == theirs[i] ? 1U : 0U;
            }
            QVERIFY(tensor.type == ElementType::F32 || roundsTwice || equal * 100 >= ours.size() * 98);
        }
    }

    void isThePlainSumOnAnyNumberOfThreads() {
        test::writeAdapter(in("adapter"), adapterConfig(), adapterTensors());
        const DirectReport report = mergeQuietly(in("base"), in("adapter"), in("one"), false, 1);
        (void)mergeQuietly(in("base"), in("adapter"), in("three"), false, 3);
        for (const char* const file : {"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
                                       "model.safetensors.index.json", "config.json", "tokenizer_config.json", "README.md"}) {
            QVERIFY2(fs::exists(in("one") / file), file);
            QCOMPARE(test::fileHash(in("one") / file), test::fileHash(in("three") / file));
        }
        QCOMPARE(test::fileHash(in("one/config.json")), test::fileHash(in("base/config.json")));
        QCOMPARE(report.files.size(), std::size_t{6});
        const Checkpoint merged = openCheckpoint(in("one"));
        const Checkpoint base = openCheckpoint(in("base"));
        const std::vector<float> a = adapterTensors()[0].values;
        const std::vector<float> b = adapterTensors()[1].values;
        for (const TensorInfo& tensor : base.tensors()) {
            const std::vector<float> before = floatsOf(base, tensor);
            const std::vector<float> after = floatsOf(merged, *merged.find(tensor.name));
            if (tensor.name != "model.layers.1.q_proj.weight") {
                QCOMPARE(after, before);
                continue;
            }
            for (std::size_t row = 0; row < wideRows; ++row) {
                for (std::size_t column = 0; column < wideColumns; ++column) {
                    double sum = before[row * wideColumns + column];
                    for (std::size_t k = 0; k < 3; ++k) {
                        sum += 2.0 * b[row * 3 + k] * a[k * wideColumns + column]; // alpha / r
                    }
                    QVERIFY(std::abs(after[row * wideColumns + column] - sum) < 1e-6);
                }
            }
        }
    }

    void aPickledAdapterGivesTheSame() {
        const fs::path data = test::dataFile("adapters");
        (void)mergeQuietly(data / "llama", data / "lora", in("from-safetensors"));
        (void)mergeQuietly(data / "llama", data / "lora-bin", in("from-pickle"));
        QCOMPARE(test::fileHash(in("from-pickle/model.safetensors")), test::fileHash(in("from-safetensors/model.safetensors")));
    }

    void saysWhichBaseAnAdapterIsFor() {
        test::writeAdapter(in("adapter"), adapterConfig(), adapterTensors());
        QCOMPARE(openLoraAdapter(in("adapter")).config.base(), std::string("example/nobody"));
        QCOMPARE(openLoraAdapter(in("adapter/adapter_model.safetensors")).modules.size(), std::size_t{1});
    }

    void patternsFitTheEndsOfNames() {
        Json config = adapterConfig();
        config["use_rslora"] = true;
        config["rank_pattern"] = {{"q_proj", 16}, {"layers\\.1\\.(k|v)_proj", 9}};
        config["alpha_pattern"] = {{"^model.layers.0.q_proj", 2}};
        fs::create_directories(in("patterns"));
        writeTextFileAtomically(in("patterns/adapter_config.json"), config.dump());
        const LoraConfig read(in("patterns/adapter_config.json"));
        QCOMPARE(read.rankOf("model.layers.0.q_proj"), std::uint64_t{16});
        QCOMPARE(read.rankOf("model.layers.1.v_proj"), std::uint64_t{9});
        QCOMPARE(read.rankOf("model.layers.0.v_proj"), std::uint64_t{3});
        QCOMPARE(read.rankOf("model.layers.0.fq_proj"), std::uint64_t{3}); // no end behind a dot
        QCOMPARE(read.scalingOf("model.layers.0.q_proj"), 2.0 / 4);
        QCOMPARE(read.scalingOf("model.layers.1.k_proj"), 6.0 / 3);
    }

    void findsNamesBehindOtherWrappers() {
        std::vector<TensorInfo> tensors(4);
        tensors[0].name = "h.0.attn.weight";
        tensors[1].name = "language_model.model.layers.0.q.weight";
        tensors[2].name = "model.norm.weight";
        tensors[3].name = "transformer.norm.weight";
        const BaseNames names(tensors);
        QCOMPARE(names.find("transformer.h.0.attn.weight"), std::optional<std::size_t>(0));
        QCOMPARE(names.find("model.language_model.layers.0.q.weight"), std::optional<std::size_t>(1));
        QCOMPARE(names.find("model.norm.weight"), std::optional<std::size_t>(2));
        QCOMPARE(names.find("norm.weight"), std::nullopt); // two could be meant
        QCOMPARE(names.find("attn.weight"), std::nullopt);
    }

    void refusesOtherKinds_data() {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("said");
        QTest::newRow("IA3") << QByteArray("peft_type") << QByteArray("\"IA3\"") << "kind IA3";
        QTest::newRow("PiSSA") << QByteArray("init_lora_weights") << QByteArray("\"pissa_niter_4\"") << "changed weights";
        QTest::newRow("replication") << QByteArray("layer_replication") << QByteArray("[[0, 2]]") << "layer_replication";
        QTest::newRow("parameters") << QByteArray("target_parameters") << QByteArray("[\"experts\"]") << "target_parameters";
        QTest::newRow("rank zero") << QByteArray("r") << QByteArray("0") << "adapter's r";
        QTest::newRow("rank text") << QByteArray("r") << QByteArray("\"8\"") << "adapter's r";
        QTest::newRow("alpha") << QByteArray("lora_alpha") << QByteArray("[1]") << "lora_alpha";
        QTest::newRow("flag") << QByteArray("use_rslora") << QByteArray("1") << "use_rslora";
        QTest::newRow("pattern") << QByteArray("rank_pattern") << QByteArray("{\"q_proj\": -1}") << "rank_pattern";
        QTest::newRow("expression") << QByteArray("rank_pattern") << QByteArray("{\"(q\": 2}") << "adapter_config.json";
        QTest::newRow("other rank") << QByteArray("r") << QByteArray("4") << "has rank 3";
        QTest::newRow("no magnitudes") << QByteArray("use_dora") << QByteArray("true") << "lacks";
    }
    void refusesOtherKinds() {
        QFETCH(const QByteArray, key);
        QFETCH(const QByteArray, value);
        QFETCH(const QString, said);
        Json config = adapterConfig();
        config[key.toStdString()] = Json::parse(value.toStdString());
        const QString why = QString::fromStdString(refusal(config, adapterTensors()));
        QVERIFY2(why.contains(said), qPrintable(why));
    }

    void refusesOtherTensors() {
        const auto refuses = [&](std::vector<test::SmallTensor> tensors, const char* said) {
            const QString why = QString::fromStdString(refusal(adapterConfig(), tensors));
            QVERIFY2(why.contains(said), qPrintable(why));
        };
        auto tensors = adapterTensors();
        tensors.pop_back();
        refuses(tensors, "lacks model.layers.1.q_proj.lora_B.weight");
        tensors = adapterTensors();
        tensors[0].name = "base_model.model.model.layers.7.q_proj.lora_A.weight";
        tensors[1].name = "base_model.model.model.layers.7.q_proj.lora_B.weight";
        refuses(tensors, "no model.layers.7.q_proj.weight");
        refuses(tensors, "belongs to example/nobody");
        tensors = adapterTensors();
        tensors[1] = test::normalTensor(tensors[1].name, {wideRows - 1, 3}, 5);
        refuses(tensors, "for 699 × 600 values, the base has 700 × 600");
        tensors = adapterTensors();
        tensors.push_back(test::normalTensor("base_model.model.model.layers.1.q_proj.lora_C.weight", {3, 3}, 5));
        refuses(tensors, "unknown form");
        tensors = adapterTensors();
        tensors.push_back(test::normalTensor("base_model.model.score.weight", {3, 3}, 5));
        refuses(tensors, "no score.weight");
        tensors = adapterTensors();
        tensors.push_back(test::normalTensor("base_model.model.lm_head.weight", {3, 3}, 5));
        refuses(tensors, "tie_word_embeddings");
        tensors = adapterTensors();
        tensors.push_back(test::normalTensor("base_model.model.model.layers.1.q_proj.lora_magnitude_vector", {wideRows}, 5));
        refuses(tensors, "does not use DoRA");
        tensors = adapterTensors();
        tensors[0].values[77] = std::numeric_limits<float>::quiet_NaN();
        refuses(tensors, "no numbers");
        tensors = adapterTensors();
        std::ranges::fill(tensors[0].values, 1e30F);
        std::ranges::fill(tensors[1].values, 1e30F);
        refuses(tensors, "do not fit into F32");
    }

    void refusesOtherBases() {
        test::writeAdapter(in("adapter"), adapterConfig(), adapterTensors());
        const auto refuses = [&](const fs::path& base, const char* said) {
            const QString why = QString::fromStdString(told([&] { mergeQuietly(base, in("adapter"), in("never")); }));
            QVERIFY2(why.contains(said), qPrintable(why));
        };
        refuses(test::dataFile("gguf/tiny-llama-f32.gguf"), "GGUF");
        refuses(in("adapter"), "config.json");
        QVERIFY(told([&] { (void)openLoraAdapter(in("base")); }).find("no LoRA adapter") != std::string::npos);
    }

    void replacesNothingThatItReads() {
        test::writeAdapter(in("adapter"), adapterConfig(), adapterTensors());
        for (const fs::path& own : {in("base"), in("adapter")}) {
            QVERIFY(told([&] { mergeQuietly(in("base"), in("adapter"), own, true); }).find("replace") != std::string::npos);
        }
        QVERIFY(fs::exists(in("adapter/adapter_model.safetensors")) && fs::exists(in("base/config.json")));
        (void)mergeQuietly(in("base"), in("adapter"), in("again"));
        QVERIFY(told([&] { mergeQuietly(in("base"), in("adapter"), in("again")); }).find("exists already") !=
                std::string::npos);
        (void)mergeQuietly(in("base"), in("adapter"), in("again"), true);
        QVERIFY(test::nothingIsLeftBeside(in("again")));
    }

    void aCancelledMergeLeavesNothing() {
        test::writeAdapter(in("adapter"), adapterConfig(), adapterTensors());
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.done > state.total / 2) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const MergePlan plan = planMerge(openModel(in("base")), openLoraAdapter(in("adapter")));
        const auto error = test::errorOf([&] { (void)mergeLora(plan, in("stopped"), false, 2, progress, cancel); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
        QVERIFY(!fs::exists(in("stopped")) && test::nothingIsLeftBeside(in("stopped")));
    }
};

QTEST_APPLESS_MAIN(TestLoraMerge)
#include "tst_lora_merge.moc"
