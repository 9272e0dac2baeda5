// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan_json_parts.h"

#include "base/words.h"
#include "checkpoint/json_bounds.h"

namespace quantlathe::plan_json {
namespace {

/// More than any plan or sensitivities of a model need; about 200 MB of memory.
constexpr std::size_t mostJsonValues = 2'000'000;

} // namespace

Json parsedJson(std::string_view text, const Place& root, std::size_t mostBytes, int deepestNesting) {
    if (text.size() > mostBytes) {
        root.refuse(say("has {} bytes, at most {} are read.", groupedDigits(text.size()), groupedDigits(mostBytes)));
    }
    const JsonBounds bounds{.deepestNesting = deepestNesting, .mostValues = mostJsonValues, .hasUniqueKeys = true};
    if (const auto breach = breachOf(text, bounds)) {
        switch (breach->kind) {
        case JsonBreach::Kind::nesting: root.refuse(say("is nested too deeply."));
        case JsonBreach::Kind::values: root.refuse(say("holds more than {} values.", groupedDigits(mostJsonValues)));
        case JsonBreach::Kind::key: root.refuse(say("has the key {} twice in one object.", escapeForDisplay(breach->key)));
        }
    }
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        root.refuse(say("is no valid JSON at byte {}.", error.byte));
    } catch (const Json::out_of_range&) { // 1e999: valid JSON, but no double
        root.refuse(say("holds a number that is too large."));
    }
}

} // namespace quantlathe::plan_json
