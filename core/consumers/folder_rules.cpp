// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/text.h"
#include "consumers/rules.h"
#include "formats/module_patterns.h"
#include "model/json_file.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace quantlathe {
namespace {

constexpr std::array usualWeightFiles{"model.safetensors", "model.safetensors.index.json", "pytorch_model.bin",
                                      "pytorch_model.bin.index.json"};
constexpr std::array tokenizerFiles{"tokenizer.json", "tokenizer.model", "vocab.json",
                                    "vocab.txt",      "spiece.model",    "tekken.json"};

bool hasAny(const WrittenModel& model, std::span<const char* const> names) {
    return std::ranges::any_of(names, [&](const char* name) { return model.files.contains(name); });
}

void examineConfig(const Examination& examination) {
    const WrittenModel& model = examination.model;
    if (model.config.is_null()) {
        examination.findings.refuse("config", [] { return say("{} is missing", "config.json"); });
        return;
    }
    const nlohmann::json* const classes = member(model.config, "architectures");
    const std::size_t count = classes != nullptr && classes->is_array() ? classes->size() : 0;
    if (count == 0) {
        examination.findings.refuse("class", [] { return say("{} is missing from {}", "architectures", "config.json"); });
    } else if (count > 1 && examination.isFor("exllamav2")) {
        examination.findings.refuse("class",
                                    [&] { return say("architectures has {} entries in config.json, expected 1", count); });
    }
}

void examineWeightFiles(const Examination& examination) {
    const WrittenModel& model = examination.model;
    if (examination.consumer.readsIndex && !hasAny(model, usualWeightFiles)) {
        examination.findings.refuse("weight files", [] {
            return say("There is neither {} nor {}", "model.safetensors", "model.safetensors.index.json");
        });
    }
    if (model.container == ContainerKind::pytorch) {
        const auto text = [] { return say("The weights are in files of torch.save, expected safetensors"); };
        if (examination.isFor("transformers") || examination.isFor("vllm")) {
            examination.findings.warn("container", text);
        } else {
            examination.findings.refuse("container", text);
        }
    } else if (const auto format = model.metadata.string("format");
               examination.consumer.readsIndex && (!format || *format != "pt")) {
        examination.findings.warn("format",
                                  [] { return say("__metadata__ lacks \"format\": \"pt\": older versions refuse that"); });
    }
}

void examineTypes(const Examination& examination) {
    if (!examination.isFor("exllamav2")) {
        return;
    }
    using enum ElementType;
    constexpr std::array readable{I32, I16, F16, BF16, F32};
    for (const auto& [name, tensor] : examination.model.tensors) {
        if (std::ranges::find(readable, tensor.type) == readable.end()) {
            examination.wantTensor(name, {I32, I16, F16, BF16, F32});
        }
    }
}

/// "self_attn" and "mlp", with the path before them: where modules belong together; empty for others.
std::string blockOf(std::string_view path) {
    constexpr std::array parts{"q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj", "w1", "w2", "w3"};
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos || std::ranges::find(parts, path.substr(dot + 1)) == parts.end()) {
        return {};
    }
    return std::string(path.substr(0, dot));
}

/// Modules with one key must be stored alike.
template <class Key>
void wantAlike(const Examination& examination, const FolderModules& modules, std::string_view rule, const Key& keyOf,
               bool whateverScheme) {
    const auto shown = [](const LinearModule& module) { return module.scheme.empty() ? say("16 or 32 bits") : module.scheme; };
    std::map<std::string, const LinearModule*> first;
    for (const std::vector<LinearModule>* const list : {&modules.encoded, &modules.plain}) {
        for (const LinearModule& module : *list) {
            const std::string key = keyOf(module.path);
            if (key.empty()) {
                continue;
            }
            const LinearModule& other = *first.emplace(key, &module).first->second;
            const bool isAlike = whateverScheme ? other.scheme.empty() == module.scheme.empty() : other.scheme == module.scheme;
            if (!isAlike) {
                examination.findings.refuse(rule, [&] {
                    return say("{} ({}) and {} ({}) are stored differently, expected one form in {}",
                               escapeForDisplay(other.path), shown(other), escapeForDisplay(module.path), shown(module),
                               escapeForDisplay(key));
                });
            }
        }
    }
}

} // namespace

std::string modelType(const WrittenModel& model) {
    return textMember(model.config, "torch_dtype").value_or(textMember(model.config, "dtype").value_or(std::string()));
}

void wantModelType(const Examination& examination, std::initializer_list<std::string_view> types) {
    const std::string type = modelType(examination.model);
    if (!type.empty() && std::ranges::find(types, type) == types.end()) {
        examination.findings.refuse("model type", [&] {
            return say("{} is {} in {}, expected {}", "torch_dtype", escapeForDisplay(type), "config.json",
                       fmt::join(types, ", "));
        });
    }
}

void examineFiles(const Examination& examination) {
    examineConfig(examination);
    examineWeightFiles(examination);
    examineTypes(examination);
    if (!hasAny(examination.model, tokenizerFiles)) {
        examination.findings.warn("tokenizer", [] { return say("There is no tokenizer in the folder (tokenizer.json)"); });
    }
}

void examineBlocks(const Examination& examination, const FolderModules& modules) {
    if (examination.consumer.joinsProjections) {
        wantAlike(examination, modules, "joined", joinedPath, false);
    }
    if (examination.consumer.takesWholeBlocksOnly) {
        wantAlike(examination, modules, "whole blocks", blockOf, true);
    }
    if (examination.isFor("exllamav2")) {
        examination.findings.need("flash",
                                  [] { return say("{} in the environment, or the package flash-attn", "EXLLAMA_NO_SDPA=1"); });
        constexpr std::uint64_t inner = 64;
        for (const LinearModule& module : modules.encoded) {
            if (module.path.ends_with("down_proj") && module.columns % inner != 0) {
                examination.findings.warn("inner features", [&] {
                    return say("{} has {} input features, no multiple of {}: the last ones get no activation",
                               escapeForDisplay(module.path), module.columns, inner);
                });
            }
        }
    }
}

} // namespace quantlathe
