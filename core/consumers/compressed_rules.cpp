// SPDX-License-Identifier: GPL-3.0-or-later
// compressed-tensors: groups of config.json say how the layers are stored that their targets name. Sources: vLLM 0.32,
// transformers 5.24 with compressed-tensors 0.20.1; docs/consumers.md.
#include "base/text.h"
#include "consumers/rules.h"
#include "model/json_file.h"
#include "plan/name_pattern.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace quantlathe {
namespace {

constexpr std::string_view isExpression = "re:";

/// Names of modules, patterns of them, and classes: as "targets" and "ignore" list them.
class ModuleList {
public:
    explicit ModuleList(const nlohmann::json* list) {
        constexpr std::size_t mostPatterns = 1024;
        if (list == nullptr || !list->is_array()) {
            return;
        }
        for (const nlohmann::json& entry : *list) {
            const std::string text = entry.is_string() ? entry.get<std::string>() : std::string();
            if (!text.starts_with(isExpression)) {
                names_.insert(text);
            } else if (patterns_.size() < mostPatterns) {
                patterns_.emplace_back(fmt::format("^(?:{})", text.substr(isExpression.size())));
            }
        }
    }
    /// By its own name, not by its class.
    [[nodiscard]] bool names(const std::string& path) const {
        return names_.contains(path) ||
               std::ranges::any_of(patterns_, [&](const NamePattern& pattern) { return pattern.foundIn(path); });
    }
    [[nodiscard]] bool takesClass() const { return names_.contains("Linear"); }

private:
    std::set<std::string> names_;
    std::vector<NamePattern> patterns_;
};

struct SchemeGroup {
    std::string name;
    ModuleList targets;
    nlohmann::json weights;
    bool roundsInputs = false;
    std::string format;

