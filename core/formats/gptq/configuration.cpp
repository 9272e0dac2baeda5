// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gptq/configuration.h"

#include "codecs/gptq/gptq_encoding.h"
#include "formats/module_patterns.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe::gptq {
namespace {

using Json = nlohmann::ordered_json;

const Layout& layoutOf(const FolderModule& module) {
    return dynamic_cast<const GptqEncoding&>(*module.encoding).layout();
}

int storedGroup(const Layout& layout) {
    return layout.group == 0 ? -1 : static_cast<int>(layout.group);
}

/// What a rule may say of a module; nothing is a module that stays as it is.
struct Setting {
    std::uint32_t bits = 0;
    int group = 0;
    bool isSymmetric = true;
    bool isOrdered = false;
    explicit Setting(const Layout& layout)
        : bits(layout.bits), group(storedGroup(layout)), isSymmetric(layout.isSymmetric), isOrdered(layout.isOrdered) {}
    auto operator<=>(const Setting&) const = default; // NOLINT(modernize-use-nullptr): the analyser means the 0 of comparisons
};

Setting commonSetting(std::span<const FolderModule> modules) {
    std::map<Setting, std::size_t> counts;
    for (const FolderModule& module : modules) {
        ++counts[Setting(layoutOf(module))];
    }
    return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })->first;
}

/// GPTQModel wants the rules about modules that stay first; elsewhere the first match counts, too.
Json dynamicRules(const FolderContents& contents, const Setting& common) {
    ModulePatterns kept;
    for (const std::string& path : contents.keptLayers) {
        if (!takeApart(path).layer.empty()) { // the output matrix has a key of its own
            kept.add(path, "{}");
        }
    }
    ModulePatterns others;
    for (const FolderModule& module : contents.modules) {
        const Setting setting(layoutOf(module));
        Json differing = Json::object();
        if (setting.bits != common.bits) {
            differing["bits"] = setting.bits;
        }
        if (setting.group != common.group) {
            differing["group_size"] = setting.group;
        }
        if (setting.isSymmetric != common.isSymmetric) {
            differing["sym"] = setting.isSymmetric;
        }
        if (setting.isOrdered != common.isOrdered) {
            differing["desc_act"] = setting.isOrdered;
        }
        if (!differing.empty()) {
            others.add(module.path, differing.dump());
        }
    }
    Json rules = Json::object();
    const auto write = [&](const char* sign, const ModulePatterns& patterns) {
        patterns.forEach([&](const std::string& pattern, const std::string& value) {
            rules[fmt::format("{}:{}", sign, pattern)] = Json::parse(value);
        });
    };
    write("-", kept);
    write("+", others);
    return rules;
}

/// transformers replaces every linear layer of a block but for this list of the ends of names; vLLM looks for them anywhere in
/// a name. Modules of a kind that is quantized in every block share an end.
Json quantizedModules(const FolderContents& contents) {
    std::set<std::string_view> keptKinds;
    for (const std::string& path : contents.keptLayers) {
        keptKinds.insert(takeApart(path).rest);
    }
    Json names = Json::array();
    std::set<std::string_view> seen;
    for (const FolderModule& module : contents.modules) {
        const std::string_view kind = takeApart(module.path).rest;
        const std::string_view name = keptKinds.contains(kind) ? std::string_view(module.path) : kind;
        if (seen.insert(name).second) {
            names.push_back(name);
        }
    }
    return Json::array({names});
}

} // namespace

Json quantizationConfigOf(const FolderContents& contents) {
    const Setting common = commonSetting(contents.modules);
    Json config{
        {"quant_method", "gptq"},
        {"bits", common.bits},
        {"group_size", common.group},
        {"desc_act", common.isOrdered},
        {"sym", common.isSymmetric},
        {"checkpoint_format", layoutOf(contents.modules.front()).storesZeroLessOne ? "gptq" : "gptq_v2"},
        {"lm_head", false},
        {"pack_dtype", "int32"},
    };
    if (Json rules = dynamicRules(contents, common); !rules.empty()) {
        config["dynamic"] = std::move(rules);
    }
    const bool keepsSome =
        std::ranges::any_of(contents.keptLayers, [](const std::string& path) { return !takeApart(path).layer.empty(); });
    if (keepsSome) {
        config["modules_in_block_to_quantize"] = quantizedModules(contents);
    }
    config["meta"] = {{"quantizer", {"quantlathe:" QUANTLATHE_VERSION}}};
    return config;
}

} // namespace quantlathe::gptq
