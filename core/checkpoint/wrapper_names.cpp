// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/wrapper_names.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_set>
#include <utility>

namespace quantlathe {
namespace {

// Around single modules, so anywhere in a name.
constexpr std::array<std::string_view, 3> innerWrappers{"_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module."};
// Around the whole model, so in front of every name. The last two are sentence-transformers'.
constexpr std::array<std::string_view, 5> outerWrappers{"module.", "base_model.model.", "_forward_module.", "0.auto_model.",
                                                        "auto_model."};

/// Erases every `part` that stands at the start or behind a dot.
void eraseAll(std::string& name, std::string_view part) {
    for (std::size_t at = name.find(part); at != std::string::npos; at = name.find(part, at)) {
        if (at == 0 || name[at - 1] == '.') {
            name.erase(at, part.size());
        } else {
            at += part.size();
        }
    }
}

template <class Names>
bool allStartWith(const Names& names, std::string_view prefix) {
    return std::ranges::all_of(names,
                               [&](std::string_view name) { return name.size() > prefix.size() && name.starts_with(prefix); });
}

/// A module called "model" around one that has its own (Lightning): every name has the outer one, some have both.
template <class Names>
bool hasDoubledModel(const Names& names) {
    return allStartWith(names, "model.") &&
           std::ranges::any_of(names, [](std::string_view name) { return name.starts_with("model.model."); });
}

/// Whether unwrapping can change a name: most checkpoints have none that it does.
bool areWrapped(const std::vector<std::string_view>& names) {
    const auto isInside = [&](std::string_view wrapper) {
        return std::ranges::any_of(names, [&](std::string_view name) { return name.find(wrapper) != std::string_view::npos; });
    };
    const auto isAround = [&](std::string_view wrapper) { return allStartWith(names, wrapper); };
    return std::ranges::any_of(innerWrappers, isInside) || std::ranges::any_of(outerWrappers, isAround) ||
           hasDoubledModel(names);
}

std::vector<std::string> unwrapped(std::vector<std::string> names) {
    for (std::string& name : names) {
        for (const std::string_view wrapper : innerWrappers) {
            eraseAll(name, wrapper);
        }
    }
    const auto cutAll = [&](std::size_t length) {
        std::ranges::for_each(names, [&](std::string& name) { name.erase(0, length); });
    };
    for (bool isCut = true; isCut;) { // wrappers lie in each other
        isCut = false;
        for (const std::string_view wrapper : outerWrappers) {
            if (allStartWith(names, wrapper)) {
                cutAll(wrapper.size());
                isCut = true;
            }
        }
    }
    if (hasDoubledModel(names)) {
        cutAll(std::string_view("model.").size());
    }
    return names;
}

} // namespace

void unwrapNames(CheckpointContents& contents) {
    std::vector<std::string_view> names;
    names.reserve(contents.tensors.size() + contents.aliases.size());
    for (const TensorInfo& tensor : contents.tensors) {
        names.push_back(tensor.name);
    }
    for (const auto& [alias, listed] : contents.aliases) {
        names.push_back(alias);
    }
    const bool isAdapter =
        std::ranges::any_of(names, [](std::string_view name) { return name.find(".lora_") != std::string_view::npos; });
    if (names.empty() || isAdapter || !areWrapped(names)) {
        return;
    }
    const std::vector<std::string> before(names.begin(), names.end());
    const std::vector<std::string> after = unwrapped(before);
    if (std::unordered_set<std::string_view>(after.begin(), after.end()).size() < after.size()) {
        return;
    }
    std::unordered_map<std::string_view, std::string_view> newName;
    for (std::size_t i = 0; i < before.size(); ++i) {
        newName.emplace(before[i], after[i]);
    }
    std::map<std::string, std::string, std::less<>> aliases;
    for (const auto& [alias, listed] : contents.aliases) {
        aliases.emplace(newName.at(alias), newName.at(listed));
    }
    contents.aliases = std::move(aliases);
    for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
        contents.tensors[i].name = after[i];
    }
}

} // namespace quantlathe
