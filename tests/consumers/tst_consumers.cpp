// SPDX-License-Identifier: GPL-3.0-or-later
// What programs would say to models: to plans, to what is written, and to all that can be wrong with either.
#include "consumers/consumer.h"
#include "convert/folder_support.h"
#include "support/synthetic_models.h"

#include <functional>
#include <map>
#include <QTemporaryDir>
#include <set>
#include <vector>

using namespace quantlathe;

namespace {

using Change = std::function<void(WrittenModel&)>;

WrittenModel planned(const std::string& format, const std::string& preset,
                     const std::map<std::string, std::string>& options = {}) {
    return writtenModel(makePlan(test::sample(), test::folderDocument(format, preset, options)));
}

WrittenModel mixed(const std::string& format, const std::string& preset, const std::string& weight,
                   const std::string& encoding) {
    PlanDocument document = test::folderDocument(format, preset);
    document.weights[weight] = encoding;
    return writtenModel(makePlan(test::sample(), document));
}

nlohmann::json& quantizationOf(WrittenModel& model) {
    return model.config["quantization_config"];
}

/// Sets a key of quantization_config; null takes it away.
Change with(const std::string& key, const nlohmann::json& value) {
    return [=](WrittenModel& model) {
        if (value.is_null()) {
            quantizationOf(model).erase(key);
        } else {
            quantizationOf(model)[key] = value;
        }
    };
}

Change withWeights(const std::string& key, const nlohmann::json& value) {
    return [=](WrittenModel& model) { quantizationOf(model)["config_groups"]["group_0"]["weights"][key] = value; };
}

Change without(const std::string& tensor) {
    return [=](WrittenModel& model) { QCOMPARE(model.tensors.erase(tensor), std::size_t{1}); };
}

Change withTensor(const std::string& tensor, ElementType type, const std::vector<std::uint64_t>& shape) {
    return [=](WrittenModel& model) {
        model.tensors[tensor].name = tensor;
        model.tensors[tensor].type = type;
        model.tensors[tensor].shape = shape;
    };
}

/// Another outermost side.
Change withRows(const std::string& tensor, std::uint64_t rows) {
    return [=](WrittenModel& model) { model.tensors.at(tensor).shape[0] = rows; };
}

Change withKey(const std::string& key, const MetadataValue& value) {
    return [=](WrittenModel& model) { model.metadata.set(key, value); };
}

Change withoutKey(const std::string& key) {
    return [=](WrittenModel& model) { model.metadata.erase(key); };
}

/// A layer that the plan encodes, as it was.
void makePlain(WrittenModel& model, const std::string& path) {
    std::erase_if(model.tensors, [&](const auto& entry) { return entry.first.starts_with(path + '.'); });
    withTensor(path + ".weight", ElementType::BF16, {64, 64})(model);
}

ConsumerVerdict ask(const char* consumer, const WrittenModel& model) {
    return askConsumer(*consumerByName(consumer), model);
}

std::string told(const ConsumerVerdict& verdict) {
    std::string text(name(verdict.loads()));
    for (const ConsumerFinding& finding : verdict.findings) {
        text += "\n  " + std::string(name(finding.loads)) + ": " + finding.text;
    }
    return text;
}

const std::string query = "model.layers.0.self_attn.q_proj";
const std::string down = "model.layers.2.mlp.down_proj";

struct Case {
    std::string format;
    std::string preset;
    std::map<std::string, std::string> options;
    Change change;
    const char* consumer;
    Loads loads;
    std::string text; // in one of the findings
};

const auto no = Loads::no;
const auto caveat = Loads::withCaveat;

/// One rule each; the same plan without the change is loaded without the finding.
const std::map<std::string, Case>& folderCases() {
    static const std::map<std::string, Case> all{
        // Any folder.
        {"no config",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { m.config = nullptr; },
          "transformers",
          no,
          "config.json is missing"}},
        {"no class",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { m.config.erase("architectures"); },
          "vllm",
          no,
          "architectures is missing"}},
        {"two classes",
         {"exl2",
          "EXL2-4.0",
          {},
          [](WrittenModel& m) { m.config["architectures"].push_back("B"); },
          "exllamav2",
          no,
          "architectures has 2 entries in config.json, expected 1"}},
        {"no index",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) {
              m.files.erase("model.safetensors");
              m.files.insert("weights.safetensors");
          },
          "transformers",
          no,
          "neither model.safetensors nor"}},
        {"no format", {"gptq", "GPTQ-4-g128", {}, withoutKey("format"), "transformers", caveat, "\"format\": \"pt\""}},
        {"no tokenizer",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) {
              m.files.erase("tokenizer.json");
              m.files.erase("tokenizer.model");
          },
          "vllm",
          caveat,
          "There is no tokenizer"}},
        {"torch.save",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { m.container = ContainerKind::pytorch; },
          "exllamav2",
          no,
          "files of torch.save"}},
        {"type of ExLlamaV2",
         {"exl2",
          "EXL2-4.0",
          {},
          withTensor("model.norm.weight", ElementType::F64, {288}),
          "exllamav2",
          no,
          "model.norm.weight is stored as F64, expected I32, I16, F16, BF16, F32"}},
        {"joined",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { makePlain(m, query); },
          "vllm",
          no,
          "model.layers.0.self_attn.qkv_proj"}},
        {"whole blocks",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { makePlain(m, "model.layers.0.self_attn.o_proj"); },
          "exllamav2",
          no,
          "expected one form in model.layers.0.self_attn"}},
        {"inner features",
         {"exl2",
          "EXL2-4.0",
          {},
          [](WrittenModel& m) { m.tensors[down + ".q_invperm"].shape = {96}; },
          "exllamav2",
          caveat,
          "no multiple of 64"}},
        {"unknown method",
         {"gptq",
          "GPTQ-4-g128",
          {},
          with("quant_method", "quark"),
          "vllm",
          caveat,
          "Nothing is known here of quant_method quark"}},
        // GPTQ.
        {"gptq 3 bits", {"gptq", "GPTQ-3-g128", {}, {}, "vllm", no, "has 3 bits, expected 4, 8"}},
        {"gptq 8 bits", {"gptq", "GPTQ-8-g128", {}, {}, "exllamav2", no, "has 8 bits, expected 4"}},
        {"gptq group",
         {"gptq",
          "GPTQ-4-g128",
          {{"group_size", "16"}},
          {},
          "vllm",
          no,
          "has groups of 16, expected 32, 64, 128 or whole rows"}},
        {"gptq asymmetric",
         {"gptq", "GPTQ-4-g128", {{"sym", "false"}}, {}, "vllm", no, "sym is false in quantization_config, expected true"}},
        {"gptq no sym",
         {"gptq", "GPTQ-4-g128", {}, with("sym", nullptr), "vllm", no, "sym is missing from quantization_config"}},
        {"gptq order", {"gptq", "GPTQ-4-g128", {}, with("desc_act", true), "vllm", no, "desc_act is true"}},
        {"gptq rule", {"gptq", "GPTQ-4-g128", {}, with("dynamic", {{"+:.*", {{"sym", false}}}}), "vllm", no, "sym: false"}},
        {"gptq mixed",
         {"gptq",
          "GPTQ-4-g128",
          {},
          with("dynamic", {{"+:.*", {{"bits", 8}}}}),
          "transformers",
          no,
          "Layers differ in bits or groups (dynamic)"}},
        {"gptq unnamed",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { makePlain(m, query); },
          "transformers",
          no,
          "expected modules_in_block_to_quantize that leaves it out"}},
        {"gptq left out",
         {"gptq",
          "GPTQ-4-g128",
          {},
          with("modules_in_block_to_quantize", {{"self_attn.q_proj"}}),
          "transformers",
          no,
          "modules_in_block_to_quantize does not name it"}},
        {"gptq not left",
         {"gptq", "GPTQ-4-g128", {}, [](WrittenModel& m) { makePlain(m, down); }, "gptqmodel", no, "dynamic does not name it"}},
        {"gptq pattern",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) {
              makePlain(m, down);
              with("dynamic", {{"-:(", nlohmann::json::object()}})(m);
          },
          "gptqmodel",
          no,
          "dynamic cannot be read"}},
        {"gptq type",
         {"gptq",
          "GPTQ-4-g128",
          {},
          [](WrittenModel& m) { m.config["torch_dtype"] = "float32"; },
          "gptqmodel",
          no,
          "torch_dtype is float32"}},
        {"gptq power of two",
         {"gptq", "GPTQ-4-g128", {}, withRows(down + ".scales", 8), "exllamav2", no, "expected a power of two"}},
        // AWQ.
        {"awq version", {"awq", "AWQ-4-g128", {}, with("version", "gemv"), "vllm", no, "version is \"gemv\""}},
        {"awq zero point", {"awq", "AWQ-4-g128", {}, with("zero_point", nullptr), "vllm", no, "zero_point is missing"}},
        {"awq not listed",
         {"awq",
          "AWQ-4-g128",
          {},
          [](WrittenModel& m) { makePlain(m, down); },
          "transformers",
          no,
          "modules_to_not_convert does not name it"}},
        {"awq listed",
         {"awq",
          "AWQ-4-g128",
          {},
          with("modules_to_not_convert", {"model.layers.1"}),
          "transformers",
          no,
          "is encoded, but modules_to_not_convert names it (model.layers.1)"}},
        {"awq part",
         {"awq",
          "AWQ-4-g128",
          {},
          with("modules_to_not_convert", {"gate"}),
          "vllm",
          no,
          "gate_proj is encoded, but modules_to_not_convert names it (gate)"}},
        {"awq group",
         {"awq",
          "AWQ-4-g128",
          {},
          withRows(down + ".scales", 3),
          "transformers",
          no,
          "expected 16, 32, 64, 128 or whole rows"}},
        {"awq float32",
         {"awq",
          "AWQ-4-g128",
          {},
          [](WrittenModel& m) { m.config["torch_dtype"] = "float32"; },
          "gptqmodel",
          no,
          "torch_dtype is float32"}},
        // compressed-tensors.
        {"ct status",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          with("quantization_status", "frozen"),
          "transformers",
          no,
          "quantization_status is \"frozen\""}},
        {"ct no groups",
         {"compressed-tensors", "W4A16-g128", {}, with("config_groups", nullptr), "vllm", no, "config_groups is missing"}},
        {"ct preset name",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          with("config_groups", {{"W4A16", {"Linear"}}}),
          "vllm",
          no,
          "weights of W4A16 is null"}},
        {"ct format",
         {"compressed-tensors", "W4A16-g128", {}, with("format", "marlin-24"), "vllm", no, "format of group_0 is marlin-24"}},
        {"ct bits",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          withWeights("num_bits", 3),
          "vllm",
          no,
          "num_bits of group_0 is 3, expected 4, 8"}},
        {"ct asymmetric 8",
         {"compressed-tensors",
          "W8A16-g128",
          {},
          withWeights("symmetric", false),
          "vllm",
          no,
          "symmetric of group_0 is false"}},
        {"ct order",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          withWeights("actorder", "group"),
          "vllm",
          no,
          "actorder of group_0 is group, expected static"}},
        {"ct inputs",
         {"compressed-tensors",
          "W8A8",
          {},
          [](WrittenModel& m) { quantizationOf(m)["config_groups"]["group_0"]["input_activations"] = nullptr; },
          "vllm",
          no,
          "input_activations of group_0 is null"}},
        {"ct strategy",
         {"compressed-tensors", "W8A8", {}, withWeights("strategy", "group"), "vllm", no, "strategy of group_0 is group"}},
        {"ct fp4 in SGLang", {"compressed-tensors", "NVFP4A16", {}, {}, "sglang", no, "num_bits of group_0 is 4 (float)"}},
        {"ct zero points in SGLang",
         {"compressed-tensors", "W4A16-g128", {{"sym", "false"}}, {}, "sglang", caveat, "Only recent versions"}},
        {"ct types",
         {"compressed-tensors",
          "NVFP4A16",
          {},
          [](WrittenModel& m) { m.config["torch_dtype"] = "float32"; },
          "transformers",
          caveat,
          "torch_dtype is float32"}},
        {"ct not ignored",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          [](WrittenModel& m) { makePlain(m, down); },
          "vllm",
          no,
          "ignore does not name it"}},
        {"ct ignored",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          with("ignore", {"lm_head", "re:.*q_proj"}),
          "vllm",
          no,
          "is encoded, but ignore names it"}},
        {"ct no target",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          [](WrittenModel& m) { quantizationOf(m)["config_groups"]["group_0"]["targets"] = {"re:.*q_proj$"}; },
          "vllm",
          no,
          "no group of config_groups names it"}},
        {"ct pattern",
         {"compressed-tensors", "W4A16-g128", {}, with("ignore", {"re:("}), "vllm", no, "config_groups cannot be read"}},
        {"ct groups of scales",
         {"compressed-tensors", "W4A16-g128", {}, withWeights("group_size", 32), "vllm", no, "has groups of 128, expected 32"}},
        {"ct no shape",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          without(query + ".weight_shape"),
          "vllm",
          no,
          query + ".weight_shape is missing"}},
        {"ct zero point",
         {"compressed-tensors",
          "W4A16-g128",
          {},
          withTensor(query + ".weight_zero_point", ElementType::I32, {1, 1}),
          "vllm",
          no,
          "expected none in a symmetric group"}},
        // The others.
        {"bitsandbytes threshold",
         {"bitsandbytes",
          "NF4",
          {},
          with("llm_int8_threshold", 6),
          "transformers",
          no,
          "llm_int8_threshold is 6 in quantization_config, expected 6.0"}},
        {"bitsandbytes state",
         {"bitsandbytes",
          "NF4",
          {},
          without(query + ".weight.quant_state.bitsandbytes__nf4"),
          "transformers",
          no,
          "quant_state.bitsandbytes__fp4 is missing"}},
        {"bitsandbytes kind",
         {"bitsandbytes", "LLM.INT8", {}, with("load_in_8bit", false), "transformers", no, "has 8 bits, expected 4"}},
        {"bitsandbytes output",
         {"bitsandbytes",
          "NF4",
          {},
          [](WrittenModel& m) {
              withTensor("lm_head.weight", ElementType::BF16, {64, 64})(m);
              with("llm_int8_skip_modules", {"model.embed"})(m);
          },
          "transformers",
          no,
          "lm_head is not encoded, but llm_int8_skip_modules does not name it"}},
        {"hqq version", {"hqq", "HQQ4", {}, {}, "transformers", caveat, "Not in transformers 5"}},
        {"hqq parts", {"hqq", "HQQ4", {}, without(query + ".packing"), "transformers", no, query + ".packing is missing"}},
        {"hqq config", {"hqq", "HQQ4", {}, with("skip_modules", nullptr), "transformers", no, "skip_modules is missing"}},
        {"hqq part",
         {"hqq",
          "HQQ4",
          {},
          with("skip_modules", {"lm_head", "q_proj"}),
          "transformers",
          no,
          "skip_modules names it (q_proj)"}},
        {"fbgemm type",
         {"fbgemm",
          "FP8",
          {},
          [](WrittenModel& m) { m.config["torch_dtype"] = "float16"; },
          "transformers",
          no,
          "torch_dtype is float16 in config.json, expected bfloat16"}},
        {"fbgemm scale",
         {"fbgemm",
          "FP8",
          {},
          withTensor(query + ".weight_scale", ElementType::BF16, {1}),
          "transformers",
          no,
          "weight_scale is stored as BF16, expected F32"}},
        {"fbgemm in vLLM", {"fbgemm", "FP8", {}, {}, "vllm", caveat, "--allow-deprecated-quantization"}},
        {"torchao names",
         {"fbgemm", "INT4", {}, withoutKey("tensor_names"), "vllm", no, "tensor_names is missing from __metadata__"}},
        {"torchao parts",
         {"fbgemm", "INT4", {}, without(query + "._weight_zero_point"), "vllm", no, "_weight_zero_point is missing"}},
        {"torchao version", {"fbgemm", "INT4", {}, {}, "transformers", caveat, "Not in transformers 4"}},
        {"aqlm scheme", {"aqlm", "AQLM-2x8", {}, with("num_codebooks", 1), "transformers", no, "is 2x8 g8, expected 1x8 g8"}},
        {"aqlm output groups", {"aqlm", "AQLM-2x8", {}, with("out_group_size", 2), "transformers", no, "out_group_size is 2"}},
        {"aqlm in 5",
         {"aqlm",
          "AQLM-2x8",
          {},
          [](WrittenModel& m) {
              withTensor("lm_head.weight", ElementType::F16, {64, 64})(m);
              with("linear_weights_not_to_quantize", {"lm_head.weight"})(m);
          },
          "transformers",
          caveat,
          "Not in transformers 5: lm_head is not encoded"}},
        {"aqlm in 4",
         {"aqlm",
          "AQLM-2x8",
          {},
          [](WrittenModel& m) {
              withTensor("lm_head.weight", ElementType::F16, {64, 64})(m);
              with("linear_weights_not_to_quantize", {"lm_head"})(m);
          },
          "transformers",
          caveat,
          "Not in transformers 4: lm_head is not encoded"}},
        {"spqr version", {"spqr", "SPQR-3", {}, {}, "transformers", caveat, "Not in transformers 5"}},
        {"spqr shapes",
         {"spqr",
          "SPQR-3",
          {},
          [](WrittenModel& m) { quantizationOf(m)["shapes"].erase(query + ".in_perm.shape"); },
          "transformers",
          no,
          "in_perm.shape is missing from shapes"}},
        {"spqr bias",
         {"spqr",
          "SPQR-3",
          {},
          withTensor(query + ".bias", ElementType::F16, {288}),
          "transformers",
          no,
          "expected a layer without a bias"}},
        {"spqr bits", {"spqr", "SPQR-3", {}, with("bits", 4), "transformers", no, "bits is 4"}},
        {"exl2 scales",
         {"exl2",
          "EXL2-4.0",
          {},
          withTensor(query + ".q_scale_max", ElementType::F32, {1}),
          "exllamav2",
          no,
          "q_scale_max is stored as F32, expected F16"}},
        {"exl2 rows",
         {"exl2",
          "EXL2-4.0",
          {},
          [](WrittenModel& m) { m.tensors[query + ".q_weight"].shape[1] = 40; },
          "exllamav2",
          no,
          "40 output features, expected a multiple of 32"}},
        {"tensorrt kind",
         {"smoothquant",
          "W8A8",
          {{"layout", "tensorrt-llm"}},
          [](WrittenModel& m) { m.config["quantization"]["quant_algo"] = "FP8"; },
          "tensorrt-llm",
          no,
          "quant_algo is \"FP8\""}},
        {"tensorrt rank",
         {"smoothquant",
          "W8A8",
          {{"layout", "tensorrt-llm"}, {"tp_size", "2"}},
          [](WrittenModel& m) { m.files.erase("rank1.safetensors"); },
          "tensorrt-llm",
          no,
          "rank1.safetensors is missing"}},
    };
    return all;
}

