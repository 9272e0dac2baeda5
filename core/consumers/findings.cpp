// SPDX-License-Identifier: GPL-3.0-or-later
#include "consumers/findings.h"

#include "base/text.h"
#include "model/json_file.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <iterator>

namespace quantlathe {
namespace {

std::string namesOf(std::initializer_list<ElementType> types) {
    std::vector<std::string_view> names;
    std::ranges::transform(types, std::back_inserter(names), [](ElementType type) { return info(type).name; });
    return fmt::format("{}", fmt::join(names, ", "));
}

std::string asJson(const nlohmann::json& value) {
    return escapeForDisplay(value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace), 60);
}

} // namespace

void Findings::add(Loads loads, std::string_view rule, const Text& text) {
    const auto found = std::ranges::find_if(entries_, [&](const auto& entry) { return entry.first == rule; });
    if (found != entries_.end()) {
        ++found->second.more;
    } else {
        entries_.push_back({std::string(rule), {{loads, text()}, 0}});
    }
}

std::vector<ConsumerFinding> Findings::take() {
    std::vector<ConsumerFinding> findings;
    for (auto& [rule, entry] : entries_) {
        if (entry.more > 0) {
            entry.finding.text = say("{} (and {} more like it)", entry.finding.text, groupedDigits(entry.more));
        }
        findings.push_back(std::move(entry.finding));
    }
    if (std::ranges::find(findings, Loads::no, &ConsumerFinding::loads) !=
        findings.end()) { // what it would need is no news then
        std::erase_if(findings, [](const ConsumerFinding& finding) { return finding.loads == Loads::yes; });
    }
    std::ranges::stable_sort(findings, std::ranges::greater(), &ConsumerFinding::loads);
    return findings;
}

void Examination::wantTensor(const std::string& name, std::initializer_list<ElementType> types,
                             const std::vector<std::uint64_t>& shape) const {
    const TensorInfo* const tensor = model.find(name);
    const std::string shown = escapeForDisplay(name);
    if (tensor == nullptr) {
        findings.refuse("no tensor", [&] { return say("{} is missing", shown); });
    } else if (std::ranges::find(types, tensor->type) == types.end()) {
        findings.refuse("type of a tensor",
                        [&] { return say("{} is stored as {}, expected {}", shown, info(tensor->type).name, namesOf(types)); });
    } else if (!shape.empty() && tensor->shape != shape) {
        findings.refuse("shape of a tensor", [&] {
            return say("{} has the shape [{}], expected [{}]", shown, fmt::join(tensor->shape, ", "), fmt::join(shape, ", "));
        });
    }
}

void Examination::wantKey(std::string_view key, std::initializer_list<nlohmann::json> values) const {
    const nlohmann::json* const value = member(quantization(), key);
    if (value == nullptr) {
        findings.refuse(key, [&] { return say("{} is missing from quantization_config", key); });
        return;
    }
    if (values.size() > 0 && std::ranges::find(values, *value) == values.end()) {
        std::vector<std::string> expected;
        std::ranges::transform(values, std::back_inserter(expected), asJson);
        findings.refuse(key, [&] {
            return say("{} is {} in quantization_config, expected {}", key, asJson(*value), fmt::join(expected, ", "));
        });
    }
}

std::optional<std::int64_t> countMember(const nlohmann::json& object, std::string_view key) {
    const nlohmann::json* const value = member(object, key);
    return value != nullptr && value->is_number_integer() ? std::optional(value->get<std::int64_t>()) : std::nullopt;
}

} // namespace quantlathe
