// SPDX-License-Identifier: GPL-3.0-or-later
// plan.json, version 1 (docs/plan.md): strict, because a misspelt key would silently make another file.
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "plan/pinned_plan.h"
#include "plan/plan_json_parts.h"

#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using namespace plan_json;

constexpr std::int64_t version = 1;
constexpr int deepestPlan = 8;            // the schema needs four
constexpr std::size_t mostRules = 10'000; // each is compared with every weight's name

std::uint32_t layerAt(const Json& value, const Place& place) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max()) {
        place.refuse(say("must be a layer number."));
    }
    return value.get<std::uint32_t>();
}

Role roleAt(const Json& value, const Place& place) {
    const std::string text = textAt(value, place);
    const auto role = roleFromName(text);
    if (!role) {
        std::string known;
        for (int i = 0; i <= static_cast<int>(Role::other); ++i) {
            known += fmt::format("{}{}", i == 0 ? "" : ", ", name(static_cast<Role>(i)));
        }
        place.refuse(say("is no known role: {}. There are {}.", escapeForDisplay(text), known));
    }
    return *role;
}

std::pair<std::uint32_t, std::uint32_t> layersAt(const Json& value, const Place& place) {
    if (!value.is_array() || value.size() != 2) {
        place.refuse(say("must be two layer numbers, first and last."));
    }
    const std::pair layers(layerAt(value[0], place.at(std::size_t{0})), layerAt(value[1], place.at(std::size_t{1})));
    if (layers.first > layers.second) {
        place.refuse(say("must name the first layer before the last."));
    }
    return layers;
}

Effort effortAt(const Json& value, const Place& place) {
    const auto effort = effortFromName(textAt(value, place));
    if (!effort) {
        place.refuse(say("must be \"normal\" or \"high\"."));
    }
    return *effort;
}

PlanRule ruleAt(const Json& value, const Place& place) {
    if (!value.is_object()) {
        place.refuse(say("must be an object."));
    }
    PlanRule rule;
    for (const auto& [key, item] : value.items()) {
        const Place here = place.at(key);
        if (key == "glob") {
            rule.glob = textAt(item, here);
        } else if (key == "regex") {
            rule.regex = textAt(item, here);
        } else if (key == "role") {
            rule.role = roleAt(item, here);
        } else if (key == "layers") {
            rule.layers = layersAt(item, here);
        } else if (key == "encoding") {
            rule.encoding = textAt(item, here);
        } else if (key == "as_tensor_type") {
            if (!item.is_boolean()) {
                here.refuse(say("must be true or false."));
            }
            rule.isPassedOver = item.get<bool>();
        } else {
            here.refuse(say("is an unknown key. A rule has glob, regex, role, layers, encoding and as_tensor_type."));
        }
    }
    if (rule.encoding.empty()) {
        place.refuse(say("has no encoding."));
    }
    if (!rule.glob && !rule.regex && !rule.role && !rule.layers) {
        place.refuse(say("has no condition: glob, regex, role or layers."));
    }
    return rule;
}

} // namespace