struct GgufCase {
    Change change;
    Loads loads;
    std::string text;
};

const std::map<std::string, GgufCase>& ggufCases() {
    static const std::map<std::string, GgufCase> all{
        {"no architecture", {withoutKey("general.architecture"), no, "The key general.architecture is missing"}},
        {"unknown architecture", {withKey("general.architecture", std::string("foo2")), no, "general.architecture is foo2"}},
        {"kind of file", {withKey("general.type", std::string("adapter")), no, "general.type is adapter, expected model"}},
        {"no context", {withoutKey("llama.context_length"), no, "The key llama.context_length is missing"}},
        {"no epsilon", {withoutKey("llama.attention.layer_norm_rms_epsilon"), no, "layer_norm_rms_epsilon is missing"}},
        {"no tokenizer", {withoutKey("tokenizer.ggml.model"), no, "The key tokenizer.ggml.model is missing"}},
        {"unknown tokenizer",
         {withKey("tokenizer.ggml.model", std::string("mine")), no, "tokenizer.ggml.model is mine, expected llama, gpt2"}},
        {"no tokens", {withoutKey("tokenizer.ggml.tokens"), no, "The key tokenizer.ggml.tokens is missing"}},
        {"vocabulary",
         {withKey("tokenizer.ggml.tokens", MetadataArray(std::vector<std::string>{"a", "b"})), no,
          "rows, expected 2, one a token"}},
        {"no merges", {withKey("tokenizer.ggml.model", std::string("gpt2")), no, "The key tokenizer.ggml.merges is missing"}},
        {"stored type",
         {[](WrittenModel& m) { m.tensors["blk.0.attn_q.weight"].type = ElementType::Q8_K; }, no,
          "which no weight is stored in"}},
        {"young type",
         {[](WrittenModel& m) { m.tensors["blk.0.attn_q.weight"].type = ElementType::Q1_0; }, caveat,
          "versions from before 2026"}},
        {"missing tensor",
         {without("blk.3.ffn_norm.weight"), no, "blk.3.ffn_norm.weight is missing, which a llama model with"}},
        {"missing norm", {without("output_norm.weight"), no, "output_norm.weight is missing"}},
        {"layer too many", {withTensor("blk.99.attn_q.weight", ElementType::F32, {8, 8}), no, "but llama.block_count is"}},
        {"unknown tensor",
         {withTensor("blk.0.gadget.weight", ElementType::F32, {8}), caveat,
          "blk.0.gadget.weight is no known tensor of a llama model"}},
        {"columns",
         {[](WrittenModel& m) { m.tensors["blk.1.attn_q.weight"].shape[1] = 64; }, no,
          "blk.1.attn_q.weight has 64 columns, expected"}},
        {"rows",
         {[](WrittenModel& m) { m.tensors["blk.1.ffn_up.weight"].shape[0] = 64; }, no,
          "blk.1.ffn_up.weight has 64 rows, expected"}},
        {"rows of keys",
         {[](WrittenModel& m) { m.tensors["blk.1.attn_k.weight"].shape[0] = 32; }, no,
          "blk.1.attn_k.weight has 32 rows, expected"}},
        {"length of a norm",
         {[](WrittenModel& m) { m.tensors["blk.1.attn_norm.weight"].shape = {7}; }, no,
          "blk.1.attn_norm.weight has 7 rows, expected"}},
    };
    return all;
}

} // namespace

