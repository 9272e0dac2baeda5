// SPDX-License-Identifier: GPL-3.0-or-later
// The key "machine" of plan.json (docs/plan.md).
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <array>

namespace quantlathe {

std::string_view name(PlanLimit::Of of) {
    constexpr std::array<std::string_view, 4> names = {"file", "card", "main memory", "speed"};
    return names[static_cast<std::size_t>(of)];
}

namespace plan_json {
namespace {

constexpr std::size_t mostLimits = 64; // cards and three more
constexpr double mostBytes = 0x1.0p62;

double numberAt(const Json& value, const Place& place) {
    if (!value.is_number() || !(value.get<double>() >= 0 && value.get<double>() <= mostBytes)) {
        place.refuse(say("must be a number that is not negative."));
    }
    return value.get<double>();
}

PlanLimit::Of ofAt(const Json& value, const Place& place) {
    const std::string text = textAt(value, place);
    for (const auto of : {PlanLimit::Of::file, PlanLimit::Of::card, PlanLimit::Of::mainMemory, PlanLimit::Of::speed}) {
        if (text == name(of)) {
            return of;
        }
    }
    place.refuse(say("must be \"file\", \"card\", \"main memory\" or \"speed\"."));
}

/// The keys of a limit of that kind: what it may be at most, what it is, and what more of it is worth.
std::array<std::string_view, 3> keysOf(PlanLimit::Of of) {
    return of == PlanLimit::Of::speed
               ? std::to_array<std::string_view>({"most_milliseconds", "milliseconds", "nats_per_millisecond"})
               : std::to_array<std::string_view>({"most_bytes", "bytes", "nats_per_byte"});
}

PlanLimit limitAt(const Json& value, const Place& place) {
    if (!value.is_object() || !value.contains("of")) {
        place.refuse(say("must be an object with the key of."));
    }
    PlanLimit limit;
    limit.of = ofAt(value.at("of"), place.at("of"));
    const auto keys = keysOf(limit.of);
    for (const auto& [key, item] : value.items()) {
        const Place here = place.at(key);
        if (key == "name" && limit.of == PlanLimit::Of::card) {
            limit.card = textAt(item, here);
        } else if (key == keys[0]) {
            limit.most = numberAt(item, here);
        } else if (key == keys[1]) {
            limit.used = numberAt(item, here);
        } else if (key == keys[2]) {
            limit.multiplier = numberAt(item, here);
        } else if (key != "of") {
            here.refuse(say("is an unknown key."));
        }
    }
    return limit;
}

} // namespace

PlanLimits limitsAt(const Json& value, const Place& place) {
    if (!value.is_object()) {
        place.refuse(say("must be an object."));
    }
    PlanLimits limits;
    for (const auto& [key, item] : value.items()) {
        const Place here = place.at(key);
        if (key == "context_tokens") {
            if (!item.is_number_unsigned()) {
                here.refuse(say("must be a number of tokens."));
            }
            limits.contextTokens = item.get<std::uint64_t>();
        } else if (key == "kv_type") {
            limits.kvType = textAt(item, here);
        } else if (key == "limits") {
            if (!item.is_array() || item.size() > mostLimits) {
                here.refuse(say("must be a list of at most {} limits.", mostLimits));
            }
            for (std::size_t i = 0; i < item.size(); ++i) {
                limits.limits.push_back(limitAt(item[i], here.at(i)));
            }
        } else {
            here.refuse(say("is an unknown key."));
        }
    }
    if (limits.limits.empty()) {
        place.refuse(say("has no limits."));
    }
    return limits;
}

void writeLimits(const PlanLimits& limits, OrderedJson& document) {
    if (limits.limits.empty()) {
        return;
    }
    OrderedJson& json = document["machine"] = OrderedJson::object();
    json["context_tokens"] = limits.contextTokens;
    json["kv_type"] = limits.kvType;
    OrderedJson& list = json["limits"] = OrderedJson::array();
    for (const PlanLimit& limit : limits.limits) {
        OrderedJson& entry = list.emplace_back(OrderedJson::object());
        const auto keys = keysOf(limit.of);
        entry["of"] = name(limit.of);
        if (limit.of == PlanLimit::Of::card) {
            entry["name"] = limit.card;
        }
        entry[std::string(keys[0])] = limit.most;
        entry[std::string(keys[1])] = limit.used;
        entry[std::string(keys[2])] = limit.multiplier;
    }
}

} // namespace plan_json
} // namespace quantlathe
