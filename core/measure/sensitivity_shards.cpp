// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/sensitivity_shards.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/words.h"
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>
#include <tuple>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::int64_t partVersion = 1;
constexpr std::string_view partKey = "quantlathe_sensitivity_part";
constexpr std::string_view partRefusal = words("This is no valid share of sensitivities");
constexpr int deepestPart = 9;        // what sensitivities need, and one more
constexpr std::size_t mostNamed = 20; // of missing shares
constexpr std::uint64_t mostPartGroups = 1U << 24U;

std::uint64_t numberAt(const plan_json::Json& object, const char* key, std::uint64_t least, std::uint64_t most,
                       const plan_json::Place& root) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_unsigned() || found->get<std::uint64_t>() < least ||
        found->get<std::uint64_t>() > most) {
        root.at(std::string_view(key)).refuse(say("must be a number from {} to {}.", least, most));
    }
    return found->get<std::uint64_t>();
}

/// The first thing in which two shares show that they are of different measurements.
std::string differenceBetween(const SensitivityPart& one, const SensitivityPart& other) {
    const SensitivityMeasurement& a = one.measured;
    const SensitivityMeasurement& b = other.measured;
    if (one.shard.count != other.shard.count) {
        return say("It is of {} shards, the first of {}.", other.shard.count, one.shard.count);
    }
    if (std::tie(a.architecture, a.shapes, a.layers) != std::tie(b.architecture, b.shapes, b.layers)) {
        return say("It is of another model, {}.", escapeForDisplay(b.modelName));
    }
    if (a.text != b.text || a.tokens != b.tokens) {
        return say("It is of another text, {} with {} tokens.", escapeForDisplay(b.text), groupedDigits(b.tokens));
    }
    if (a.usesImportance != b.usesImportance) {
        return b.usesImportance ? say("It uses an importance matrix, the first does not.")
                                : say("It uses no importance matrix, the first does.");
    }
    return say("It is of other files of the model, other words, groups or encodings, or computed in another way.");
}

void requireTogether(std::span<const SensitivityPart> parts, std::span<const std::filesystem::path> files) {
    std::set<std::uint32_t> there;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].key != parts.front().key || parts[i].shard.count != parts.front().shard.count) {
            throw badInput(files[i], say("This share belongs to another measurement"),
                           differenceBetween(parts.front(), parts[i]));
        }
        if (!there.insert(parts[i].shard.number).second) {
            throw badInput(files[i], say("Shard {} of {} is there twice", parts[i].shard.number, parts[i].shard.count),
                           say("Give each share once."));
        }
    }
    const std::uint32_t count = parts.front().shard.count;
    std::vector<std::uint32_t> missing;
    for (std::uint32_t number = 1; number <= count && missing.size() < mostNamed; ++number) {
        if (!there.contains(number)) {
            missing.push_back(number);
        }
    }
    if (!missing.empty()) {
        throw badInput({}, say("Shares are missing"), say("Of {} shards: {}.", count, fmt::join(missing, ", ")));
    }
}

} // namespace

SensitivityPart measureSensitivityShard(const ProbeRequest& request, const RunContext& context) {
    ProbeRequest whole = request;
    whole.shard.reset();
    const std::vector<SensitivityGroup> all = probeGroups(whole);
    SensitivityPart part{.shard = request.shard.value_or(Shard{}),
                         .key = probeCacheFile(whole).stem().string(),
                         .groups = all.size(),
                         .places = {},
                         .measured = measureSensitivity(request, probeCacheFile(request), context)};
    for (const SensitivityGroup& group : part.measured.groups) {
        const auto place = std::ranges::find(all, group.weights, &SensitivityGroup::weights);
        part.places.push_back(static_cast<std::uint64_t>(place - all.begin()));
    }
    return part;
}

std::string sensitivityPartJson(const SensitivityPart& part) {
    const plan_json::OrderedJson json{{std::string(partKey), partVersion},
                                      {"key", part.key},
                                      {"shard", part.shard.number},
                                      {"of", part.shard.count},
                                      {"groups", part.groups},
                                      {"places", part.places},
                                      {"measured", plan_json::OrderedJson::parse(sensitivityJson(part.measured))}};
    return json.dump(1, ' ', false, plan_json::OrderedJson::error_handler_t::replace) + '\n';
}

SensitivityPart parseSensitivityPart(std::string_view json, const std::filesystem::path& file) {
    const plan_json::Place root(file, partRefusal);
    const plan_json::Json value = plan_json::parsedJson(json, root, plan_json::mostJsonBytes, deepestPart);
    if (!value.is_object() || !value.contains(partKey)) {
        root.refuse(say("has no key {}, so it is none.", partKey));
    }
    for (const char* const key : {"key", "places", "measured"}) {
        if (!value.contains(key)) {
            root.at(std::string_view(key)).refuse(say("is missing."));
        }
    }
    static_cast<void>(numberAt(value, partKey.data(), partVersion, partVersion, root));
    SensitivityPart part;
    part.shard.count = static_cast<std::uint32_t>(numberAt(value, "of", 1, mostShards, root));
    part.shard.number = static_cast<std::uint32_t>(numberAt(value, "shard", 1, part.shard.count, root));
    part.groups = numberAt(value, "groups", 0, mostPartGroups, root);
    part.key = plan_json::textAt(value["key"], root.at("key"));
    part.measured = parseSensitivity(value["measured"].dump(), file);
    const plan_json::Json& places = value["places"];
    if (!places.is_array() || places.size() != part.measured.groups.size()) {
        root.at("places").refuse(say("must have one number for each measured group."));
    }
    for (const plan_json::Json& place : places) {
        if (!place.is_number_unsigned() || place.get<std::uint64_t>() >= part.groups) {
            root.at("places").refuse(say("must be numbers below {}.", part.groups));
        }
        part.places.push_back(place.get<std::uint64_t>());
    }
    return part;
}

SensitivityMeasurement mergedSensitivity(std::span<const std::filesystem::path> files) {
    std::vector<SensitivityPart> parts;
    for (const std::filesystem::path& file : files) {
        parts.push_back(parseSensitivityPart(readTextFile(file, plan_json::mostJsonBytes), file));
    }
    if (parts.empty()) {
        throw badInput({}, say("Shares are missing"), say("None was given."));
    }
    requireTogether(parts, files);
    SensitivityMeasurement merged = parts.front().measured;
    merged.groups.assign(parts.front().groups, {});
    for (std::size_t i = 0; i < parts.size(); ++i) {
        for (std::size_t k = 0; k < parts[i].places.size(); ++k) {
            if (parts[i].places[k] >= merged.groups.size() || !merged.groups[parts[i].places[k]].weights.empty()) {
                throw badInput(files[i], translated(partRefusal), say("A group of it is there twice, or beyond the last."));
            }
            merged.groups[parts[i].places[k]] = std::move(parts[i].measured.groups[k]);
        }
    }
    const auto hole = std::ranges::find_if(merged.groups, [](const SensitivityGroup& group) { return group.weights.empty(); });
    if (hole != merged.groups.end()) {
        throw badInput(files.front(), translated(partRefusal),
                       say("Group {} is in none of the shares.", hole - merged.groups.begin() + 1));
    }
    return merged;
}

} // namespace quantlathe
