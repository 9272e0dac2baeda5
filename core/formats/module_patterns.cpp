// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/module_patterns.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>
#include <vector>

namespace quantlathe {
namespace {

std::string escaped(std::string_view text) {
    std::string pattern;
    for (const char c : text) {
        const bool isAscii = static_cast<unsigned char>(c) < 0x80; // else a part of a character
        const bool isPlain = !isAscii || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
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

constexpr std::string_view expertsPart = ".experts.";
// Layers that predict further tokens, numbered anew: their patterns are not those of the model's layers, and stand in front of
// them, since those match these names, too.
constexpr std::string_view furtherLayers = "mtp.layers";

const Joined* joinedOf(std::string_view name) {
    const auto found = std::ranges::find_if(
        joinedProjections, [&](const Joined& joined) { return std::ranges::find(joined.parts, name) != joined.parts.end(); });
    return found == joinedProjections.end() ? nullptr : &*found;
}

/// "self_attn." of "self_attn.q_proj".
std::string_view parentOf(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot + 1);
}

/// The end of a rule's pattern that matches a module by the checkpoint's names and by those of vLLM. Modules that are joined
/// have the same one.
std::string patternOf(std::string_view rest) {
    if (const std::size_t at = rest.find(expertsPart); at != std::string_view::npos) {
        return escaped(rest.substr(0, at + expertsPart.size() - 1)) + "(\\..*)?";
    }
    const std::string_view parent = parentOf(rest);
    if (const Joined* const joined = joinedOf(rest.substr(parent.size()))) {
        return fmt::format("{}({}|{})", escaped(parent), fmt::join(joined->parts, "|"), joined->whole);
    }
    return escaped(rest);
}

} // namespace

ModulePath takeApart(std::string_view path) {
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

std::string joinedPath(std::string_view path) {
    if (const std::size_t at = path.find(expertsPart); at != std::string_view::npos) {
        return std::string(path.substr(0, at + expertsPart.size() - 1));
    }
    const std::string_view parent = parentOf(path);
    const Joined* const joined = joinedOf(path.substr(parent.size()));
    return joined != nullptr ? fmt::format("{}{}", parent, joined->whole) : std::string(path);
}

void ModulePatterns::add(std::string_view path, std::string_view tag) {
    const ModulePath module = takeApart(path);
    const std::size_t dot = module.stem.rfind('.');
    const std::string_view last = dot == std::string_view::npos ? module.stem : module.stem.substr(dot + 1);
    const std::string_view list = module.stem.ends_with(furtherLayers) ? furtherLayers : last;
    auto& layers = layers_[{escaped(list), patternOf(module.rest), std::string(tag)}];
    if (!module.layer.empty()) {
        layers.emplace(module.layer.size(), module.layer); // as numbers: shorter ones first
    }
}

void ModulePatterns::forEach(const std::function<void(const std::string& pattern, const std::string& tag)>& body) const {
    std::vector<std::pair<Key, std::set<std::pair<std::size_t, std::string>>>> ordered(layers_.begin(), layers_.end());
    std::stable_partition(ordered.begin(), ordered.end(),
                          [](const auto& entry) { return std::get<0>(entry.first) == escaped(furtherLayers); });
    for (const auto& [key, layers] : ordered) {
        const auto& [list, rest, tag] = key;
        std::vector<std::string> numbers;
        std::ranges::transform(layers, std::back_inserter(numbers), [](const auto& entry) { return entry.second; });
        const std::string place = numbers.empty() ? std::string() : fmt::format("{}\\.({})\\.", list, fmt::join(numbers, "|"));
        // Programs put names of their own before the path: language_model, for example.
        body(fmt::format("(.*\\.)?{}{}$", place, rest), tag);
    }
}

} // namespace quantlathe
