// SPDX-License-Identifier: GPL-3.0-or-later
// Checkpoints for TensorRT-LLM: names, types and shapes of every rank, and that the ranks together hold the matrices.
#include "calibrate/calibrated_codes.h"
#include "codecs/tensorrt/split_int8.h"
#include "convert/calibrated_conversion.h"
#include "convert/folder_support.h"
#include "kernels/convert.h"

#include <cmath>
#include <cstring>
#include <map>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::jsonOf;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;
using Options = std::map<std::string, std::string>;

namespace {

constexpr int layers = 6;

PlanDocument documentFor(int cards, Options options = {}) {
    options.emplace("layout", "tensorrt-llm");
    options.emplace("tp_size", std::to_string(cards));
    return test::folderDocument("smoothquant", "W8A8", options);
}

/// A tensor as it lies in a file.
struct Stored {
    ElementType type = ElementType::F32;
    std::vector<std::uint64_t> shape;
    std::vector<std::byte> bytes;
    [[nodiscard]] std::vector<float> floats() const {
        std::vector<float> values(bytes.size() / info(type).bytesPerBlock);
        floatsFromStored(type, bytes, values);
        return values;
    }
};

using Tensors = std::map<std::string, Stored>;

Tensors tensorsOf(const fs::path& file) {
    const Checkpoint checkpoint = openCheckpoint(file);
    Tensors all;
    for (const TensorInfo& tensor : checkpoint.tensors()) {
        const auto bytes = checkpoint.bytes(tensor);
        all[tensor.name] = {tensor.type, tensor.shape, {bytes.begin(), bytes.end()}};
    }
    return all;
}

/// Rows of the ranks' matrices one behind the other.
Stored stacked(std::span<const Tensors> ranks, const std::string& name) {
    Stored all = ranks.front().at(name);
    for (const Tensors& rank : ranks.subspan(1)) {
        const Stored& part = rank.at(name);
        all.shape.front() += part.shape.front();
        all.bytes.insert(all.bytes.end(), part.bytes.begin(), part.bytes.end());
    }
    return all;
}

/// Columns of the ranks' matrices side by side.
Stored besides(std::span<const Tensors> ranks, const std::string& name) {
    Stored all = ranks.front().at(name);
    all.shape.back() *= ranks.size();
    all.bytes.clear();
    const std::size_t rowBytes = ranks.front().at(name).bytes.size() / all.shape.front();
    for (std::size_t row = 0; row < all.shape.front(); ++row) {
        for (const Tensors& rank : ranks) {
            const auto part = std::span(rank.at(name).bytes).subspan(row * rowBytes, rowBytes);
            all.bytes.insert(all.bytes.end(), part.begin(), part.end());
        }
    }
    return all;
}

/// The joined matrix of one rank has its rows of queries, then of keys, then of values: the ranks' parts in that order.
std::vector<std::byte> unjoined(std::span<const Tensors> ranks, const std::string& name, std::size_t rowBytes) {
    std::vector<std::byte> all;
    const std::size_t head = 32; // rows, of 8 + 4 + 4 heads
    const auto take = [&](std::size_t firstHead, std::size_t heads) {
        for (const Tensors& rank : ranks) {
            const auto& bytes = rank.at(name).bytes;
            const auto part =
                std::span(bytes).subspan(firstHead / ranks.size() * head * rowBytes, heads / ranks.size() * head * rowBytes);
            all.insert(all.end(), part.begin(), part.end());
        }
    };
    take(0, 8);
    take(8, 4);
    take(12, 4);
    return all;
}

std::vector<float> sourceOf(const std::string& name) {
    // As it is stored: canonical rows of q and k stand in another order.
    const Checkpoint& checkpoint = sample()->checkpoint();
    const TensorInfo& tensor = *checkpoint.find(name);
    std::vector<float> values(tensor.elements());
    floatsFromStored(tensor.type, checkpoint.bytes(tensor), values);
    return values;
}

} // namespace

class TestTensorRtFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::map<int, std::vector<Tensors>> ranks_; // by number of cards

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    std::shared_ptr<const CodeStore> codesOf(const Plan& plan) {
        CalibrationChoice text;
        text.file = test::resourceFile("text/default-calibration.txt");
        text.contextTokens = 128;
        text.windows = 4;
        CalibratedRequest request;
        request.sequences = calibrationRequest(*sample(), text).sequences;
        ThreadArena arena(2);
        Progress progress;
        const CancelToken cancel;
        return calibratedCodes(plan, request, {arena, progress, cancel});
    }

    void write(const PlanDocument& document, const std::string& name) {
        const Plan plan = makePlan(sample(), document);
        const auto codes = codesOf(plan);
        (void)test::convertQuietly(plan, in(name), {.codes = codes}, test::smallTuning());
        codes->remove();
    }

    void writeRanks(int cards) {
        const std::string name = std::to_string(cards);
        write(documentFor(cards, {{"alpha", "0.5"}}), name);
        for (int rank = 0; rank < cards; ++rank) {
            ranks_[cards].push_back(tensorsOf(in(name) / ("rank" + std::to_string(rank) + ".safetensors")));
        }
    }

private slots:
    void initTestCase() {
        qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8());
        for (const int cards : {1, 2, 4}) {
            writeRanks(cards);
        }
    }

    void everyRankHasItsTensors_data() {
        QTest::addColumn<int>("cards");
        for (const int cards : {1, 2, 4}) {
            QTest::newRow(std::to_string(cards).c_str()) << cards;
        }
    }
    void everyRankHasItsTensors() {
        QFETCH(int, cards);
        const auto part = static_cast<std::uint64_t>(cards);
        std::map<std::string, std::pair<ElementType, std::vector<std::uint64_t>>> expected{
            {"transformer.vocab_embedding.weight", {ElementType::BF16, {4096, 256}}},
            {"transformer.ln_f.weight", {ElementType::BF16, {256}}},
            {"lm_head.weight", {ElementType::BF16, {4096 / part, 256}}},
        };
        const std::uint64_t scales = 1;
        for (int layer = 0; layer < layers; ++layer) {
            const std::string prefix = "transformer.layers." + std::to_string(layer) + '.';
            const auto matrix = [&](const std::string& name, std::uint64_t rows, std::uint64_t columns) {
                expected[prefix + name + ".weight"] = {ElementType::I8, {rows, columns}};
                expected[prefix + name + ".per_channel_scale"] = {ElementType::F32, {scales, rows}};
            };
            matrix("attention.qkv", 512 / part, 256);
            matrix("attention.dense", 256, 256 / part);
            matrix("mlp.fc", 768 / part, 256);
            matrix("mlp.gate", 768 / part, 256);
            matrix("mlp.proj", 256, 768 / part);
            expected[prefix + "attention.dense.smoother"] = {ElementType::F32, {scales, 256 / part}};
            expected[prefix + "mlp.proj.smoother"] = {ElementType::F32, {scales, 768 / part}};
            for (const char* const norm : {"input_layernorm", "post_layernorm"}) {
                expected[prefix + norm + ".weight"] = {ElementType::BF16, {256}};
                expected[prefix + norm + ".scale_to_int"] = {ElementType::F32, {scales}};
            }
        }
        for (const Tensors& rank : ranks_[cards]) {
            QCOMPARE(rank.size(), expected.size());
            for (const auto& [name, what] : expected) {
                const auto found = rank.find(name);
                QVERIFY2(found != rank.end(), name.c_str());
                QVERIFY2(found->second.type == what.first && found->second.shape == what.second, name.c_str());
                if (name.ends_with(".smoother") || name.ends_with(".scale_to_int")) {
                    const auto values = found->second.floats();
                    QVERIFY2(std::ranges::all_of(values, [](float value) { return value == 1; }), name.c_str());
                }
            }
        }
    }

    void ranksTogetherAreOneModel_data() { everyRankHasItsTensors_data(); }
    void ranksTogetherAreOneModel() {
        QFETCH(int, cards);
        const std::span<const Tensors> whole = ranks_[1];
        const std::span<const Tensors> ranks = ranks_[cards];
        QVERIFY(stacked(ranks, "lm_head.weight").bytes == whole[0].at("lm_head.weight").bytes);
        for (int layer = 0; layer < layers; ++layer) {
            const std::string prefix = "transformer.layers." + std::to_string(layer) + '.';
            for (const char* const name : {"mlp.fc", "mlp.gate"}) {
                const std::string module = prefix + name;
                QVERIFY(stacked(ranks, module + ".weight").bytes == whole[0].at(module + ".weight").bytes);
                QVERIFY(stacked(ranks, module + ".per_channel_scale").bytes ==
                        whole[0].at(module + ".per_channel_scale").bytes);
            }
            for (const char* const name : {"attention.dense", "mlp.proj"}) {
                const std::string module = prefix + name;
                QVERIFY(besides(ranks, module + ".weight").bytes == whole[0].at(module + ".weight").bytes);
                for (const Tensors& rank : ranks) {
                    QVERIFY(rank.at(module + ".per_channel_scale").bytes == whole[0].at(module + ".per_channel_scale").bytes);
                }
            }
            const std::string qkv = prefix + "attention.qkv";
            QVERIFY(unjoined(ranks, qkv + ".weight", 256) == whole[0].at(qkv + ".weight").bytes);
            QVERIFY(unjoined(ranks, qkv + ".per_channel_scale", 4) == whole[0].at(qkv + ".per_channel_scale").bytes);
            for (const Tensors& rank : ranks) {
                for (const char* const norm : {"input_layernorm.weight", "post_layernorm.weight"}) {
                    QVERIFY(rank.at(prefix + norm).bytes == whole[0].at(prefix + norm).bytes);
                }
            }
        }
    }

    // Codes times scales, smoothing undone with the norm before, are the source's matrices.
    void theMatricesAreTheModels() {
        const Tensors& rank = ranks_[1].front();
        const auto check = [&](const std::string& ours, std::size_t firstRow, const std::string& theirs,
                               const std::string& norm, const std::string& theirNorm) {
            const std::vector<float> source = sourceOf(theirs + ".weight");
            const std::size_t columns = rank.at(ours + ".weight").shape[1];
            const std::vector<float> codes = rank.at(ours + ".weight").floats();
            const std::vector<float> scales = rank.at(ours + ".per_channel_scale").floats();
            const std::vector<float> gain = norm.empty() ? std::vector<float>(columns, 1) : rank.at(norm).floats();
            const std::vector<float> before = norm.empty() ? gain : sourceOf(theirNorm);
            double error = 0;
            double energy = 0;
            for (std::size_t i = 0; i < source.size(); ++i) {
                const std::size_t row = firstRow + i / columns;
                const std::size_t column = i % columns;
                const double value = double{codes[row * columns + column]} * scales[row] * gain[column] / before[column];
                error += (value - source[i]) * (value - source[i]);
                energy += double{source[i]} * source[i];
            }
            return std::sqrt(error / energy);
        };
        std::size_t smoothed = 0;
        for (int layer = 0; layer < layers; ++layer) {
            const std::string ours = "transformer.layers." + std::to_string(layer) + '.';
            const std::string theirs = "model.layers." + std::to_string(layer) + '.';
            const auto isNear = [&](const std::string& name, std::size_t firstRow, const std::string& source,
                                    const std::string& norm = {}, const std::string& theirNorm = {}) {
                const double error = check(ours + name, firstRow, theirs + source, norm.empty() ? norm : ours + norm,
                                           theirNorm.empty() ? theirNorm : theirs + theirNorm);
                QVERIFY2(error < 0.06, (name + ' ' + std::to_string(error)).c_str());
            };
            isNear("attention.qkv", 0, "self_attn.q_proj", "input_layernorm.weight", "input_layernorm.weight");
            isNear("attention.qkv", 256, "self_attn.k_proj", "input_layernorm.weight", "input_layernorm.weight");
            isNear("attention.qkv", 384, "self_attn.v_proj", "input_layernorm.weight", "input_layernorm.weight");
            isNear("attention.dense", 0, "self_attn.o_proj");
            isNear("mlp.fc", 0, "mlp.gate_proj", "post_layernorm.weight", "post_attention_layernorm.weight");
            isNear("mlp.gate", 0, "mlp.up_proj", "post_layernorm.weight", "post_attention_layernorm.weight");
            isNear("mlp.proj", 0, "mlp.down_proj");
            smoothed +=
                rank.at(ours + "input_layernorm.weight").floats() != sourceOf(theirs + "input_layernorm.weight") ? 1U : 0U;
        }
        QCOMPARE(smoothed, std::size_t{layers});
        QVERIFY(rank.at("transformer.vocab_embedding.weight").floats() == sourceOf("model.embed_tokens.weight"));
        QVERIFY(rank.at("lm_head.weight").floats() == sourceOf("lm_head.weight"));
    }

    // What the ranks hold, put together, is what the other layout of the same job holds: the same smoothed model in a grid that
    // is half a code wider.
    void theOtherLayoutHoldsTheSameModel() {
        write(test::folderDocument("smoothquant", "W8A8", {{"alpha", "0.5"}}), "compressed");
        const Tensors other = tensorsOf(in("compressed") / "model.safetensors");
        const std::span<const Tensors> ranks = ranks_[4];
        for (int layer = 0; layer < layers; ++layer) {
            const std::string ours = "transformer.layers." + std::to_string(layer) + '.';
            const std::string theirs = "model.layers." + std::to_string(layer) + '.';
            const std::size_t hidden = 256;
            std::map<std::string, std::pair<std::vector<float>, std::vector<float>>> own; // their name: codes, scales
            const auto floatsOf = [](ElementType type, std::span<const std::byte> bytes) {
                return Stored{type, {}, {bytes.begin(), bytes.end()}}.floats();
            };
            const auto codes = unjoined(ranks, ours + "attention.qkv.weight", hidden);
            const auto scales = unjoined(ranks, ours + "attention.qkv.per_channel_scale", sizeof(float));
            std::size_t first = 0;
            for (const auto& [name, rows] :
                 {std::pair<const char*, std::size_t>{"q_proj", 256}, {"k_proj", 128}, {"v_proj", 128}}) {
                own[theirs + "self_attn." + name] = {
                    floatsOf(ElementType::I8, std::span(codes).subspan(first * hidden, rows * hidden)),
                    floatsOf(ElementType::F32, std::span(scales).subspan(first * sizeof(float), rows * sizeof(float)))};
                first += rows;
            }
            for (const auto& [name, its] : {std::pair{"fc", "gate_proj"}, {"gate", "up_proj"}}) {
                const std::string module = ours + "mlp." + name;
                own[theirs + "mlp." + its] = {stacked(ranks, module + ".weight").floats(),
                                              stacked(ranks, module + ".per_channel_scale").floats()};
            }
            for (const auto& [name, its] : {std::pair{"attention.dense", "self_attn.o_proj"}, {"mlp.proj", "mlp.down_proj"}}) {
                own[theirs + its] = {besides(ranks, ours + name + ".weight").floats(),
                                     ranks.front().at(ours + name + ".per_channel_scale").floats()};
            }
            for (const auto& [name, matrix] : own) {
                const auto theirCodes = other.at(name + ".weight").floats();
                const auto theirScales = other.at(name + ".weight_scale").floats();
                QCOMPARE(matrix.first.size(), theirCodes.size());
                QCOMPARE(matrix.second.size(), theirScales.size());
                double difference = 0;
                double energy = 0;
                for (std::size_t i = 0; i < theirCodes.size(); ++i) {
                    const std::size_t row = i / (theirCodes.size() / theirScales.size());
                    const double theirValue = double{theirCodes[i]} * theirScales[row];
                    const double value = double{matrix.first[i]} * matrix.second[row];
                    difference += (value - theirValue) * (value - theirValue);
                    energy += theirValue * theirValue;
                }
                const double error = std::sqrt(difference / energy);
                QVERIFY2(error > 0.006 && error < 0.017, (name + ' ' + std::to_string(error)).c_str());
            }
            for (const auto& [name, its] :
                 {std::pair{"input_layernorm", "input_layernorm"}, {"post_layernorm", "post_attention_layernorm"}}) {
                QVERIFY2(ranks.front().at(ours + name + ".weight").bytes == other.at(theirs + its + ".weight").bytes, its);
            }
        }
        QVERIFY(stacked(ranks, "lm_head.weight").bytes == other.at("lm_head.weight").bytes);
    }

    void anInterruptedJobGoesOn() {
        const Plan plan = makePlan(sample(), documentFor(2, {{"alpha", "0.5"}}));
        const auto codes = codesOf(plan);
        const fs::path destination = in("resumed");
        CancelToken cancel;
        Progress progress(
            [&](const ProgressState& state) {
                if (state.phase == "Encoding" && state.fraction() >= 0.5) {
                    cancel.cancel();
                }
            },
            std::chrono::milliseconds(0));
        const auto error =
            test::errorOf([&] { (void)convert(plan, destination, {.codes = codes}, test::smallTuning(), progress, cancel); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
        QVERIFY(!fs::exists(destination));
        const ConvertReport report = test::convertQuietly(plan, destination, {.codes = codes}, test::smallTuning());
        codes->remove();
        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(report.bytesWritten, plan.fileBytes());
        for (const char* const name : {"rank0.safetensors", "rank1.safetensors", "config.json"}) {
            QCOMPARE(test::fileHash(destination / name), test::fileHash(in("2") / name));
        }
        QVERIFY(test::nothingIsLeftBeside(destination));
    }

    void withoutATextThereIsNothingToSmoothBy() {
        const Plan plan = makePlan(sample(), documentFor(2));
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("nothing")); });
        QVERIFY(error && std::string(error->what()).find("needs a text") != std::string::npos);
        QVERIFY(!fs::exists(in("nothing")));
    }

    void theConfigurationDescribesTheModel() {
        const auto config = jsonOf(in("2") / "config.json");
        const nlohmann::json expected{{"architecture", "LlamaForCausalLM"},
                                      {"dtype", "bfloat16"},
                                      {"logits_dtype", "float32"},
                                      {"vocab_size", 4096},
                                      {"hidden_size", 256},
                                      {"intermediate_size", 768},
                                      {"num_hidden_layers", 6},
                                      {"num_attention_heads", 8},
                                      {"num_key_value_heads", 4},
                                      {"head_size", 32},
                                      {"max_position_embeddings", 512},
                                      {"hidden_act", "silu"},
                                      {"position_embedding_type", "rope_gpt_neox"},
                                      {"rotary_base", 10000.0},
                                      {"mapping", {{"world_size", 2}, {"tp_size", 2}, {"pp_size", 1}}}};
        for (const auto& [key, value] : expected.items()) {
            QVERIFY2(config.contains(key) && config[key] == value, key.c_str());
        }
        QVERIFY(std::abs(config["norm_epsilon"].get<double>() - 1e-5) < 1e-10);
        const auto& quantization = config["quantization"];
        QVERIFY(quantization["quant_algo"] == "W8A8_SQ_PER_CHANNEL_PER_TOKEN_PLUGIN");
        QVERIFY(quantization["smoothquant_val"] == 0.5 && quantization["exclude_modules"].is_null());
        QVERIFY(fs::exists(in("2") / "tokenizer.json") || fs::exists(in("2") / "tokenizer.model"));
    }

    // The formulas that the specification took from TensorRT-LLM's source, on its golden matrices.
    void codesAreThoseOfTheFormulas() {
        const Tensors inputs = tensorsOf(test::dataFile("smoothquant/qkv_group.safetensors"));
        const Tensors golden = tensorsOf(test::dataFile("smoothquant/trtllm_qkv.safetensors"));
        const auto factors = inputs.at("a50.s").floats();
        std::vector<float> weights;
        for (const char* const name : {"q.weight", "k.weight", "v.weight"}) {
            const auto values = inputs.at(name).floats();
            for (std::size_t i = 0; i < values.size(); ++i) {
                weights.push_back(values[i] * factors[i % factors.size()]);
            }
        }
        const std::string prefix = "per_token.transformer.layers.0.attention.qkv";
        const auto& codes = golden.at(prefix + ".weight").bytes;
        const auto scales = golden.at(prefix + ".per_channel_scale").floats();
        const MatrixEncoding& encoding = tensorrt::splitInt8(1, tensorrt::Cut::rows);
        std::vector<std::byte> stored(encoding.bytes(256, 128));
        encoding.encode(weights, 128, {}, stored);
        std::size_t other = 0;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            other += stored[i] != codes[i] ? 1U : 0U;
        }
        QVERIFY2(other <= 1, std::to_string(other).c_str()); // a tie
        for (std::size_t row = 0; row < scales.size(); ++row) {
            float scale = 0;
            std::memcpy(&scale, stored.data() + codes.size() + row * sizeof scale, sizeof scale);
            QVERIFY(std::abs(scale - scales[row]) <= 1e-6F * scales[row]);
        }
    }

    void whatIsRefused() {
        const auto says = [](const PlanDocument& document, const char* text) {
            const std::string reason = refusal(document);
            return reason.find(text) != std::string::npos ? std::string() : "not refused as expected: " + reason;
        };
        QCOMPARE(says(test::folderDocument("smoothquant", "W8A8", {{"tp_size", "2"}}), "another layout"), std::string());
        PlanDocument kept = documentFor(2);
        kept.weights["blk.3.ffn_down.weight"] = "BF16";
        QCOMPARE(says(kept, "cannot stay as it is"), std::string());
        PlanDocument other = documentFor(2);
        other.weights["blk.3.ffn_down.weight"] = "INT8-SQ-R2";
        QCOMPARE(says(other, "INT8-SQ-C2"), std::string());
        PlanDocument mixed = test::folderDocument("smoothquant", "W8A8");
        mixed.weights["blk.3.ffn_down.weight"] = "INT8-SQ";
        QCOMPARE(says(mixed, "only W8A8 is smoothed"), std::string());
        const auto reasonFor = [](const char* model, int cards) {
            const auto folder = test::extraData(model);
            const auto error =
                folder ? test::errorOf([&] { (void)makePlan(openModel(*folder), documentFor(cards)); }) : std::nullopt;
            return error ? error->detail() : std::string();
        };
        if (!test::extraData("models/stories260k")) {
            QSKIP(test::extraDataHint);
        }
        QVERIFY2(reasonFor("models/qwen2-stories260k", 1).find("Llama and Mistral") != std::string::npos,
                 reasonFor("models/qwen2-stories260k", 1).c_str());
        QVERIFY2(reasonFor("models/gpt2-tinystories", 1).find("Conv1D") != std::string::npos,
                 reasonFor("models/gpt2-tinystories", 1).c_str());
        QVERIFY2(reasonFor("models/baby-llama-105", 4).find("shared out") != std::string::npos,
                 reasonFor("models/baby-llama-105", 4).c_str());
    }

    // A tied model has no output matrix of its own; an engine wants one.
    void aTiedOutputIsWritten() {
        const auto folder = test::extraData("models/stories260k");
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const Plan plan = makePlan(openModel(*folder), documentFor(2));
        std::size_t outputs = 0;
        const std::uint64_t half = plan.model->find("token_embd.weight")->elements() / 2 * 4; // F32
        for (const OutputPiece& piece : plan.layout.pieces) {
            const bool isEmbedding = plan.choices[piece.choice].weight->role == Role::tokenEmbedding;
            outputs += isEmbedding && piece.bytes == half ? 1U : 0U;
        }
        QCOMPARE(outputs, std::size_t{2});
    }
};

QTEST_GUILESS_MAIN(TestTensorRtFolder)
#include "tst_tensorrt_folder.moc"
