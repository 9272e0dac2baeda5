// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/tensor_type_options.h"

#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <tuple>

namespace quantlathe {
namespace {

/// llama-quantize lower-cases expressions, so a capital letter can only be said as "any character".
std::string escaped(std::string_view text) {
    std::string expression;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isupper(byte) != 0 || std::isspace(byte) != 0) {
            expression += '.';
        } else {
            expression += std::isalnum(byte) != 0 || c == '_' || c == '-' ? std::string(1, c) : std::string("\\") + c;
        }
    }
    return expression;
}

std::string lowerCase(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
    return result;
}

} // namespace

std::vector<std::string> tensorTypeOptions(const Plan& plan) {
    // What stands before and behind the layer's number, and the encoding → layers, in the order of the output.
    using Key = std::tuple<std::string, std::string, const Encoding*>;
    std::map<Key, std::size_t> places;
    struct Group {
        std::string before;
        std::string behind;
        const Encoding* encoding;
        std::vector<std::uint32_t> layers; // empty: a weight outside of layers
    };
    std::vector<Group> groups;
    for (const Choice& choice : plan.choices) {
        if (choice.isForced) {
            continue;
        }
        const Weight& weight = *choice.weight;
        const std::string number = weight.layer ? fmt::format(".{}.", *weight.layer) : std::string();
        const std::size_t at = weight.layer ? weight.name.find(number) : std::string::npos;
        if (at == std::string::npos) {
            groups.push_back({weight.name, {}, choice.encoding, {}});
            continue;
        }
        Group group{
            weight.name.substr(0, at + 1), weight.name.substr(at + number.size() - 1), choice.encoding, {*weight.layer}};
        const auto [place, isNew] = places.emplace(Key{group.before, group.behind, group.encoding}, groups.size());
        if (isNew) {
            groups.push_back(std::move(group));
        } else {
            groups[place->second].layers.push_back(*weight.layer);
        }
    }
    std::vector<std::string> options;
    options.reserve(groups.size());
    for (const Group& group : groups) {
        const std::string layers = group.layers.empty()       ? std::string()
                                   : group.layers.size() == 1 ? std::to_string(group.layers.front())
                                                              : fmt::format("({})", fmt::join(group.layers, "|"));
        options.push_back(fmt::format("^{}{}{}$={}", escaped(group.before), layers, escaped(group.behind),
                                      lowerCase(group.encoding->name())));
    }
    return options;
}

} // namespace quantlathe
