// SPDX-License-Identifier: GPL-3.0-or-later
// The formats with one consumer or two. Sources: transformers 4.57 and 5.24, vLLM 0.32, ExLlamaV2 0.3.2; docs/consumers.md.
#include "base/text.h"
#include "consumers/rules.h"
#include "model/json_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <initializer_list>

namespace quantlathe {
namespace {

using enum ElementType;

/// Output or input features of a layer.
void wantFeatures(const Examination& examination, const LinearModule& module, std::uint64_t rowMultiple,
                  std::uint64_t columnMultiple) {
    if (module.rows % rowMultiple != 0) {
        examination.findings.refuse("rows", [&] {
            return say("{} has {} output features, expected a multiple of {}", escapeForDisplay(module.path), module.rows,
                       rowMultiple);
        });
    }
    if (module.columns % columnMultiple != 0) {
        examination.findings.refuse("columns", [&] {
            return say("{} has {} input features, expected a multiple of {}", escapeForDisplay(module.path), module.columns,
                       columnMultiple);
        });
    }
}

void needPackages(const Examination& examination, std::string_view packages) {
    examination.findings.need("packages", [&] { return say("Python packages: {}", packages); });
}

/// transformers asks for the type of the JSON value.
void wantFloat(const Examination& examination, std::string_view key) {
    const nlohmann::json* const value = member(examination.quantization(), key);
    if (value != nullptr && !value->is_number_float()) {
        examination.findings.refuse(key, [&] {
            return say("{} is {} in quantization_config, expected {}", key, escapeForDisplay(value->dump(), 60), "6.0");
        });
    }
}

} // namespace

void examineBitsandbytes(const Examination& examination, const FolderModules& modules) {
    wantFloat(examination, "llm_int8_threshold");
    needPackages(examination, "bitsandbytes");
    const bool isEightBit = flagMember(examination.quantization(), "load_in_8bit").value_or(false);
    for (const LinearModule& module : modules.encoded) {
        if ((module.bits == 8) != isEightBit) {
            examination.findings.refuse("kind", [&] {
                return say("{} has {} bits, expected {}", escapeForDisplay(module.path), module.bits, isEightBit ? 8 : 4);
            });
            continue;
        }
        const std::string weight = module.path + ".weight";
        if (isEightBit) {
            examination.wantTensor(weight, {I8});
        } else if (examination.model.find(weight + ".quant_state.bitsandbytes__nf4") == nullptr) {
            examination.wantTensor(weight + ".quant_state.bitsandbytes__fp4", {U8});
        }
    }
}

void examineHqq(const Examination& examination, const FolderModules& modules) {
    examination.wantKey("quant_config");
    examination.wantKey("skip_modules");
    needPackages(examination, "hqq");
    examination.findings.warn("version", [] {
        return say("Not in {}: {}", "transformers 5", say("it leaves stored HQQ layers out and goes on with random weights"));
    });
    constexpr std::array parts{".scale", ".zero", ".nbits", ".group_size", ".axis", ".shape", ".packing"};
    for (const LinearModule& module : modules.encoded) {
        for (const std::string_view part : parts) {
            if (examination.model.find(fmt::format("{}{}", module.path, part)) == nullptr) {
                examination.findings.refuse(
                    "parts", [&] { return say("{} is missing", escapeForDisplay(fmt::format("{}{}", module.path, part))); });
            }
        }
    }
}

void examineFbgemm(const Examination& examination, const FolderModules& modules) {
    wantModelType(examination, {"bfloat16"});
    for (const LinearModule& module : modules.encoded) {
        examination.wantTensor(module.path + ".weight", {F8_E4M3});
        examination.wantTensor(module.path + ".weight_scale", {F32}, {module.rows, 1});
    }
    if (examination.isFor("vllm")) {
        examination.findings.warn("deprecated", [] { return say("Only with {}", "--allow-deprecated-quantization"); });
    } else {
        needPackages(examination, "fbgemm-gpu");
    }
    const std::string_view least = examination.isFor("vllm") ? "8.0" : "9.0"; // vLLM: below 8.9 the weights alone are FP8
    examination.findings.need("card", [least] { return say("A card of compute capability {} or higher", least); });
}

void examineTorchao(const Examination& examination, const FolderModules& modules) {
    wantModelType(examination, {"bfloat16"});
    if (!examination.model.metadata.contains("tensor_names")) {
        examination.findings.refuse("tensor names",
                                    [] { return say("{} is missing from {}", "tensor_names", "__metadata__"); });
    }
    for (const LinearModule& module : modules.encoded) {
        examination.wantTensor(module.path + "._weight_scale", {BF16});
        examination.wantTensor(module.path + "._weight_zero_point", {BF16});
    }
    needPackages(examination, "torchao ≥ 0.15");
    if (examination.isFor("transformers")) {
        examination.findings.warn(
            "version", [] { return say("Not in {}: {}", "transformers 4", say("it cannot read torchao's tensors")); });
    }
    examination.findings.need("card", [] { return say("A card of compute capability {} or higher", "9.0"); });
}

void examineAqlm(const Examination& examination, const FolderModules& modules) {
    for (const std::string_view key : {"in_group_size", "num_codebooks", "nbits_per_codebook"}) {
        examination.wantKey(key);
    }
    examination.wantKey("out_group_size", {1});
    wantModelType(examination, {"float16"});
    needPackages(examination, "aqlm ≥ 1.1.6");
    const nlohmann::json& quantization = examination.quantization();
    const std::string stated = fmt::format("{}x{} g{}", countMember(quantization, "num_codebooks").value_or(0),
                                           countMember(quantization, "nbits_per_codebook").value_or(0),
                                           countMember(quantization, "in_group_size").value_or(0));
    for (const LinearModule& module : modules.encoded) {
        examination.wantTensor(module.path + ".codes", {I8, I16});
        if (module.scheme != stated) {
            examination.findings.refuse(
                "scheme", [&] { return say("{} is {}, expected {}", escapeForDisplay(module.path), module.scheme, stated); });
        }
    }
}

void examineSpqr(const Examination& examination, const FolderModules& modules) {
    for (const auto& [key, value] : {std::pair("bits", 3), std::pair("beta1", 16), std::pair("beta2", 16)}) {
        examination.wantKey(key, {value});
    }
    wantModelType(examination, {"float16"});
    const nlohmann::json* const shapes = member(examination.quantization(), "shapes");
    for (const LinearModule& module : modules.encoded) {
        for (const std::string_view part : {".dense_weights", ".row_offsets", ".col_vals", ".in_perm"}) {
            const std::string name = fmt::format("{}{}", module.path, part);
            const TensorInfo* const tensor = examination.model.find(name);
            const std::string key = name + ".shape";
            const std::int64_t length = shapes == nullptr ? -1 : countMember(*shapes, key).value_or(-1);
            if (tensor == nullptr || tensor->shape.empty() || !std::cmp_equal(length, tensor->shape.front())) {
                examination.findings.refuse("shapes", [&] {
                    return say("{} is missing from {}, or is another length", escapeForDisplay(key), "shapes");
                });
            }
        }
        wantFeatures(examination, module, 16, 32);
        if (examination.model.find(module.path + ".bias") != nullptr) {
            examination.findings.refuse("bias", [&] {
                return say("{} is there, expected a layer without a bias", escapeForDisplay(module.path + ".bias"));
            });
        }
    }
    needPackages(examination, "spqr_quant");
    examination.findings.warn(
        "version", [] { return say("Not in {}: {}", "transformers 5", say("it looks for layers in the wrong place")); });
}

void examineExl2(const Examination& examination, const FolderModules& modules) {
    constexpr std::uint64_t mostColumns = 32767;
    for (const LinearModule& module : modules.encoded) {
        const TensorInfo* const scales = examination.model.find(module.path + ".q_scale");
        const std::uint64_t groups = scales != nullptr && !scales->shape.empty() ? scales->shape.front() : 0;
        examination.wantTensor(module.path + ".q_weight", {I32});
        examination.wantTensor(module.path + ".q_scale", {I32}, {groups, module.rows / 8});
        examination.wantTensor(module.path + ".q_scale_max", {F16}, {groups});
        examination.wantTensor(module.path + ".q_groups", {I16}, {2 * groups});
        examination.wantTensor(module.path + ".q_invperm", {I32});
        wantFeatures(examination, module, 32, 32);
        if (module.columns > mostColumns) {
            examination.findings.refuse("too wide", [&] {
                return say("{} has {} input features, expected at most {}", escapeForDisplay(module.path), module.columns,
                           mostColumns);
            });
        }
    }
}

void examineTensorrt(const Examination& examination, const FolderModules&) {
    examination.wantKey("quant_algo", {"W8A8_SQ_PER_TENSOR_PLUGIN", "W8A8_SQ_PER_TENSOR_PER_TOKEN_PLUGIN",
                                       "W8A8_SQ_PER_CHANNEL_PER_TENSOR_PLUGIN", "W8A8_SQ_PER_CHANNEL_PER_TOKEN_PLUGIN"});
    const nlohmann::json* const mapping = member(examination.model.config, "mapping");
    const std::int64_t ranks = mapping == nullptr ? 1 : countMember(*mapping, "world_size").value_or(1);
    constexpr std::int64_t mostRanks = 1024;
    for (std::int64_t rank = 0; rank < std::min(ranks, mostRanks); ++rank) {
        if (const std::string name = fmt::format("rank{}.safetensors", rank); !examination.model.files.contains(name)) {
            examination.findings.refuse("rank", [&] { return say("{} is missing", name); });
        }
    }
    examination.findings.warn("legacy", [] { return say("Only in versions before 0.49, which give this layout up"); });
}

} // namespace quantlathe
