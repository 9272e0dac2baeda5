// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gptq/configuration.h"

#include "codecs/gptq/gptq_encoding.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
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
    explicit Setting(const Layout& layout) : bits(layout.bits), group(storedGroup(layout)), isSymmetric(layout.isSymmetric) {}
    auto operator<=>(const Setting&) const = default; // NOLINT(modernize-use-nullptr): the analyser means the 0 of comparisons
};

/// "model.layers", "3" and "mlp.down_proj" of a module's path. Without a layer all of it is `rest`.
struct ModulePath {
    std::string_view stem;
    std::string_view layer;
    std::string_view rest;
};
ModulePath cut(std::string_view path) {
    for (std::size_t begin = 0; begin < path.size();) {
        const std::size_t end = std::min(path.find('.', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if (begin > 0 && end < path.size() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; })) {
            return {path.substr(0, begin - 1), part, path.substr(end + 1)};
        }
        begin = end + 1;
    }
    return {{}, {}, path};
}

std::string escaped(std::string_view text) {
    std::string pattern;
    for (const char c : text) {
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        pattern += isPlain ? std::string(1, c) : fmt::format("\\{}", c);
    }
    return pattern;
}

/// Projections that vLLM loads as one matrix, and the name by which it then looks for a rule.
struct Joined {
    std::vector<std::string_view> parts;
    std::string_view whole;
};
const std::array joinedProjections{
    Joined{{"q_proj", "k_proj", "v_proj"}, "qkv_proj"},
    Joined{{"gate_proj", "up_proj"}, "gate_up_proj"},
    Joined{{"q_a_proj", "kv_a_proj_with_mqa"}, "fused_qkv_a_proj"},
};

/// The end of a rule's pattern that matches a module by the checkpoint's names and by those of vLLM. Modules that are joined
/// have the same one.
std::string patternOf(std::string_view rest) {
    constexpr std::string_view experts = ".experts.";
    if (const std::size_t at = rest.find(experts); at != std::string_view::npos) {
        return escaped(rest.substr(0, at + experts.size() - 1)) + "(\\..*)?";
    }
    const std::size_t dot = rest.rfind('.');
    const std::string_view parent = dot == std::string_view::npos ? std::string_view() : rest.substr(0, dot + 1);
    const std::string_view name = rest.substr(parent.size());
    for (const Joined& joined : joinedProjections) {
        if (std::ranges::find(joined.parts, name) != joined.parts.end()) {
            return fmt::format("{}({}|{})", escaped(parent), fmt::join(joined.parts, "|"), joined.whole);
        }
    }
    return escaped(rest);
}

/// Rules by pattern, each for some layers.
class Rules {
public:
    void add(std::string_view path, const Json& value) {
        const ModulePath module = cut(path);
        const std::size_t dot = module.stem.rfind('.');
        const std::string_view list = dot == std::string_view::npos ? module.stem : module.stem.substr(dot + 1);
        auto& layers = layers_[{escaped(list), patternOf(module.rest), value.dump()}];
        if (!module.layer.empty()) {
            layers.emplace(module.layer.size(), module.layer); // as numbers: shorter ones first
        }
    }
    void write(std::string_view sign, Json& rules) const {
        for (const auto& [key, layers] : layers_) {
            const auto& [list, rest, value] = key;
            std::vector<std::string> numbers;
            std::ranges::transform(layers, std::back_inserter(numbers), [](const auto& entry) { return entry.second; });
            const std::string place =
                numbers.empty() ? std::string() : fmt::format("{}\\.({})\\.", list, fmt::join(numbers, "|"));
            // Programs put names of their own before the path: language_model, for example.
            rules[fmt::format("{}:(.*\\.)?{}{}$", sign, place, rest)] = Json::parse(value);
        }
    }

private:
    using Key = std::tuple<std::string, std::string, std::string>;
    std::map<Key, std::set<std::pair<std::size_t, std::string>>> layers_;
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
    Rules kept;
    for (const std::string& path : contents.keptLayers) {
        if (!cut(path).layer.empty()) { // the output matrix has a key of its own
            kept.add(path, Json::object());
        }
    }
    Rules others;
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
        if (!differing.empty()) {
            others.add(module.path, differing);
        }
    }
    Json rules = Json::object();
    kept.write("-", rules);
    others.write("+", rules);
    return rules;
}

/// transformers replaces every linear layer of a block but for this list of the ends of names; vLLM looks for them anywhere in
/// a name. Modules of a kind that is quantized in every block share an end.
Json quantizedModules(const FolderContents& contents) {
    std::set<std::string_view> keptKinds;
    for (const std::string& path : contents.keptLayers) {
        keptKinds.insert(cut(path).rest);
    }
    Json names = Json::array();
    std::set<std::string_view> seen;
    for (const FolderModule& module : contents.modules) {
        const std::string_view kind = cut(module.path).rest;
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
        {"desc_act", false},
        {"sym", common.isSymmetric},
        {"checkpoint_format", layoutOf(contents.modules.front()).storesZeroLessOne ? "gptq" : "gptq_v2"},
        {"lm_head", false},
        {"pack_dtype", "int32"},
    };
    if (Json rules = dynamicRules(contents, common); !rules.empty()) {
        config["dynamic"] = std::move(rules);
    }
    const bool keepsSome =
        std::ranges::any_of(contents.keptLayers, [](const std::string& path) { return !cut(path).layer.empty(); });
    if (keepsSome) {
        config["modules_in_block_to_quantize"] = quantizedModules(contents);
    }
    config["meta"] = {{"quantizer", {"quantlathe:" QUANTLATHE_VERSION}}};
    return config;
}

} // namespace quantlathe::gptq