    [[nodiscard]] bool isFloat() const { return textMember(weights, "type") == "float"; }
    [[nodiscard]] std::int64_t bits() const { return countMember(weights, "num_bits").value_or(0); }
    [[nodiscard]] std::string strategy() const { return textMember(weights, "strategy").value_or(std::string()); }
};

/// Throws Error(badInput) for a pattern that cannot be read.
std::vector<SchemeGroup> schemeGroups(const nlohmann::json& quantization) {
    std::vector<SchemeGroup> groups;
    const nlohmann::json* const stated = member(quantization, "config_groups");
    if (stated == nullptr || !stated->is_object()) {
        return groups;
    }
    for (const auto& [name, group] : stated->items()) {
        const nlohmann::json* const weights = member(group, "weights");
        groups.push_back(
            {.name = escapeForDisplay(name),
             .targets = ModuleList(member(group, "targets")),
             .weights = weights != nullptr && weights->is_object() ? *weights : nlohmann::json::object(),
             .roundsInputs = member(group, "input_activations") != nullptr,
             .format = textMember(group, "format").value_or(textMember(quantization, "format").value_or(std::string()))});
    }
    return groups;
}

const SchemeGroup* groupFor(const std::vector<SchemeGroup>& groups, const std::string& path) {
    const auto named = std::ranges::find_if(groups, [&](const SchemeGroup& group) { return group.targets.names(path); });
    if (named != groups.end()) {
        return &*named;
    }
    const auto byClass = std::ranges::find_if(groups, [](const SchemeGroup& group) { return group.targets.takesClass(); });
    return byClass == groups.end() ? nullptr : &*byClass;
}

bool isWeightOnlyFp4(const SchemeGroup& group) {
    return group.isFloat() && group.bits() == 4 && !group.roundsInputs;
}

void refuseGroup(const Examination& examination, const SchemeGroup& group, std::string_view key, const std::string& value,
                 std::string_view expected) {
    examination.findings.refuse(std::string(key) + group.name,
                                [&] { return say("{} of {} is {}, expected {}", key, group.name, value, expected); });
}

void examineOrder(const Examination& examination, const SchemeGroup& group) {
    const nlohmann::json* const order = member(group.weights, "actorder");
    if (order == nullptr) {
        return;
    }
    const std::string text = order->is_string() ? order->get<std::string>() : order->dump();
    if (text == "group" || text == "dynamic" || text == "true") {
        refuseGroup(examination, group, "actorder", text, "static");
    }
}

/// vLLM chooses a kernel by these, whatever the scheme is called.
void examineGroupForKernels(const Examination& examination, const SchemeGroup& group) {
    constexpr std::array formats{"int-quantized",        "pack-quantized",       "float-quantized", "naive-quantized",
                                 "nvfp4-pack-quantized", "mxfp4-pack-quantized", "mxfp8-quantized"};
    if (std::ranges::find(formats, group.format) == formats.end()) {
        refuseGroup(examination, group, "format", escapeForDisplay(group.format), "pack-quantized, int-quantized, …");
        return;
    }
    if (group.format == "int-quantized" && !group.roundsInputs) {
        refuseGroup(examination, group, "input_activations", "null", "8 bits");
    }
    if (group.format == "pack-quantized") {
        if (group.bits() != 4 && group.bits() != 8) {
            refuseGroup(examination, group, "num_bits", std::to_string(group.bits()), "4, 8");
        } else if (group.bits() == 8 && flagMember(group.weights, "symmetric") == false) {
            refuseGroup(examination, group, "symmetric", "false", "true");
        }
    }
    if (group.format == "int-quantized" && group.strategy() != "channel" && group.strategy() != "tensor") {
        refuseGroup(examination, group, "strategy", escapeForDisplay(group.strategy()), "channel, tensor");
    }
    examineOrder(examination, group);
    if (group.isFloat() && group.bits() == 4) {
        examination.findings.need("fp4", [&] {
            return group.roundsInputs ? say("A Blackwell card")
                                      : say("A graphics card: there is no such kernel for processors");
        });
    } else if (group.isFloat()) {
        examination.findings.need("fp8", [] { return say("Ada, Hopper or newer cards for products in FP8"); });
    }
}

void examineGroupForSglang(const Examination& examination, const SchemeGroup& group) {
    if (group.isFloat() && group.bits() == 4) {
        refuseGroup(examination, group, "num_bits", "4 (float)", "W4A16, W8A16, W8A8, FP8");
    } else if (group.format == "pack-quantized" && flagMember(group.weights, "symmetric") == false) {
        examination.findings.warn("asymmetric", [] { return say("Only recent versions take zero points (symmetric: false)"); });
    }
}

void examineGroups(const Examination& examination, const std::vector<SchemeGroup>& groups) {
    if (groups.empty()) {
        examination.wantKey("config_groups");
        examination.findings.refuse("no groups", [] { return say("{} is empty", "config_groups"); });
    }
    for (const SchemeGroup& group : groups) {
        if (group.weights.empty()) {
            refuseGroup(examination, group, "weights", "null", "num_bits, type, …");
        } else if (examination.isFor("vllm")) {
            examineGroupForKernels(examination, group);
        } else if (examination.isFor("sglang")) {
            examineGroupForSglang(examination, group);
        } else if (isWeightOnlyFp4(group) && modelType(examination.model) == "float32") {
            examination.findings.warn("types clash", [] {
                return say("{} is {} in {}, expected {}", "torch_dtype", "float32", "config.json", "bfloat16, float16");
            });
        }
    }
}

/// Layers that are encoded belong to a group, the others to "ignore".
void examineMembers(const Examination& examination, const std::vector<SchemeGroup>& groups, const FolderModules& modules) {
    const ModuleList ignored(member(examination.quantization(), "ignore"));
    for (const LinearModule& module : modules.encoded) {
        if (ignored.names(module.path)) {
            examination.findings.refuse("encoded and ignored", [&] {
                return say("{} is encoded, but {} names it", escapeForDisplay(module.path), "ignore");
            });
        } else if (groupFor(groups, module.path) == nullptr) {
            examination.findings.refuse("in no group", [&] {
                return say("{} is encoded, but no group of {} names it", escapeForDisplay(module.path), "config_groups");
            });
        }
    }
    for (const LinearModule& module : modules.plain) {
        const bool isLeftAnyhow = module.path.ends_with("lm_head") && !examination.isFor("transformers");
        if (!isLeftAnyhow && !ignored.names(module.path) && groupFor(groups, module.path) != nullptr) {
            examination.findings.refuse("plain and not ignored", [&] {
                return say("{} is not encoded, but {} does not name it", escapeForDisplay(module.path), "ignore");
            });
        }
    }
}

/// The packed matrix is as wide as the group's bits make it, and has a scale a group of its input features.
void examineTensors(const Examination& examination, const std::vector<SchemeGroup>& groups, const FolderModules& modules) {
    for (const LinearModule& module : modules.encoded) {
        const SchemeGroup* const group = groupFor(groups, module.path);
        if (group == nullptr || group->format != "pack-quantized") {
            continue;
        }
        examination.wantTensor(module.path + ".weight_packed", {ElementType::I32});
        examination.wantTensor(module.path + ".weight_shape", {ElementType::I64, ElementType::I32}, {2});
        const bool isSymmetric = flagMember(group->weights, "symmetric").value_or(true);
        const std::string zeros = module.path + ".weight_zero_point";
        if (!isSymmetric) {
            examination.wantTensor(zeros, {ElementType::I32});
        } else if (examination.isFor("vllm") && examination.model.find(zeros) != nullptr) {
            examination.findings.refuse(
                "zero point", [&] { return say("{} is there, expected none in a symmetric group", escapeForDisplay(zeros)); });
        }
        const std::int64_t stated = countMember(group->weights, "group_size").value_or(0);
        const auto perWord = static_cast<std::uint64_t>(group->bits() > 0 && group->bits() <= 8 ? 32 / group->bits() : 0);
        const TensorInfo* const scale = examination.model.find(module.path + ".weight_scale");
        if (stated > 0 && perWord > 0 && scale != nullptr && scale->shape.size() == 2) {
            const std::uint64_t columns = module.columns * perWord;
            if (scale->shape[1] != columns / static_cast<std::uint64_t>(stated)) {
                examination.findings.refuse("scales", [&] {
                    return say("{} has groups of {}, expected {}", escapeForDisplay(module.path),
                               columns / std::max<std::uint64_t>(scale->shape[1], 1), stated);
                });
            }
        }
    }
}

} // namespace

void examineCompressed(const Examination& examination, const FolderModules& modules) {
    if (examination.isFor("transformers")) {
        examination.wantKey("quantization_status", {"compressed"});
        examination.findings.need("package", [] { return say("Python packages: {}", "compressed-tensors ≥ 0.15"); });
    }
    try {
        const std::vector<SchemeGroup> groups = schemeGroups(examination.quantization());
        examineGroups(examination, groups);
        examineMembers(examination, groups, modules);
        examineTensors(examination, groups, modules);
    } catch (const Error& error) {
        examination.findings.refuse("pattern", [&] { return say("{} cannot be read: {}", "config_groups", error.title()); });
    }
}

} // namespace quantlathe
