// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of compressed-tensors: what config.json says of plain and mixed plans, what is refused, what is read back.
#include "codecs/compressed_tensors/family.h"
#include "convert/calibrated_conversion.h"
#include "convert/folder_support.h"
#include "plan/input_scales.h"
#include "plan/planned_weights.h"
#include "runtime/calibration_file.h"
#include "weights/compare.h"

#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
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
    return test::folderDocument("compressed-tensors", preset, options);
}

std::set<std::string> keysOf(const Json& object) {
    std::set<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.insert(key);
    }
    return keys;
}

} // namespace

class TestCompressedTensorsFolder : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    /// Converts the sample and gives its quantization_config, keys in their order.
    nlohmann::ordered_json configOf(const PlanDocument& document, const std::string& name) {
        (void)test::convertQuietly(makePlan(sample(), document), in(name), {}, test::smallTuning());
        std::ifstream stream(in(name) / "config.json");
        return nlohmann::ordered_json::parse(stream)["quantization_config"];
    }
    std::string storedName(const std::string& folder, const std::string& weight) {
        return std::string(openModel(in(folder))->find(weight)->storedName());
    }

    static CalibrationChoice someText() {
        CalibrationChoice text = calibrationByText();
        text.contextTokens = 64;
        text.windows = 8;
        return text;
    }
    static CalibrationStatistics sampleStatistics() {
        ThreadArena arena(2);
        Progress progress;
        const CancelToken cancel;
        return CalibrationStatistics(
            calibrateInCache(sample(), calibrationRequest(*sample(), someText()), {arena, progress, cancel}));
    }

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }

    void saysWhatLoadersNeed() {
        const Json config = Json::parse(configOf(documentFor("W4A16-g128"), "plain").dump());
        const Json weights{{"num_bits", 4},        {"type", "int"},
                           {"symmetric", true},    {"strategy", "group"},
                           {"group_size", 128},    {"block_structure", nullptr},
                           {"dynamic", false},     {"actorder", nullptr},
                           {"observer", "minmax"}, {"observer_kwargs", Json::object()}};
        const Json group{
            {"targets", {"Linear"}}, {"weights", weights}, {"input_activations", nullptr}, {"output_activations", nullptr}};
        const Json expected{{"quant_method", "compressed-tensors"},
                            {"format", "pack-quantized"},
                            {"quantization_status", "compressed"},
                            {"config_groups", {{"group_0", group}}},
                            {"ignore", {"lm_head"}},
                            {"kv_cache_scheme", nullptr},
                            {"global_compression_ratio", nullptr},
                            {"sparsity_config", Json::object()},
                            {"transform_config", Json::object()}};
        QVERIFY2(config == expected, config.dump().c_str());
        QVERIFY(jsonOf(in("plain") / "config.json")["torch_dtype"] == Json("bfloat16"));
        const Checkpoint checkpoint = openCheckpoint(in("plain") / "model.safetensors");
        QVERIFY(checkpoint.find("model.layers.0.mlp.up_proj.weight") == nullptr);
        QVERIFY(checkpoint.find("model.layers.0.mlp.up_proj.weight_zero_point") == nullptr); // vLLM refuses it
        QVERIFY(checkpoint.find("model.layers.0.mlp.up_proj.weight_packed") != nullptr);
        QCOMPARE(checkpoint.find("model.layers.0.mlp.up_proj.weight_scale")->type, ElementType::BF16);
    }

    void everyPresetIsWrittenAndReadBack_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("strategy");
        QTest::addColumn<QString>("activations");
        const auto row = [](const char* preset, const char* encoding, const char* format, const char* strategy,
                            const char* activations) {
            QTest::newRow(preset) << preset << encoding << format << strategy << activations;
        };
        row("W4A16-g128", "W4A16-G128", "pack-quantized", "group", "");
        row("W4A16-g64", "W4A16-G64", "pack-quantized", "group", "");
        row("W4A16-g32", "W4A16-G32", "pack-quantized", "group", "");
        row("W8A16-g128", "W8A16-G128", "pack-quantized", "group", "");
        row("W8A16-g32", "W8A16-G32", "pack-quantized", "group", "");
        row("FP8-DYNAMIC", "FP8-DYNAMIC", "float-quantized", "channel", "token");
        row("FP8-BLOCK", "FP8-BLOCK", "float-quantized", "block", "group");
        row("W8A8", "W8A8", "int-quantized", "channel", "token");
        row("NVFP4A16", "NVFP4A16", "nvfp4-pack-quantized", "tensor_group", "");
        row("MXFP4A16", "MXFP4A16", "mxfp4-pack-quantized", "group", "");
    }
    void everyPresetIsWrittenAndReadBack() {
        QFETCH(QString, preset);
        QFETCH(QString, encoding);
        QFETCH(QString, format);
        QFETCH(QString, strategy);
        QFETCH(QString, activations);
        const std::string name = preset.toStdString();
        const Plan plan = makePlan(sample(), documentFor(name));
        const Json config = Json::parse(configOf(documentFor(name), name).dump());
        QVERIFY(config["format"] == format.toStdString());
        QCOMPARE(config["config_groups"].size(), std::size_t{1});
        const Json& group = config["config_groups"]["group_0"];
        QVERIFY(!group.contains("format")); // old readers do not know it
        QVERIFY(group["weights"]["strategy"] == strategy.toStdString());
        QCOMPARE(group["input_activations"].is_null(), activations.isEmpty());
        if (!activations.isEmpty()) {
            QVERIFY(group["input_activations"]["strategy"] == activations.toStdString());
            QVERIFY(group["input_activations"]["dynamic"] == true);
        }
        const auto model = openModel(in(name));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        const PlannedWeights planned(plan); // what measuring a plan sees is what the folder holds
        for (const Choice& choice : plan.choices) {
            const Weight& written = *model->find(choice.weight->name);
            QCOMPARE(std::string(written.storedName()), std::string(choice.encoding->name()));
            if (asMatrixEncoding(*choice.encoding) == nullptr) {
                continue;
            }
            QCOMPARE(std::string(choice.encoding->name()), encoding.toStdString());
            std::vector<float> expected(written.elements());
            std::vector<float> got(written.elements());
            planned.rows(*choice.weight, 0, expected);
            readRows(*model, written, 0, got);
            QVERIFY2(std::equal(got.begin(), got.end(), expected.begin()), choice.weight->name.c_str());
        }
    }

    void optionsGoBeforeThePreset() {
        const auto row = configOf(documentFor("W4A16-g128", {{"group_size", "-1"}}), "row");
        QVERIFY(row["config_groups"]["group_0"]["weights"]["strategy"] == "channel");
        QVERIFY(row["config_groups"]["group_0"]["weights"]["group_size"].is_null());
        QCOMPARE(storedName("row", "blk.0.attn_q.weight"), std::string("W4A16-ROW"));
        const auto zeros = configOf(documentFor("W4A16-g32", {{"sym", "false"}, {"group_size", "64"}}), "zeros");
        QVERIFY(zeros["config_groups"]["group_0"]["weights"]["symmetric"] == false);
        QCOMPARE(storedName("zeros", "blk.3.ffn_down.weight"), std::string("W4A16-G64-ASYM"));
        (void)configOf(documentFor("W8A16", {{"sym", "false"}}), "eight"); // an alias; no zero points with eight bits
        QCOMPARE(storedName("eight", "blk.0.attn_q.weight"), std::string("W8A16-G128"));
        QVERIFY2(refusal(documentFor("W4A16", {{"group_size", "48"}})).find("32, 64") != std::string::npos, "group_size");
    }

    void aMixedPlanBecomesGroups() {
        PlanDocument document = documentFor("W4A16-g128");
        for (const char* const name : {"attn_q", "attn_k", "attn_v"}) {
            document.weights[std::string("blk.1.") + name + ".weight"] = "W8A16-G64";
        }
        document.weights["blk.2.ffn_down.weight"] = "FP8-DYNAMIC";
        document.weights["blk.3.ffn_down.weight"] = "FP8-DYNAMIC";
        document.weights["blk.0.attn_output.weight"] = "BF16";
        document.weights["blk.5.ffn_gate.weight"] = "BF16";
        document.weights["blk.5.ffn_up.weight"] = "BF16";
        const auto config = configOf(document, "mixed");
        QVERIFY(config["format"] == "mixed-precision");
        QCOMPARE(config["config_groups"].size(), std::size_t{3});
        // As vLLM looks: at all names in the order of the groups, then at the class.
        const auto groupOf = [&](const std::string& name) {
            std::string byClass;
            for (const auto& [key, group] : config["config_groups"].items()) {
                for (const auto& target : group["targets"]) {
                    const auto text = target.get<std::string>();
                    if (text.starts_with("re:") && matches(text.substr(3), name)) {
                        return group;
                    }
                    byClass = text == "Linear" ? key : byClass;
                }
            }
            return config["config_groups"][byClass];
        };
        for (const char* const name : {"q_proj", "k_proj", "v_proj", "qkv_proj"}) { // by both kinds of names
            const auto eight = groupOf(std::string("model.layers.1.self_attn.") + name);
            QVERIFY(eight["format"] == "pack-quantized" && eight["weights"]["num_bits"] == 8);
            QVERIFY(eight["weights"]["group_size"] == 64);
            QVERIFY(groupOf(std::string("model.layers.11.self_attn.") + name)["weights"]["num_bits"] == 4);
        }
        for (const char* const layer : {"2", "3"}) {
            const auto float8 = groupOf(std::string("model.layers.") + layer + ".mlp.down_proj");
            QVERIFY(float8["format"] == "float-quantized" && float8["weights"]["type"] == "float");
            QVERIFY(float8["input_activations"]["strategy"] == "token");
        }
        QVERIFY(groupOf("model.layers.4.mlp.down_proj")["weights"]["group_size"] == 128);
        std::set<std::string> ignored;
        for (const auto& name : config["ignore"]) {
            ignored.insert(name.get<std::string>());
        }
        QCOMPARE(ignored, (std::set<std::string>{"model.layers.0.self_attn.o_proj", "model.layers.5.mlp.gate_proj",
                                                 "model.layers.5.mlp.up_proj", "lm_head"}));
        const auto model = openModel(in("mixed"));
        QVERIFY2(model->understood(), model->notUnderstood().value_or("").c_str());
        for (const Choice& choice : makePlan(sample(), document).choices) {
            QCOMPARE(std::string(model->find(choice.weight->name)->storedName()), std::string(choice.encoding->name()));
        }
    }

    void readersGetNoKeyThatTheyDoNotKnow() {
        const std::set<std::string> known{"num_bits",        "type",    "symmetric", "strategy", "group_size",
                                          "block_structure", "dynamic", "actorder",  "observer", "observer_kwargs"};
        for (const char* const preset : {"W4A16-g128", "FP8-DYNAMIC", "FP8-BLOCK", "W8A8", "NVFP4A16"}) {
            const Json group =
                Json::parse(configOf(documentFor(preset), std::string("keys-") + preset).dump())["config_groups"]["group_0"];
            QCOMPARE(keysOf(group), (std::set<std::string>{"targets", "weights", "input_activations", "output_activations"}));
            QCOMPARE(keysOf(group["weights"]), known);
            if (!group["input_activations"].is_null()) {
                QCOMPARE(keysOf(group["input_activations"]), known);
            }
        }
        const auto mxfp4 = configOf(documentFor("MXFP4A16"), "keys-MXFP4A16"); // its readers are new ones, and ask for these
        QVERIFY(mxfp4["config_groups"]["group_0"]["weights"]["scale_dtype"] == "torch.uint8");
    }

    /// The scales of activations are those of the text; readers and measurements round by them.
    void activationsOfNvfp4AreScaledByTheText() {
        const Plan plan = makePlan(sample(), documentFor("NVFP4"));
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, in("nothing")); });
        QVERIFY(error && std::string(error->what()).find("needs a text") != std::string::npos);
        QVERIFY(!fs::exists(in("nothing")) && !whyNotCalibrated(plan) && storesInputScales(plan));

        ThreadArena arena(2);
        Progress progress;
        const CancelToken cancel;
        const CalibratedPlan calibrated = calibratePlan(plan, someText(), {arena, progress, cancel});
        QVERIFY(calibrated.codes != nullptr && calibrated.codes->codes().size() == 42 && calibrated.plan.importance != nullptr);
        QCOMPARE(calibrated.plan.fileBytes(), plan.fileBytes());
        (void)test::convertQuietly(calibrated.plan, in("activations"), {.codes = calibrated.codes}, test::smallTuning());

        const CalibrationStatistics statistics = sampleStatistics();
        const Checkpoint checkpoint = openCheckpoint(in("activations") / "model.safetensors");
        const auto written = openModel(in("activations"));
        const ModelWeights loaded(written);
        const PlannedWeights planned(calibrated.plan);
        std::size_t layers = 0;
        for (const Weight& weight : sample()->weights()) {
            const Weight& stored = *written->find(weight.name);
            if (!weight.layer || weight.shape.size() != 2) {
                QVERIFY(loaded.inputRounding(stored, std::nullopt) == nullptr);
                continue;
            }
            ++layers;
            QCOMPARE(std::string(stored.storedName()), std::string("NVFP4A4"));
            const auto seen = statistics.of(weight.name).largest;
            const float multiplier = 2688 / std::ranges::max(seen);
            const std::string module = weight.sourceName.substr(0, weight.sourceName.rfind(".weight"));
            const TensorInfo* const tensor = checkpoint.find(module + ".input_global_scale");
            QVERIFY(tensor != nullptr && tensor->type == ElementType::F32 && tensor->shape == std::vector<std::uint64_t>{1});
            float scale = 0;
            std::memcpy(&scale, checkpoint.bytes(*tensor).data(), sizeof scale);
            QCOMPARE(scale, multiplier);
            const InputRounding expected{.numbers = InputRounding::Numbers::float4,
                                         .scales = InputRounding::Scales::group,
                                         .group = 16,
                                         .scale = multiplier};
            QVERIFY(*loaded.inputRounding(stored, std::nullopt) == expected);
            QVERIFY(*planned.inputRounding(weight, std::nullopt) == expected);
        }
        QCOMPARE(layers, std::size_t{42});
        // Matrices that are joined share the second scale of their weights, calibrated or not.
        const auto globalOf = [&](const char* module) {
            float global = 0;
            std::memcpy(
                &global,
                checkpoint.bytes(*checkpoint.find(std::string("model.layers.3.") + module + ".weight_global_scale")).data(),
                sizeof global);
            return global;
        };
        QCOMPARE(globalOf("self_attn.k_proj"), globalOf("self_attn.q_proj"));
        QCOMPARE(globalOf("self_attn.v_proj"), globalOf("self_attn.q_proj"));
        QCOMPARE(globalOf("mlp.up_proj"), globalOf("mlp.gate_proj"));
        // Without a text nothing is known of them, and nothing is done.
        QVERIFY(!PlannedWeights(plan).inputRounding(*sample()->find("blk.0.attn_q.weight"), std::nullopt)->isKnown);

        const Json group =
            Json::parse(jsonOf(in("activations") / "config.json").dump())["quantization_config"]["config_groups"]["group_0"];
        QVERIFY(group["input_activations"] == Json({{"num_bits", 4},
                                                    {"type", "float"},
                                                    {"symmetric", true},
                                                    {"strategy", "tensor_group"},
                                                    {"group_size", 16},
                                                    {"block_structure", nullptr},
                                                    {"dynamic", "local"},
                                                    {"actorder", nullptr},
                                                    {"observer", "minmax"},
                                                    {"observer_kwargs", Json::object()}}));
        QVERIFY(group["weights"]["dynamic"] == false);
    }

    void scalesOfActivationsAreInTheIndex() {
        PlanDocument document = documentFor("NVFP4");
        document.weights["blk.1.ffn_down.weight"] = "W4A16-G64"; // with whole numbers of eight bytes in the file
        document.options.split.maxBytes = 1'000'000;
        Plan plan = makePlan(sample(), document);
        setInputScales(plan, sampleStatistics());
        (void)test::convertQuietly(plan, in("shards"), {}, test::smallTuning());
        const Json index = jsonOf(in("shards") / "model.safetensors.index.json")["weight_map"];
        std::size_t scales = 0;
        std::size_t all = 0;
        std::set<std::string> files;
        for (const auto& [name, file] : index.items()) {
            files.insert(file.get<std::string>());
            if (name.ends_with(".input_global_scale")) {
                ++scales;
                const std::string module = name.substr(0, name.rfind(".input"));
                QVERIFY2(index[module + ".weight_packed"] == file, name.c_str());
            }
        }
        for (const std::string& file : files) {
            const auto bytes = test::readAll(in("shards") / file);
            std::uint64_t length = 0;
            std::memcpy(&length, bytes.data(), sizeof length);
            const auto* const text = reinterpret_cast<const char*>(bytes.data()) + sizeof length;
            const Json header = Json::parse(text, text + length);
            for (const auto& [name, tensor] : header.items()) {
                if (name == "__metadata__") {
                    continue;
                }
                QVERIFY2(index[name] == file, name.c_str());
                const std::uint64_t offset = sizeof length + length + tensor["data_offsets"][0].get<std::uint64_t>();
                QVERIFY2(offset % (tensor["dtype"] == "I64" ? 8U : tensor["dtype"] == "BF16" ? 2U : 1U) == 0, name.c_str());
                ++all;
            }
        }
        QVERIFY(openModel(in("shards"))->understood());
        QVERIFY(files.size() > 2);
        QCOMPARE(all, index.size());
        QCOMPARE(scales, std::size_t{41});
        QCOMPARE(storedName("shards", "blk.0.ffn_down.weight"), std::string("NVFP4A4"));
        QCOMPARE(storedName("shards", "blk.1.ffn_down.weight"), std::string("W4A16-G64"));
    }

    /// vLLM takes one second scale for what it joins.
    void joinedLayersShareTheScaleOfNvfp4() {
        (void)configOf(documentFor("NVFP4A16"), "nvfp4");
        const Checkpoint checkpoint = openCheckpoint(in("nvfp4") / "model.safetensors");
        const auto globalOf = [&](const std::string& module) {
            float global = 0;
            std::memcpy(&global, checkpoint.bytes(*checkpoint.find(module + ".weight_global_scale")).data(), sizeof global);
            return global;
        };
        const auto largestOf = [&](const std::string& weight) {
            const Weight& found = *sample()->find(weight);
            std::vector<float> values(found.elements());
            readRows(*sample(), found, 0, values);
            return std::abs(*std::ranges::max_element(values, {}, [](float value) { return std::abs(value); }));
        };
        std::size_t differing = 0;
        for (int layer = 0; layer < 6; ++layer) {
            const std::string block = "blk." + std::to_string(layer) + '.';
            const std::string module = "model.layers." + std::to_string(layer) + '.';
            const float q = largestOf(block + "attn_q.weight");
            const float k = largestOf(block + "attn_k.weight");
            const float v = largestOf(block + "attn_v.weight");
            differing += q != k || k != v ? 1U : 0U;
            for (const char* const name : {"q_proj", "k_proj", "v_proj"}) {
                QCOMPARE(globalOf(module + "self_attn." + name), 2688 / std::max({q, k, v}));
            }
            const float gateUp = std::max(largestOf(block + "ffn_gate.weight"), largestOf(block + "ffn_up.weight"));
            QCOMPARE(globalOf(module + "mlp.gate_proj"), 2688 / gateUp);
            QCOMPARE(globalOf(module + "mlp.up_proj"), 2688 / gateUp);
            QCOMPARE(globalOf(module + "mlp.down_proj"), 2688 / largestOf(block + "ffn_down.weight"));
        }
        QCOMPARE(differing, std::size_t{6}); // else nothing was shown
    }

    void whatVllmJoinsHasOneEncoding() {
        for (const auto& [weight, partner] : std::map<std::string, std::string>{{"attn_q", "attn_k"}, {"ffn_up", "ffn_gate"}}) {
            for (const char* const encoding : {"W8A16-G128", "BF16"}) {
                PlanDocument document = documentFor("W4A16-g128");
                document.weights["blk.2." + weight + ".weight"] = encoding;
                const std::string text = refusal(document);
                QVERIFY2(text.find("must have one encoding") != std::string::npos, text.c_str());
            }
        }
        PlanDocument document = documentFor("W4A16-g128"); // these stand alone
        document.weights["blk.2.attn_output.weight"] = "W8A16-G128";
        document.weights["blk.2.ffn_down.weight"] = "NVFP4A16";
        QCOMPARE(refusal(document), std::string());
    }

    void whatIsRefused() {
        const Format& format = *formatById("compressed-tensors");
        const Weight& output = *sample()->find("output.weight");
        QVERIFY(!format.offersChoice(*sample(), output));
        QVERIFY(format.whyNot(*sample(), output, *encodingByName("W4A16-G128"))->find("output matrix") != std::string::npos);
        PlanDocument document = documentFor("W4A16-g128");
        document.weights["blk.2.ffn_down.weight"] = "GPTQ4-G128";
        QVERIFY(!refusal(document).empty());
    }

    void sidesThatDoNotFitStay() {
        const auto folder = test::extraData("models/stories260k"); // 64 × 172, keys and values of 32 rows
        if (!folder) {
            QSKIP(test::extraDataHint);
        }
        const auto source = openModel(*folder);
        const auto encodings = [&](const char* preset) {
            std::map<std::string, std::string> chosen;
            for (const Choice& choice : makePlan(source, documentFor(preset)).choices) {
                chosen[choice.weight->name] = choice.encoding->name();
            }
            return chosen;
        };
        // 172 input features are no multiple of 16, 64 are one of 32.
        QCOMPARE(encodings("MXFP4A16")["blk.0.ffn_down.weight"], std::string("F32"));
        QCOMPARE(encodings("MXFP4A16")["blk.0.attn_q.weight"], std::string("MXFP4A16"));
        // Blocks would reach from one joined matrix into the next; the others stand alone.
        QCOMPARE(encodings("FP8-BLOCK")["blk.0.attn_q.weight"], std::string("F32"));
        QCOMPARE(encodings("FP8-BLOCK")["blk.0.ffn_down.weight"], std::string("FP8-BLOCK"));
        QCOMPARE(encodings("FP8-DYNAMIC")["blk.0.ffn_down.weight"], std::string("FP8-DYNAMIC"));
        PlanDocument document = documentFor("FP8-DYNAMIC");
        for (const char* const name : {"ffn_gate", "ffn_up"}) {
            document.weights[std::string("blk.0.") + name + ".weight"] = "FP8-BLOCK";
        }
        auto error = test::errorOf([&] { (void)makePlan(source, document); });
        QVERIFY(error && error->detail().find("172 output features, no multiple of 128") != std::string::npos);
        // A group that does not fit is for the user to settle.
        error = test::errorOf([&] { (void)makePlan(source, documentFor("W4A16-g128")); });
        QVERIFY(error && error->detail().find("64 input features are no multiple of 128") != std::string::npos);
        document = documentFor("W4A16-g128", {{"group_size", "-1"}});
        (void)test::convertQuietly(makePlan(source, document), in("stories"));
        const Json config = jsonOf(in("stories") / "config.json");
        QVERIFY(config["torch_dtype"] == "bfloat16"); // loaders compute in 16 bits
        // 172 is no multiple of 8, so those stay, and a tied output matrix has a name without a tensor.
        const Json& ignored = config["quantization_config"]["ignore"];
        QCOMPARE(ignored.size(), std::size_t{6});
        QVERIFY(ignored.back() == "lm_head");
    }

    void becomesGgufAgain() {
        (void)configOf(documentFor("W4A16-g32"), "onward");
        PlanDocument document;
        document.format = "gguf";
        document.preset = "F32";
        ConvertOptions options;
        options.allowRequantize = true;
        const auto folder = openModel(in("onward"));
        (void)test::convertQuietly(makePlan(folder, document), in("onward.gguf"), options);
        const auto gguf = openModel(in("onward.gguf"));
        for (const char* const name : {"blk.0.attn_q.weight", "blk.5.ffn_down.weight"}) {
            std::vector<float> before(folder->find(name)->elements());
            std::vector<float> after(before.size());
            readRows(*folder, *folder->find(name), 0, before);
            readRows(*gguf, *gguf->find(name), 0, after);
            QVERIFY(before == after);
        }
    }
};

QTEST_GUILESS_MAIN(TestCompressedTensorsFolder)
#include "tst_compressed_tensors_folder.moc"
