// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan_json_parts.h"

#include "base/words.h"

#include <set>
#include <vector>

namespace quantlathe::plan_json {
namespace {

/// Keys count, and lists and objects twice. A value takes up to a hundred bytes of memory, however short it is written.
constexpr std::size_t mostJsonValues = 2'000'000;

} // namespace

Json parsedJson(std::string_view text, const Place& root, std::size_t mostBytes, int deepestNesting) {
    if (text.size() > mostBytes) {
        root.refuse(say("has {} bytes, at most {} are read.", groupedDigits(text.size()), groupedDigits(mostBytes)));
    }
    std::size_t values = 0;
    std::vector<std::set<std::string>> openObjects;
    const auto check = [&](int depth, Json::parse_event_t event, Json& value) {
        if (depth > deepestNesting) {
            root.refuse(say("is nested too deeply."));
        }
        if (++values > mostJsonValues) {
            root.refuse(say("holds more than {} values.", groupedDigits(mostJsonValues)));
        }
        if (event == Json::parse_event_t::object_start) {
            openObjects.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            openObjects.pop_back();
        } else if (event == Json::parse_event_t::key && !openObjects.back().insert(value.get<std::string>()).second) {
            root.refuse(say("has the key {} twice in one object.", escapeForDisplay(value.get<std::string>())));
        }
        return true;
    };
    try {
        return Json::parse(text, check);
    } catch (const Json::parse_error& error) {
        root.refuse(say("is no valid JSON at byte {}.", error.byte));
    } catch (const Json::out_of_range&) { // 1e999: valid JSON, but no double
        root.refuse(say("holds a number that is too large."));
    }
}

} // namespace quantlathe::plan_json
