// SPDX-License-Identifier: GPL-3.0-or-later
// The output options of plan.json: pure, leave_output_tensor, keep_header, prune_layers, override_kv, split, options.
#include "base/words.h"
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <string>

namespace quantlathe::plan_json {
namespace {

bool truthAt(const Json& value, const Place& place) {
    if (!value.is_boolean()) {
        place.refuse(say("must be true or false."));
    }
    return value.get<bool>();
}

/// A whole number from 0 to `highest`.
std::uint64_t countAt(const Json& value, const Place& place, std::uint64_t lowest, std::uint64_t highest) {
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < lowest || value.get<std::uint64_t>() > highest) {
        place.refuse(say("must be a whole number from {} to {}.", lowest, highest));
    }
    return value.get<std::uint64_t>();
}

constexpr std::uint64_t largest32 = std::numeric_limits<std::uint32_t>::max();

std::vector<std::uint32_t> prunedLayersAt(const Json& value, const Place& place) {
    if (!value.is_array()) {
        place.refuse(say("must be a list of layer numbers."));
    }
    std::vector<std::uint32_t> layers;
    for (std::size_t i = 0; i < value.size(); ++i) {
        layers.push_back(static_cast<std::uint32_t>(countAt(value[i], place.at(i), 0, largest32)));
        if (i > 0 && layers[i] <= layers[i - 1]) {
            place.at(i).refuse(say("must be larger than the number before."));
        }
    }
    return layers;
}

MetadataOverride overrideAt(const Json& value, const Place& place) {
    if (!value.is_object() || value.size() != 3 || !value.contains("key") || !value.contains("type") ||
        !value.contains("value")) {
        place.refuse(say("must be an object of key, type and value."));
    }
    MetadataOverride result{textAt(value["key"], place.at("key")), {}};
    const std::string type = textAt(value["type"], place.at("type"));
    const Json& stated = value["value"];
    const Place here = place.at("value");
    if (type == "int") {
        result.value = static_cast<std::uint32_t>(countAt(stated, here, 0, largest32));
    } else if (type == "float") {
        if (!stated.is_number()) {
            here.refuse(say("must be a number."));
        }
        result.value = static_cast<float>(stated.get<double>());
    } else if (type == "bool") {
        result.value = truthAt(stated, here);
    } else if (type == "str") {
        result.value = textAt(stated, here);
    } else {
        place.at("type").refuse(say("must be int, float, bool or str."));
    }
    try {
        check(result);
    } catch (const Error& error) {
        place.refuse(say("cannot be: {}. {}", error.title(), error.detail()));
    }
    return result;
}

SplitOptions splitAt(const Json& value, const Place& place) {
    if (!value.is_object() || value.size() != 1) {
        place.refuse(say("must be an object of one key: as_source, max_bytes or max_tensors."));
    }
    SplitOptions split;
    const std::string key = value.begin().key();
    const Json& stated = value.begin().value();
    const Place here = place.at(key);
    if (key == "as_source") {
        split.asSource = truthAt(stated, here);
    } else if (key == "max_bytes") {
        split.maxBytes = countAt(stated, here, 1, std::numeric_limits<std::int64_t>::max());
    } else if (key == "max_tensors") {
        split.maxTensors = static_cast<std::uint32_t>(countAt(stated, here, 1, largest32));
    } else {
        here.refuse(say("is an unknown key. A split has as_source, max_bytes or max_tensors."));
    }
    return split;
}

std::map<std::string, std::string> familyOptionsAt(const Json& value, const Place& place) {
    if (!value.is_object()) {
        place.refuse(say("must be an object of the format's options."));
    }
    std::map<std::string, std::string> options;
    for (const auto& [id, stated] : value.items()) {
        options.emplace(id, textAt(stated, place.at(id)));
    }
    return options;
}

} // namespace

std::string textAt(const Json& value, const Place& place) {
    if (!value.is_string()) {
        place.refuse(say("must be a text."));
    }
    return value.get<std::string>();
}

bool readOption(OutputOptions& options, std::string_view key, const Json& value, const Place& place) {
    if (key == "pure") {
        options.pure = truthAt(value, place);
    } else if (key == "leave_output_tensor") {
        options.leaveOutput = truthAt(value, place);
    } else if (key == "keep_header") {
        options.keepHeader = truthAt(value, place);
    } else if (key == "prune_layers") {
        options.prunedLayers = prunedLayersAt(value, place);
    } else if (key == "override_kv") {
        if (!value.is_array()) {
            place.refuse(say("must be a list of objects of key, type and value."));
        }
        for (std::size_t i = 0; i < value.size(); ++i) {
            options.overrides.push_back(overrideAt(value[i], place.at(i)));
        }
    } else if (key == "split") {
        options.split = splitAt(value, place);
    } else if (key == "options") {
        options.family = familyOptionsAt(value, place);
    } else {
        return false;
    }
    return true;
}

void writeOptions(const OutputOptions& options, OrderedJson& document) {
    if (options.pure) {
        document["pure"] = true;
    }
    if (options.leaveOutput) {
        document["leave_output_tensor"] = true;
    }
    if (options.keepHeader) {
        document["keep_header"] = true;
    }
    if (!options.prunedLayers.empty()) {
        document["prune_layers"] = options.prunedLayers;
    }
    for (const MetadataOverride& entry : options.overrides) {
        OrderedJson value;
        std::visit([&](const auto& stated) { value = stated; }, entry.value);
        document["override_kv"].push_back({{"key", entry.key}, {"type", typeName(entry)}, {"value", std::move(value)}});
    }
    if (options.split.asSource) {
        document["split"]["as_source"] = true;
    }
    if (options.split.maxBytes > 0) {
        document["split"]["max_bytes"] = options.split.maxBytes;
    }
    if (options.split.maxTensors > 0) {
        document["split"]["max_tensors"] = options.split.maxTensors;
    }
    for (const auto& [id, value] : options.family) {
        document["options"][id] = value;
    }
}

} // namespace quantlathe::plan_json