PinnedPlan parsePinnedPlan(std::string_view json, const std::filesystem::path& file) {
    const Place root(file);
    const Json value = parsedJson(json, root, mostJsonBytes, deepestPlan);
    if (!value.is_object()) {
        root.refuse(say("must be an object."));
    }
    const auto stated = value.find("quantlathe_plan");
    if (stated == value.end()) {
        root.refuse(say("has no key quantlathe_plan, so it is no plan."));
    }
    if (!stated->is_number_integer() || stated->get<std::int64_t>() != version) {
        throw badInput(file, say("This plan has another version"),
                       say("quantlathe_plan is {}, this program reads version {}.",
                           escapeForDisplay(stated->dump(-1, ' ', true)), version));
    }
    PinnedPlan plan;
    PlanDocument& document = plan.document;
    document.format.clear();
    for (const auto& [key, item] : value.items()) {
        const Place here = root.at(key);
        if (key == "quantlathe_plan") {
            continue;
        }
        if (key == "format") {
            document.format = textAt(item, here);
        } else if (key == "preset") {
            document.preset = textAt(item, here);
        } else if (key == "model") {
            document.modelName = textAt(item, here);
        } else if (key == "created_by") {
            document.createdBy = textAt(item, here);
        } else if (key == "effort") {
            document.effort = effortAt(item, here);
        } else if (key == "calibration") {
            document.calibration = calibrationAt(item, here);
        } else if (key == "machine") {
            document.machine = limitsAt(item, here);
        } else if (readOption(document.options, key, item, here)) {
            continue;
        } else if (key == "rules") {
            if (!item.is_array()) {
                here.refuse(say("must be a list of rules."));
            }
            if (item.size() > mostRules) {
                here.refuse(say("holds {} rules, at most {} are read.", groupedDigits(item.size()), groupedDigits(mostRules)));
            }
            for (std::size_t i = 0; i < item.size(); ++i) {
                document.rules.push_back(ruleAt(item[i], here.at(i)));
            }
        } else if (key == "weights") {
            if (!item.is_object()) {
                here.refuse(say("must be an object of names and encodings."));
            }
            for (const auto& [weight, encoding] : item.items()) {
                document.weights.emplace(weight, textAt(encoding, here.at(weight)));
            }
        } else if (key == "pinned") {
            if (!item.is_array()) {
                here.refuse(say("must be a list of names."));
            }
            for (std::size_t i = 0; i < item.size(); ++i) {
                plan.pinned.insert(textAt(item[i], here.at(i)));
            }
        } else {
            here.refuse(say("is an unknown key."));
        }
    }
    if (document.format.empty() || document.preset.empty()) {
        root.refuse(say("must name a format and a preset."));
    }
    return plan;
}

PlanDocument parsePlan(std::string_view json, const std::filesystem::path& file) {
    return parsePinnedPlan(json, file).document;
}

std::string planJson(const PlanDocument& document) {
    return planJson(PinnedPlan{document, {}});
}

std::string planJson(const PinnedPlan& plan) {
    const PlanDocument& document = plan.document;
    OrderedJson json;
    json["quantlathe_plan"] = version;
    json["format"] = document.format;
    json["preset"] = document.preset;
    if (!document.rules.empty()) {
        OrderedJson& rules = json["rules"] = OrderedJson::array();
        for (const PlanRule& rule : document.rules) {
            OrderedJson& entry = rules.emplace_back(OrderedJson::object());
            if (rule.glob) {
                entry["glob"] = *rule.glob;
            }
            if (rule.regex) {
                entry["regex"] = *rule.regex;
            }
            if (rule.role) {
                entry["role"] = name(*rule.role);
            }
            if (rule.layers) {
                entry["layers"] = {rule.layers->first, rule.layers->second};
            }
            entry["encoding"] = rule.encoding;
            if (rule.isPassedOver) {
                entry["as_tensor_type"] = true;
            }
        }
    }
    if (!document.weights.empty()) {
        OrderedJson& weights = json["weights"] = OrderedJson::object();
        auto& entries = weights.get_ref<OrderedJson::object_t&>(); // unique already: appended without a search
        for (const auto& [weight, encoding] : document.weights) {
            entries.push_back({weight, encoding});
        }
    }
    if (!plan.pinned.empty()) {
        json["pinned"] = plan.pinned;
    }
    if (document.effort != Effort::normal) {
        json["effort"] = name(document.effort);
    }
    writeCalibration(document.calibration, json);
    writeOptions(document.options, json);
    writeLimits(document.machine, json);
    if (!document.modelName.empty()) {
        json["model"] = document.modelName;
    }
    if (!document.createdBy.empty()) {
        json["created_by"] = document.createdBy;
    }
    // A model may be called anything; what is not UTF-8 becomes U+FFFD.
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + '\n';
}

} // namespace quantlathe
