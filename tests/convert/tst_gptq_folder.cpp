// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ folders: what config.json says of plain and mixed plans, what is refused, what is read back.
#include "codecs/gptq/family.h"
#include "convert/folder_support.h"
#include "formats/even_importance.h"
#include "plan/planned_weights.h"
#include "weights/compare.h"

#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using test::jsonOf;
using test::matches;
using test::refusal;
using test::sample;
namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

PlanDocument documentFor(const std::string& preset, const std::map<std::string, std::string>& options = {}) {
    return test::folderDocument("gptq", preset, options);
}

void write(const fs::path& file, const Json& json) {
    std::ofstream(file) << json.dump();
}

} // namespace

class TestGptqFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    /// Converts the sample and gives its quantization_config, keys in their order.
    nlohmann::ordered_json configOf(const PlanDocument& document, const std::string& name) {
        (void)test::convertQuietly(makePlan(sample(), document), in(name), {}, test::smallTuning());
        std::ifstream stream(in(name) / "config.json");
        return nlohmann::ordered_json::parse(stream)["quantization_config"];
    }
private slots:
    void saysWhatLoadersNeed() {
        const auto config = configOf(documentFor("GPTQ-4-g128"), "plain");
        Json expected = {{"quant_method", "gptq"},
                         {"bits", 4},
                         {"group_size", 128},
                         {"desc_act", false},
                         {"sym", true},
                         {"checkpoint_format", "gptq"},
                         {"lm_head", false},
                         {"pack_dtype", "int32"},
                         {"meta", {{"quantizer", {"quantlathe:" QUANTLATHE_VERSION}}}}};
        QVERIFY2(Json::parse(config.dump()) == expected, config.dump().c_str());
        QVERIFY(jsonOf(in("plain") / "quantize_config.json") == expected);
        QVERIFY(jsonOf(in("plain") / "config.json")["torch_dtype"] == Json("bfloat16"));
    }

    void optionsGoBeforeThePreset() {
        const auto row = configOf(documentFor("GPTQ-4-row"), "row");
        QVERIFY(row["group_size"] == -1);
        QCOMPARE(openModel(in("row"))->find("blk.0.attn_q.weight")->storedName(), std::string_view("GPTQ4-ROW"));
        const auto other =
            configOf(documentFor("GPTQ-4-g128", {{"bits", "3"}, {"group_size", "16"}, {"sym", "false"}}), "other");
        QVERIFY(other["bits"] == 3);
        QVERIFY(other["group_size"] == 16);
        QVERIFY(other["sym"] == false);
        QVERIFY(other["checkpoint_format"] == "gptq_v2"); // what GPTQModel takes
        QCOMPARE(openModel(in("other"))->find("blk.0.attn_q.weight")->storedName(), std::string_view("GPTQ3-G16-ASYM-V2"));
        const auto first = configOf(documentFor("GPTQ-8-g32", {{"sym", "false"}, {"checkpoint_format", "gptq"}}), "first");
        QVERIFY(first["checkpoint_format"] == "gptq");
        QCOMPARE(openModel(in("first"))->find("blk.0.attn_q.weight")->storedName(), std::string_view("GPTQ8-G32-ASYM"));
    }

    /// Matrices that programs join have one index; the features that count most come first.
    void groupsMayFollowImportance() {
        PlanDocument document = documentFor("GPTQ-4-g32", {{"desc_act", "true"}});
        QVERIFY(refusal(document).find("GPTQ4-G32-ACT needs an importance matrix") != std::string::npos);
        auto importance = std::make_shared<ImportanceMatrix>(evenImportance(*sample()));
        for (auto& [name, values] : importance->columns) {
            for (std::size_t i = 0; i < values.size(); ++i) {
                values[i] = static_cast<float>(1 + i * 37 % values.size());
            }
        }
        (void)test::convertQuietly(makePlan(sample(), document, importance), in("ordered"), {}, test::smallTuning());
        QVERIFY(jsonOf(in("ordered") / "quantize_config.json")["desc_act"] == true);
        const auto model = openModel(in("ordered"));
        QCOMPARE(model->find("blk.0.attn_q.weight")->storedName(), std::string_view("GPTQ4-G32-ACT"));
        const Checkpoint& checkpoint = model->checkpoint();
        std::vector<std::byte> first;
        for (const char* const name : {"q_proj", "k_proj", "v_proj"}) {
            const TensorInfo* const index = checkpoint.find(fmt::format("model.layers.0.self_attn.{}.g_idx", name));
            QVERIFY(index != nullptr);
            const std::span<const std::byte> bytes = checkpoint.bytes(*index);
            first = first.empty() ? std::vector(bytes.begin(), bytes.end()) : first;
            QVERIFY(std::ranges::equal(bytes, first));
        }
        const std::vector<float>& values = importance->columns.at("blk.0.attn_q.weight");
        for (std::size_t i = 0; i < values.size(); ++i) {
            std::int32_t group = 0;
            std::memcpy(&group, first.data() + i * sizeof group, sizeof group);
            const auto before = std::ranges::count_if(values, [&](float value) { return value > values[i]; });
            QCOMPARE(group, static_cast<std::int32_t>(before / 32));
        }
        const Weight& original = *sample()->find("blk.0.ffn_down.weight");
        std::vector<float> before(original.elements());
        std::vector<float> after(original.elements());
        readRows(*sample(), original, 0, before);
        readRows(*model, *model->find(original.name), 0, after);
        double squares = 0;
        double errors = 0;
        for (std::size_t i = 0; i < before.size(); ++i) {
            squares += std::pow(static_cast<double>(before[i]), 2);
            errors += std::pow(static_cast<double>(before[i] - after[i]), 2);
        }
        QVERIFY2(errors < 0.01 * squares, std::to_string(errors / squares).c_str());
    }

    void layersMayHaveSettingsOfTheirOwn() {
        PlanDocument document = documentFor("GPTQ-4-g128");
        for (const char* const name : {"attn_q", "attn_k", "attn_v"}) {
            document.weights[std::string("blk.1.") + name + ".weight"] = "GPTQ8-G64";
        }
        document.weights["blk.2.ffn_down.weight"] = "GPTQ4-G32-ASYM";
        document.weights["blk.3.ffn_down.weight"] = "GPTQ4-G32-ASYM";
        document.weights["blk.0.attn_output.weight"] = "BF16";
        document.weights["blk.5.ffn_gate.weight"] = "BF16";
        document.weights["blk.5.ffn_up.weight"] = "BF16";
        const auto config = configOf(document, "mixed");
        QVERIFY(config["bits"] == 4);
        QVERIFY(config["group_size"] == 128);
        const auto& ordered = config["dynamic"];
        bool isAfterKept = false;
        for (const auto& [key, value] : ordered.items()) { // GPTQModel takes kept layers first, vLLM the order of the file
            QVERIFY(key.starts_with("+:") || !isAfterKept);
            isAfterKept = isAfterKept || key.starts_with("+:");
        }
        const auto rule = [&](const std::string& name) {
            for (const auto& [key, value] : ordered.items()) {
                if (matches(key.substr(2), name)) {
                    return key.substr(0, 2) + value.dump();
                }
            }
            return std::string();
        };
        const std::string eight = R"(+:{"bits":8,"group_size":64})";
        for (const char* const name : {"q_proj", "k_proj", "v_proj", "qkv_proj"}) { // by both kinds of names
            QCOMPARE(rule(std::string("model.layers.1.self_attn.") + name), eight);
            QCOMPARE(rule(std::string("language_model.model.layers.1.self_attn.") + name), eight);
            QCOMPARE(rule(std::string("model.layers.11.self_attn.") + name), std::string());
            QCOMPARE(rule(std::string("model.layers.2.self_attn.") + name), std::string());
        }
        QCOMPARE(rule("model.layers.2.mlp.down_proj"), std::string(R"(+:{"group_size":32,"sym":false})"));
        QCOMPARE(rule("model.layers.3.mlp.down_proj"), rule("model.layers.2.mlp.down_proj"));
        QCOMPARE(rule("model.layers.0.self_attn.o_proj"), std::string("-:{}"));
        QCOMPARE(rule("model.layers.1.self_attn.o_proj"), std::string());
        for (const char* const name : {"gate_proj", "up_proj", "gate_up_proj"}) {
            QCOMPARE(rule(std::string("model.layers.5.mlp.") + name), std::string("-:{}"));
        }
        QCOMPARE(rule("lm_head"), std::string());
        // Without such rules: the ends of names, in full where a kind is not quantized everywhere.
        std::set<std::string> names;
        for (const auto& list : config["modules_in_block_to_quantize"]) {
            for (const auto& name : list) {
                names.insert(name.get<std::string>());
            }
        }
        const auto isListed = [&](const std::string& module) {
            return std::ranges::any_of(names, [&](const std::string& name) { return module.ends_with(name); });
        };
        for (int layer = 0; layer < 6; ++layer) {
            const std::string block = "model.layers." + std::to_string(layer) + '.';
            for (const char* const name : {"self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "mlp.down_proj"}) {
                QVERIFY(isListed(block + name) && names.contains(name));
            }
            QCOMPARE(isListed(block + "self_attn.o_proj"), layer != 0);
            QCOMPARE(isListed(block + "mlp.gate_proj"), layer != 5);
            QCOMPARE(isListed(block + "mlp.up_proj"), layer != 5);
        }
        // And it is read back.
        const auto model = openModel(in("mixed"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        for (const Choice& choice : makePlan(sample(), document).choices) {
            QCOMPARE(std::string(model->find(choice.weight->name)->storedName()), std::string(choice.encoding->name()));
        }
    }

    void whatVllmJoinsHasOneEncoding() {
        for (const auto& [weight, partner] : std::map<std::string, std::string>{
                 {"attn_q", "attn_k"}, {"attn_v", "attn_q"}, {"ffn_gate", "ffn_up"}, {"ffn_up", "ffn_gate"}}) {
            for (const char* const encoding : {"GPTQ8-G128", "BF16"}) {
                PlanDocument document = documentFor("GPTQ-4-g128");
                document.weights["blk.2." + weight + ".weight"] = encoding;
                const std::string text = refusal(document);
                QVERIFY2(text.find("must have one encoding") != std::string::npos, text.c_str());
                QVERIFY2(text.find("blk.2." + weight) != std::string::npos, text.c_str());
                QVERIFY2(text.find(encoding) != std::string::npos && text.find("GPTQ4-G128") != std::string::npos,
                         text.c_str());
            }
        }
        PlanDocument document = documentFor("GPTQ-4-g128"); // these stand alone
        document.weights["blk.2.attn_output.weight"] = "GPTQ8-G128";
        document.weights["blk.2.ffn_down.weight"] = "GPTQ3-G64";
        QCOMPARE(refusal(document), std::string());
    }

    void whatIsRefused() {
        PlanDocument document = documentFor("GPTQ-4-g128");
        document.weights["blk.2.ffn_down.weight"] = "GPTQ4-G128-V2";
        QVERIFY2(refusal(document).find("different forms") != std::string::npos, refusal(document).c_str());
        document.weights.clear();
        document.weights["blk.2.ffn_down.weight"] = "GPTQ4-G512"; // 768 input features
        QVERIFY2(refusal(document).find("768 input features are no multiple of 512") != std::string::npos,
                 refusal(document).c_str());
        const Format& format = *formatById("gptq");
        const Weight& output = *sample()->find("output.weight");
        QVERIFY(!format.offersChoice(*sample(), output));
        QVERIFY(format.whyNot(*sample(), output, *encodingByName("GPTQ4-G128"))->find("output matrix") != std::string::npos);
        QVERIFY2(refusal(documentFor("GPTQ-4-g128", {{"bits", "5"}})).find("2, 3, 4, 8") != std::string::npos, "bits");
        QVERIFY2(refusal(documentFor("GPTQ-4-g128", {{"group_size", "48"}})).find("16, 32") != std::string::npos, "group_size");
        QVERIFY2(refusal(documentFor("GPTQ-4-g128", {{"sym", "maybe"}})).find("true or false") != std::string::npos, "sym");
    }

    void sidesThatNoFileHoldsStay() {
        const auto folder = test::extraData("models/stories260k"); // 64 × 172
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        PlanDocument document = documentFor("GPTQ-4-g32");
        for (const Choice& choice : makePlan(source, document).choices) {
            const Weight& weight = *choice.weight;
            if (weight.layer && weight.dimensions() == 2) {
                const bool isSquare = weight.rows() % 32 == 0 && weight.columns() % 32 == 0;
                QCOMPARE(asMatrixEncoding(*choice.encoding) != nullptr, isSquare);
            }
        }
        document.preset = "GPTQ-4-g128"; // 64 input features
        const auto error = test::errorOf([&] { (void)makePlan(source, document); });
        QVERIFY(error && error->detail().find("64 input features are no multiple of 128") != std::string::npos);
        const Format& format = *formatById("gptq");
        QVERIFY(!format.whyNot(*source));
        QVERIFY(format.whyNot(*source, *presetByName(format, "GPTQ-4-g128"), nullptr));
        QVERIFY(!format.whyNot(*source, *presetByName(format, "GPTQ-4-row"), nullptr));
    }

    void aModelInF32BecomesOneOf16Bits() {
        fs::copy(test::resourceFile("sample"), in("f32"), fs::copy_options::recursive);
        fs::permissions(in("f32") / "config.json", fs::perms::owner_write, fs::perm_options::add);
        Json config = jsonOf(in("f32") / "config.json");
        config["torch_dtype"] = "float32";
        write(in("f32") / "config.json", config);
        write(in("f32") / "quantize_config.json", Json{{"bits", 3}}); // of some other time
        (void)test::convertQuietly(makePlan(openModel(in("f32")), documentFor("GPTQ-4-g64")), in("f32.gptq"));
        QVERIFY(jsonOf(in("f32.gptq") / "config.json")["torch_dtype"] == Json("float16"));
        QVERIFY(jsonOf(in("f32.gptq") / "quantize_config.json")["bits"] == Json(4));
    }

    // ---- Reading --------------------------------------------------------------------------------------------------------

    void quantizeConfigIsEnough() {
        (void)configOf(documentFor("GPTQ-2-g64", {{"sym", "false"}}), "old"); // second form: without a word it is misread
        Json config = jsonOf(in("old") / "config.json");
        const Json quantization = config["quantization_config"];
        config.erase("quantization_config");
        write(in("old") / "config.json", config);
        const auto model = openModel(in("old"));
        QVERIFY(model->understood());
        QCOMPARE(std::string(model->find("blk.0.ffn_up.weight")->storedName()), std::string("GPTQ2-G64-ASYM-V2"));
        fs::remove(in("old") / "quantize_config.json");
        QCOMPARE(std::string(openModel(in("old"))->find("blk.0.ffn_up.weight")->storedName()), std::string("GPTQ2-G64-ASYM"));
    }

    void otherMethodsAreNotMistaken() {
        (void)configOf(documentFor("GPTQ-4-g128"), "mistaken");
        Json config = jsonOf(in("mistaken") / "config.json");
        config["quantization_config"] = {{"quant_method", "vptq"}, {"bits", 4}, {"group_size", 128}};
        write(in("mistaken") / "config.json", config);
        const auto model = openModel(in("mistaken"));
        QVERIFY(!model->understood());
        QVERIFY2(model->notUnderstood()->find("already quantized by \"vptq\"") != std::string::npos,
                 model->notUnderstood()->c_str());
        // AWQ has tensors of the same names and other shapes.
        config["quantization_config"] = {{"quant_method", "awq"}, {"bits", 4}, {"group_size", 128}};
        write(in("mistaken") / "config.json", config);
        const auto error = test::errorOf([&] { (void)openModel(in("mistaken")); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QVERIFY2(std::string(error->what()).find("of an AWQ layer is wrong") != std::string::npos, error->what());
    }

    void aBrokenIndexNamesTheModule() {
        (void)configOf(documentFor("GPTQ-4-g128"), "broken");
        const fs::path file = in("broken") / "model.safetensors";
        std::uint64_t offset = 0;
        {
            const Checkpoint checkpoint = openCheckpoint(file);
            offset = checkpoint.find("model.layers.3.mlp.up_proj.g_idx")->offset;
        }
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        stream.seekp(static_cast<std::streamoff>(offset + 4 * 17));
        const std::int32_t group = 99;
        stream.write(reinterpret_cast<const char*>(&group), sizeof group);
        stream.close();
        const auto error = test::errorOf([&] { (void)openModel(in("broken")); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        const std::string text = std::string(error->what()) + error->detail();
        QVERIFY2(text.find("model.layers.3.mlp.up_proj") != std::string::npos, text.c_str());
        QVERIFY2(text.find("Input feature 17 is said to be of group 99") != std::string::npos, text.c_str());
    }

    /// An order of groups as AutoGPTQ's desc_act makes it: the columns of every group lie scattered.
    void scatteredGroupsBecomeGguf() {
        (void)configOf(documentFor("GPTQ-8-g64"), "scattered");
        const fs::path file = in("scattered") / "model.safetensors";
        std::vector<std::uint64_t> offsets;
        {
            const Checkpoint checkpoint = openCheckpoint(file);
            for (const TensorInfo& tensor : checkpoint.tensors()) {
                if (tensor.name.ends_with("down_proj.g_idx")) {
                    offsets.push_back(tensor.offset);
                }
            }
        }
        QCOMPARE(offsets.size(), std::size_t{6});
        // Columns 5 and 700 change groups: wrong values in two columns, as the index says.
        std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
        for (const std::uint64_t offset : offsets) {
            for (const auto& [column, group] : std::map<int, std::int32_t>{{5, 10}, {700, 0}}) {
                stream.seekp(static_cast<std::streamoff>(offset) + 4 * column);
                stream.write(reinterpret_cast<const char*>(&group), sizeof group);
            }
        }
        stream.close();
        const auto model = openModel(in("scattered"));
        QCOMPARE(std::string(model->find("blk.4.ffn_down.weight")->storedName()), std::string("GPTQ8-G64-ACT"));
        PlanDocument document;
        document.format = "gguf";
        document.preset = "F32";
        ConvertOptions options;
        options.allowRequantize = true;
        (void)test::convertQuietly(makePlan(model, document), in("scattered.gguf"), options);
        const auto gguf = openModel(in("scattered.gguf"));
        const Weight& original = *sample()->find("blk.4.ffn_down.weight");
        std::vector<float> before(original.elements());
        std::vector<float> after(original.elements());
        readRows(*sample(), original, 0, before);
        readRows(*gguf, *gguf->find("blk.4.ffn_down.weight"), 0, after);
        std::vector<double> errors(original.columns());
        for (std::size_t i = 0; i < before.size(); ++i) {
            errors[i % original.columns()] += std::pow(static_cast<double>(before[i]) - static_cast<double>(after[i]), 2);
        }
        std::vector<std::size_t> order(errors.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::sort(order, std::ranges::greater(), [&](std::size_t column) { return errors[column]; });
        QCOMPARE(std::set<std::size_t>(order.begin(), order.begin() + 2), (std::set<std::size_t>{5, 700}));
        QVERIFY(errors[order[1]] > 20 * errors[order[2]]); // all other columns are as near as eight bits are
    }
};

QTEST_GUILESS_MAIN(TestGptqFolder)
#include "tst_gptq_folder.moc"
