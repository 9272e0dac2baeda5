// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ and AWQ: whole numbers with a scale a group. Sources: vLLM 0.32, transformers 5.24 with optimum, GPTQModel 7.7.0,
// ExLlamaV2 0.3.2; docs/consumers.md.
#include "base/text.h"
#include "consumers/rules.h"
#include "model/json_file.h"
#include "plan/name_pattern.h"

#include <algorithm>
#include <array>
#include <bit>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace quantlathe {
namespace {

constexpr std::uint64_t wholeRows = 0; // as a group

/// What a program's kernels take.
struct Kernel {
    std::string_view method;
    std::string_view consumer;
    std::array<std::uint64_t, 4> bits{};   // 0: unused
    std::array<std::uint64_t, 8> groups{}; // rows are always taken; empty: any
    bool takesPowersOfTwo = false;         // as groups, and no others
    std::uint64_t rowMultiple = 1;
    std::uint64_t columnMultiple = 1;
};
constexpr std::array kernels{
    Kernel{"gptq", "vllm", {4, 8}, {32, 64, 128}},
    Kernel{"gptq", "transformers", {2, 3, 4, 8}, {}, false, 32, 32},
    Kernel{"gptq", "gptqmodel", {2, 3, 4, 8}, {16, 32, 64, 128, 256, 512, 1024}, false, 32, 32},
    Kernel{"gptq", "exllamav2", {4}, {}, true, 8, 8},
    Kernel{"awq", "vllm", {4}, {}, false, 8},
    Kernel{"awq", "sglang", {4}, {}, false, 8},
    Kernel{"awq", "transformers", {4}, {16, 32, 64, 128}},
    Kernel{"awq", "gptqmodel", {4}, {}, false, 32, 32},
};

template <std::size_t count>
std::string listed(const std::array<std::uint64_t, count>& values) {
    const auto end = std::ranges::find(values, std::uint64_t{0});
    return fmt::format("{}", fmt::join(values.begin(), end, ", "));
}

template <std::size_t count>
bool isOneOf(const std::array<std::uint64_t, count>& values, std::uint64_t value) {
    return value != 0 && std::ranges::find(values, value) != values.end();
}

void wantMultiple(const Examination& examination, std::uint64_t value, std::uint64_t multiple, std::string_view rule,
                  const Findings::Text& text) {
    if (multiple > 1 && value % multiple != 0) {
        examination.findings.refuse(rule, text);
    }
}

void examineModule(const Examination& examination, const Kernel& kernel, const LinearModule& module) {
    Findings& findings = examination.findings;
    const std::string path = escapeForDisplay(module.path);
    if (!isOneOf(kernel.bits, module.bits)) {
        findings.refuse("bits", [&] { return say("{} has {} bits, expected {}", path, module.bits, listed(kernel.bits)); });
        return;
    }
    const bool isAnyGroup = kernel.groups.front() == 0;
    if (module.group != wholeRows && kernel.takesPowersOfTwo && !std::has_single_bit(module.group)) {
        findings.refuse("groups", [&] { return say("{} has groups of {}, expected a power of two", path, module.group); });
    } else if (module.group != wholeRows && !isAnyGroup && !isOneOf(kernel.groups, module.group)) {
        findings.refuse("groups", [&] {
            return say("{} has groups of {}, expected {} or whole rows", path, module.group, listed(kernel.groups));
        });
    }
    const auto features = [&](std::uint64_t count, std::uint64_t multiple, bool isOutput) {
        return isOutput ? say("{} has {} output features, expected a multiple of {}", path, count, multiple)
                        : say("{} has {} input features, expected a multiple of {}", path, count, multiple);
    };
    wantMultiple(examination, module.rows, kernel.rowMultiple, "rows",
                 [&] { return features(module.rows, kernel.rowMultiple, true); });
    const std::uint64_t columns = std::max(kernel.columnMultiple, std::max<std::uint64_t>(module.group, 1));
    wantMultiple(examination, module.columns, columns, "columns", [&] { return features(module.columns, columns, false); });
}

void examineKernels(const Examination& examination, std::string_view method, const FolderModules& modules) {
    for (const Kernel& kernel : kernels) {
        if (kernel.method != method || !examination.isFor(kernel.consumer)) {
            continue;
        }
        for (const LinearModule& module : modules.encoded) {
            examineModule(examination, kernel, module);
        }
    }
}

/// Marlin fills up other shapes while it loads, which older versions did not do.
void tellAboutMarlin(const Examination& examination, const FolderModules& modules) {
    constexpr std::uint64_t rows = 64;
    constexpr std::uint64_t columns = 128;
    for (const LinearModule& module : modules.encoded) {
        if (module.rows % rows != 0 || module.columns % columns != 0) {
            examination.findings.need("marlin", [&] {
                return say("{} is {} × {}: a version that fills matrices up to multiples of {} × {} for Marlin",
                           escapeForDisplay(module.path), module.rows, module.columns, rows, columns);
            });
        }
    }
}

/// The rules of "dynamic", by their sign.
class DynamicRules {
public:
    explicit DynamicRules(const nlohmann::json& quantization) {
        const nlohmann::json* const rules = member(quantization, "dynamic");
        if (rules == nullptr || !rules->is_object()) {
            return;
        }
        for (const auto& [pattern, values] : rules->items()) {
            if (pattern.starts_with("-:")) {
                left_.emplace_back(pattern.substr(2));
            } else {
                overrides_ = true;
                isAsymmetric_ = isAsymmetric_ || flagMember(values, "sym") == false;
            }
        }
    }
    [[nodiscard]] bool overrides() const { return overrides_; }
    [[nodiscard]] bool isAsymmetric() const { return isAsymmetric_; }
    [[nodiscard]] const std::vector<std::string>& left() const { return left_; }

private:
    std::vector<std::string> left_;
    bool overrides_ = false;
    bool isAsymmetric_ = false;
};

bool isInBlock(const LinearModule& module) {
    return !module.path.ends_with("lm_head");
}

/// transformers replaces every linear layer of a block, or those whose names end as modules_in_block_to_quantize says.
void examineModuleList(const Examination& examination, const FolderModules& modules) {
    const nlohmann::json* const key = member(examination.quantization(), "modules_in_block_to_quantize");
    std::vector<std::string> endings;
    if (key != nullptr) {
        const nlohmann::json flat = key->flatten(); // lists in a list, or one list
        for (const auto& [place, value] : flat.items()) {
            if (value.is_string() && !value.get_ref<const std::string&>().empty()) {
                endings.push_back(value.get<std::string>());
            }
        }
    }
    const auto isNamed = [&](const LinearModule& module) {
        return endings.empty() ||
               std::ranges::any_of(endings, [&](const std::string& ending) { return module.path.ends_with(ending); });
    };
    for (const LinearModule& module : modules.plain) {
        if (isInBlock(module) && isNamed(module)) {
            examination.findings.refuse("plain and replaced", [&] {
                return say("{} is not encoded, expected {} that leaves it out", escapeForDisplay(module.path),
                           "modules_in_block_to_quantize");
            });
        }
    }
    for (const LinearModule& module : modules.encoded) {
        if (isInBlock(module) && !isNamed(module)) {
            examination.findings.refuse("encoded and left out", [&] {
                return say("{} is encoded, but {} does not name it", escapeForDisplay(module.path),
                           "modules_in_block_to_quantize");
            });
        }
    }
}

/// GPTQModel leaves alone what rules of "dynamic" with a minus say.
void examineLeftModules(const Examination& examination, const DynamicRules& rules, const FolderModules& modules) {
    constexpr std::size_t mostPatterns = 256;
    std::vector<NamePattern> patterns;
    try {
        for (const std::string& pattern : rules.left()) {
            if (patterns.size() < mostPatterns) {
                patterns.emplace_back(fmt::format("^(?:{})", pattern));
            }
        }
        for (const LinearModule& module : modules.plain) {
            const bool isLeft =
                std::ranges::any_of(patterns, [&](const NamePattern& each) { return each.foundIn(module.path); });
            if (isInBlock(module) && !isLeft) {
                examination.findings.refuse("plain and not left", [&] {
                    return say("{} is not encoded, but {} does not name it", escapeForDisplay(module.path), "dynamic");
                });
            }
        }
    } catch (const Error& error) {
        examination.findings.refuse("pattern", [&] { return say("{} cannot be read: {}", "dynamic", error.title()); });
    }
}

void examineGptqForVllm(const Examination& examination, const DynamicRules& rules, const FolderModules& modules) {
    const nlohmann::json& quantization = examination.quantization();
    for (const std::string_view key : {"bits", "group_size", "desc_act"}) {
        examination.wantKey(key);
    }
    examination.wantKey("sym", {true});
    if (rules.isAsymmetric()) {
        examination.findings.refuse("asymmetric rule",
                                    [] { return say("A rule of {} says sym: false, expected true", "dynamic"); });
    }
    if (flagMember(quantization, "desc_act") == true && countMember(quantization, "group_size") != -1) {
        examination.findings.refuse(
            "desc_act", [] { return say("{} is {} in quantization_config, expected {}", "desc_act", "true", "false"); });
    }
    tellAboutMarlin(examination, modules);
}

} // namespace