class TestConsumers : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

private slots:
    void everyProgramIsNamedByAFormat() {
        for (const Consumer& consumer : consumers()) {
            QCOMPARE(consumerByName(consumer.id), &consumer);
            QCOMPARE(consumerByName(consumer.title), &consumer);
            QVERIFY2(std::ranges::any_of(formats(),
                                         [&](const Format* format) {
                                             const auto programs = format->programs();
                                             return std::ranges::find(programs, consumer.title, &LoadingProgram::name) !=
                                                    programs.end();
                                         }),
                     std::string(consumer.title).c_str());
        }
        QVERIFY(consumerByName("VLLM") != nullptr);
        QVERIFY(consumerByName("nobody") == nullptr);
    }

    void whatAFormatNamesIsLoaded_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::addColumn<QString>("loading");
        const auto row = [](const char* format, const char* preset, const char* loading) {
            QTest::newRow(preset) << format << preset << loading;
        };
        row("gguf", "Q4_K_M", "llama.cpp");
        row("gguf", "F16", "llama.cpp");
        row("gptq", "GPTQ-4-g128", "transformers vllm gptqmodel exllamav2");
        row("gptq", "GPTQ-4-row", "transformers vllm gptqmodel exllamav2");
        row("gptq", "GPTQ-2-g32", "transformers gptqmodel");
        row("awq", "AWQ-4-g64", "transformers vllm sglang gptqmodel");
        row("compressed-tensors", "W4A16-g128", "transformers vllm sglang");
        row("compressed-tensors", "W8A16-g32", "transformers vllm sglang");
        row("compressed-tensors", "FP8-BLOCK", "transformers vllm sglang");
        row("compressed-tensors", "MXFP4A16", "transformers vllm");
        row("smoothquant", "W8A8", "transformers vllm sglang");
        row("bitsandbytes", "FP4-DQ", "transformers");
        row("bitsandbytes", "LLM.INT8", "transformers");
        row("hqq", "HQQ3", "transformers");
        row("fbgemm", "FP8-FFN", "transformers vllm");
        row("fbgemm", "INT4", "transformers vllm");
        row("aqlm", "AQLM-1x8", "transformers");
        row("spqr", "SPQR-3", "transformers");
        row("exl2", "EXL2-3.5", "exllamav2");
    }

    void whatAFormatNamesIsLoaded() {
        QFETCH(const QString, format);
        QFETCH(const QString, preset);
        QFETCH(const QString, loading);
        const WrittenModel model = planned(format.toStdString(), preset.toStdString());
        QStringList found;
        for (const ConsumerVerdict& verdict : askConsumers(model)) {
            if (verdict.loads() != Loads::no) {
                found.append(QString::fromStdString(std::string(verdict.consumer->id)));
            } else if (verdict.knowsFormat) {
                qInfo("%s: %s", std::string(verdict.consumer->id).c_str(), told(verdict).c_str());
            }
        }
        QCOMPARE(found.join(' '), loading);
    }

    void layoutsOfOneProgram() {
        const WrittenModel model = planned("smoothquant", "W8A8", {{"layout", "tensorrt-llm"}});
        QCOMPARE(ask("tensorrt-llm", model).loads(), Loads::withCaveat);
        QVERIFY(!ask("vllm", model).knowsFormat);
        const WrittenModel legacy = planned("spqr", "SPQR-3", {{"layout", "legacy"}});
        const ConsumerVerdict verdict = ask("transformers", legacy);
        QVERIFY2(!verdict.knowsFormat, told(verdict).c_str());
        QVERIFY(verdict.findings.front().text.find("the authors' programs") != std::string::npos);
    }

    void aPlanAndItsFilesAreJudgedAlike_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::newRow("gguf") << "gguf"
                              << "Q4_0";
        QTest::newRow("gptq") << "gptq"
                              << "GPTQ-4-g32";
        QTest::newRow("bitsandbytes") << "bitsandbytes"
                                      << "NF4";
        QTest::newRow("hqq") << "hqq"
                             << "HQQ4";
        QTest::newRow("fbgemm") << "fbgemm"
                                << "FP8";
        QTest::newRow("compressed") << "compressed-tensors"
                                    << "W4A16-g64";
    }

    void aPlanAndItsFilesAreJudgedAlike() {
        QFETCH(const QString, format);
        QFETCH(const QString, preset);
        const Plan plan = makePlan(test::sample(), test::folderDocument(format.toStdString(), preset.toStdString()));
        const auto file = std::filesystem::path(folder_.path().toStdString()) / (format.toStdString() + "-out");
        (void)test::convertQuietly(plan, file);
        const WrittenModel before = writtenModel(plan);
        const WrittenModel after = readWrittenModel(file);
        QCOMPARE(before.tensors.size(), after.tensors.size());
        for (const auto& [name, tensor] : before.tensors) {
            QVERIFY(after.find(name) != nullptr);
            QVERIFY(after.find(name)->type == tensor.type && after.find(name)->shape == tensor.shape);
        }
        for (const Consumer& consumer : consumers()) {
            QCOMPARE(told(askConsumer(consumer, after)), told(askConsumer(consumer, before)));
        }
    }

    void splitSets() {
        PlanDocument document = test::folderDocument("gguf", "Q8_0");
        document.options.split.maxTensors = 10;
        const WrittenModel model = writtenModel(makePlan(test::sample(), document));
        QCOMPARE(told(ask("llama.cpp", model)), std::string("loads"));
    }

    void aRuleOfFolders_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, rule] : folderCases()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

    void aRuleOfFolders() {
        QFETCH(const QString, name);
        const Case& rule = folderCases().at(name.toStdString());
        WrittenModel model = planned(rule.format, rule.preset, rule.options);
        if (rule.change) {
            const std::string before = told(ask(rule.consumer, model));
            QVERIFY2(before.find(rule.text) == std::string::npos, before.c_str());
            rule.change(model);
        }
        const ConsumerVerdict verdict = ask(rule.consumer, model);
        QVERIFY2(verdict.loads() == rule.loads, told(verdict).c_str());
        QVERIFY2(told(verdict).find(rule.text) != std::string::npos, told(verdict).c_str());
    }

    void aRuleOfGguf_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, rule] : ggufCases()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }

    void aRuleOfGguf() {
        QFETCH(const QString, name);
        const GgufCase& rule = ggufCases().at(name.toStdString());
        WrittenModel model = planned("gguf", "Q8_0");
        QCOMPARE(told(ask("llama.cpp", model)), std::string("loads"));
        rule.change(model);
        const ConsumerVerdict verdict = ask("llama.cpp", model);
        QVERIFY2(verdict.loads() == rule.loads, told(verdict).c_str());
        QVERIFY2(told(verdict).find(rule.text) != std::string::npos, told(verdict).c_str());
    }

    void preTokenizers() {
        WrittenModel model = readWrittenModel(test::writeLlamaGguf(folder_, {.vocabulary = 258, .byteVocabulary = true}));
        ConsumerVerdict verdict = ask("llama.cpp", model);
        QVERIFY2(verdict.loads() == caveat, told(verdict).c_str());
        QVERIFY(verdict.findings.front().text.starts_with("tokenizer.ggml.pre does not say"));
        withKey("tokenizer.ggml.pre", std::string("llama-bpe"))(model);
        QCOMPARE(told(ask("llama.cpp", model)), std::string("loads"));
        withKey("tokenizer.ggml.pre", std::string("my-own"))(model);
        QCOMPARE(ask("llama.cpp", model).loads(), no);
    }

    void experts() {
        const auto file =
            test::writeLlamaGguf(folder_, {.vocabulary = 258, .experts = 4, .expertsUsed = 2, .byteVocabulary = true},
                                 ElementType::BF16, "experts.gguf");
        const ConsumerVerdict verdict = ask("llama.cpp", readWrittenModel(file));
        QVERIFY2(verdict.loads() == caveat && verdict.findings.size() == 1, told(verdict).c_str()); // the pre-tokenizer
    }

    void mixturesOfOneFormat() {
        // GPTQ's layers may differ; transformers knows no "dynamic", vLLM wants what it joins alike, which plans see to.
        const WrittenModel model = mixed("gptq", "GPTQ-4-g128", "blk.1.ffn_down.weight", "GPTQ8-G128");
        QCOMPARE(ask("vllm", model).loads(), Loads::yes);
        QCOMPARE(ask("gptqmodel", model).loads(), Loads::yes);
        QCOMPARE(ask("transformers", model).loads(), no);
        QCOMPARE(ask("exllamav2", model).loads(), no);
        const WrittenModel kept = mixed("gptq", "GPTQ-4-g128", "blk.1.ffn_down.weight", "BF16");
        QVERIFY2(ask("transformers", kept).loads() == Loads::yes, told(ask("transformers", kept)).c_str());
        QVERIFY2(ask("gptqmodel", kept).loads() == Loads::yes, told(ask("gptqmodel", kept)).c_str());
        QVERIFY2(ask("vllm", kept).loads() == Loads::yes, told(ask("vllm", kept)).c_str());
        const WrittenModel two = mixed("compressed-tensors", "W4A16-g128", "blk.1.ffn_down.weight", "W8A16-G128");
        QVERIFY2(ask("vllm", two).loads() == Loads::yes, told(ask("vllm", two)).c_str());
        QVERIFY2(ask("transformers", two).loads() == Loads::yes, told(ask("transformers", two)).c_str());
    }

    void plainFolders() {
        const WrittenModel model = readWrittenModel(test::resourceFile("sample"));
        QCOMPARE(ask("vllm", model).loads(), Loads::yes);
        QCOMPARE(ask("transformers", model).loads(), Loads::yes);
        QCOMPARE(ask("llama.cpp", model).loads(), no);
        QCOMPARE(ask("tensorrt-llm", model).loads(), no);
    }

    void oneReasonForManyTensors() {
        const ConsumerVerdict verdict = ask("vllm", planned("gptq", "GPTQ-3-g128"));
        QCOMPARE(std::ranges::count_if(verdict.findings, [](const ConsumerFinding& each) { return each.loads == no; }), 1);
        QVERIFY2(verdict.findings.front().text.find("more like it") != std::string::npos, told(verdict).c_str());
    }

    /// Values of every wrong kind in every key, and shapes of every kind, throw nothing.
    static void askAboutWrongValues(const WrittenModel& model) {
        const std::vector<nlohmann::json> values{nullptr,
                                                 -1,
                                                 1e300,
                                                 "\x01",
                                                 true,
                                                 nlohmann::json::array({1, {{"a", 2}}}),
                                                 nlohmann::json::object({{"x", nlohmann::json::array()}})};
        const char* const place = model.config.contains("quantization") ? "quantization" : "quantization_config";
        for (const nlohmann::json& value : values) {
            for (const auto& [key, old] : model.quantization().items()) {
                WrittenModel changed = model;
                changed.config[place][key] = value;
                changed.config[place]["quant_method"] = model.quantization().value("quant_method", "");
                (void)askConsumers(changed);
            }
        }
        for (const std::vector<std::uint64_t>& shape :
             {std::vector<std::uint64_t>{}, {0}, {0, UINT64_MAX, UINT64_MAX, UINT64_MAX}, {UINT64_MAX, UINT64_MAX}}) {
            WrittenModel changed = model;
            for (auto& [name, tensor] : changed.tensors) {
                tensor.shape = shape;
            }
            (void)askConsumers(changed);
        }
    }

private slots:
    void nothingOfAModelIsTrusted() {
        std::set<std::string> seen;
        for (const auto& [name, rule] : folderCases()) {
            if (seen.insert(rule.format + rule.preset).second) {
                askAboutWrongValues(planned(rule.format, rule.preset, rule.options));
            }
        }
        askAboutWrongValues(planned("gguf", "Q8_0"));
    }
};

QTEST_APPLESS_MAIN(TestConsumers)
#include "tst_consumers.moc"