void examineGptq(const Examination& examination, const FolderModules& modules) {
    const DynamicRules rules(examination.quantization());
    examineKernels(examination, "gptq", modules);
    if (examination.isFor("vllm")) {
        examineGptqForVllm(examination, rules, modules);
    } else if (examination.isFor("transformers")) {
        examination.findings.need("optimum", [] { return say("Python packages: {}", "optimum, gptqmodel"); });
        examineModuleList(examination, modules);
        if (rules.overrides()) {
            examination.findings.refuse(
                "dynamic", [] { return say("Layers differ in bits or groups ({}), expected one setting for all", "dynamic"); });
        }
    } else if (examination.isFor("gptqmodel")) {
        examineLeftModules(examination, rules, modules);
        wantModelType(examination, {"float16", "bfloat16"});
    }
}

void examineAwq(const Examination& examination, const FolderModules& modules) {
    examineKernels(examination, "awq", modules);
    if (member(examination.quantization(), "version") != nullptr) { // gemm without it
        examination.wantKey("version", {"gemm"});
    }
    if (examination.isFor("vllm") || examination.isFor("sglang")) {
        examination.wantKey("zero_point");
        tellAboutMarlin(examination, modules);
    } else if (examination.isFor("transformers")) {
        examination.findings.need("gptqmodel", [] { return say("Python packages: {}", "gptqmodel"); });
    } else if (examination.isFor("gptqmodel")) {
        wantModelType(examination, {"float16", "bfloat16"});
    }
}

} // namespace quantlathe
